"""Profiles: kernel that scans a day backwards to a few destinations and answers every minute.

The method is the profile connection scan of Dibbelt, Pajor, Strasser and Wagner, *Connection
Scan Algorithm* (2018), with the number of rides as third criterion and four departures from it:
bounded walks are not transitive, so "arrived in a vehicle" (who may walk and change) is kept
apart from "about to board"; rides of 0 minutes are repeated until nothing changes, because a
timetable in minutes has no order among them; the value of every ride is kept, so that seats kept
over two trips, changes that depend on the trip, and the legs can be read from it; and what one
catches after a ride is looked up beforehand, so that destinations scanned together share it.
"""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import NONE, Bools, Ints
from mobility.changes import Changes
from mobility.connections import Connections
from mobility.transfers import IMPOSSIBLE, Transfers

UNREACHED = 2_000_000_000  # a day can be added without overflow of int32
NEVER = -2_000_000_000  # earlier than any time, likewise
TOGETHER = 8  # doors a scan: with more of them the rows no longer fit into the nearer caches


class Profiles(NamedTuple):
    """What one scan knows about a destination."""

    ride_arrival_s: Ints  # [connection, ride] at the door with at most ride further boardings


class Limits(NamedTuple):
    """Bounds of one scan, on the clock of its connections."""

    max_rides: int
    after_s: int = NEVER  # arrivals at the door must be later: the mirror image's last departure


def scan(
    connections: Connections,
    transfers: Transfers,
    changes: Changes,
    egress_s: Ints,
    limits: Limits,
) -> Ints:
    """Return ``[connection, ride, door]`` when who sits in the connection is at the door.

    ``egress_s`` is ``[door, stop]``, ``UNREACHED`` for stops too far from the door. The doors
    share all the looking up; ``TOGETHER`` of them take little longer than one.
    """
    reach_s = np.ascontiguousarray(egress_s.T, np.int32)
    value = _scan(connections, transfers, changes, reach_s, limits.after_s, limits.max_rides)
    return value.reshape(len(value), limits.max_rides, len(egress_s))


@numba.njit(cache=True, nogil=True)
def _scan(
    connections: Connections,
    transfers: Transfers,
    changes: Changes,
    egress_s: Ints,
    after_s: int,
    rides: int,
) -> Ints:
    """Return ``[connection, ride * door]`` the arrivals; ``egress_s`` is ``[stop, door]``.

    Everything the loop touches is a local name: an array taken out of a tuple inside it would
    be counted atomically each time, which is slow and makes threads wait for each other. For
    the same reason what it does to rows is inlined.
    """
    to_stop, following, run = connections.to_stop, connections.following, connections.run
    departure_s, arrival_s = connections.departure_s, connections.arrival_s
    may_alight, stay_first = connections.may_alight, connections.stay_first
    special_first, near = transfers.special_first, _near_any(egress_s)
    change_first, boarding = changes.first, changes.boarding
    may_board, later = connections.may_board, _later_at_stop(connections)
    count, doors = len(run), egress_s.shape[1]
    value = np.full((count, rides * doors), UNREACHED, np.int32)
    caught = np.full((count + 1, rides * doors), UNREACHED, np.int32)
    fresh = np.empty(rides * doors, np.int32)
    at = 0
    while at < count:
        end = at + 1
        if arrival_s[at] == departure_s[at]:
            while end < count and departure_s[end] == departure_s[at]:
                end += 1
            for c in range(at, end):  # who alights now may board at once, or later
                if may_board[c]:
                    _wait(caught, c, later[c])
        again = True
        while again:  # more than once for rides of 0 minutes alone
            again = False
            for c in range(at, end):
                fresh[:] = UNREACHED
                if following[c] != NONE:
                    _improve(fresh, value, following[c])
                elif stay_first[run[c]] < stay_first[run[c] + 1]:
                    _stay(connections, c, value, fresh)
                if may_alight[c]:
                    stop = to_stop[c]
                    if near[stop]:
                        _arrive(egress_s, stop, arrival_s[c], after_s, fresh)
                    for change in range(change_first[c], change_first[c + 1]):
                        _improve(fresh, caught, boarding[change])
                    if special_first[stop] < special_first[stop + 1]:
                        _change(connections, transfers, c, value, fresh, doors)
                if end > at + 1:
                    again = again or _is_better(fresh, value, c)
                _write(value, c, fresh)
                if may_board[c]:
                    _pass_on(caught, c, later[c], fresh, doors)
        at = end
    return value


@numba.njit(cache=True, nogil=True)
def _later_at_stop(connections: Connections) -> Ints:
    """Return ``[connection]`` the next one that leaves its stop; behind the last, their number."""
    leaving_first, leaving = connections.leaving_first, connections.leaving
    later = np.full(len(connections.run), len(connections.run), np.int32)
    for stop in range(len(leaving_first) - 1):
        for i in range(leaving_first[stop], leaving_first[stop + 1] - 1):
            later[leaving[i]] = leaving[i + 1]
    return later


@numba.njit(cache=True, nogil=True)
def _near_any(egress_s: Ints) -> Bools:
    """Return ``[stop]`` whether any door is near."""
    near = np.zeros(len(egress_s), np.bool_)
    for stop in range(len(near)):
        near[stop] = egress_s[stop].min() < UNREACHED
    return near


@numba.njit(cache=True, nogil=True)
def _arrive(egress_s: Ints, stop: int, arrival_s: int, after_s: int, fresh: Ints) -> None:
    """Improve ``fresh`` by walking to the doors that are near."""
    doors = egress_s.shape[1]
    for door in range(doors):
        at_door_s = arrival_s + egress_s[stop, door]
        if egress_s[stop, door] < UNREACHED and at_door_s > after_s:
            for i in range(door, len(fresh), doors):
                fresh[i] = min(fresh[i], at_door_s)


@numba.njit(cache=True, nogil=True, inline="always")
def _improve(fresh: Ints, rows: Ints, row: int) -> None:
    """Improve ``fresh`` by the values of the row."""
    at = np.uint64(row)  # numba need not ask whether it counts from the end
    for i in range(len(fresh)):
        fresh[i] = min(fresh[i], rows[at, i])


@numba.njit(cache=True, nogil=True, inline="always")
def _wait(caught: Ints, row: int, later: int) -> None:
    """Write what a boarding is worth while only later ones are known."""
    here, there = np.uint64(row), np.uint64(later)
    for i in range(caught.shape[1]):
        caught[here, i] = caught[there, i]


@numba.njit(cache=True, nogil=True, inline="always")
def _pass_on(caught: Ints, row: int, later: int, fresh: Ints, doors: int) -> None:
    """Write what a boarding is worth to who changes to it: it or a later one, and a ride more."""
    here, there, shift = np.uint64(row), np.uint64(later), np.uint64(doors)
    for i in range(np.uint64(len(fresh) - doors)):
        caught[here, i + shift] = min(caught[there, i + shift], fresh[i])


@numba.njit(cache=True, nogil=True, inline="always")
def _is_better(fresh: Ints, rows: Ints, row: int) -> bool:
    """Return whether any value is smaller than the row's."""
    at, better = np.uint64(row), False
    for i in range(len(fresh)):
        better |= fresh[i] < rows[at, i]
    return better


@numba.njit(cache=True, nogil=True, inline="always")
def _write(rows: Ints, row: int, fresh: Ints) -> None:
    """Write ``fresh`` into the row."""
    at = np.uint64(row)
    for i in range(len(fresh)):
        rows[at, i] = fresh[i]


@numba.njit(cache=True, nogil=True)
def _stay(connections: Connections, c: int, value: Ints, fresh: Ints) -> None:
    """Improve ``fresh`` by keeping the seat at the end of the run of ``c``."""
    run = connections.run[c]
    for i in range(connections.stay_first[run], connections.stay_first[run + 1]):
        _improve(fresh, value, connections.run_first[connections.stay_run[i]])


@numba.njit(cache=True, nogil=True)
def _change(
    connections: Connections, transfers: Transfers, c: int, value: Ints, fresh: Ints, doors: int
) -> None:
    """Improve ``fresh`` by changes between stops whose rules depend on route or trip."""
    arrival, run, alighted = connections.arrival_s[c], connections.run[c], connections.to_stop[c]
    for pair in range(transfers.special_first[alighted], transfers.special_first[alighted + 1]):
        stop = transfers.special_to[pair]
        latest = connections.leaving_first[stop + 1] - 1
        for leaving in range(latest, connections.leaving_first[stop] - 1, -1):
            other = connections.leaving[leaving]
            departure = connections.departure_s[other]
            if departure < arrival:
                break
            ready = rule_ready_s(connections, transfers, pair, run, connections.run[other])
            if ready != IMPOSSIBLE and departure >= arrival + ready:
                for i in range(doors, len(fresh)):
                    fresh[i] = min(fresh[i], value[other, i - doors])


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
