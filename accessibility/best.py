"""Best: kernel that finds the pair every point is best off with, of the targets of a class."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED

NO_LIMIT = -1  # s: nothing takes less
LATER = np.int64(2**40)  # s, more than any time: who does not meet the standard comes after


class Offered(NamedTuple):
    """Pairs of points and targets, and what decides between them."""

    target: Ints  # [pair]
    point: Ints  # [pair]
    planned_s: Ints  # [pair] the median by timetable, UNREACHED if none
    walk_s: Ints  # [pair] UNREACHED if too far
    every_slot: Bools  # [pair]
    journeys: Ints  # [pair]


@numba.njit(cache=True, nogil=True)
def best_of_points(offered: Offered, rows: Ints, limit_s: int, points: int) -> Ints:
    """Return ``[point]`` the best of some pairs, however bad, -1 where there is none.

    First those that meet the standard, then the shortest planned journey (the walk where there
    is no ride), then the most journeys, then the smallest target, then the order of the rows.
    """
    best, least_s = np.full(points, -1, np.int64), np.full(points, 2 * LATER, np.int64)
    for pair in rows:
        planned_s, walk_s = offered.planned_s[pair], offered.walk_s[pair]
        time_s = np.int64(planned_s if planned_s < UNREACHED else walk_s)
        on_foot = walk_s < UNREACHED  # needs no service
        met = min(planned_s, walk_s) <= limit_s and (on_foot or offered.every_slot[pair])
        time_s += 0 if met else LATER
        point = offered.point[pair]
        if time_s < least_s[point] or (
            time_s == least_s[point] and _wins(offered, pair, best[point])
        ):
            best[point], least_s[point] = pair, time_s
    return best


@numba.njit(cache=True, nogil=True)
def _wins(offered: Offered, pair: int, other: int) -> bool:
    """Return whether a pair beats another that is reached as soon."""
    more = offered.journeys[pair] - offered.journeys[other]
    return bool(more > 0 or (more == 0 and offered.target[pair] < offered.target[other]))
