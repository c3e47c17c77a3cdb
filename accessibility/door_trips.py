"""Door trips: kernel that takes the shortest trips of stops to the doors around them."""

import numpy as np

from gtfs.timetable import Ints
from mobility.doors import Doors
from mobility.kernels import kernel
from mobility.profiles import UNREACHED


def door_trips(doors: Doors, trip_s: Ints) -> Ints:
    """Return ``[end, door]`` the shortest trip with the walk to its stop, of ``[end, stop]``.

    ``UNREACHED`` where no stop near the door has a trip.
    """
    first, stop, walk_s = (np.asarray(column, np.int32) for column in doors)
    shortest = np.full((len(doors.first) - 1, len(trip_s)), UNREACHED, np.int32)
    _shortest(first, stop, walk_s, np.ascontiguousarray(trip_s.T, np.int32), shortest)
    return shortest.T


@kernel
def _shortest(first: Ints, stop: Ints, walk_s: Ints, trip_s: Ints, shortest: Ints) -> None:
    """Write ``[door, end]`` of ``trip_s`` ``[stop, end]``; a walk fits above ``UNREACHED``."""
    for door in range(len(shortest)):
        for link in range(first[door], first[door + 1]):
            near, ahead_s = np.uint64(stop[link]), walk_s[link]
            for end in range(shortest.shape[1]):
                one = np.int32(trip_s[near, end] + ahead_s)
                shortest[door, end] = min(shortest[door, end], one)
