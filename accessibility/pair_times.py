"""Pair times: one travel time for each of very many pairs, two bytes a pair."""

import numpy as np
from numpy.typing import NDArray

from accessibility.ends import Linked
from accessibility.folds import Window
from accessibility.minutes import ranked_times
from accessibility.pairs import between, each_scanned
from gtfs.timetable import Ints
from mobility.day import Day
from mobility.doors import Sets
from mobility.network import Network
from mobility.profiles import UNREACHED

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

    The same seconds as ``matrix`` gives, ``NO_WAY`` where unreached; of each scan no more is kept
    than its row or column.
    """
    asked = between(network, day, origins, destinations)
    seconds = np.empty(asked.walk_s.shape, np.uint16)
    scanned = seconds.T if asked.by_destination else seconds
    rank, longest_s = np.array([percentile], np.int32), day.moving.max_travel_s

    def fill(one: int, sets: Sets, walk_s: Ints) -> None:
        times = ranked_times(sets, walk_s, window, longest_s, rank).percentile[:, 0]
        scanned[one] = np.where(times < UNREACHED, times, NO_WAY)

    each_scanned(asked, fill, threads=threads, label="Erreichbarkeit")
    return seconds
