"""Street changes: missing links built, streets made faster or slower."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gtfs.timetable import NONE, Floats, Ints
from mobility.draft import Draft
from mobility.grown_streets import Segments, grown
from mobility.junctions import WORDS, Course, find_course, find_ends, find_stands, open_everywhere
from mobility.scenario_streets import AddStreets, SetStreetSpeed
from mobility.scenario_values import ScenarioError
from mobility.speeds import CYCLING_KMH
from mobility.streets import EARTH, Mode, StreetNetwork
from mobility.tagging import HIGHWAY_CLASSES

BUILT_AS = {"car": "unclassified", "bike": "cycleway", "walk": "footway"}  # the first it is for
LEAST_S = 1e-6  # of a segment: scipy takes 0 for no edge


def with_streets(draft: Draft, change: AddStreets) -> Draft:
    """Return the draft with the street built for every mode it is for."""
    streets, problems = dict(draft.streets), []
    ids = count(_lowest(draft, "node_osm_id") - 1, -1)
    way_id = _lowest(draft, "edge_way_id") - 1
    for mode in dict.fromkeys(change.modes):
        try:
            streets[mode] = _built(draft, mode, change, ids, way_id)
        except ScenarioError as error:
            problems.append(str(error))
    if problems:
        raise ScenarioError(*problems)
    return replace(draft, streets=streets)


def with_speed(draft: Draft, change: SetStreetSpeed) -> Draft:
    """Return the draft with another speed on the quickest way between the two points."""
    streets = _streets(draft, change.mode)
    points = (change.start, change.end)
    ends = find_ends(open_everywhere(streets), points, crs=draft.ground.crs)
    start, end = (find_stands(streets, ends, row) for row in (0, 1))
    edges = _stretch(streets, start, end, both_ways=change.both_ways)
    if not len(edges):
        raise ScenarioError("start and end lie at the same place of the same street")
    seconds = streets.edge_s.copy()
    if change.kmh is not None:
        seconds[edges] = streets.edge_m[edges] * 3.6 / change.kmh
    if change.factor is not None:
        seconds[edges] /= np.float32(change.factor)
    if (seconds == streets.edge_s).all():
        raise ScenarioError("that is the speed there already")
    changed = replace(streets, edge_s=seconds)
    return replace(draft, streets={**draft.streets, change.mode: changed})


def _streets(draft: Draft, mode: Mode) -> StreetNetwork:
    streets = draft.streets.get(mode)
    if streets is None or not len(streets.edge_m):
        raise ScenarioError(f"the network has no streets for {WORDS[mode]}")
    return streets


def _lowest(draft: Draft, column: str) -> int:
    """Return the lowest of the ids of all streets, at most 0."""
    return min(
        (int(getattr(one, column).min(initial=0)) for one in draft.streets.values()), default=0
    )


def _built(
    draft: Draft, mode: Mode, change: AddStreets, ids: Iterator[int], way_id: int
) -> StreetNetwork:
    streets = _streets(draft, mode)
    course = find_course(
        streets, change.points, ids, dead_end=change.dead_end, crs=draft.ground.crs
    )
    if len(course.chain) < 2:
        raise ScenarioError(f"the street has no length for {WORDS[mode]}: it begins where it ends")
    built = grown(streets, course.nodes, course.cuts, _segments(streets, course, change, way_id))
    if built.node_component[course.chain].any():
        raise ScenarioError(f"the street for {WORDS[mode]} hangs on nothing one gets to and from")
    return built


def _segments(streets: StreetNetwork, course: Course, change: AddStreets, way_id: int) -> Segments:
    start, end = course.chain[:-1], course.chain[1:]
    lon = np.concatenate((streets.node_lon, course.nodes.lon))
    lat = np.concatenate((streets.node_lat, course.nodes.lat))
    metres = np.asarray(EARTH.inv(lon[start], lat[start], lon[end], lat[end])[2], np.float64)
    seconds = metres * 3.6 / _kmh(streets, change)
    closed = change.oneway and streets.mode != "walk"
    highway = next(BUILT_AS[mode] for mode in BUILT_AS if mode in change.modes)
    return Segments(
        start,
        end,
        metres,
        seconds,
        np.full(len(metres), np.inf) if closed else seconds,
        np.full(len(metres), HIGHWAY_CLASSES.index(highway), np.int8),
        np.full(len(metres), way_id, np.int64),
    )


def _kmh(streets: StreetNetwork, change: AddStreets) -> float:
    """Return how fast one goes on the street: on foot as on all the others."""
    match streets.mode:
        case "car":
            return change.kmh
        case "bike":
            return CYCLING_KMH
        case "walk":
            long = streets.edge_s > 0
            usual = np.median(streets.edge_m[long] * 3.6 / streets.edge_s[long])
            return round(float(usual), 4)  # the seconds are of single precision


def _stretch(streets: StreetNetwork, start: Ints, end: Ints, *, both_ways: bool) -> Ints:
    """Return the edges of the quickest way from one of the nodes to one of the others.

    Both ways: with the edges back, and where one drives back elsewhere, as on the other
    carriageway, with the one-way edges of the quickest way back.
    """
    there = _quickest(streets, start, end)
    if not both_ways:
        return there
    back = streets.edge_back[there]
    parts = [there, back[back != NONE]]
    if (back == NONE).any():
        other = _quickest(streets, end, start)
        parts.append(other[streets.edge_back[other] == NONE])
    return np.unique(np.concatenate(parts))


def _quickest(streets: StreetNetwork, start: Ints, end: Ints) -> Ints:
    """Return the edges of the quickest way, in its order; none where it has no length."""
    source, target = streets.edge_source, streets.edge_target
    order = np.lexsort((streets.edge_s, target, source))  # of parallel edges the quickest first
    new = np.append(True, (np.diff(source[order]) != 0) | (np.diff(target[order]) != 0))
    edge = order[new]
    first = np.searchsorted(source[edge], np.arange(len(streets.node_lon) + 1))
    cost: Floats = np.maximum(streets.edge_s[edge], LEAST_S).astype(np.float64)
    graph = csr_array((cost, target[edge], first), shape=(len(first) - 1,) * 2)
    seconds, before, _ = dijkstra(graph, indices=start, return_predecessors=True, min_only=True)
    nodes = [int(end[np.argmin(seconds[end])])]
    while before[nodes[-1]] >= 0:
        nodes.append(int(before[nodes[-1]]))
    steps = pairwise(reversed(nodes))
    return np.array([_edge_between(edge, target, first, step) for step in steps], np.int32)


def _edge_between(edge: Ints, target: Ints, first: Ints, step: tuple[int, int]) -> int:
    """Return which of the edges, by node they leave, leads from the one node to the other."""
    leaving = edge[first[step[0]] : first[step[0] + 1]]
    return int(leaving[np.searchsorted(target[leaving], step[1])])
