"""Cycle paths beside roads: many end where the next Ortsteil's land begins."""

from dataclasses import dataclass

import numpy as np
import shapely

from api.demo.boundaries import Borders
from api.demo.geometry import Bools, Floats, rng_of
from api.demo.osm_file import Sheet, Tags
from api.demo.roads import Roads
from api.demo.streets import NONE, Streets

BESIDE_M = 6.0  # from the middle of the road
# of the roads of a class, how many have a path all the way, and up to the border (judgement)
SHARES = {"primary": (0.3, 0.25), "secondary": (0.2, 0.25), "tertiary": (0.06, 0.12)}
KINDS: tuple[Tags, Tags] = (
    {"highway": "cycleway", "foot": "designated", "segregated": "no", "surface": "asphalt"},
    {"highway": "path", "bicycle": "designated", "foot": "designated", "surface": "compacted"},
)


@dataclass(frozen=True)
class Cycleway:
    """A path beside a road, from one of its nodes to another."""

    road: int
    first: int  # place in the road's list of nodes
    last: int


def build_cycleways(roads: Roads, streets: Streets, borders: Borders) -> tuple[Cycleway, ...]:
    """Return the paths; one that ends at a border starts at the road's first end."""
    border = shapely.union_all([shapely.LineString(borders.xy[list(way)]) for way in borders.ways])
    shapely.prepare(border)
    paths = []
    for road, kind in enumerate(roads.kind):
        all_the_way, half = SHARES.get(kind, (0.0, 0.0))
        dice = float(rng_of("cycleway", str(road)).random())
        if dice >= all_the_way + half:
            continue
        open_road = np.flatnonzero(streets.site[streets.road_nodes[road]] == NONE)
        if len(open_road) < 4:
            continue
        first, last = int(open_road[0]) - 1, int(open_road[-1]) + 1
        if dice >= all_the_way:
            last = _until(border, roads.points[road], first, last)
        if last - first >= 3:
            paths.append(Cycleway(road, first, last))
    return tuple(paths)


def _until(border: shapely.Geometry, points: Floats, first: int, last: int) -> int:
    """Return the last point before the road crosses a border, ``last`` if it does not."""
    steps = np.stack([points[first:last], points[first + 1 : last + 1]], axis=1)
    crossing = np.flatnonzero(shapely.intersects(border, shapely.linestrings(steps)))
    return first + int(crossing[0]) if len(crossing) else last


def beside(cycleways: tuple[Cycleway, ...], streets: Streets) -> Bools:
    """Return ``[edge]`` whether the road has a path of its own for bicycles beside it."""
    has_path = np.zeros(len(streets.ends), np.bool_)
    for path in cycleways:
        edges = np.flatnonzero(streets.road == path.road)  # in the order of the road's nodes
        has_path[edges[path.first : path.last]] = True
    return has_path


def draw_cycleways(
    sheet: Sheet, cycleways: tuple[Cycleway, ...], roads: Roads, streets: Streets, first: int
) -> None:
    """Draw the paths, joined to their road at both ends; ``first`` is the number of node 0."""
    for number, path in enumerate(cycleways):
        points = roads.points[path.road][path.first : path.last + 1]
        along = np.gradient(points, axis=0)
        along /= np.hypot(*along.T)[:, None]
        right = np.column_stack([along[:, 1], -along[:, 0]]) * BESIDE_M
        inner = sheet.add_points((points + right)[1:-1])
        nodes = streets.road_nodes[path.road]
        way = (
            first + int(nodes[path.first]),
            *range(inner, inner + len(points) - 2),
            first + int(nodes[path.last]),
        )
        sheet.add_way(way, dict(KINDS[number % 2]))
