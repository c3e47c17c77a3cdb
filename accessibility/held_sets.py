"""Held sets: the journeys there and back of some pairs of points and targets."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from accessibility.held import asked_towards
from accessibility.known import Known
from accessibility.measures import (
    Around,
    Asked,
    Portion,
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
    asked: Asked,
    wanted: Bools,
    use: Callable[[Towards], None],
    *,
    known: Known | None = None,
    threads: int | None = None,
) -> None:
    """Hand over the journeys of the pairs wanted ``[target, point]``, in any order.

    ``use`` is called from several threads at once, each pair once. ``known`` is what the choices
    of the same question rest on: towards pairs it knows nothing is scanned again.
    """
    if known is not None and (known.pairs & wanted).any():
        held, some = known, wanted & known.pairs
        wanted = wanted & ~held.pairs
        jobs = [(pairs_of(asked, held.portions, n, some), n) for n in range(len(held.portions))]
        in_threads(
            lambda job: _hand_over(asked, job[0], held.around[job[1]], use), jobs, threads=threads
        )
    targets = np.flatnonzero(wanted.any(axis=1))
    if not len(targets):
        return
    few = asked_towards(asked, targets)
    views = look_around(few, threads=threads)

    def look(portion: int) -> None:
        pairs = pairs_of(asked, views.portions, portion, wanted)
        _hand_over(asked, pairs, leaflets_for(asked, views, pairs), use)

    in_threads(look, range(len(views.portions)), threads=threads)


def _hand_over(asked: Asked, held: Portion, around: Around, use: Callable[[Towards], None]) -> None:
    for target in np.unique(held.target).tolist():
        own = held.of(held.target == target)
        points = own.pairs.door
        sets = sets_of_pairs(asked, own.pairs, around)
        use(Towards(target, points, asked.walk_s[points, target].astype(np.int32), *sets))
