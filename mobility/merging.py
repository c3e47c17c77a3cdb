"""Merging: kernel that merges the leaflets of all stops around a door into its journeys.

All journeys of a pair arrive at one of the few times at which anything arrives there. So the
latest departure for each arrival is noted first, and those that a later departure with an
earlier arrival dominates are left out in one sweep: nothing is sorted.
"""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.doors import Doors, Sets, one_type
from mobility.kernels import ZERO, kernel, part, woven
from mobility.leaflets import RIDE_BITS, RIDES, Leaflets
from mobility.profiles import NEVER, UNREACHED
from mobility.queues import with_room

NOTHING = -(2**31)  # key of no departure: before any


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
    return _sets(leaflets, doors, pairs, bounds)


def merge_back(leaflets: Leaflets, doors: Doors, pairs: Pairs, from_s: int) -> Sets:
    """Return those from the destination, of leaflets of the mirror image, on the real clock.

    None leaves the destination before ``from_s``.
    """
    slack_s = leaflets.leaving.slack_s
    bounds = _Bounds(NEVER, UNREACHED, -from_s, slack_s, mirrored=True)
    return _sets(leaflets, doors, pairs, bounds)


def _sets(leaflets: Leaflets, doors: Doors, pairs: Pairs, bounds: _Bounds) -> Sets:
    """Return where the journeys of each pair begin; departure, arrival and rides, by departure."""
    first = np.zeros(len(pairs.door) + 1, np.int64)
    latest = np.full(len(leaflets.arrival_s), NOTHING, np.int32)
    found = _merge(leaflets, one_type(doors), pairs, bounds, (first, latest))
    departure_s, arrival_s, rides = found[:, : first[-1]]
    return Sets(first, departure_s.copy(), arrival_s.copy(), rides.astype(np.int8))


@kernel
def _merge(
    leaflets: Leaflets, doors: Doors, pairs: Pairs, bounds: _Bounds, room: tuple[Ints, Ints]
) -> Ints:
    """Return the columns of the journeys and write where those of each pair begin.

    ``latest`` ``[arrival]`` is ``NOTHING``, and is left so.
    """
    list_first, list_key, list_arrival, arrival_first, arrival_s, _ = leaflets
    door_first, stop, walk_s = doors
    pair_door, pair_to, limit_s = pairs
    from_s, until_s, last_s, slack_s, mirrored = bounds
    first, latest = room
    size, found = ZERO, np.empty((3, 4096), np.int32)
    stops = (len(list_first) - 1) // max(1, len(arrival_first) - 1)
    for pair in range(len(pair_door)):
        door, to = pair_door[pair], pair_to[pair]
        here = arrival_first[to]
        low, high = arrival_first[to + 1], here - 1
        for link in range(door_first[door], door_first[door + 1]):
            at, ahead_s = to * stops + stop[link], walk_s[link] + slack_s
            begin = _in_time(list_key, list_first[at], list_first[at + 1], until_s + ahead_s)
            ahead = np.int32(ahead_s * RIDES)
            for i in range(np.uint64(begin), np.uint64(list_first[at + 1])):
                arrival = np.uint64(here + list_arrival[i])
                latest[arrival] = max(latest[arrival], np.int32(list_key[i] - ahead))
                low, high = min(low, np.int64(arrival)), max(high, np.int64(arrival))
        found = with_room(found, size, high + 1 - low)
        limits = limit_s[pair], from_s, last_s
        end = _sweep(latest, arrival_s, (low, high + 1), limits, found, size)
        if mirrored:
            _turn_round(found, size, end)
        first[pair + 1] = size = end
    return found


@woven
def _in_time(key: Ints, begin: int, end: int, until_s: int) -> int:
    """Return the first departure of a leaflet before a time."""
    while begin < end and key[begin] >= until_s * RIDES:
        begin += 1
    return begin


@woven
def _sweep(
    latest: Ints,
    arrival_s: Ints,
    span: tuple[int, int],
    limits: tuple[int, int, int],
    found: Ints,
    size: int,
) -> int:
    """Write the journeys of a pair, the earliest arrival first, wipe; return how many there are."""
    limit_s, from_s, last_s = limits
    best = np.int32(NOTHING)  # the last departure of all that arrive earlier, whatever its rides
    for i in range(np.uint64(span[0]), np.uint64(span[1])):
        key = latest[i]
        if key > best:
            departure, arrival = key >> RIDE_BITS, arrival_s[i]
            best = np.int32(key | (RIDES - 1))
            in_time = departure >= from_s and arrival <= last_s
            if in_time and arrival - departure < limit_s:
                found[0, size], found[1, size] = departure, arrival
                found[2, size] = RIDES - (key & (RIDES - 1))
                size += 1
        latest[i] = NOTHING
    return size


@part
def _turn_round(found: Ints, begin: int, end: int) -> None:
    """Write journeys of the mirror image as they are on the real clock, in their order there."""
    for i in range(begin, (begin + end + 1) // 2):
        j = begin + end - 1 - i
        departures = -found[1, j], -found[1, i]
        arrivals = -found[0, j], -found[0, i]
        found[0, i], found[0, j] = departures
        found[1, i], found[1, j] = arrivals
        found[2, i], found[2, j] = found[2, j], found[2, i]


def stops_near(doors: Doors, pairs: Pairs, shape: tuple[int, int]) -> Bools:
    """Return ``[destination, stop]`` whether the stop is near any door of a pair."""
    near = np.zeros(shape, np.bool_)
    _mark_near(one_type(doors), pairs, near)
    return near


@kernel
def _mark_near(doors: Doors, pairs: Pairs, near: Bools) -> None:
    first, stop, _ = doors
    pair_door, pair_to, _ = pairs
    for pair in range(len(pair_door)):
        door = pair_door[pair]
        for link in range(first[door], first[door + 1]):
            near[pair_to[pair], stop[link]] = True
