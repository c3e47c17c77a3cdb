"""Street pairs: kernels for walks and drives from points on edges to points on edges."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gtfs.earth import DEGREE_M
from gtfs.timetable import Bools, Floats, Ints
from mobility.kernels import ZERO, kernel, part
from mobility.search import START, Desk, Graph, new_desk, search, wipe


class Points(NamedTuple):
    """Columns of ``Snapped``."""

    edge: Ints
    node_a: Ints
    node_b: Ints
    a_m: Floats
    b_m: Floats
    snap_m: Floats
    lat: Floats


class Stands(NamedTuple):
    """Points on edges of a directed network, with what the whole edge costs either way."""

    edge: Ints
    node_a: Ints
    node_b: Ints
    share: Floats  # of the edge between node_a and the point
    there: Floats  # cost from node_a to node_b, inf: closed
    back: Floats
    metres: Floats  # of the whole edge


class Edges(NamedTuple):
    """What ways are measured by, per edge; empty where only their cost is asked."""

    source: Ints
    metres: Floats


class Question(NamedTuple):
    """Origins ``first : last``; ``mirrored``: only to the targets after the origin."""

    first: int
    last: int
    mirrored: bool
    limit: float  # the longest walk


def walks_between(
    graph: Graph, start: Points, end: Points, question: Question
) -> tuple[Ints, Ints, Floats]:
    """Return (origin, target, metres) of all walks the question asks for.

    By either end of the target's edge, or along the common edge.
    """
    origins, targets, metres, size = _walks(graph, new_desk(graph), start, end, question)
    return origins[:size], targets[:size], metres[:size]


@kernel
def _walks(
    graph: Graph, desk: Desk, start: Points, end: Points, question: Question
) -> tuple[Ints, Ints, Floats, int]:
    """Return origins, targets and metres, and how many of them there are.

    All arrays of the loop are local names: looking them up in a tuple costs more than the rest
    of it.
    """
    edge, node_a, node_b, a_m, b_m, snap_m, lat = end
    start_edge, start_a, start_b, start_a_m, start_b_m, start_snap_m, start_lat = start
    first, last, mirrored, limit = question
    cost = desk.cost
    origins, targets = np.empty(1024, np.int32), np.empty(1024, np.int32)
    metres = np.empty(1024, np.float64)
    too_far = limit / DEGREE_M
    size = 0
    for origin in range(first, last):
        own, here, along = start_edge[origin], start_lat[origin], start_a_m[origin]
        if own < 0:
            continue
        before = start_snap_m[origin]
        to_a, to_b = before + along, before + start_b_m[origin]
        seen = search(graph, desk, (start_a[origin], to_a, start_b[origin], to_b), limit, ZERO)
        for target in range(origin + 1 if mirrored else 0, len(edge)):
            if not abs(lat[target] - here) <= too_far:
                continue  # cannot be near, or (nan) is not linked: saves looking up
            best = min(cost[node_a[target]] + a_m[target], cost[node_b[target]] + b_m[target])
            if edge[target] == own:
                best = min(best, before + abs(a_m[target] - along))
            best += snap_m[target]
            if best > limit:
                continue
            if size == len(targets):
                origins = np.concatenate((origins, origins))  # room for as many again
                targets = np.concatenate((targets, targets))
                metres = np.concatenate((metres, metres))
            origins[size], targets[size], metres[size] = origin, target, best
            size += 1
        wipe(desk, seen)
    return origins, targets, metres, size


def drives_between(
    graph: Graph,
    edges: Edges,
    stands: tuple[Stands, Stands],
    wanted: Bools,
    part: tuple[int, int],
    limit: float,
) -> NDArray[np.float32]:
    """Return ``[origin, target]`` the least cost, or the metres it takes, inf: not wanted.

    By either end of the target's edge, or along the common edge.
    """
    costs = np.full((part[1] - part[0], wanted.shape[1]), np.inf, np.float32)
    _drive((graph, new_desk(graph)), edges, stands, wanted, (*part, limit), costs)
    return costs


@kernel
def _drive(
    streets: tuple[Graph, Desk],
    edges: Edges,
    stands: tuple[Stands, Stands],
    wanted: Bools,
    question: tuple[int, int, float],
    costs: NDArray[np.float32],
) -> None:
    """Write the costs. All arrays of the loop are local names, as in ``_walks``."""
    graph, desk = streets
    first, last, limit = question
    start, end = stands
    edge, node_a, node_b, share_of, there, back = end[:6]
    for origin in range(first, last):
        awaited = 0 if start.edge[origin] < 0 else _await(desk, end, wanted[origin])
        if not awaited:
            continue
        share, own = start.share[origin], start.edge[origin]
        to_a, to_b = _part(start.back[origin], share), _part(start.there[origin], 1 - share)
        ends = (start.node_a[origin], to_a, start.node_b[origin], to_b)
        seen = search(graph, desk, ends, limit, awaited)
        cost = desk.cost
        for target in range(len(edge)):
            if not wanted[origin, target] or edge[target] < 0:
                continue
            by_a = cost[node_a[target]] + _part(there[target], share_of[target])
            by_b = cost[node_b[target]] + _part(back[target], 1 - share_of[target])
            best = min(by_a, by_b)
            if edge[target] == own:
                ahead = share_of[target] - share
                along = _part(there[target], ahead) if ahead >= 0 else _part(back[target], -ahead)
                best = min(best, along)
            if best > limit or best == np.inf:
                continue
            if len(edges.metres):
                best = _length(desk, edges, start, origin, end, target, (by_a, by_b, best))
            costs[origin - first, target] = best
        wipe(desk, seen)
        for node in range(len(desk.awaited)):
            desk.awaited[node] = False


@part
def _length(
    desk: Desk,
    edges: Edges,
    start: Stands,
    origin: int,
    end: Stands,
    target: int,
    cost: tuple[float, float, float],
) -> float:
    """Return the metres of the way of least cost: by one end of the edge, the other, the least."""
    by_a, by_b, best = cost
    share = end.share[target]
    if best < by_a and best < by_b:  # along the common edge
        return float(abs(share - start.share[origin]) * end.metres[target])
    node = end.node_a[target] if by_a <= by_b else end.node_b[target]
    metres = (share if by_a <= by_b else 1 - share) * end.metres[target]
    while desk.came[node] != START:
        metres += edges.metres[desk.came[node]]
        node = edges.source[desk.came[node]]
    ahead = start.share[origin] if node == start.node_a[origin] else 1 - start.share[origin]
    return float(metres + ahead * start.metres[origin])


@part
def _await(desk: Desk, end: Stands, wanted: Bools) -> int:
    """Mark the ends of the edges of the wanted points as awaited; return how many."""
    for target in range(len(end.edge)):
        if wanted[target] and end.edge[target] >= 0:
            desk.awaited[end.node_a[target]] = desk.awaited[end.node_b[target]] = True
    return int(desk.awaited.sum())


@part
def _part(cost: float, share: float) -> float:
    """Return the share of a cost; nothing of a closed edge (inf) is nothing."""
    return cost * share if share > 0 else 0.0
