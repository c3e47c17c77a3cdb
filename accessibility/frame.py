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
AROUND_SHARE = 0.5  # … and is pointed at from the edge of the map
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
    Where the aspect leaves room at the sides, it goes to the next centres.
    """
    crs = picture.imprint.crs
    layers = (picture.places, own_boundary(picture))
    bounds = np.array([projected(one, crs).total_bounds for one in layers if one is not None])
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    reach = NEAR_SHARE * (high - low).max()
    around = _centres(picture)
    near = around[((around > low - reach) & (around < high + reach)).all(axis=1)]
    low, high = np.vstack([near, low]).min(axis=0), np.vstack([near, high]).max(axis=0)
    low, high = low - MARGIN_M, high + MARGIN_M
    if aspect is not None:
        height = max(high[1] - low[1], (high[0] - low[0]) / aspect)
        size = np.array([height * aspect, height])
        low, high = _stretched(low, high, size, around)
        low, high = (low + high) / 2 - size / 2, (low + high) / 2 + size / 2
    return Frame(*map(float, (*low, *high)))


def _stretched(low: Floats, high: Floats, size: Floats, around: Floats) -> tuple[Floats, Floats]:
    """Return the box with the centres around it that fit into ``size``, nearest first."""
    beyond = np.maximum(np.maximum(low - around, around - high), 0).max(axis=1)
    for centre in around[np.argsort(beyond, kind="stable")]:
        wider = np.minimum(low, centre - MARGIN_M), np.maximum(high, centre + MARGIN_M)
        if (wider[1] - wider[0] <= size).all():
            low, high = wider
    return low, high


def centres_beyond(picture: MapPicture, frame: Frame) -> list[tuple[str, Floats]]:
    """Return name and place of the centres outside the frame that somebody near it travels to.

    Those are the targets of places shown, and others no farther than half the map is wide.
    """
    zentren = picture.layers.zentren
    if zentren is None or zentren.empty:
        return []
    xy = _centres(picture)
    low, high = np.array([frame.left, frame.bottom]), np.array([frame.right, frame.top])
    beyond = np.maximum(np.maximum(low - xy, xy - high), 0).max(axis=1)
    wanted = zentren["name"].isin(picture.places["target"]).to_numpy(bool)
    wanted = wanted | (beyond <= AROUND_SHARE * frame.width)
    shown = np.flatnonzero(wanted & (beyond > 0))
    return [(str(zentren["name"].iloc[index]), xy[index]) for index in shown]


def inside_region(picture: MapPicture, xy: Floats) -> NDArray[np.bool_]:
    """Return ``[point]`` which of the points ``[point, 2]``, metres, lie in the region.

    All of them where nobody knows its boundary.
    """
    boundary = own_boundary(picture)
    if boundary is None:
        return np.ones(len(xy), np.bool_)
    region = shapely.union_all(projected(boundary, picture.imprint.crs).geometry.to_numpy())
    shapely.prepare(region)
    inside: NDArray[np.bool_] = shapely.contains_xy(region, xy)
    return inside


def _centres(picture: MapPicture) -> Floats:
    """Return ``[centre, 2]`` metres of all centres."""
    zentren = picture.layers.zentren
    if zentren is None or zentren.empty:
        return np.empty((0, 2))
    return point_xy(zentren, picture.imprint.crs)


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
