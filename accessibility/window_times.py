"""Window times: kernel for percentiles of the travel times of a window, very many pairs at once.

What one can catch does not depend on where one is going: it is found once for all goals
(``catches``). The goals of a scan lie side by side in 16 bits (``lanes``), and so do the travel
times of each minute: their percentiles are found by halving, all at once.
"""

import os
from collections.abc import Sequence

import numba
import numpy as np

from accessibility.folds import MINUTE_S, Window
from accessibility.sweeps import sweep_of
from gtfs.timetable import Ints
from mobility.catches import Catches, find_catches
from mobility.day import Day
from mobility.doors import Doors, door_s
from mobility.lanes import LANES, TOO_LATE, Arrivals, Small, room_for, scan_lanes
from mobility.profiles import UNREACHED
from mobility.threads import in_threads
from mobility.walk import portions

ROWS = 4  # minutes counted at a time: the counts are loaded and stored that much less often


def window_percentiles(
    day: Day,
    window: Window,
    ends: tuple[Doors, Doors],
    walk_s: Ints,
    wanted: Sequence[int],
    *,
    threads: int | None = None,
) -> Small | None:
    """Return ``[percentile, origin, destination]`` of the travel times, ``TOO_LATE`` if unreached.

    ``ends`` are the origins and the destinations, ``walk_s`` ``[origin, destination]`` the walks
    all the way. None where a window is too long for 16 bits or its rides have no order.
    """
    mirrored = walk_s.shape[0] < walk_s.shape[1]  # the goals are the fewer
    doors, goals = reversed(ends) if mirrored else ends
    sweep = sweep_of(day, window, mirrored=mirrored, farthest_s=int(doors.walk_s.max(initial=0)))
    if sweep is None:
        return None
    doors = Doors(*(column.astype(np.int32) for column in doors))
    catches = find_catches(sweep.span, doors, sweep.times)
    ranks = np.array([(p * sweep.minutes + 99) // 100 for p in wanted], np.int64)
    values = np.empty((len(wanted), *walk_s.shape), np.uint16)
    of_goal = np.moveaxis(values, 1 if mirrored else 2, 0)  # [goal, percentile, door]
    walk_to_s = walk_s if mirrored else walk_s.T
    lanes = min(LANES, -(-len(of_goal) // (threads or os.cpu_count() or 1)))
    scans = range(0, len(of_goal), max(1, lanes))

    def fill(part: tuple[int, int]) -> None:
        room = room_for(sweep.span, sweep.bounds.rides, lanes)
        for first in scans[slice(*part)]:
            some = range(len(of_goal))[first : first + lanes]
            near_s = np.stack([door_s(goals, goal, day.stops) for goal in some], axis=1)
            reach_s = np.where(near_s < UNREACHED, near_s + sweep.goal_slack_s, TOO_LATE)
            arrivals = scan_lanes(sweep.span, reach_s.astype(np.uint16), sweep.bounds, room)
            walk = np.ascontiguousarray(walk_to_s[some.start : some.stop].T)
            walk = np.where(walk <= sweep.longest_s, walk, TOO_LATE).astype(np.uint16)
            found = _percentiles(sweep[4:], doors, catches, arrivals, walk, ranks)
            of_goal[some.start : some.stop] = found.transpose(2, 1, 0)

    in_threads(fill, portions(len(scans), threads), threads=threads, label="Erreichbarkeit")
    return values


@numba.njit(cache=True, nogil=True)
def _percentiles(
    asked: tuple[int, bool, int],
    doors: Doors,
    catches: Catches,
    arrivals: Arrivals,
    walk_s: Small,
    ranks: Ints,
) -> Small:
    """Return ``[door, percentile, lane]``; ``walk_s`` is ``[door, lane]``."""
    minutes, by_leaving, longest_s = asked
    values = np.empty((len(walk_s), len(ranks), walk_s.shape[1]), np.uint16)
    times = np.full((-(-minutes // ROWS) * ROWS, walk_s.shape[1]), np.uint16(TOO_LATE), np.uint16)
    for door in range(len(walk_s)):
        if by_leaving:
            _by_leaving(doors, catches, arrivals, door, times[:minutes])
        else:
            _by_arriving(catches, arrivals, door, longest_s, times[:minutes])
        _cap(times[:minutes], longest_s, walk_s[door])
        for n in range(len(ranks)):
            _of_rank(times, ranks[n], longest_s, values[door, n])
    return values


@numba.njit(cache=True, nogil=True)
def _by_leaving(
    doors: Doors, catches: Catches, arrivals: Arrivals, door: int, times: Small
) -> None:
    """Write ``[minute, lane]`` the time from leaving at the minute until one is at the goal."""
    ride_s, late_s, time, rides = arrivals.ride_s, arrivals.late_s, catches.time, catches.ride
    lanes = times.shape[1]  # not the constant: short loops of known length are not made vectors
    earliest = np.full(lanes, np.uint16(TOO_LATE), np.uint16)
    for link in range(doors.first[door], doors.first[door + 1]):
        stop = np.uint64(doors.stop[link])
        for lane in range(lanes):
            earliest[lane] = min(earliest[lane], late_s[stop, lane])
    at, end = catches.first[door], catches.first[door + 1]
    for minute in range(len(times) - 1, -1, -1):
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
def _by_arriving(
    catches: Catches, arrivals: Arrivals, door: int, first_s: int, times: Small
) -> None:
    """Write ``[minute, lane]`` the time since leaving as late as one may to be there by it.

    The first minute is ``first_s``. The latest departures come first: each is the one of all
    minutes that none before it was in time for.
    """
    ride_s, lanes = arrivals.ride_s, times.shape[1]
    times[:] = TOO_LATE
    left = np.full(lanes, len(times), np.int64)  # minutes without a departure yet
    before_s = np.full(lanes, np.uint16(first_s + (len(times) - 1) * MINUTE_S + 1), np.uint16)
    for catch in range(catches.first[door], catches.first[door + 1]):
        ride, better = np.uint64(catches.ride[catch] - arrivals.first), False
        for lane in range(lanes):
            better |= ride_s[ride, lane] < before_s[lane]
        if not better:
            continue
        for lane in range(lanes):
            if ride_s[ride, lane] < before_s[lane]:
                wait_s = np.int64(ride_s[ride, lane]) - first_s
                begin = max(0, (wait_s + MINUTE_S - 1) // MINUTE_S)
                for minute in range(begin, left[lane]):
                    times[minute, lane] = first_s + minute * MINUTE_S - catches.time[catch]
                left[lane] = begin
                before_s[lane] = first_s + (begin - 1) * MINUTE_S + 1 if begin else 0


@numba.njit(cache=True, nogil=True)
def _cap(times: Small, longest_s: int, walk_s: Small) -> None:
    """Take away what is too long, and let who is faster walk."""
    longest = np.uint16(longest_s)
    for minute in range(len(times)):
        row = np.uint64(minute)
        for lane in range(times.shape[1]):
            time = times[row, lane] if times[row, lane] <= longest else np.uint16(TOO_LATE)
            times[row, lane] = min(time, walk_s[lane])


@numba.njit(cache=True, nogil=True)
def _of_rank(times: Small, rank: int, longest_s: int, values: Small) -> None:
    """Write ``[lane]`` the smallest times that at least ``rank`` of the minutes do not exceed."""
    lanes, span = times.shape[1], longest_s + 1
    low, high = np.zeros(lanes, np.uint16), np.full(lanes, np.uint16(span), np.uint16)
    middle, number = np.empty(lanes, np.uint16), np.empty(lanes, np.uint16)
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
        values[lane] = low[lane] if low[lane] <= longest_s else np.uint16(TOO_LATE)


@numba.njit(cache=True, nogil=True)
def _count(times: Small, limit: Small, number: Small) -> None:
    """Write ``[lane]`` how many minutes take at most the limit: no window has 65 536."""
    number[:] = 0
    for minute in range(0, len(times), ROWS):
        a, b, c, d = (
            np.uint64(minute),
            np.uint64(minute + 1),
            np.uint64(minute + 2),
            np.uint64(minute + 3),
        )
        for lane in range(len(number)):
            most = limit[lane]
            first = np.uint16(times[a, lane] <= most) + np.uint16(times[b, lane] <= most)
            last = np.uint16(times[c, lane] <= most) + np.uint16(times[d, lane] <= most)
            number[lane] += first + last
