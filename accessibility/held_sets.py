"""Held sets: the journeys there and back of some pairs of points and targets."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from accessibility.held import asked_towards
from accessibility.measures import (
    Asked,
    Views,
    leaflets_for,
    look_around,
    pairs_of,
    sets_of_pairs,
)
from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.threads import in_threads


class Towards(NamedTuple):
    """Some points and one target, with the journeys of every point there and back.

    Journeys dominated in departure and arrival alone, which are never useful, are left out.
    """

    target: int
    points: Ints
    walk_s: Ints  # [point] all the way
    out: Sets
    home: Sets


def sets_towards(
    asked: Asked, wanted: Bools, use: Callable[[Towards], None], *, threads: int | None = None
) -> None:
    """Hand over the journeys of the pairs wanted ``[target, point]``, in any order.

    ``use`` is called from several threads at once, each pair once.
    """
    targets = np.flatnonzero(wanted.any(axis=1))
    if not len(targets):
        return
    few = asked_towards(asked, targets)
    views = look_around(few, threads=threads)

    def hand_over(portion: int) -> None:
        for towards in _of_portion(few, views, wanted, portion):
            use(towards)

    in_threads(hand_over, range(len(views.portions)), threads=threads)


def _of_portion(asked: Asked, views: Views, wanted: Bools, portion: int) -> Iterator[Towards]:
    held = pairs_of(asked, views, portion, wanted)
    around = leaflets_for(asked, views, held)
    for target in np.unique(held.target).tolist():
        own = held.of(held.target == target)
        points = own.pairs.door
        sets = sets_of_pairs(asked, own.pairs, around)
        yield Towards(target, points, asked.walk_s[points, target].astype(np.int32), *sets)
