"""Street ends: the walking network as points one may travel to, never farther apart than a step."""

from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from accessibility.ends import Ends, Linked
from gtfs.timetable import Ints
from mobility.doors import Doors
from mobility.network import Network
from mobility.snapping import Snapped, taken
from mobility.streets import StreetNetwork
from mobility.transfers import first_of
from mobility.walk import find_walks, walk_s

STEP_M = 100.0  # along an edge: the most by which an area may be drawn too far or too near


class StreetEnds(NamedTuple):
    """Points of the streets one may travel to: first the nodes, then feet along the edges."""

    node: Ints  # [node] of the largest component, ascending
    ends: Linked  # [node + foot]
    feet: Snapped  # [foot]


def street_ends(network: Network, origin: Linked) -> StreetEnds:
    """Return the nodes, and the feet of stops and the origin's doors, and of every step.

    Walks are the same both ways, so they are searched from the few stops, not the many nodes.
    """
    streets, moving = network.streets["walk"], network.moving
    nodes = np.flatnonzero((streets.node_component == 0) & (np.diff(streets.first_edge) > 0))
    feet = _joined(_feet(network.stop_snaps), _joined(_feet(origin.snaps), _steps(streets)))
    snaps = _joined(_at_nodes(streets, nodes), feet)
    walks = find_walks(streets, network.stop_snaps, snaps, max_m=moving.metres(moving.max_access_s))
    order = np.lexsort((walks.origin, walks.target))
    count = len(snaps.edge)
    doors = Doors(
        first_of(walks.target[order], count),
        walks.origin[order],
        walk_s(walks.metres[order], moving.walk_speed_kmh),
    )
    ends = Ends([""] * count, snaps.lon, snaps.lat, {})
    return StreetEnds(nodes.astype(np.int32), Linked(ends, doors, np.arange(count), snaps), feet)


def _at_nodes(streets: StreetNetwork, nodes: Ints) -> Snapped:
    """Return the nodes as points at an end of their first edge, as ``Snapped`` names its edges."""
    first, nothing = streets.first_edge[nodes], np.zeros(len(nodes))
    turned = ~streets.once[first]  # then the node is where the edge of its segment ends
    edge = np.where(turned, streets.edge_back[first], first)
    metres = streets.edge_m[edge].astype(np.float64)
    return Snapped(
        edge=edge.astype(np.int32),
        node_a=streets.edge_source[edge].astype(np.int32),
        node_b=streets.edge_target[edge].astype(np.int32),
        a_m=np.where(turned, metres, 0),
        b_m=np.where(turned, 0, metres),
        snap_m=nothing,
        lon=streets.node_lon[nodes],
        lat=streets.node_lat[nodes],
    )


def _feet(snaps: Snapped) -> Snapped:
    """Return the points themselves moved onto the street; those too far away are left out."""
    linked = taken(snaps, np.flatnonzero(snaps.linked))
    return replace(linked, snap_m=np.zeros(len(linked.edge)))


def _steps(streets: StreetNetwork) -> Snapped:
    """Return points on the edges longer than a step, once a segment, evenly spaced."""
    edge = np.flatnonzero((streets.node_component[streets.edge_source] == 0) & streets.once)
    count = np.maximum(np.ceil(streets.edge_m[edge] / STEP_M).astype(np.int64) - 1, 0)
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    share = (number + 1) / np.repeat(count + 1, count)
    edge = np.repeat(edge, count)
    a, b, metres = streets.edge_source[edge], streets.edge_target[edge], streets.edge_m[edge]
    lon, lat = (
        node[a] + share * (node[b] - node[a]) for node in (streets.node_lon, streets.node_lat)
    )
    columns = (share * metres, (1 - share) * metres, np.zeros(len(edge)), lon, lat)
    return Snapped(edge.astype(np.int32), a, b, *columns)


def _joined(one: Snapped, other: Snapped) -> Snapped:
    columns = (column.name for column in fields(Snapped))
    return Snapped(*(np.concatenate((getattr(one, c), getattr(other, c))) for c in columns))
