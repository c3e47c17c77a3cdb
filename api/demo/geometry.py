"""Geometry: points, curves and outlines on the plane (EPSG:25833, metres)."""

from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.spatial import Delaunay

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CRS = "EPSG:25833"  # the official one of Saxony; scale error in the county below 0.1 per mille
SEED = 14729  # the county's key
WINDS = ("Ost", "Nordost", "Nord", "Nordwest", "West", "Südwest", "Süd", "Südost")
HARMONICS = 4  # bumps of an outline: more looks frayed


def rng_of(*words: str) -> np.random.Generator:
    """Return the random numbers that belong to a thing, whatever else the county holds."""
    return np.random.default_rng([SEED, crc32("|".join(words).encode())])


@lru_cache(maxsize=2)
def _transformer(*, forward: bool) -> Transformer:
    ends = ("EPSG:4326", CRS) if forward else (CRS, "EPSG:4326")
    return Transformer.from_crs(*ends, always_xy=True)


def to_plane(lonlat: Floats) -> Floats:
    """Return ``[point, 2]`` metres of longitudes and latitudes."""
    return np.column_stack(_transformer(forward=True).transform(lonlat[:, 0], lonlat[:, 1]))


def to_lonlat(xy: Floats) -> Floats:
    """Return ``[point, 2]`` degrees, rounded to the 1e-7 that OSM keeps."""
    degrees = np.column_stack(_transformer(forward=False).transform(xy[:, 0], xy[:, 1]))
    return np.round(degrees, 7)


def distance(a: Floats, b: Floats) -> Floats:
    """Return the beeline between points row by row."""
    return np.asarray(np.hypot(a[..., 0] - b[..., 0], a[..., 1] - b[..., 1]))


def delaunay_edges(xy: Floats) -> tuple[Ints, Bools]:
    """Return the Delaunay edges ``[edge, 2]`` and which of them are Gabriel edges.

    A Gabriel edge has no other point in the circle over it (Gabriel, Sokal 1969); for a Delaunay
    edge it is enough to ask the one or two points opposite.
    """
    triangles = Delaunay(xy).simplices.astype(np.int64)
    sides = triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    opposite = triangles[:, [2, 0, 1]].reshape(-1)
    sides.sort(axis=1)
    edges, edge_of_side = np.unique(sides, axis=0, return_inverse=True)
    a, b, c = xy[sides[:, 0]], xy[sides[:, 1]], xy[opposite]
    inside = ((a - c) * (b - c)).sum(axis=1) < 0  # an obtuse angle sees the edge from inside
    gabriel = np.bincount(edge_of_side.ravel(), inside, len(edges)) == 0
    return edges, gabriel


def bend(a: Floats, b: Floats, step_m: float, sway: float, rng: np.random.Generator) -> Floats:
    """Return the points of a gently bent way from a to b, about every ``step_m``, ends included."""
    length = float(distance(a, b))
    count = max(2, round(length / step_m) + 1)
    t = np.linspace(0, 1, count)
    first, second, third = rng.uniform(-1, 1, 3) * np.array([1, 0.5, 0.25]) * sway * length
    aside = sum(k * np.sin((i + 1) * np.pi * t) for i, k in enumerate((first, second, third)))
    along = (b - a) / max(length, 1.0)
    points = a + np.outer(t, b - a) + np.outer(aside, [-along[1], along[0]])
    return np.vstack([a, points[1:-1], b])


def smooth(points: Floats, step_m: float) -> Floats:
    """Return a Catmull-Rom curve through the points, about every ``step_m``."""
    if len(points) < 3:
        count = max(2, round(float(distance(points[0], points[-1])) / step_m) + 1)
        return np.linspace(points[0], points[-1], count)
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    pieces = [_curve(ends[i : i + 4], step_m) for i in range(len(points) - 1)]
    return np.vstack([*pieces, points[-1:]])


def _curve(control: Floats, step_m: float) -> Floats:
    """Return the points from the second control point up to, not including, the third.

    Tangents are scaled by the gap (a cardinal spline), so that unequal gaps make no loops.
    """
    p0, p1, p2, p3 = control
    gap = float(distance(p1, p2))
    t = np.linspace(0, 1, max(1, round(gap / step_m)), endpoint=False)[:, None]
    start = (p2 - p0) * gap / max(float(distance(p0, p2)), 1.0)
    end = (p3 - p1) * gap / max(float(distance(p1, p3)), 1.0)
    return np.asarray(
        (2 * t**3 - 3 * t**2 + 1) * p1
        + (t**3 - 2 * t**2 + t) * start
        + (3 * t**2 - 2 * t**3) * p2
        + (t**3 - t**2) * end
    )


def wind_of(away: Floats) -> str:
    """Return the quarter of the compass a vector points to, in German."""
    return WINDS[round(float(np.arctan2(away[1], away[0])) / (np.pi / 4)) % 8]


def lengths(points: Floats) -> Floats:
    """Return the way along the points up to each, the first at 0."""
    return np.concatenate([[0.0], np.cumsum(distance(points[1:], points[:-1]))])


@dataclass(frozen=True, eq=False)
class Outlines:
    """Settlement areas: a centre each and a radius that wobbles with the direction."""

    centre: Floats  # [site, 2]
    radius_m: Floats  # [site]
    wobble: Floats  # [site, harmonic, 2] amplitude and phase

    def radius(self, site: Ints, angle: Floats) -> Floats:
        """Return the radius of each site in the given direction."""
        k = np.arange(2, 2 + HARMONICS)
        amplitude, phase = self.wobble[site, :, 0], self.wobble[site, :, 1]
        waves = amplitude * np.cos(k * angle[:, None] + phase)
        return np.asarray(self.radius_m[site] * (1 + waves.sum(axis=1)))

    def depth(self, site: Ints, xy: Floats) -> Floats:
        """Return how deep the points lie in the site: 0 at the centre, 1 at the edge."""
        away = xy - self.centre[site]
        angle = np.arctan2(away[:, 1], away[:, 0])
        return np.asarray(np.hypot(away[:, 0], away[:, 1]) / self.radius(site, angle))

    def ring(self, site: int, count: int = 40) -> Floats:
        """Return the outline as a closed ring, counter-clockwise."""
        angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
        radius = self.radius(np.full(count, site), angle)
        ring = self.centre[site] + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        return np.vstack([ring, ring[:1]])


def wobble_of(rng: np.random.Generator) -> Floats:
    """Return ``[harmonic, 2]`` amplitudes and phases of one outline."""
    k = np.arange(2, 2 + HARMONICS)
    return np.column_stack(
        [rng.uniform(0.03, 0.22, HARMONICS) / (k - 1), rng.uniform(0, 2 * np.pi, HARMONICS)]
    )
