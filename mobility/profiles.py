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


class _State(NamedTuple):
    value: Ints  # [connection, ride]
    boards: Shelves  # for doors
    changes: Shelves  # for who changes: with the departures too late for any door
    fresh: Ints  # [ride] of the connection at hand


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
    state = _State(value, boards, _shelves(departures, rides), np.empty(rides, np.int32))
    bounds = (int(limits.last_departure_s), int(limits.after_s))
    _scan(connections, transfers, egress_s.astype(np.int32), bounds, state)
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
    state: _State,
) -> None:
    count = len(connections.run)
    at = 0
    while at < count:
        end = at + 1
        if connections.arrival_s[at] == connections.departure_s[at]:
            while end < count and connections.departure_s[end] == connections.departure_s[at]:
                end += 1
        changed = True
        while changed:  # more than once for rides of 0 minutes alone
            changed = False
            for c in range(at, end):
                _ride(connections, transfers, egress_s, bounds[1], c, state)
                if not _improve(state.value, c, state.fresh):
                    continue
                changed = end > at + 1
                if connections.may_board[c]:
                    _board(connections, bounds[0], c, state)
        at = end


@numba.njit(cache=True, nogil=True)
def _improve(value: Ints, row: int, fresh: Ints) -> bool:
    """Lower the row where the fresh values are earlier; return whether they were anywhere."""
    improved = False
    for k in range(len(fresh)):
        if fresh[k] < value[row, k]:
            value[row, k] = fresh[k]
            improved = True
    return improved


@numba.njit(cache=True, nogil=True)
def _ride(
    connections: Connections,
    transfers: Transfers,
    egress_s: Ints,
    after_s: int,
    c: int,
    state: _State,
) -> None:
    """Write into ``fresh`` the best arrivals for who sits in connection ``c``."""
    _stay(connections, c, state)
    if not connections.may_alight[c]:
        return
    fresh, changes = state.fresh, state.changes
    stop = connections.to_stop[c]
    arrival = connections.arrival_s[c]
    if egress_s[stop] < UNREACHED and arrival + egress_s[stop] > after_s:
        for k in range(len(fresh)):
            fresh[k] = min(fresh[k], arrival + egress_s[stop])
    for pair in range(transfers.first[stop], transfers.first[stop + 1]):
        onward = transfers.to_stop[pair]
        earliest = arrival + transfers.ready_s[pair]
        entry = changes.first[onward] + changes.length[onward] - 1
        while entry >= changes.first[onward] and changes.time_s[entry] < earliest:
            entry -= 1
        if entry >= changes.first[onward]:
            for k in range(1, len(fresh)):
                fresh[k] = min(fresh[k], changes.arrival_s[entry, k - 1])
    for pair in range(transfers.special_first[stop], transfers.special_first[stop + 1]):
        _change(connections, transfers, c, pair, state)


@numba.njit(cache=True, nogil=True)
def _stay(connections: Connections, c: int, state: _State) -> None:
    """Write into ``fresh`` the best arrivals for who keeps the seat at the end of ``c``."""
    fresh, value = state.fresh, state.value
    following = connections.following[c]
    if following != NONE:
        for k in range(len(fresh)):
            fresh[k] = value[following, k]
        return
    for k in range(len(fresh)):
        fresh[k] = UNREACHED
    run = connections.run[c]
    for i in range(connections.stay_first[run], connections.stay_first[run + 1]):
        entered = connections.run_first[connections.stay_run[i]]
        for k in range(len(fresh)):
            fresh[k] = min(fresh[k], value[entered, k])


@numba.njit(cache=True, nogil=True)
def _change(
    connections: Connections, transfers: Transfers, c: int, pair: int, state: _State
) -> None:
    """Improve ``fresh`` by changes between two stops whose rules depend on route or trip."""
    stop = transfers.special_to[pair]
    arrival = connections.arrival_s[c]
    run = connections.run[c]
    latest = connections.leaving_first[stop + 1] - 1
    for i in range(latest, connections.leaving_first[stop] - 1, -1):
        other = connections.leaving[i]
        departure = connections.departure_s[other]
        if departure < arrival:
            break
        ready = rule_ready_s(connections, transfers, pair, run, connections.run[other])
        if ready != IMPOSSIBLE and departure >= arrival + ready:
            for k in range(1, len(state.fresh)):
                state.fresh[k] = min(state.fresh[k], state.value[other, k - 1])


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


@numba.njit(cache=True, nogil=True)
def _board(connections: Connections, last_departure_s: int, c: int, state: _State) -> None:
    """Enter the departure into its stop's profiles."""
    stop = connections.from_stop[c]
    departure = connections.departure_s[c]
    _enter(state.changes, stop, departure, state.fresh)
    if departure < last_departure_s:
        _enter(state.boards, stop, departure, state.fresh)


@numba.njit(cache=True, nogil=True)
def _enter(shelves: Shelves, stop: int, when: int, fresh: Ints) -> None:
    """Enter what can be reached by a departure, the earliest so far, unless waiting is as good."""
    time_s, arrival_s = shelves.time_s, shelves.arrival_s
    at = shelves.first[stop] + shelves.length[stop]
    waits = at > shelves.first[stop]
    better = not waits
    for k in range(len(fresh)):
        better = better or fresh[k] < arrival_s[at - 1, k]
    if not better:
        return
    if waits and time_s[at - 1] == when:
        at -= 1
    else:
        time_s[at] = when
        for k in range(len(fresh)):
            arrival_s[at, k] = arrival_s[at - 1, k] if waits else UNREACHED
        shelves.length[stop] += 1
    for k in range(len(fresh)):
        arrival_s[at, k] = min(arrival_s[at, k], fresh[k])
