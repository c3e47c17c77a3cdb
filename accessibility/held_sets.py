"""Held sets: all journeys there and back of some pairs of points and targets."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from accessibility.held import asked_towards
from accessibility.measures import BLOCK, Asked, Views, look_around
from gtfs.timetable import Bools, Ints
from mobility.day import sets_back
from mobility.doors import Sets, only, sets_of, taken_doors
from mobility.threads import in_threads


class Towards(NamedTuple):
    """Some points and one target, with the journeys of every point there and back."""

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

    def hand_over(job: tuple[int, Ints]) -> None:
        for towards in _of_block(few, views, wanted, *job):
            use(towards)

    in_threads(hand_over, _jobs(views, wanted), threads=threads)


def _of_block(
    asked: Asked, views: Views, wanted: Bools, portion: int, points: Ints
) -> list[Towards]:
    targets, doors = views.portions[portion], taken_doors(asked.points, points)
    held = wanted[np.ix_(targets, points)]
    walk_s = asked.walk_s.T[np.ix_(targets, points)].astype(np.int32)
    closed = np.where(held, walk_s, 0)  # of the others nothing is looked for
    out = sets_of(views.there[portion], doors, closed)
    home = sets_back(views.back[portion], doors, closed)
    return [
        Towards(target, points[kept], walk_s[row, kept], only(there, kept), only(back, kept))
        for row, (target, kept, there, back) in enumerate(
            zip(targets.tolist(), held, out, home, strict=True)
        )
    ]


def _jobs(views: Views, wanted: Bools) -> list[tuple[int, Ints]]:
    jobs = []
    for portion, targets in enumerate(views.portions):
        points = np.flatnonzero(wanted[targets].any(axis=0))
        jobs += [(portion, points[n : n + BLOCK]) for n in range(0, len(points), BLOCK)]
    return jobs
