"""Profiles: kernel that scans a day backwards to a few destinations and answers every minute.

The method is the profile connection scan of Dibbelt, Pajor, Strasser and Wagner, *Connection
Scan Algorithm* (2018), with the number of rides as third criterion and five departures from it:
bounded walks are not transitive, so "arrived in a vehicle" (who may walk and change) is kept
apart from "about to board"; rides of 0 minutes are repeated until nothing changes, because a
timetable in minutes has no order among them; the value of every ride is kept, so that seats kept
over two trips, changes that depend on the trip, and the legs can be read from it; what one
catches after a ride is looked up beforehand, so that destinations scanned together share it; and
a row of values counts from the departure of its ride, so that they fit into 16 bits: who reads
it from an earlier ride adds the seconds between the two.
"""

import threading
from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import NONE, Bools, Ints
from mobility.changes import Changes
from mobility.connections import Connections
from mobility.rows import TOO_LONG, Small, improve, is_better, pass_on, write
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


class Desk(threading.local):
    """What the scans of each thread write on, one after the other: memory is asked for once."""

    room: Small | None = None

    def rows(self, shape: tuple[int, int]) -> tuple[Small, Small]:
        """Return room for the rows of a scan twice; nothing is written there."""
        size = shape[0] * shape[1]
        if self.room is None or len(self.room) < 2 * size:
            self.room = np.empty(2 * size, np.uint16)  # numpy's: large pages
        value, caught = self.room[:size], self.room[size : 2 * size]
        return value.reshape(shape), caught.reshape(shape)


def scan(
    connections: Connections,
    transfers: Transfers,
    changes: Changes,
    egress_s: Ints,
    limits: Limits,
    desk: Desk | None = None,
) -> Small:
    """Return ``[connection, ride, door]`` the seconds from departing until one is at the door.

    With at most so many further boardings; ``TOO_LONG`` if there is no way. ``egress_s`` is
    ``[door, stop]``, ``UNREACHED`` for stops too far from the door. The doors share all the
    looking up; ``TOGETHER`` of them take little longer than one. What is returned lies on the
    desk, if there is one, until its next scan.
    """
    reach_s = np.ascontiguousarray(egress_s.T, np.int32)
    shape = (len(connections.run), limits.max_rides * len(egress_s))
    value, caught = (desk or Desk()).rows(shape)
    _scan(connections, transfers, changes, reach_s, limits.after_s, (value, caught))
    return value.reshape(len(value), limits.max_rides, len(egress_s))


@numba.njit(cache=True, nogil=True)
def _scan(
    connections: Connections,
    transfers: Transfers,
    changes: Changes,
    egress_s: Ints,
    after_s: int,
    rows: tuple[Small, Small],
) -> None:
    """Write rows ``[connection, ride * door]``; ``egress_s`` is ``[stop, door]``.

    ``value`` is for who sits in the connection; ``caught`` for who is about to board it, or any
    later one of its stop. Everything the loop touches is a local name: an array taken out of a
    tuple inside it would be counted atomically each time, which is slow and makes threads wait
    for each other. For the same reason what it does to rows is inlined.
    """
    to_stop, following, run = connections.to_stop, connections.following, connections.run
    departure_s, arrival_s = connections.departure_s, connections.arrival_s
    may_alight, stay_first = connections.may_alight, connections.stay_first
    may_board, later, later_s = connections.may_board, changes.later, changes.later_s
    change_first, boarding, wait_s = changes.first, changes.boarding, changes.wait_s
    special_first, near = transfers.special_first, _near_any(egress_s)
    value, caught = rows
    count, doors = len(run), egress_s.shape[1]
    fresh = np.empty(value.shape[1], np.uint16)
    at = 0
    while at < count:
        end = at + 1
        if arrival_s[at] == departure_s[at]:
            while end < count and departure_s[end] == departure_s[at]:
                end += 1
            for c in range(at, end):  # who alights now may board at once, or later
                fresh[:] = TOO_LONG
                write(value, c, fresh)
                pass_on(caught, c, fresh, later[c], later_s[c])
        again = True
        while again:  # more than once for rides of 0 minutes alone
            again = False
            for c in range(at, end):
                now, onward = departure_s[c], following[c]
                fresh[:] = TOO_LONG
                if onward != NONE:
                    improve(fresh, 0, value, onward, departure_s[onward] - now)
                elif stay_first[run[c]] < stay_first[run[c] + 1]:
                    _stay(connections, c, value, fresh)
                if may_alight[c]:
                    stop = to_stop[c]
                    if near[stop]:
                        _arrive(egress_s, stop, (now, arrival_s[c], after_s), fresh)
                    for change in range(change_first[c], change_first[c + 1]):
                        improve(fresh, doors, caught, boarding[change], wait_s[change])
                    if special_first[stop] < special_first[stop + 1]:
                        _change(connections, transfers, c, value, fresh, doors)
                if end > at + 1:
                    again = again or is_better(fresh, value, c)
                write(value, c, fresh)
                if may_board[c]:
                    pass_on(caught, c, fresh, later[c], later_s[c])
        at = end


@numba.njit(cache=True, nogil=True)
def _near_any(egress_s: Ints) -> Bools:
    """Return ``[stop]`` whether any door is near."""
    near = np.zeros(len(egress_s), np.bool_)
    for stop in range(len(near)):
        near[stop] = egress_s[stop].min() < UNREACHED
    return near


@numba.njit(cache=True, nogil=True)
def _arrive(egress_s: Ints, stop: int, times: tuple[int, int, int], fresh: Small) -> None:
    """Improve ``fresh`` by walking to the doors that are near."""
    departure_s, arrival_s, after_s = times
    doors = egress_s.shape[1]
    for door in range(doors):
        at_door_s = arrival_s + egress_s[stop, door]
        if egress_s[stop, door] < UNREACHED and at_door_s > after_s:
            ahead_s = np.uint16(min(at_door_s - departure_s, TOO_LONG))
            for i in range(door, len(fresh), doors):
                fresh[i] = min(fresh[i], ahead_s)


@numba.njit(cache=True, nogil=True)
def _stay(connections: Connections, c: int, value: Small, fresh: Small) -> None:
    """Improve ``fresh`` by keeping the seat at the end of the run of ``c``."""
    run, now = connections.run[c], connections.departure_s[c]
    for i in range(connections.stay_first[run], connections.stay_first[run + 1]):
        onward = connections.run_first[connections.stay_run[i]]
        improve(fresh, 0, value, onward, connections.departure_s[onward] - now)


@numba.njit(cache=True, nogil=True)
def _change(
    connections: Connections, transfers: Transfers, c: int, value: Small, fresh: Small, doors: int
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
                improve(fresh, doors, value, other, departure - connections.departure_s[c])


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
