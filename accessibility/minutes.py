"""Minutes: kernels that rank the travel times of a window without writing each minute down.

Between two departures the travel time falls by a minute each minute. So a window is a few
*ramps*: so many minutes that take the ramp's least time, a minute more, two minutes more and so
on. How many minutes take at most *t* is a sum over ramps, and a percentile is found by halving.
"""

from typing import NamedTuple

import numpy as np

from accessibility.folds import HOUR_S, MINUTE_S, Window
from gtfs.timetable import Ints
from mobility.doors import Sets
from mobility.kernels import kernel, part
from mobility.profiles import UNREACHED

SERVED = Window(5 * HOUR_S, 22 * HOUR_S)  # clock hours 05 to 21
HOURS = 17
LEAST_MIN, LEAST_S, LENGTH, BEGIN = 0, 1, 2, 3  # rows of an array of ramps: see _add


class Ranked(NamedTuple):
    """Travel times of all minutes of a window, by rank."""

    percentile: Ints  # [door, percentile] by nearest rank, UNREACHED where that is no value
    reached: Ints  # [door] minutes with any arrival


@kernel
def ranked_times(sets: Sets, walk_s: Ints, window: Window, longest_s: int, wanted: Ints) -> Ranked:
    """Return percentiles of the random-departure (or arrive-by) travel times of the window."""
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    doors = len(first) - 1
    minutes = (window.until_s - window.from_s) // MINUTE_S
    values = np.full((doors, len(wanted)), UNREACHED, np.int32)
    reached = np.zeros(doors, np.int32)
    ramps = _room(first)
    for door in range(doors):
        begin, end = first[door], first[door + 1]
        if window.arriving:
            count = _rising(departure_s[begin:end], arrival_s[begin:end], window, ramps)
        else:
            count = _falling(departure_s[begin:end], arrival_s[begin:end], window, ramps)
        walk = walk_s[door] if walk_s[door] <= longest_s else UNREACHED
        within = _within(ramps, count, longest_s)
        reached[door] = minutes if walk < UNREACHED else within
        for p in range(len(wanted)):
            rank = (wanted[p] * minutes + 99) // 100
            ridden = _of_rank(ramps, count, rank, longest_s) if rank <= within else UNREACHED
            values[door, p] = min(ridden, walk)
    return Ranked(values, reached)


@kernel
def served_hours(sets: Sets, walk_s: Ints, limit_s: int) -> Ints:
    """Return ``[door]`` how many clock hours hold a minute within the limit."""
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    hours = np.zeros(len(first) - 1, np.int32)
    ramps = _room(first)
    for door in range(len(hours)):
        if walk_s[door] <= limit_s:
            hours[door] = HOURS
            continue
        begin, end = first[door], first[door + 1]
        count = _falling(departure_s[begin:end], arrival_s[begin:end], SERVED, ramps)
        earliest = HOURS  # hour counted so far: ramps come latest first
        for i in range(count):
            spare = limit_s - MINUTE_S * ramps[LEAST_MIN, i] - ramps[LEAST_S, i]
            if spare >= 0:
                last = ramps[BEGIN, i] + ramps[LENGTH, i] - 1
                hour = max(ramps[BEGIN, i], last - spare // MINUTE_S) // 60
                hours[door] += min(earliest, last // 60 + 1) - hour
                earliest = hour
    return hours


@kernel
def _room(first: Ints) -> Ints:
    """Return an array for the ramps of any door: no more than it has journeys."""
    most = 0
    for door in range(len(first) - 1):
        most = max(most, first[door + 1] - first[door])
    return np.empty((4, most), np.int32)


@part
def _falling(departure_s: Ints, arrival_s: Ints, window: Window, ramps: Ints) -> int:
    """Write the ramps of random departure, the latest first; return how many."""
    minutes = (window.until_s - window.from_s) // MINUTE_S
    earliest, count, j = UNREACHED, 0, len(departure_s) - 1
    minute = (departure_s[j] - window.from_s) // MINUTE_S if j >= 0 else -1  # the last to leave in
    while minute >= 0:
        earliest = min(earliest, arrival_s[j])
        before = (departure_s[j - 1] - window.from_s) // MINUTE_S if j > 0 else -1
        last = min(minutes - 1, minute)
        least_s = earliest - window.from_s - last * MINUTE_S
        count = _add(ramps, count, least_s, max(0, before + 1), last)
        j, minute = j - 1, before
    return count


@part
def _rising(departure_s: Ints, arrival_s: Ints, window: Window, ramps: Ints) -> int:
    """Write the ramps of arriving by, the latest first; return how many."""
    minutes = (window.until_s - window.from_s) // MINUTE_S
    last, count = minutes - 1, 0
    for j in range(len(departure_s) - 1, -1, -1):
        if j > 0 and departure_s[j - 1] == departure_s[j]:
            continue  # of equal departures the first arrives first
        begin = max(0, (arrival_s[j] - window.from_s + MINUTE_S - 1) // MINUTE_S)
        least_s = window.from_s + begin * MINUTE_S - departure_s[j]
        count = _add(ramps, count, least_s, begin, last)
        last = min(last, begin - 1)
    return count


@kernel
def _add(ramps: Ints, count: int, least_s: int, begin: int, last: int) -> int:
    """Write a ramp over the minutes begin to last, unless those are none; return how many now."""
    if begin > last:
        return count
    minute = least_s // MINUTE_S
    ramps[LEAST_MIN, count] = minute
    ramps[LEAST_S, count] = least_s - MINUTE_S * minute
    ramps[LENGTH, count] = last - begin + 1
    ramps[BEGIN, count] = begin
    return count + 1


@part
def _of_rank(ramps: Ints, count: int, rank: int, longest_s: int) -> int:
    """Return the smallest time that at least ``rank`` minutes do not exceed."""
    low, high = 0, longest_s
    while low < high:
        middle = (low + high) >> 1
        if _within(ramps, count, middle) < rank:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _within(ramps: Ints, count: int, limit_s: int) -> int:
    """Return how many minutes take at most the limit; all in 32 bits, so that lanes are full."""
    minute, second = np.int32(limit_s // MINUTE_S), np.int32(limit_s % MINUTE_S)
    number, zero = np.int32(0), np.int32(0)
    for i in range(count):
        fit = np.int32(minute - ramps[LEAST_MIN, i])
        fit = np.int32(fit + np.int32(ramps[LEAST_S, i] <= second))
        number = np.int32(number + min(max(fit, zero), ramps[LENGTH, i]))
    return int(number)
