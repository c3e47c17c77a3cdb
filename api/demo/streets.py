"""Streets: roads and the small streets of every settlement as one graph of short straight edges."""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from api.demo.geometry import Bools, Floats, Ints, delaunay_edges, distance, rng_of
from api.demo.landscape import Nature
from api.demo.platforms import build_platforms
from api.demo.rails import Rail
from api.demo.roads import Roads
from api.demo.sites import Sites

KINDS = (
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "track",
    "footway",
    "path",
    "steps",
)
KIND = {name: number for number, name in enumerate(KINDS)}
GRID_M = 88.0  # between the corners of small streets
CLEAR_M = 56.0  # of a small street's corner from a road's points
LONGEST_M = 165.0  # of a small street between two corners
KEPT = 0.62  # of the streets that are not needed to reach every corner
FOOT = 0.12  # of those dropped stay as a footway
FIELD_M = 1700.0  # longest field track between settlements that no road links
FIELDS = 0.5  # of such pairs have one
NONE = -1


@dataclass(frozen=True, eq=False)
class Streets:
    """The whole street graph; node *i* < number of sites is site *i*."""

    xy: Floats  # [node, 2]
    site: Ints  # [node] settlement the node lies in, NONE between settlements
    ends: Ints  # [edge, 2] nodes
    kind: Ints  # [edge] index into KINDS
    road: Ints  # [edge] the road it is part of, NONE for a small street
    road_nodes: tuple[Ints, ...]  # [road] nodes from its first to its second end


def build_streets(sites: Sites, roads: Roads, rails: tuple[Rail, ...], nature: Nature) -> Streets:
    """Return roads, small streets and station paths as one connected graph."""
    xy, road_nodes = _road_points(sites, roads)
    corners = _corners(sites, xy, nature)
    points = np.vstack([xy, corners])
    site = settlement_of(sites, points)
    road_ends = np.vstack([np.column_stack([n[:-1], n[1:]]) for n in road_nodes])
    road_of = np.repeat(np.arange(len(road_nodes)), [len(n) - 1 for n in road_nodes])
    road_kind = np.array([KIND[kind] for kind in roads.kind])[road_of]
    small_ends, small_kind = _small_streets(points, site, road_ends, len(xy), rails, nature)
    fields = _field_tracks(sites, roads)
    stations = np.array(sites.of_kind("station"))
    paths, path_kind = _station_paths(stations, len(points))
    extra = np.vstack([small_ends, fields, paths])
    streets = Streets(
        np.vstack([points, build_platforms(sites, rails).reshape(-1, 2)]),
        np.concatenate([site, np.repeat(stations, 2)]),
        np.vstack([road_ends, extra]),
        np.concatenate([road_kind, small_kind, np.full(len(fields), KIND["track"]), path_kind]),
        np.concatenate([road_of, np.full(len(extra), NONE)]),
        road_nodes,
    )
    return _main_component(streets)


def _station_paths(stations: Ints, first: int) -> tuple[Ints, Ints]:
    """Return a footway from each square to platform 1 and steps under the track to platform 2."""
    near = first + 2 * np.arange(len(stations))
    footways, steps = np.column_stack([stations, near]), np.column_stack([near, near + 1])
    kinds = np.repeat([KIND["footway"], KIND["steps"]], len(stations))
    return np.vstack([footways, steps]), kinds


def settlement_of(sites: Sites, xy: Floats) -> Ints:
    """Return the settlement each point lies in (the deepest, should areas overlap), else NONE."""
    near = np.asarray(cKDTree(sites.xy).query(xy, k=6)[1], np.int64)
    depth = np.column_stack([sites.outlines.depth(near[:, k], xy) for k in range(6)])
    best = np.argmin(depth, axis=1)
    rows = np.arange(len(xy))
    return np.where(depth[rows, best] < 1, near[rows, best], NONE)


def _road_points(sites: Sites, roads: Roads) -> tuple[Floats, tuple[Ints, ...]]:
    """Return the sites followed by the points between them, and each road's nodes."""
    points, nodes, count = [sites.xy], [], len(sites.key)
    for (a, b), line in zip(roads.ends.tolist(), roads.points, strict=True):
        inner = np.arange(count, count + len(line) - 2)
        nodes.append(np.concatenate([[a], inner, [b]]))
        points.append(line[1:-1])
        count += len(inner)
    return np.vstack(points), tuple(nodes)


def _corners(sites: Sites, taken: Floats, nature: Nature) -> Floats:
    """Return corners of small streets: a turned, shaken grid inside every settlement."""
    grids = [_grid(sites, site) for site in range(len(sites.key))]
    corners = np.vstack(grids)
    owner = np.repeat(np.arange(len(grids)), [len(grid) for grid in grids])
    near, _ = cKDTree(taken).query(corners)
    mine = settlement_of(sites, corners) == owner  # areas overlap: a corner belongs once
    corners = corners[(near > CLEAR_M) & mine]
    water = nature.water.buffer(20)
    shapely.prepare(water)
    return np.asarray(corners[~shapely.contains_xy(water, corners)])


def _grid(sites: Sites, site: int) -> Floats:
    rng = rng_of("streets", sites.key[site])
    reach = int(1.5 * sites.outlines.radius_m[site] / GRID_M) + 1
    steps = np.arange(-reach, reach + 1) * GRID_M
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    grid = grid + rng.uniform(-0.22, 0.22, grid.shape) * GRID_M
    turn = rng.uniform(0, np.pi / 2)
    turned = grid @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = sites.xy[site] + turned
    depth = sites.outlines.depth(np.full(len(points), site), points)
    return np.asarray(points[depth < 1])


def _small_streets(
    points: Floats,
    site: Ints,
    road_ends: Ints,
    roads_until: int,
    rails: tuple[Rail, ...],
    nature: Nature,
) -> tuple[Ints, Ints]:
    """Return edges and kinds of small streets: a spanning tree and a part of the rest."""
    edges, gabriel = delaunay_edges(points)
    a, b = edges[:, 0], edges[:, 1]
    length = distance(points[a], points[b])
    inside = (site[a] == site[b]) & (site[a] != NONE)
    edges = edges[gabriel & inside & (length < LONGEST_M) & (b >= roads_until)]
    edges = edges[~_blocked(points[edges], rails, nature)]
    rng = rng_of("small streets")
    dice = rng.random(len(edges))
    needed = _tree(edges, road_ends, dice, len(points))
    kept = needed | (dice < KEPT)
    foot = ~kept & (dice > 1 - FOOT)
    kind = np.full(len(edges), KIND["residential"])
    degree = np.bincount(edges[kept].ravel(), minlength=len(points))
    dead_end = kept & (degree[edges].min(axis=1) == 1)
    kind[dead_end & (dice < 0.2)] = KIND["service"]
    kind[dead_end & (dice > 0.8)] = KIND["living_street"]
    kind[foot] = np.where(dice[foot] > 0.995, KIND["steps"], KIND["footway"])
    return edges[kept | foot], kind[kept | foot]


def _blocked(segments: Floats, rails: tuple[Rail, ...], nature: Nature) -> Bools:
    """Return which segments would cross a railway or a water: only roads do."""
    tree = shapely.STRtree(np.asarray(shapely.linestrings(segments)))
    barriers: list[BaseGeometry] = [shapely.LineString(rail.points) for rail in rails]
    barriers += [line for _, line in nature.rivers]
    barriers += [area for row, area in nature.areas if row.kind == "water"]
    blocked = np.zeros(len(segments), np.bool_)
    blocked[tree.query(barriers, predicate="intersects")[1]] = True
    return blocked


def _tree(edges: Ints, road_ends: Ints, dice: Floats, count: int) -> Bools:
    """Return which edges a spanning tree over the roads needs; roads come first, free of cost."""
    both = np.vstack([road_ends, edges])
    weight = np.concatenate([np.full(len(road_ends), 1e-6), 0.5 + dice])
    graph = csr_array((weight, (both[:, 0], both[:, 1])), shape=(count, count))
    tree = minimum_spanning_tree(graph).tocoo()
    inside = set(zip(tree.row.tolist(), tree.col.tolist(), strict=True))
    return np.array([pair in inside for pair in zip(*edges.T.tolist(), strict=True)], np.bool_)


def _field_tracks(sites: Sites, roads: Roads) -> Ints:
    """Return field tracks between near settlements that no road links, straight."""
    edges, gabriel = delaunay_edges(sites.xy)
    near = distance(sites.xy[edges[:, 0]], sites.xy[edges[:, 1]]) < FIELD_M
    built = {tuple(pair) for pair in roads.ends.tolist()}
    rng = rng_of("fields")
    chosen = rng.random(len(edges)) < FIELDS
    rows = [tuple(pair) for pair in edges[gabriel & near & chosen].tolist()]
    return np.array([pair for pair in rows if pair not in built], np.int64).reshape(-1, 2)


def _main_component(streets: Streets) -> Streets:
    """Return the streets without corners that no street joins to the rest."""
    count = len(streets.xy)
    graph = csr_array(
        (np.ones(len(streets.ends)), (streets.ends[:, 0], streets.ends[:, 1])),
        shape=(count, count),
    )
    _, part = connected_components(graph, directed=False)
    inside = part == part[0]
    number = np.cumsum(inside) - 1
    kept = inside[streets.ends[:, 0]]
    return Streets(
        streets.xy[inside],
        streets.site[inside],
        number[streets.ends[kept]],
        streets.kind[kept],
        streets.road[kept],
        tuple(number[nodes] for nodes in streets.road_nodes),
    )
