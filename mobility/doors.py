"""Doors: kernel that turns the profiles of stops into the journeys from door to door."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Ints
from mobility.connections import Connections
from mobility.profiles import UNREACHED, Profiles, late_boardings


class Doors(NamedTuple):
    """Walks between doors and the stops around them."""

    first: Ints  # [door + 1]
    stop: Ints  # [link]
    walk_s: Ints  # [link]


class Leaving(NamedTuple):
    """Which journeys count, on the clock of the scan."""

    slack_s: int  # at the stop before the first boarding
    from_s: int  # departures from the door: half-open
    until_s: int
    longest_s: int  # longest journey


class Sets(NamedTuple):
    """Pareto sets of a scan: door *o* has ``first[o] : first[o + 1]``, by rising departure."""

    first: Ints  # [door + 1]
    departure_s: Ints  # [journey]
    arrival_s: Ints  # [journey]
    rides: Ints  # [journey] int8


def find_sets(
    connections: Connections, profiles: Profiles, doors: Doors, walk_s: Ints, leaving: Leaving
) -> Sets:
    """Return the journeys from every door to the destination of the profiles.

    ``walk_s`` ``[door]`` is the walk all the way, ``UNREACHED`` if too far: journeys that are
    not faster are dropped. The profiles must leave out boardings from ``until_s + slack_s`` on:
    those near doors cannot catch are looked up ride by ride, so that who cannot leave in time
    does not hide who can.
    """
    from_s = leaving.until_s + leaving.slack_s
    farthest = int(doors.walk_s.max(initial=0))
    late_first, late = late_boardings(connections, from_s, from_s + farthest)
    late_s = connections.departure_s[late].astype(np.int32)
    bounds = np.array(leaving, np.int64)
    first, columns = _find_sets(
        profiles, late_first, late, late_s, doors, walk_s.astype(np.int32), bounds
    )
    return Sets(first, columns[0].copy(), columns[1].copy(), columns[2].astype(np.int8))


@numba.njit(cache=True, nogil=True)
def _find_sets(
    profiles: Profiles,
    late_first: Ints,
    late: Ints,
    late_s: Ints,
    doors: Doors,
    walk_s: Ints,
    bounds: Ints,
) -> tuple[Ints, Ints]:
    count = len(doors.first) - 1
    first = np.zeros(count + 1, np.int64)
    found = np.empty((3, 1024), np.int32)
    for door in range(count):
        departure, value = _candidates(profiles, late_first, late, late_s, doors, door, bounds)
        longest = min(bounds[3], walk_s[door] - 1)
        room = first[door] + len(departure) * value.shape[1]
        if room > found.shape[1]:
            larger = np.empty((3, max(room, 2 * found.shape[1])), np.int32)
            larger[:, : first[door]] = found[:, : first[door]]
            found = larger
        first[door + 1] = _pareto(departure, value, longest, found, first[door])
    return first, found[:, : first[count]]


@numba.njit(cache=True, nogil=True)
def _candidates(
    profiles: Profiles,
    late_first: Ints,
    late: Ints,
    late_s: Ints,
    doors: Doors,
    door: int,
    bounds: Ints,
) -> tuple[Ints, Ints]:
    """Return departures from the door and arrivals by rides, of every stop around it."""
    boards = profiles.boards
    rides = profiles.ride_arrival_s.shape[1]
    room = 0
    for i in range(doors.first[door], doors.first[door + 1]):
        stop = doors.stop[i]
        room += boards.length[stop] + late_first[stop + 1] - late_first[stop]
    departure = np.empty(room, np.int32)
    value = np.empty((room, rides), np.int32)
    n = 0
    for i in range(doors.first[door], doors.first[door + 1]):
        stop = doors.stop[i]
        before = doors.walk_s[i] + bounds[0]
        for j in range(late_first[stop], late_first[stop + 1]):
            if bounds[1] <= late_s[j] - before < bounds[2]:
                departure[n] = late_s[j] - before
                value[n] = profiles.ride_arrival_s[late[j]]
                n += 1
        for j in range(boards.first[stop], boards.first[stop] + boards.length[stop]):
            if bounds[1] <= boards.time_s[j] - before < bounds[2]:
                departure[n] = boards.time_s[j] - before
                value[n] = boards.arrival_s[j]
                n += 1
    return departure[:n], value[:n]


@numba.njit(cache=True, nogil=True)
def _pareto(departure: Ints, value: Ints, longest: int, found: Ints, at: int) -> int:
    """Write the Pareto set into ``found`` from ``at`` on, by rising departure; return its end."""
    begin = at
    rides = value.shape[1]
    best = np.full(rides, UNREACHED, np.int32)
    order = np.argsort(-departure, kind="mergesort")
    n = 0
    while n < len(order):
        when = departure[order[n]]
        here = value[order[n]].copy()
        n += 1
        while n < len(order) and departure[order[n]] == when:
            for k in range(rides):
                here[k] = min(here[k], value[order[n], k])
            n += 1
        fewer = UNREACHED
        for k in range(rides):
            if here[k] < best[k] and here[k] < fewer:
                if here[k] - when <= longest:
                    found[0, at], found[1, at], found[2, at] = when, here[k], k + 1
                    at += 1
                fewer = here[k]
            best[k] = min(best[k], here[k])
    for row in range(3):
        found[row, begin:at] = found[row, begin:at][::-1].copy()
    return at


def mirrored(sets: Sets, from_s: int) -> Sets:
    """Return sets found in the mirror image on the real clock, without departures too early."""
    door = np.repeat(np.arange(len(sets.first) - 1), np.diff(sets.first))
    kept = np.flatnonzero(-sets.arrival_s >= from_s)
    order = kept[np.lexsort((-sets.departure_s[kept], -sets.arrival_s[kept], door[kept]))]
    first = np.searchsorted(door[order], np.arange(len(sets.first)))
    return Sets(first, -sets.arrival_s[order], -sets.departure_s[order], sets.rides[order])
