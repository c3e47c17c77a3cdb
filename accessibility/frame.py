"""Frame: the rectangle of ground a map shows, and layers in its metres."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from accessibility.picture import MapPicture

Floats = NDArray[np.float64]

MARGIN_M = 1500.0  # so that no circle of the outermost Ortsteil is cut
NEAR_SHARE = 0.1  # of the region's extent: how far beyond it a centre is still brought in
COUNTY_SHARE = 0.9  # of all places: a few lie beyond by rounding


@dataclass(frozen=True)
class Frame:
    """The rectangle of ground a map shows, metres of the metric CRS."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Metres from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Metres from bottom to top."""
        return self.top - self.bottom


def frame_of(picture: MapPicture, *, aspect: float | None = None) -> Frame:
    """Return the ground to show, widened to width/height = aspect if one is asked for.

    It holds all places, the region's boundary, and the centres just beyond: people travel there.
    """
    crs = picture.imprint.crs
    layers = (picture.places, own_boundary(picture))
    bounds = np.array([projected(one, crs).total_bounds for one in layers if one is not None])
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    zentren = picture.layers.zentren
    if zentren is not None and not zentren.empty:
        xy = point_xy(zentren, crs)
        reach = NEAR_SHARE * (high - low).max()
        near = xy[((xy > low - reach) & (xy < high + reach)).all(axis=1)]
        low, high = np.vstack([near, low]).min(axis=0), np.vstack([near, high]).max(axis=0)
    low, high = low - MARGIN_M, high + MARGIN_M
    if aspect is not None:
        height = max(high[1] - low[1], (high[0] - low[0]) / aspect)
        half = np.array([height * aspect, height]) / 2
        low, high = (low + high) / 2 - half, (low + high) / 2 + half
    return Frame(*map(float, (*low, *high)))


def own_boundary(picture: MapPicture) -> gpd.GeoDataFrame | None:
    """Return the polygons of the region among those given, None without any.

    An extract holds the neighbours too. Where one polygon holds nearly all places it is the county,
    and what lies in it is ours; else each polygon with a place of ours.
    """
    boundary = picture.layers.boundary
    if boundary is None or boundary.empty:
        return None
    boundary = boundary.to_crs("EPSG:4326")
    polygons = boundary.geometry.to_numpy()
    tree = shapely.STRtree(picture.places.geometry.to_numpy())
    holder, _ = tree.query(polygons, predicate="intersects")
    held = np.bincount(holder, minlength=len(polygons))
    own = held > 0
    if held.max() >= COUNTY_SHARE * len(picture.places):
        county = polygons[np.argmax(held)]
        shapely.prepare(county)
        own = shapely.contains(county, shapely.point_on_surface(polygons))
        own[np.argmax(held)] = True
    return boundary[own] if own.any() else None


def projected(layer: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    """Return the layer in the metric CRS."""
    return layer.to_crs(crs)


def point_xy(layer: gpd.GeoDataFrame, crs: str) -> Floats:
    """Return ``[point, 2]`` metres of a layer of points."""
    to_metres = Transformer.from_crs(layer.crs or "EPSG:4326", crs, always_xy=True)
    x, y = to_metres.transform(layer.geometry.x.to_numpy(), layer.geometry.y.to_numpy())
    return np.column_stack([x, y])
