"""A day of the network, ready to be scanned there and back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from gtfs.timetable import Ints, Timetable
from mobility.boards import Boards, Leaving
from mobility.changes import Changes, find_changes
from mobility.connections import Connections, Runs, build_connections
from mobility.connections import reverse as reverse_connections
from mobility.doors import Doors, Sets, boards_for, mirrored, sets_of
from mobility.parameters import Moving
from mobility.profiles import (
    NEVER,
    TOGETHER,
    UNREACHED,
    Desk,
    Limits,
    Profiles,
    scan,
    scan_ranks,
)
from mobility.rows import TOO_LONG, Ranks, Small
from mobility.threads import in_threads
from mobility.transfers import Footpaths, Transfers, build_transfers
from mobility.transfers import reverse as reverse_transfers

DAY_FROM_S, DAY_UNTIL_S = 4 * 3600, 28 * 3600  # the operating day: departures from the door


@dataclass(frozen=True)
class Day:
    """What the scan reads of one date: rides of three service dates and the changes."""

    date: date
    moving: Moving
    connections: Connections
    runs: Runs
    transfers: Transfers

    @property
    def stops(self) -> int:
        """Number of stops."""
        return len(self.connections.leaving_first) - 1

    @property
    def leaving(self) -> Leaving:
        """Which journeys count: those that leave the door in the operating day."""
        moving = self.moving
        return Leaving(moving.board_slack_s, DAY_FROM_S, DAY_UNTIL_S, moving.max_travel_s)

    @property
    def arriving(self) -> Leaving:
        """The same in the mirror image, whose scan has left out all others already."""
        return Leaving(0, NEVER, UNREACHED, self.moving.max_travel_s)

    @cached_property
    def changes(self) -> Changes:
        """What one can still board after each ride."""
        return find_changes(self.connections, self.transfers)

    @cached_property
    def mirror(self) -> tuple[Connections, Transfers, Changes]:
        """Rides and changes with time running backwards."""
        connections = self.backwards
        transfers = reverse_transfers(self.transfers)
        return connections, transfers, find_changes(connections, transfers)

    @cached_property
    def backwards(self) -> Connections:
        """Rides with time running backwards."""
        return reverse_connections(self.connections)


def build_day(timetable: Timetable, footpaths: Footpaths, moving: Moving, day: date) -> Day:
    """Compile the date: every ride of a journey that leaves its door in the operating day."""
    until_s = DAY_UNTIL_S + moving.max_travel_s
    connections, runs = build_connections(timetable, day, from_s=DAY_FROM_S, until_s=until_s)
    return Day(day, moving, connections, runs, build_transfers(timetable, footpaths, moving))


def moving_on(day: Day, timetable: Timetable, footpaths: Footpaths, moving: Moving) -> Day:
    """Return the date for people who move otherwise: only what that makes another is compiled."""
    if moving.max_travel_s != day.moving.max_travel_s:
        return build_day(timetable, footpaths, moving, day.date)
    other = replace(day, moving=moving, transfers=build_transfers(timetable, footpaths, moving))
    alike = all(map(np.array_equal, other.transfers, day.transfers))
    kept = ("backwards", "changes", "mirror") if alike else ("backwards",)
    vars(other).update({name: vars(day)[name] for name in kept if name in vars(day)})
    return other


def make_ready(day: Day) -> None:
    """Make what scans there and back read, before several threads ask for it."""
    in_threads(lambda name: getattr(day, name), ("changes", "mirror"))


def together(doors: Sequence[int], most: int = TOGETHER) -> list[Sequence[int]]:
    """Cut the doors into the portions that are best scanned together."""
    return [doors[n : n + most] for n in range(0, len(doors), most)]


def profiles_to(day: Day, egress_s: Ints) -> Profiles:
    """Scan to the door ``egress_s`` ``[stop]`` away, ``UNREACHED`` where it is too far."""
    return profiles_to_each(day, egress_s[None])[0]


def profiles_to_each(day: Day, egress_s: Ints) -> list[Profiles]:
    """Scan to doors ``egress_s`` ``[door, stop]`` away, all at once."""
    departure_s = day.connections.departure_s[:, None]
    return [
        Profiles(np.where(ahead_s < TOO_LONG, departure_s + ahead_s, UNREACHED))
        for ahead_s in np.moveaxis(scan_to(day, egress_s), 2, 0)
    ]


def look_to(day: Day, egress_s: Ints, origins: Doors) -> Boards:
    """Return what the origins see of the doors ``egress_s`` ``[door, stop]`` away."""
    return boards_for(day.connections, scan_to(day, egress_s), origins, day.leaving)


def look_from(day: Day, access_s: Ints, destinations: Doors) -> Boards:
    """Return what the destinations see of doors ``access_s`` ``[door, stop]`` away, mirrored."""
    return boards_for(day.mirror[0], scan_from(day, access_s), destinations, day.arriving)


def sets_back(boards: Boards, doors: Doors, walk_s: Ints) -> list[Sets]:
    """Return the journeys from each door on the real clock, of what ``look_from`` has seen."""
    return [mirrored(sets, DAY_FROM_S) for sets in sets_of(boards, doors, walk_s)]


def scan_to(day: Day, egress_s: Ints) -> Small:
    """Scan to doors ``egress_s`` ``[door, stop]`` away."""
    limits = Limits(day.moving.max_rides)
    return scan(day.connections, day.transfers, day.changes, egress_s, limits)


def scan_from(day: Day, access_s: Ints) -> Small:
    """Scan the mirror image to doors ``access_s`` ``[door, stop]`` away."""
    limits = Limits(day.moving.max_rides, after_s=-DAY_UNTIL_S)
    return scan(*day.mirror, _ready_s(day, access_s), limits)


def rank_to(day: Day, egress_s: Ints, desk: Desk) -> Ranks:
    """Scan to doors ``egress_s`` ``[door, stop]`` away, whatever the rides."""
    return scan_ranks(day.connections, day.transfers, day.changes, egress_s, NEVER, desk)


def rank_from(day: Day, access_s: Ints, desk: Desk) -> Ranks:
    """Scan the mirror image to doors ``access_s`` ``[door, stop]`` away, whatever the rides."""
    return scan_ranks(*day.mirror, _ready_s(day, access_s), -DAY_UNTIL_S, desk)


def _ready_s(day: Day, access_s: Ints) -> Ints:
    """Return when one may board after walking from the door."""
    return np.where(access_s < UNREACHED, access_s + day.moving.board_slack_s, UNREACHED)
