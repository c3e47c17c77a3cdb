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


def rank(percentile: int, count: int) -> int:
    """Return the index of the percentile among values sorted ascending (nearest rank)."""
    return (percentile * count + 99) // 100 - 1


@numba.njit(cache=True, nogil=True)
def find_useful(sets: Sets) -> Bools:
    """Return ``[journey]`` whether a timetable leaflet would print it.

    Not dominated in departure and arrival alone, and no longer than 1.5 times the shortest of
    the day or 20 minutes more than it.
    """
    useful = np.zeros(len(sets.rides), np.bool_)
    for door in range(len(sets.first) - 1):
        begin, end = sets.first[door], sets.first[door + 1]
        shortest = UNREACHED
        for j in range(begin, end):
            shortest = min(shortest, sets.arrival_s[j] - sets.departure_s[j])
        earliest = UNREACHED
        for j in range(end - 1, begin - 1, -1):
            last_of_departure = j > begin and sets.departure_s[j - 1] == sets.departure_s[j]
            if sets.arrival_s[j] >= earliest or last_of_departure:
                continue  # the first of equal departures arrives first
            earliest = sets.arrival_s[j]
            duration = sets.arrival_s[j] - sets.departure_s[j]
            useful[j] = (
                2 * duration <= USEFUL_FACTOR_2 * shortest or duration <= shortest + USEFUL_EXTRA_S
            )
    return useful


@numba.njit(cache=True, nogil=True)
def travel_times(sets: Sets, walk_s: Ints, window: Window, longest_s: int) -> Ints:
    """Return ``[door, minute]`` the random-departure (or arrive-by) travel time of each minute."""
    doors = len(sets.first) - 1
    minutes = (window.until_s - window.from_s) // MINUTE_S
    times = np.empty((doors, minutes), np.int32)
    for door in range(doors):
        if window.arriving:
            _waits_after(sets, door, window.from_s, times[door])
        else:
            _waits_before(sets, door, window.from_s, times[door])
        for i in range(minutes):
            times[door, i] = min(times[door, i], walk_s[door])
            if times[door, i] > longest_s:
                times[door, i] = UNREACHED
    return times


@numba.njit(cache=True, nogil=True)
def _waits_before(sets: Sets, door: int, from_s: int, times: Ints) -> None:
    j = sets.first[door + 1] - 1
    earliest = UNREACHED
    for i in range(len(times) - 1, -1, -1):
        minute = from_s + i * MINUTE_S
        while j >= sets.first[door] and sets.departure_s[j] >= minute:
            earliest = min(earliest, sets.arrival_s[j])
            j -= 1
        times[i] = UNREACHED if earliest == UNREACHED else earliest - minute


@numba.njit(cache=True, nogil=True)
def _waits_after(sets: Sets, door: int, from_s: int, times: Ints) -> None:
    begin, end = sets.first[door], sets.first[door + 1]
    order = np.argsort(sets.arrival_s[begin:end])
    n = 0
    latest = -UNREACHED
    for i in range(len(times)):
        minute = from_s + i * MINUTE_S
        while n < len(order) and sets.arrival_s[begin + order[n]] <= minute:
            latest = max(latest, sets.departure_s[begin + order[n]])
            n += 1
        times[i] = UNREACHED if latest == -UNREACHED else minute - latest


@numba.njit(cache=True, nogil=True)
def served_hours(sets: Sets, walk_s: Ints, limit_s: int) -> Ints:
    """Return ``[door]`` how many clock hours hold a minute within the limit."""
    window = Window(SERVED_FROM_H * HOUR_S, SERVED_UNTIL_H * HOUR_S, False)  # noqa: FBT003 - numba takes no keywords here
    times = travel_times(sets, walk_s, window, limit_s)
    hours = np.zeros(len(times), np.int32)
    for door in range(len(times)):
        for hour in range(SERVED_UNTIL_H - SERVED_FROM_H):
            hours[door] += times[door, 60 * hour : 60 * hour + 60].min() < UNREACHED
    return hours


@numba.njit(cache=True, nogil=True)
def plan(sets: Sets, useful: Bools, walk_s: Ints, window: Window) -> Planned:
    """Return the figures of the planned departure; the walk all the way has 0 rides."""
    doors = len(sets.first) - 1
    counts = np.zeros((2, doors), np.int32)
    durations = np.full((2, doors), UNREACHED, np.int32)
    rides = np.full(doors, UNREACHED, np.int32)
    clock = np.full((2, doors), NO_TIME, np.int32)
    gap = np.empty(doors, np.int32)
    every = np.zeros(doors, np.bool_)
    for door in range(doors):
        journeys = np.flatnonzero(useful[sets.first[door] : sets.first[door + 1]])
        journeys += sets.first[door]
        departure, arrival = sets.departure_s[journeys], sets.arrival_s[journeys]
        asked = arrival if window.arriving else departure
        inside = np.flatnonzero((asked >= window.from_s) & (asked < window.until_s))
        counts[0, door], counts[1, door] = len(inside), len(journeys)
        if len(inside):
            sorted_s = np.sort((arrival - departure)[inside])
            durations[0, door] = sorted_s[0]
            durations[1, door] = sorted_s[(50 * len(inside) + 99) // 100 - 1]
            rides[door] = sets.rides[journeys[inside]].min()
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
    for door in range(doors):
        ordered = np.sort(times[door])
        for p in range(len(wanted)):
            values[door, p] = ordered[(wanted[p] * minutes + 99) // 100 - 1]
    return values
