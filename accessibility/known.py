"""Known: figures kept with all they rest on, so that a changed network is asked for what differs.

The figures of a point and a target follow from the walk all the way, the walks to the stops
around the point, and the leaflets of these stops towards the target, there and back. Where all
of this is the same in both networks, so are the figures: nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from accessibility.measures import (
    Around,
    Asked,
    Figures,
    Portion,
    Views,
    figures_of,
    joined,
    leaflets_for,
    measured,
    pairs_of,
    taken,
)
from gtfs.timetable import Bools, Ints
from mobility.doors import Doors
from mobility.leaflet_changes import same_leaflets, unchanged
from mobility.merging import Pairs
from mobility.threads import in_threads


@dataclass(frozen=True, eq=False)
class Known:
    """What points have towards targets on a day of some network, and what it rests on."""

    terms: tuple[Any, ...]  # what was asked of each pair
    points: Doors
    targets: int
    portions: Sequence[Ints]  # targets scanned together
    around: Sequence[Around]  # [portion]
    figures: Figures  # by target and point

    def rows(self, target: Ints, point: Ints) -> Ints:
        """Return ``[pair]`` the row of its figures, -1 where they are not known."""
        points = len(self.points.first) - 1
        asked, known = target * points + point, self._pair_number(points)
        row = np.minimum(np.searchsorted(known, asked), max(0, len(known) - 1))
        if not len(known):
            return np.full(len(target), -1, np.int64)
        return np.where(known[row] == asked, row, -1)

    @property
    def pairs(self) -> Bools:
        """``[target, point]`` the pairs that are known."""
        pairs = np.zeros((self.targets, len(self.points.first) - 1), np.bool_)
        pairs[self.figures.target, self.figures.point] = True
        return pairs

    def _pair_number(self, points: int) -> Ints:
        return self.figures.target.astype(np.int64) * points + self.figures.point

    def answers(self, asked: Asked, views: Views) -> bool:
        """Return whether the question is the same, of another network perhaps."""
        return (
            self.terms == terms_of(asked)
            and asked.walk_s.shape == (len(self.points.first) - 1, self.targets)
            and _equal(self.portions, views.portions)
        )

    def asks_as(self, other: "Known") -> bool:
        """Return whether another has been asked the same, of another network perhaps."""
        sizes = ((len(one.points.first), one.targets) for one in (self, other))
        return (
            self.terms == other.terms
            and next(sizes) == next(sizes)
            and _equal(self.portions, other.portions)
        )


def _equal(portions: Sequence[Ints], others: Sequence[Ints]) -> bool:
    return len(portions) == len(others) and all(map(np.array_equal, portions, others))


def terms_of(asked: Asked) -> tuple[Any, ...]:
    """Return what is asked of every pair, whatever the network."""
    lists = tuple(asked.limits_s), tuple(asked.before_s)
    return asked.window, asked.slots_s, *lists, asked.day.moving


def keep(asked: Asked, views: Views, figures: Figures, *, threads: int | None = None) -> Known:
    """Return the figures found with what they rest on."""
    points, targets = asked.walk_s.shape
    pairs = np.zeros((targets, points), np.bool_)
    pairs[figures.target, figures.point] = True
    around = in_threads(
        lambda portion: leaflets_for(asked, views, pairs_of(asked, views.portions, portion, pairs)),
        range(len(views.portions)),
        threads=threads,
    )
    ordered = taken(figures, np.lexsort((figures.point, figures.target)))
    return Known(terms_of(asked), asked.points, targets, views.portions, around, ordered)


def same_pairs(before: Known, after: Known) -> Bools:
    """Return ``[target, point]`` the pairs known in both of which all that it rests on is the same.

    None where other pairs were asked for, or something else of them.
    """
    same = np.zeros((after.targets, len(after.points.first) - 1), np.bool_)
    if not after.asks_as(before):
        return same
    both = before.pairs & after.pairs
    for targets, old, new in zip(after.portions, before.around, after.around, strict=True):
        to, point = np.nonzero(both[targets])
        leaflets = same_leaflets(old.there, new.there) & same_leaflets(old.back, new.back)
        pairs = Pairs(point, to, np.zeros(len(to), np.int32))
        same[targets[to], point] = unchanged(before.points, after.points, pairs, leaflets)
    target, point = np.nonzero(same)
    walks = [known.figures.walk_s[known.rows(target, point)] for known in (before, after)]
    same[target, point] = walks[0] == walks[1]
    return same


def figures_again(
    asked: Asked, views: Views, pairs: Bools, known: Known | None, *, threads: int | None = None
) -> Figures:
    """Return the figures of the pairs ``[target, point]``, computing those alone that may differ.

    Bit for bit what ``figures_of`` returns.
    """
    if known is None or not known.answers(asked, views):
        return figures_of(asked, views, pairs, threads=threads)

    def of_portion(portion: int) -> Figures:
        wanted = pairs_of(asked, views.portions, portion, pairs)
        return _of_portion(asked, wanted, leaflets_for(asked, views, wanted), known)

    found = in_threads(of_portion, range(len(views.portions)), threads=threads)
    return joined(found) if found else figures_of(asked, views, pairs, threads=threads)


def _of_portion(asked: Asked, wanted: Portion, around: Around, known: Known) -> Figures:
    """Return the figures of the pairs in their order, from where they are known or computed."""
    row = _kept(asked, wanted, around, known)
    other = np.flatnonzero(row < 0)
    fresh = measured(asked, wanted.of(other), around)
    both = joined((taken(known.figures, row[row >= 0]), fresh))
    return taken(both, np.argsort(np.append(np.flatnonzero(row >= 0), other)))


def _kept(asked: Asked, wanted: Portion, around: Around, known: Known) -> Ints:
    """Return ``[pair]`` the row of its figures known, -1 where they may differ."""
    point = wanted.pairs.door
    row = known.rows(wanted.target, point)
    before = known.around[wanted.number]
    same = same_leaflets(before.there, around.there) & same_leaflets(before.back, around.back)
    kept = unchanged(known.points, asked.points, wanted.pairs, same) & (row >= 0)
    kept &= known.figures.walk_s[row] == asked.walk_s[point, wanted.target]
    return np.where(kept, row, -1)
