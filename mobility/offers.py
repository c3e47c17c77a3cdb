"""Offers: kernel that says what the stops near doors offer towards a few destinations."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.boards import Leaving
from mobility.connections import Connections
from mobility.doors import Doors, one_type
from mobility.kernels import kernel
from mobility.profiles import UNREACHED
from mobility.rows import RANKS, TOO_LONG, Ranks, Small


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


def offers_of(
    connections: Connections, rank: Ranks, doors: Doors, leaving: Leaving, max_rides: int
) -> tuple[Offers, Bools]:
    """Return what the stops around the doors offer, of ranks ``[connection, destination]``.

    And ``[destination]`` whether there are offers worth a look with more rides than one may
    take: then a way with fewer may be missing, and what is offered there means nothing.
    """
    near = np.zeros(len(connections.leaving_first) - 1, np.bool_)
    near[doors.stop] = True
    farthest_s, destinations = int(doors.walk_s.max(initial=0)), rank.shape[1]
    first = np.append(0, np.cumsum(np.where(near, np.diff(connections.leaving_first), 0)))
    offers = Offers(
        first,
        np.empty(first[-1], np.int32),
        np.empty((first[-1], destinations), np.uint16),
        np.empty((first[-1], destinations), np.uint16),
        np.full((len(near), destinations), TOO_LONG, np.uint16),
        leaving,
    )
    return offers, _collect(connections, rank, near, (farthest_s, max_rides), offers)


@kernel
def _collect(
    connections: Connections, rank: Ranks, near: Bools, limits: tuple[int, int], offers: Offers
) -> Bools:
    """Write the offers in the order of the connections, latest departure first; return doubts.

    An offer with too many rides is worth no look where a later one of the stop, in time for any
    door, is there no later; nor is one that takes too long, even with so many rides.
    """
    from_stop, departure_s = connections.from_stop, connections.departure_s
    may_board, time_s, shortest_s = connections.may_board, offers.time_s, offers.shortest_s
    ahead_s, rides, next_of = offers.ahead_s, offers.rides, offers.first.copy()
    late_s, longest_s = offers.leaving.until_s + offers.leaving.slack_s, offers.leaving.longest_s
    until_s, max_rides = late_s + limits[0], limits[1]
    destinations = np.uint64(ahead_s.shape[1])  # numba need not ask whether it is negative
    earliest = np.full(shortest_s.shape, UNREACHED, np.int32)
    doubtful = np.zeros(destinations, np.bool_)
    for c in range(np.uint64(len(from_stop))):
        stop = np.uint64(from_stop[c])
        if not (near[stop] and may_board[c]):
            continue
        at, departure = np.uint64(next_of[stop]), np.int32(departure_s[c])
        next_of[stop] += 1
        time_s[at] = departure
        for to in range(destinations):
            ahead_s[at, to] = min(rank[c, to] // RANKS, TOO_LONG)
            rides[at, to] = rank[c, to] % RANKS + 1
        for to in range(destinations):
            ahead = np.int32(ahead_s[at, to])
            worth = (departure + ahead < earliest[stop, to]) & (ahead <= longest_s)
            doubtful[to] |= worth & (rides[at, to] > max_rides)
        if departure < late_s:
            for to in range(destinations):
                arrival = np.int32(departure + np.int32(ahead_s[at, to]))
                earliest[stop, to] = min(earliest[stop, to], arrival)
        if departure < until_s:
            for to in range(destinations):
                shortest_s[stop, to] = min(shortest_s[stop, to], ahead_s[at, to])
    return doubtful


def take_again(
    offers: Offers,
    doors: Doors,
    connections: Connections,
    ahead_s: Small,
    columns: tuple[Ints, Ints],
) -> None:
    """Write over what is offered towards some destinations: that of a scan by rides.

    ``ahead_s`` is ``[connection, ride, destination]``; ``columns`` are its destinations and those
    of the offers. What it found takes no more rides than one may.
    """
    until_s = offers.leaving.until_s + offers.leaving.slack_s + int(doors.walk_s.max(initial=0))
    _take(connections, ahead_s, columns, until_s, offers)


@kernel
def _take(
    connections: Connections,
    found_s: Small,
    columns: tuple[Ints, Ints],
    until_s: int,
    offers: Offers,
) -> None:
    """Write the columns in the order of the connections, as ``_collect`` does."""
    from_stop, departure_s = connections.from_stop, connections.departure_s
    may_board, first, shortest_s = connections.may_board, offers.first, offers.shortest_s
    ahead_s, rides, (source, target) = offers.ahead_s, offers.rides, columns
    next_of, most = first.copy(), found_s.shape[1] - 1
    for i in range(len(target)):
        for stop in range(len(shortest_s)):
            shortest_s[stop, target[i]] = TOO_LONG
    for c in range(len(from_stop)):
        stop = from_stop[c]
        if first[stop] == first[stop + 1] or not may_board[c]:
            continue
        at = next_of[stop]
        next_of[stop] += 1
        for i in range(len(target)):
            to, soonest = target[i], found_s[c, most, source[i]]
            fewest = np.uint16(1)  # with fewer rides than all none is faster
            for ride in range(most):
                fewest += np.uint16(found_s[c, ride, source[i]] > soonest)
            ahead_s[at, to], rides[at, to] = soonest, fewest
            if departure_s[c] < until_s:
                shortest_s[stop, to] = min(shortest_s[stop, to], soonest)


def least_s(offers: Offers, doors: Doors) -> Ints:
    """Return ``[destination, door]`` what no journey is shorter than, ``UNREACHED`` if none."""
    return _least_s(offers.shortest_s, offers.leaving.slack_s, one_type(doors))


@kernel
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
