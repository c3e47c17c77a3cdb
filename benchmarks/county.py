"""A county drawn by lot: settlements, roads and stops of German density, of any size.

The same scale gives the same county to the last bit. Whatever it is scaled to, only its area
grows: density of villages, stops and service stay.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay

from gtfs.timetable import Bools, Floats, Ints

SEED = 20261117
CRS = "EPSG:25833"  # metres east and north: the county lies round Leipzig
SOUTH_WEST_M = np.array([320_000.0, 5_640_000.0])
VILLAGES, TOWNS, CITIES = 400, 8, 2  # a scale of 1: 2 000 km², 5 km² a settlement
KM2_A_SETTLEMENT = 5.0
APART_M = 9_000  # between towns, at least
VILLAGE_SIDE, TOWN_SIDE, CITY_SIDE = 7, 31, 43  # streets in each direction
VILLAGE_M, TOWN_M = 75.0, 90.0  # between parallel streets
TOWN_STOP_EVERY = 7  # streets
ROAD_STOP = 0.68  # chance of a stop at each end of a road, outside the village
NEAR, NEAR_M, FAR_M = 0.24, 160.0, 820.0  # share near, and metres from the last house
BAYS = 4  # at the bus station of a town


class Settlements(NamedTuple):
    """Where people live; a settlement is a grid of streets round its middle."""

    middle_m: Floats  # [settlement, east/north]
    side: Ints  # [settlement] streets in each direction, odd
    spacing_m: Floats  # [settlement] between them

    @property
    def towns(self) -> Ints:
        """The settlements that are towns or cities."""
        return np.flatnonzero(self.side > VILLAGE_SIDE)

    @property
    def half_m(self) -> Floats:
        """``[settlement]`` from the middle to the outermost street."""
        return (self.side // 2) * self.spacing_m


class Roads(NamedTuple):
    """Roads between settlements, each once."""

    one: Ints  # [road]
    two: Ints  # [road]
    one_m: Floats  # [road, east/north] where it leaves the streets of ``one``
    two_m: Floats  # [road, east/north]


class Places(NamedTuple):
    """Where buses stop, each with one platform a direction, or bays."""

    at_m: Floats  # [place, east/north]
    settlement: Ints  # [place]
    bays: Ints  # [place]
    centre: Ints  # [settlement] the place in its middle
    first_town: Ints  # [settlement + 1] places of a town: rows of a square grid
    first_road: Ints  # [road + 1] places along the road from ``one`` to ``two``
    on_road: Ints  # [place along a road]


class County(NamedTuple):
    """The land, before any vehicle runs on it."""

    scale: float
    settlements: Settlements
    roads: Roads
    places: Places

    @property
    def graph(self) -> csr_array:
        """Metres between neighbouring settlements."""
        roads, middle = self.roads, self.settlements.middle_m
        metres = np.linalg.norm(middle[roads.one] - middle[roads.two], axis=1)
        size = len(middle)
        matrix: csr_array = coo_array(
            (np.tile(metres, 2), (np.r_[roads.one, roads.two], np.r_[roads.two, roads.one])),
            shape=(size, size),
        ).tocsr()
        return matrix


def draw_county(scale: float = 1.0) -> County:
    """Draw the land for a scale; 1 stands for 2 000 km² and about 2 400 stops."""
    rng = np.random.default_rng(SEED)
    settlements = _settlements(rng, scale)
    roads = _roads(settlements)
    return County(scale, settlements, roads, _places(rng, settlements, roads))


def _settlements(rng: np.random.Generator, scale: float) -> Settlements:
    count = round(scale * (VILLAGES + TOWNS + CITIES))
    side_m = np.sqrt(count * KM2_A_SETTLEMENT) * 1000
    columns = int(np.ceil(np.sqrt(count)))
    step_m = side_m / columns
    cell = np.stack(np.divmod(np.arange(columns**2), columns), axis=1)[:count]
    jitter = rng.uniform(0.12, 0.88, (count, 2))
    middle_m = SOUTH_WEST_M + (cell + jitter) * step_m
    towns = _far_apart(rng, middle_m, round(scale * (TOWNS + CITIES)))
    cities = towns[: round(scale * CITIES)]
    side = np.full(count, VILLAGE_SIDE, np.int32)
    side[towns], side[cities] = TOWN_SIDE, CITY_SIDE
    return Settlements(middle_m, side, np.where(side > VILLAGE_SIDE, TOWN_M, VILLAGE_M))


def _far_apart(rng: np.random.Generator, middle_m: Floats, count: int) -> Ints:
    """Return so many settlements, none near another of them."""
    chosen: list[int] = []
    for one in rng.permutation(len(middle_m)):
        apart = np.linalg.norm(middle_m[chosen] - middle_m[one], axis=1)
        if (apart >= APART_M).all():
            chosen.append(int(one))
        if len(chosen) == count:
            break
    return np.array(chosen, np.int32)


def _roads(settlements: Settlements) -> Roads:
    """Return the Gabriel graph: two settlements without a third inside the circle between them."""
    middle_m = settlements.middle_m
    corners = Delaunay(middle_m).simplices
    pairs = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]))
    one, two = np.unique(pairs, axis=0).T
    kept = _gabriel(middle_m, corners, one, two)
    one, two = one[kept].astype(np.int32), two[kept].astype(np.int32)
    return Roads(one, two, _border(settlements, one, two), _border(settlements, two, one))


def _gabriel(middle_m: Floats, corners: NDArray[np.int32], one: Ints, two: Ints) -> Bools:
    """Return whether no third corner of a triangle of the pair lies in the pair's circle."""
    key, size = one.astype(np.int64) * len(middle_m) + two, len(middle_m)
    kept = np.ones(len(one), np.bool_)
    for a, b, third in ((0, 1, 2), (1, 2, 0), (0, 2, 1)):
        low, high = np.sort(corners[:, [a, b]]).T
        away = middle_m[corners[:, third]]
        inside = ((middle_m[low] - away) * (middle_m[high] - away)).sum(axis=1) < 0
        kept[np.searchsorted(key, low[inside].astype(np.int64) * size + high[inside])] = False
    links = coo_array((np.ones(kept.sum()), (one[kept], two[kept])), shape=(size, size))
    if connected_components(links, directed=False)[0] != 1:
        msg = "a Gabriel graph is always connected"
        raise AssertionError(msg)
    return kept


def _border(settlements: Settlements, one: Ints, two: Ints) -> Floats:
    """Return ``[road, east/north]`` the crossing of the outermost streets that faces the other."""
    middle_m, spacing_m = settlements.middle_m[one], settlements.spacing_m[one, None]
    way = settlements.middle_m[two] - middle_m
    half = (settlements.side[one] // 2)[:, None]
    crossing = np.rint(way / np.abs(way).max(axis=1, keepdims=True) * half)
    return np.asarray(middle_m + crossing * spacing_m)


def _places(rng: np.random.Generator, settlements: Settlements, roads: Roads) -> Places:
    count = len(settlements.side)
    at_m, settlement = [settlements.middle_m], [np.arange(count)]
    first_town = np.zeros(count + 1, np.int32)
    for town in settlements.towns:
        grid_m = _town_grid(settlements, town)
        first_town[town + 1] = len(grid_m)
        at_m.append(grid_m)
        settlement.append(np.full(len(grid_m), town))
    first_town = count + np.cumsum(first_town)
    road, along_m = _along_roads(rng, roads)
    length_m = np.linalg.norm(roads.two_m - roads.one_m, axis=1)[road]
    share = (along_m / length_m)[:, None]
    at_m.append(roads.one_m[road] + share * (roads.two_m - roads.one_m)[road])
    settlement.append(np.where(share[:, 0] < 0.5, roads.one[road], roads.two[road]))
    bays = np.full(sum(map(len, at_m)), 2, np.int32)
    bays[settlements.towns] = BAYS
    return Places(
        np.concatenate(at_m),
        np.concatenate(settlement).astype(np.int32),
        bays,
        np.arange(count, dtype=np.int32),
        first_town.astype(np.int32),
        np.searchsorted(road, np.arange(len(roads.one) + 1)).astype(np.int32),
        np.arange(first_town[-1], first_town[-1] + len(road), dtype=np.int32),
    )


def _town_grid(settlements: Settlements, town: int) -> Floats:
    """Return the stops of a town, row by row; the one in the middle is the bus station instead."""
    half = settlements.side[town] // 2
    reach = half - half % TOWN_STOP_EVERY
    step = np.arange(-reach, reach + 1, TOWN_STOP_EVERY) * settlements.spacing_m[town]
    east, north = np.meshgrid(step, step)
    grid_m = np.stack((east.ravel(), north.ravel()), axis=1)
    return np.asarray(settlements.middle_m[town] + grid_m)


def _along_roads(rng: np.random.Generator, roads: Roads) -> tuple[Ints, Floats]:
    """Return the stops outside the villages: the road and how far along it, both ascending."""
    length_m = np.linalg.norm(roads.two_m - roads.one_m, axis=1)
    road = np.tile(np.arange(len(length_m)), 2)
    away_m = np.where(rng.random(len(road)) < NEAR, NEAR_M, FAR_M)
    away_m *= rng.uniform(0.8, 1.2, len(road))
    there = (rng.random(len(road)) < ROAD_STOP) & (away_m < 0.45 * length_m[road])
    along_m = np.where(np.arange(len(road)) < len(length_m), away_m, length_m[road] - away_m)
    order = np.lexsort((along_m[there], road[there]))
    return road[there][order].astype(np.int32), along_m[there][order]
