"""Drives: the fastest way by car or bicycle between snapped points, one-way streets minded."""

import logging
import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import NONE, Bools, Floats
from mobility.chains import Chains, contract
from mobility.search import Graph
from mobility.snapping import Snapped
from mobility.street_pairs import Edges, Stands, drives_between
from mobility.streets import StreetNetwork
from mobility.threads import in_threads
from mobility.walk import graph_of, portions

log = logging.getLogger(__name__)

NO_LENGTHS = Edges(np.empty(0, np.int32), np.empty(0, np.float64))


@dataclass(frozen=True, eq=False)
class Roads:
    """Streets between some origins and targets, kept to be asked of more than once."""

    streets: StreetNetwork
    origins: Snapped
    targets: Snapped

    @property
    def everything(self) -> Bools:
        """``[origin, target]`` all pairs, as wanted."""
        return np.ones((len(self.origins.edge), len(self.targets.edge)), np.bool_)

    def seconds(
        self, wanted: Bools, *, max_s: float = np.inf, threads: int | None = None
    ) -> NDArray[np.float32]:
        """Return ``[origin, target]`` the seconds of the fastest drives wanted, else ``inf``."""
        graph, start, end, turned = self._way_out
        pairs = wanted.T if turned else wanted
        seconds = _drives(graph, NO_LENGTHS, (start, end), pairs, max_s, threads)
        return np.ascontiguousarray(seconds.T) if turned else seconds

    def metres(self, *, threads: int | None = None) -> NDArray[np.float32]:
        """Return ``[origin, target]`` the metres of all the fastest drives, ``inf`` without any."""
        chains, start, end = self._contracted
        graph, edges = _graph(chains), Edges(chains.source, chains.metres)
        return _drives(graph, edges, (start, end), self.everything, np.inf, threads)

    @cached_property
    def _contracted(self) -> tuple[Chains, Stands, Stands]:
        """The streets from junction to junction, and where the points stand on them."""
        streets, origins, targets = self.streets, self.origins, self.targets
        ends = (origins.node_a, origins.node_b, targets.node_a, targets.node_b)
        chains = contract(streets, np.concatenate(ends))
        return chains, _stands(streets, chains, origins), _stands(streets, chains, targets)

    @cached_property
    def _way_out(self) -> tuple[Graph, Stands, Stands, bool]:
        """The streets as they are searched, once for each of the fewer: from targets all turned."""
        chains, start, end = self._contracted
        if len(self.origins.edge) <= len(self.targets.edge):
            return _graph(chains), start, end, False
        return _reversed_graph(chains), _reversed(end), _reversed(start), True


def find_drive_s(
    streets: StreetNetwork,
    origins: Snapped,
    targets: Snapped,
    *,
    max_s: float = np.inf,
    wanted: Bools | None = None,
    threads: int | None = None,
) -> NDArray[np.float32]:
    """Return ``[origin, target]`` the seconds of the fastest drive, ``inf`` beyond ``max_s``.

    ``wanted`` ``[origin, target]`` asks for some pairs only, which may be much quicker; the
    others are ``inf``. From the street to the street: the way between the door and the car is
    the caller's. Neither turns nor signals cost anything by themselves; the mean speeds of the
    edges contain them.
    """
    started = time.perf_counter()
    roads = Roads(streets, origins, targets)
    wanted = roads.everything if wanted is None else wanted
    seconds = roads.seconds(wanted, max_s=max_s, threads=threads)
    counts = (len(origins.edge), len(targets.edge), time.perf_counter() - started)
    log.info("drives from %d to %d points, %.1f s", *counts)
    return seconds


def _drives(
    graph: Graph,
    edges: Edges,
    stands: tuple[Stands, Stands],
    wanted: Bools,
    max_s: float,
    threads: int | None,
) -> NDArray[np.float32]:
    rows = np.flatnonzero(wanted.any(axis=1))  # the others need no search
    asked, origins = (
        np.ascontiguousarray(wanted[rows]),
        Stands._make(one[rows] for one in stands[0]),
    )
    parts = in_threads(
        lambda part: drives_between(graph, edges, (origins, stands[1]), asked, part, max_s),
        portions(len(rows), threads),
        threads=threads,
    )
    found = np.full(wanted.shape, np.inf, np.float32)
    found[rows] = np.concatenate((np.empty((0, wanted.shape[1]), np.float32), *parts))
    return found


def _graph(chains: Chains) -> Graph:
    return graph_of(chains.first_edge, chains.target, chains.seconds)


def _reversed_graph(chains: Chains) -> Graph:
    """Return the graph with every edge turned round."""
    order = np.argsort(chains.target, kind="stable")
    nodes = np.arange(len(chains.first_edge))
    first = np.searchsorted(chains.target[order], nodes).astype(np.int32)
    return graph_of(first, chains.source[order], chains.seconds[order])


def _stands(streets: StreetNetwork, chains: Chains, points: Snapped) -> Stands:
    linked = np.flatnonzero(points.linked)
    edge = points.edge[linked]
    back = streets.edge_back[edge]
    metres = streets.edge_m[edge]
    share = points.a_m[linked] / np.where(metres > 0, metres, 1)
    return Stands(
        points.edge,
        np.where(points.linked, chains.number[points.node_a], NONE).astype(np.int32),
        np.where(points.linked, chains.number[points.node_b], NONE).astype(np.int32),
        _spread(share, linked, len(points.edge)),
        _spread(streets.edge_s[edge], linked, len(points.edge)),
        _spread(np.where(back == NONE, np.inf, streets.edge_s[back]), linked, len(points.edge)),
        _spread(metres, linked, len(points.edge)),
    )


def _spread(values: NDArray[np.floating], at: NDArray[np.int64], size: int) -> Floats:
    column = np.full(size, np.nan)
    column[at] = values
    return column


def _reversed(stands: Stands) -> Stands:
    return stands._replace(there=stands.back, back=stands.there)
