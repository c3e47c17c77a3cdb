"""Folds: kernels that turn sets of journeys into the figures of the contract, a row a door."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

MINUTE_S, HOUR_S = 60, 3600
USEFUL_FACTOR_2, USEFUL_EXTRA_S = 3, 1200  # 3/2 of the shortest of the day, or 20 min more
GAP_FROM_S, GAP_UNTIL_S = 6 * HOUR_S, 20 * HOUR_S
SERVED_FROM_H, SERVED_UNTIL_H = 5, 22  # clock hours 05 to 21
SLOT_S = 7200
NO_TIME = -1  # no such clock time


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
    every_slot: Bools  # a journey in every 2 hours of the window


@numba.njit(cache=True, nogil=True)
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
    order = np.argsort(arrival_s)
    n = 0
    latest = -UNREACHED
    for i in range(len(times)):
        minute = from_s + i * MINUTE_S
        while n < len(order) and arrival_s[order[n]] <= minute:
            latest = max(latest, departure_s[order[n]])
            n += 1
        times[i] = UNREACHED if latest == -UNREACHED else minute - latest


@numba.njit(cache=True, nogil=True)
def served_hours(sets: Sets, walk_s: Ints, limit_s: int) -> Ints:
    """Return ``[door]`` how many clock hours hold a minute within the limit."""
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    hours = np.zeros(len(first) - 1, np.int32)
    times = np.empty((SERVED_UNTIL_H - SERVED_FROM_H) * 60, np.int32)
    for door in range(len(hours)):
        begin, end = first[door], first[door + 1]
        if walk_s[door] <= limit_s:
            hours[door] = SERVED_UNTIL_H - SERVED_FROM_H
        elif begin < end:
            start_s = SERVED_FROM_H * HOUR_S
            _until_arrival(departure_s[begin:end], arrival_s[begin:end], start_s, times)
            for hour in range(SERVED_UNTIL_H - SERVED_FROM_H):
                hours[door] += times[60 * hour : 60 * hour + 60].min() <= limit_s
    return hours


@numba.njit(cache=True, nogil=True)
def plan(sets: Sets, useful: Bools, walk_s: Ints, window: Window) -> Planned:
    """Return the figures of the planned departure; the walk all the way has 0 rides."""
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    ridden = sets.rides
    doors = len(first) - 1
    counts = np.zeros((2, doors), np.int32)
    durations = np.full((2, doors), UNREACHED, np.int32)
    rides = np.full(doors, UNREACHED, np.int32)
    clock = np.full((2, doors), NO_TIME, np.int32)
    gap = np.empty(doors, np.int32)
    every = np.zeros(doors, np.bool_)
    for door in range(doors):
        journeys = first[door] + np.flatnonzero(useful[first[door] : first[door + 1]])
        departure, arrival = departure_s[journeys], arrival_s[journeys]
        asked = arrival if window.arriving else departure
        inside = np.flatnonzero((asked >= window.from_s) & (asked < window.until_s))
        counts[0, door], counts[1, door] = len(inside), len(journeys)
        if len(inside):
            sorted_s = np.sort((arrival - departure)[inside])
            durations[0, door] = sorted_s[0]
            durations[1, door] = sorted_s[(50 * len(inside) + 99) // 100 - 1]
            rides[door] = ridden[journeys[inside]].min()
        if walk_s[door] < UNREACHED:
            rides[door] = 0
        if len(journeys):
            clock[0, door], clock[1, door] = departure[0], departure[-1]
        gap[door] = _longest_gap(departure)
        every[door] = _every_slot(asked[inside], window)
    return Planned(
        counts[0], durations[0], durations[1], rides, counts[1], clock[0], clock[1], gap, every
    )


@numba.njit(cache=True, nogil=True)
def _longest_gap(departure: Ints) -> int:
    """Return the longest time without a departure in the day's core, both edges counted."""
    longest = 0
    last = GAP_FROM_S
    for when in departure:
        if GAP_FROM_S <= when <= GAP_UNTIL_S:
            longest = max(longest, when - last)
            last = when
    return max(longest, GAP_UNTIL_S - last)


@numba.njit(cache=True, nogil=True)
def _every_slot(asked: Ints, window: Window) -> bool:
    """Return whether every slot of 2 hours of the window holds one of the times."""
    slots = -((window.from_s - window.until_s) // SLOT_S)
    hit = np.zeros(slots, np.bool_)
    for when in asked:
        hit[(when - window.from_s) // SLOT_S] = True
    return bool(hit.all())


@numba.njit(cache=True, nogil=True)
def percentiles(times: Ints, wanted: Ints) -> Ints:
    """Return ``[door, percentile]`` of ``[door, minute]`` travel times, by nearest rank."""
    doors, minutes = times.shape
    values = np.empty((doors, len(wanted)), np.int32)
    for p in range(len(wanted)):
        at = (wanted[p] * minutes + 99) // 100 - 1
        for door in range(doors):
            if times[door].min() == UNREACHED:
                values[door, p] = UNREACHED
            else:
                values[door, p] = np.partition(times[door], at)[at]
    return values
