"""Window times: kernel for percentiles of the travel times of a window, very many pairs at once.

What one can catch does not depend on where one is going: it is found once for all goals
(``catches``). The goals of a scan lie side by side in 16 bits (``lanes``), and so do the travel
times of each minute: their percentiles are found by halving, all at once.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

import numba
import numpy as np

from accessibility.folds import MINUTE_S, Window
from accessibility.pairs import Between
from accessibility.sweeps import sweep_of
from gtfs.timetable import Ints
from mobility.catches import Catches, find_catches
from mobility.doors import Doors, door_s
from mobility.lanes import LANES, TOO_LATE, Arrivals, room_for, scan_lanes
from mobility.profiles import UNREACHED
from mobility.rows import Small
from mobility.threads import in_threads
from mobility.walk import portions

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


def window_percentiles(
    between: Between,
    window: Window,
    wanted: Sequence[int],
    *,
    whether: bool = False,
    threads: int | None = None,
) -> Small | None:
    """Return ``[percentile, origin, destination]`` of the travel times, ``TOO_LATE`` if unreached.

    ``whether`` asks only if it is reached: the longest journey stands for every time. None where
    a window is too long for 16 bits or its rides have no order.
    """
    day, doors, goals, walk_s = between
    mirrored = not between.by_destination  # the goals are the fewer
    if mirrored:
        doors, goals = goals, doors
    sweep = sweep_of(day, window, mirrored=mirrored, farthest_s=int(doors.walk_s.max(initial=0)))
    if sweep is None:
        return None
    catches = find_catches(sweep.span, doors, sweep.times, threads=threads)
    ranks = np.array([(p * sweep.minutes + 99) // 100 for p in wanted], np.int64)
    asked = Asked(sweep.minutes, sweep.by_leaving, sweep.longest_s, ranks, whether)
    values = np.empty((len(wanted), *walk_s.shape), np.uint16)
    of_goal = np.moveaxis(values, 1 if mirrored else 2, 0)  # [goal, percentile, door]
    walk_to_s = walk_s if mirrored else walk_s.T
    count = len(of_goal)
    lanes = min(LANES, -(-count // (threads or os.cpu_count() or 1)))
    begins = [min(at, count - lanes) for at in range(0, count, max(1, lanes))]  # all full

    def fill(part: tuple[int, int]) -> None:
        room = room_for(sweep.span, sweep.bounds.rides, lanes)
        for begin in begins[slice(*part)]:
            some = slice(begin, begin + lanes)
            reach_s = _reach_s(goals, range(count)[some], day.stops, sweep.goal_slack_s)
            arrivals = scan_lanes(sweep.span, reach_s, sweep.bounds, room)
            of_goal[some] = _of_goals(asked, doors, catches, arrivals, walk_to_s[some])

    in_threads(fill, portions(len(begins), threads), threads=threads, label="Erreichbarkeit")
    return values


def _reach_s(goals: Doors, some: Sequence[int], stops: int, slack_s: int) -> Small:
    """Return ``[stop, lane]`` the walks around some of the goals."""
    near_s = np.stack([door_s(goals, one, stops) for one in some], axis=1)
    return np.where(near_s < UNREACHED, near_s + slack_s, TOO_LATE).astype(np.uint16)


def _of_goals(
    asked: Asked, doors: Doors, catches: Catches, arrivals: Arrivals, walk_s: Ints
) -> Small:
    """Return ``[goal, percentile, door]``; ``walk_s`` ``[goal, door]`` is the walk all the way."""
    lanes, count = walk_s.shape
    room = Room(
        np.empty((count, len(asked.ranks), lanes), np.uint16),
        np.full((-(-asked.minutes // ROWS) * ROWS, lanes), TOO_LATE, np.uint16),
        *np.empty((4, lanes), np.uint16),
    )
    walk = np.minimum(walk_s.T, TOO_LATE).astype(np.uint16, order="C")
    of_one_type = Doors(*(column.astype(np.int32) for column in doors))
    _percentiles(asked, of_one_type, catches, arrivals, walk, room)
    return room.values.transpose(2, 1, 0)


@numba.njit(cache=True, nogil=True)
def _percentiles(
    asked: Asked, doors: Doors, catches: Catches, arrivals: Arrivals, walk_s: Small, room: Room
) -> None:
    """Write the values of every door."""
    for door in range(len(walk_s)):
        rides = True
        if asked.by_leaving:
            _by_leaving(asked.minutes, doors, catches, arrivals, door, room)
        else:
            rides = _by_arriving(asked, catches, arrivals, door, room)
        if not rides:  # so it is with most doors if the longest is short
            if walk_s[door].min() > asked.longest_s:
                room.values[door] = TOO_LATE
                continue
            room.times[:] = TOO_LATE
        _cap(asked, room.times, walk_s, door)
        for n in range(len(asked.ranks)):
            _of_rank(asked, room, door, n)


@numba.njit(cache=True, nogil=True)
def _by_leaving(
    minutes: int, doors: Doors, catches: Catches, arrivals: Arrivals, door: int, room: Room
) -> None:
    """Write ``[minute, lane]`` the time from leaving at the minute until one is at the goal."""
    ride_s, late_s, time, rides = arrivals.ride_s, arrivals.late_s, catches.time, catches.ride
    times, earliest = room.times, room.low
    lanes = times.shape[1]  # not the constant: short loops of known length are not made vectors
    for lane in range(lanes):
        earliest[lane] = TOO_LATE
    for link in range(doors.first[door], doors.first[door + 1]):
        stop = np.uint64(doors.stop[link])
        for lane in range(lanes):
            earliest[lane] = min(earliest[lane], late_s[stop, lane])
    at, end = catches.first[door], catches.first[door + 1]
    for minute in range(minutes - 1, -1, -1):
        while at < end and time[at] == minute:
            ride = np.uint64(rides[at] - arrivals.first)
            for lane in range(lanes):
                earliest[lane] = min(earliest[lane], ride_s[ride, lane])
            at += 1
        row, gone_s = np.uint64(minute), np.uint16(minute * MINUTE_S)
        for lane in range(lanes):
            never = earliest[lane] == np.uint16(TOO_LATE)
            times[row, lane] = earliest[lane] - (np.uint16(0) if never else gone_s)


@numba.njit(cache=True, nogil=True)
def _by_arriving(asked: Asked, catches: Catches, arrivals: Arrivals, door: int, room: Room) -> bool:
    """Write ``[minute, lane]`` the time since leaving as late as one may to be there by it.

    The first minute is ``longest_s`` of the span. The latest departures come first: each is the
    one of all minutes that none before it was in time for. Nothing is written, and that returned,
    where no ride is short enough.
    """
    ride_s, times, left, before_s = arrivals.ride_s, room.times, room.middle, room.low
    first_s, lanes, any_ride = asked.longest_s, times.shape[1], False
    for lane in range(lanes):  # minutes nothing is in time for yet, and when one must be there
        left[lane], before_s[lane] = asked.minutes, first_s + (asked.minutes - 1) * MINUTE_S + 1
    for catch in range(catches.first[door], catches.first[door + 1]):
        ride, better = np.uint64(catches.ride[catch] - arrivals.first), False
        soon_s = np.uint16(min(catches.time[catch] + first_s, TOO_LATE - 1))
        for lane in range(lanes):
            better |= (ride_s[ride, lane] < before_s[lane]) & (ride_s[ride, lane] <= soon_s)
        if better and not any_ride:
            times[:], any_ride = TOO_LATE, True
        for lane in range(lanes if better else 0):
            if ride_s[ride, lane] < before_s[lane]:
                begin = (ride_s[ride, lane] - first_s + MINUTE_S - 1) // MINUTE_S
                begin = max(0, begin)
                for minute in range(begin, left[lane]):
                    times[minute, lane] = first_s + minute * MINUTE_S - catches.time[catch]
                left[lane] = begin
                before_s[lane] = first_s + (begin - 1) * MINUTE_S + 1 if begin > 0 else 0
    return any_ride


@numba.njit(cache=True, nogil=True)
def _cap(asked: Asked, times: Small, walk_s: Small, door: int) -> None:
    """Take away what is too long, and let who is faster walk."""
    longest_s = np.uint16(asked.longest_s)
    for minute in range(asked.minutes):
        row = np.uint64(minute)
        for lane in range(times.shape[1]):
            time = min(times[row, lane], walk_s[door, lane])
            times[row, lane] = time if time <= longest_s else np.uint16(TOO_LATE)


@numba.njit(cache=True, nogil=True)
def _of_rank(asked: Asked, room: Room, door: int, n: int) -> None:
    """Write ``[lane]`` the smallest times that so many of the minutes do not exceed."""
    times, values, low, high = room.times, room.values, room.low, room.high
    middle, number, longest_s, rank = room.middle, room.number, asked.longest_s, asked.ranks[n]
    lanes, span = times.shape[1], longest_s + 1
    for lane in range(lanes):
        low[lane], high[lane], middle[lane] = 0, span, longest_s
    _count(times, middle, number)
    if asked.whether or number.max() < rank:  # often no goal is near enough to be reached at all
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


@numba.njit(cache=True, nogil=True)
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
