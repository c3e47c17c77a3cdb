"""Choice: which target of a class every point is best off with, and what it has there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accessibility.best import best_of_all, best_of_class, met_by_chosen, of_chosen
from accessibility.folds import NO_TIME
from accessibility.known import Known, figures_again
from accessibility.measures import Asked, Figures, Trip, Views, joined, look_around, taken
from accessibility.open_pairs import promising, still_open
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads


@dataclass(frozen=True)
class Choice:
    """The figures of one class, ``[point]``, towards the target each point is best off with."""

    trip: Trip
    figures: Figures  # of the class
    row: Ints  # [point] pair of the figures, -1 without any
    one_partner: Bools | None = None  # [point] met by one partner of a Verbund and not by all

    def of(self, values: Ints, missing: int) -> Ints:
        """Return ``[point]`` the figure of the chosen pair."""
        return of_chosen(values, self.row, missing)

    @cached_property
    def target(self) -> Ints:
        """``[point]`` row of the target doors, -1 without any."""
        return self.of(self.figures.target, -1)

    @cached_property
    def walks(self) -> Bools:
        """``[point]`` whether it is near enough to walk there."""
        walks: Bools = self.of(self.figures.walk_s, UNREACHED) < UNREACHED
        return walks

    @cached_property
    def known(self) -> Bools:
        """``[point]`` whether there is any target of the class for it."""
        if self.trip.own is not None:
            return np.asarray(self.trip.own >= 0)
        return np.full(len(self.row), len(self.trip.targets) > 0)

    @cached_property
    def met(self) -> Bools:
        """``[point]`` whether the standard is met; never where there is no limit."""
        return met_by_chosen(self.figures, self.trip, self.row)


def choices_of(asked: Asked, *, threads: int | None = None) -> dict[str, Choice]:
    """Return for every class what each point has to its best target."""
    return chosen(asked, reach_targets(asked, threads=threads), threads=threads)


def chosen(asked: Asked, figures: Figures, *, threads: int | None = None) -> dict[str, Choice]:
    """Return for every class what each point has to its best target, of the pairs computed."""
    points, trips = len(asked.walk_s), list(asked.trips.values())
    choices = in_threads(lambda trip: best_choice(figures, trip, points), trips, threads=threads)
    return dict(zip(asked.trips, choices, strict=True))


def best_choice(figures: Figures, trip: Trip, points: int) -> Choice:
    """Return what each point has to its best target of a class, of all pairs computed."""
    found, best = best_of_class(figures, trip, points)
    row = _served(found, best)
    gone = np.flatnonzero(row >= 0)
    number = np.full(points, -1, np.int64)
    number[gone] = np.arange(len(gone))
    return Choice(trip, taken(found, row[gone]), number)


def reach_targets(
    asked: Asked,
    views: Views | None = None,
    *,
    known: Known | None = None,
    threads: int | None = None,
) -> Figures:
    """Return the figures of all pairs that could be a point's best of any class.

    The scans say what no journey of a pair is shorter than. So every point is held first
    against the target of each class that promises most, then against those that could still be
    better: what is left out cannot win. Figures known from another network are taken from there
    where nothing they rest on differs.
    """
    views = views or look_around(asked, threads=threads)
    first = promising(asked, views, threads=threads)
    figures = figures_again(asked, views, first, known, threads=threads)
    further = still_open(asked, views, figures, threads=threads) & ~first
    return joined((figures, figures_again(asked, views, further, known, threads=threads)))


def choose(figures: Figures, trip: Trip, points: int) -> Ints:
    """Return ``[point]`` the pair of the class each point is best off with, -1 without any.

    First those that meet the standard, then the shortest planned journey (the walk where there
    is no ride), then the most journeys, then the order of the list.
    """
    return _served(figures, best_of_all(figures, trip.limit_s, points))


def _served(figures: Figures, best: Ints) -> Ints:
    """Return ``[point]`` the best pair where it is one, -1 elsewhere."""
    # journeys at the edges of the day alone have no time, but still beat having none
    served = (of_chosen(figures.journeys, best, 0) > 0) | (
        of_chosen(figures.walk_s, best, UNREACHED) < UNREACHED
    )
    return np.where(served, best, -1)


def clock(values: Ints) -> Ints:
    """Return clock times with those missing sorted last, as the medians want them."""
    return np.where(values == NO_TIME, UNREACHED, values)
