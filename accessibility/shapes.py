"""Shapes: map layers cut to the ground a map shows, as fine as it can show them."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from accessibility.frame import Frame, projected

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

LINE_TYPES = (1, 2)  # shapely's numbers of LineString and LinearRing
# The rest would be too many numbers.
NAMED_PRODUCTS = ("S-Bahn", "Bahn", "Straßenbahn", "PlusBus", "TaktBus")
_STEPS = np.linspace(0.1, 0.9, 33)
ALONG = _STEPS[np.argsort(np.abs(_STEPS - 0.5), kind="stable")]  # of the course, the middle first


class NamedLine(NamedTuple):
    """A line to be labelled, with ``spots [spot, 2]`` along its course in metres, best first."""

    name: str
    product: str
    spots: Floats


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


def named_lines(layer: gpd.GeoDataFrame | None, crs: str, frame: Frame) -> list[NamedLine]:
    """Return every line of the better products seen in the frame once, best product first."""
    if layer is None or layer.empty:
        return []
    found = []
    metric = projected(layer, crs)
    for product in NAMED_PRODUCTS:
        for name, shapes in metric[metric["product"] == product].groupby("name").geometry:
            course = _longest_course(shapes.to_numpy(), frame)
            if name and course is not None:
                spots = shapely.line_interpolate_point(course, ALONG, normalized=True)
                found.append(NamedLine(str(name), product, shapely.get_coordinates(spots)))
    return found


def _longest_course(shapes: Shapes, frame: Frame) -> shapely.LineString | None:
    """Return the longest piece in the frame, from fork to fork: lines come stop by stop."""
    joined = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(shapes)))
    seen = shapely.clip_by_rect(joined, frame.left, frame.bottom, frame.right, frame.top)
    pieces = shapely.get_parts(seen)
    return pieces[np.argmax(shapely.length(pieces))] if len(pieces) else None
