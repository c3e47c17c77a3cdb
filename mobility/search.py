"""Search: kernel for bounded shortest paths of a street network on flat arrays."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Floats, Ints
from mobility.kernels import ZERO, kernel, part

START = -1  # in place of an edge: the search began at the node
WIDE = 4  # children of a node of the heap: flatter, and they lie side by side


class Graph(NamedTuple):
    """What a search runs on: ``cost`` [edge] is metres or seconds."""

    first_edge: Ints
    edge_target: Ints
    cost: Floats


class Desk(NamedTuple):
    """What one search writes on; wiped afterwards where it was written on."""

    cost: Floats  # [node] best so far
    key: Floats  # [entry of the heap] a cost, the least on top
    node: Ints  # [entry of the heap] whose; with a cost it has no more: left over
    seen: Ints  # nodes in the order they were first reached
    came: Ints  # [node] by which edge, of the nodes reached
    awaited: Bools  # [node] whether the search is asked of it


def new_desk(graph: Graph) -> Desk:
    """Return a clean desk for searches of the graph."""
    nodes, entries = len(graph.first_edge) - 1, len(graph.edge_target) + 2
    return Desk(
        np.full(nodes, np.inf),
        np.empty(entries, np.float64),
        np.empty(entries, np.int32),
        np.empty(nodes, np.int32),
        np.empty(nodes, np.int32),
        np.zeros(nodes, np.bool_),
    )


@kernel
def wipe(desk: Desk, seen: int) -> None:
    """Clean the desk after a search that has seen so many nodes."""
    nodes, cost = desk.seen, desk.cost
    for i in range(seen):
        cost[nodes[i]] = np.inf


@kernel
def search(
    graph: Graph, desk: Desk, ends: tuple[int, float, int, float], limit: float, awaited: int
) -> int:
    """Write on the desk the least cost of every node within the limit; return how many those are.

    Dijkstra's algorithm with a heap of four children a node, in which a node that becomes cheaper
    is put once more. It starts from both ends of an edge at once: (node, cost to get there, node,
    cost), and stops when as many nodes as are marked on the desk as ``awaited`` are done; 0: none
    is. Arrays are local names, as in ``walks_between``.
    """
    first_edge, edge_target, edge_cost = graph
    best, key, entry, order, came, asked = desk
    size, seen = ZERO, 0
    for node, cost in (ends[:2], ends[2:]):
        if cost <= limit and cost < best[node]:
            if best[node] == np.inf:
                order[seen] = node
                seen += 1
            best[node], came[node] = cost, START
            size = _put(key, entry, size, cost, node)
    while size > 0:
        cost, node = key[0], entry[0]
        size -= 1
        _sink(key, entry, size)
        if cost > best[node]:
            continue
        if asked[node]:
            awaited -= 1
            if awaited == 0:
                break
        for edge in range(first_edge[node], first_edge[node + 1]):
            onward, to = cost + edge_cost[edge], edge_target[edge]
            if onward > limit or onward >= best[to]:
                continue
            if best[to] == np.inf:
                order[seen] = to
                seen += 1
            best[to], came[to] = onward, edge
            size = _put(key, entry, size, onward, to)
    return seen


@part
def _put(key: Floats, entry: Ints, size: int, cost: float, node: int) -> int:
    """Put a node into a heap of so many entries, where its cost belongs; return the new size."""
    at = size
    while at > 0:
        above = (at - 1) // WIDE
        if key[above] <= cost:
            break
        key[at], entry[at] = key[above], entry[above]
        at = above
    key[at], entry[at] = cost, node
    return size + 1


@part
def _sink(key: Floats, entry: Ints, size: int) -> None:
    """Take away the top of a heap: what stood behind so many entries sinks to where it belongs."""
    cost, node = key[size], entry[size]
    at = 0
    while WIDE * at + 1 < size:
        child = WIDE * at + 1
        for other in range(child + 1, min(child + WIDE, size)):
            if key[other] < key[child]:
                child = other
        if key[child] >= cost:
            break
        key[at], entry[at] = key[child], entry[child]
        at = child
    key[at], entry[at] = cost, node
