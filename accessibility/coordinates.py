"""Coordinates as people write them: WGS 84, checked against the region's own projection."""

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from accessibility.tables import WGS84, Table, numbers
from gtfs.timetable import Bools, Floats

AREA_MARGIN_DEG = 6  # one UTM zone: a county may use its neighbour's, as Saxony does with 32


def coordinates(table: Table, crs: str, *, areas: bool = False) -> tuple[Floats, Floats]:
    """Return ``[row]`` lon and lat of a table's columns or points, nan where they are wrong.

    Wrong are missing and impossible values, 0,0, swapped ones, and places beyond the area for
    which ``crs`` is made; each is noted in the table. So are features that are not points, unless
    ``areas`` are looked after by the caller.
    """
    if table.geometry is None:
        lon, lat = numbers(table, "lon"), numbers(table, "lat")
    else:
        lon, lat = shapely.get_x(table.geometry), shapely.get_y(table.geometry)
        pointless = ~np.isfinite(lon) | ~np.isfinite(lat)
        if areas:
            pointless &= shapely.get_type_id(table.geometry) == shapely.GeometryType.POINT
        table.complain(pointless, "geometry", lambda _: "must be a point on the globe")
    known = np.isfinite(lon) & np.isfinite(lat)
    null = known & (np.abs(lon) < 0.01) & (np.abs(lat) < 0.01)
    table.complain(null, "lon, lat", lambda _: "0, 0 lies in the Gulf of Guinea; write the place's")
    outside = known & ~null & ~_within(lon, lat, crs)
    swapped = outside & _within(lat, lon, crs)
    table.complain(
        swapped, "lon, lat", lambda i: f"{lon[i]:g}, {lat[i]:g} look swapped; lon comes first"
    )
    table.complain(
        outside & ~swapped,
        "lon, lat",
        lambda i: f"{lon[i]:g}, {lat[i]:g} lies outside the area of {crs}; write WGS 84 degrees",
    )
    fine = known & ~null & ~outside
    return np.where(fine, lon, np.nan), np.where(fine, lat, np.nan)


def points(lon: Floats, lat: Floats) -> NDArray[np.object_]:
    """Return ``[point]`` shapely points."""
    return np.asarray(shapely.points(lon, lat), dtype=np.object_)


def to_metres(lon: Floats, lat: Floats, crs: str) -> Floats:
    """Return ``[point, 2]`` the points in the metric crs."""
    x, y = Transformer.from_crs(WGS84, crs, always_xy=True).transform(lon, lat)
    return np.column_stack([np.asarray(x, np.float64), np.asarray(y, np.float64)])


def to_degrees(x: Floats, y: Floats, crs: str) -> tuple[Floats, Floats]:
    """Return ``[point]`` lon and lat of points in ``crs``."""
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(x, y)
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


def _within(lon: Floats, lat: Floats, crs: str) -> Bools:
    """Return ``[point]`` whether the point lies on the globe and near the area of the crs."""
    west, south, east, north = -180.0, -90.0, 180.0, 90.0
    area = CRS.from_user_input(crs).area_of_use
    if area is not None and area.west < area.east:
        west, east = area.west - AREA_MARGIN_DEG, area.east + AREA_MARGIN_DEG
        south = max(south, area.south - AREA_MARGIN_DEG)
        north = min(north, area.north + AREA_MARGIN_DEG)
    inside: Bools = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside
