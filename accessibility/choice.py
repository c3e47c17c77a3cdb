"""Choice: which target of a class every point is best off with, and what it has there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accessibility.best import Best, best_of_all, best_of_class, limit_of, of_chosen
from accessibility.folds import NO_TIME
from accessibility.known import Known, figures_again
from accessibility.measures import Asked, Figures, Trip, Views, joined, look_around, taken
from accessibility.open_pairs import promising, still_open
from accessibility.verbuende import as_one, offered_by, rows_of_class
from gtfs.timetable import NONE, Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads


@dataclass(frozen=True)
class Choice:
    """The figures of one class, ``[point]``, towards the target each point is best off with."""

    trip: Trip
    figures: Figures  # of the class
    row: Ints  # [point] pair of the figures, -1 without any
    one_partner: Bools | None = None  # [point] met by one partner of a Verbund and not by all

    def of(self, values: Ints | Bools, missing: int) -> Ints:
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
        on_foot, limit_s = self.walks, limit_of(self.trip.limit_s)  # who walks needs no service
        planned_s = self.of(self.figures.journey_time_p50, UNREACHED)
        soon = np.minimum(planned_s, self.of(self.figures.walk_s, UNREACHED)) <= limit_s
        return np.asarray(soon & (on_foot | self.of(self.figures.every_slot, 0).astype(np.bool_)))


def choices_of(asked: Asked, *, threads: int | None = None) -> dict[str, Choice]:
    """Return for every class what each point has to its best target."""
    return chosen(asked, reach_targets(asked, threads=threads), threads=threads)


def chosen(asked: Asked, figures: Figures, *, threads: int | None = None) -> dict[str, Choice]:
    """Return for every class what each point has to its best target, of the pairs computed."""
    best = best_pairs(asked, figures, threads=threads)

    def choice(kind: str) -> Choice:
        return choice_of(asked.trips[kind], best[kind], lambda rows: as_one(taken(figures, rows)))

    return dict(zip(best, in_threads(choice, list(best), threads=threads), strict=True))


def best_pairs(asked: Asked, figures: Figures, *, threads: int | None = None) -> dict[str, Best]:
    """Return for every class the best pair of each point, of the pairs computed."""
    offered, points = offered_by(figures), len(asked.walk_s)

    def best(trip: Trip) -> Best:
        rows = rows_of_class(figures.target, figures.point, trip)
        return best_of_class(offered, rows, trip, points)

    found = in_threads(best, list(asked.trips.values()), threads=threads)
    return dict(zip(asked.trips, found, strict=True))


def choice_of(trip: Trip, best: Best, figures_at: Callable[[Ints], Figures]) -> Choice:
    """Return the choice of the best pairs, with the figures of ``[partner, point]`` their rows."""
    gone = np.flatnonzero(best.served)
    number = np.full(len(best.served), NONE, np.int64)
    number[gone] = np.arange(len(gone))
    return Choice(trip, figures_at(best.rows[:, gone]), number)


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
    best = best_of_all(offered_by(figures), trip.limit_s, points)
    return np.where(best.served, best.rows[0], NONE)


def clock(values: Ints) -> Ints:
    """Return clock times with those missing sorted last, as the medians want them."""
    return np.where(values == NO_TIME, UNREACHED, values)
