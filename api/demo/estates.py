"""Estates: areas of business at the edge of towns that have no industrial spot of their own."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon

from api.demo.geometry import WINDS, Floats
from api.demo.landscape import Nature
from api.demo.roads import Roads
from api.demo.sites import Sites

PEOPLE = 2000  # of a town: from here on it has an estate
SIZE_M = np.array([320.0, 220.0])
GAP_M = 30.0  # from the edge of the town
BESIDE_M = 15.0  # from the middle of a road


@dataclass(frozen=True)
class Estate:
    """An area where people work and nobody lives."""

    name: str
    area: Polygon


def build_estates(sites: Sites, roads: Roads, nature: Nature) -> tuple[Estate, ...]:
    """Return an estate for every larger town without, where a road is near and nothing else."""
    settled = [Polygon(sites.outlines.ring(site)) for site in range(len(sites.key))]
    lines = [shapely.LineString(points) for points in roads.points]
    taken = [*settled, *(line.buffer(BESIDE_M) for line in lines), nature.water]
    barred, streets = shapely.STRtree(taken), shapely.STRtree(lines)
    served = {sites.town[n] for n, use in enumerate(sites.use) if use == "industrial"}
    estates = []
    for site in sites.of_kind("ortsteil"):
        town = sites.name[site] == sites.town[site] and sites.people[site] >= PEOPLE
        if not town or sites.town[site] in served:
            continue
        free = [
            (float(streets.query_nearest(area, return_distance=True)[1].min()), wind, area)
            for wind, area in enumerate(_around(sites, site))
            if not len(barred.query(area, predicate="intersects"))
        ]
        if free:
            _, wind, area = min(free)
            estates.append(Estate(f"Gewerbegebiet {sites.name[site]} {WINDS[wind]}", area))
    return tuple(estates)


def _around(sites: Sites, site: int) -> list[Polygon]:
    """Return a rectangle beyond the edge of the town for every wind."""
    areas = []
    for wind in range(len(WINDS)):
        angle = wind * np.pi / 4
        out = np.array([np.cos(angle), np.sin(angle)])
        edge = float(sites.outlines.radius(np.array([site]), np.array([angle]))[0])
        middle = sites.xy[site] + out * (edge + GAP_M + SIZE_M[1] / 2)
        areas.append(Polygon(_corners(middle, out)))
    return areas


def _corners(middle: Floats, out: Floats) -> Floats:
    along = np.array([-out[1], out[0]]) * SIZE_M[0] / 2
    deep = out * SIZE_M[1] / 2
    return np.array(
        [middle - along - deep, middle + along - deep, middle + along + deep, middle - along + deep]
    )
