"""Street ways: the quickest way by car from each point to the next, with the street it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gtfs.timetable import NONE, Floats
from mobility.search import START, Desk, Graph, new_desk, search, wipe
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork
from mobility.walk import graph_of


@dataclass(frozen=True, eq=False)
class StreetWay:
    """A way along the streets, from point to point."""

    seconds: float  # inf: there is none
    metres: float
    lon: Floats  # [point] both ends among them
    lat: Floats


def find_ways(streets: StreetNetwork, points: Snapped) -> Sequence[StreetWay]:
    """Return the way from each point to the next one.

    The ways of ``drive.find_drive_s``; few and short ones are found sooner on the streets as
    they are. All points have to be linked.
    """
    graph = graph_of(streets.first_edge, streets.edge_target, streets.edge_s)
    desk = new_desk(len(streets.node_lon))
    return [_way(streets, graph, desk, points, at) for at in range(len(points.edge) - 1)]


def _way(
    streets: StreetNetwork, graph: Graph, desk: Desk, points: Snapped, at: int
) -> StreetWay:
    start, end = int(points.edge[at]), int(points.edge[at + 1])
    share, share_there = _share(streets, points, at), _share(streets, points, at + 1)
    there, back = _costs(streets, start)
    node_a, node_b = (int(column[at]) for column in (points.node_a, points.node_b))
    ends = [int(column[at + 1]) for column in (points.node_a, points.node_b)]
    desk.awaited[ends] = True
    begin = (node_a, _part(back, share), node_b, _part(there, 1 - share))
    seen = search(graph, desk, begin, np.inf, len(set(ends)))
    ahead, behind = _costs(streets, end)
    costs = (
        float(desk.cost[ends[0]]) + _part(ahead, share_there),
        float(desk.cost[ends[1]]) + _part(behind, 1 - share_there),
        _along(there, back, share_there - share) if start == end else np.inf,
    )
    best = int(np.argmin(costs[::-1]))  # of equal ones the one along the common edge
    nodes = [] if best == 0 else _nodes(streets, desk, ends[2 - best])
    wipe(desk, seen)
    desk.awaited[ends] = False
    lon, lat = (
        np.concatenate((ends_of[at : at + 1], column[nodes], ends_of[at + 1 : at + 2]))
        for ends_of, column in ((points.lon, streets.node_lon), (points.lat, streets.node_lat))
    )
    metres = _metres(streets, points, at, nodes)
    return StreetWay(min(costs), metres, lon, lat)


def _share(streets: StreetNetwork, points: Snapped, at: int) -> float:
    metres = float(streets.edge_m[points.edge[at]])
    return float(points.a_m[at]) / metres if metres > 0 else 0.0


def _costs(streets: StreetNetwork, edge: int) -> tuple[float, float]:
    """Return the seconds of the whole edge there and back, inf where it is closed."""
    back = int(streets.edge_back[edge])
    return float(streets.edge_s[edge]), float(streets.edge_s[back]) if back != NONE else np.inf


def _part(cost: float, share: float) -> float:
    return cost * share if share > 0 else 0.0


def _along(there: float, back: float, ahead: float) -> float:
    return _part(there, ahead) if ahead >= 0 else _part(back, -ahead)


def _nodes(streets: StreetNetwork, desk: Desk, node: int) -> list[int]:
    """Return the nodes the search has come by, the first one first."""
    nodes = [node]
    while desk.came[nodes[-1]] != START:
        nodes.append(int(streets.edge_source[desk.came[nodes[-1]]]))
    return nodes[::-1]


def _metres(streets: StreetNetwork, points: Snapped, at: int, nodes: list[int]) -> float:
    """Return the length of the way: parts of the two edges, and the edges between the nodes."""
    if not nodes:
        return abs(float(points.a_m[at + 1] - points.a_m[at]))
    ends = (at, nodes[0]), (at + 1, nodes[-1])
    parts = [
        float(points.a_m[point] if node == points.node_a[point] else points.b_m[point])
        for point, node in ends
    ]
    return sum(parts) + sum(
        float(streets.edge_m[_edge(streets, one, other)])
        for one, other in zip(nodes[:-1], nodes[1:], strict=True)
    )


def _edge(streets: StreetNetwork, one: int, other: int) -> int:
    """Return the quickest edge between neighbouring nodes."""
    first, last = streets.first_edge[one], streets.first_edge[one + 1]
    edges = first + np.flatnonzero(streets.edge_target[first:last] == other)
    return int(edges[np.argmin(streets.edge_s[edges])])
