"""Pair times: one travel time for each of very many pairs, two bytes a pair."""

import numpy as np
from numpy.typing import NDArray

from accessibility.ends import Linked, walks_between
from accessibility.folds import Window, percentiles, travel_times
from gtfs.timetable import Ints
from mobility.day import Day, sets_from, sets_to
from mobility.doors import door_s
from mobility.network import Network
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

NO_WAY = np.uint16(65_535)  # longer than any journey: max_travel_s is at most 43 200

Seconds = NDArray[np.uint16]


def pair_times(
    network: Network,
    day: Day,
    origins: Linked,
    destinations: Linked,
    window: Window,
    *,
    percentile: int = 50,
    threads: int | None = None,
) -> Seconds:
    """Return ``[origin, destination]`` the percentile of the travel times over the window.

    The same seconds as ``matrix`` gives, ``NO_WAY`` where unreached. Scans once per destination
    or per origin, whichever are fewer, and keeps no more of each scan than its column.
    """
    walk_s = walks_between(network, origins, destinations)
    there, here = destinations.doors, origins.doors
    backward = walk_s.shape[1] <= walk_s.shape[0]
    seconds = np.empty(walk_s.shape, np.uint16)
    rank = np.array([percentile], np.int32)
    if not backward:
        day.mirror  # noqa: B018 - made once, before the threads ask for it

    def fill(one: int) -> None:
        walk = np.ascontiguousarray(walk_s[:, one] if backward else walk_s[one])
        if backward:
            sets = sets_to(day, here, door_s(there, one, day.stops), walk)
        else:
            sets = sets_from(day, door_s(here, one, day.stops), there, walk)
        times = travel_times(sets, walk, window, day.moving.max_travel_s)
        column = _small(percentiles(times, rank)[:, 0])
        if backward:
            seconds[:, one] = column
        else:
            seconds[one] = column

    in_threads(fill, range(min(walk_s.shape)), threads=threads, label="Erreichbarkeit")
    return seconds


def _small(times: Ints) -> Seconds:
    return np.where(times < UNREACHED, times, NO_WAY).astype(np.uint16)
