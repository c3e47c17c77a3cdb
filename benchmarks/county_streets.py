"""The county's streets as OpenStreetMap data, and the points where its people live."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from county import CRS, SEED, County
from pyproj import Transformer

from gtfs.timetable import Floats, Ints
from mobility.osm import OsmData
from mobility.osm_tables import Things, build_tables
from mobility.osm_ways import WAY_TAGS, WayTable
from mobility.streets import StreetNetwork, build_streets

JITTER_M = 9.0  # no street is quite straight
ROAD_NODE_M = 90.0
CELL_M = 100.0  # of the census grid
LANE_M = 60.0  # from the outermost street to the last house


class _Part(NamedTuple):
    """Some ways: their nodes, and which of them each way passes."""

    at_m: Floats  # [node, east/north]
    size: Ints  # [way] nodes
    ref: Ints  # [step] node


def street_network(county: County) -> StreetNetwork:
    """Return the streets people walk on."""
    parts = [_settlement_streets(county), _roads(county)]
    at_m = np.concatenate([part.at_m for part in parts])
    at_m += np.random.default_rng(SEED + 2).uniform(-JITTER_M, JITTER_M, at_m.shape)
    size = np.concatenate([part.size for part in parts])
    lon, lat = to_degrees(at_m)
    tags = {key: np.full(len(size), "") for key in WAY_TAGS}
    tags["highway"] = np.repeat(["residential", "secondary"], [len(part.size) for part in parts])
    ways = WayTable(
        np.arange(1, len(at_m) + 1),
        np.round(lon, 7),
        np.round(lat, 7),
        np.arange(1, len(size) + 1),
        np.concatenate(([0], np.cumsum(size))).astype(np.int32),
        np.concatenate([part.ref for part in parts]).astype(np.int32),
        pd.DataFrame(tags, dtype="str"),
        repeated=0,
        cut=0,
    )
    osm = OsmData(*ways[:7], *build_tables(Things(), Things(), ways, None))
    return build_streets(osm, "walk")[0]


def to_degrees(at_m: Floats) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes."""
    lon, lat = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(*at_m.T)
    return np.asarray(lon), np.asarray(lat)


def homes(county: County, count: int) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of cells of the census grid, always the same, by lot."""
    settlements = county.settlements
    half_m = settlements.half_m + LANE_M
    reach = np.ceil(half_m / CELL_M).astype(np.int32)
    cells = []
    for middle_m, half, around in zip(settlements.middle_m, half_m, reach, strict=True):
        step = np.arange(-around, around + 1)
        cell = np.stack(np.meshgrid(step, step), axis=-1).reshape(-1, 2)
        at_m = (np.floor(middle_m / CELL_M) + cell + 0.5) * CELL_M
        cells.append(at_m[(np.abs(at_m - middle_m) <= half).all(axis=1)])
    at_m = np.unique(np.concatenate(cells), axis=0)
    drawn = np.random.default_rng(SEED + 3).choice(len(at_m), count, replace=False)
    return to_degrees(at_m[np.sort(drawn)])


def _settlement_streets(county: County) -> _Part:
    """Return a grid of streets for every settlement, in its order; a node between crossings."""
    settlements = county.settlements
    parts = [_grid(side) for side in settlements.side.tolist()]
    count = np.array([len(part.at_m) for part in parts])
    first = np.cumsum(count) - count
    at_m = [
        middle_m + part.at_m * spacing_m
        for part, middle_m, spacing_m in zip(
            parts, settlements.middle_m, settlements.spacing_m, strict=True
        )
    ]
    ref = [part.ref + begin for part, begin in zip(parts, first, strict=True)]
    return _Part(np.concatenate(at_m), np.concatenate([p.size for p in parts]), np.concatenate(ref))


def _grid(side: int) -> _Part:
    """Return the streets of a grid round (0, 0), a step apart: every node, crossings first."""
    half = side // 2
    east, north = np.meshgrid(np.arange(side) - half, np.arange(side) - half)
    crossing = np.arange(side * side).reshape(side, side)
    between = side * side + np.arange(side * (side - 1)).reshape(side, side - 1)
    mids = np.stack((east[:, :-1] + 0.5, north[:, :-1]), axis=-1).reshape(-1, 2)
    at = np.concatenate((np.stack((east, north), axis=-1).reshape(-1, 2), mids, mids[:, ::-1]))
    ref = np.empty((2, side, 2 * side - 1), np.int64)
    ref[0, :, ::2], ref[0, :, 1::2] = crossing, between
    ref[1, :, ::2], ref[1, :, 1::2] = crossing.T, between + between.size
    return _Part(at, np.full(2 * side, 2 * side - 1), ref.ravel())


def _roads(county: County) -> _Part:
    """Return the roads; their ends are crossings of the settlements, numbered before all else."""
    roads, settlements = county.roads, county.settlements
    side = settlements.side.astype(np.int64)
    count = side * side + 2 * side * (side - 1)
    first = np.cumsum(count) - count

    def crossing(settlement: Ints, at_m: Floats) -> Ints:
        spacing_m = settlements.spacing_m[settlement, None]
        step = np.rint((at_m - settlements.middle_m[settlement]) / spacing_m).astype(np.int64)
        east, north = (step + side[settlement, None] // 2).T
        return np.asarray(first[settlement] + north * side[settlement] + east)

    length_m = np.linalg.norm(roads.two_m - roads.one_m, axis=1)
    inner = np.maximum(1, (length_m / ROAD_NODE_M).astype(np.int64))
    road = np.repeat(np.arange(len(inner)), inner)
    begin = np.cumsum(inner) - inner
    share = (np.arange(len(road)) - begin[road] + 1) / (inner[road] + 1)
    at_m = roads.one_m[road] + share[:, None] * (roads.two_m - roads.one_m)[road]
    size = inner + 2
    last = np.cumsum(size)
    ref = np.empty(last[-1], np.int64)
    ref[last - size] = crossing(roads.one, roads.one_m)
    ref[last - 1] = crossing(roads.two, roads.two_m)
    ends = np.zeros(len(ref), np.bool_)
    ends[last - size] = ends[last - 1] = True
    ref[~ends] = count.sum() + np.arange(len(road))
    return _Part(at_m, size, ref)
