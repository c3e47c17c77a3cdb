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
    stops_served,
)
from mobility.clocks import MINUTE_S
from mobility.draft import Draft, find_dates, find_stops, first_call_at
from mobility.draft_lines import find_line, runs_on, towards
from mobility.parameters import Moving
from mobility.scenario_trips import HoldConnection
from mobility.scenario_values import ScenarioError
from mobility.transfers import Pairs


class _Waiting(NamedTuple):
    """Trips that wait on the same dates."""

    dates: Bools  # [date]
    trips: Ints
    wait_s: Ints  # [trip]


class _Arrivals(NamedTuple):
    """What is waited for."""

    stop: Ints
    time_s: Ints
    runs: Bools  # [arrival, date]


def holding(draft: Draft, change: HoldConnection) -> Draft:
    """Let each trip wait, on each date, for who comes with the other line, if it is soon enough.

    A trip that waits on some of its dates only, or for another train on others, is parted.
    """
    dates = find_dates(draft, change)
    stops = find_stops(draft, change.stop)
    coming = find_line(draft, change.from_line)
    line = towards(draft, find_line(draft, change.line), change.towards)
    line = line.take(runs_on(draft.timetable, line.trips, dates))
    timetable = draft.timetable
    arrivals = _arrivals(timetable, coming.trips, stops, dates)
    waiting = _waits(draft, line.trips, stops, arrivals, round(change.minutes * MINUTE_S))
    if not waiting:
        raise ScenarioError(
            f"no trip of line {change.line} at {change.stop!r} leaves less than {change.minutes:g} "
            f"min before who comes with line {coming.name} can board"
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
    own = runs if dates is None else runs & dates
    return _Arrivals(timetable.call_stop[calls], timetable.arrival_s[calls], own)


def _ready_s(timetable: Timetable, known: Pairs | None, from_stops: Ints, to_stop: int) -> Ints:
    """Return ``[from stop]`` the seconds from an arrival to the earliest boarding at a stop.

    By the general rules of the network; the slack alone where it knows no way between them.
    """
    usual = Moving.model_validate({})
    rail = stops_served(timetable, timetable.route_rail)
    slack = np.where(
        rail[from_stops] | rail[to_stop], usual.transfer_slack_rail_s, usual.transfer_slack_s
    )
    if known is None or not len(known.ready_s):
        return slack
    stops = np.int64(len(timetable.stop_id))
    pairs = known.from_stop * stops + known.to_stop
    asked = from_stops * stops + to_stop
    row = np.minimum(np.searchsorted(pairs, asked), len(pairs) - 1)
    return np.where(pairs[row] == asked, known.ready_s[row], slack)


def _waits(
    draft: Draft, trips: Ints, stops: Bools, arrivals: _Arrivals, most_s: int
) -> list[_Waiting]:
    """Return the trips that wait up to ``most_s``, by the dates they wait on."""
    timetable, changes = draft.timetable, draft.ground.changes
    pairs = None if changes is None else changes()
    depart = first_call_at(timetable, trips, stops)
    onward = (depart != NONE) & (depart < timetable.first_call[trips + 1] - 1)
    groups: dict[bytes, list[tuple[int, int]]] = {}
    for trip, call in zip(trips[onward].tolist(), depart[onward].tolist(), strict=True):
        boarding_s = arrivals.time_s + _ready_s(
            timetable, pairs, arrivals.stop, int(timetable.call_stop[call])
        )
        after_s = boarding_s - timetable.departure_s[call]
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
