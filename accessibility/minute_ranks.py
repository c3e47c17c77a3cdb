"""Minute ranks: kernel for percentiles of the times of a window, towards many goals at once.

The goals of a scan lie side by side in 16 bits, and so do the travel times of each minute: their
percentiles are found by halving, all at once.
"""

from typing import NamedTuple

import numpy as np

from accessibility.folds import MINUTE_S
from gtfs.timetable import Bools, Ints
from mobility.catches import Catches
from mobility.doors import Doors
from mobility.kernels import kernel, part
from mobility.lanes import TOO_LATE, Arrivals
from mobility.rows import Small

ROWS = 4  # minutes counted at a time: the counts are loaded and stored that much less often


class Asked(NamedTuple):
    """What is asked of each pair."""

    minutes: int
    by_leaving: bool  # minutes are those of leaving the doors, else of being at the goals
    longest_s: int
    ranks: Ints  # [percentile] how many of the minutes it covers
    whether: bool  # only if it is at most ``longest_s``, which then stands for it


class Room(NamedTuple):
    """What is written on, door by door; the answer is in ``values``."""

    values: Small  # [door, percentile, lane]
    times: Small  # [minute, lane] and so many more rows, ``TOO_LATE``, that all are full
    low: Small  # [lane]
    high: Small
    middle: Small
    number: Small


@kernel
def write_percentiles(
    asked: Asked,
    doors: Doors,
    catches: Catches,
    arrivals: Arrivals,
    walks: tuple[Small, Bools],
    room: Room,
) -> None:
    """Write the values of every door; ``walks`` all the way, and whether any is short enough."""
    walk_s, near = walks
    values, times, lanes = room.values, room.times, room.values.shape[2]
    for door in range(len(walk_s)):
        rides = True
        if asked.by_leaving:
            _by_leaving(asked.minutes, doors, catches, arrivals, door, room)
        else:
            rides = _by_arriving(asked, catches, arrivals, door, room)
        if not rides:  # so it is with most doors if the longest is short
            if not near[door]:
                for n in range(values.shape[1]):
                    for lane in range(lanes):
                        values[door, n, lane] = TOO_LATE
                continue
            _never(times)
        _cap(asked, times, walk_s, door)
        for n in range(values.shape[1]):
            _of_rank(asked, room, door, n)


@part
def _never(times: Small) -> None:
    """Write that nothing is reached in any minute."""
    for minute in range(len(times)):
        for lane in range(times.shape[1]):
            times[minute, lane] = TOO_LATE


@part
def _by_leaving(
    minutes: int, doors: Doors, catches: Catches, arrivals: Arrivals, door: int, room: Room
) -> None:
    """Write ``[minute, lane]`` the time from leaving at the minute until one is at the goal."""
    first, ride_s, late_s = arrivals
    catch_first, time, rides = catches
    door_first, stops, _ = doors
    times, earliest = room.times, room.low
    lanes = times.shape[1]  # not the constant: short loops of known length are not made vectors
    for lane in range(lanes):
        earliest[lane] = TOO_LATE
    for link in range(door_first[door], door_first[door + 1]):
        stop = np.uint64(stops[link])
        for lane in range(lanes):
            earliest[lane] = min(earliest[lane], late_s[stop, lane])
    at, end = catch_first[door], catch_first[door + 1]
    for minute in range(minutes - 1, -1, -1):
        while at < end and time[at] == minute:
            ride = np.uint64(rides[at] - first)
            for lane in range(lanes):
                earliest[lane] = min(earliest[lane], ride_s[ride, lane])
            at += 1
        row, gone_s = np.uint64(minute), np.uint16(minute * MINUTE_S)
        for lane in range(lanes):
            never = earliest[lane] == np.uint16(TOO_LATE)
            times[row, lane] = earliest[lane] - (np.uint16(0) if never else gone_s)


@part
def _by_arriving(asked: Asked, catches: Catches, arrivals: Arrivals, door: int, room: Room) -> bool:
    """Write ``[minute, lane]`` the time since leaving as late as one may to be there by it.

    The first minute is ``longest_s`` of the span. The latest departures come first: each is the
    one of all minutes that none before it was in time for. Nothing is written, and that returned,
    where no ride is short enough.
    """
    first, ride_s, _ = arrivals
    catch_first, time, rides = catches
    _, times, before_s, _, left, _ = room
    minutes, _, first_s, _, _ = asked
    lanes, any_ride = times.shape[1], False
    for lane in range(lanes):  # minutes nothing is in time for yet, and when one must be there
        left[lane], before_s[lane] = minutes, first_s + (minutes - 1) * MINUTE_S + 1
    for catch in range(catch_first[door], catch_first[door + 1]):
        ride, better = np.uint64(rides[catch] - first), False
        soon_s = np.uint16(min(time[catch] + first_s, TOO_LATE - 1))
        for lane in range(lanes):
            better |= (ride_s[ride, lane] < before_s[lane]) & (ride_s[ride, lane] <= soon_s)
        if better and not any_ride:
            _never(times)
            any_ride = True
        for lane in range(lanes if better else 0):
            if ride_s[ride, lane] < before_s[lane]:
                begin = (ride_s[ride, lane] - first_s + MINUTE_S - 1) // MINUTE_S
                begin = max(0, begin)
                for minute in range(begin, left[lane]):
                    times[minute, lane] = first_s + minute * MINUTE_S - time[catch]
                left[lane] = begin
                before_s[lane] = first_s + (begin - 1) * MINUTE_S + 1 if begin > 0 else 0
    return any_ride


@part
def _cap(asked: Asked, times: Small, walk_s: Small, door: int) -> None:
    """Take away what is too long, and let who is faster walk."""
    minutes, longest_s = asked.minutes, np.uint16(asked.longest_s)
    for minute in range(minutes):
        row = np.uint64(minute)
        for lane in range(times.shape[1]):
            time = min(times[row, lane], walk_s[door, lane])
            times[row, lane] = time if time <= longest_s else np.uint16(TOO_LATE)


@part
def _of_rank(asked: Asked, room: Room, door: int, n: int) -> None:
    """Write ``[lane]`` the smallest times that so many of the minutes do not exceed."""
    values, times, low, high, middle, number = room
    _, _, longest_s, ranks, whether = asked
    lanes, span, rank = times.shape[1], longest_s + 1, ranks[n]
    for lane in range(lanes):
        low[lane], high[lane], middle[lane] = 0, span, longest_s
    _count(times, middle, number)
    if whether or not _any(number, rank):  # often no goal is near enough to be reached at all
        for lane in range(lanes):
            low[lane] = longest_s if number[lane] >= rank else span
        span = 0
    while span > 0:
        for lane in range(lanes):
            middle[lane] = low[lane] + (high[lane] - low[lane]) // 2
        _count(times, middle, number)
        for lane in range(lanes):
            if number[lane] >= rank:
                high[lane] = middle[lane]
            elif low[lane] < high[lane]:
                low[lane] = middle[lane] + 1
        span //= 2
    for lane in range(lanes):
        values[door, n, lane] = low[lane] if low[lane] <= longest_s else TOO_LATE


@part
def _any(number: Small, rank: int) -> bool:
    """Return whether any lane has so many minutes."""
    found = False
    for lane in range(len(number)):
        found |= number[lane] >= rank
    return found


@part
def _count(times: Small, limit: Small, number: Small) -> None:
    """Write ``[lane]`` how many minutes take at most the limit: no window has 65 536."""
    for lane in range(len(number)):
        number[lane] = 0
    for minute in range(0, len(times), ROWS):
        a, b = np.uint64(minute), np.uint64(minute + 1)
        c, d = np.uint64(minute + 2), np.uint64(minute + 3)
        for lane in range(len(number)):
            most = limit[lane]
            first = np.uint16(times[a, lane] <= most) + np.uint16(times[b, lane] <= most)
            last = np.uint16(times[c, lane] <= most) + np.uint16(times[d, lane] <= most)
            number[lane] += first + last
