"""Trip keys: which trips of two timetables are the same, whatever their ids."""

from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import CALL_COLUMNS, Ints, Timetable, calls_of_trips

Keys = NDArray[np.unsignedinteger[Any]]

PRIMES = (  # odd, of 64 bits: no column can undo what another has done
    *(0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9),
    *(0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53),
)


class DayKeys(NamedTuple):
    """The trips of a date and the key of each."""

    trips: Ints
    keys: Keys


class Differing(NamedTuple):
    """Trips of a date that only one of two timetables has."""

    gone: Ints  # of the first
    new: Ints  # of the second


def trip_keys(timetable: Timetable, trips: Ints) -> Keys:
    """Return ``[trip]`` a number that is the same for trips of a route with the same calls.

    Of 64 bits: among a million trips two different ones share it once in a million timetables.
    """
    calls, size = calls_of_trips(timetable, trips), np.diff(timetable.first_call)[trips]
    begin = np.cumsum(size) - size
    position = np.arange(len(calls)) - np.repeat(begin, size)
    mixed = _mixed(position.astype(np.uint64) * PRIMES[0])
    for column, prime in zip(CALL_COLUMNS, PRIMES[1:], strict=True):
        values = getattr(timetable, column)[calls].astype(np.int64).view(np.uint64)
        mixed = _mixed(mixed ^ (values * np.uint64(prime)))
    some = size > 0  # a trip without calls would take those of the next
    total = np.zeros(len(trips), np.uint64)
    if some.any():
        total[some] = np.add.reduceat(mixed, begin[some])
    route = timetable.trip_route[trips].astype(np.uint64)
    return _mixed(total ^ ((route + np.uint64(1)) * np.uint64(PRIMES[0])))


def day_keys(timetable: Timetable, when: date) -> DayKeys:
    """Return the trips of the date with their keys."""
    trips = timetable.trips_on(when)
    return DayKeys(trips, trip_keys(timetable, trips))


def differing(before: DayKeys, after: DayKeys) -> Differing:
    """Return the trips that only one of the two has."""
    gone = before.trips[~_held(before.keys, after.keys)]
    return Differing(gone, after.trips[~_held(after.keys, before.keys)])


def differing_trips(before: Timetable, after: Timetable, when: date) -> Differing:
    """Return the trips of the date that only one of the two has; routes and stops are the same.

    Further routes and stops may stand behind those of the first. A trip whose times are changed
    is in both.
    """
    if before is after:
        none = before.trips_on(when)[:0]
        return Differing(none, none)
    return differing(day_keys(before, when), day_keys(after, when))


def _held(keys: Keys, others: Keys) -> NDArray[np.bool_]:
    """Return which keys have a partner among the others; twins need as many partners."""
    known, number = np.unique(np.concatenate((keys, others)), return_inverse=True)
    partners = np.bincount(number[len(keys) :], minlength=len(known))
    own = number[: len(keys)]
    order = np.argsort(own, kind="stable")
    first = np.searchsorted(own[order], own[order])
    rank = np.empty(len(own), np.int64)
    rank[order] = np.arange(len(own)) - first
    held: NDArray[np.bool_] = rank < partners[own]
    return held


def _mixed(values: Keys) -> Keys:
    """Return the values with their bits well stirred (finaliser of SplitMix64)."""
    stirred = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    stirred = (stirred ^ (stirred >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return stirred ^ (stirred >> np.uint64(31))
