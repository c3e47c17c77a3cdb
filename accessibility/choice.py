"""Choice: which target of a class every point is best off with, and which cannot be it."""

import numpy as np

from accessibility.folds import NO_TIME
from accessibility.measures import Asked, Figures, Trip, figures_of, joined, look_around
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED


def reach_targets(asked: Asked, *, threads: int | None = None) -> Figures:
    """Return the figures of all pairs that could be a point's best of any class.

    The scans say what no journey of a pair is shorter than. So every point is held first
    against the target of each class that promises most, then against those that could still be
    better: what is left out cannot win.
    """
    views = look_around(asked, threads=threads)
    first = _promising(asked, views.least_s)
    figures = figures_of(asked, views, first, threads=threads)
    further = _still_open(asked, views.least_s, figures) & ~first
    return joined((figures, figures_of(asked, views, further, threads=threads)))


def choose(figures: Figures, trip: Trip, points: int) -> Ints:
    """Return ``[point]`` the pair with the target each point is best off with, -1 without any.

    First those that meet the standard, then the shortest planned journey (the walk where there
    is no ride), then the most journeys, then the order of the list.
    """
    best = _best(figures, trip, points)
    # journeys at the edges of the day alone have no time, but still beat having none
    served = (of_chosen(figures.journeys, best, 0) > 0) | (
        of_chosen(figures.walk_s, best, UNREACHED) < UNREACHED
    )
    return np.where(served, best, -1)


def met_by_chosen(figures: Figures, trip: Trip, chosen: Ints) -> Bools:
    """Return ``[point]`` whether the chosen pair meets the standard."""
    met: Bools = of_chosen(_meets(figures, trip.limit_s).astype(np.int8), chosen, 0) > 0
    return met


def _meets(figures: Figures, limit_s: int) -> Bools:
    """Return ``[pair]`` whether the standard of the limit is met; on foot it needs no service."""
    p50, walk_s = figures.journey_time_p50, figures.walk_s
    met: Bools = np.where(
        walk_s < UNREACHED,
        np.minimum(p50, walk_s) <= limit_s,
        figures.every_slot & (p50 <= limit_s),
    )
    return met


def of_chosen(values: Ints, chosen: Ints, missing: int) -> Ints:
    """Return ``[point]`` the figure of the chosen pair."""
    if not len(values):
        return np.full(len(chosen), missing, np.int64)
    return np.where(chosen >= 0, values[chosen], missing)


def clock(values: Ints) -> Ints:
    """Return clock times with those missing sorted last, as the medians want them."""
    return np.where(values == NO_TIME, UNREACHED, values)


def _time_s(figures: Figures) -> Ints:
    return np.where(figures.journey_time_p50 < UNREACHED, figures.journey_time_p50, figures.walk_s)


def _best(figures: Figures, trip: Trip, points: int) -> Ints:
    """Return ``[point]`` the best pair, however bad, -1 where none was computed."""
    held = np.flatnonzero(np.isin(figures.target, trip.targets))
    keys = (
        figures.target,
        -figures.journeys,
        _time_s(figures),
        ~_meets(figures, trip.limit_s),
        figures.point,
    )
    held = held[np.lexsort([key[held] for key in keys])][::-1]
    best = np.full(points, -1, np.int64)
    best[figures.point[held]] = held  # the best is written last
    return best


def _promising(asked: Asked, least_s: Ints) -> Bools:
    """Return ``[target, point]`` the target of each class with the least lower bound."""
    pairs = np.zeros(least_s.shape, np.bool_)
    point = np.arange(least_s.shape[1])
    for trip in asked.trips.values():
        if len(trip.targets):
            target = trip.targets[np.argmin(least_s[trip.targets], axis=0)]
            pairs[target, point] = True
    return pairs & (least_s < UNREACHED)


def _still_open(asked: Asked, least_s: Ints, figures: Figures) -> Bools:
    """Return ``[target, point]`` the pairs that could be at least as good as the best so far."""
    pairs = np.zeros(least_s.shape, np.bool_)
    for trip in asked.trips.values():
        best = _best(figures, trip, least_s.shape[1])
        met = met_by_chosen(figures, trip, best)
        time_s = of_chosen(_time_s(figures), best, UNREACHED)
        least = least_s[trip.targets]
        in_time, might_meet = least <= time_s, least <= trip.limit_s
        pairs[trip.targets] |= np.where(met, in_time & might_meet, in_time | might_meet)
    return pairs & (least_s < UNREACHED)
