"""Polygons of catchments: closed borders as ground, without holes too small to draw."""

import numpy as np
import shapely
from numpy.typing import NDArray

from accessibility.catchments_border import Rings
from accessibility.catchments_rings import thinned
from gtfs.timetable import Bools, Floats

HOLE_M2 = 20_000.0  # smaller holes are blocks of houses one walks around

Shapes = NDArray[np.object_]


def ground_of(rings: Rings) -> shapely.MultiPolygon:
    """Return the ground inside the rings, in metres; holes of less than ``HOLE_M2`` are filled."""
    rings = Rings(*thinned(rings.xy, rings.first))
    area = _area(rings)
    outer = _drawn(rings, area > 0)
    holes = _drawn(rings, area < -HOLE_M2)
    ground = _with_holes(outer[~_within_filled(outer, holes)], holes)
    whole = shapely.MultiPolygon(ground.tolist())
    return whole if whole.is_valid else shapely.MultiPolygon(_parts(whole).tolist())


def _area(rings: Rings) -> Floats:
    """Return ``[ring]`` the area inside, negative of holes (Gauss)."""
    xy, first = rings
    if not len(xy):
        return np.empty(0)
    after = np.arange(1, len(xy) + 1)
    after[first[1:] - 1] = first[:-1]
    start, end = xy - xy[0], xy[after] - xy[0]
    twice = start[:, 0] * end[:, 1] - end[:, 0] * start[:, 1]
    area: Floats = np.add.reduceat(twice, first[:-1]) / 2
    return area


def _drawn(rings: Rings, chosen: Bools) -> Shapes:
    """Return the rings chosen as polygons."""
    sizes = np.diff(rings.first)
    point = np.repeat(chosen, sizes)
    number = np.repeat(np.cumsum(chosen) - 1, sizes)[point]
    lines = shapely.linearrings(rings.xy[point], indices=number)
    return np.asarray(shapely.polygons(lines), np.object_)


def _within_filled(outer: Shapes, holes: Shapes) -> Bools:
    """Return which polygons lie within another and in none of its holes: in one that was filled."""
    within = np.zeros(len(outer), np.int64)
    small = np.flatnonzero(shapely.area(outer) < HOLE_M2)
    one, other = shapely.STRtree(outer).query(outer[small], predicate="within")
    np.add.at(within, small[one[small[one] != other]], 1)
    np.add.at(within, small[shapely.STRtree(holes).query(outer[small], predicate="within")[0]], -1)
    return within > 0


def _with_holes(outer: Shapes, holes: Shapes) -> Shapes:
    """Return the polygons, each hole cut from the smallest that holds it."""
    hole, around = shapely.STRtree(outer).query(holes, predicate="within")
    order = np.lexsort((shapely.area(outer[around]), hole))
    _, first = np.unique(hole[order], return_index=True)
    found = order[first]
    rings = shapely.get_exterior_ring(outer)
    for one in np.unique(around[found]):
        mine = holes[hole[found[around[found] == one]]]
        outer[one] = shapely.Polygon(rings[one], shapely.get_exterior_ring(mine).tolist())
    return outer


def _parts(shape: shapely.Geometry) -> Shapes:
    """Return the polygons of a shape whose borders touch, made valid."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    return np.asarray(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON], np.object_)
