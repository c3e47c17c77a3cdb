"""Catchment areas: the ground around the streets that lie within so many metres of the stations.

A home beside the street walks to it first, so an area is as wide as the metres left allow: wide
where many are left, narrow towards the end of the way.
"""

import logging
import time
from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
from pyproj import Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from accessibility.catchments_shapes import Way, areas_beside, begun
from accessibility.tables import WGS84
from gtfs.timetable import Bools, Floats
from mobility.network import Network
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork

log = logging.getLogger(__name__)

WIDE_M = 60.0  # an area reaches so far to both sides of the street: a row of houses
NARROW_M = 20.0  # and so far where less than that is left to walk; the last metres are not drawn
LONGEST_M = 500.0  # of a straight piece of border: it bends less than the hem on another map


class _Ground(NamedTuple):
    """Streets and stations on the map."""

    streets: StreetNetwork
    xy: Floats  # [node, 2]
    stations: Snapped
    foot: Floats  # [station, 2] where it meets its street


def catchment_areas(
    network: Network, stations: Snapped, limits_m: Sequence[Floats]
) -> gpd.GeoSeries:
    """Return an area for each ``[station]`` limits in metres on foot, each holding the one before.

    In the metric map of the network, no piece of border longer than ``LONGEST_M``. A limit of 0 or
    less is no catchment. Limits of a station must not fall from one to the next.
    """
    started = time.perf_counter()
    areas = areas_beside(_ways(_ground(network, stations), limits_m))
    series = gpd.GeoSeries(areas, crs=network.crs).segmentize(LONGEST_M)
    log.info("catchment areas: %d, %.1f s", len(series), time.perf_counter() - started)
    return gpd.GeoSeries(series)


def _ground(network: Network, stations: Snapped) -> _Ground:
    streets = network.streets["walk"]
    to_metres = Transformer.from_crs(WGS84, network.crs, always_xy=True)
    xy = np.column_stack(to_metres.transform(streets.node_lon, streets.node_lat))
    foot = np.column_stack(to_metres.transform(stations.lon, stations.lat))
    return _Ground(streets, xy, stations, foot)


def _ways(ground: _Ground, limits_m: Sequence[Floats]) -> list[list[Way]]:
    """Return for each limit the streets to be drawn wide, and those to be drawn narrow.

    What is drawn wide for one limit is not drawn again for those that follow.
    """
    drawn = np.zeros(len(ground.streets.edge_m), np.bool_)
    ways: list[list[Way]] = []
    for limit_m in limits_m:
        ways.append([])
        for beside_m in (WIDE_M, NARROW_M):
            within_m = np.where(limit_m > 0, limit_m - beside_m, 0)
            left_m = _left_m(ground.streets, ground.stations, within_m)
            pieces, whole = _pieces(ground.streets, ground.xy, left_m, ~drawn)
            pieces = np.concatenate([pieces, *_from_feet(ground, within_m)])
            ways[-1].append((pieces, beside_m))
            if beside_m == WIDE_M:
                drawn |= whole
    return ways


def _left_m(streets: StreetNetwork, stations: Snapped, limit_m: Floats) -> Floats:
    """Return ``[node]`` the metres one may still walk on from there, -inf where none comes to.

    One search answers all stations: it starts from a node of its own that lies before each
    station by what its limit falls short of the longest.
    """
    nodes, longest = len(streets.node_lon), float(limit_m.max(initial=0))
    used = np.flatnonzero(stations.linked & (limit_m > 0))
    late = longest - limit_m[used] + stations.snap_m[used]
    start = np.full(nodes, np.inf)
    np.minimum.at(start, stations.node_a[used], late + stations.a_m[used])
    np.minimum.at(start, stations.node_b[used], late + stations.b_m[used])
    reached = np.flatnonzero(start <= longest)
    if not len(reached):
        return np.full(nodes, -np.inf)
    first = np.append(streets.first_edge, len(streets.edge_m) + len(reached))
    target = np.concatenate([streets.edge_target, reached.astype(np.int32)])
    metres = np.concatenate([streets.edge_m, start[reached]])
    graph = csr_array((metres, target, first), shape=(nodes + 1, nodes + 1))
    away = dijkstra(graph, indices=np.array([nodes]), limit=longest)[0, :nodes]
    left: Floats = np.where(np.isfinite(away), longest - away, -np.inf)
    return left


def _pieces(
    streets: StreetNetwork, xy: Floats, left_m: Floats, wanted: Bools
) -> tuple[Floats, Bools]:
    """Return ``[piece, 2, 2]`` of the wanted edges what is reached, and the edges reached whole."""
    edge = np.flatnonzero(streets.once & wanted)
    a, b, metres = streets.edge_source[edge], streets.edge_target[edge], streets.edge_m[edge]
    met = (left_m[a] >= 0) & (left_m[b] >= 0) & (left_m[a] + left_m[b] >= metres)
    met |= (left_m[a] >= metres) | (left_m[b] >= metres)
    whole = np.zeros(len(streets.edge_m), np.bool_)
    whole[edge[met]] = True
    pieces = [
        np.stack((xy[a[met]], xy[b[met]]), axis=1),
        begun(xy[a], xy[b], metres, np.where(met, -1, left_m[a])),
        begun(xy[b], xy[a], metres, np.where(met, -1, left_m[b])),
    ]
    return np.concatenate(pieces), whole


def _from_feet(ground: _Ground, limit_m: Floats) -> list[Floats]:
    """Return ``[piece, 2, 2]`` the way from each station towards both ends of its edge."""
    _, xy, feet, foot = ground
    left = np.where(feet.linked & (limit_m > 0), limit_m - feet.snap_m, -1)
    return [
        begun(foot, xy[feet.node_a], feet.a_m, left),
        begun(foot, xy[feet.node_b], feet.b_m, left),
    ]
