"""Relink: the network of a scenario, with no more found anew than has changed."""

from dataclasses import replace

import numpy as np

from gtfs.timetable import Floats, Ints, Timetable
from mobility.apply import Applied
from mobility.kept_snaps import snap_again
from mobility.network import (
    Network,
    across_stations,
    build_network,
    linked_points,
    snapped,
    with_footpaths,
)
from mobility.snapping import Snapped, joined_snaps, taken
from mobility.streets import Mode
from mobility.transfers import Footpaths, footpaths_of
from mobility.walk import find_walks, walk_s


def network_of(network: Network, applied: Applied) -> Network:
    """Return the network of the timetable and the streets a scenario has made.

    The same to the last bit as ``build_network`` would make of them, but that stops stay where
    they met the streets when others are built. Where neither the stops nor the streets one walks
    on have changed, stop snaps and footpaths are those of the network; where stops have been
    added, only these are linked.
    """
    timetable, streets = applied.timetable, {**network.streets, **applied.draft.streets}
    changed = replace(network, timetable=timetable, streets=streets)
    if not stops_begin_as(network, changed):
        return build_network(timetable, streets, network.moving, network.crs)[0]
    if not same_walking(network, changed):
        return with_footpaths(replace(changed, stop_snaps=_with_new(network, changed)))
    if len(timetable.stop_id) == len(network.timetable.stop_id):
        return changed
    snaps = _with_new(network, changed)
    return replace(changed, stop_snaps=snaps, footpaths=_footpaths(network, timetable, snaps))


def same_walking(before: Network, after: Network) -> bool:
    """Return whether one walks on the same streets in both."""
    return after.streets["walk"] is before.streets["walk"]


def stops_begin_as(before: Network, after: Network) -> bool:
    """Return whether the stops after are those before, where they were; then perhaps more."""
    old, new = before.timetable, after.timetable
    count = len(old.stop_id)
    columns = ("stop_id", "stop_lon", "stop_lat", "stop_station")
    return len(new.stop_id) >= count and all(
        np.array_equal(getattr(old, name), getattr(new, name)[:count]) for name in columns
    )


def new_stops(before: Network, after: Network) -> Snapped:
    """Return where the stops that are only in the network after meet the streets."""
    count = len(before.timetable.stop_id)
    return taken(after.stop_snaps, np.arange(count, len(after.timetable.stop_id)))


def snapped_again(
    before: Network, after: Network, snaps: Snapped, lon: Floats, lat: Floats, mode: Mode = "walk"
) -> Snapped:
    """Return where points that are on the streets before meet those after."""
    streets, moving = (before.streets[mode], after.streets[mode]), after.moving
    return snap_again(streets, snaps, (lon, lat), snap_m=moving.snap_m, crs=after.crs)


def _with_new(network: Network, changed: Network) -> Snapped:
    """Return the snaps of the stops there were, then of the new ones."""
    timetable = changed.timetable
    lon, lat, count = timetable.stop_lon, timetable.stop_lat, len(network.timetable.stop_id)
    snaps = network.stop_snaps
    if not same_walking(network, changed):
        snaps = snapped_again(network, changed, snaps, lon[:count], lat[:count])
    return joined_snaps((snaps, snapped(changed, lon[count:], lat[count:])))


def _footpaths(network: Network, timetable: Timetable, snaps: Snapped) -> Footpaths:
    """Return the footpaths there were, with those from and to the stops that are new."""
    before, count = network.footpaths, len(network.timetable.stop_id)
    here = np.repeat(np.arange(count), np.diff(before.first))
    parts = (
        (here, before.to_stop, before.walk_s),
        _walks(network, snaps),
        _across(network, timetable, snaps),
    )
    columns = map(np.concatenate, zip(*parts, strict=True))
    return footpaths_of(len(timetable.stop_id), *columns)


def _walks(network: Network, snaps: Snapped) -> tuple[Ints, Ints, Ints]:
    """Return the walks (from, to, seconds) between new stops and all, each there and back."""
    moving, count = network.moving, len(network.timetable.stop_id)
    new = taken(snaps, np.arange(count, len(snaps.edge)))
    max_m = moving.metres(moving.max_transfer_s)
    found = find_walks(network.streets["walk"], new, snaps, max_m=max_m)
    stop = found.origin + count
    once = (found.target < count) | (found.target > stop)  # of two new stops from the first
    one, two = stop[once], found.target[once]
    seconds = walk_s(found.metres[once], moving.walk_speed_kmh)
    near = seconds <= moving.max_transfer_s
    one, two, seconds = one[near], two[near], seconds[near]
    return (*_both(one, two), np.concatenate((seconds, seconds)))


def _both(one: Ints, two: Ints) -> tuple[Ints, Ints]:
    return np.concatenate((one, two)), np.concatenate((two, one))


def _across(network: Network, timetable: Timetable, snaps: Snapped) -> tuple[Ints, Ints, Ints]:
    """Return the walks between stops of one station that OSM cannot link, one of them new."""
    moving, count = network.moving, len(network.timetable.stop_id)
    one, two, metres = across_stations(timetable, ~linked_points(snaps))
    seconds = walk_s(metres, moving.walk_speed_kmh)
    near = (np.maximum(one, two) >= count) & (seconds <= moving.max_transfer_s)
    return one[near], two[near], seconds[near]
