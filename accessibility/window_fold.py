"""Window fold: kernel that says what a window holds of journeys, and nothing of the day beyond."""

from typing import NamedTuple

import numpy as np

from accessibility.folds import FULL_LANES, Window, of_rank
from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.kernels import kernel, part
from mobility.profiles import UNREACHED


class InWindow(NamedTuple):
    """Figures of the useful journeys of the window, ``UNREACHED`` where there are none."""

    journey_time_min: Ints  # [door]
    journey_time_p50: Ints
    rides_min: Ints
    every_slot: Bools  # there and back


@kernel
def fold_window(
    out: tuple[Sets, Bools], home: tuple[Sets, Bools], walk_s: Ints, window: Window, slot_s: int
) -> InWindow:
    """Return the figures of journeys out and home, each with those of them that are useful.

    What ``plan`` says of the window; the walk all the way has 0 rides.
    """
    doors = len(walk_s)
    times, served = np.full((2, doors), UNREACHED, np.int32), np.zeros(doors, np.bool_)
    rides = np.empty(doors, np.int32)
    duration = np.empty(_most(out[0].first) + FULL_LANES, np.int32)
    for door in range(doors):
        number, fewest = _durations(out, door, window, duration)
        rides[door] = 0 if walk_s[door] < UNREACHED else fewest
        if number > 0:
            times[0, door] = duration[:number].min()
            times[1, door] = of_rank(duration, number, (50 * number + 99) // 100)
            served[door] = _every_slot(out, door, window, slot_s)
            served[door] = served[door] and _every_slot(home, door, window, slot_s)
    return InWindow(times[0], times[1], rides, served)


@part
def _durations(
    journeys: tuple[Sets, Bools], door: int, window: Window, duration: Ints
) -> tuple[int, int]:
    """Write how long the useful journeys of the window take; return how many, the fewest rides.

    Each is written and kept if it counts: a processor guesses wrong too often which do.
    """
    sets, useful = journeys
    departure_s, arrival_s, rides = sets.departure_s, sets.arrival_s, sets.rides
    times_s = arrival_s if window.arriving else departure_s
    from_s, until_s = np.int32(window.from_s), np.int32(window.until_s)
    number, fewest = 0, np.int32(UNREACHED)
    for j in range(np.uint64(sets.first[door]), np.uint64(sets.first[door + 1])):
        counts = useful[j] & (times_s[j] >= from_s) & (times_s[j] < until_s)
        duration[number] = arrival_s[j] - departure_s[j]
        number += int(counts)
        fewest = min(fewest, np.int32(rides[j]) if counts else fewest)
    return number, int(fewest)


@part
def _every_slot(journeys: tuple[Sets, Bools], door: int, window: Window, slot_s: int) -> bool:
    """Return whether every slot holds a useful journey; these rise in departure and arrival."""
    sets, useful = journeys
    times_s = sets.arrival_s if window.arriving else sets.departure_s
    begin = window.from_s  # of the first slot without any
    for j in range(sets.first[door], sets.first[door + 1]):
        if useful[j] and begin <= times_s[j]:
            if begin >= window.until_s or times_s[j] >= min(begin + slot_s, window.until_s):
                break
            begin += slot_s
    return bool(begin >= window.until_s)


@part
def _most(first: Ints) -> int:
    """Return the most journeys a door has."""
    most = 0
    for door in range(len(first) - 1):
        most = max(most, first[door + 1] - first[door])
    return most
