"""Profiles: kernel that scans a day backwards to one destination and answers every minute.

The method is the profile connection scan of Dibbelt, Pajor, Strasser and Wagner, *Connection
Scan Algorithm* (2018), with the number of rides as third criterion and three departures from it:
bounded walks are not transitive, so "arrived in a vehicle" (who may walk and change) is kept
apart from "about to board"; rides of 0 minutes are repeated until nothing changes, because a
timetable in minutes has no order among them; and the value of every ride is kept, so that
seats kept over two trips, changes that depend on the trip, and the legs can be read from it.
"""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import NONE, Ints
from mobility.connections import Connections
from mobility.transfers import IMPOSSIBLE, Transfers, first_of

UNREACHED = 2_000_000_000  # a day can be added without overflow of int32
NEVER = -2_000_000_000  # earlier than any time, likewise


class Shelves(NamedTuple):
    """A profile a stop: entries ``first[s] : first[s] + length[s]`` by falling time.

    ``arrival_s[entry, k]`` is the earliest arrival at the door with at most *k* + 1 rides, each
    entry the best of itself and all later ones.
    """

    first: Ints  # [stop + 1] int64
    length: Ints  # [stop]
    time_s: Ints  # [entry]
    arrival_s: Ints  # [entry, ride]


class Profiles(NamedTuple):
    """What one scan knows about a destination."""

    boards: Shelves  # by departure in a vehicle
    ride_arrival_s: Ints  # [connection, ride] arrival for who sits in the connection


class Limits(NamedTuple):
    """Bounds of one scan, on the clock of its connections."""

    max_rides: int
    last_departure_s: int = UNREACHED  # boardings from here on are left out of ``boards``
    after_s: int = NEVER  # arrivals at the door must be later: the mirror image's last departure


def scan(
    connections: Connections, transfers: Transfers, egress_s: Ints, limits: Limits
) -> Profiles:
    """Return the profiles to the door that is ``egress_s`` ``[stop]`` away.

    ``egress_s`` is ``UNREACHED`` for stops too far from the door.
    """
    rides = limits.max_rides
    departures = np.diff(connections.leaving_first).astype(np.int64)
    boards = _shelves(departures, rides)
    value = np.full((len(connections.run), rides), UNREACHED, np.int32)
    bounds = (int(limits.last_departure_s), int(limits.after_s))
    _scan(connections, transfers, egress_s.astype(np.int32), bounds, value, boards)
    return Profiles(boards, value)


def late_boardings(connections: Connections, from_s: int, until_s: int) -> tuple[Ints, Ints]:
    """Return ``[stop + 1]`` and the boardable connections departing in the half-open time."""
    inside = (connections.departure_s >= from_s) & (connections.departure_s < until_s)
    late = np.flatnonzero(inside & connections.may_board)
    stop = connections.from_stop[late]
    order = np.argsort(stop, kind="stable")
    return first_of(stop, len(connections.leaving_first) - 1), late[order].astype(np.int32)


def _shelves(room: Ints, rides: int) -> Shelves:
    """Return empty profiles with room for as many entries as could ever be needed."""
    first = np.concatenate(([0], np.cumsum(room))).astype(np.int64)
    return Shelves(
        first,
        np.zeros(len(room), np.int32),
        np.empty(first[-1], np.int32),
        np.empty((first[-1], rides), np.int32),
    )


@numba.njit(cache=True, nogil=True)
def _scan(
    connections: Connections,
    transfers: Transfers,
    egress_s: Ints,
    bounds: tuple[int, int],
    value: Ints,
    boards: Shelves,
) -> None:
    """Fill ``value`` and ``boards``.

    Everything the loop touches is a local name: an array taken out of a tuple inside it would
    be counted atomically each time, which is slow and makes threads wait for each other.
    """
    last_departure_s, after_s = bounds
    from_stop, to_stop = connections.from_stop, connections.to_stop
    departure_s, arrival_s = connections.departure_s, connections.arrival_s
    may_board, may_alight = connections.may_board, connections.may_alight
    following, run = connections.following, connections.run
    stay_first, special_first = connections.stay_first, transfers.special_first
    pair_first, pair_to, pair_ready_s = transfers.first, transfers.to_stop, transfers.ready_s
    shelf, board_s, board_value = boards.first, boards.time_s, boards.arrival_s
    change_s, change_value = np.empty_like(board_s), np.empty_like(board_value)
    boarded, changed_to = boards.length, np.zeros_like(boards.length)
    count, rides = value.shape
    fresh = np.empty(rides, np.int32)
    at = 0
    while at < count:
        end = at + 1
        if arrival_s[at] == departure_s[at]:
            while end < count and departure_s[end] == departure_s[at]:
                end += 1
        again = True
        while again:  # more than once for rides of 0 minutes alone
            again = False
            for c in range(at, end):
                onward = following[c]
                for k in range(rides):
                    fresh[k] = UNREACHED if onward == NONE else value[onward, k]
                if onward == NONE and stay_first[run[c]] < stay_first[run[c] + 1]:
                    _stay(connections, c, value, fresh)
                if may_alight[c]:
                    stop, arrival = to_stop[c], arrival_s[c]
                    if egress_s[stop] < UNREACHED and arrival + egress_s[stop] > after_s:
                        for k in range(rides):
                            fresh[k] = min(fresh[k], arrival + egress_s[stop])
                    for pair in range(pair_first[stop], pair_first[stop + 1]):
                        other, ready = pair_to[pair], arrival + pair_ready_s[pair]
                        entry = shelf[other] + changed_to[other] - 1
                        while entry >= shelf[other] and change_s[entry] < ready:
                            entry -= 1
                        if entry >= shelf[other]:
                            for k in range(1, rides):
                                fresh[k] = min(fresh[k], change_value[entry, k - 1])
                    if special_first[stop] < special_first[stop + 1]:
                        _change(connections, transfers, c, value, fresh)
                improved = False
                for k in range(rides):
                    if fresh[k] < value[c, k]:
                        value[c, k] = fresh[k]
                        improved = True
                if not improved:
                    continue
                again = end > at + 1
                if may_board[c]:
                    stop, departure = from_stop[c], departure_s[c]
                    changed_to[stop] = _enter(
                        shelf[stop], changed_to[stop], change_s, change_value, departure, fresh
                    )
                    if departure < last_departure_s:
                        boarded[stop] = _enter(
                            shelf[stop], boarded[stop], board_s, board_value, departure, fresh
                        )
        at = end


@numba.njit(cache=True, nogil=True)
def _stay(connections: Connections, c: int, value: Ints, fresh: Ints) -> None:
    """Improve ``fresh`` by keeping the seat at the end of the run of ``c``."""
    run = connections.run[c]
    for i in range(connections.stay_first[run], connections.stay_first[run + 1]):
        entered = connections.run_first[connections.stay_run[i]]
        for k in range(len(fresh)):
            fresh[k] = min(fresh[k], value[entered, k])


@numba.njit(cache=True, nogil=True)
def _change(
    connections: Connections, transfers: Transfers, c: int, value: Ints, fresh: Ints
) -> None:
    """Improve ``fresh`` by changes between stops whose rules depend on route or trip."""
    arrival, run, alighted = connections.arrival_s[c], connections.run[c], connections.to_stop[c]
    for pair in range(transfers.special_first[alighted], transfers.special_first[alighted + 1]):
        stop = transfers.special_to[pair]
        latest = connections.leaving_first[stop + 1] - 1
        for i in range(latest, connections.leaving_first[stop] - 1, -1):
            other = connections.leaving[i]
            departure = connections.departure_s[other]
            if departure < arrival:
                break
            ready = rule_ready_s(connections, transfers, pair, run, connections.run[other])
            if ready != IMPOSSIBLE and departure >= arrival + ready:
                for k in range(1, len(fresh)):
                    fresh[k] = min(fresh[k], value[other, k - 1])


@numba.njit(cache=True, nogil=True)
def _enter(begin: int, length: int, time_s: Ints, arrival_s: Ints, when: int, fresh: Ints) -> int:
    """Enter the earliest departure so far, unless a later one is as good; return the length."""
    at = begin + length
    better = length == 0
    for k in range(len(fresh)):
        better = better or fresh[k] < arrival_s[at - 1, k]
    if not better:
        return length
    if length and time_s[at - 1] == when:
        at -= 1
    else:
        time_s[at] = when
        for k in range(len(fresh)):
            arrival_s[at, k] = arrival_s[at - 1, k] if length else UNREACHED
        length += 1
    for k in range(len(fresh)):
        arrival_s[at, k] = min(arrival_s[at, k], fresh[k])
    return length


@numba.njit(cache=True, nogil=True)
def rule_ready_s(
    connections: Connections, transfers: Transfers, pair: int, from_run: int, to_run: int
) -> int:
    """Return the seconds of the first rule of the special pair that names both runs."""
    for rule in range(transfers.special_rule_first[pair], transfers.special_rule_first[pair + 1]):
        if (
            _names(transfers.rule_from_route[rule], connections.run_route[from_run])
            and _names(transfers.rule_to_route[rule], connections.run_route[to_run])
            and _names(transfers.rule_from_source[rule], connections.run_source[from_run])
            and _names(transfers.rule_to_source[rule], connections.run_source[to_run])
        ):
            return int(transfers.rule_ready_s[rule])
    return IMPOSSIBLE


@numba.njit(cache=True, nogil=True)
def _names(wanted: int, given: int) -> bool:
    return wanted == NONE or wanted == given  # noqa: PLR1714 - numba knows no sets of mixed ints
