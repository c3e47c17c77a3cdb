"""Folds: kernels that turn sets of journeys into the figures of the contract, a row a door."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.kernels import ZERO, kernel, part
from mobility.profiles import UNREACHED

MINUTE_S, HOUR_S = 60, 3600
USEFUL_FACTOR_2, USEFUL_EXTRA_S = 3, 1200  # 3/2 of the shortest of the day, or 20 min more
GAP_FROM_S, GAP_UNTIL_S = 6 * HOUR_S, 20 * HOUR_S
NO_TIME = -1  # no such clock time
FULL_LANES = 32  # numbers a processor compares at once: no rest is left for one at a time


class Window(NamedTuple):
    """Half-open span of the day's clock; ``arriving`` asks for arrivals in it."""

    from_s: int
    until_s: int
    arriving: bool = False


class Planned(NamedTuple):
    """Figures of the useful journeys of each door, ``UNREACHED`` or ``NO_TIME`` where none."""

    journeys: Ints  # [door] in the window
    journey_time_min: Ints
    journey_time_p50: Ints
    rides_min: Ints
    day_journeys: Ints  # in the whole operating day
    first_departure: Ints
    last_departure: Ints
    longest_gap: Ints


class WholeDay(NamedTuple):
    """Figures of the useful journeys of the operating day, ``NO_TIME`` where there are none."""

    journeys: Ints  # [door]
    first_departure: Ints
    last_departure: Ints
    longest_gap: Ints


@kernel
def find_useful(sets: Sets) -> Bools:
    """Return ``[journey]`` whether a timetable leaflet would print it.

    Not dominated in departure and arrival alone, and no longer than 1.5 times the shortest of
    the day or 20 minutes more than it.
    """
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    useful = np.zeros(len(departure_s), np.bool_)
    for door in range(len(first) - 1):
        shortest = UNREACHED
        for j in range(first[door], first[door + 1]):
            shortest = min(shortest, arrival_s[j] - departure_s[j])
        earliest = UNREACHED
        for j in range(first[door + 1] - 1, first[door] - 1, -1):
            slower_twin = j > first[door] and departure_s[j - 1] == departure_s[j]
            if arrival_s[j] >= earliest or slower_twin:
                continue  # of equal departures the first arrives first
            earliest = arrival_s[j]
            duration = arrival_s[j] - departure_s[j]
            useful[j] = (
                2 * duration <= USEFUL_FACTOR_2 * shortest or duration <= shortest + USEFUL_EXTRA_S
            )
    return useful


@kernel
def plan(sets: Sets, useful: Bools, walk_s: Ints, window: Window) -> Planned:
    """Return the figures of the planned departure; the walk all the way has 0 rides."""
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    times_s, ridden = arrival_s if window.arriving else departure_s, sets.rides
    doors = len(first) - 1
    counts = np.zeros(doors, np.int32)
    durations = np.full((2, doors), UNREACHED, np.int32)
    rides = np.full(doors, UNREACHED, np.int32)
    duration = np.empty(len(useful) + FULL_LANES, np.int32)
    for door in range(doors):
        number = ZERO
        for j in range(first[door], first[door + 1]):
            if useful[j] and window.from_s <= times_s[j] < window.until_s:
                duration[number] = arrival_s[j] - departure_s[j]
                durations[0, door] = min(durations[0, door], duration[number])
                rides[door] = min(rides[door], ridden[j])
                number += 1
        counts[door] = number
        durations[1, door] = of_rank(duration, number, (50 * number + 99) // 100)
        if walk_s[door] < UNREACHED:
            rides[door] = 0
    day = fold_day(sets, useful)
    return Planned(
        counts, durations[0], durations[1], rides,
        day.journeys, day.first_departure, day.last_departure, day.longest_gap,
    )  # fmt: skip


@kernel
def fold_day(sets: Sets, useful: Bools) -> WholeDay:
    """Return the figures of the operating day.

    A departure before or after the span of the gap counts as one at its edge, and one that is
    not useful as one more at the time of the last: a processor need not guess which do.
    """
    first, departure_s = sets.first, sets.departure_s
    doors = len(first) - 1
    counts, gap = np.zeros(doors, np.int32), np.empty(doors, np.int32)
    clock = np.full((2, doors), NO_TIME, np.int32)
    from_s, until_s = np.int32(GAP_FROM_S), np.int32(GAP_UNTIL_S)
    for door in range(doors):
        begin, end = np.uint64(first[door]), np.uint64(first[door + 1])
        number, longest, last = np.int32(0), np.int32(0), from_s
        for j in range(begin, end):
            here = min(max(departure_s[j], from_s), until_s) if useful[j] else last
            longest, last = max(longest, np.int32(here - last)), here
            number += np.int32(useful[j])
        counts[door], gap[door] = number, max(longest, np.int32(until_s - last))
        if number > 0:
            while not useful[begin]:
                begin += np.uint64(1)
            while not useful[end - np.uint64(1)]:
                end -= np.uint64(1)
            clock[0, door], clock[1, door] = departure_s[begin], departure_s[end - np.uint64(1)]
    return WholeDay(counts, clock[0], clock[1], gap)


@part
def of_rank(values: Ints, number: int, rank: int) -> int:
    """Return the smallest value that at least ``rank`` of the first ``number`` do not exceed.

    Found by halving the span: a pass that counts is many times quicker than one that sorts.
    What stands behind them, room for ``FULL_LANES``, is written over.
    """
    low, high = np.int32(UNREACHED), np.int32(-1)
    for i in range(number):
        low = min(low, values[i])
        high = max(high, values[i] if values[i] < UNREACHED else high)
    end = -(-number // FULL_LANES) * FULL_LANES
    for i in range(number, end):
        values[i] = UNREACHED
    if _count(values, end, high) < rank:
        return UNREACHED
    while low < high:
        middle = np.int32((low + high) >> 1)
        if _count(values, end, middle) < rank:
            low = np.int32(middle + 1)
        else:
            high = middle
    return int(low)


@part
def _count(values: Ints, end: int, limit: np.int32) -> int:
    """Return how many of the first are at most the limit, all in 32 bits: lanes are full."""
    number = np.int32(0)
    for i in range(np.uint64(end)):  # numba need not ask whether it is negative
        number += np.int32(values[i] <= limit)
    return int(number)
