"""Relinked: where the homes and places of a region meet the network of a scenario."""

import logging
import time
from dataclasses import dataclass, replace

import numpy as np

from accessibility.ends import Linked
from accessibility.places import Places
from accessibility.station_places import with_stations_of
from api.homes import Homes
from api.links import ends_at
from gtfs.timetable import Ints
from mobility.doors import Doors, joined_doors, taken_doors
from mobility.network import Network, doors_at, link
from mobility.relink import new_stops, same_walking, snapped_again, stops_begin_as
from mobility.snapping import joined_snaps, taken
from mobility.transfers import first_of
from mobility.walk import find_walks, walk_s

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Relinked:
    """The homes and places of a region on a network."""

    places: Places
    homes: Homes
    doors: Linked  # [place]


def relinked(before: Network, after: Network, homes: Homes, doors: Linked) -> Relinked:
    """Return homes and places on the network after, given those on the network before.

    ``doors`` are those of all places. The same to the last bit as a build of the network after
    would link them, but that all stay where they met the streets when others are built. What has
    not changed is kept as it is: homes and doors where no stop is new and the streets one walks on
    are the same, places where trains serve the same stations.
    """
    started = time.perf_counter()
    places = with_stations_of(homes.places, before.timetable, after.timetable)
    if stops_begin_as(before, after):
        again = _with_new_stops if same_walking(before, after) else _on_new_streets
        living, there = again(before, after, homes.doors), again(before, after, doors)
        if places is not homes.places:
            there = _of_places(after, there, (homes.places, places))
    else:
        living, there = _linked(after, places, None), _linked(after, places, _all(places))
    same = places is homes.places and living is homes.doors
    log.info("homes and places linked again: %.2f s", time.perf_counter() - started)
    return Relinked(places, homes if same else Homes(places, living), there)


def _all(places: Places) -> Ints:
    return np.arange(len(places.place_id), dtype=np.int32)


def _linked(network: Network, places: Places, rows: Ints | None) -> Linked:
    """Return the homes (None) or some of the places, with all walks found anew."""
    ends = ends_at(places, rows)
    snaps, doors = link(network, ends.lon, ends.lat)
    return Linked(ends, doors, np.arange(len(snaps.edge)), snaps)


def _with_new_stops(before: Network, after: Network, here: Linked) -> Linked:
    """Return the doors with the walks to stops that are only in the network after."""
    new = new_stops(before, after)
    if not len(new.edge):
        return here
    moving, old = after.moving, here.doors
    max_m = moving.metres(moving.max_access_s)
    walks = find_walks(after.streets["walk"], here.snaps, new, max_m=max_m)
    size = len(old.first) - 1
    door = np.concatenate((np.repeat(np.arange(size), np.diff(old.first)), walks.origin))
    stop = np.concatenate((old.stop, walks.target + len(before.timetable.stop_id)))
    seconds = np.concatenate((old.walk_s, walk_s(walks.metres, moving.walk_speed_kmh)))
    order = np.argsort(door, kind="stable")  # new stops have the higher numbers
    found = Doors(first_of(door, size), stop[order].astype(np.int32), seconds[order])
    return replace(here, doors=found)


def _on_new_streets(before: Network, after: Network, here: Linked) -> Linked:
    """Return the doors where they are on the streets, with all walks found anew."""
    ends = here.ends
    snaps = snapped_again(before, after, here.snaps, ends.lon, ends.lat)
    return replace(here, snaps=snaps, doors=doors_at(after, snaps))


def _of_places(network: Network, old: Linked, places: tuple[Places, Places]) -> Linked:
    """Return the doors of the places after, those before being linked; only new ones are searched.

    A place is the same one where neither its id nor its point has changed.
    """
    before, after = places
    rows = dict(zip(_keys(before), range(len(before.place_id)), strict=True))
    of_old = np.array([rows.get(key, -1) for key in _keys(after)], np.int64)
    new = np.flatnonzero(of_old < 0).astype(np.int32)
    fresh = _linked(network, after, new)
    of_old[new] = len(before.place_id) + np.arange(len(new))
    doors = taken_doors(joined_doors((old.doors, fresh.doors)), of_old)
    snaps = taken(joined_snaps((old.snaps, fresh.snaps)), of_old)
    return Linked(ends_at(after, _all(after)), doors, np.arange(len(of_old)), snaps)


def _keys(places: Places) -> list[tuple[str, float, float]]:
    columns = (places.place_id.tolist(), places.lon.tolist(), places.lat.tolist())
    return list(zip(*columns, strict=True))
