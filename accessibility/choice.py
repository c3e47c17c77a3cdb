"""Choice: which target of a class every point is best off with, and what it has there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accessibility.best import NO_LIMIT, Offered, best_of_points
from accessibility.folds import NO_TIME
from accessibility.known import Known, figures_again
from accessibility.measures import Asked, Figures, Trip, Views, joined, look_around, taken
from accessibility.verbuende import rows_of_class
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

SOONER, ENOUGH = np.uint8(1), np.uint8(2)  # marks: why a pair is looked at
Marks: TypeAlias = NDArray[np.uint8]


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
    found, best = _of_class(figures, trip, points)
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
    further = still_open(asked, views, figures, threads=threads).all & ~first
    return joined((figures, figures_again(asked, views, further, known, threads=threads)))


class Open(NamedTuple):
    """``[target, point]`` the pairs that could be at least as good as the best of a class."""

    sooner: Bools  # as soon
    enough: Bools  # later perhaps, but good enough where service is

    @property
    def all(self) -> Bools:
        """All of them."""
        return self.sooner | self.enough


def promising(asked: Asked, views: Views, *, threads: int | None = None) -> Bools:
    """Return ``[target, point]`` the target of each class that promises a point most."""
    return _of_all(asked.trips, views.least_s, _promising, threads) > 0


def still_open(asked: Asked, views: Views, figures: Figures, *, threads: int | None = None) -> Open:
    """Return what could be better than the pairs computed, which are among them."""
    no_hours, no_times = figures.served_hours[:, :0], figures.departure_by[:, :0]  # decide nothing
    figures = figures._replace(served_hours=no_hours, departure_by=no_times)
    marks = _of_all(asked.trips, views.least_s, partial(_still_open, figures), threads)
    return Open(marks & SOONER > 0, marks & ENOUGH > 0)


def sooner(asked: Asked, views: Views, figures: Figures, *, threads: int | None = None) -> Bools:
    """Return what could be as soon as the best of the pairs computed where that meets no standard.

    Of pairs that cannot meet it themselves none else could be better.
    """
    marks = _of_all(asked.trips, views.least_s, partial(_sooner, figures), threads)
    return np.asarray(marks > 0)


def good_enough(asked: Asked, views: Views) -> Bools:
    """Return ``[target, point]`` what could meet the standard of a class in any window."""

    def within(trip: Trip, least_s: Ints) -> Marks:
        return np.asarray(least_s <= (NO_LIMIT if trip.limit_s is None else trip.limit_s), np.uint8)

    return _of_all(asked.trips, views.least_s, within, None) > 0


def choose(figures: Figures, trip: Trip, points: int) -> Ints:
    """Return ``[point]`` the pair of the class each point is best off with, -1 without any.

    First those that meet the standard, then the shortest planned journey (the walk where there
    is no ride), then the most journeys, then the order of the list.
    """
    return _served(figures, _best(figures, trip.limit_s, np.arange(len(figures.point)), points))


def _served(figures: Figures, best: Ints) -> Ints:
    """Return ``[point]`` the best pair where it is one, -1 elsewhere."""
    # journeys at the edges of the day alone have no time, but still beat having none
    served = (of_chosen(figures.journeys, best, 0) > 0) | (
        of_chosen(figures.walk_s, best, UNREACHED) < UNREACHED
    )
    return np.where(served, best, -1)


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


def clock(values: Ints) -> Ints:
    """Return clock times with those missing sorted last, as the medians want them."""
    return np.where(values == NO_TIME, UNREACHED, values)


def _time_s(figures: Figures, best: Ints) -> Ints:
    """Return ``[point]`` the time of the best pair, just under ``UNREACHED`` without any."""
    planned_s = of_chosen(figures.journey_time_p50, best, UNREACHED)
    walk_s = of_chosen(figures.walk_s, best, UNREACHED)
    time_s = np.where(planned_s < UNREACHED, planned_s, walk_s)
    return np.minimum(time_s, UNREACHED - 1).astype(np.int32)


def _best(figures: Figures, limit_s: int | None, rows: Ints, points: int) -> Ints:
    """Return ``[point]`` the best pair of some, however bad, -1 where there is none."""
    decisive = figures.journey_time_p50, figures.walk_s, figures.every_slot, figures.journeys
    offered = Offered(figures.target, figures.point, *decisive)
    return best_of_points(offered, rows, NO_LIMIT if limit_s is None else limit_s, points)


def _of_class(figures: Figures, trip: Trip, points: int) -> tuple[Figures, Ints]:
    """Return ``[point]`` the best pair of a class, and the figures it is one of."""
    found, rows = rows_of_class(figures, trip, points)
    return found, _best(found, trip.limit_s, rows, points)


def _least_s(trip: Trip, least_s: Ints) -> Ints:
    """Return ``[target, point]`` the lower bounds of the class; of a Verbund its slowest's."""
    least = least_s[trip.targets]
    if trip.own is not None:
        least = np.where(trip.targets[:, None] == trip.own, least, UNREACHED)
    if trip.together is not None:
        verbuende = np.unique(trip.together)
        slowest = np.stack([least[trip.together == one].max(axis=0) for one in verbuende])
        least = slowest[np.searchsorted(verbuende, trip.together)]
    return least


def _of_all(
    trips: Mapping[str, Trip],
    least_s: Ints,
    pairs_of: Callable[[Trip, Ints], Marks],
    threads: int | None,
) -> Marks:
    """Return ``[target, point]`` the marks of any class, each asked with its lower bounds."""
    asked = [trip for trip in trips.values() if len(trip.targets)]
    found = in_threads(lambda trip: pairs_of(trip, _least_s(trip, least_s)), asked, threads=threads)
    marks = np.zeros(least_s.shape, np.uint8)
    for trip, some in zip(asked, found, strict=True):
        marks[trip.targets] |= some
    return marks


def _promising(trip: Trip, least_s: Ints) -> Marks:
    """Mark ``[target of the class, point]`` the target with the least lower bound."""
    number = np.arange(len(least_s)) if trip.together is None else trip.together
    best = number[:, None] == number[np.argmin(least_s, axis=0)]
    return np.asarray(best & (least_s < UNREACHED)).view(np.uint8)


def _still_open(figures: Figures, trip: Trip, least_s: Ints) -> Marks:
    """Mark ``[target of the class, point]`` what could be at least as good as the best so far."""
    found, best = _of_class(figures, trip, least_s.shape[1])
    met, best_s = met_by_chosen(found, trip, best), _time_s(found, best)
    limit_s = np.int32(-1 if trip.limit_s is None else trip.limit_s)
    sooner = least_s <= np.where(met, np.int32(-1), best_s)
    enough = least_s <= np.where(met, np.minimum(best_s, limit_s), limit_s)
    return sooner * SOONER | enough * ENOUGH


def _sooner(figures: Figures, trip: Trip, least_s: Ints) -> Marks:
    """Mark ``[target of the class, point]`` what could be as soon as a best that is not enough."""
    found, best = _of_class(figures, trip, least_s.shape[1])
    met, best_s = met_by_chosen(found, trip, best), _time_s(found, best)
    return np.asarray(least_s <= np.where(met, np.int32(-1), best_s)).view(np.uint8)
