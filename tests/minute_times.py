"""Minute times: kernel that writes down the travel time of every minute, for laws and benchmarks.

The product ranks them without (``accessibility.minutes``): both must say the same.
"""

import numba
import numpy as np

from accessibility.folds import MINUTE_S, Window
from gtfs.timetable import Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED


@numba.njit(cache=True, nogil=True)
def travel_times(sets: Sets, walk_s: Ints, window: Window, longest_s: int) -> Ints:
    """Return ``[door, minute]`` the random-departure (or arrive-by) travel time of each minute."""
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    doors = len(first) - 1
    minutes = (window.until_s - window.from_s) // MINUTE_S
    times = np.empty((doors, minutes), np.int32)
    for door in range(doors):
        begin, end = first[door], first[door + 1]
        row = times[door]
        if window.arriving:
            _since_departure(departure_s[begin:end], arrival_s[begin:end], window.from_s, row)
        else:
            _until_arrival(departure_s[begin:end], arrival_s[begin:end], window.from_s, row)
        for i in range(minutes):
            row[i] = min(row[i], walk_s[door])
            if row[i] > longest_s:
                row[i] = UNREACHED
    return times


@numba.njit(cache=True, nogil=True)
def _until_arrival(departure_s: Ints, arrival_s: Ints, from_s: int, times: Ints) -> None:
    j = len(departure_s) - 1
    earliest = UNREACHED
    for i in range(len(times) - 1, -1, -1):
        minute = from_s + i * MINUTE_S
        while j >= 0 and departure_s[j] >= minute:
            earliest = min(earliest, arrival_s[j])
            j -= 1
        times[i] = UNREACHED if earliest == UNREACHED else earliest - minute


@numba.njit(cache=True, nogil=True)
def _since_departure(departure_s: Ints, arrival_s: Ints, from_s: int, times: Ints) -> None:
    latest = np.full(len(times), -UNREACHED, np.int32)  # of the journeys that arrive in the minute
    for j in range(len(arrival_s)):
        i = max(0, (arrival_s[j] - from_s + MINUTE_S - 1) // MINUTE_S)
        if i < len(times):
            latest[i] = max(latest[i], departure_s[j])
    so_far = -UNREACHED
    for i in range(len(times)):
        so_far = max(so_far, latest[i])
        times[i] = UNREACHED if so_far == -UNREACHED else from_s + i * MINUTE_S - so_far
