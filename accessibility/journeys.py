"""Journeys: the Pareto sets of a day from door to door."""

from dataclasses import dataclass, fields

import numpy as np

from gtfs.timetable import Ints
from mobility.day import Day, sets_from, sets_to
from mobility.doors import Doors, Sets
from mobility.profiles import UNREACHED
from mobility.threads import in_threads
from mobility.transfers import first_of


@dataclass(frozen=True, eq=False)
class Journeys:
    """The Pareto set of the day for every pair, pair = origin × destinations + destination."""

    origins: int
    destinations: int
    first: Ints  # [pair + 1]
    departure_s: Ints  # [journey] from the door, rising within a pair
    arrival_s: Ints  # [journey] at the door
    rides: Ints  # [journey]
    walk_s: Ints  # [pair] all the way, UNREACHED if too far

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def sets(self) -> Sets:
        """The journeys as the folds read them: a row a pair."""
        return Sets(self.first, self.departure_s, self.arrival_s, self.rides)


def find_journeys(
    day: Day, origins: Doors, destinations: Doors, walk_s: Ints, *, threads: int | None = None
) -> Journeys:
    """Return all journeys of the day between the doors; ``walk_s`` is ``[origin, destination]``.

    Scans once per destination, or once per origin in the mirror image where those are fewer:
    the answer is the same.
    """
    shape = (len(origins.first) - 1, len(destinations.first) - 1)
    if shape[1] <= shape[0]:

        def to(d: int) -> Sets:
            return sets_to(day, origins, door_s(destinations, d, day), walk_s[:, d])

        return _transposed(in_threads(to, range(shape[1]), threads=threads), shape, walk_s)
    return _stacked(
        in_threads(
            lambda o: sets_from(day, door_s(origins, o, day), destinations, walk_s[o]),
            range(shape[0]),
            threads=threads,
        ),
        shape,
        walk_s,
    )


def door_s(doors: Doors, door: int, day: Day) -> Ints:
    """Return ``[stop]`` the walk between one door and each stop, ``UNREACHED`` if too far."""
    reach = np.full(len(day.connections.leaving_first) - 1, UNREACHED, np.int32)
    links = slice(int(doors.first[door]), int(doors.first[door + 1]))
    np.minimum.at(reach, doors.stop[links], doors.walk_s[links])
    return reach


def _stacked(rows: list[Sets], shape: tuple[int, int], walk_s: Ints) -> Journeys:
    """Join sets of one origin each."""
    counts = np.concatenate([np.diff(row.first) for row in rows] or [np.empty(0, np.int64)])
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    empty = [np.empty(0, np.int32)]
    return Journeys(
        *shape,
        first,
        np.concatenate([row.departure_s for row in rows] or empty),
        np.concatenate([row.arrival_s for row in rows] or empty),
        np.concatenate([row.rides for row in rows] or empty),
        walk_s.ravel().astype(np.int32),
    )


def _transposed(columns: list[Sets], shape: tuple[int, int], walk_s: Ints) -> Journeys:
    """Join sets of one destination each."""
    stacked = _stacked(columns, shape, walk_s)
    by_column = np.diff(stacked.first).reshape(shape[1], shape[0])
    destination = np.repeat(np.arange(shape[1]), by_column.sum(axis=1))
    origin = np.repeat(np.tile(np.arange(shape[0]), shape[1]), by_column.ravel())
    pair = origin * shape[1] + destination
    order = np.argsort(pair, kind="stable")
    return Journeys(
        *shape,
        first_of(pair, shape[0] * shape[1]),
        stacked.departure_s[order],
        stacked.arrival_s[order],
        stacked.rides[order],
        stacked.walk_s,
    )
