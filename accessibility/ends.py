"""Ends of journeys: places, points and GTFS stops that people ask from or to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from accessibility.places import Places
from gtfs.timetable import NONE, Floats, Ints, Timetable
from mobility.doors import Doors
from mobility.network import Network, link, linked_points
from mobility.profiles import UNREACHED
from mobility.snapping import Snapped, taken
from mobility.transfers import first_of
from mobility.walk import find_walks, walk_s

STOP = "stop:"  # an id that begins so is standing at that stop or station
TOLD = 10  # ends named in one sentence
MOST_NAMED = 6  # ids told of one name: places, then both sides of a street, fit on a line
FAR_DEGREES = 2.0  # beyond the stops, some 150 km: nobody asks from there but by mistake


class NotFound(LookupError):
    """An id nobody knows; the message names the nearest ones."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Points with a door, and stops one stands at; each end is the one or the other."""

    end_id: Sequence[str]
    lon: Floats  # [end] nan for stops
    lat: Floats
    stops: Mapping[int, Ints]  # end → the stops (platforms) it stands at


@dataclass(frozen=True, eq=False)
class Linked:
    """Ends with the walks to the stops around them."""

    ends: Ends
    doors: Doors
    point: Ints  # [point] the ends that are points
    snaps: Snapped  # [point]

    @property
    def unlinked(self) -> Ints:
        """The ends farther than ``snap_m`` from any walkable street."""
        return self.point[~linked_points(self.snaps)]


def ends_of(
    ids: Sequence[str], lon: Floats, lat: Floats, timetable: Timetable, places: Places
) -> Ends:
    """Return the ends; where lon and lat are nan the id must be a place's or ``stop:…``."""
    lon, lat = lon.astype(np.float64).copy(), lat.astype(np.float64).copy()
    stops: dict[int, Ints] = {}
    unknown: list[str] = []
    place_row = {str(one): row for row, one in enumerate(places.place_id)}
    for end, one in enumerate(ids):
        if one.startswith(STOP):
            lon[end] = lat[end] = math.nan
            stops[end] = _stops(timetable, one.removeprefix(STOP))
            if not len(stops[end]):
                ids = [STOP + str(s) for s in timetable.stop_id]
                unknown.append(_unknown(one, ids, _so_named(one, timetable, places)))
        elif math.isnan(lon[end]) or math.isnan(lat[end]):
            row = place_row.get(one, NONE)
            if row == NONE:
                unknown.append(_unknown(one, list(place_row), _so_named(one, timetable, places)))
            else:
                lon[end], lat[end] = places.lon[row], places.lat[row]
    if unknown:
        raise NotFound("; ".join(unknown))
    return Ends(list(ids), lon, lat, stops)


def where(ends: Ends, timetable: Timetable) -> tuple[Floats, Floats]:
    """Return ``[end]`` lon and lat; of a stop or station those of its first stop."""
    lon, lat = ends.lon.copy(), ends.lat.copy()
    for end, members in ends.stops.items():
        lon[end], lat[end] = timetable.stop_lon[members[0]], timetable.stop_lat[members[0]]
    return lon, lat


def parse_end(text: str) -> tuple[str, float, float]:
    """Return id, lon, lat of an argument: a place id, ``stop:…`` or ``lon,lat``."""
    parts = text.split(",")
    if len(parts) == 2 and not text.startswith(STOP):
        try:
            return text, float(parts[0]), float(parts[1])
        except ValueError:
            pass
    return text, math.nan, math.nan


def refuse_far(text: str, lon: float, lat: float, timetable: Timetable) -> None:
    """Refuse a point far from all stops: most often latitude and longitude are swapped."""
    if math.isnan(lon) or not len(timetable.stop_lon) or _near_stops(lon, lat, timetable):
        return
    west, east = float(timetable.stop_lon.min()), float(timetable.stop_lon.max())
    south, north = float(timetable.stop_lat.min()), float(timetable.stop_lat.max())
    hint = f"; lon first: {lat},{lon}" if _near_stops(lat, lon, timetable) else "; lon comes first"
    msg = (
        f"{text}: lies far from every stop of the network (lon {west:.2f} to {east:.2f}, "
        f"lat {south:.2f} to {north:.2f}){hint}"
    )
    raise NotFound(msg)


def _near_stops(lon: float, lat: float, timetable: Timetable) -> bool:
    """Return whether a point lies around the box of all stops."""
    along = ((lon, timetable.stop_lon), (lat, timetable.stop_lat))
    return all(stops.min() - FAR_DEGREES <= at <= stops.max() + FAR_DEGREES for at, stops in along)


def linked(network: Network, ends: Ends) -> Linked:
    """Find the walks between the ends and the stops around them."""
    point = np.flatnonzero(~np.isnan(ends.lon))
    snaps, doors = link(network, ends.lon[point], ends.lat[point])
    end = [point[np.repeat(np.arange(len(point)), np.diff(doors.first))]]
    stop, seconds = [doors.stop], [doors.walk_s]
    for one, members in ends.stops.items():
        reach = stop_reach(network, members, network.moving.max_access_s)
        near = np.flatnonzero(reach < UNREACHED)
        end.append(np.full(len(near), one))
        stop.append(near)
        seconds.append(reach[near])
    ends_, stops_, seconds_ = (np.concatenate(column) for column in (end, stop, seconds))
    order = np.lexsort((stops_, ends_))
    doors = Doors(
        first_of(ends_, len(ends.end_id)),
        stops_[order].astype(np.int32),
        seconds_[order].astype(np.int32),
    )
    return Linked(ends, doors, point, snaps)


def off_the_streets(network: Network, found: Linked) -> list[str]:
    """Return a sentence for the points and one for the stops that no street leads to, if any."""
    streets = linked_points(network.stop_snaps)
    stops = [end for end, members in found.ends.stops.items() if not streets[members].any()]
    far = f"farther than {network.moving.snap_m:.0f} m from any walkable street"
    told = (
        (found.unlinked.tolist(), f"point(s) {far}, so unreachable"),
        (stops, f"stop(s) {far}, so nobody walks there but from its own station"),
    )
    return [
        f"{len(ends)} {said}: {', '.join(found.ends.end_id[end] for end in ends[:TOLD])}"
        + (" …" if len(ends) > TOLD else "")
        for ends, said in told
        if ends
    ]


def stop_reach(network: Network, members: Ints, longest_s: int) -> Ints:
    """Return ``[stop]`` the footpath between standing at one of the stops and each other stop.

    Footpaths are listed both ways with one time, so there is no need to tell the directions.
    """
    reach = np.full(len(network.timetable.stop_id), UNREACHED, np.int32)
    footpaths = network.footpaths
    for stop in members:
        paths = slice(int(footpaths.first[stop]), int(footpaths.first[stop + 1]))
        np.minimum.at(reach, footpaths.to_stop[paths], footpaths.walk_s[paths])
    reach[members] = 0
    reach[reach > longest_s] = UNREACHED
    return reach


def walks_between(network: Network, origins: Linked, destinations: Linked) -> Ints:
    """Return ``[origin, destination]`` seconds to walk all the way, ``UNREACHED`` if too far."""
    shape = (len(origins.ends.end_id), len(destinations.ends.end_id))
    seconds = np.full(shape, UNREACHED, np.int32)
    _point_to_point(network, origins, destinations, seconds)
    for end, members in destinations.ends.stops.items():
        seconds[origins.point, end] = _point_to_stops(network, origins.snaps, members)
    for end, members in origins.ends.stops.items():
        seconds[end, destinations.point] = _point_to_stops(network, destinations.snaps, members)
        reach = stop_reach(network, members, network.moving.max_walk_s)
        for other, others in destinations.ends.stops.items():
            seconds[end, other] = reach[others].min()
    return seconds


def _point_to_point(network: Network, origins: Linked, destinations: Linked, seconds: Ints) -> None:
    moving, here = network.moving, origins.snaps
    if here is destinations.snaps:  # between the same points: each has a walk to itself as well
        here = taken(here, np.arange(len(origins.point)))
    max_m = moving.metres(moving.max_walk_s)
    walks = find_walks(network.streets["walk"], here, destinations.snaps, max_m=max_m)
    pairs = origins.point[walks.origin], destinations.point[walks.target]
    seconds[pairs] = walk_s(walks.metres, moving.walk_speed_kmh)


def _point_to_stops(network: Network, snaps: Snapped, members: Ints) -> Ints:
    """Return ``[point]`` the walk to the nearest of the stops."""
    moving = network.moving
    walks = find_walks(
        network.streets["walk"],
        taken(network.stop_snaps, members),
        snaps,
        max_m=moving.metres(moving.max_walk_s),
    )
    nearest = np.full(len(snaps.node_a), UNREACHED, np.int32)
    np.minimum.at(nearest, walks.target, walk_s(walks.metres, moving.walk_speed_kmh))
    return nearest


def _stops(timetable: Timetable, wanted: str) -> Ints:
    """Return the stop of the id, or all platforms of the station of the id."""
    stop = np.flatnonzero(timetable.stop_id == wanted)
    if len(stop):
        return stop.astype(np.int32)
    declared = (timetable.station_id == wanted) & timetable.station_declared
    members = declared[timetable.stop_station]
    return np.flatnonzero(members).astype(np.int32)


def _so_named(text: str, timetable: Timetable, places: Places) -> list[str]:
    """Return the ids of the places and stops whose name somebody has written in place of an id."""
    name = text.removeprefix(STOP).casefold()
    names = [*places.name.tolist(), *timetable.stop_name.tolist()]
    ids = [*places.place_id.tolist(), *(STOP + one for one in timetable.stop_id.tolist())]
    return [one for one, its_name in zip(ids, names, strict=True) if its_name.casefold() == name]


def _unknown(one: str, known: Sequence[str], so_named: Sequence[str]) -> str:
    near = so_named[:MOST_NAMED] or get_close_matches(one, known, n=3, cutoff=0.5)
    said = "ids of that name" if so_named else "nearest"
    more = ", …" if len(so_named) > MOST_NAMED else ""
    hint = f"; {said}: {', '.join(near)}{more}" if near else ""
    return f"unknown id {one!r}{hint} (a place id, stop:<stop_id> or lon,lat)"
