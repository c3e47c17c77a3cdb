"""Shapes: map layers cut to the ground a map shows, as fine as it can show them."""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from accessibility.frame import Frame, projected

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

LINE_TYPES = (1, 2)  # shapely's numbers of LineString and LinearRing


def clipped(
    layer: gpd.GeoDataFrame | None, crs: str, frame: Frame, *, finest_m: float, margin_m: float
) -> Shapes:
    """Return the shapes within the frame and a margin, metric, without bends below ``finest_m``."""
    if layer is None or layer.empty:
        return np.empty(0, object)
    shapes = shapely.simplify(projected(layer, crs).geometry.to_numpy(), finest_m)
    cut = shapely.clip_by_rect(
        shapes,
        frame.left - margin_m,
        frame.bottom - margin_m,
        frame.right + margin_m,
        frame.top + margin_m,
    )
    # normal form winds holes against their shells, so that both renderers leave them open
    return np.asarray(shapely.normalize(cut[~shapely.is_empty(cut)]), dtype=object)


def united(shapes: Shapes) -> Shapes:
    """Return the one area the shapes cover together."""
    return np.array([shapely.normalize(shapely.union_all(shapes))], dtype=object)


def line_coordinates(shapes: Shapes) -> list[Floats]:
    """Return the coordinates of every line and of every ring of a polygon."""
    pieces = shapely.get_parts(shapely.get_parts(shapes))
    polygons = shapely.get_type_id(pieces) == 3
    lines = np.concatenate([pieces[~polygons], shapely.get_rings(pieces[polygons])])
    lines = lines[np.isin(shapely.get_type_id(lines), LINE_TYPES)]
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    return np.split(xy, np.flatnonzero(np.diff(owner)) + 1) if len(xy) else []
