"""Rides to school and back: the shortest that keep the bells, for every home."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from accessibility.ends import Linked, walks_between
from accessibility.parts_of_day import part_of_day
from accessibility.places import POI, Places
from accessibility.schools import Schooling, SchoolProfile
from accessibility.schools_rides import rides_from, rides_to
from accessibility.taken_ends import taken_ends
from gtfs.earth import points_m
from gtfs.timetable import Ints
from mobility.day import Day
from mobility.doors import Doors
from mobility.network import Network
from mobility.profiles import UNREACHED

Indices = NDArray[np.int64]

EACH = 2**20  # more than the seconds of any ride, or walk and ride: three ranks in one number
LATE, NO_RIDE = 2**41, 2**42


class _Rides(NamedTuple):
    """The shortest rides between stops and schools, ``UNREACHED`` where none keeps the times."""

    there_s: Ints  # [school, stop]
    back_s: Ints  # [school, end of lessons, stop]


def find_schooling(
    network: Network,
    places: Places,
    homes: Linked,
    everywhere: Linked,
    day: Day,
    profile: SchoolProfile,
    *,
    threads: int | None = None,
) -> dict[str, Schooling]:
    """Return what homes have towards each kind of school of the profile on a day.

    ``homes`` are the doors of the points, ``everywhere`` those of all places. Of the nearest
    schools of a kind each home has the one it reaches on foot or best keeps the limit to.
    """
    of_kind = {kind: _schools(places, kind) for kind in profile.kinds}
    rows = np.unique(np.concatenate(list(of_kind.values())))
    schools = taken_ends(everywhere, rows)
    near = {
        kind: _nearest(places, rows, found, profile.search.nearest)
        for kind, found in of_kind.items()
    }
    stops = _stops(homes.doors, list(near.values()), len(rows))
    rides = _rides(network, day, schools.doors, stops, profile, threads)
    walk_s = walks_between(network, homes, schools)
    return {
        kind: _chosen(homes.doors, rows, near[kind], rides, walk_s, profile.limit_s[kind])
        for kind in profile.kinds
    }


def _schools(places: Places, kind: str) -> Indices:
    return np.flatnonzero((places.kind == POI) & (places.parent == kind))


def _nearest(places: Places, rows: Indices, found: Indices, most: int) -> Indices:
    """Return ``[point, rank]`` the nearest schools by beeline, as indices into ``rows``."""
    count = min(most, len(found))
    if not count:
        return np.empty((len(places.point_lon), 0), np.int64)
    tree = cKDTree(points_m(places.lon[found], places.lat[found]))
    ranks = np.arange(1, count + 1)
    near = tree.query(points_m(places.point_lon, places.point_lat), k=ranks)[1]
    return np.searchsorted(rows, found[near])


def _stops(homes: Doors, near: Sequence[Indices], schools: int) -> list[Ints]:
    """Return ``[school]`` the stops around the homes it is among the nearest of."""
    point = np.repeat(np.arange(len(homes.first) - 1), np.diff(homes.first))
    asked = np.zeros((schools, int(homes.stop.max(initial=-1)) + 1), np.bool_)
    for ranked in near:
        asked[ranked[point], homes.stop[:, None]] = True
    return [np.flatnonzero(stops).astype(np.int32) for stops in asked]


def _rides(
    network: Network, day: Day, schools: Doors, stops: Sequence[Ints], profile: SchoolProfile,
    threads: int | None,
) -> _Rides:  # fmt: skip
    """Return the shortest rides that keep the bells, scanning a morning and an afternoon."""
    longest_s = 60 * profile.search.longest_minutes
    came, left = profile.arrivals_s, profile.departures_s
    morning = min(came)[0] - longest_s, max(came)[1] + 1
    noon = min(left)[0], max(left)[1] + longest_s
    before, after = (
        part_of_day(network.timetable, day, span, longest_s=longest_s) for span in (morning, noon)
    )
    there = rides_to(before, schools, stops, came).shortest(threads)
    return _Rides(there.min(axis=1), rides_from(after, schools, stops, left).shortest(threads))


def _from_homes(homes: Doors, school: Indices, ride_s: Ints, limit_s: int) -> Ints:
    """Return ``[point, rank]`` the ride from one of the stops near, of those ``[school, stop]``.

    Of the rides within the limit, else of all, the one with the shortest walk and ride together:
    nobody walks far for a ride that is a little shorter.
    """
    point = np.repeat(np.arange(len(homes.first) - 1), np.diff(homes.first))
    best = np.full(school.shape, NO_RIDE)
    for rank in range(school.shape[1]):
        ride = ride_s[school[point, rank], homes.stop].astype(np.int64)
        together = (ride > limit_s) * LATE + (ride + homes.walk_s) * EACH + ride
        np.minimum.at(best[:, rank], point, np.where(ride < UNREACHED, together, NO_RIDE))
    return np.where(best < NO_RIDE, best % EACH, UNREACHED).astype(np.int32)


def _chosen(
    homes: Doors, rows: Indices, near: Indices, rides: _Rides, walk_s: Ints, limit_s: int
) -> Schooling:
    """Return what each home has towards the best of its nearest schools ``[point, rank]``.

    First one within a walk, then one to which there and back keep the limit, then one to which
    the way there does, then the shortest ride there, then the nearest.
    """
    points, ends = len(near), rides.back_s.shape[1]
    if not near.shape[1]:
        never = np.full(points, UNREACHED, np.int32)
        return Schooling(never * 0 - 1, never < 0, never, np.tile(never, (ends, 1)))
    there_s = _from_homes(homes, near, rides.there_s, limit_s)
    back_s = np.stack(
        [_from_homes(homes, near, rides.back_s[:, end], limit_s) for end in range(ends)]
    )
    walks = walk_s[np.arange(points)[:, None], near] < UNREACHED
    in_time, home = there_s <= limit_s, (back_s <= limit_s).all(axis=0)
    rank = np.broadcast_to(np.arange(near.shape[1]), near.shape)
    keys = (rank, there_s, ~in_time, ~(in_time & home), ~walks)
    best = np.arange(points), np.lexsort(keys, axis=-1)[:, 0]
    return Schooling(rows[near[best]], walks[best], there_s[best], back_s[:, *best])
