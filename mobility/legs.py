"""Legs: the rides and walks behind a journey, read back from the scan that found it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gtfs.timetable import NONE, Ints
from mobility.connections import Connections
from mobility.day import Day
from mobility.profiles import UNREACHED, Profiles, rule_ready_s
from mobility.transfers import IMPOSSIBLE


@dataclass(frozen=True)
class Ride:
    """A trip from boarding to alighting; ``stay_seated`` where one did not have to change."""

    board: int  # connection one boards at
    alight: int  # connection one alights from
    stay_seated: bool = False


def find_rides(
    day: Day,
    profiles: Profiles,
    access_s: Ints,
    egress_s: Ints,
    triple: tuple[int, int, int],
) -> list[Ride]:
    """Return the rides of the journey with (departure, arrival, rides) from the door.

    ``access_s`` and ``egress_s`` ``[stop]`` are the walks at both ends, ``UNREACHED`` where too
    far. Of several ways to the same triple: the shortest first walk, seats kept as long as
    possible, then the shortest change.
    """
    departure, arrival, rides = triple
    connection = _first_ride(day, profiles, access_s, (departure, arrival, rides))
    legs: list[Ride] = []
    left, seated = rides - 1, False
    while connection != NONE:
        alight, onward, kept = _ride_on(day, profiles, egress_s, connection, (arrival, left))
        legs.append(Ride(connection, alight, stay_seated=seated))
        connection, seated = onward, kept
        left -= 0 if kept else 1
    return legs


def _first_ride(day: Day, profiles: Profiles, access_s: Ints, triple: tuple[int, int, int]) -> int:
    """Return the connection one boards first."""
    departure, arrival, rides = triple
    for stop in np.argsort(access_s, kind="stable"):
        if access_s[stop] >= UNREACHED:
            break
        boarding_s = departure + int(access_s[stop]) + day.moving.board_slack_s
        for c in _leaving_from(day.connections, int(stop), boarding_s):
            if day.connections.departure_s[c] > boarding_s:
                break
            if profiles.ride_arrival_s[c, rides - 1] == arrival:
                return c
    raise AssertionError(f"no ride leaves the door for {triple}")  # the scan promised one


def _leaving_from(connections: Connections, stop: int, from_s: int) -> Iterator[int]:
    """Yield the boardable connections of the stop from a time on, earliest first."""
    begin, end = connections.leaving_first[stop], connections.leaving_first[stop + 1]
    departures = connections.leaving[begin:end]
    skip = np.searchsorted(connections.departure_s[departures], from_s)
    yield from (int(c) for c in departures[skip:])


def _ride_on(
    day: Day, profiles: Profiles, egress_s: Ints, connection: int, goal: tuple[int, int]
) -> tuple[int, int, bool]:
    """Follow the trip from a connection on.

    Returns the connection one alights from, the one boarded next (``NONE`` at the door) and
    whether that is by keeping the seat.
    """
    arrival, left = goal
    connections = day.connections
    while True:
        if connections.may_alight[connection]:
            stop = connections.to_stop[connection]
            if connections.arrival_s[connection] + int(egress_s[stop]) == arrival:
                return connection, NONE, False
        following = int(connections.following[connection])
        if following == NONE:
            run = connections.run[connection]
            for into in connections.stay_run[
                connections.stay_first[run] : connections.stay_first[run + 1]
            ]:
                entered = int(connections.run_first[into])
                if profiles.ride_arrival_s[entered, left] == arrival:
                    return connection, entered, True
        elif profiles.ride_arrival_s[following, left] == arrival:
            connection = following
            continue
        return connection, _change(day, profiles, connection, goal), False


def _change(day: Day, profiles: Profiles, connection: int, goal: tuple[int, int]) -> int:
    """Return the connection boarded after alighting, over the shortest change that does it."""
    arrival, left = goal
    for ready, stop, pair in _changes(day, connection):
        earliest = int(day.connections.arrival_s[connection]) + ready
        for c in _leaving_from(day.connections, stop, earliest):
            if profiles.ride_arrival_s[c, left - 1] != arrival:
                continue
            if pair == NONE or _allows(day, connection, c, pair):
                return c
    raise AssertionError(f"no way on from connection {connection}")  # the scan promised one


def _changes(day: Day, connection: int) -> list[tuple[int, int, int]]:
    """Return (seconds, stop, special pair or NONE) of all changes from the alighting stop."""
    stop = int(day.connections.to_stop[connection])
    transfers = day.transfers
    plain = range(transfers.first[stop], transfers.first[stop + 1])
    special = range(transfers.special_first[stop], transfers.special_first[stop + 1])
    found = [(int(transfers.ready_s[i]), int(transfers.to_stop[i]), NONE) for i in plain]
    return sorted(found + [(0, int(transfers.special_to[i]), i) for i in special])


def _allows(day: Day, connection: int, other: int, pair: int) -> bool:
    """Return whether the rules of a special pair leave time to change between the two."""
    connections = day.connections
    ready = rule_ready_s(
        connections, day.transfers, pair, connections.run[connection], connections.run[other]
    )
    waited = connections.departure_s[other] - connections.arrival_s[connection]
    return bool(ready != IMPOSSIBLE and waited >= ready)
