"""Street ways: the quickest ways by car between points, with the streets they take."""

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


def find_ways(streets: StreetNetwork, starts: Snapped, ends: Snapped) -> Sequence[StreetWay]:
    """Return the way from each start to the end of the same number.

    The ways of ``drive.find_drive_s``; few and short ones are found sooner on the streets as
    they are. All points have to be linked.
    """
    graph = graph_of(streets.first_edge, streets.edge_target, streets.edge_s)
    desk = new_desk(graph)
    return [_way(streets, graph, desk, (starts, ends), at) for at in range(len(starts.edge))]


def _way(
    streets: StreetNetwork, graph: Graph, desk: Desk, points: tuple[Snapped, Snapped], at: int
) -> StreetWay:
    start, end = points
    share, share_there = _share(streets, start, at), _share(streets, end, at)
    there, back = _costs(streets, int(start.edge[at]))
    ahead, behind = _costs(streets, int(end.edge[at]))
    nodes_there = [int(end.node_a[at]), int(end.node_b[at])]
    node_a, node_b = int(start.node_a[at]), int(start.node_b[at])
    begin = (node_a, _part(back, share), node_b, _part(there, 1 - share))
    desk.awaited[nodes_there] = True
    seen = search(graph, desk, begin, np.inf, len(set(nodes_there)))
    same = start.edge[at] == end.edge[at]
    costs = (
        _along(there, back, share_there - share) if same else np.inf,
        float(desk.cost[nodes_there[0]]) + _part(ahead, share_there),
        float(desk.cost[nodes_there[1]]) + _part(behind, 1 - share_there),
    )
    best = int(np.argmin(costs))
    nodes, metres = list[int](), abs(float(end.a_m[at] - start.a_m[at]))
    if best and np.isfinite(costs[best]):
        nodes, metres = _followed(streets, desk, nodes_there[best - 1])
        metres += _to_node(start, at, nodes[0]) + _to_node(end, at, nodes[-1])
    wipe(desk, seen)
    desk.awaited[nodes_there] = False
    lon = np.concatenate(([start.lon[at]], streets.node_lon[nodes], [end.lon[at]]))
    lat = np.concatenate(([start.lat[at]], streets.node_lat[nodes], [end.lat[at]]))
    return StreetWay(costs[best], metres, lon, lat)


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


def _followed(streets: StreetNetwork, desk: Desk, node: int) -> tuple[list[int], float]:
    """Return the nodes the search has come by, the first one first, and the metres between them."""
    nodes, metres = [node], 0.0
    while desk.came[node] != START:
        edge = int(desk.came[node])
        node = int(streets.edge_source[edge])
        metres += float(streets.edge_m[edge])
        nodes.append(node)
    return nodes[::-1], metres


def _to_node(points: Snapped, at: int, node: int) -> float:
    return float(points.a_m[at] if node == points.node_a[at] else points.b_m[at])
