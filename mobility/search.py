"""Kernel: bounded shortest paths on flat arrays, from points on edges to points on edges (numba).

All kernels of the streets stand in this one file: numba's cache looks at no other for changes.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gtfs.earth import DEGREE_M
from gtfs.timetable import Bools, Floats, Ints

UNSEEN, DONE = -1, -2  # states of a node that is not in the heap
START = -1  # in place of an edge: the search began at the node


class Graph(NamedTuple):
    """What a search runs on: ``cost`` [edge] is metres or seconds."""

    first_edge: Ints
    edge_target: Ints
    cost: Floats


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


class Desk(NamedTuple):
    """What one search writes on; wiped afterwards where it was written on."""

    cost: Floats  # [node] best so far
    heap: Ints  # nodes, the cheapest on top
    place: Ints  # [node] where in the heap, or UNSEEN or DONE
    seen: Ints  # nodes in the order they were first reached
    came: Ints  # [node] by which edge, of the nodes reached
    awaited: Bools  # [node] whether the search is asked of it


@njit(nogil=True, cache=True)
def walks_between(
    graph: Graph, start: Points, end: Points, question: Question
) -> tuple[Ints, Ints, Floats]:
    """Return (origin, target, metres) of all walks the question asks for."""
    desk = new_desk(len(graph.first_edge) - 1)
    origins, targets = np.empty(1024, np.int32), np.empty(1024, np.int32)
    metres = np.empty(1024, np.float64)
    too_far = question.limit / DEGREE_M
    size = 0
    for origin in range(question.first, question.last):
        if start.edge[origin] < 0:
            continue
        to_a = start.snap_m[origin] + start.a_m[origin]
        to_b = start.snap_m[origin] + start.b_m[origin]
        ends = (start.node_a[origin], to_a, start.node_b[origin], to_b)
        seen = search(graph, desk, ends, question.limit, 0)
        for target in range(origin + 1 if question.mirrored else 0, len(end.edge)):
            if not abs(end.lat[target] - start.lat[origin]) <= too_far:
                continue  # cannot be near, or (nan) is not linked: saves looking up
            best = _best(desk, start, origin, end, target)
            if best > question.limit:
                continue
            if size == len(targets):
                origins = np.concatenate((origins, origins))  # room for as many again
                targets = np.concatenate((targets, targets))
                metres = np.concatenate((metres, metres))
            origins[size], targets[size], metres[size] = origin, target, best
            size += 1
        wipe(desk, seen)
    return origins[:size], targets[:size], metres[:size]


@njit(nogil=True, cache=True)
def _best(desk: Desk, start: Points, origin: int, end: Points, target: int) -> float:
    """Return the metres to the target: by either end of its edge, or along the common edge."""
    edge = end.edge[target]
    if edge < 0:
        return np.inf
    by_a = desk.cost[end.node_a[target]] + end.a_m[target]
    by_b = desk.cost[end.node_b[target]] + end.b_m[target]
    best = min(by_a, by_b)
    if edge == start.edge[origin]:
        best = min(best, start.snap_m[origin] + abs(end.a_m[target] - start.a_m[origin]))
    return float(best + end.snap_m[target])


@njit(nogil=True, cache=True)
def drives_between(
    graph: Graph,
    edges: Edges,
    stands: tuple[Stands, Stands],
    wanted: Bools,
    part: tuple[int, int],
    limit: float,
) -> NDArray[np.float32]:
    """Return ``[origin, target]`` the least cost, or the metres it takes, inf: not wanted.

    By either end of the target's edge, or along the common edge. All arrays of the inner loop
    are local names: looking them up in a tuple costs more than the rest of it.
    """
    first, last = part
    start, end = stands
    edge, node_a, node_b, share_of, there, back = end[:6]
    desk = new_desk(len(graph.first_edge) - 1)
    costs = np.full((last - first, len(end.edge)), np.inf, np.float32)
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
        desk.awaited[:] = False
    return costs


@njit(nogil=True, cache=True)
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


@njit(nogil=True, cache=True)
def _await(desk: Desk, end: Stands, wanted: Bools) -> int:
    """Mark the ends of the edges of the wanted points as awaited; return how many."""
    for target in range(len(end.edge)):
        if wanted[target] and end.edge[target] >= 0:
            desk.awaited[end.node_a[target]] = desk.awaited[end.node_b[target]] = True
    return int(desk.awaited.sum())


@njit(nogil=True, cache=True)
def _part(cost: float, share: float) -> float:
    """Return the share of a cost; nothing of a closed edge (inf) is nothing."""
    return cost * share if share > 0 else 0.0


@njit(nogil=True, cache=True)
def new_desk(nodes: int) -> Desk:
    """Return a clean desk for graphs of that many nodes."""
    return Desk(
        np.full(nodes, np.inf),
        np.empty(nodes, np.int32),
        np.full(nodes, UNSEEN, np.int32),
        np.empty(nodes, np.int32),
        np.empty(nodes, np.int32),
        np.zeros(nodes, np.bool_),
    )


@njit(nogil=True, cache=True)
def wipe(desk: Desk, seen: int) -> None:
    """Clean the desk after a search that has seen so many nodes."""
    for node in desk.seen[:seen]:
        desk.cost[node] = np.inf
        desk.place[node] = UNSEEN


@njit(nogil=True, cache=True)
def search(
    graph: Graph, desk: Desk, ends: tuple[int, float, int, float], limit: float, awaited: int
) -> int:
    """Write on the desk the least cost of every node within the limit; return how many those are.

    Dijkstra's algorithm with a binary heap that knows the place of each node. It starts from
    both ends of an edge at once: (node, cost to get there, node, cost), and stops when as many
    nodes as are marked on the desk as ``awaited`` are done; 0: none is.
    """
    node_a, cost_a, node_b, cost_b = ends
    size, seen = _offer(desk, node_a, cost_a, START, limit, 0, 0)
    size, seen = _offer(desk, node_b, cost_b, START, limit, size, seen)
    while size > 0:
        node = desk.heap[0]
        desk.place[node] = DONE
        if desk.awaited[node]:
            awaited -= 1
            if awaited == 0:
                break
        size -= 1
        if size > 0:
            _sink(desk, desk.heap[size], size)
        for edge in range(graph.first_edge[node], graph.first_edge[node + 1]):
            cost = desk.cost[node] + graph.cost[edge]
            size, seen = _offer(desk, graph.edge_target[edge], cost, edge, limit, size, seen)
    return seen


@njit(nogil=True, cache=True)
def _offer(
    desk: Desk, node: int, cost: float, came: int, limit: float, size: int, seen: int
) -> tuple[int, int]:
    """Let the node have the cost if it is a better one; return the new (size, seen)."""
    if cost > limit or cost >= desk.cost[node]:
        return size, seen
    desk.cost[node], desk.came[node] = cost, came
    at = desk.place[node]
    if at == UNSEEN:
        at = size
        size += 1
        desk.seen[seen] = node
        seen += 1
    while at > 0 and desk.cost[desk.heap[(at - 1) >> 1]] > cost:
        desk.heap[at] = desk.heap[(at - 1) >> 1]
        desk.place[desk.heap[at]] = at
        at = (at - 1) >> 1
    desk.heap[at] = node
    desk.place[node] = at
    return size, seen


@njit(nogil=True, cache=True)
def _sink(desk: Desk, node: int, size: int) -> None:
    """Put the node on top of the heap and let it sink to where it belongs."""
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and desk.cost[desk.heap[child + 1]] < desk.cost[desk.heap[child]]:
            child += 1
        if desk.cost[desk.heap[child]] >= desk.cost[node]:
            break
        desk.heap[at] = desk.heap[child]
        desk.place[desk.heap[at]] = at
        at = child
    desk.heap[at] = node
    desk.place[node] = at
