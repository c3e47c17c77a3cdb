"""Kept pairs: the journeys of a day as any window asks about them, folded where they may count.

The shortest useful journey of the day bounds what a pair has in any window. So every point is held
first against the target it had chosen in the window first asked for, then against those that
could still be better.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accessibility.best import best_at, limit_of
from accessibility.choice import best_pairs
from accessibility.folds import MINUTE_S
from accessibility.measures import Asked, Figures, Trip, Views
from accessibility.open_pairs import least_of_class
from accessibility.run_folds import Span, fold_runs
from accessibility.run_minutes import median_runs, room_for
from accessibility.runs import Runs, shortest_of
from accessibility.verbuende import Offered, offered_by
from accessibility.window_fold import InWindow
from accessibility.window_pairs import WindowPairs
from gtfs.timetable import NONE, Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

UNKNOWN = -1  # s: no bound of pairs that are not kept
PIECE = 8192  # pairs of a job: some milliseconds, so that all threads end at about one time


class Bound(NamedTuple):
    """The pairs of a class, and what none of them takes less than in any window."""

    rows: Ints  # [pair of the class] among all that are kept
    point: Ints
    least_s: Ints  # of a Verbund its slowest partner's, the walk as well
    beyond_s: Ints  # [point] what none takes less than that is not kept


@dataclass(frozen=True, eq=False)
class KeptPairs:
    """The journeys of the parts, and the figures of all their pairs, one part after the other."""

    runs: Sequence[Runs]
    figures: Figures
    unknown: Bools  # [target, point] that are not kept
    bounds: Mapping[str, Bound]  # by class
    chosen: Mapping[str, Ints]  # by class [partner, point] the best in the window first asked for

    def folded(self, asked: Asked, threads: int | None) -> tuple[WindowPairs, dict[str, Ints]]:
        """Return the pairs that could be the best with their figures, but for random departures.

        And by class ``[point]`` how long at most takes what is better and not kept, -1 where
        nothing can be.
        """
        first = self._marked(self.chosen[kind] for kind in asked.trips)
        window = _room(len(first))
        figures = self.figures._replace(**window._asdict())
        self._fold(asked, first, window, threads)
        offered, rows, enough_s = offered_by(figures), dict[str, Ints](), dict[str, Ints]()
        for kind, trip in asked.trips.items():
            bound, most_s = self.bounds[kind], _enough_s(offered, self.chosen[kind], trip)
            rows[kind] = bound.rows[bound.least_s <= most_s[bound.point]]
            enough_s[kind] = np.where(bound.beyond_s <= most_s, most_s, UNKNOWN)
        self._fold(asked, self._marked(rows.values()) & ~first, window, threads)
        return WindowPairs(asked, figures, rows), enough_s

    def timed(self, pairs: WindowPairs, rows: Iterable[Ints], threads: int | None) -> WindowPairs:
        """Return the pairs with random departures of those of some rows, which decide nothing."""
        asked, longest_s = pairs.asked, pairs.asked.day.moving.max_travel_s
        median_s = np.full(len(self.figures.point), UNREACHED, np.int32)

        def write(runs: Runs, part: slice, some: Ints) -> None:
            into = room_for(runs.ways), median_s[part]
            median_runs(runs.ways, self.figures.walk_s[part], (_span(asked), longest_s), some, into)

        if not asked.planned:
            self._in_parts(write, self._marked(rows), threads)
        return pairs.timed(median_s)

    def _fold(self, asked: Asked, pairs: Bools, into: InWindow, threads: int | None) -> None:
        """Write the figures of some pairs in the window."""

        def write(runs: Runs, part: slice, some: Ints) -> None:
            columns = InWindow._make(column[part] for column in into)
            fold_runs(runs.out, runs.home, self.figures.walk_s[part], _span(asked), some, columns)

        self._in_parts(write, pairs, threads)

    def _in_parts(
        self, work: Callable[[Runs, slice, Ints], None], pairs: Bools, threads: int | None
    ) -> None:
        """Do the work for some pairs, a piece of a part at a time."""
        jobs, begin = list[tuple[Runs, slice, Ints]](), 0
        for runs in self.runs:
            part = slice(begin, begin + len(runs.ways.first) - 1)
            some, begin = np.flatnonzero(pairs[part]), part.stop
            jobs += [(runs, part, some[at : at + PIECE]) for at in range(0, len(some), PIECE)]
        in_threads(lambda job: work(*job), jobs, threads=threads)

    def _marked(self, rows: Iterable[Ints]) -> Bools:
        """Return ``[pair]`` whether it is any of the rows, of which some may be of none."""
        size = len(self.figures.point)
        marks = np.zeros(size + 1, np.bool_)  # the last stands for none
        for some in rows:
            marks[np.minimum(some, size)] = True
        return marks[:size]


def keep_pairs(
    asked: Asked, views: Views, known: Figures, figures: Figures, runs: Sequence[Runs]
) -> KeptPairs:
    """Return the pairs of all parts, ready for any window.

    ``known`` are the first of the figures, in which the best of the window asked are.
    """
    least = np.full(asked.walk_s.T.shape, UNKNOWN, np.int32)
    ridden_s = np.concatenate([shortest_of(one.out) for one in runs])
    least[figures.target, figures.point] = np.minimum(ridden_s, figures.walk_s)
    chosen = {
        kind: np.where(best.served, best.rows, NONE)
        for kind, best in best_pairs(asked, known).items()
    }
    least_s = least, views.least_s
    bounds = {kind: _bound(trip, figures, *least_s) for kind, trip in asked.trips.items()}
    return KeptPairs(runs, figures, least == UNKNOWN, bounds, chosen)


def _bound(trip: Trip, figures: Figures, kept_s: Ints, least_s: Ints) -> Bound:
    """Return the pairs of a class that lead anywhere; bounds are ``[target, point]``."""
    number = np.full(len(kept_s), UNKNOWN)
    number[trip.targets] = np.arange(len(trip.targets))
    rows, every = np.flatnonzero(number[figures.target] != UNKNOWN), np.arange(kept_s.shape[1])
    point = figures.point[rows].astype(np.int64)  # what an index is turned into anyway
    bound = least_of_class(trip, kept_s, every)[number[figures.target[rows]], point]
    some = bound < UNREACHED
    unknown_s = least_of_class(trip, least_s, every)
    unknown_s[kept_s[trip.targets] != UNKNOWN] = UNREACHED
    beyond_s = unknown_s.min(axis=0, initial=UNREACHED)
    return Bound(rows[some], point[some], bound[some], beyond_s)


def _room(pairs: int) -> InWindow:
    """Return figures of so many pairs that nobody has written yet."""
    least_s, median_s, rides = np.empty((3, pairs), np.int32)
    return InWindow(least_s, median_s, rides, np.empty(pairs, np.bool_))


def _span(asked: Asked) -> Span:
    """Return the window in minutes."""
    from_s, until_s, arriving = asked.window
    return Span(from_s // MINUTE_S, until_s // MINUTE_S, asked.slots_s // MINUTE_S, arriving)


def _enough_s(offered: Offered, chosen: Ints, trip: Trip) -> Ints:
    """Return ``[point]`` how long at most takes what is better; its bound need not be more."""
    best = best_at(offered, chosen)
    limit_s = np.int32(limit_of(trip.limit_s))
    return np.where(best.met(trip.limit_s), best.time_s, np.maximum(best.time_s, limit_s))
