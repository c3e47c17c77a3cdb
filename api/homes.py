"""Homes: where people live, and the question the accessibility table asks for them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from accessibility.access import Drives, Question
from accessibility.ends import Linked, walks_between
from accessibility.places import Places, targets_of
from accessibility.reach_by_car import Parked
from accessibility.standards import CLASSES, Profile
from api.links import ends_at, read_links
from api.manifest import intact
from gtfs.timetable import Bools, Floats, Ints
from mobility.drive import Roads
from mobility.network import Network, snapped
from mobility.relink import snapped_again
from mobility.snapping import Snapped, taken


@dataclass(frozen=True, eq=False)
class Homes:
    """The doors people live behind."""

    places: Places
    doors: Linked  # [point]
    parked: Parked | None = None  # cars of homes and places, None: nobody has found it yet


def read_homes(folder: Path, places: Places) -> Homes:
    """Return the doors of the population points as the build linked them."""
    with intact(folder):
        snaps, doors, cars = read_links(folder, "points")
        parked = Parked(cars, read_links(folder, "places").cars)
    linked = Linked(ends_at(places, None), doors, np.arange(len(snaps.edge)), snaps)
    return Homes(places, linked, parked)


def read_doors(folder: Path, places: Places) -> Linked:
    """Return the doors of all places as the build linked them."""
    every = np.arange(len(places.place_id))
    with intact(folder):
        snaps, doors, _ = read_links(folder, "places")
    return Linked(ends_at(places, every), doors, every, snaps)


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
        drives=_drives(network, homes, target),
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
        drives = _drives(after, replace(homes, parked=None), question.target, drives)
    kept = replace(question, points=homes.doors.doors, targets=there.doors)
    return replace(kept, walk_s=walk_s, drives=drives)


@dataclass(frozen=True, eq=False)
class Cars:
    """The drives between homes and targets; where they stand on the streets is found once."""

    network: Network
    homes: Homes
    target: Ints  # [target] index of the place
    before: "Cars | None" = None  # on the network of which a scenario has made this one

    def __call__(self, wanted: Bools) -> Floats:
        """Return ``[point, target]`` the seconds of the fastest drives wanted, else ``inf``."""
        return self._roads.seconds(wanted).astype(np.float64)

    @cached_property
    def parked(self) -> Parked:
        """Where homes and places stand on the streets for cars."""
        places, before = self.homes.places, self.before
        if self.homes.parked is not None:
            return self.homes.parked
        known = (None, None) if before is None else before.parked
        return Parked(
            self._on_streets(places.point_lon, places.point_lat, known[0]),
            self._on_streets(places.lon, places.lat, known[1]),
        )

    @cached_property
    def _roads(self) -> Roads:
        homes, places = self.parked
        return Roads(self.network.streets["car"], homes, taken(places, self.target))

    def _on_streets(self, lon: Floats, lat: Floats, known: Snapped | None) -> Snapped:
        """Return where points stand; ``known`` is where they stood before."""
        if self.before is None or known is None:
            return snapped(self.network, lon, lat, "car")
        return snapped_again(self.before.network, self.network, known, lon, lat, "car")


def parked_of(question: Question) -> Parked | None:
    """Return where the question's drives begin and end, None where it knows of none."""
    return question.drives.parked if isinstance(question.drives, Cars) else None


def _drives(
    network: Network, homes: Homes, target: Ints, before: Drives | None = None
) -> Drives | None:
    """Return what finds the fastest drives ``[point, target]``; None without streets for cars.

    ``before`` found them on the network of which a scenario has made this one.
    """
    if not len(network.streets["car"].edge_m):
        return None
    return Cars(network, homes, target, before if isinstance(before, Cars) else None)
