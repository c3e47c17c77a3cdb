"""Network: streets, timetable, and the walks that join them; built once, saved, mapped again."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Geod

from gtfs.findings import Finding, Severity
from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable, stops_served
from mobility.arrays import load_arrays, save_arrays
from mobility.doors import Doors
from mobility.parameters import Moving
from mobility.snapping import Snapped, snap
from mobility.streets import Mode, StreetNetwork
from mobility.transfers import Footpaths, first_of, footpaths_of, general_pairs
from mobility.walk import find_walks, walk_s

log = logging.getLogger(__name__)

DETOUR = 1.3  # beeline to walk between stops of one station that OSM cannot link
MODES: tuple[Mode, ...] = ("walk", "bike", "car")


class NetworkError(ValueError):
    """The network cannot be built or read; the message says what to do."""


@dataclass(frozen=True, eq=False)
class Network:
    """How people move in the region: on foot, by bike, by car, and by public transport."""

    timetable: Timetable
    streets: Mapping[Mode, StreetNetwork]
    stop_snaps: Snapped  # [stop] onto the walking network
    footpaths: Footpaths
    moving: Moving
    crs: str  # of the region, in metres


def build_network(
    timetable: Timetable, streets: Mapping[Mode, StreetNetwork], moving: Moving, crs: str
) -> tuple[Network, list[Finding]]:
    """Link the stops to the streets and find the walks between them."""
    started = time.perf_counter()
    snaps = snap(
        streets["walk"], timetable.stop_lon, timetable.stop_lat, snap_m=moving.snap_m, crs=crs
    )
    linked = linked_points(snaps)
    if not linked.any():
        raise NetworkError(_no_overlap(timetable, streets["walk"]))
    footpaths = _footpaths(timetable, streets["walk"], snaps, moving)
    log.info(
        "network: %d of %d stops linked, %d footpaths, %.1f s",
        linked.sum(), len(linked), len(footpaths.walk_s), time.perf_counter() - started,
    )  # fmt: skip
    network = Network(timetable, streets, snaps, footpaths, moving, crs)
    return network, _unlinked(timetable, linked, moving)


def linked_points(snaps: Snapped) -> Bools:
    """Return ``[point]`` whether it lies near enough to a street."""
    linked: Bools = snaps.node_a != NONE
    return linked


def snapped(network: Network, lon: Floats, lat: Floats, mode: Mode = "walk") -> Snapped:
    """Return where points meet the streets, ``snap_m`` away at most."""
    snap_m, crs = network.moving.snap_m, network.crs
    return snap(network.streets[mode], lon, lat, snap_m=snap_m, crs=crs)


def link(network: Network, lon: Floats, lat: Floats) -> tuple[Snapped, Doors]:
    """Return the points on the streets and the stops within ``max_access_s`` of each."""
    snaps = snapped(network, lon, lat)
    return snaps, doors_at(network, snaps)


def doors_at(network: Network, snaps: Snapped) -> Doors:
    """Return the stops within ``max_access_s`` of points that are on the streets already."""
    walking, moving = network.streets["walk"], network.moving
    walks = find_walks(walking, snaps, network.stop_snaps, max_m=moving.metres(moving.max_access_s))
    return Doors(walks.first, walks.target, walk_s(walks.metres, moving.walk_speed_kmh))


def moving_otherwise(network: Network, moving: Moving) -> Network:
    """Return the network for people who move otherwise."""
    return with_footpaths(replace(network, moving=moving))


def with_footpaths(network: Network) -> Network:
    """Return the network with the walks between its stops found anew."""
    walking, moving = network.streets["walk"], network.moving
    footpaths = _footpaths(network.timetable, walking, network.stop_snaps, moving)
    return replace(network, footpaths=footpaths)


def save_network(network: Network, folder: Path) -> None:
    """Write the network into the folder: tables for everyone, arrays for us."""
    save_arrays(network.timetable, folder / "timetable")
    for mode, streets in network.streets.items():
        save_arrays(streets, folder / "streets" / mode)
    save_arrays(network.stop_snaps, folder / "stop_snaps")
    save_arrays(network.footpaths, folder / "footpaths")
    for name, table in _tables(network).items():
        table.to_parquet(folder / f"{name}.parquet", index=False)


def load_network(folder: Path, moving: Moving, crs: str) -> Network:
    """Return the network saved in the folder, its arrays mapped into memory."""
    return Network(
        load_arrays(Timetable, folder / "timetable"),
        {mode: load_arrays(StreetNetwork, folder / "streets" / mode) for mode in MODES},
        load_arrays(Snapped, folder / "stop_snaps"),
        load_arrays(Footpaths, folder / "footpaths"),
        moving,
        crs,
    )


def _footpaths(
    timetable: Timetable, walking: StreetNetwork, snaps: Snapped, moving: Moving
) -> Footpaths:
    walks = find_walks(walking, snaps, snaps, max_m=moving.metres(moving.max_transfer_s))
    stops = len(timetable.stop_id)
    from_stop = np.repeat(np.arange(stops, dtype=np.int32), np.diff(walks.first))
    other = from_stop != walks.target
    one, two, metres = across_stations(timetable, ~linked_points(snaps))
    seconds = walk_s(np.concatenate((walks.metres[other], metres)), moving.walk_speed_kmh)
    near = seconds <= moving.max_transfer_s
    return footpaths_of(
        stops,
        np.concatenate((from_stop[other], one))[near],
        np.concatenate((walks.target[other], two))[near],
        seconds[near],
    )


def across_stations(timetable: Timetable, unlinked: Bools) -> tuple[Ints, Ints, Floats]:
    """Return pairs of stops of one station that OSM cannot link, with beeline × 1.3 in metres."""
    one, two = _sisters(timetable)
    lost = unlinked[one] | unlinked[two]
    one, two = one[lost], two[lost]
    lon, lat = timetable.stop_lon, timetable.stop_lat
    metres = Geod(ellps="WGS84").inv(lon[one], lat[one], lon[two], lat[two])[2]
    return one, two, np.asarray(metres, np.float64) * DETOUR


def _sisters(timetable: Timetable) -> tuple[Ints, Ints]:
    """Return all ordered pairs of different stops of one station."""
    members = np.argsort(timetable.stop_station, kind="stable")
    first = first_of(timetable.stop_station, len(timetable.station_id))
    size = np.diff(first)[timetable.stop_station[members]]
    one = np.repeat(members, size)
    start = np.repeat(first[timetable.stop_station[members]], size)
    ends = np.cumsum(size)
    step = np.arange(len(one)) - np.repeat(ends - size, size)
    two = members[start + step]
    different = one != two
    return one[different].astype(np.int32), two[different].astype(np.int32)


def _tables(network: Network) -> dict[str, pd.DataFrame]:
    """Return what others read: stops, footpaths, transfers."""
    timetable, footpaths = network.timetable, network.footpaths
    stop_id = timetable.stop_id
    from_stop = np.repeat(np.arange(len(stop_id)), np.diff(footpaths.first))
    pairs = general_pairs(timetable, footpaths, network.moving)
    return {
        "stops": pd.DataFrame(
            {
                "stop_id": stop_id,
                "stop_name": timetable.stop_name,
                "station_id": timetable.station_id[timetable.stop_station],
                "lon": timetable.stop_lon,
                "lat": timetable.stop_lat,
                "rail": stops_served(timetable, timetable.route_rail),
                "sbahn": stops_served(timetable, timetable.route_sbahn),
                "linked": linked_points(network.stop_snaps),
            }
        ),
        "footpaths": pd.DataFrame(
            {
                "from_stop_id": stop_id[from_stop],
                "to_stop_id": stop_id[footpaths.to_stop],
                "walk_s": footpaths.walk_s,
            }
        ),
        "transfers": pd.DataFrame(
            {
                "from_stop_id": stop_id[pairs.from_stop],
                "to_stop_id": stop_id[pairs.to_stop],
                "ready_s": pairs.ready_s,
            }
        ),
    }


def _unlinked(timetable: Timetable, linked: Bools, moving: Moving) -> list[Finding]:
    lost = np.flatnonzero(~linked)
    if not len(lost):
        return []
    names = ", ".join(f"{timetable.stop_name[s]} ({timetable.stop_id[s]})" for s in lost[:10])
    more = f" und {len(lost) - 10} weitere" if len(lost) > 10 else ""
    return [
        Finding(
            Severity.WARNING,
            "stop_unlinked",
            f"Haltestellen über {moving.snap_m:.0f} m von jedem begehbaren Weg: {names}{more}",
            file="stops.txt",
            field="stop_lat, stop_lon",
            count=len(lost),
            done="bleiben im Fahrplan, sind zu Fuß aber nicht erreichbar",
        )
    ]


def _no_overlap(timetable: Timetable, walking: StreetNetwork) -> str:
    def box(lon: Floats, lat: Floats) -> str:
        return f"lon {lon.min():.3f} to {lon.max():.3f}, lat {lat.min():.3f} to {lat.max():.3f}"

    stops = box(timetable.stop_lon, timetable.stop_lat)
    streets = box(walking.node_lon, walking.node_lat)
    return (
        f"the OSM extract does not overlap the stops: stops lie in {stops}, streets in {streets}; "
        "take an extract that covers the feed (inputs.osm in the region file)"
    )
