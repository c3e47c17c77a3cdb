"""Choice: which target of a class every point is best off with, and what it has there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accessibility.folds import NO_TIME
from accessibility.known import Known, figures_again
from accessibility.measures import Asked, Figures, Trip, Views, joined, look_around
from accessibility.verbuende import of_class
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

LATER = np.int64(2**40)  # s, more than any time: who does not meet the standard comes after
BITS = 32  # of the number of a target
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
    points = len(asked.walk_s)

    def of_trip(trip: Trip) -> Choice:
        found = of_class(figures, trip, points)
        return Choice(trip, found, choose(found, trip, points))

    choices = in_threads(of_trip, list(asked.trips.values()), threads=threads)
    return dict(zip(asked.trips, choices, strict=True))


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


def choose(figures: Figures, trip: Trip, points: int) -> Ints:
    """Return ``[point]`` the pair of the class each point is best off with, -1 without any.

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


def _meets(figures: Figures, limit_s: int | None) -> Bools:
    """Return ``[pair]`` whether the standard of the limit is met; on foot it needs no service."""
    p50, walk_s = figures.journey_time_p50, figures.walk_s
    if limit_s is None:
        return np.zeros(len(p50), np.bool_)
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
    time_s = _time_s(figures).astype(np.int64) + np.where(_meets(figures, trip.limit_s), 0, LATER)
    held = _least_of_point(time_s, figures.point, points)
    fewer = (-figures.journeys[held].astype(np.int64) << BITS) + figures.target[held]
    held = held[_least_of_point(fewer, figures.point[held], points)]
    best = np.full(points, -1, np.int64)
    best[figures.point[held[::-1]]] = held[::-1]  # of equal ones the first is written last
    return best


def _least_of_point(values: Ints, point: Ints, points: int) -> Ints:
    """Return the pairs that have the least value of their point."""
    least = np.full(points, np.iinfo(np.int64).max, np.int64)
    np.minimum.at(least, point, values)
    return np.flatnonzero(values == least[point])


def _least_s(trip: Trip, least_s: Ints) -> Ints:
    """Return ``[target, point]`` the lower bounds of the class; of a Verbund its slowest's."""
    least = least_s[trip.targets]
    if trip.own is not None:
        least = np.where(trip.targets[:, None] == trip.own, least, UNREACHED)
    if trip.together is not None:
        slowest = np.zeros_like(least)
        np.maximum.at(slowest, trip.together, least)
        least = slowest[trip.together]
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
    points = least_s.shape[1]
    found = of_class(figures, trip, points)
    best = _best(found, trip, points)
    met = met_by_chosen(found, trip, best)
    best_s = np.minimum(of_chosen(_time_s(found), best, UNREACHED), UNREACHED - 1).astype(np.int32)
    limit_s = np.int32(-1 if trip.limit_s is None else trip.limit_s)
    sooner = least_s <= np.where(met, np.int32(-1), best_s)
    enough = least_s <= np.where(met, np.minimum(best_s, limit_s), limit_s)
    return sooner * SOONER | enough * ENOUGH
