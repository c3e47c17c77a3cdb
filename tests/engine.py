"""The engine as the oracle is asked: sets of journeys between stops, there and in the mirror."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from gtfs.timetable import Ints, Timetable
from mobility.day import Day, build_day, look_from, look_to, sets_back
from mobility.doors import Doors, Sets, sets_of
from mobility.parameters import Moving
from mobility.profiles import UNREACHED
from mobility.transfers import Footpaths, footpaths_of

Journey = tuple[int, int, int]


class Engine:
    """The engine on one date of a timetable, with walks between stops given as a table."""

    def __init__(
        self, timetable: Timetable, walks: pd.DataFrame, day: date, moving: Moving | None = None
    ) -> None:
        self.timetable = timetable
        self.moving = moving or Moving.model_validate({})
        self.row = {str(one): n for n, one in enumerate(timetable.stop_id)}
        self.there = _footpaths(self.row, walks, self.moving.max_transfer_s)
        self.every_walk = {
            (a, b): s
            for a, b, s in walks[["from_stop_id", "to_stop_id", "walk_s"]].itertuples(index=False)
        }
        self.day: Day = build_day(timetable, self.there, self.moving, day)

    def platforms(self, name: str) -> list[str]:
        """Return the stop, or the platforms of the station."""
        if name in self.row:
            return [name]
        station = int(np.flatnonzero(self.timetable.station_id == name)[0])
        rows = np.flatnonzero(self.timetable.stop_station == station)
        return [str(one) for one in self.timetable.stop_id[rows]]

    def reach_s(self, name: str, *, leaving: bool) -> Ints:
        """Return ``[stop]`` the walk from (or to) who stands at the stop or station."""
        reach = np.full(len(self.row), UNREACHED, np.int32)
        for one in self.platforms(name):
            reach[self.row[one]] = 0
        for (a, b), walk_s in self.every_walk.items():
            here, there = (a, b) if leaving else (b, a)
            if here in self.platforms(name) and walk_s <= self.moving.max_access_s:
                reach[self.row[there]] = min(reach[self.row[there]], walk_s)
        return reach

    def walk_s(self, origin: str, destination: str) -> int:
        """Return the walk all the way."""
        walks = [
            0 if a == b else self.every_walk.get((a, b), UNREACHED)
            for a in self.platforms(origin)
            for b in self.platforms(destination)
        ]
        return min((w for w in walks if w <= self.moving.max_walk_s), default=UNREACHED)

    def journeys_to(self, destination: str, origins: Iterable[str]) -> Mapping[str, set[Journey]]:
        """Return the sets of all origins, from one scan."""
        names = list(origins)
        doors = _doors([self.reach_s(name, leaving=True) for name in names])
        walk = np.array([self.walk_s(name, destination) for name in names], np.int32)
        sets = sets_to(self.day, doors, self.reach_s(destination, leaving=False), walk)
        return {name: triples(sets, n) for n, name in enumerate(names)}

    def journeys_from(self, origin: str, destinations: Iterable[str]) -> Mapping[str, set[Journey]]:
        """Return the sets of all destinations, from one scan of the mirror image."""
        names = list(destinations)
        doors = _doors([self.reach_s(name, leaving=False) for name in names])
        walk = np.array([self.walk_s(origin, name) for name in names], np.int32)
        sets = sets_from(self.day, self.reach_s(origin, leaving=True), doors, walk)
        return {name: triples(sets, n) for n, name in enumerate(names)}


def sets_to(day: Day, origins: Doors, egress_s: Ints, walk_s: Ints) -> Sets:
    """Return the journeys from every origin to one door; ``walk_s`` ``[origin]`` all the way."""
    (sets,) = sets_of(look_to(day, egress_s[None], origins), origins, walk_s[None])
    return sets


def sets_from(day: Day, access_s: Ints, destinations: Doors, walk_s: Ints) -> Sets:
    """Return the journeys from one door to every destination, by scanning the mirror image."""
    boards = look_from(day, access_s[None], destinations)
    (sets,) = sets_back(boards, destinations, walk_s[None])
    return sets


def triples(sets: Sets, row: int) -> set[Journey]:
    """Return the journeys of a row as (departure, arrival, rides); none may stand twice."""
    at = slice(int(sets.first[row]), int(sets.first[row + 1]))
    found = list(
        zip(
            sets.departure_s[at].tolist(),
            sets.arrival_s[at].tolist(),
            sets.rides[at].tolist(),
            strict=True,
        )
    )
    assert found == sorted(set(found))
    return set(found)


def _doors(reach: list[Ints]) -> Doors:
    near = [np.flatnonzero(one < UNREACHED) for one in reach]
    first = np.cumsum([0] + [len(one) for one in near]).astype(np.int32)
    stop = np.concatenate(near).astype(np.int32)
    walk = np.concatenate([one[at] for one, at in zip(reach, near, strict=True)])
    return Doors(first, stop, walk.astype(np.int32))


def _footpaths(row: Mapping[str, int], walks: pd.DataFrame, longest_s: int) -> Footpaths:
    kept = walks[(walks["from_stop_id"] != walks["to_stop_id"]) & (walks["walk_s"] <= longest_s)]
    return footpaths_of(
        len(row),
        np.array([row[one] for one in kept["from_stop_id"]], np.int32),
        np.array([row[one] for one in kept["to_stop_id"]], np.int32),
        kept["walk_s"].to_numpy(np.int32),
    )
