"""Offers: kernel that says what the stops near doors offer towards a few destinations."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.boards import Leaving
from mobility.connections import Connections
from mobility.doors import Doors, one_type
from mobility.profiles import UNREACHED
from mobility.rows import TOO_LONG, Small


class Offers(NamedTuple):
    """What stops offer towards the destinations of a scan, with as many rides as one may take.

    Stop *s* has the departures ``first[s] : first[s + 1]``, by falling time.
    """

    first: Ints  # [stop + 1]
    time_s: Ints  # [departure]
    ahead_s: Small  # [departure, destination] until one is there, TOO_LONG if there is no way
    rides: Small  # [departure, destination] the fewest to be there so soon
    shortest_s: Small  # [stop, destination] of its departures, TOO_LONG if there is no way
    leaving: Leaving


def offers_of(connections: Connections, ahead_s: Small, doors: Doors, leaving: Leaving) -> Offers:
    """Return what the stops around the doors offer.

    ``ahead_s`` is ``[connection, ride, destination]``, as scanned.
    """
    near = np.zeros(len(connections.leaving_first) - 1, np.bool_)
    near[doors.stop] = True
    until_s = leaving.until_s + leaving.slack_s + int(doors.walk_s.max(initial=0))
    count, rides, destinations = ahead_s.shape
    first = np.append(0, np.cumsum(np.where(near, np.diff(connections.leaving_first), 0)))
    offers = Offers(
        first,
        np.empty(first[-1], np.int32),
        np.empty((first[-1], destinations), np.uint16),
        np.empty((first[-1], destinations), np.uint16),
        np.full((len(near), destinations), TOO_LONG, np.uint16),
        leaving,
    )
    _collect(connections, ahead_s.reshape(count, rides * destinations), near, until_s, offers)
    return offers


@numba.njit(cache=True, nogil=True)
def _collect(
    connections: Connections, value: Small, near: Bools, until_s: int, offers: Offers
) -> None:
    """Write the offers in the order of the connections, latest departure first."""
    from_stop, departure_s = connections.from_stop, connections.departure_s
    may_board, time_s, shortest_s = connections.may_board, offers.time_s, offers.shortest_s
    ahead_s, rides, next_of = offers.ahead_s, offers.rides, offers.first.copy()
    destinations = np.uint64(ahead_s.shape[1])  # numba need not ask whether it is negative
    fastest = np.uint64(value.shape[1]) - destinations  # lane: with fewer rides none is faster
    for c in range(np.uint64(len(from_stop))):
        stop = np.uint64(from_stop[c])
        if not (near[stop] and may_board[c]):
            continue
        at = np.uint64(next_of[stop])
        next_of[stop] += 1
        time_s[at] = departure_s[c]
        for to in range(destinations):
            ahead_s[at, to] = value[c, fastest + to]
            rides[at, to] = 1
        for lane in range(np.uint64(0), fastest, destinations):
            for to in range(destinations):
                rides[at, to] += np.uint16(value[c, lane + to] > ahead_s[at, to])
        if departure_s[c] < until_s:
            for to in range(destinations):
                shortest_s[stop, to] = min(shortest_s[stop, to], ahead_s[at, to])


def least_s(offers: Offers, doors: Doors) -> Ints:
    """Return ``[destination, door]`` what no journey is shorter than, ``UNREACHED`` if none."""
    return _least_s(offers.shortest_s, offers.leaving.slack_s, one_type(doors))


@numba.njit(cache=True, nogil=True)
def _least_s(shortest_s: Small, slack_s: int, doors: Doors) -> Ints:
    """Return ``[destination, door]`` the shortest ride with its walk and the slack."""
    first, stop, walk_s = doors.first, doors.stop, doors.walk_s
    destinations, count = np.uint64(shortest_s.shape[1]), len(first) - 1
    least = np.empty((destinations, count), np.int32)
    best, none = np.empty(destinations, np.int32), np.int32(UNREACHED)
    for door in range(count):
        best[:] = none
        for link in range(first[door], first[door + 1]):
            ahead, here = np.int32(walk_s[link] + slack_s), np.uint64(stop[link])
            for to in range(destinations):
                ride_s = np.int32(shortest_s[here, to])
                best[to] = min(best[to], none if ride_s == TOO_LONG else ride_s + ahead)
        for to in range(destinations):
            least[to, door] = best[to]
    return least
