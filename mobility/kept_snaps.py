"""Kept snaps: points stay where they stood on the streets when a scenario builds others.

Annahme: who lives on a street goes on leaving the house there; a new street nearer to the door is
reached along the streets. So no walk and no drive becomes longer by a street that is built.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gtfs.timetable import NONE, Bools, Floats, Ints
from mobility.scenario_values import ScenarioError
from mobility.snapping import Snapped, joined_snaps, snap, taken
from mobility.streets import StreetNetwork

Stretch = tuple[Ints, Floats]  # edges one after the other, and the metres up to each of them


def snap_again(
    streets: tuple[StreetNetwork, StreetNetwork],
    snaps: Snapped,
    points: tuple[Floats, Floats],
    *,
    snap_m: float,
    crs: str,
) -> Snapped:
    """Return where points (lon, lat) meet the second of two networks, grown from the first.

    Where they met the first one; those that were off all streets are snapped to the nearest.
    """
    kept = kept_snaps(*streets, snaps)
    lost = np.flatnonzero(~kept.linked)
    found = snap(streets[1], *(axis[lost] for axis in points), snap_m=snap_m, crs=crs)
    rows = np.arange(len(kept.edge))
    rows[lost] = len(rows) + np.arange(len(lost))
    return taken(joined_snaps((kept, found)), rows)


def kept_snaps(before: StreetNetwork, after: StreetNetwork, snaps: Snapped) -> Snapped:
    """Return the points of a network on the one grown from it; of a segment cut, on its piece."""
    linked = snaps.linked
    edge = np.full(len(snaps.edge), NONE, np.int32)
    a_m, b_m = snaps.a_m.copy(), snaps.b_m.copy()
    edge[linked] = _same_edges(before, after, snaps.edge[linked])
    for cut in np.unique(snaps.edge[linked & (edge == NONE)]).tolist():
        own = np.flatnonzero(snaps.edge == cut)
        edge[own], a_m[own], b_m[own] = _on_piece(after, _stretch(before, after, cut), a_m[own])
    return _turned(after, replace(snaps, edge=edge, a_m=a_m, b_m=b_m))


def _same_edges(before: StreetNetwork, after: StreetNetwork, edge: Ints) -> Ints:
    """Return the edges of the network after that are the same, ``NONE`` where one has been cut."""
    nodes = len(after.node_lon)
    source, target = before.edge_source[edge], before.edge_target[edge]
    known = after.edge_source.astype(np.int64) * nodes + after.edge_target
    wanted = source.astype(np.int64) * nodes + target
    at, end = (np.searchsorted(known, wanted, side=side) for side in ("left", "right"))
    found = np.full(len(edge), NONE, np.int32)
    while (at < end).any():  # of parallel edges the one of its length and way
        here = np.minimum(at, len(known) - 1)
        same: Bools = (at < end) & (after.edge_m[here] == before.edge_m[edge])
        same &= after.edge_way_id[here] == before.edge_way_id[edge]
        found = np.where(same & (found == NONE), here, found).astype(np.int32)
        at = at + 1
    return found


def _stretch(before: StreetNetwork, after: StreetNetwork, edge: int) -> Stretch:
    """Return the pieces an edge has been cut into; refuse where there are none."""
    start, end = int(before.edge_source[edge]), int(before.edge_target[edge])
    new, way_id = len(before.node_lon), int(before.edge_way_id[edge])
    metres = float(before.edge_m[edge])
    ways = [np.array(one, np.int32) for one in _ways(after, (start,), end, new, way_id)]
    if not ways:
        a, b = (f"{after.node_lon[node]:.6f},{after.node_lat[node]:.6f}" for node in (start, end))
        msg = f"the street from {a} to {b} (OSM way {way_id}) has no pieces in the network grown"
        raise ScenarioError(msg)
    pieces = min(ways, key=lambda one: abs(float(after.edge_m[one].sum()) - metres))
    return pieces, np.concatenate(([0.0], np.cumsum(after.edge_m[pieces])))


def _ways(
    streets: StreetNetwork, nodes: tuple[int, ...], end: int, new: int, way_id: int
) -> Iterator[list[int]]:
    """Yield the edges from the last node to the end, along the way and by new nodes alone."""
    for edge in range(*streets.first_edge[nodes[-1] : nodes[-1] + 2].tolist()):
        other = int(streets.edge_target[edge])
        if streets.edge_way_id[edge] != way_id or other in nodes:
            continue
        if other == end:
            yield [edge]
        elif other >= new:
            for rest in _ways(streets, (*nodes, other), end, new, way_id):
                yield [edge, *rest]


def _on_piece(streets: StreetNetwork, stretch: Stretch, a_m: Floats) -> tuple[Ints, Floats, Floats]:
    """Return of points so far along a stretch the piece they are on, and the metres to its ends."""
    pieces, upto_m = stretch
    at = np.clip(np.searchsorted(upto_m, a_m, side="right") - 1, 0, len(pieces) - 1)
    from_a = np.clip(a_m - upto_m[at], 0, streets.edge_m[pieces[at]])
    return pieces[at], from_a, streets.edge_m[pieces[at]] - from_a


def _turned(streets: StreetNetwork, snaps: Snapped) -> Snapped:
    """Return the points with ``edge`` the one of its segment that has the smaller index."""
    edge, linked = snaps.edge, snaps.linked
    back = np.where(linked, streets.edge_back[edge], NONE)
    turned = (back != NONE) & (back < edge)
    edge = np.where(turned, back, edge).astype(np.int32)
    return replace(
        snaps,
        edge=edge,
        node_a=np.where(linked, streets.edge_source[edge], NONE).astype(np.int32),
        node_b=np.where(linked, streets.edge_target[edge], NONE).astype(np.int32),
        a_m=np.where(turned, snaps.b_m, snaps.a_m),
        b_m=np.where(turned, snaps.a_m, snaps.b_m),
    )
