"""Isochrones: the area around the streets one reaches in so many minutes of a day."""

import logging
import time
from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from accessibility.catchments_shapes import Way, areas_beside, begun
from accessibility.ends import Linked, walks_between
from accessibility.folds import MINUTE_S, Window
from accessibility.pair_times import NO_WAY, Seconds, times_between
from accessibility.pairs import Between
from accessibility.street_ends import STEP_M, StreetEnds, street_ends
from accessibility.tables import WGS84
from accessibility.words import number
from gtfs.timetable import Floats, Ints
from mobility.day import Day
from mobility.doors import Doors, joined_doors
from mobility.network import Network
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork

log = logging.getLogger(__name__)

WIDE_M = 60.0  # an area reaches so far to both sides of the street: a row of houses
NARROW_M = 20.0  # and so far where one cannot walk on for as much as that
LONGEST_M = 500.0  # of a straight piece of border: it bends less than the hem on another map


class Dwellings(NamedTuple):
    """Where people live, and how many do."""

    doors: Linked
    people: Floats  # [home] nan where unknown: counted as none


class _Ground(NamedTuple):
    """The streets one travels to, on the map."""

    streets: StreetNetwork
    street: StreetEnds
    xy: Floats  # [node, 2]
    foot: Floats  # [foot, 2]


def find_isochrones(
    network: Network,
    day: Day,
    origin: Linked,
    window: Window,
    *,
    minutes: Sequence[int],
    percentile: int = 50,
    homes: Dwellings | None = None,
) -> gpd.GeoDataFrame:
    """Return a row per number of minutes, ascending, each area holding the one before it.

    A street belongs to the area as far as the percentile of its travel times over the minutes of
    the window (as ``matrix`` defines it, the wait counted, departures or arrivals) allows, and
    with it ``WIDE_M`` to both sides, ``NARROW_M`` where less than that is left to walk. Times are
    those of points at most ``STEP_M`` apart; between two of them one is taken to walk on, no
    farther than one walks from a stop or from the origin. Columns
    ``from_id, minutes, percentile, area_km2, people, geometry`` (WGS 84); an origin off the
    streets has empty areas. People are counted at their own doors, not by the areas; nan if
    nobody's number is known.
    """
    started = time.perf_counter()
    street = street_ends(network, origin)
    ends = [street.ends] if homes is None else [street.ends, homes.doors]
    seconds, farther_s = _times(network, day, origin, ends, window, percentile)
    asked = sorted(set(minutes))
    areas = _areas(network, street, (seconds[0], farther_s), asked)
    shapes = gpd.GeoSeries(areas, crs=network.crs)
    frame = gpd.GeoDataFrame(
        {
            "from_id": origin.ends.end_id[0],
            "minutes": asked,
            "percentile": percentile,
            "area_km2": np.round(shapes.area.to_numpy() / 1e6, 3),
            "people": [_people(homes, seconds[-1], limit) for limit in asked],
        },
        geometry=shapes.segmentize(LONGEST_M).to_crs(WGS84),
        crs=WGS84,
    )
    log.info("isochrones: %d areas, %.1f s", len(frame), time.perf_counter() - started)
    return frame


def _times(
    network: Network,
    day: Day,
    origin: Linked,
    ends: Sequence[Linked],
    window: Window,
    percentile: int,
) -> tuple[list[Seconds], Ints]:
    """Return ``[end]`` the travel times to each of the sets of ends, from one scan.

    And how much farther one may walk from those of the first set.
    """
    walks = [walks_between(network, origin, one) for one in ends]
    doors = joined_doors([one.doors for one in ends])
    there = Between(day, origin.doors, doors, np.concatenate(walks, axis=1))
    times = times_between(there, window, wanted=(percentile,))[0, 0]
    seconds = np.split(times, np.cumsum([one.shape[1] for one in walks])[:-1])
    return seconds, _farther_s(day, ends[0].doors, walks[0][0], seconds[0])


def _farther_s(day: Day, doors: Doors, walk_s: Ints, seconds: Seconds) -> Ints:
    """Return ``[door]`` how much farther one may walk: from a stop, or where one walks all the way.

    Of several stops from that which allows the most.
    """
    door = np.repeat(np.arange(len(walk_s)), np.diff(doors.first))
    farther_s = np.zeros(len(walk_s), np.int32)
    np.maximum.at(farther_s, door, day.moving.max_access_s - doors.walk_s)
    return np.where(seconds == walk_s, day.moving.max_walk_s - walk_s, farther_s)


def _people(homes: Dwellings | None, seconds: Seconds, limit: int) -> float:
    if homes is None or not np.isfinite(homes.people).any():
        return np.nan
    return float(np.nansum(homes.people[seconds <= limit * MINUTE_S]))


def areas_text(areas: gpd.GeoDataFrame) -> str:
    """Return the areas for the terminal, a line each."""
    lines = []
    for row in areas.itertuples():
        people = "" if np.isnan(row.people) else f", {number(row.people)} Einwohner"
        lines.append(f"bis {row.minutes} min: {number(row.area_km2, 1)} km²{people}")
    return "\n".join(lines)


def _areas(
    network: Network, street: StreetEnds, times: tuple[Seconds, Ints], minutes: Sequence[int]
) -> list[shapely.MultiPolygon]:
    """Return the area of each number of minutes, ascending.

    ``times`` are ``[end]`` how long it takes, and how much farther one may walk.
    """
    seconds, farther_s = times
    streets = network.streets["walk"]
    to_metres = Transformer.from_crs(WGS84, network.crs, always_xy=True)
    xy = np.column_stack(to_metres.transform(streets.node_lon, streets.node_lat))
    foot = np.column_stack(to_metres.transform(street.feet.lon, street.feet.lat))
    ground, speed = _Ground(streets, street, xy, foot), network.moving.walk_speed_kmh / 3.6
    ways: list[list[Way]] = []
    for limit in minutes:
        left_s = np.minimum(limit * MINUTE_S - seconds.astype(np.int32), farther_s)
        left_m = np.where(seconds != NO_WAY, left_s * speed, -np.inf)
        wide, narrow = _pieces(ground, left_m - WIDE_M), _pieces(ground, left_m)
        ways.append([(wide, WIDE_M), (narrow, NARROW_M)])
    return areas_beside(ways)


def _pieces(ground: _Ground, left_m: Floats) -> Floats:
    """Return ``[piece, 2, 2]`` what one reaches of all streets with metres left at each end."""
    nodes = ground.street.node
    at_node = np.full(len(ground.xy), -np.inf)
    at_node[nodes] = left_m[: len(nodes)]
    pieces = [
        *_from_nodes(ground.streets, ground.xy, at_node),
        *_from_feet(ground.street.feet, ground.foot, ground.xy, left_m[len(nodes) :]),
    ]
    return np.concatenate(pieces)


def _from_nodes(streets: StreetNetwork, xy: Floats, left_m: Floats) -> list[Floats]:
    """Return ``[piece, 2, 2]`` the edges reached from both ends, and parts from either."""
    edge = np.flatnonzero(streets.once)
    a, b, metres = streets.edge_source[edge], streets.edge_target[edge], streets.edge_m[edge]
    near = metres <= STEP_M
    whole = near & (left_m[a] >= 0) & (left_m[b] >= 0) & (left_m[a] + left_m[b] >= metres)
    part_a = _a_step(xy[a], xy[b], metres, np.where(whole, -1, left_m[a]))
    part_b = _a_step(xy[b], xy[a], metres, np.where(whole, -1, left_m[b]))
    return [np.stack((xy[a[whole]], xy[b[whole]]), axis=1), part_a, part_b]


def _from_feet(feet: Snapped, foot: Floats, xy: Floats, left_m: Floats) -> list[Floats]:
    """Return ``[piece, 2, 2]`` the way from each foot towards both ends of its edge."""
    return [
        _a_step(foot, xy[feet.node_a], feet.a_m, left_m),
        _a_step(foot, xy[feet.node_b], feet.b_m, left_m),
    ]


def _a_step(start: Floats, end: Floats, metres: Floats, left_m: Floats) -> Floats:
    """Return the first ``left_m`` of each way, at most a step; none where that is negative."""
    return begun(start, end, metres, np.minimum(left_m, STEP_M))
