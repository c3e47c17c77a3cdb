"""Trip changes: existing trips dropped, moved, made longer, shorter or slower."""

import numpy as np

from gtfs.edit import moved, retimed, without_calls, without_trips
from gtfs.timetable import NONE, Bools, Ints, Timetable, calls_of_trips
from mobility.clocks import MINUTE_S
from mobility.draft import Draft, find_dates, find_stops, first_call_at
from mobility.draft_lines import (
    LineTrips,
    chosen_trips,
    find_line,
    own_trips,
    runs_on,
    towards,
)
from mobility.scenario_trips import (
    Curtail,
    HoldConnection,
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
    else:
        draft, line = chosen_trips(draft, change, at=change.at, span=change.span)
    return draft.changed(without_trips(draft.timetable, line.trips))


def shifted(draft: Draft, change: Shift) -> Draft:
    """Return the draft with the trips earlier or later."""
    seconds = round(change.minutes * MINUTE_S)
    if seconds == 0:
        raise ScenarioError("0 minutes change nothing")
    draft, line = chosen_trips(draft, change, at=change.at, span=change.span)
    timetable = draft.timetable
    if (timetable.arrival_s[timetable.first_call[line.trips]] + seconds < 0).any():
        raise ScenarioError("a trip would begin before 00:00 of its service date")
    return draft.changed(moved(timetable, line.trips, np.full(len(line.trips), seconds)))


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
    return draft.changed(pushed(timetable, trips, longer))


def _between(draft: Draft, trips: Ints, change: ScaleRunningTime) -> Bools:
    """Return ``[call of the trips]`` whether the ride to the next call is to be scaled.

    Between two stops in the order the trip calls at them: on the way back the other way round.
    """
    timetable = draft.timetable
    calls = calls_of_trips(timetable, trips)
    size = np.diff(timetable.first_call)[trips]
    last = np.repeat(timetable.first_call[trips + 1] - 1, size)
    ride: Bools = calls < last
    if change.from_stop is None or change.to_stop is None:
        return ride
    one, other = (
        first_call_at(timetable, trips, find_stops(draft, stop))
        for stop in (change.from_stop, change.to_stop)
    )
    both = np.repeat((one != NONE) & (other != NONE), size)
    low, high = np.repeat(np.minimum(one, other), size), np.repeat(np.maximum(one, other), size)
    return ride & both & (calls >= low) & (calls < high)


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
    """Return the draft with trips that pass the stops."""
    draft, line = chosen_trips(draft, change)
    timetable = draft.timetable
    stops = np.any([find_stops(draft, stop) for stop in change.stops], axis=0)
    calls = calls_of_trips(timetable, line.trips)
    skipped = stops[timetable.call_stop[calls]]
    if not skipped.any():
        raise ScenarioError(f"line {change.line} does not call at {', '.join(change.stops)}")
    shorter = pushed(timetable, line.trips, np.where(skipped, -change.saved_seconds, 0))
    _refuse_backwards(shorter, line.trips)
    return draft.changed(without_calls(shorter, calls[skipped]))


def _refuse_backwards(timetable: Timetable, trips: Ints) -> None:
    calls = calls_of_trips(timetable, trips)
    ahead = calls[~np.isin(calls + 1, timetable.first_call)]
    if (timetable.arrival_s[ahead + 1] < timetable.departure_s[ahead]).any():
        raise ScenarioError("more time would be saved than the ride takes")


def curtailed(draft: Draft, change: Curtail) -> Draft:
    """Return the draft in which the line ends at a stop."""
    draft, line = chosen_trips(draft, change)
    timetable, stops = draft.timetable, find_stops(draft, change.stop)
    there = np.isin(line.trips, towards(draft, line, change.beyond).trips)
    at = first_call_at(timetable, line.trips, stops)
    calls = calls_of_trips(timetable, line.trips)
    size = np.diff(timetable.first_call)[line.trips]
    turn = np.repeat(at, size)
    gone = (turn != NONE) & np.where(np.repeat(there, size), calls > turn, calls < turn)
    if not gone.any():
        raise ScenarioError(f"no trip of line {change.line} runs beyond {change.stop!r}")
    return draft.changed(without_calls(timetable, calls[gone]))


def holding(draft: Draft, change: HoldConnection) -> Draft:
    """Let each trip wait for the last one of the other line that comes soon enough after it.

    Trips wait for each other on every date of the change both run on.
    """
    dates = find_dates(draft, change)
    stops = find_stops(draft, change.stop)
    coming = find_line(draft, change.from_line)
    line = towards(draft, find_line(draft, change.line), change.towards)
    line = line.take(runs_on(draft.timetable, line.trips, dates))
    draft, line = own_trips(draft, line, dates)
    wait = _waits(draft.timetable, line, coming, stops, round(change.minutes * MINUTE_S))
    late = np.flatnonzero(wait)
    if not len(late):
        raise ScenarioError(
            f"no trip of line {change.line} at {change.stop!r} leaves less than {change.minutes:g} "
            f"min before one of line {coming.name} arrives"
        )
    trips = line.trips[late]
    at = first_call_at(draft.timetable, trips, stops)
    return draft.changed(_held(draft.timetable, trips, at, wait[late]))


def _waits(
    timetable: Timetable, line: LineTrips, coming: LineTrips, stops: Bools, most_s: int
) -> Ints:
    """Return ``[trip]`` the seconds each waits for the last to arrive within ``most_s``."""
    arrive = first_call_at(timetable, coming.trips, stops)
    there = arrive != NONE
    times_s = timetable.arrival_s[arrive[there]]
    runs = timetable.service_runs
    runs_there = runs[timetable.trip_service[coming.trips[there]]]
    depart = first_call_at(timetable, line.trips, stops)
    waits = np.zeros(len(depart), np.int64)
    for number in np.flatnonzero(depart != NONE).tolist():
        after_s = times_s - timetable.departure_s[depart[number]]
        soon = np.flatnonzero((after_s > 0) & (after_s <= most_s))
        together = runs_there[soon] & runs[timetable.trip_service[line.trips[number]]]
        waits[number] = after_s[soon[together.any(axis=1)]].max(initial=0)
    return waits


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
