"""Kept pairs: the journeys of a day as any window asks about them, folded where they may count.

The shortest useful journey of the day bounds what a pair has in any window. So every point is held
first against the target it had chosen in the window first asked for, then against those that
could still be better.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accessibility.choice import Choice
from accessibility.measures import Asked, Figures, Ridden, Trip, joined, taken, towards_nothing
from accessibility.open_pairs import least_of_class
from accessibility.verbuende import partners_of, with_partners
from accessibility.window_fold import InWindow, fold_some, shortest_of
from gtfs.timetable import NONE, Bools, Ints
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

UNKNOWN = -1  # s: no bound of pairs that are not kept
ALWAYS = UNREACHED - 1  # s: whatever leads there at all is enough


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
    first: Bools  # [pair] that is chosen in any class in the window first asked for
    chosen: Mapping[str, Ints]  # by class [partner, point] which of the first, -1 for none

    def folded(self, asked: Asked, threads: int | None) -> tuple[Figures, dict[str, Ints]]:
        """Return the figures of the pairs that could be the best, but for random departures.

        And by class ``[point]`` how long at most takes what is better than what was chosen first.
        """
        pairs, chosen = self._first(asked.trips)
        first = self._fold(asked, pairs, threads)
        enough_s = {
            kind: np.append(_enough_s(first, trip.limit_s), ALWAYS)[chosen[kind]].max(axis=0)
            for kind, trip in asked.trips.items()
        }
        further = self._still_open(enough_s) & ~pairs
        return joined((first, self._fold(asked, further, threads))), enough_s

    def _first(self, kinds: Collection[str]) -> tuple[Bools, Mapping[str, Ints]]:
        """Return ``first`` and ``chosen`` as some classes need them, or all."""
        if len(kinds) == len(self.chosen):
            return self.first, self.chosen
        rows = np.flatnonzero(self.first)
        used = np.zeros(len(rows) + 1, np.bool_)  # the last for none
        for kind in kinds:
            used[self.chosen[kind]] = True
        used[NONE] = False
        number = np.where(used, np.cumsum(used) - 1, NONE)
        first = np.zeros(len(self.first), np.bool_)
        first[rows[used[:NONE]]] = True
        return first, {kind: number[self.chosen[kind]] for kind in kinds}

    def _fold(self, asked: Asked, pairs: Bools, threads: int | None) -> Figures:
        """Return the figures of some pairs in the window."""
        ends = np.cumsum([len(part.figures.point) for part in self.parts])
        jobs = zip(self.parts, map(np.flatnonzero, np.split(pairs, ends[:-1])), strict=True)
        found = in_threads(lambda job: _in_window(asked, *job), list(jobs), threads=threads)
        columns = InWindow._make(map(np.concatenate, zip(*found, strict=True)))
        return taken(self.figures, np.flatnonzero(pairs))._replace(**columns._asdict())

    def _still_open(self, enough_s: Mapping[str, Ints]) -> Bools:
        """Return ``[pair]`` what may take no more than is enough in any class."""
        pairs = np.zeros(len(self.first), np.bool_)
        for kind, enough in enough_s.items():
            rows, point, least_s = self.bounds[kind]
            pairs[rows[least_s <= enough[point]]] = True
        return pairs


def keep_pairs(asked: Asked, parts: Sequence[Part], choices: Mapping[str, Choice]) -> KeptPairs:
    """Return the pairs of all parts, ready for any window; ``choices`` are of the one asked."""
    figures = joined((towards_nothing(asked), *(part.figures for part in parts)))
    target, point, walk_s = figures.target, figures.point, figures.walk_s
    ridden = [shortest_of((part.ridden.out, part.ridden.useful)) for part in parts]
    least = np.full(asked.walk_s.T.shape, UNKNOWN, np.int32)
    least[target, point] = np.minimum(np.concatenate(ridden), walk_s)
    first = np.zeros(least.shape, np.bool_)
    for choice in choices.values():
        first |= with_partners(choice.trip, choice.target, len(first))
    is_first = first[target, point]
    number = np.full(least.shape, NONE, np.int32)
    number[target[is_first], point[is_first]] = np.arange(np.count_nonzero(is_first))
    bounds = {kind: _bound(trip, figures, least) for kind, trip in asked.trips.items()}
    chosen = {kind: _numbers(choice, number) for kind, choice in choices.items()}
    return KeptPairs(parts, figures, least != UNKNOWN, bounds, is_first, chosen)


def _numbers(choice: Choice, number: Ints) -> Ints:
    """Return ``[partner, point]`` the numbers of the pairs chosen, of a Verbund those of all."""
    partners = partners_of(choice.trip, len(number))
    found = np.full((len(partners), len(choice.target)), NONE, np.int32)
    points = np.flatnonzero(choice.target != NONE)
    found[:, points] = number[partners[:, choice.target[points]], points]
    return found


def _bound(trip: Trip, figures: Figures, least_s: Ints) -> Bound:
    """Return the pairs of a class that lead anywhere."""
    number = np.full(len(least_s), UNKNOWN)
    number[trip.targets] = np.arange(len(trip.targets))
    rows = np.flatnonzero(number[figures.target] != UNKNOWN)
    every, point = np.arange(least_s.shape[1]), figures.point[rows]
    bound = least_of_class(trip, least_s, every)[number[figures.target[rows]], point]
    some = bound < UNREACHED
    return Bound(rows[some], point[some], bound[some])


def _in_window(asked: Asked, part: Part, some: Ints) -> InWindow:
    """Return the figures of some pairs of the part."""
    ridden, walk_s = part.ridden, part.figures.walk_s
    out, home = (ridden.out, ridden.useful), (ridden.home, ridden.useful_home)
    return fold_some(out, home, walk_s, asked.window, asked.slots_s, some)


def _enough_s(figures: Figures, limit_s: int | None) -> Ints:
    """Return ``[pair]`` how long at most takes what is better; its bound need not be more."""
    planned_s, walk_s = figures.journey_time_p50, figures.walk_s
    time_s = np.minimum(np.where(planned_s < UNREACHED, planned_s, walk_s), np.int32(ALWAYS))
    if limit_s is None:
        return time_s
    met = (time_s <= limit_s) & (figures.every_slot | (walk_s < UNREACHED))
    return np.where(met, time_s, np.maximum(time_s, np.int32(limit_s)))
