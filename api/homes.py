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
from mobility.relink import snapped_again
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
        drives = _drives(after, homes.places, question.target, drives)
    kept = replace(question, points=homes.doors.doors, targets=there.doors)
    return replace(kept, walk_s=walk_s, drives=drives)


@dataclass(frozen=True, eq=False)
class Cars:
    """The drives between homes and targets; where they stand on the streets is found once."""

    network: Network
    places: Places
    target: Ints  # [target] index of the place
    before: "Cars | None" = None  # on the network of which a scenario has made this one

    def __call__(self, wanted: Bools) -> Floats:
        """Return ``[point, target]`` the seconds of the fastest drives wanted, else ``inf``."""
        return self._roads.seconds(wanted).astype(np.float64)

    @cached_property
    def homes(self) -> Snapped:
        """``[point]`` where the homes stand."""
        known = None if self.before is None else self.before.homes
        return self._on_streets(self.places.point_lon, self.places.point_lat, known)

    @cached_property
    def ends(self) -> Snapped:
        """``[target]`` where the drives end."""
        known = None if self.before is None else self.before.ends
        return self._on_streets(self.places.lon[self.target], self.places.lat[self.target], known)

    @cached_property
    def _roads(self) -> Roads:
        return Roads(self.network.streets["car"], self.homes, self.ends)

    def _on_streets(self, lon: Floats, lat: Floats, known: Snapped | None) -> Snapped:
        """Return where points stand; ``known`` is where they stood before."""
        network = self.network
        if self.before is not None and known is not None:
            return snapped_again(self.before.network, network, known, lon, lat, "car")
        return snap(network.streets["car"], lon, lat, snap_m=network.moving.snap_m, crs=network.crs)


def homes_of_cars(question: Question) -> Snapped | None:
    """Return ``[point]`` where the question's drives begin, None where it knows of none."""
    return question.drives.homes if isinstance(question.drives, Cars) else None


def _drives(
    network: Network, places: Places, target: Ints, before: Drives | None = None
) -> Drives | None:
    """Return what finds the fastest drives ``[point, target]``; None without streets for cars.

    ``before`` found them on the network of which a scenario has made this one.
    """
    if not len(network.streets["car"].edge_m):
        return None
    return Cars(network, places, target, before if isinstance(before, Cars) else None)
