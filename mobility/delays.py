"""Delays: kernel that says when one arrives after a ride that came late and missed its change."""

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.connections import Connections
from mobility.day import Day
from mobility.kernels import kernel, part
from mobility.legs import Rides
from mobility.profiles import UNREACHED, Profiles, rule_ready_s
from mobility.transfers import IMPOSSIBLE, Transfers


def arrivals_when_late(day: Day, profiles: Profiles, rides: Rides, late_s: int) -> Ints:
    """Return ``[ride]`` the earliest arrival of who alights from it so much later and changes.

    All other trips run to the minute; as many rides may follow as one journey may have.
    ``UNREACHED`` where nothing leads on, and for the last ride of a journey that ends there.
    """
    return _arrivals_when_late(
        day.connections,
        day.transfers,
        profiles.ride_arrival_s,
        (rides.first, rides.alight, rides.seated),
        late_s,
    )


@kernel
def _arrivals_when_late(
    connections: Connections,
    transfers: Transfers,
    value: Ints,
    rides: tuple[Ints, Ints, Bools],
    late_s: int,
) -> Ints:
    first, alight, seated = rides
    earliest = np.full(len(alight), UNREACHED, np.int32)
    for j in range(len(first) - 1):
        left = value.shape[1]
        for ride in range(first[j], first[j + 1]):
            left -= 0 if seated[ride] else 1
            if left > 0:
                earliest[ride] = _onward(
                    connections, transfers, value, alight[ride], (late_s, left)
                )
    return earliest


@part
def _onward(
    connections: Connections, transfers: Transfers, value: Ints, c: int, late: tuple[int, int]
) -> int:
    """Return the earliest arrival by any change from the connection, ``late`` by seconds."""
    late_s, left = late
    stop, alighted_s = connections.to_stop[c], connections.arrival_s[c] + late_s
    best = UNREACHED
    for pair in range(transfers.first[stop], transfers.first[stop + 1]):
        there, ready_s = transfers.to_stop[pair], alighted_s + transfers.ready_s[pair]
        for at in range(
            connections.leaving_first[there + 1] - 1, connections.leaving_first[there] - 1, -1
        ):
            other = connections.leaving[at]
            if connections.departure_s[other] < ready_s:
                break
            best = min(best, value[other, left - 1])
    for pair in range(transfers.special_first[stop], transfers.special_first[stop + 1]):
        there = transfers.special_to[pair]
        for at in range(
            connections.leaving_first[there + 1] - 1, connections.leaving_first[there] - 1, -1
        ):
            other = connections.leaving[at]
            waited = connections.departure_s[other] - alighted_s
            if waited < 0:
                break
            needed_s = rule_ready_s(
                connections, transfers, pair, connections.run[c], connections.run[other]
            )
            if needed_s != IMPOSSIBLE and waited >= needed_s:
                best = min(best, value[other, left - 1])
    return int(best)
