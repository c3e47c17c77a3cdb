"""Shapes of catchments: ways begun, the ground beside them, and areas that hold each other."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gtfs.timetable import Floats

HOLE_M2 = 20_000.0  # smaller holes are blocks of houses one walks around
ROUNDED_M = 2.0  # corners may be cut by so much
HEM_M = 1.0  # an area reaches at least so far beyond the one inside it

Shapes = NDArray[np.object_]


def begun(start: Floats, end: Floats, metres: Floats, left_m: Floats) -> Floats:
    """Return the first ``left_m`` of each way; none where that is negative."""
    kept = left_m >= 0
    share = np.clip(left_m[kept] / np.maximum(metres[kept], 1e-6), 0, 1)[:, None]
    return np.stack((start[kept], start[kept] + share * (end[kept] - start[kept])), axis=1)


def area_beside(lines: Shapes, beside_m: float) -> shapely.Geometry:
    """Return the area beside the lines.

    Each chain on its own and then joined is 20 times quicker than all at once; villages that do
    not touch are joined apart from each other.
    """
    chains = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    chains = shapely.simplify(chains, ROUNDED_M, preserve_topology=False)
    around = shapely.buffer(chains, beside_m, quad_segs=2)
    return shapely.disjoint_subset_union_all(around).simplify(ROUNDED_M)


def holding(
    areas: Sequence[shapely.Geometry], before: Sequence[shapely.MultiPolygon]
) -> shapely.MultiPolygon:
    """Return the areas with the one before them and a hem around that, without small holes."""
    inner = [one.buffer(HEM_M, join_style="mitre") for one in before]
    parts = shapely.get_parts(shapely.disjoint_subset_union_all([*areas, *inner]))
    return shapely.MultiPolygon(
        [_filled(part) for part in parts if isinstance(part, shapely.Polygon)]
    )


def _filled(part: shapely.Polygon) -> shapely.Polygon:
    large = [ring for ring in part.interiors if shapely.Polygon(ring).area > HOLE_M2]
    return shapely.Polygon(part.exterior, large)
