"""Kept pairs: the journeys of a day as any window asks about them, folded where they may count.

The shortest useful journey of the day bounds what a pair has in any window. So every point is held
first against the target whose bound is least, then against those that could still be better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accessibility.best import best_of_class, met_by_chosen, reached_s
from accessibility.measures import Asked, Figures, Ridden, Trip, joined, taken
from accessibility.open_pairs import least_of_class
from accessibility.window_fold import InWindow, fold_some, shortest_of
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

UNKNOWN = -1  # s: no bound of pairs that are not kept


@dataclass(frozen=True, eq=False)
class Part:
    """Pairs towards targets scanned together."""

    ridden: Ridden
    figures: Figures  # in the window first asked for


class Bound(NamedTuple):
    """The pairs of a class, and what none of them takes less than in any window."""

    rows: Ints  # [pair of the class] among all that are kept
    point: Ints
    least_s: Ints  # of a Verbund its slowest partner's, the walk as well


@dataclass(frozen=True, eq=False)
class KeptPairs:
    """The parts, and the figures of all their pairs, one part after the other."""

    parts: Sequence[Part]
    figures: Figures
    known: Bools  # [target, point]
    bounds: Mapping[str, Bound]  # by class
    first: Bools  # [pair] that promises a point most in any class

    def folded(self, asked: Asked, threads: int | None) -> Figures:
        """Return the figures of the pairs that could be the best, but for random departures."""
        first = self._fold(asked, self.first, threads)
        further = self._still_open(asked, first, threads) & ~self.first
        return joined((first, self._fold(asked, further, threads)))

    def _fold(self, asked: Asked, pairs: Bools, threads: int | None) -> Figures:
        """Return the figures of some pairs in the window."""
        rows = np.split(pairs, np.cumsum([len(part.figures.point) for part in self.parts])[:-1])
        jobs = list(zip(self.parts, map(np.flatnonzero, rows), strict=True))
        found = in_threads(lambda job: _in_window(asked, *job), jobs, threads=threads)
        columns = InWindow._make(map(np.concatenate, zip(*found, strict=True)))
        return taken(self.figures, np.flatnonzero(pairs))._replace(**columns._asdict())

    def _still_open(self, asked: Asked, figures: Figures, threads: int | None) -> Bools:
        """Return ``[pair]`` what could be at least as good as the best of those folded."""

        def rows_of(kind: str) -> Ints:
            rows, point, least_s = self.bounds[kind]
            return rows[least_s <= _enough_s(figures, asked.trips[kind], len(asked.walk_s))[point]]

        pairs = np.zeros(len(self.first), np.bool_)
        for rows in in_threads(rows_of, list(asked.trips), threads=threads):
            pairs[rows] = True
        return pairs


def keep_pairs(asked: Asked, parts: Sequence[Part]) -> KeptPairs:
    """Return the pairs of all parts, ready for any window."""
    figures = joined(part.figures for part in parts)
    target, point, walk_s = figures.target, figures.point, figures.walk_s
    ridden = [shortest_of((part.ridden.out, part.ridden.useful)) for part in parts]
    least = np.full(asked.walk_s.T.shape, UNKNOWN, np.int32)
    least[target, point] = np.minimum(np.concatenate(ridden), walk_s)
    known, first = least != UNKNOWN, np.zeros(len(point), np.bool_)
    bounds = {kind: _bound(trip, figures, least) for kind, trip in asked.trips.items()}
    for bound in bounds.values():
        first[_promising(bound, len(asked.walk_s))] = True
    return KeptPairs(parts, figures, known, bounds, first)


def _bound(trip: Trip, figures: Figures, least_s: Ints) -> Bound:
    """Return the pairs of a class that lead anywhere."""
    number = np.full(len(least_s), UNKNOWN)
    number[trip.targets] = np.arange(len(trip.targets))
    rows = np.flatnonzero(number[figures.target] != UNKNOWN)
    every, point = np.arange(least_s.shape[1]), figures.point[rows]
    bound = least_of_class(trip, least_s, every)[number[figures.target[rows]], point]
    some = bound < UNREACHED
    return Bound(rows[some], point[some], bound[some])


def _promising(bound: Bound, points: int) -> Ints:
    """Return the rows of the pairs with the least bound of their points."""
    least = np.full(points, UNREACHED, np.int32)
    np.minimum.at(least, bound.point, bound.least_s)
    rows: Ints = bound.rows[bound.least_s == least[bound.point]]
    return rows


def _in_window(asked: Asked, part: Part, some: Ints) -> InWindow:
    """Return the figures of some pairs of the part."""
    ridden, walk_s = part.ridden, part.figures.walk_s
    out, home = (ridden.out, ridden.useful), (ridden.home, ridden.useful_home)
    return fold_some(out, home, walk_s, asked.window, asked.slots_s, some)


def _enough_s(figures: Figures, trip: Trip, points: int) -> Ints:
    """Return ``[point]`` how long a better one takes at most: its bound need not be more."""
    found, best = best_of_class(figures, trip, points)
    met, best_s = met_by_chosen(found, trip, best), reached_s(found, best)
    limit_s = np.int32(UNKNOWN if trip.limit_s is None else trip.limit_s)
    return np.asarray(np.where(met, best_s, np.maximum(best_s, limit_s)))
