"""Landscape: rivers, lakes, woods; roads keep out of the lakes and seldom cross a river."""

from dataclasses import dataclass

import numpy as np
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from api.demo.geometry import Outlines, rng_of, smooth, to_plane, wobble_of
from api.demo.land_facts import Landscape, River


@dataclass(frozen=True, eq=False)
class Nature:
    """Rivers as lines, everything else as areas."""

    rivers: tuple[tuple[River, LineString], ...]
    areas: tuple[tuple[Landscape, Polygon], ...]

    @property
    def water(self) -> BaseGeometry:
        """Return all that cannot be walked on, rivers in their width."""
        banks = [line.buffer(river.width_m / 2) for river, line in self.rivers]
        return unary_union([*banks, *(area for row, area in self.areas if row.kind == "water")])


def build_nature(rivers: tuple[River, ...], areas: tuple[Landscape, ...]) -> Nature:
    """Return the landscape on the plane."""
    return Nature(
        tuple((river, _river(river)) for river in rivers),
        tuple((row, _area(row)) for row in areas),
    )


def _river(river: River) -> LineString:
    lonlat = np.array([pair.split() for pair in river.points.split(";")], np.float64)
    return LineString(smooth(to_plane(lonlat), 150.0))


def _area(row: Landscape) -> Polygon:
    centre = to_plane(np.array([[row.lon, row.lat]]))
    wobble = wobble_of(rng_of("area", row.name))[None]
    radius = np.array([np.sqrt(row.hectares * 1e4 / np.pi)])
    return Polygon(Outlines(centre, radius, wobble).ring(0, 72))
