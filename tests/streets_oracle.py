"""What networkx finds between points on streets: the streets with every point as a node."""

from itertools import pairwise

import networkx as nx
import numpy as np

from gtfs.timetable import NONE, Floats
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork
from mobility.walk import Walks

Pairs = dict[tuple[int, int], float]


def pairs(walks: Walks) -> Pairs:
    """Return the metres by (origin, target)."""
    ends = zip(walks.origin.tolist(), walks.target.tolist(), strict=True)
    return dict(zip(ends, walks.metres.tolist(), strict=True))


def with_points(
    network: StreetNetwork, cost: Floats, points: Snapped, snap_cost: Floats
) -> "nx.MultiDiGraph[object]":
    """Return the streets, cut where points lie.

    Nodes are indices, ("S", point) on the edge, and ("P", point) at the door, its snap away.
    """
    graph: nx.MultiDiGraph[object] = nx.MultiDiGraph()
    columns = (network.edge_source, network.edge_target, cost)
    for source, target, price in zip(*(column.tolist() for column in columns), strict=True):
        graph.add_edge(source, target, cost=price)
    for edge in np.unique(points.edge[points.linked]):
        _cut(graph, network, cost, points, int(edge))
    for point in np.flatnonzero(points.linked).tolist():
        graph.add_edge(("P", point), ("S", point), cost=float(snap_cost[point]))
        graph.add_edge(("S", point), ("P", point), cost=float(snap_cost[point]))
    return graph


def _cut(
    graph: "nx.MultiDiGraph[object]",
    network: StreetNetwork,
    cost: Floats,
    points: Snapped,
    edge: int,
) -> None:
    on_edge = np.flatnonzero(points.edge == edge)
    on_edge = on_edge[np.argsort(points.a_m[on_edge])]
    length, back = network.edge_m[edge], int(network.edge_back[edge])
    metres = [0.0, *points.a_m[on_edge].tolist(), float(length)]
    chain: list[object] = [int(points.node_a[on_edge[0]])]
    chain += [("S", point) for point in on_edge.tolist()]
    chain += [int(points.node_b[on_edge[0]])]
    for (one, from_m), (other, to_m) in pairwise(zip(chain, metres, strict=True)):
        share = (to_m - from_m) / length if length else 0.0
        graph.add_edge(one, other, cost=float(cost[edge] * share))
        if back != NONE or share == 0:  # who stands on a crossing stands in all its streets
            graph.add_edge(other, one, cost=float(cost[back] * share))


def by_networkx(graph: "nx.MultiDiGraph[object]", origin: int, limit: float) -> dict[int, float]:
    """Return the least cost from a point to all others within the limit."""
    if ("P", origin) not in graph:
        return {}
    found = nx.single_source_dijkstra_path_length(graph, ("P", origin), cutoff=limit, weight="cost")
    return {
        node[1]: cost
        for node, cost in found.items()
        if isinstance(node, tuple) and node[0] == "P" and node[1] != origin
    }


def drives_by_networkx(car: StreetNetwork, points: Snapped) -> Floats:
    """Return ``[point, point]`` the seconds of the fastest drive, from street to street."""
    size = len(points.edge)
    graph = with_points(car, car.edge_s.astype(np.float64), points, np.zeros(size))
    seconds = np.full((size, size), np.inf)
    for origin in range(size):
        for target, found in by_networkx(graph, origin, np.inf).items():
            seconds[origin, target] = found
    seconds[points.linked, points.linked] = 0
    return seconds
