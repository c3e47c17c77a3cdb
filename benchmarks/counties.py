"""The county drawn by lot as a network on disk: built once a run, loaded by every later stage."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from county import CRS, County, draw_county
from county_feed import write_feed
from county_lines import draw_lines
from county_streets import homes, street_network, to_degrees
from measure import Row, peak_mb, row_of, timed

from accessibility.ends import Ends, Linked, linked
from gtfs.read import read_timetable
from gtfs.timetable import Floats, Ints, Timetable
from mobility.arrays import load_arrays, save_arrays
from mobility.day import Day
from mobility.doors import Doors
from mobility.network import Network, build_network
from mobility.parameters import Moving
from mobility.profiles import UNREACHED
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork
from mobility.transfers import Footpaths

MOVING = Moving.model_validate({})
DESTINATIONS = 56
SEED = 20261122


class AtStops(NamedTuple):
    """From every stop to some of them, standing at the stop at both ends."""

    origins: Doors
    egress_s: Ints  # [destination, stop]
    walk_s: Ints  # [destination, origin] all the way


def build(work: Path, scale: str) -> list[Row]:
    """Draw the county, write its feed, read it and build the network, once."""
    county = draw_county(float(scale))
    feed = folder_of(work, scale).with_suffix(".zip")
    hops: list[int] = []
    drawn = timed(lambda: hops.append(write_feed(county, draw_lines(county), feed)), runs=1)
    networks: list[Network] = []
    built = timed(lambda: networks.append(_network(county, feed)), runs=1)
    (network,) = networks
    save(network, folder_of(work, scale))
    stops, nodes = len(network.timetable.stop_id), len(network.streets["walk"].node_lon)
    note = (
        f"{hops[0]} connections of a service date, {stops} stops, "
        f"{len(network.footpaths.walk_s)} footpaths, {nodes} nodes to walk on"
    )
    return [
        row_of(f"×{scale}: drawn, written as GTFS", drawn),
        row_of(f"×{scale}: read and built", built, peak=peak_mb(), note=note),
    ]


def folder_of(work: Path, scale: str) -> Path:
    """Return where the network of a scale is kept."""
    return work / f"county-{scale}"


def save(network: Network, folder: Path) -> None:
    """Keep a network that has streets for walking alone."""
    save_arrays(network.timetable, folder / "timetable")
    save_arrays(network.streets["walk"], folder / "walk")
    save_arrays(network.stop_snaps, folder / "stop_snaps")
    save_arrays(network.footpaths, folder / "footpaths")


def load(folder: Path) -> Network:
    """Return the network kept in the folder, mapped into memory."""
    return Network(
        load_arrays(Timetable, folder / "timetable"),
        {"walk": load_arrays(StreetNetwork, folder / "walk")},
        load_arrays(Snapped, folder / "stop_snaps"),
        load_arrays(Footpaths, folder / "footpaths"),
        MOVING,
        CRS,
    )


def _network(county: County, feed: Path) -> Network:
    timetable, _ = read_timetable([feed])
    return build_network(timetable, {"walk": street_network(county)}, MOVING, CRS)[0]


def drawn_stops(day: Day, count: int = DESTINATIONS) -> Ints:
    """Return so many of the stops where vehicles leave on the day, always the same."""
    served = np.unique(day.connections.from_stop)
    return np.sort(np.random.default_rng(SEED).choice(served, count, replace=False))


def at_stops(network: Network, destinations: Ints) -> AtStops:
    """Return the question from all stops; footpaths are what one walks at both ends."""
    first, to_stop, walk_s = network.footpaths
    stops = len(first) - 1
    origin = np.concatenate((np.arange(stops), np.repeat(np.arange(stops), np.diff(first))))
    stop = np.concatenate((np.arange(stops), to_stop))
    seconds = np.concatenate((np.zeros(stops, np.int32), walk_s))
    order = np.lexsort((stop, origin))
    doors = Doors(
        (first + np.arange(stops + 1)).astype(np.int32),
        stop[order].astype(np.int32),
        seconds[order].astype(np.int32),
    )
    reach = np.full((len(destinations), stops), UNREACHED, np.int32)
    for row, destination in enumerate(destinations):
        links = slice(int(doors.first[destination]), int(doors.first[destination + 1]))
        reach[row, doors.stop[links]] = doors.walk_s[links]
    return AtStops(doors, reach, reach)


def home_doors(network: Network, count: int) -> Linked:
    """Return cells where people of the county ×1 live, with the walks to their stops."""
    return doors_at(network, homes(draw_county(), count))


def centre_doors(network: Network, count: int = DESTINATIONS) -> Linked:
    """Return the middle of every town of the county ×1 and of some villages, with their walks."""
    return doors_at(network, centres(count))


def centres(count: int = DESTINATIONS) -> tuple[Floats, Floats]:
    """Return lon and lat of the middle of every town of the county ×1 and of some villages."""
    settlements = draw_county().settlements
    villages = np.setdiff1d(np.arange(len(settlements.side)), settlements.towns)
    towns = settlements.towns
    some = np.random.default_rng(SEED).choice(villages, count - len(towns), replace=False)
    rows = np.sort(np.concatenate((towns, some)))
    return to_degrees(settlements.middle_m[rows])


def doors_at(network: Network, points: tuple[Floats, Floats]) -> Linked:
    """Return points by lon and lat with the walks to their stops."""
    lon, lat = points
    return linked(network, Ends([str(n) for n in range(len(lon))], lon, lat, {}))
