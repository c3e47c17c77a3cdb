"""A day of the network, ready to be scanned there and back."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from gtfs.timetable import Ints, Timetable
from mobility.connections import Connections, Runs, build_connections
from mobility.connections import reverse as reverse_connections
from mobility.doors import Doors, Leaving, Sets, find_sets, mirrored
from mobility.parameters import Moving
from mobility.profiles import NEVER, UNREACHED, Limits, Profiles, scan
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

    @cached_property
    def mirror(self) -> tuple[Connections, Transfers]:
        """Rides and changes with time running backwards."""
        return reverse_connections(self.connections), reverse_transfers(self.transfers)


def build_day(timetable: Timetable, footpaths: Footpaths, moving: Moving, day: date) -> Day:
    """Compile the date: every ride of a journey that leaves its door in the operating day."""
    until_s = DAY_UNTIL_S + moving.max_travel_s
    connections, runs = build_connections(timetable, day, from_s=DAY_FROM_S, until_s=until_s)
    return Day(day, moving, connections, runs, build_transfers(timetable, footpaths, moving))


def profiles_to(day: Day, egress_s: Ints) -> Profiles:
    """Scan to the door ``egress_s`` ``[stop]`` away, ``UNREACHED`` where it is too far."""
    last_s = DAY_UNTIL_S + day.moving.board_slack_s
    limits = Limits(day.moving.max_rides, last_departure_s=last_s)
    return scan(day.connections, day.transfers, egress_s, limits)


def sets_to(day: Day, origins: Doors, egress_s: Ints, walk_s: Ints) -> Sets:
    """Return the journeys from every origin to one door; ``walk_s`` ``[origin]`` all the way."""
    return find_sets(day.connections, profiles_to(day, egress_s), origins, walk_s, day.leaving)


def sets_from(day: Day, access_s: Ints, destinations: Doors, walk_s: Ints) -> Sets:
    """Return the journeys from one door to every destination, by scanning the mirror image."""
    moving = day.moving
    connections, transfers = day.mirror
    reached = access_s < UNREACHED
    before_s = np.where(reached, access_s + moving.board_slack_s, UNREACHED)
    profiles = scan(
        connections, transfers, before_s, Limits(moving.max_rides, after_s=-DAY_UNTIL_S)
    )
    leaving = Leaving(0, NEVER, UNREACHED, moving.max_travel_s)
    return mirrored(find_sets(connections, profiles, destinations, walk_s, leaving), DAY_FROM_S)
