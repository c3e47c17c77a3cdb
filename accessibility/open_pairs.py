"""Open pairs: which pairs of a point and a target could be its best, before they are computed."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from accessibility.best import best_of_class, limit_of
from accessibility.measures import Asked, Figures, Trip, Views
from accessibility.verbuende import offered_by, rows_of_class
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads


def promising(asked: Asked, views: Views, *, threads: int | None = None) -> Bools:
    """Return ``[target, point]`` the target of each class that promises a point most."""
    return _of_all(asked.trips, views.least_s, _promising, threads)


def still_open(
    asked: Asked, views: Views, figures: Figures, *, threads: int | None = None
) -> Bools:
    """Return what could be better than the pairs computed, which are among them."""
    return _of_all(asked.trips, views.least_s, partial(_still_open, figures), threads)


def sooner(asked: Asked, views: Views, enough_s: Mapping[str, Ints]) -> Bools:
    """Return ``[target, point]`` what may take no more than is enough in any class ``[point]``.

    Only of those for whom that is more than the limit: others can be better off with none that
    cannot meet the standard itself, see ``good_enough``.
    """
    pairs = np.zeros(views.least_s.shape, np.bool_)
    for kind, trip in asked.trips.items():
        points = np.flatnonzero(enough_s[kind] > limit_of(trip.limit_s))
        target, point = np.nonzero(
            least_of_class(trip, views.least_s, points) <= enough_s[kind][points]
        )
        pairs[trip.targets[target], points[point]] = True
    return pairs


def good_enough(asked: Asked, views: Views) -> Bools:
    """Return ``[target, point]`` what could meet the standard of a class in any window."""
    return _of_all(asked.trips, views.least_s, _good_enough, None)


def least_of_class(trip: Trip, least_s: Ints, points: Ints) -> Ints:
    """Return ``[target, point]`` lower bounds of the class at some points; of a Verbund's slowest.

    ``least_s`` are those of all targets and points.
    """
    least = least_s[trip.targets[:, None], points]
    if trip.own is not None:
        least = np.where(trip.targets[:, None] == trip.own[points], least, UNREACHED)
    if trip.together is not None:
        verbuende = np.unique(trip.together)
        slowest = np.stack([least[trip.together == one].max(axis=0) for one in verbuende])
        least = slowest[np.searchsorted(verbuende, trip.together)]
    return least


def _of_all(
    trips: Mapping[str, Trip],
    least_s: Ints,
    pairs_of: Callable[[Trip, Ints], Bools],
    threads: int | None,
) -> Bools:
    """Return ``[target, point]`` the pairs of any class, each asked with its lower bounds."""
    asked = [trip for trip in trips.values() if len(trip.targets)]
    every = np.arange(least_s.shape[1])
    found = in_threads(
        lambda trip: pairs_of(trip, least_of_class(trip, least_s, every)), asked, threads=threads
    )
    marks = np.zeros(least_s.shape, np.bool_)
    for trip, some in zip(asked, found, strict=True):
        marks[trip.targets] |= some
    return marks


def _promising(trip: Trip, least_s: Ints) -> Bools:
    """Return ``[target of the class, point]`` the target with the least lower bound."""
    number = np.arange(len(least_s)) if trip.together is None else trip.together
    best = number[:, None] == number[np.argmin(least_s, axis=0)]
    return np.asarray(best & (least_s < UNREACHED))


def _still_open(figures: Figures, trip: Trip, least_s: Ints) -> Bools:
    """Return ``[target of the class, point]`` what could be at least as good as the best so far."""
    rows = rows_of_class(figures.target, figures.point, trip)
    best = best_of_class(offered_by(figures), rows, trip, least_s.shape[1])
    met, best_s, limit_s = best.met(trip.limit_s), best.time_s, np.int32(limit_of(trip.limit_s))
    sooner = least_s <= np.where(met, np.int32(-1), best_s)
    enough = least_s <= np.where(met, np.minimum(best_s, limit_s), limit_s)
    return np.asarray(sooner | enough)


def _good_enough(trip: Trip, least_s: Ints) -> Bools:
    """Return ``[target of the class, point]`` what is no farther than the limit at best."""
    return np.asarray(least_s <= limit_of(trip.limit_s))
