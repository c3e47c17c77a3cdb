"""Pair times: a few percentiles of the travel times of very many pairs, two bytes each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accessibility.ends import Linked
from accessibility.folds import Window
from accessibility.minutes import ranked_times
from accessibility.pairs import Between, between, each_scanned
from accessibility.window_times import window_percentiles
from gtfs.timetable import Bools, Ints
from mobility.day import Day
from mobility.doors import Sets
from mobility.lanes import TOO_LATE
from mobility.network import Network
from mobility.profiles import UNREACHED

NO_WAY = np.uint16(TOO_LATE)  # longer than any journey: max_travel_s is at most 43 200

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
    """Return ``[origin, destination]`` the percentile of the travel times over the window."""
    asked = between(network, day, origins, destinations)
    found: Seconds = times_between(asked, window, wanted=(percentile,), threads=threads)[0]
    return found


def times_between(
    asked: Between, window: Window, *, wanted: Sequence[int], threads: int | None = None
) -> Seconds:
    """Return ``[percentile, origin, destination]`` of the travel times over the window.

    The same seconds as ``matrix`` gives, ``NO_WAY`` where unreached.
    """
    found = window_percentiles(asked, window, wanted, threads=threads)
    return times_from_journeys(asked, window, wanted, threads) if found is None else found


def reached_between(
    asked: Between, window: Window, *, wanted: Sequence[int], threads: int | None = None
) -> Bools:
    """Return ``[percentile, origin, destination]`` whether the travel time is any but ``NO_WAY``.

    What ``times_between`` says of the day's longest journey, sooner than its seconds.
    """
    found = window_percentiles(asked, window, wanted, whether=True, threads=threads)
    if found is None:
        found = times_from_journeys(asked, window, wanted, threads)
    return np.asarray(found < NO_WAY)


def times_from_journeys(
    asked: Between, window: Window, wanted: Sequence[int], threads: int | None
) -> Seconds:
    """Return the same for any window, from the whole sets of journeys."""
    seconds = np.empty((len(wanted), *asked.walk_s.shape), np.uint16)
    scanned = np.moveaxis(seconds, 2 if asked.by_destination else 1, 0)
    ranks, longest_s = np.array(wanted, np.int32), asked.day.moving.max_travel_s

    def fill(one: int, sets: Sets, walk_s: Ints) -> None:
        times = ranked_times(sets, walk_s, window, longest_s, ranks).percentile.T
        scanned[one] = np.where(times < UNREACHED, times, NO_WAY)

    each_scanned(asked, fill, threads=threads, label="Erreichbarkeit")
    return seconds
