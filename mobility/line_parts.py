"""Line parts: which part of what routes share a trip belongs to, the same before and after changes.

A part is known by its stations. Parts are numbered once, on the network as it was built; whatever a
scenario does to their trips, ids mean the parts they meant there.
"""

from typing import NamedTuple

import numpy as np

from gtfs.route_parts import parts_of_routes
from gtfs.timetable import Ints, Strings, Timetable, calls_of_trips, trip_of_call

Served = list[tuple[int, int, int]]  # calls, part as it is now, part as it was built


class Parts(NamedTuple):
    """The parts of the lines of a network as it was built."""

    keys: Strings  # [group] what the routes of a group share, sorted
    number: Ints  # [group] of its parts
    stations: int
    place: Ints  # [place] group and station in one number, sorted
    part: Ints  # [place] that calls there


def parts_of_lines(timetable: Timetable, keys: Strings) -> Parts:
    """Return the parts of the groups of routes that share one of the keys ``[route]``."""
    known, grouped = grouped_by(timetable, keys)
    part, trip, size = parts_of_routes(grouped), trip_of_call(grouped), len(timetable.station_id)
    number = _number(len(known), grouped, part)
    station = grouped.stop_station[grouped.call_stop]
    place, first = np.unique(
        grouped.trip_route[trip].astype(np.int64) * size + station, return_index=True
    )
    return Parts(known, number, size, place, part[trip[first]])


def grouped_by(timetable: Timetable, keys: Strings) -> tuple[Strings, Timetable]:
    """Return the keys, each once and sorted, and the timetable with them as routes of its trips."""
    known, group = np.unique(keys, return_inverse=True)
    return known, timetable.with_columns(trip_route=group.astype(np.int32)[timetable.trip_route])


def had_part(built: Parts, line_id: str) -> bool:
    """Return whether a line had the id when the network was built."""
    key, _, number = line_id.rpartition("/")
    names = {line_id: 1} | ({key: int(number)} if number.isdecimal() and int(number) > 1 else {})
    rows = [(np.flatnonzero(built.keys == name), part) for name, part in names.items()]
    return any(part <= built.number[row[0]] for row, part in rows if len(row))


def parts_since(built: Parts, keys: Strings, grouped: Timetable) -> Ints:
    """Return ``[trip]`` the part it belongs to now; keys and timetable as of ``grouped_by``.

    The part as it was built that has most of its calls; the next free number by falling number of
    trips where that is none, or runs in another part more. What has been one part and is one now is
    the same, wherever it runs.
    """
    part = parts_of_routes(grouped)
    group = np.searchsorted(built.keys, keys)
    known = np.append(built.keys, "")[group] == keys
    single = (np.append(built.number, 0)[group] <= 1) & (_number(len(keys), grouped, part) <= 1)
    found = part.copy()
    for one in np.flatnonzero(known & ~single).tolist():
        trips = np.flatnonzero(grouped.trip_route == one)
        if len(trips):
            at = int(group[one])
            served = _served(built, at, grouped, trips, part)
            number = _numbered(served, int(part[trips].max()) + 1, int(built.number[at]))
            found[trips] = number[part[trips]]
    return found


def _number(groups: int, grouped: Timetable, part: Ints) -> Ints:
    """Return ``[group]`` how many parts it has; none without trips."""
    number = np.zeros(groups, np.int32)
    np.maximum.at(number, grouped.trip_route, part + 1)
    return number


def _served(built: Parts, group: int, grouped: Timetable, trips: Ints, part: Ints) -> Served:
    """Return how often the trips of each part now call where each part called, most calls first."""
    now = np.repeat(part[trips], np.diff(grouped.first_call)[trips])
    station = grouped.stop_station[grouped.call_stop[calls_of_trips(grouped, trips)]]
    wanted = group * built.stations + station.astype(np.int64)
    at = np.minimum(np.searchsorted(built.place, wanted), len(built.place) - 1)
    there = (built.place[at] == wanted) & (station < built.stations)
    pairs = np.column_stack((now, built.part[at]))[there]
    rows, number = np.unique(pairs, axis=0, return_counts=True)
    return sorted(
        ((int(calls), *pair) for pair, calls in zip(rows.tolist(), number.tolist(), strict=True)),
        key=lambda row: (-row[0], *row[1:]),
    )


def _numbered(served: Served, now: int, before: int) -> Ints:
    """Return ``[part now]`` its number: one of those before, each once, else the next free one."""
    number = dict[int, int]()
    for _, part, old in served:
        if part not in number and old not in number.values():
            number[part] = old
    free = before
    for part in range(now):
        if part not in number:
            number[part], free = free, free + 1
    return np.array([number[part] for part in range(now)], np.int32)
