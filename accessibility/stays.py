"""Stays: kernel for what a day at the target allows: how long, and being there by a clock time."""

from typing import NamedTuple

import numpy as np

from accessibility.folds import NO_TIME
from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.kernels import kernel


class Arrivals(NamedTuple):
    """When each door can be at the target, ``NO_TIME`` where never."""

    first: Ints  # [door] arrival of the first useful journey: no other arrives earlier
    departure: Ints  # [door, clock time] the latest from the door that arrives by then


@kernel
def find_arrivals(sets: Sets, useful: Bools, before_s: Ints) -> Arrivals:
    """Return the earliest arrival, and the latest departure for each clock time asked.

    Useful journeys that leave later arrive later, so the last one in time leaves last.
    """
    first, departure_s, arrival_s = sets.first, sets.departure_s, sets.arrival_s
    doors = len(first) - 1
    earliest = np.full(doors, NO_TIME, np.int32)
    latest = np.full((doors, len(before_s)), NO_TIME, np.int32)
    for door in range(doors):
        for j in range(first[door], first[door + 1]):
            if not useful[j]:
                continue
            if earliest[door] == NO_TIME:
                earliest[door] = arrival_s[j]
            for i in range(len(before_s)):
                if arrival_s[j] <= before_s[i]:
                    latest[door, i] = departure_s[j]
    return Arrivals(earliest, latest)


def longest_stays(first_arrival: Ints, last_return: Ints) -> Ints:
    """Return ``[door]`` the longest time between arriving and leaving, ``NO_TIME`` if none."""
    possible = (first_arrival != NO_TIME) & (last_return >= first_arrival)
    stays: Ints = np.where(possible, last_return - first_arrival, NO_TIME).astype(np.int32)
    return stays
