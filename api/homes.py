"""Homes: where people live, and the question the accessibility table asks for them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from accessibility.access import Drives, Question
from accessibility.ends import Linked, walks_between
from accessibility.places import Places, targets_of
from accessibility.standards import CLASSES, Profile
from api.links import ends_at, of_places, read_links
from api.manifest import intact
from gtfs.timetable import Bools, Floats, Ints
from mobility.drive import Roads
from mobility.network import Network
from mobility.snapping import Snapped, snap


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
    network: Network,
    homes: Homes,
    doors_of: Callable[[Ints], Linked],
    profile: Profile,
    *,
    data_status: str,
) -> Question:
    """Return the homes, the targets of all classes, and the walks and drives between them.

    ``doors_of`` finds the doors of some places.
    """
    places = homes.places
    target = np.unique(np.concatenate([targets_of(places, kind) for kind in CLASSES]))
    there = doors_of(target)
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


def question_again(
    question: Question, networks: tuple[Network, Network], homes: Homes, there: Linked
) -> Question:
    """Return the question of a network on the one a scenario has made of it.

    The networks are those before and after, of the same places; ``there`` are the doors of the
    same targets. Walks and drives are found again only where the streets are others.
    """
    before, after = networks
    walk_s, drives = question.walk_s, question.drives
    if after.streets["walk"] is not before.streets["walk"]:
        walk_s = walks_between(after, homes.doors, there)
    if after.streets["car"] is not before.streets["car"]:
        drives = _drives(after, homes.places, question.target)
    kept = replace(question, points=homes.doors.doors, targets=there.doors)
    return replace(kept, walk_s=walk_s, drives=drives)


@dataclass(frozen=True, eq=False)
class Cars:
    """The drives between homes and targets; where they stand on the streets is found once."""

    network: Network
    places: Places
    target: Ints  # [target] index of the place

    def __call__(self, wanted: Bools) -> Floats:
        """Return ``[point, target]`` the seconds of the fastest drives wanted, else ``inf``."""
        return self._roads.seconds(wanted).astype(np.float64)

    @cached_property
    def homes(self) -> Snapped:
        """``[point]`` where the homes stand."""
        return self._on_streets(self.places.point_lon, self.places.point_lat)

    @cached_property
    def _roads(self) -> Roads:
        lon, lat = self.places.lon[self.target], self.places.lat[self.target]
        return Roads(self.network.streets["car"], self.homes, self._on_streets(lon, lat))

    def _on_streets(self, lon: Floats, lat: Floats) -> Snapped:
        network = self.network
        return snap(network.streets["car"], lon, lat, snap_m=network.moving.snap_m, crs=network.crs)


def homes_of_cars(question: Question) -> Snapped | None:
    """Return ``[point]`` where the question's drives begin, None where it knows of none."""
    return question.drives.homes if isinstance(question.drives, Cars) else None


def _drives(network: Network, places: Places, target: Ints) -> Drives | None:
    """Return what finds the fastest drives ``[point, target]``; None without streets for cars."""
    return Cars(network, places, target) if len(network.streets["car"].edge_m) else None
