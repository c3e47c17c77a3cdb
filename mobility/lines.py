"""Lines as planners see them: which trips are one line, which way they run, from end to end or not.

A line is not a GTFS route: routes of one agency and name are one line, trips under one route that
share no station are several. Which way a trip runs is read from the order of its stations along
the line; ``direction_id`` is only asked where that order says nothing: some operators leave it 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gtfs.route_parts import parts_of_routes
from gtfs.timetable import (
    NONE,
    PHONE,
    Bools,
    Floats,
    Ints,
    Strings,
    Timetable,
    trip_of_call,
)
from mobility.line_parts import Parts, grouped_by, parts_of_lines, parts_since
from mobility.patterns import Patterns, Stations, ends_of, find_patterns
from mobility.ways import OUT, covers, ways_of

Core = tuple[int, int]  # stations at the ends of the Kernabschnitt
CANDIDATES = 12  # pairs of ends that are looked at
SHARED = 0.5  # of the calls one way are made the other way, too: neither is an exception
MOST = 0.5  # a trip belongs to a section that is so much of it


class Said(NamedTuple):
    """What a county says of a route itself: a row of its ``lines.csv``; "" as the feed says."""

    line_id: str = ""  # routes that share it are one line
    name: str = ""
    product: str = ""
    core_from: str = ""  # station_id
    core_to: str = ""


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a timetable and what each trip is to its line."""

    line_id: Strings  # [line] "<agency_id>:<name>", with "/2" and on further parts of it
    name: Strings  # [line]
    product: Strings  # [line] as the county says, "" if it says nothing
    route: Ints  # [line] one of its routes
    core_from: Ints  # [line] station at the beginning of the Kernabschnitt
    core_to: Ints  # [line] and at its end, the same for a ring
    trip_line: Ints  # [trip]
    trip_way: Ints  # [trip] OUT as the Kernabschnitt is written, BACK against it
    trip_booked: Bools  # [trip] one has to phone for it somewhere
    core_first: Ints  # [trip] call at which it begins the Kernabschnitt, NONE: not the whole of it
    core_last: Ints  # [trip] call at which it ends it
    patterns: Patterns

    @property
    def whole(self) -> Bools:
        """``[trip]`` whether it runs over the whole Kernabschnitt."""
        runs: Bools = self.core_first != NONE
        return runs


def lines_named(lines: Lines, text: str) -> Ints:
    """Return the line of the id, else all lines of the name."""
    of_id = np.flatnonzero(lines.line_id == text)
    return of_id if len(of_id) else np.flatnonzero(lines.name == text)


def find_lines(
    timetable: Timetable, said: Mapping[str, Said] | None = None, built: Parts | None = None
) -> Lines:
    """Return the lines of all trips of all dates; ``said`` by route_id overrules the feed.

    ``built``: the parts as they were numbered before changes.
    """
    said = said or {}
    rows = [said.get(route) for route in timetable.route_id.tolist()]
    keys, route_names = names_of_routes(timetable, said)
    line_id, trip_line = _named(timetable, rows, keys, built)
    patterns = find_patterns(timetable, trip_line)
    route = np.empty(len(line_id), np.int32)
    route[trip_line[::-1]] = timetable.trip_route[::-1]
    spoken = [rows[number] or Said() for number in route.tolist()]
    hints = _hints(timetable, patterns)
    core = np.empty((len(line_id), 2), np.int32)
    way = np.zeros(len(patterns.stations), np.int32)
    of_line = _members(patterns.line, len(line_id))
    for line, members in enumerate(of_line):
        orders = [patterns.stations[n] for n in members]
        own = [hints[n] for n in members]
        core[line], main = _core(timetable, spoken[line], orders, patterns.runs[members], own)
        way[members] = ways_of(main, orders, own)
    first, last = _core_calls(timetable, patterns, core, way)
    return Lines(
        line_id=np.array(line_id, np.str_),
        name=route_names[route],
        product=np.array([row.product for row in spoken], np.str_),
        route=route,
        core_from=core[:, 0],
        core_to=core[:, 1],
        trip_line=trip_line,
        trip_way=way[patterns.trip_pattern],
        trip_booked=_booked(timetable),
        core_first=first,
        core_last=last,
        patterns=patterns,
    )


def names_of_routes(timetable: Timetable, said: Mapping[str, Said]) -> tuple[Strings, Strings]:
    """Return ``[route]`` what its trips share with those of other routes, and the line's name.

    All trips of one line are of routes that share the first.
    """
    rows = [said.get(route) for route in timetable.route_id.tolist()]
    agencies = np.append(timetable.agency_id, "")[timetable.route_agency].tolist()
    names = timetable.route_name.tolist()
    feed = [f"{agency}:{name}" for agency, name in zip(agencies, names, strict=True)]
    keys = [(row and row.line_id) or own for row, own in zip(rows, feed, strict=True)]
    told = [(row and row.name) or own for row, own in zip(rows, names, strict=True)]
    return np.array(keys, np.str_), np.array(told, np.str_)


def built_parts(timetable: Timetable, said: Mapping[str, Said]) -> Parts:
    """Return the parts of the lines of a network as it is built."""
    return parts_of_lines(timetable, names_of_routes(timetable, said)[0])


def _named(
    timetable: Timetable, rows: list[Said | None], keys: Strings, built: Parts | None
) -> tuple[list[str], Ints]:
    """Return the ids of the lines, and ``[trip]`` its line."""
    ids, grouped = grouped_by(timetable, keys)
    part = parts_of_routes(grouped) if built is None else parts_since(built, ids, grouped)
    spoken = {row.line_id for row in rows if row and row.line_id}
    part[np.isin(ids[grouped.trip_route], list(spoken))] = 0  # one line, whatever its trips share
    width = int(part.max(initial=0)) + 1
    of_trip = grouped.trip_route.astype(np.int64) * width + part
    numbers, trip_line = np.unique(of_trip, return_inverse=True)
    line, number = np.divmod(numbers, width)
    return [
        str(ids[n]) + (f"/{part + 1}" if part else "")
        for n, part in zip(line.tolist(), number.tolist(), strict=True)
    ], trip_line.astype(np.int32)


def _members(line: Ints, lines: int) -> list[Ints]:
    order = np.argsort(line, kind="stable")
    return np.split(order, np.searchsorted(line[order], np.arange(1, lines)))


def _hints(timetable: Timetable, patterns: Patterns) -> list[int]:
    """Return ``[pattern]`` the direction_id most of its trips have, NONE if none."""
    count = len(patterns.stations)
    ones = [
        np.bincount(patterns.trip_pattern[timetable.trip_direction == way], minlength=count)
        for way in (0, 1)
    ]
    hints: list[int] = np.where(ones[0] + ones[1] == 0, NONE, ones[1] > ones[0]).tolist()
    return hints


def _core(
    timetable: Timetable, said: Said, orders: list[Stations], runs: Floats, hints: list[int]
) -> tuple[Core, Stations]:
    """Return the ends of the Kernabschnitt and the pattern that runs it OUT most often.

    The Kernabschnitt lies between the two ends whose trips make most calls in the year: a few
    trips that go farther do not move it, many short ones neither. A terminus that trips call at
    one way only is no end of it, if there is another. ``OUT`` is what the feed calls direction 0,
    else from the end whose name comes first.
    """
    if said.core_from:
        ids = timetable.station_id.tolist()
        ends = ids.index(said.core_from), ids.index(said.core_to)
    else:
        ends = _turned(timetable, _busiest(orders, runs), orders, hints)
    return ends, _main(ends, orders, runs)


def _busiest(orders: list[Stations], runs: Floats) -> Core:
    """Return the ends with most calls that both ways share; else those with most the weaker way."""
    calls: dict[Core, float] = {}
    for order, run in zip(orders, runs.tolist(), strict=True):
        calls[ends_of(order)] = calls.get(ends_of(order), 0.0) + run * len(order)
    first = sorted(calls, key=lambda pair: -calls[pair])[:CANDIDATES]
    weaker = []
    for ends in first:
        there, back = (_calls_between(*pair, orders, runs) for pair in (ends, ends[::-1]))
        weaker.append(min(there, back))
        if min(there, back) >= SHARED * max(there, back) > 0:
            return ends
    return first[int(np.argmax(weaker))]


def _calls_between(start: int, end: int, orders: list[Stations], runs: Floats) -> float:
    """Return the calls that trips make from start to end, of those that go little farther."""
    calls = 0.0
    for order, run in zip(orders, runs.tolist(), strict=True):
        span = covers(order, start, end)
        if span is not None and span[1] - span[0] + 1 >= MOST * len(order):
            calls += run * (span[1] - span[0] + 1)
    return calls


def _turned(timetable: Timetable, ends: Core, orders: list[Stations], hints: list[int]) -> Core:
    """Return the ends in the order that the feed's direction 0 has, else by name."""
    there = [hint for order, hint in zip(orders, hints, strict=True) if covers(order, *ends)]
    back = [hint for order, hint in zip(orders, hints, strict=True) if covers(order, *ends[::-1])]
    sign = (there.count(0) - there.count(1)) - (back.count(0) - back.count(1))
    names = timetable.station_name[list(ends)].tolist()
    return ends if (sign > 0 or (sign == 0 and names[0] <= names[1])) else ends[::-1]


def _main(ends: Core, orders: list[Stations], runs: Floats) -> Stations:
    """Return the pattern most trips take over the whole Kernabschnitt, written OUT."""
    best, main = -1.0, orders[int(np.argmax(runs))]
    for order, run in zip(orders, runs.tolist(), strict=True):
        for turned in (order, order[::-1]):
            if run > best and covers(turned, *ends):
                best, main = run, turned
    return main


def _core_calls(
    timetable: Timetable, patterns: Patterns, core: Ints, way: Ints
) -> tuple[Ints, Ints]:
    """Return ``[trip]`` the calls between which it runs over the whole Kernabschnitt."""
    spans = np.full((len(patterns.stations), 2), NONE, np.int32)
    for number, stations in enumerate(patterns.stations):
        ends = core[patterns.line[number]]
        covered = covers(stations, *(ends if way[number] == OUT else ends[::-1]).tolist())
        if covered is not None:
            spans[number] = covered
    of_trip = spans[patterns.trip_pattern]
    calls = timetable.first_call[:-1, None] + of_trip
    first, last = np.where(of_trip == NONE, NONE, calls).astype(np.int32).T
    return first, last


def _booked(timetable: Timetable) -> Bools:
    phone = (timetable.pickup == PHONE) | (timetable.drop_off == PHONE)
    calls = np.bincount(trip_of_call(timetable)[phone], minlength=len(timetable.trip_id))
    return calls > 0
