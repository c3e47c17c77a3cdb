"""Held trips: trips of a line that wait at a stop for those of another (Anschlusssicherung)."""

from typing import NamedTuple

import numpy as np

from gtfs.edit import on_dates, retimed
from gtfs.timetable import (
    FORBIDDEN,
    NONE,
    Bools,
    Ints,
    Timetable,
    calls_of_trips,
)
from mobility.clocks import MINUTE_S
from mobility.draft import Draft, find_dates, find_stops, first_call_at
from mobility.draft_lines import find_line, runs_on, towards
from mobility.scenario_trips import HoldConnection
from mobility.scenario_values import ScenarioError


class _Waiting(NamedTuple):
    """Trips that wait on the same dates."""

    dates: Bools  # [date]
    trips: Ints
    wait_s: Ints  # [trip]


class _Arrivals(NamedTuple):
    """What is waited for."""

    time_s: Ints
    runs: Bools  # [arrival, date]


def holding(draft: Draft, change: HoldConnection) -> Draft:
    """Let each trip wait, on each date, for the last one of the other line that comes soon enough.

    A trip that waits on some of its dates only, or for another train on others, is parted.
    """
    dates = find_dates(draft, change)
    stops = find_stops(draft, change.stop)
    coming = find_line(draft, change.from_line)
    line = towards(draft, find_line(draft, change.line), change.towards)
    line = line.take(runs_on(draft.timetable, line.trips, dates))
    timetable = draft.timetable
    arrivals = _arrivals(timetable, coming.trips, stops, dates)
    waiting = _waits(timetable, line.trips, stops, arrivals, round(change.minutes * MINUTE_S))
    if not waiting:
        raise ScenarioError(
            f"no trip of line {change.line} at {change.stop!r} leaves less than {change.minutes:g} "
            f"min before one of line {coming.name} arrives"
        )
    for late in waiting:
        timetable, own, given = on_dates(timetable, late.trips, late.dates)
        timetable = _held(timetable, own, first_call_at(timetable, own, stops), late.wait_s[given])
    return draft.changed(timetable)


def _arrivals(timetable: Timetable, trips: Ints, stops: Bools, dates: Bools | None) -> _Arrivals:
    """Return when the trips come to the stops and let people out, none at their first call."""
    calls = np.setdiff1d(calls_of_trips(timetable, trips), timetable.first_call)
    calls = calls[stops[timetable.call_stop[calls]] & (timetable.drop_off[calls] != FORBIDDEN)]
    trip = np.searchsorted(timetable.first_call, calls, "right") - 1
    runs = timetable.service_runs[timetable.trip_service[trip]]
    return _Arrivals(timetable.arrival_s[calls], runs if dates is None else runs & dates)


def _waits(
    timetable: Timetable, trips: Ints, stops: Bools, arrivals: _Arrivals, most_s: int
) -> list[_Waiting]:
    """Return the trips that wait up to ``most_s``, by the dates they wait on."""
    depart = first_call_at(timetable, trips, stops)
    onward = (depart != NONE) & (depart < timetable.first_call[trips + 1] - 1)
    groups: dict[bytes, list[tuple[int, int]]] = {}
    for trip, call in zip(trips[onward].tolist(), depart[onward].tolist(), strict=True):
        after_s = arrivals.time_s - timetable.departure_s[call]
        soon = (after_s > 0) & (after_s <= most_s)
        own = timetable.service_runs[timetable.trip_service[trip]]
        wait_s = (after_s[soon, None] * (arrivals.runs[soon] & own)).max(axis=0, initial=0)
        for seconds in np.unique(wait_s[wait_s > 0]).tolist():
            groups.setdefault((wait_s == seconds).tobytes(), []).append((trip, seconds))
    return [
        _Waiting(np.frombuffer(mask, np.bool_), *np.array(late, np.int32).T)
        for mask, late in groups.items()
    ]


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
