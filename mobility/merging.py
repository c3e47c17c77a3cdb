"""Merging: kernel that merges the leaflets of all stops around a door into its journeys.

All journeys of a pair arrive at one of the few times at which anything arrives there. So the
latest departure for each arrival is noted first, and those that a later departure with an
earlier arrival dominates are left out in one sweep: nothing is sorted.
"""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.doors import Doors, Sets, one_type
from mobility.leaflets import RIDE_BITS, RIDES, Leaflets
from mobility.profiles import NEVER, UNREACHED

NOTHING = -(2**31)  # key of no departure: before any
Found = tuple[Ints, Ints, Ints, Ints]


class Pairs(NamedTuple):
    """Doors and destinations of a scan to find the journeys between."""

    door: Ints  # [pair]
    to: Ints  # [pair] destination
    limit_s: Ints  # [pair] journeys are shorter


class _Bounds(NamedTuple):
    """Which journeys count, on the clock of the scan."""

    from_s: int  # departures from the door: half-open
    until_s: int
    last_s: int  # arrivals at the destination: this one counts
    slack_s: int
    mirrored: bool  # the clock runs backwards: turn the journeys round


def merge(leaflets: Leaflets, doors: Doors, pairs: Pairs) -> Sets:
    """Return of each pair the journeys not dominated in departure and arrival alone."""
    leaving = leaflets.leaving
    bounds = _Bounds(leaving.from_s, leaving.until_s, UNREACHED, leaving.slack_s, mirrored=False)
    return Sets(*_merge(leaflets, one_type(doors), pairs, bounds))


def merge_back(leaflets: Leaflets, doors: Doors, pairs: Pairs, from_s: int) -> Sets:
    """Return those from the destination, of leaflets of the mirror image, on the real clock.

    None leaves the destination before ``from_s``.
    """
    slack_s = leaflets.leaving.slack_s
    bounds = _Bounds(NEVER, UNREACHED, -from_s, slack_s, mirrored=True)
    return Sets(*_merge(leaflets, one_type(doors), pairs, bounds))


@numba.njit(cache=True, nogil=True)
def _merge(leaflets: Leaflets, doors: Doors, pairs: Pairs, bounds: _Bounds) -> Found:
    """Return where the journeys of each pair begin; departure, arrival and rides, by departure."""
    list_first, list_key, list_arrival = leaflets.first, leaflets.key, leaflets.arrival
    arrival_first, arrival_s = leaflets.arrival_first, leaflets.arrival_s
    door_first, stop, walk_s = doors.first, doors.stop, doors.walk_s
    pair_door, pair_to, limit_s = pairs.door, pairs.to, pairs.limit_s
    stops = (len(list_first) - 1) // max(1, len(arrival_first) - 1)
    first, size = np.zeros(len(pair_door) + 1, np.int64), 0
    found, latest = np.empty((3, 4096), np.int32), np.full(len(arrival_s), NOTHING, np.int32)
    for pair in range(len(pair_door)):
        door, to = pair_door[pair], pair_to[pair]
        here = arrival_first[to]
        low, high = arrival_first[to + 1], here - 1
        for link in range(door_first[door], door_first[door + 1]):
            at, ahead_s = to * stops + stop[link], walk_s[link] + bounds.slack_s
            begin = _in_time(list_key, list_first[at], list_first[at + 1], bounds.until_s + ahead_s)
            ahead = np.int32(ahead_s * RIDES)
            for i in range(np.uint64(begin), np.uint64(list_first[at + 1])):
                arrival = np.uint64(here + list_arrival[i])
                latest[arrival] = max(latest[arrival], np.int32(list_key[i] - ahead))
                low, high = min(low, np.int64(arrival)), max(high, np.int64(arrival))
        found = _with_room(found, size, high + 1 - low)
        end = _sweep(latest, arrival_s, (low, high + 1), (limit_s[pair], bounds), found, size)
        if bounds.mirrored:
            _turn_round(found, size, end)
        first[pair + 1] = size = end
    return first, found[0, :size].copy(), found[1, :size].copy(), found[2, :size].astype(np.int8)


@numba.njit(cache=True, nogil=True, inline="always")
def _in_time(key: Ints, begin: int, end: int, until_s: int) -> int:
    """Return the first departure of a leaflet before a time."""
    while begin < end and key[begin] >= until_s * RIDES:
        begin += 1
    return begin


@numba.njit(cache=True, nogil=True, inline="always")
def _sweep(
    latest: Ints,
    arrival_s: Ints,
    span: tuple[int, int],
    limits: tuple[int, _Bounds],
    found: Ints,
    size: int,
) -> int:
    """Write the journeys of a pair, the earliest arrival first, wipe; return how many there are."""
    limit_s, bounds = limits
    best = np.int32(NOTHING)  # the last departure of all that arrive earlier, whatever its rides
    for i in range(np.uint64(span[0]), np.uint64(span[1])):
        key = latest[i]
        if key > best:
            departure, arrival = key >> RIDE_BITS, arrival_s[i]
            best = np.int32(key | (RIDES - 1))
            in_time = departure >= bounds.from_s and arrival <= bounds.last_s
            if in_time and arrival - departure < limit_s:
                found[0, size], found[1, size] = departure, arrival
                found[2, size] = RIDES - (key & (RIDES - 1))
                size += 1
        latest[i] = NOTHING
    return size


@numba.njit(cache=True, nogil=True)
def _turn_round(found: Ints, begin: int, end: int) -> None:
    """Write journeys of the mirror image as they are on the real clock, in their order there."""
    for i in range(begin, (begin + end + 1) // 2):
        j = begin + end - 1 - i
        departures = -found[1, j], -found[1, i]
        arrivals = -found[0, j], -found[0, i]
        found[0, i], found[0, j] = departures
        found[1, i], found[1, j] = arrivals
        found[2, i], found[2, j] = found[2, j], found[2, i]


@numba.njit(cache=True, nogil=True)
def _with_room(found: Ints, size: int, more: int) -> Ints:
    """Return the columns with room for some more."""
    if size + more <= found.shape[1]:
        return found
    larger = np.empty((3, 2 * (size + more)), np.int32)
    for column in range(3):
        for i in range(size):  # a slice would take seconds to compile
            larger[column, i] = found[column, i]
    return larger


def stops_near(doors: Doors, pairs: Pairs, shape: tuple[int, int]) -> Bools:
    """Return ``[destination, stop]`` whether the stop is near any door of a pair."""
    near = np.zeros(shape, np.bool_)
    _mark_near(one_type(doors), pairs, near)
    return near


@numba.njit(cache=True, nogil=True)
def _mark_near(doors: Doors, pairs: Pairs, near: Bools) -> None:
    first, stop, pair_door, pair_to = doors.first, doors.stop, pairs.door, pairs.to
    for pair in range(len(pair_door)):
        door = pair_door[pair]
        for link in range(first[door], first[door + 1]):
            near[pair_to[pair], stop[link]] = True
