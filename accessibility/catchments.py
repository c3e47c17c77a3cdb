"""Catchments: the way between stations and homes, one point a station, found once for all days.

The point is the one the feed declares for the station, else the middle of its platforms: so a feed
of platforms and one of stations say the same (Kanton Aargau: one point a Haltestelle).
"""

import logging
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from accessibility.places import Places
from gtfs.earth import points_m
from gtfs.timetable import Bools, Floats, Ints, Timetable
from mobility.lines import Lines
from mobility.network import Network, snapped
from mobility.snapping import EARTH, Snapped
from mobility.walk import find_walks

log = logging.getLogger(__name__)

SLACK = 1.01  # straight lines through a round earth are shorter by less: search wider, then measure


class Ways(NamedTuple):
    """Pairs of a station and a home near it."""

    station: Ints  # [way]
    point: Ints  # [way]
    metres: Floats  # [way]


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What the standards at the stop are asked of, the same for all days."""

    timetable: Timetable
    lines: Lines
    places: Places
    stations: Snapped  # [station] on the walking network
    walks: Ways  # along the streets, from door to station, both snaps included
    beelines: Ways  # Luftlinie

    @property
    def linked(self) -> Bools:
        """``[station]`` whether there is a street near enough to walk from."""
        return self.stations.linked


def find_surroundings(
    network: Network, lines: Lines, places: Places, homes: Snapped, *, walk_m: float, air_m: float
) -> Surroundings:
    """Find the ways between all stations and the homes, as far as the standards ask.

    ``homes`` are the points of ``places`` on the walking network; one that is not linked has no
    walks, and nor has a station farther than ``snap_m`` from the streets.
    """
    started = time.perf_counter()
    timetable = network.timetable
    stations = _station_snaps(network)
    walks = find_walks(network.streets["walk"], stations, homes, max_m=walk_m)
    found = Surroundings(
        timetable,
        lines,
        places,
        stations,
        Ways(walks.origin, walks.target, walks.metres),
        beelines_of(timetable, places, air_m),
    )
    log.info(
        "catchments: %d walks, %d beelines, %.2f s",
        len(found.walks.metres), len(found.beelines.metres), time.perf_counter() - started,
    )  # fmt: skip
    return found


def _station_snaps(network: Network) -> Snapped:
    """Return ``[station]`` the stations' points on the walking network."""
    timetable = network.timetable
    return snapped(network, timetable.station_lon, timetable.station_lat)


def beelines_of(timetable: Timetable, places: Places, max_m: float) -> Ways:
    """Return the pairs at most so many metres apart on the ellipsoid."""
    homes = cKDTree(points_m(places.point_lon, places.point_lat))
    stations = cKDTree(points_m(timetable.station_lon, timetable.station_lat))
    near = stations.sparse_distance_matrix(homes, max_m * SLACK, output_type="ndarray")
    station, point = near["i"].astype(np.int32), near["j"].astype(np.int32)
    metres = EARTH.inv(
        timetable.station_lon[station], timetable.station_lat[station],
        places.point_lon[point], places.point_lat[point],
    )[2]  # fmt: skip
    kept = metres <= max_m
    return Ways(station[kept], point[kept], metres[kept])


def near_any(ways: Ways, stations: Bools, max_m: float, points: int) -> Bools:
    """Return ``[point]`` whether one of the marked stations is at most so far away."""
    kept = stations[ways.station] & (ways.metres <= max_m)
    near = np.zeros(points, np.bool_)
    near[ways.point[kept]] = True
    return near
