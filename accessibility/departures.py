"""Departures: how often a station is served on a date, all its platforms together.

A trip counts once at a station, however often it calls there and at whatever platform; where it
ends, or where nobody may board, it does not depart. Trips one has to phone for are told apart.

Which way a departure goes is that of its trip along the line (``mobility.ways``: the order of
stations, not ``direction_id``). "Directions" of different lines at one station have nothing in
common, so the stronger direction is taken line by line and the lines are added up: what a station
has is so many Fahrtenpaare, each counted once. A line that ends at the station has the same number
there as one that runs through, as the Kanton Aargau counts it ("Hauptlastrichtung", one point a
station). Half the sum of both directions, the way of ARE and ÖROK, halves a terminus. A line that
bears another name on its way back counts with both, and so twice: there only half the sum helps.
"""

from datetime import date
from typing import Literal, NamedTuple, TypeAlias, assert_never

import numpy as np

from gtfs.timetable import FORBIDDEN, Bools, Floats, Ints, Timetable
from mobility.connections import runs_on
from mobility.lines import Lines
from mobility.ways import BACK

ON_DEMAND_TYPE = 715  # extended route type: demand and response bus

Span: TypeAlias = tuple[int, int]  # seconds of the date's clock, half-open

# departures both ways; the same halved; those the stronger way; trips there that also come back
Count: TypeAlias = Literal["departures", "half", "stronger", "pairs"]


class Visits(NamedTuple):
    """Trips that one may board or leave at a station in a span of a date, once a station."""

    station: Ints  # [visit]
    route: Ints  # [visit]
    line: Ints  # [visit]
    back: Bools  # [visit] the line's way back
    ring: Bools  # [visit] a trip that ends at the station where it begins
    departs: Bools  # [visit] one may board, and it goes on from here
    on_demand: Bools  # [visit] one has to phone for it


class _Calls(NamedTuple):
    """Calls of the trips of three service dates, on the date's clock."""

    run: Ints  # [call]
    trip: Ints  # [call]
    station: Ints  # [call]
    boards: Bools  # [call] departs in the span, and one may board
    alights: Bools  # [call] arrives in the span, and one may alight


def visits_on(timetable: Timetable, lines: Lines, when: date, span: Span) -> Visits:
    """Return the visits of all stations on the date's clock."""
    calls = _calls(timetable, when, span)
    key = calls.run.astype(np.int64) * len(timetable.station_id) + calls.station
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    departs = np.zeros(len(first), np.bool_)
    departs[group[calls.boards]] = True
    trip = calls.trip[first]
    route = timetable.trip_route[trip]
    begins = timetable.stop_station[timetable.call_stop[timetable.first_call[trip]]]
    ends = timetable.stop_station[timetable.call_stop[timetable.first_call[trip + 1] - 1]]
    return Visits(
        calls.station[first],
        route,
        lines.trip_line[trip],
        lines.trip_way[trip] == BACK,
        begins == ends,
        departs,
        lines.trip_booked[trip] | (timetable.route_type[route] == ON_DEMAND_TYPE),
    )


def _calls(timetable: Timetable, when: date, span: Span) -> _Calls:
    runs = runs_on(timetable, when)
    size = np.diff(timetable.first_call)[runs.trip]
    run = np.repeat(np.arange(len(size), dtype=np.int32), size)
    step = np.arange(len(run)) - np.repeat(np.cumsum(size) - size, size)
    call = timetable.first_call[runs.trip][run] + step
    shift = runs.shift_s[run]
    boards = (timetable.pickup[call] != FORBIDDEN) & (step < size[run] - 1)
    alights = (timetable.drop_off[call] != FORBIDDEN) & (step > 0)
    boards &= _within(timetable.departure_s[call] + shift, span)
    alights &= _within(timetable.arrival_s[call] + shift, span)
    kept = boards | alights
    station = timetable.stop_station[timetable.call_stop[call[kept]]]
    return _Calls(run[kept], runs.trip[run[kept]], station, boards[kept], alights[kept])


def _within(seconds: Ints, span: Span) -> Bools:
    return np.asarray((seconds >= span[0]) & (seconds < span[1]))


def taken(visits: Visits, chosen: Bools) -> Visits:
    """Return some of the visits."""
    return Visits._make(column[chosen] for column in visits)


def count_at(visits: Visits, group: Ints, shape: tuple[int, int], count: Count) -> Floats:
    """Return ``[station, group]`` how often the stations are served; ``group`` is of each route.

    ``pairs`` are trips of a line that stop there on one way and on the other, the fewer of both;
    a ring brings back whoever it takes away. The other counts are of departures.
    """
    if count != "pairs":
        visits = taken(visits, visits.departs)
    place = visits.station.astype(np.int64) * shape[1] + group[visits.route]
    lines = int(visits.line.max(initial=0)) + 1
    key, of = np.unique(place * lines + visits.line, return_inverse=True)
    there = np.bincount(of[~visits.back], minlength=len(key))
    back = np.bincount(of[visits.back], minlength=len(key))
    match count:
        case "departures":
            number = (there + back).astype(np.float64)
        case "half":
            number = (there + back) / 2
        case "stronger":
            number = np.maximum(there, back).astype(np.float64)
        case "pairs":
            round_there = np.bincount(of[visits.ring & ~visits.back], minlength=len(key))
            round_back = np.bincount(of[visits.ring & visits.back], minlength=len(key))
            both = np.minimum(there - round_there, back - round_back)
            number = (both + np.maximum(round_there, round_back)).astype(np.float64)
        case _:
            assert_never(count)
    counts = np.bincount(key // lines, number, shape[0] * shape[1])
    return np.asarray(counts.reshape(shape), np.float64)
