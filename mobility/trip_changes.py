"""Trip changes: existing trips dropped, moved, made longer, shorter or slower."""

import numpy as np

from gtfs.edit import moved, retimed, without_calls, without_trips
from gtfs.rule_edits import without_stays
from gtfs.timetable import NONE, Bools, Ints, Timetable, calls_of_trips
from mobility.clocks import MINUTE_S
from mobility.course_groups import groups_of, span_between
from mobility.draft import Draft, find_stops, first_call_at, last_call_at
from mobility.draft_lines import (
    chosen_trips,
    towards,
)
from mobility.named_trips import some_trips
from mobility.scenario_trips import (
    Curtail,
    RemoveLine,
    RemoveTrips,
    ScaleRunningTime,
    SetDwell,
    Shift,
    SkipStops,
)
from mobility.scenario_values import ScenarioError


def without_line(draft: Draft, change: RemoveLine | RemoveTrips) -> Draft:
    """Return the draft without the line's trips, or some of them."""
    if isinstance(change, RemoveLine):
        draft, line = chosen_trips(draft, change)
        return draft.changed(without_trips(draft.timetable, line.trips))
    draft, trips = some_trips(draft, change)
    return draft.changed(without_trips(draft.timetable, trips))


def shifted(draft: Draft, change: Shift) -> Draft:
    """Return the draft with the trips earlier or later."""
    seconds = round(change.minutes * MINUTE_S)
    if seconds == 0:
        raise ScenarioError("0 minutes change nothing")
    draft, trips = some_trips(draft, change)
    timetable = draft.timetable
    if (timetable.arrival_s[timetable.first_call[trips]] + seconds < 0).any():
        raise ScenarioError("a trip would begin before 00:00 of its service date")
    return draft.changed(moved(timetable, trips, np.full(len(trips), seconds)))


def scaled(draft: Draft, change: ScaleRunningTime) -> Draft:
    """Return the draft with longer or shorter rides, rounded to whole seconds."""
    if change.factor == 1:
        raise ScenarioError("a factor of 1 changes nothing")
    draft, line = chosen_trips(draft, change)
    timetable, trips = draft.timetable, line.trips
    calls = calls_of_trips(timetable, trips)
    ride = _between(draft, trips, change)
    if not ride.any():
        raise ScenarioError(f"no trip of line {change.line} runs between the two stops")
    longer = np.zeros(len(calls), np.int64)
    at = calls[ride]
    ride_s = timetable.arrival_s[at + 1] - timetable.departure_s[at]
    longer[ride] = np.round(ride_s * change.factor).astype(np.int64) - ride_s
    if not longer.any():
        raise ScenarioError(f"the rides of line {change.line} take no time that could be scaled")
    return draft.changed(pushed(timetable, trips, longer))


def _between(draft: Draft, trips: Ints, change: ScaleRunningTime) -> Bools:
    """Return ``[call of the trips]`` whether the ride to the next call is to be scaled.

    Between two stops in the order the trip calls at them: on the way back the other way round.
    """
    timetable = draft.timetable
    calls = calls_of_trips(timetable, trips)
    if change.from_stop is None or change.to_stop is None:
        return ~np.isin(calls + 1, timetable.first_call)
    start, end = find_stops(draft, change.from_stop), find_stops(draft, change.to_stop)
    between = np.zeros(len(timetable.call_stop), np.bool_)
    for group in groups_of(timetable, trips):
        span = span_between(group, start, end)
        if span:
            between[timetable.first_call[group.trips][:, None] + np.arange(span[0], span[1])] = True
    ride: Bools = between[calls]
    return ride


def pushed(timetable: Timetable, trips: Ints, longer_s: Ints) -> Timetable:
    """Return the timetable in which the ride behind each ``[call of the trips]`` takes longer."""
    calls = calls_of_trips(timetable, trips)
    size = np.diff(timetable.first_call)[trips]
    before = np.concatenate(([0], np.cumsum(longer_s)))[:-1]  # of all rides up to the call
    begin = np.repeat(np.cumsum(size) - size, size)
    later = before - before[begin]
    return retimed(
        timetable, calls, timetable.arrival_s[calls] + later, timetable.departure_s[calls] + later
    )


def dwelling(draft: Draft, change: SetDwell) -> Draft:
    """Return the draft with the stand at a stop between the ends set."""
    draft, line = chosen_trips(draft, change)
    timetable, stops = draft.timetable, find_stops(draft, change.stop)
    calls = calls_of_trips(timetable, line.trips)
    inner = ~np.isin(calls, timetable.first_call) & ~np.isin(calls + 1, timetable.first_call)
    here = stops[timetable.call_stop[calls]] & inner
    stands = timetable.departure_s[calls] - timetable.arrival_s[calls]
    longer = np.where(here, change.seconds - stands, 0)
    if not longer.any():
        raise ScenarioError(f"line {change.line} has no stand at {change.stop!r} to change")
    later = pushed(timetable, line.trips, longer)
    departs = later.departure_s[calls] + np.where(here, longer, 0)
    return draft.changed(retimed(later, calls, later.arrival_s[calls], departs))


def skipping(draft: Draft, change: SkipStops) -> Draft:
    """Return the draft with trips that pass the stops.

    At an end nothing is saved: a trip that begins at its second stop leaves there as before.
    """
    draft, line = chosen_trips(draft, change)
    timetable = draft.timetable
    stops = np.any([find_stops(draft, stop) for stop in change.stops], axis=0)
    calls = calls_of_trips(timetable, line.trips)
    skipped = stops[timetable.call_stop[calls]]
    if not skipped.any():
        raise ScenarioError(f"line {change.line} does not call at {', '.join(change.stops)}")
    trip = np.repeat(np.arange(len(line.trips)), np.diff(timetable.first_call)[line.trips])
    passed = skipped & _behind_one_kept(skipped, trip)
    shorter = pushed(timetable, line.trips, np.where(passed, -change.saved_seconds, 0))
    _refuse_backwards(shorter, calls[~skipped], trip[~skipped])
    return draft.changed(_left_out(shorter, calls[skipped]))


def _behind_one_kept(skipped: Bools, trip: Ints) -> Bools:
    """Return ``[call]`` whether a call of its trip that is not skipped comes before it."""
    kept = np.flatnonzero(~skipped)
    first = np.append(kept, len(trip))[np.searchsorted(trip[kept], trip)]
    behind: Bools = np.arange(len(trip)) > first
    return behind


def _refuse_backwards(timetable: Timetable, calls: Ints, trip: Ints) -> None:
    same = trip[1:] == trip[:-1]
    if (timetable.arrival_s[calls[1:]] < timetable.departure_s[calls[:-1]])[same].any():
        raise ScenarioError("more time would be saved than the ride takes")


def curtailed(draft: Draft, change: Curtail) -> Draft:
    """Return the draft in which the line ends at a stop.

    Of a trip that calls there twice no more goes than what lies beyond both.
    """
    draft, line = chosen_trips(draft, change)
    timetable, stops = draft.timetable, find_stops(draft, change.stop)
    there = np.isin(line.trips, towards(draft, line, change.beyond).trips)
    at = np.where(
        there,
        last_call_at(timetable, line.trips, stops),
        first_call_at(timetable, line.trips, stops),
    )
    calls = calls_of_trips(timetable, line.trips)
    size = np.diff(timetable.first_call)[line.trips]
    turn = np.repeat(at, size)
    gone = (turn != NONE) & np.where(np.repeat(there, size), calls > turn, calls < turn)
    if not gone.any():
        raise ScenarioError(f"no trip of line {change.line} runs beyond {change.stop!r}")
    return draft.changed(_left_out(timetable, calls[gone]))


def _left_out(timetable: Timetable, calls: Ints) -> Timetable:
    """Return the timetable without the calls.

    Trips that end elsewhere now say so, and nobody stays seated at an end that has moved.
    """
    first, gone = timetable.first_call, np.isin(np.arange(len(timetable.call_stop)), calls)
    begun, ended = (np.flatnonzero(gone[at]) for at in (first[:-1], first[1:] - 1))
    kept = np.append(np.flatnonzero(~gone), 0)  # a trip none of whose calls is kept goes anyway
    last = kept[np.searchsorted(kept[:-1], first[ended + 1]) - 1]
    names = timetable.station_name[timetable.stop_station[timetable.call_stop[last]]]
    headsign = timetable.trip_headsign
    headsign = headsign.astype(np.promote_types(headsign.dtype, names.dtype))
    headsign[ended] = names
    headed = timetable.with_columns(trip_headsign=headsign)
    return without_calls(without_stays(headed, ended, begun), calls)
