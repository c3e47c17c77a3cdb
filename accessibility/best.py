"""Best: which pair every point is best off with, of the targets of a class, and if it is enough."""

from typing import NamedTuple

import numba
import numpy as np

from accessibility.measures import Figures, Trip
from accessibility.verbuende import rows_of_class
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


def best_of_class(figures: Figures, trip: Trip, points: int) -> tuple[Figures, Ints]:
    """Return ``[point]`` the best pair of a class, however bad, and the figures it is one of.

    First those that meet the standard, then the shortest planned journey (the walk where there
    is no ride), then the most journeys, then the order of the list. -1 where none was computed.
    """
    found, rows = rows_of_class(figures, trip, points)
    return found, _best(found, trip.limit_s, rows, points)


def best_of_all(figures: Figures, limit_s: int | None, points: int) -> Ints:
    """Return ``[point]`` the best of all pairs, whatever their class."""
    return _best(figures, limit_s, np.arange(len(figures.point)), points)


def _best(figures: Figures, limit_s: int | None, rows: Ints, points: int) -> Ints:
    decisive = figures.journey_time_p50, figures.walk_s, figures.every_slot, figures.journeys
    offered = Offered(figures.target, figures.point, *decisive)
    return best_of_points(offered, rows, NO_LIMIT if limit_s is None else limit_s, points)


def met_by_chosen(figures: Figures, trip: Trip, chosen: Ints) -> Bools:
    """Return ``[point]`` whether the chosen pair meets the standard."""
    if trip.limit_s is None:
        return np.zeros(len(chosen), np.bool_)
    p50 = of_chosen(figures.journey_time_p50, chosen, UNREACHED)
    walk_s = of_chosen(figures.walk_s, chosen, UNREACHED)
    every_slot = of_chosen(figures.every_slot.astype(np.int8), chosen, 0) > 0
    on_foot = walk_s < UNREACHED  # it needs no service
    return np.asarray((np.minimum(p50, walk_s) <= trip.limit_s) & (on_foot | every_slot))


def of_chosen(values: Ints, chosen: Ints, missing: int) -> Ints:
    """Return ``[point]`` the figure of the chosen pair."""
    if not len(values):
        return np.full(len(chosen), missing, np.int64)
    return np.where(chosen >= 0, values[chosen], missing)


def reached_s(figures: Figures, best: Ints) -> Ints:
    """Return ``[point]`` the time of the best pair, just under ``UNREACHED`` without any."""
    planned_s = of_chosen(figures.journey_time_p50, best, UNREACHED)
    walk_s = of_chosen(figures.walk_s, best, UNREACHED)
    time_s = np.where(planned_s < UNREACHED, planned_s, walk_s)
    return np.minimum(time_s, UNREACHED - 1).astype(np.int32)


@numba.njit(cache=True, nogil=True)
def best_of_points(offered: Offered, rows: Ints, limit_s: int, points: int) -> Ints:
    """Return ``[point]`` the best of some pairs, see ``best_of_class``."""
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
