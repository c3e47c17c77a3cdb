"""Apply: the changes of a scenario made to a timetable, one after the other."""

from collections.abc import Mapping
from typing import assert_never

import numpy as np

from gtfs.edit import moved, retimed, without_calls, without_trips
from gtfs.timetable import NONE, Bools, Ints, Timetable, calls_of_trips
from mobility.chosen_trips import (
    Draft,
    departures_of,
    find_dates,
    find_line,
    find_stops,
    find_way,
    first_call_at,
    in_span,
    own_trips,
    trips_of,
)
from mobility.headways import add_edges, set_headway
from mobility.lines import Said, find_lines
from mobility.scenario import (
    Change,
    Curtail,
    ExtendHours,
    HoldConnection,
    RemoveLine,
    RemoveTrips,
    ScaleRunningTime,
    Scenario,
    ScenarioError,
    SetDwell,
    SetHeadway,
    Shift,
    SkipStops,
)

MINUTE_S = 60


def apply_scenario(
    scenario: Scenario,
    timetable: Timetable,
    day_types: Mapping[str, Bools],
    said: Mapping[str, Said] | None = None,
) -> Timetable:
    """Return the timetable with all changes made in the order of the list.

    ``day_types`` are the ``[date]`` of each day type, ``said`` what the county says of its lines,
    by route_id. The timetable given is not touched. All that is wrong is raised in one
    ScenarioError; a change after one that failed is tried on what stood before.
    """
    draft = Draft(timetable, find_lines(timetable, said), said or {}, day_types)
    problems = []
    for number, change in enumerate(scenario.changes, start=1):
        try:
            draft = _applied(draft, change)
        except ScenarioError as error:
            problems.append(f"change {number} ({change.type}): {error}")
    if problems:
        raise ScenarioError("\n".join(problems))
    return draft.timetable


def _applied(draft: Draft, change: Change) -> Draft:  # noqa: C901, PLR0911 - a closed set
    match change:
        case RemoveLine() | RemoveTrips():
            return _removed(draft, change)
        case Shift():
            draft, trips = _chosen(draft, change, change.span)
            seconds = round(change.minutes * MINUTE_S)
            if seconds == 0:
                raise ScenarioError("0 minutes change nothing")
            _refuse_before_midnight(draft, trips, seconds)
            return draft.changed(moved(draft.timetable, trips, np.full(len(trips), seconds)))
        case ScaleRunningTime():
            return _scaled(draft, change)
        case SetDwell():
            return _dwelling(draft, change)
        case SkipStops():
            return _skipping(draft, change)
        case Curtail():
            return _curtailed(draft, change)
        case SetHeadway():
            return set_headway(draft, change)
        case ExtendHours():
            return add_edges(draft, change)
        case HoldConnection():
            return _holding(draft, change)
        case _:
            assert_never(change)


Lined = RemoveLine | RemoveTrips | Shift | ScaleRunningTime | SetDwell | SkipStops | Curtail


def _chosen(draft: Draft, change: Lined, span: tuple[int, int] | None = None) -> tuple[Draft, Ints]:
    """Return the trips of the change as trips of their own; refuse if there are none."""
    dates = find_dates(draft, change.days)
    line = find_line(draft, change.line)
    trips = trips_of(draft, line, find_way(draft, line, change.towards))
    trips = trips[in_span(departures_of(draft, trips), span)]
    draft, trips = own_trips(draft, trips, dates)
    if not len(trips):
        raise ScenarioError(f"no trip of line {change.line}{_when(change)} is concerned")
    return draft, trips


def _when(change: Lined) -> str:
    days = f" on {', '.join(change.days)}" if change.days else ""
    towards = f" towards {change.towards}" if change.towards else ""
    return days + towards


def _removed(draft: Draft, change: RemoveLine | RemoveTrips) -> Draft:
    span = change.span if isinstance(change, RemoveTrips) else None
    draft, trips = _chosen(draft, change, span)
    if isinstance(change, RemoveTrips) and change.at is not None:
        departures = departures_of(draft, trips)
        missing = sorted(set(change.at) - set(departures.tolist()))
        if missing:
            told = ", ".join(f"{s // 3600:02d}:{s // 60 % 60:02d}" for s in missing)
            raise ScenarioError(f"line {change.line}{_when(change)} has no departure at {told}")
        trips = trips[np.isin(departures, change.at)]
    return draft.changed(without_trips(draft.timetable, trips))


def _refuse_before_midnight(draft: Draft, trips: Ints, seconds: int) -> None:
    timetable = draft.timetable
    first = timetable.arrival_s[timetable.first_call[trips]] + seconds
    if (first < 0).any():
        raise ScenarioError("a trip would begin before 00:00 of its service date")


def _scaled(draft: Draft, change: ScaleRunningTime) -> Draft:
    if change.factor == 1:
        raise ScenarioError("a factor of 1 changes nothing")
    draft, trips = _chosen(draft, change)
    ends = [
        None if stop is None else find_stops(draft, stop)
        for stop in (change.from_stop, change.to_stop)
    ]
    inside = _between(draft, trips, *ends)
    if not inside.any():
        raise ScenarioError(f"no trip of line {change.line} runs between the two stops")
    return draft.changed(_with_runs(draft.timetable, trips, inside, change.factor))


def _between(draft: Draft, trips: Ints, start: Bools | None, end: Bools | None) -> Bools:
    """Return ``[call of the trips]`` whether the ride to the next call lies between the stops.

    In the order the trip calls at them: on the way back the other way round.
    """
    timetable = draft.timetable
    calls = calls_of_trips(timetable, trips)
    size = np.diff(timetable.first_call)[trips]
    last = np.repeat(timetable.first_call[trips + 1] - 1, size)
    low = np.repeat(timetable.first_call[trips], size)
    high = last.copy()
    if start is not None and end is not None:
        one, other = (first_call_at(draft, trips, stops) for stops in (start, end))
        missing = (one == NONE) | (other == NONE)
        low = np.repeat(np.where(missing, last[-1] + 1, np.minimum(one, other)), size)
        high = np.repeat(np.where(missing, -1, np.maximum(one, other)), size)
    elif start is not None or end is not None:
        raise ScenarioError("name both from_stop and to_stop, or none of them")
    inside: Bools = (calls >= low) & (calls < high) & (calls < last)
    return inside


def _with_runs(timetable: Timetable, trips: Ints, inside: Bools, factor: float) -> Timetable:
    """Return the timetable with the marked rides scaled to whole seconds; the stands stay."""
    calls = calls_of_trips(timetable, trips)
    ride_s = np.zeros(len(calls), np.int64)
    has_next = np.flatnonzero(inside)
    ride_s[has_next] = (
        timetable.arrival_s[calls[has_next] + 1] - timetable.departure_s[calls[has_next]]
    )
    longer = np.zeros(len(calls), np.int64)
    longer[has_next] = np.round(ride_s[has_next] * factor).astype(np.int64) - ride_s[has_next]
    return _pushed(timetable, trips, longer)


def _pushed(timetable: Timetable, trips: Ints, longer_s: Ints) -> Timetable:
    """Return the timetable in which each ride behind a call takes so much longer."""
    calls = calls_of_trips(timetable, trips)
    size = np.diff(timetable.first_call)[trips]
    total = np.cumsum(longer_s)
    begin = np.repeat(np.cumsum(size) - size, size)
    before = np.concatenate(([0], total))[:-1]  # of all rides up to the call
    later = before - before[begin]
    return retimed(
        timetable, calls, timetable.arrival_s[calls] + later, timetable.departure_s[calls] + later
    )


def _dwelling(draft: Draft, change: SetDwell) -> Draft:
    draft, trips = _chosen(draft, change)
    timetable, stops = draft.timetable, find_stops(draft, change.stop)
    calls = calls_of_trips(timetable, trips)
    inner = ~np.isin(calls, timetable.first_call) & ~np.isin(calls + 1, timetable.first_call)
    here = stops[timetable.call_stop[calls]] & inner
    stands = timetable.departure_s[calls] - timetable.arrival_s[calls]
    longer = np.where(here, change.seconds - stands, 0)
    if not longer.any():
        raise ScenarioError(f"line {change.line} has no stand at {change.stop!r} to change")
    pushed = _pushed(timetable, trips, longer)
    departs = pushed.departure_s[calls] + np.where(here, longer, 0)
    return draft.changed(retimed(pushed, calls, pushed.arrival_s[calls], departs))


def _skipping(draft: Draft, change: SkipStops) -> Draft:
    draft, trips = _chosen(draft, change)
    timetable = draft.timetable
    stops = np.any([find_stops(draft, stop) for stop in change.stops], axis=0)
    calls = calls_of_trips(timetable, trips)
    skipped = stops[timetable.call_stop[calls]]
    if not skipped.any():
        raise ScenarioError(f"line {change.line} does not call at {', '.join(change.stops)}")
    shorter = _pushed(timetable, trips, np.where(skipped, -change.saved_seconds, 0))
    _refuse_backwards(shorter, trips)
    return draft.changed(without_calls(shorter, calls[skipped]))


def _refuse_backwards(timetable: Timetable, trips: Ints) -> None:
    calls = calls_of_trips(timetable, trips)
    inner = ~np.isin(calls + 1, timetable.first_call)
    ahead = calls[inner]
    if (timetable.arrival_s[ahead + 1] < timetable.departure_s[ahead]).any():
        raise ScenarioError("more time would be saved than the ride takes")


def _curtailed(draft: Draft, change: Curtail) -> Draft:
    draft, trips = _chosen(draft, change)
    timetable, stops = draft.timetable, find_stops(draft, change.stop)
    line = find_line(draft, change.line)
    towards = find_way(draft, line, change.beyond)
    at = first_call_at(draft, trips, stops)
    calls = calls_of_trips(timetable, trips)
    size = np.diff(timetable.first_call)[trips]
    there = np.repeat(np.isin(draft.lines.trip_way[trips], towards), size)
    turn = np.repeat(at, size)
    gone = (turn != NONE) & np.where(there, calls > turn, calls < turn)
    if not gone.any():
        raise ScenarioError(f"no trip of line {change.line} runs beyond {change.stop!r}")
    return draft.changed(without_calls(timetable, calls[gone]))


def _holding(draft: Draft, change: HoldConnection) -> Draft:
    """Let each trip wait for the last one of the other line that comes soon enough after it."""
    dates = find_dates(draft, change.days)
    line, other = find_line(draft, change.line), find_line(draft, change.from_line)
    stops = find_stops(draft, change.stop)
    waiting = trips_of(draft, line, find_way(draft, line, change.towards))
    draft, waiting = own_trips(draft, waiting, dates)
    timetable = draft.timetable
    coming = trips_of(draft, find_line(draft, change.from_line), (0, 1))
    arrive = first_call_at(draft, coming, stops)
    depart = first_call_at(draft, waiting, stops)
    times = np.sort(timetable.arrival_s[arrive[arrive != NONE]])
    held = np.flatnonzero(depart != NONE)
    departs = timetable.departure_s[depart[held]]
    latest = np.searchsorted(times, departs + round(change.minutes * MINUTE_S), "right") - 1
    wait = (
        np.where(latest >= 0, times[np.maximum(latest, 0)] - departs, 0)
        if len(times)
        else departs * 0
    )
    late = wait > 0
    if not late.any():
        raise ScenarioError(
            f"no trip of line {change.line} at {change.stop!r} leaves less than {change.minutes:g} "
            f"min before one of line {draft.lines.name[other]} arrives"
        )
    return draft.changed(_held(timetable, waiting[held[late]], depart[held[late]], wait[late]))


def _held(timetable: Timetable, trips: Ints, at: Ints, wait_s: Ints) -> Timetable:
    calls = calls_of_trips(timetable, trips)
    size = np.diff(timetable.first_call)[trips]
    turn, by = np.repeat(at, size), np.repeat(wait_s, size)
    return retimed(
        timetable,
        calls,
        timetable.arrival_s[calls] + np.where(calls > turn, by, 0),
        timetable.departure_s[calls] + np.where(calls >= turn, by, 0),
    )
