"""Homes: where people live, and the question the accessibility table asks for them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accessibility.access import Drives, Question
from accessibility.ends import Linked, walks_between
from accessibility.places import Places, targets_of
from accessibility.standards import CLASSES, Profile
from api.links import ends_at, of_places, read_links
from api.manifest import intact
from gtfs.timetable import Bools, Floats, Ints
from mobility.drive import find_drive_s
from mobility.network import Network
from mobility.snapping import snap


@dataclass(frozen=True, eq=False)
class Homes:
    """The doors people live behind."""

    places: Places
    doors: Linked  # [point]


def read_homes(folder: Path, places: Places) -> Homes:
    """Return the doors of the population points as the build linked them."""
    with intact(folder):
        snaps, doors = read_links(folder, "points")
    return Homes(places, Linked(ends_at(places, None), doors, np.arange(len(snaps.edge)), snaps))


def read_doors(folder: Path, places: Places, rows: Ints) -> Linked:
    """Return the doors of some of the places as the build linked them."""
    with intact(folder):
        return of_places(places, read_links(folder, "places"), rows)


def build_question(
    folder: Path, network: Network, homes: Homes, profile: Profile, *, data_status: str
) -> Question:
    """Return the homes, the targets of all classes, and the walks and drives between them."""
    places = homes.places
    target = np.unique(np.concatenate([targets_of(places, kind) for kind in CLASSES]))
    there = read_doors(folder, places, target)
    return Question(
        places=places,
        points=homes.doors.doors,
        target=target,
        targets=there.doors,
        walk_s=walks_between(network, homes.doors, there),
        drives=_drives(network, places, target),
        profile=profile,
        data_status=data_status,
    )


def _drives(network: Network, places: Places, target: Ints) -> Drives | None:
    """Return what finds the fastest drives ``[point, target]``; None without streets for cars."""
    streets = network.streets["car"]
    if not len(streets.edge_m):
        return None

    def drive_s(wanted: Bools) -> Floats:
        snap_m, crs = network.moving.snap_m, network.crs
        homes = snap(streets, places.point_lon, places.point_lat, snap_m=snap_m, crs=crs)
        goals = snap(streets, places.lon[target], places.lat[target], snap_m=snap_m, crs=crs)
        return find_drive_s(streets, homes, goals, wanted=wanted).astype(np.float64)

    return drive_s
