"""Isochrones: the area around the streets one reaches in so many minutes of a day."""

import logging
import time
from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from accessibility.ends import Linked, walks_between
from accessibility.folds import MINUTE_S, Window
from accessibility.pair_times import NO_WAY, times_between
from accessibility.pairs import Between
from accessibility.street_ends import STEP_M, StreetEnds, street_ends
from accessibility.tables import WGS84
from accessibility.words import number
from gtfs.timetable import NONE, Floats, Ints
from mobility.day import Day
from mobility.doors import Doors
from mobility.network import Network
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork

log = logging.getLogger(__name__)

BESIDE_M = 60.0  # an area reaches so far to both sides of the street: a row of houses
HOLE_M2 = 20_000.0  # smaller holes are blocks of houses one walks around
ROUNDED_M = 2.0  # corners may be cut by so much
HEM_M = 1.0  # an area reaches at least so far beyond the one inside it
LONGEST_M = 500.0  # of a straight piece of border: it bends less than the hem on another map

Shapes = NDArray[np.object_]


def find_isochrones(
    network: Network,
    day: Day,
    origin: Linked,
    window: Window,
    *,
    minutes: Sequence[int],
    percentile: int = 50,
) -> gpd.GeoDataFrame:
    """Return a row per number of minutes, ascending, each area holding the one before it.

    A street belongs to the area as far as the percentile of its travel times over the minutes of
    the window (as ``matrix`` defines it, the wait counted, departures or arrivals) allows, and
    with it ``BESIDE_M`` to both sides. Times are those of points at most ``STEP_M`` apart; between
    two of them one is taken to walk on. Columns ``from_id, minutes, percentile,
    area_km2, geometry`` (WGS 84); an origin off the streets has empty areas.
    """
    started = time.perf_counter()
    street = street_ends(network, origin)
    walk_s = walks_between(network, origin, street.ends)
    there = Between(day, origin.doors, street.ends.doors, walk_s)
    seconds = times_between(there, window, wanted=(percentile,))[0, 0]
    left_s = -np.where(seconds != NO_WAY, seconds, np.inf)
    to_metres = Transformer.from_crs(WGS84, network.crs, always_xy=True)
    speed = network.moving.walk_speed_kmh / 3.6
    asked = sorted(set(minutes))
    areas = gpd.GeoSeries(
        _nested(
            _around(_lines(network, street, to_metres, (left_s + limit * MINUTE_S) * speed))
            for limit in asked
        ),
        crs=network.crs,
    )
    frame = gpd.GeoDataFrame(
        {
            "from_id": origin.ends.end_id[0],
            "minutes": asked,
            "percentile": percentile,
            "area_km2": np.round(areas.area.to_numpy() / 1e6, 3),
        },
        geometry=areas.segmentize(LONGEST_M).to_crs(WGS84),
        crs=WGS84,
    )
    log.info("isochrones: %d areas, %.1f s", len(frame), time.perf_counter() - started)
    return frame


def people_within(
    day: Day,
    origin: Linked,
    homes: tuple[Doors, Ints, Floats],
    window: Window,
    *,
    minutes: Sequence[int],
    percentile: int = 50,
) -> pd.Series:
    """Return the people who live within the minutes, from their own doors, not from the areas.

    ``homes`` are their doors, the walk all the way ``[point]`` and the people ``[point]``, nan
    where unknown: counted as none, and nan is the answer if nobody's number is known.
    """
    doors, walk_s, people = homes
    there = Between(day, origin.doors, doors, walk_s[None])
    times = times_between(there, window, wanted=(percentile,))[0, 0]
    return pd.Series(
        {limit: _sum(people[times <= limit * MINUTE_S], people) for limit in sorted(set(minutes))},
        dtype=np.float64,
    )


def _sum(within: Floats, people: Floats) -> float:
    return float(np.nansum(within)) if np.isfinite(people).any() else np.nan


def areas_text(areas: gpd.GeoDataFrame) -> str:
    """Return the areas for the terminal, a line each."""
    lines = []
    for row in areas.itertuples():
        people = "" if np.isnan(row.people) else f", {number(row.people)} Einwohner"
        lines.append(f"bis {row.minutes} min: {number(row.area_km2, 1)} km²{people}")
    return "\n".join(lines)


def _lines(network: Network, street: StreetEnds, to_metres: Transformer, left_m: Floats) -> Shapes:
    """Return the parts of all streets one reaches with so many metres left at each end."""
    streets = network.streets["walk"]
    xy = np.column_stack(to_metres.transform(streets.node_lon, streets.node_lat))
    at_node = np.full(len(xy), -np.inf)
    at_node[street.node] = left_m[: len(street.node)]
    foot = np.column_stack(to_metres.transform(street.feet.lon, street.feet.lat))
    pieces = [
        *_from_nodes(streets, xy, at_node),
        *_from_feet(street.feet, foot, xy, left_m[len(street.node) :]),
    ]
    return np.asarray(shapely.linestrings(np.concatenate(pieces)), np.object_)


def _from_nodes(streets: StreetNetwork, xy: Floats, left_m: Floats) -> list[Floats]:
    """Return ``[piece, 2, 2]`` the edges reached from both ends, and parts from either."""
    edge = np.flatnonzero(
        (streets.edge_back == NONE) | (np.arange(len(streets.edge_m)) < streets.edge_back)
    )
    a, b, metres = streets.edge_source[edge], streets.edge_target[edge], streets.edge_m[edge]
    near = metres <= STEP_M
    whole = near & (left_m[a] >= 0) & (left_m[b] >= 0) & (left_m[a] + left_m[b] >= metres)
    part_a = _pieces(xy[a], xy[b], metres, np.where(whole, -1, left_m[a]))
    part_b = _pieces(xy[b], xy[a], metres, np.where(whole, -1, left_m[b]))
    return [np.stack((xy[a[whole]], xy[b[whole]]), axis=1), part_a, part_b]


def _from_feet(feet: Snapped, foot: Floats, xy: Floats, left_m: Floats) -> list[Floats]:
    """Return ``[piece, 2, 2]`` the way from each foot towards both ends of its edge."""
    return [
        _pieces(foot, xy[feet.node_a], feet.a_m, left_m),
        _pieces(foot, xy[feet.node_b], feet.b_m, left_m),
    ]


def _pieces(start: Floats, end: Floats, metres: Floats, left_m: Floats) -> Floats:
    """Return the first ``left_m`` of each way, at most a step; none where that is negative."""
    kept = left_m >= 0
    ahead_m = np.minimum(left_m[kept], STEP_M)
    share = np.clip(ahead_m / np.maximum(metres[kept], 1e-6), 0, 1)[:, None]
    return np.stack((start[kept], start[kept] + share * (end[kept] - start[kept])), axis=1)


def _around(lines: Shapes) -> shapely.MultiPolygon:
    """Return the area beside the lines; each on its own and then joined is 20 times quicker."""
    area = shapely.union_all(shapely.buffer(lines, BESIDE_M, quad_segs=3))
    return _polygons(area.simplify(ROUNDED_M))


def _nested(areas: Iterable[shapely.MultiPolygon]) -> list[shapely.MultiPolygon]:
    """Return each area with the one before it and a hem around that: no rounding lets it out."""
    nested: list[shapely.MultiPolygon] = []
    for area in areas:
        inner = [one.buffer(HEM_M) for one in nested[-1:]]
        nested.append(_filled(shapely.union_all([area, *inner])))
    return nested


def _polygons(area: shapely.Geometry) -> shapely.MultiPolygon:
    parts = shapely.get_parts(area)
    return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])


def _filled(area: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the area without small holes, always as a multipolygon."""
    return shapely.MultiPolygon(
        [
            shapely.Polygon(
                part.exterior,
                [ring for ring in part.interiors if shapely.Polygon(ring).area > HOLE_M2],
            )
            for part in _polygons(area).geoms
        ]
    )
