"""Roads: the net between the sites, by class, as gently bent lines that cross only at sites."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString

from api.demo.geometry import Floats, Ints, bend, delaunay_edges, distance, rng_of
from api.demo.land_facts import RoadCorridor
from api.demo.landscape import Nature
from api.demo.sites import Sites

STEP_M = 60.0  # between the points of a road: close enough that no street slips across between
DETOUR = 1.45  # a road is built where the way round would be longer than this
SWAY = 0.06  # of the length: how far a road bends aside
BRIDGE_M = 2500.0  # a bridge counts as so much further: rivers are seldom crossed
LAKE_M = 20000.0  # the same for a lake: practically never
FIRST_NUMBER = 9000  # of the invented Kreisstraßen
HAMLET = 110  # people: below, the road has no number

Links = dict[int, dict[int, float]]


@dataclass(frozen=True, eq=False)
class Roads:
    """The roads between sites."""

    ends: Ints  # [road, 2] sites
    kind: tuple[str, ...]  # [road] primary, secondary, tertiary, unclassified
    ref: tuple[str, ...]  # [road] "B 901", "" where it has none
    points: tuple[Floats, ...]  # [road] [point, 2] from the first end to the second


def build_roads(sites: Sites, nature: Nature, corridors: tuple[RoadCorridor, ...]) -> Roads:
    """Return the road net: a spanner of the Gabriel graph (Althöfer et al. 1993), classed."""
    edges, gabriel = delaunay_edges(sites.xy)
    ends = _spanner(edges[gabriel], sites.xy, nature)
    length = distance(sites.xy[ends[:, 0]], sites.xy[ends[:, 1]])
    kind, ref = _classes(ends, length, sites, corridors)
    return Roads(ends, kind, ref, _bent(ends, sites))


def _spanner(edges: Ints, xy: Floats, nature: Nature) -> Ints:
    """Return the edges that no way of at most ``DETOUR`` times their cost replaces."""
    cost = _cost(edges, xy, nature)
    links: Links = defaultdict(dict)
    kept = []
    for edge in np.lexsort((edges[:, 1], edges[:, 0], cost)):
        a, b = (int(end) for end in edges[edge])
        if not _reaches(links, a, b, DETOUR * cost[edge]):
            links[a][b] = links[b][a] = float(cost[edge])
            kept.append(edge)
    return np.asarray(edges[np.sort(kept)])


def _cost(edges: Ints, xy: Floats, nature: Nature) -> Floats:
    lines = shapely.linestrings(xy[edges])
    rivers = shapely.union_all([line for river, line in nature.rivers if river.width_m > 10])
    lakes = shapely.union_all([area for row, area in nature.areas if row.kind == "water"])
    return np.asarray(
        distance(xy[edges[:, 0]], xy[edges[:, 1]])
        + BRIDGE_M * shapely.intersects(lines, rivers)
        + LAKE_M * shapely.intersects(lines, lakes)
    )


def _reaches(links: Links, start: int, end: int, limit: float) -> bool:
    """Return whether a way of at most ``limit`` leads from start to end."""
    queue, done = [(0.0, start)], set()
    while queue:
        cost, here = heappop(queue)
        if here == end:
            return True
        if here in done:
            continue
        done.add(here)
        for there, step in links[here].items():
            if cost + step <= limit and there not in done:
                heappush(queue, (cost + step, there))
    return False


def shortest(links: Links, start: int, end: int) -> list[int]:
    """Return the sites of the shortest way from start to end, both included."""
    queue, origin = [(0.0, start, start)], dict[int, int]()
    while queue:
        cost, here, came = heappop(queue)
        if here in origin:
            continue
        origin[here] = came
        if here == end:
            return _backtrack(origin, start, end)
        for there, step in links[here].items():
            if there not in origin:
                heappush(queue, (cost + step, there, here))
    msg = f"no road leads from site {start} to site {end}"
    raise ValueError(msg)


def _backtrack(origin: dict[int, int], start: int, end: int) -> list[int]:
    way = [end]
    while way[-1] != start:
        way.append(origin[way[-1]])
    return way[::-1]


def links_of(ends: Ints, cost: Iterable[float]) -> Links:
    """Return the neighbours of each site with the cost of the way there."""
    links: Links = defaultdict(dict)
    for (a, b), value in zip(ends.tolist(), cost, strict=True):
        links[a][b] = links[b][a] = float(value)
    return links


def _classes(
    ends: Ints, length: Floats, sites: Sites, corridors: tuple[RoadCorridor, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    links = links_of(ends, length)
    named: dict[tuple[int, int], RoadCorridor] = {}
    for corridor in corridors:
        stops = [sites.index(key) for key in corridor.sites.split(";")]
        for start, end in pairwise(stops):
            way = shortest(links, start, end)
            for a, b in pairwise(way):
                named.setdefault((min(a, b), max(a, b)), corridor)
    kinds, refs, number = [], [], FIRST_NUMBER
    for a, b in ends.tolist():
        if (a, b) in named:
            kind, ref = named[a, b].kind, named[a, b].ref
        elif min(_size(sites, a), _size(sites, b)) < HAMLET:
            kind, ref = "unclassified", ""
        else:
            number += 1
            kind, ref = "tertiary", f"K {number}"
        kinds.append(kind)
        refs.append(ref)
    return tuple(kinds), tuple(refs)


def _size(sites: Sites, site: int) -> int:
    return int(sites.people[site]) or HAMLET  # a station or spot is worth a numbered road


def _bent(ends: Ints, sites: Sites) -> tuple[Floats, ...]:
    """Return every road's points; roads that would cross another are drawn straight."""
    sway = np.full(len(ends), SWAY)
    while True:
        points = [_points(sites, a, b, s) for (a, b), s in zip(ends.tolist(), sway, strict=True)]
        lines = np.array([LineString(p) for p in points])
        tree = shapely.STRtree(lines)
        crossing = np.unique(tree.query(lines, predicate="crosses"))
        bent = crossing[sway[crossing] > 0]
        if not len(bent):
            return tuple(points)
        sway[bent] = np.where(sway[bent] > SWAY / 3, sway[bent] / 3, 0)


def _points(sites: Sites, a: int, b: int, sway: float) -> Floats:
    rng = rng_of("road", sites.key[a], sites.key[b])
    return bend(sites.xy[a], sites.xy[b], STEP_M, sway, rng)
