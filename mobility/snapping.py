"""Points onto streets: the nearest point of an edge, where a walk or a drive begins and ends."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from gtfs.earth import DEGREE_M
from gtfs.timetable import NONE, Bools, Floats, Ints
from mobility.streets import StreetNetwork

EARTH = Geod(ellps="WGS84")
SQUARES = 500  # at most, along a side of the chessboard
MARGIN = 2  # squares
FEW = 8  # points: to look around each is quicker than to put all nodes on the board
SLACK = 1.01  # a map projection stretches by less than this: search wider, then measure exactly

Axes: TypeAlias = tuple[Floats, Floats]  # latitudes, longitudes


@dataclass(frozen=True, eq=False)
class Snapped:
    """Where points meet the streets; every column is per point, ``edge`` NONE if too far away.

    All metres are geodesic. The edge runs from ``node_a`` to ``node_b``; ``a_m`` and ``b_m`` are
    shares of its ``edge_m`` and add up to it.
    """

    edge: Ints  # of a segment open both ways the one with the smaller index
    node_a: Ints  # NONE as edge
    node_b: Ints
    a_m: Floats  # from the snapped point along the edge to each end; nan where NONE
    b_m: Floats
    snap_m: Floats  # from the point to the snapped point
    lon: Floats  # of the snapped point
    lat: Floats

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for column in fields(self):
            getattr(self, column.name).setflags(write=False)

    @property
    def linked(self) -> Bools:
        """``[point]`` whether there is a street near enough."""
        return np.asarray(self.edge != NONE)


class _Found(NamedTuple):
    """Pairs of a point and its nearest edge, and how far along the edge (0…1)."""

    point: NDArray[np.int64]
    edge: NDArray[np.int64]
    share: Floats


def snap(streets: StreetNetwork, lon: Floats, lat: Floats, *, snap_m: float, crs: str) -> Snapped:
    """Snap points to the nearest point of an edge of the largest component, at most ``snap_m`` off.

    "Nearest" is judged in the metric ``crs``, all metres are then measured on the ellipsoid.
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    edges = np.flatnonzero(streets.open_to_doors & _near_any(streets, lon, lat, snap_m))
    found = _nearest(streets, edges, lon, lat, snap_m * SLACK, crs)
    source, target = streets.edge_source[found.edge], streets.edge_target[found.edge]
    snapped_lon = _between(streets.node_lon, source, target, found.share)
    snapped_lat = _between(streets.node_lat, source, target, found.share)
    metres = EARTH.inv(lon[found.point], lat[found.point], snapped_lon, snapped_lat)[2]
    near = metres <= snap_m
    point, edge, share = (column[near] for column in found)
    return Snapped(
        _indices(edge, point, len(lon)),
        _indices(source[near], point, len(lon)),
        _indices(target[near], point, len(lon)),
        _measures(share * streets.edge_m[edge], point, len(lon)),
        _measures((1 - share) * streets.edge_m[edge], point, len(lon)),
        _measures(metres[near], point, len(lon)),
        _measures(snapped_lon[near], point, len(lon)),
        _measures(snapped_lat[near], point, len(lon)),
    )


def _near_any(streets: StreetNetwork, lon: Floats, lat: Floats, within_m: float) -> Bools:
    """Return ``[edge]`` False for edges out of reach of all points: one door needs no county.

    A chessboard over the streets has squares no smaller than the reach. An edge no longer than a
    square and within reach of a point begins at most two squares from it.
    """
    if len(streets.node_lat) == 0:
        return np.zeros(0, np.bool_)
    nodes, known = (streets.node_lat, streets.node_lon), np.isfinite(lon) & np.isfinite(lat)
    points = lat[known], lon[known]
    start, end = np.array([(axis.min(), axis.max()) for axis in nodes]).T
    degree_m = DEGREE_M * np.array([1, np.cos(np.radians(np.abs([start[0], end[0]]).max()))])
    square_m = max(within_m, ((end - start) * degree_m).max() / SQUARES)
    side = square_m / degree_m
    if len(points[0]) <= FEW:
        node_near = _in_boxes(nodes, points, MARGIN * side)
    else:
        node_near = _on_board(np.column_stack(nodes), np.column_stack(points), start, side)
    return np.asarray(node_near[streets.edge_source] | (streets.edge_m > square_m))


def _in_boxes(nodes: Axes, points: Axes, reach: Floats) -> Bools:
    """Return ``[node]`` whether it lies in the box around any of the points."""
    near = np.zeros(len(nodes[0]), np.bool_)
    for at in zip(*points, strict=True):
        beside = [np.abs(nodes[axis] - at[axis]) <= reach[axis] for axis in (0, 1)]
        near |= beside[0] & beside[1]
    return near


def _on_board(nodes: Floats, points: Floats, start: Floats, side: Floats) -> Bools:
    """Return ``[node]`` whether its square lies at most two from the square of any point."""
    at_node = ((nodes - start) // side).astype(np.int64) + MARGIN
    at_point = ((points - start) // side).astype(np.int64) + MARGIN
    size = at_node.max(axis=0) + 1 + MARGIN
    board = np.zeros(size, np.bool_)
    on_board = ((at_point >= 0) & (at_point < size)).all(axis=1)
    board[tuple(at_point[on_board].T)] = True
    for axis in (0, 1):  # rolling over the edge of the board finds more edges, never fewer
        board = np.any([np.roll(board, by, axis) for by in range(-MARGIN, MARGIN + 1)], axis=0)
    return np.asarray(board[tuple(at_node.T)])


def _nearest(
    streets: StreetNetwork,
    edges: NDArray[np.int64],
    lon: Floats,
    lat: Floats,
    within_m: float,
    crs: str,
) -> _Found:
    to_metres = _to_metres(crs)
    ends = np.stack((streets.edge_source[edges], streets.edge_target[edges]), axis=1)
    line = np.stack(to_metres.transform(streets.node_lon[ends], streets.node_lat[ends]), axis=-1)
    xy = np.column_stack(to_metres.transform(lon, lat))
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))  # no coordinates, or none of this crs
    tree = shapely.STRtree(np.asarray(shapely.linestrings(line)))
    which, at = tree.query_nearest(shapely.points(xy[known]), max_distance=within_m)
    order = np.lexsort((at, which))  # of equally near edges the first
    point, first = np.unique(which[order], return_index=True)
    nearest = at[order][first]
    share = _share(line[nearest, 0], line[nearest, 1], xy[known[point]])
    return _Found(known[point], edges[nearest], share)


@cache
def _to_metres(crs: str) -> Transformer:
    """Return what turns degrees into metres; to find it takes longer than to snap some stops."""
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def _share(start: Floats, end: Floats, xy: Floats) -> Floats:
    """Return where on each line its point nearest to xy lies, from 0 = start to 1 = end."""
    along = end - start
    length2 = (along**2).sum(axis=1)
    share = ((xy - start) * along).sum(axis=1) / np.where(length2 > 0, length2, 1)
    return np.asarray(np.clip(share, 0, 1))


def _between(node: Floats, source: Ints, target: Ints, share: Floats) -> Floats:
    return node[source] + share * (node[target] - node[source])


def _indices(values: NDArray[np.integer], point: NDArray[np.int64], size: int) -> Ints:
    column = np.full(size, NONE, np.int32)
    column[point] = values
    return column


def _measures(values: Floats, point: NDArray[np.int64], size: int) -> Floats:
    column = np.full(size, np.nan)
    column[point] = values
    return column


def taken(snapped: Snapped, points: Ints) -> Snapped:
    """Return some of the points, in the order asked."""
    columns = {column.name: getattr(snapped, column.name)[points] for column in fields(snapped)}
    return Snapped(**columns)


def joined_snaps(parts: Sequence[Snapped]) -> Snapped:
    """Return the points of all parts, one part after the other."""
    names = [column.name for column in fields(Snapped)]
    return Snapped(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))
