"""Drawing of motorways: two carriageways through rounded points, linked to the nearest roads."""

from itertools import groupby
from operator import attrgetter

import numpy as np
from scipy.spatial import cKDTree

from api.demo.geometry import Floats, Ints, smooth, to_plane
from api.demo.land_facts import Junction
from api.demo.osm_file import Sheet, Tags
from api.demo.streets import KIND, NONE, Streets

STEP_M = 150.0
APART_M = 13.0  # from the middle of the motorway to the middle of a carriageway
NAME_WEIGHT = 0.3  # a junction may move so much to where a road crosses the motorway
LINKED = ("primary", "secondary", "tertiary")


def draw_motorways(
    sheet: Sheet, junctions: tuple[Junction, ...], streets: Streets, first_street: int
) -> None:
    """Draw every motorway of the table; ``first_street`` is the number of street node 0."""
    roads = _open_road_nodes(streets)
    for ref, group in groupby(junctions, key=attrgetter("ref")):
        rows = tuple(group)
        named = to_plane(np.array([[row.lon, row.lat] for row in rows if row.name]))
        line = smooth(to_plane(np.array([[row.lon, row.lat] for row in rows])), STEP_M)
        ways = [_carriageway(sheet, ref, points) for points in _both(line)]
        meets = roads[_crossings(streets.xy[roads], line, named)]
        for (first, points), back in zip(ways, (False, True), strict=True):
            exits = np.asarray(cKDTree(points).query(streets.xy[meets])[1])
            for a, b in zip((first + exits).tolist(), (first_street + meets).tolist(), strict=True):
                tags = {"highway": "motorway_link", "maxspeed": "60", "oneway": "no"}
                sheet.add_way((b, a) if back else (a, b), tags)


def _open_road_nodes(streets: Streets) -> Ints:
    kinds = [KIND[kind] for kind in LINKED]
    nodes = np.unique(streets.ends[np.isin(streets.kind, kinds)])
    return np.asarray(nodes[streets.site[nodes] == NONE])


def _crossings(roads: Floats, motorway: Floats, named: Floats) -> Ints:
    """Return the point of a road each junction leads to: near the motorway, near the name."""
    off, _ = cKDTree(motorway).query(roads)
    far = np.hypot(*(roads[None] - named[:, None]).transpose(2, 0, 1))
    return np.asarray(np.argmin(off + NAME_WEIGHT * far, axis=1))


def _both(line: Floats) -> tuple[Floats, Floats]:
    """Return the two carriageways in the direction they are driven, on the right."""
    along = np.gradient(line, axis=0)
    along /= np.hypot(*along.T)[:, None]
    right = np.column_stack([along[:, 1], -along[:, 0]]) * APART_M
    return line + right, (line - right)[::-1]


def _carriageway(sheet: Sheet, ref: str, points: Floats) -> tuple[int, Floats]:
    tags: Tags = {"highway": "motorway", "ref": ref, "oneway": "yes", "lanes": "2", "layer": "1"}
    tags |= {"surface": "asphalt", "motorroad": "yes"}
    first = sheet.add_points(points)
    sheet.add_way(tuple(range(first, first + len(points))), tags)
    return first, points
