"""Boundaries: the border ways of Ortsteile, Kommunen and the county, shared by neighbours."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import Voronoi, cKDTree
from shapely import Polygon

from api.demo.chains import chains_of
from api.demo.geometry import Floats, Ints
from api.demo.sites import Sites

OUTSIDE = -1
RIM = 14  # points on a settlement's outline: its land follows them
EMPTY_M = 2600.0  # from any settlement: nobody's land, so the border runs before it
EMPTY_GRID_M = 1500.0


@dataclass(frozen=True, eq=False)
class Area:
    """An administrative area as OSM draws it: ways of others and its own put together."""

    name: str
    level: int
    sites: tuple[int, ...]
    outer: tuple[int, ...]  # border ways
    inner: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Borders:
    """All border ways, each between two lands, and the areas made of them."""

    xy: Floats  # [point, 2]
    ways: tuple[tuple[int, ...], ...]  # [way] points
    sides: tuple[tuple[int, int], ...]  # [way] Ortsteil on either side, OUTSIDE beyond
    areas: tuple[Area, ...]


def build_borders(sites: Sites, county: str) -> Borders:
    """Return the borders: every spot belongs to the settlement whose outline is nearest."""
    xy, ends, sides = _ridges(sites)
    labels = [tuple(pair) for pair in sides.tolist()]
    chains = chains_of(ends, xy, labels, sharpest_deg=180.0)
    ways = tuple(chain.nodes for chain in chains)
    between = tuple((int(sides[c.edge, 0]), int(sides[c.edge, 1])) for c in chains)
    places = sites.of_kind("ortsteil")
    by_town: dict[str, list[int]] = defaultdict(list)
    for site in places:
        by_town[sites.town[site]].append(site)
    members = [(county, 6, places), *((town, 8, group) for town, group in by_town.items())]
    members += [
        (sites.name[site], 9 if sites.people[site] >= 400 else 10, [site])
        for group in by_town.values()
        if len(group) > 1
        for site in group
    ]
    areas = tuple(_area(name, level, group, xy, ways, between) for name, level, group in members)
    return Borders(xy, ways, between, areas)


def _ridges(sites: Sites) -> tuple[Floats, Ints, Ints]:
    """Return points, edges and the lands on both sides of each edge."""
    seeds, owner = _seeds(sites)
    voronoi = Voronoi(seeds)
    pairs = np.sort(owner[voronoi.ridge_points], axis=1)
    ends = np.array(voronoi.ridge_vertices)
    border = (pairs[:, 0] != pairs[:, 1]) & (ends >= 0).all(axis=1)
    used, ends = np.unique(ends[border], return_inverse=True)
    return voronoi.vertices[used], ends.reshape(-1, 2).astype(np.int64), pairs[border]


def _seeds(sites: Sites) -> tuple[Floats, Ints]:
    places, beyond = sites.of_kind("ortsteil"), sites.of_kind("neighbour")
    rims = [_rim(sites, site) for site in (*places, *beyond)]
    owner = np.repeat([*places, *[OUTSIDE] * len(beyond)], RIM + 1)
    inside = np.vstack(rims)
    low, high = inside.min(axis=0) - 9000, inside.max(axis=0) + 9000
    axes = [np.arange(a, b, EMPTY_GRID_M) for a, b in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    far, _ = cKDTree(inside[owner != OUTSIDE]).query(grid)
    empty = grid[far > EMPTY_M]
    land = shapely.union_all(shapely.points(inside[owner != OUTSIDE])).convex_hull
    empty = empty[~shapely.contains_xy(land.buffer(-4000), empty)]
    seeds = np.vstack([inside, empty])
    return seeds, np.concatenate([owner, np.full(len(empty), OUTSIDE)]).astype(np.int64)


def _rim(sites: Sites, site: int) -> Floats:
    ring = sites.outlines.ring(site, RIM)[:-1]
    return np.vstack([sites.xy[site], sites.xy[site] + (ring - sites.xy[site]) * 0.9])


def _area(
    name: str,
    level: int,
    group: list[int],
    xy: Floats,
    ways: tuple[tuple[int, ...], ...],
    between: tuple[tuple[int, int], ...],
) -> Area:
    inside = set(group)
    own = [n for n, (a, b) in enumerate(between) if (a in inside) != (b in inside)]
    lines = [shapely.LineString(xy[list(ways[n])]) for n in own]
    faces = shapely.get_parts(shapely.polygonize(lines))
    shells = shapely.union_all([Polygon(face.exterior) for face in faces])
    rim = shells.boundary.buffer(0.01)
    outer = [bool(rim.covers(line)) for line in lines]
    return Area(
        name,
        level,
        tuple(group),
        tuple(n for n, yes in zip(own, outer, strict=True) if yes),
        tuple(n for n, yes in zip(own, outer, strict=True) if not yes),
    )
