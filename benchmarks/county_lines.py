"""Lines of a county drawn by lot: rail, PlusBus, TaktBus, StadtBus; both ways, by the clock."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from county import SEED, County
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree

from gtfs.timetable import Bools, Ints

CONNECTIONS = 226_000  # hops of a day at a scale of 1
DETOUR = 1.2  # of roads and streets
LONGEST_M = 60_000  # a line, slow roads counted more
NEAR_TOWNS = 5  # a line leads to two of so many around the village
RAIL_EVERY_M = 4_500  # a station about so often
STATIONS = 16  # of a line, at most
SLOWER = (0.85, 1.15)  # than the mean of the product: one line is not like the other


class Product(NamedTuple):
    """What lines of one kind have in common; times in minutes of the day."""

    name: str
    route_type: int
    kmh: float  # stops included
    service: tuple[tuple[int, int, int], ...]  # from, until, every


SBAHN = Product("S-Bahn", 2, 52, ((270, 1470, 30),))
PLUSBUS = Product("PlusBus", 3, 38, ((290, 1280, 30), (1300, 1440, 60)))
TAKTBUS = Product("TaktBus", 3, 36, ((300, 1240, 60),))
REGIONALBUS = Product("Regionalbus", 3, 35, ((300, 1140, 120), (390, 470, 40), (780, 940, 80)))
STADTBUS = Product("StadtBus", 3, 27, ((290, 1200, 15), (1200, 1400, 30)))
CITYBUS = Product("CityBus", 3, 26, ((280, 1200, 10), (1200, 1460, 20)))
RURAL = (PLUSBUS, TAKTBUS, TAKTBUS, REGIONALBUS, REGIONALBUS)  # one after the other
OF_TOWN, OF_CITY = 6, 10  # lines within


class Line(NamedTuple):
    """One line; back it runs the same way, its clock mirrored."""

    number: int
    product: Product
    places: Ints  # [call] in the first direction
    minute: Ints  # [call] since the first departure, whole minutes
    start: Ints  # [trip] minute of the day of the first departure; both directions the same

    @property
    def hops(self) -> int:
        """Connections of a day, both directions."""
        return 2 * len(self.start) * (len(self.places) - 1)


def draw_lines(county: County) -> list[Line]:
    """Draw lines until the day has ``CONNECTIONS`` hops for a scale of 1."""
    rng = np.random.default_rng(SEED + 1)
    lines: list[Line] = []
    hops, wanted = 0, round(CONNECTIONS * county.scale)
    for product, places in _courses(rng, county):
        if hops >= wanted:
            break
        lines.append(_line(rng, county, len(lines), product, places))
        hops += lines[-1].hops
    return lines


def _courses(rng: np.random.Generator, county: County) -> Iterator[tuple[Product, Ints]]:
    """Yield the product of each line and where it stops: rail, then towns, then villages."""
    for stations in _rail_courses(county):
        yield SBAHN, stations
    for town in county.settlements.towns:
        city = county.settlements.side[town] == county.settlements.side.max()
        for _ in range(OF_CITY if city else OF_TOWN):
            yield (CITYBUS if city else STADTBUS), _through_town(rng, county, int(town))
    bare = np.ones(len(county.settlements.side), np.bool_)
    graph, number = county.graph, 0
    while True:
        course = _regional(rng, county, graph, bare)
        bare[course] = False
        yield RURAL[number % len(RURAL)], _stops_along(county, course)
        number += 1


def _line(
    rng: np.random.Generator, county: County, number: int, product: Product, places: Ints
) -> Line:
    legs_m = np.linalg.norm(np.diff(county.places.at_m[places], axis=0), axis=1) * DETOUR
    kmh = product.kmh * rng.uniform(*SLOWER)
    seconds = np.concatenate(([0.0], np.cumsum(legs_m * 3.6 / kmh)))
    minute = np.floor(seconds / 60).astype(np.int32)
    starts = []
    for first, last, every in product.service:
        offset = int(rng.integers(every))
        starts.append(np.arange(first + offset, last, every))
    return Line(number, product, places, minute, np.unique(np.concatenate(starts)))


def _rail_courses(county: County) -> Iterator[Ints]:
    """Yield the stations of each line: along the shortest tree between the towns, end to end."""
    towns, middle_m = county.settlements.towns, county.settlements.middle_m
    apart_m = np.linalg.norm(middle_m[towns][:, None] - middle_m[towns], axis=2)
    tree = csr_array(minimum_spanning_tree(apart_m))
    tree = csr_array(tree + tree.T)
    leaves = np.flatnonzero(np.diff(tree.indptr) == 1)
    _, before = dijkstra(tree, indices=leaves, return_predecessors=True)
    for row, other in enumerate(np.roll(leaves, 1)):
        stations = _stations(county, towns[_path(before[row], int(other))])
        for first in range(0, len(stations) - 1, STATIONS - 1):
            yield stations[first : first + STATIONS]


def _stations(county: County, towns: Ints) -> Ints:
    """Return the stations of a line through towns: theirs, and villages near the straight way."""
    middle_m = county.settlements.middle_m
    found = [int(towns[0])]
    for one, two in pairwise(towns):
        way = middle_m[two] - middle_m[one]
        steps = max(1, round(np.linalg.norm(way) / RAIL_EVERY_M))
        for step in range(1, steps):
            at = middle_m[one] + way * step / steps
            found.append(int(np.argmin(np.linalg.norm(middle_m - at, axis=1))))
        found.append(int(two))
    return np.asarray(county.places.centre[list(dict.fromkeys(found))])


def _through_town(rng: np.random.Generator, county: County, town: int) -> Ints:
    """Return the stops of a line from one side of the town over the bus station to another."""
    places = county.places
    grid = np.arange(places.first_town[town], places.first_town[town + 1])
    size = int(np.sqrt(len(grid)))
    half = size // 2
    here, there = rng.permutation(4)[:2]
    out = _quarter(half, int(here), int(rng.integers(size)) - half)
    home = _quarter(half, int(there), int(rng.integers(size)) - half)[::-1]
    stops = [grid[(north + half) * size + east + half] for east, north in out + home]
    middle = len(out)
    return np.array([*stops[:middle], places.centre[town], *stops[middle:]], np.int32)


def _quarter(half: int, side: int, off: int) -> list[tuple[int, int]]:
    """Return the steps from a side of the grid to just before its middle: along it, then in."""
    slant = [(half, s) for s in range(off, 0, -1 if off > 0 else 1)] if off else []
    steps = slant + [(reach, 0) for reach in range(half, 0, -1)]
    turn = ((1, 0), (0, 1), (-1, 0), (0, -1))[side]
    return [(e * turn[0] - n * turn[1], e * turn[1] + n * turn[0]) for e, n in steps]


def _regional(rng: np.random.Generator, county: County, graph: csr_array, bare: Bools) -> Ints:
    """Return the settlements of a line: from a town through a village no line serves, if any."""
    settlements = county.settlements
    left = np.flatnonzero(bare) if bare.any() else np.arange(len(bare))
    via = int(rng.choice(left))
    towns, middle_m = settlements.towns, settlements.middle_m
    way = middle_m[towns] - middle_m[via]
    near = np.argsort(np.linalg.norm(way, axis=1))
    near = near[towns[near] != via][:NEAR_TOWNS]
    first = rng.choice(near[:2])
    here, there = towns[first], towns[near[np.argmin(way[near] @ way[first])]]  # the other way
    ways = csr_array((graph.data * rng.uniform(1.0, 1.8, graph.nnz), graph.indices, graph.indptr))
    metres, before = dijkstra(
        ways, indices=np.array(via), return_predecessors=True, limit=LONGEST_M
    )
    out = _path(before, int(here))  # from the village to the town
    home = _path(before, int(there))[1:]
    if metres[here] + metres[there] > LONGEST_M or np.isin(home, out).any():
        return out[::-1]  # the line ends in the village
    return np.concatenate((out[::-1], home))


def _path(before: Ints, end: int) -> Ints:
    """Return the way from the root of the tree of predecessors to a node."""
    way = [end]
    while before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    return np.array(way[::-1], np.int32)


def _stops_along(county: County, course: Ints) -> Ints:
    """Return the stops of a line: the middle of each settlement, and what lies on the roads."""
    roads, places = county.roads, county.places
    size = len(county.settlements.side)
    key = roads.one.astype(np.int64) * size + roads.two
    stops = [places.centre[course[0]]]
    for one, two in pairwise(course.tolist()):
        road = int(np.searchsorted(key, min(one, two) * size + max(one, two)))
        along = places.on_road[places.first_road[road] : places.first_road[road + 1]]
        stops += [*(along if one < two else along[::-1]), places.centre[two]]
    return np.array(stops, np.int32)
