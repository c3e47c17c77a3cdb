"""Walks on the streets, and how long they take."""

import logging
import os
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gtfs.timetable import Floats, Ints
from mobility.search import Graph
from mobility.snapping import Snapped
from mobility.street_pairs import Points, Question, walks_between
from mobility.streets import StreetNetwork
from mobility.threads import in_threads

log = logging.getLogger(__name__)

NOISE = 1e-9  # what summing may add to a length, relative: never a reason for a second more
PORTIONS = 4  # portions of work a thread: short enough to share evenly, long enough to pay


@dataclass(frozen=True, eq=False)
class Walks:
    """Walks of each origin ``first[o] : first[o + 1]``, by ascending target."""

    first: Ints  # [origin + 1]
    target: Ints  # [walk]
    metres: Floats  # [walk] both snaps included

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for column in (self.first, self.target, self.metres):
            column.setflags(write=False)

    @property
    def origin(self) -> Ints:
        """``[walk]`` the origin each walk belongs to."""
        return np.repeat(np.arange(len(self.first) - 1, dtype=np.int32), np.diff(self.first))


def walk_s(metres: ArrayLike, speed_kmh: float) -> Ints:
    """Return the seconds a walk takes, rounded up once: the one place where metres become time.

    A length that is a whole number of seconds but for the noise of summing (1e-9 of it) counts
    as that number: 800 m at 4.8 km/h are 600 s however the 800 m were added up.
    """
    seconds = np.asarray(metres, np.float64) * 3.6 / speed_kmh
    return np.ceil(seconds * (1 - NOISE)).astype(np.int32)


def find_walks(
    streets: StreetNetwork,
    origins: Snapped,
    targets: Snapped,
    *,
    max_m: float,
    threads: int | None = None,
) -> Walks:
    """Find the shortest walk from every origin to every target, where it is at most ``max_m``.

    A walk is snap + way along the streets + snap; along one edge it need not touch the ends. A
    point that is not linked has no walks. Where ``origins is targets`` a point has no walk to
    itself, and there and back are the same to the last bit (searched once, then mirrored).
    Metres are rounded to 8 decimals, so that the order of summing does not show: one walks the
    same way there and back, so that the fewer of both are searched from.
    """
    started = time.perf_counter()
    graph = graph_of(streets.first_edge, streets.edge_target, streets.edge_m)
    start, end = _points(origins), _points(targets)
    mirrored, turned = origins is targets, len(targets.edge) < len(origins.edge)
    if turned:
        start, end = end, start
    limit = max_m * (1 + NOISE)
    found = in_threads(
        lambda part: walks_between(graph, start, end, Question(*part, mirrored, limit)),
        portions(len(start.edge), threads),
        threads=threads,
    )
    if turned:
        found = [(origin, target, metres) for target, origin, metres in found]
    walks = _sorted_walks(found, len(origins.edge), mirrored=mirrored)
    counts = (len(origins.edge), len(targets.edge), len(walks.target))
    log.info("walks from %d to %d points: %d, %.1f s", *counts, time.perf_counter() - started)
    return walks


def graph_of(first_edge: Ints, edge_target: Ints, cost: ArrayLike) -> Graph:
    """Return what a search runs on, of one type whoever asks, so that it is compiled once."""
    columns = (first_edge, edge_target, np.asarray(cost, np.float64))
    for column in columns:
        column.setflags(write=False)
    return Graph(*columns)


def portions(size: int, threads: int | None) -> list[tuple[int, int]]:
    """Cut the items into ranges first : last, a few for each thread."""
    pieces = max(1, min(size, (threads or os.cpu_count() or 1) * PORTIONS))
    return [(size * i // pieces, size * (i + 1) // pieces) for i in range(pieces)]


def _points(snapped: Snapped) -> Points:
    return Points(*(getattr(snapped, name) for name in Points._fields))


def _sorted_walks(found: list[tuple[Ints, Ints, Floats]], origins: int, *, mirrored: bool) -> Walks:
    nothing = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float64))
    origin, target, metres = map(np.concatenate, zip(nothing, *found, strict=True))
    if mirrored:
        origin, target = np.concatenate((origin, target)), np.concatenate((target, origin))
        metres = np.concatenate((metres, metres))
    order = np.lexsort((target, origin))
    first = np.searchsorted(origin[order], np.arange(origins + 1)).astype(np.int32)
    return Walks(first, target[order], np.round(metres[order], 8))
