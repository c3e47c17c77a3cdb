"""Trip keys: which trips of two timetables are the same, whatever their ids."""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import Ints, Timetable
from gtfs.trip_hash import Keys


class DayKeys(NamedTuple):
    """The trips of a date and the key of each."""

    trips: Ints
    keys: Keys


class Differing(NamedTuple):
    """Trips of a date that only one of two timetables has."""

    gone: Ints  # of the first
    new: Ints  # of the second


def day_keys(timetable: Timetable, when: date) -> DayKeys:
    """Return the trips of the date with their keys."""
    trips = timetable.trips_on(when)
    return DayKeys(trips, timetable.trip_key[trips])


def differing(before: DayKeys, after: DayKeys) -> Differing:
    """Return the trips that only one of the two has."""
    if np.array_equal(before.keys, after.keys):
        return Differing(before.trips[:0], after.trips[:0])
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
