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

import numpy as np

from gtfs.timetable import NONE, Bools, Ints
from mobility.changes import Changes
from mobility.connections import Connections
from mobility.kernels import ZERO, kernel, part
from mobility.rows import (
    RANKS,
    Ranks,
    Rows,
    Small,
    clear,
    improve,
    is_better,
    most,
    pass_on,
    write,
)
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

    room: Ranks = np.empty(0, np.uint32)

    def rows(self, shape: tuple[int, int]) -> tuple[Ranks, Ranks]:
        """Return room for the rows of a scan twice; nothing is written there."""
        size = shape[0] * shape[1]
        if len(self.room) < 2 * size:
            self.room = np.empty(2 * size, np.uint32)  # numpy's: large pages
        value, caught = self.room[:size], self.room[size : 2 * size]
        return value.reshape(shape), caught.reshape(shape)


def scan(
    connections: Connections,
    transfers: Transfers,
    changes: Changes,
    egress_s: Ints,
    limits: Limits,
) -> Small:
    """Return ``[connection, ride, door]`` the seconds from departing until one is at the door.

    With at most so many further boardings; ``TOO_LONG`` if there is no way. ``egress_s`` is
    ``[door, stop]``, ``UNREACHED`` for stops too far from the door. The doors share all the
    looking up; ``TOGETHER`` of them take little longer than one.
    """
    shape = (len(connections.run), limits.max_rides * len(egress_s))
    value, caught = np.empty(shape, np.uint16), np.empty(shape, np.uint16)  # numpy's: large pages
    worth = _Worth(1, len(egress_s), 0)
    doors = _doors(egress_s, limits.after_s)
    _scan(connections, transfers, changes, doors, worth, (value, caught))
    return value.reshape(len(value), limits.max_rides, len(egress_s))


def scan_ranks(
    connections: Connections,
    transfers: Transfers,
    changes: Changes,
    egress_s: Ints,
    after_s: int,
    desk: Desk,
) -> Ranks:
    """Return ``[connection, door]`` the rank of the soonest way, with as many rides as it takes.

    A sixth of the work of ``scan``, and where it takes no more rides than one may the same: of
    all that are there so soon the fewest further boardings. It lies on the desk until the next
    scan of the thread. No way has the most a rank can be.
    """
    rows = desk.rows((len(connections.run), len(egress_s)))
    doors = _doors(egress_s, after_s)
    _scan(connections, transfers, changes, doors, _Worth(RANKS, 0, 1), rows)
    return rows[0]


class _Doors(NamedTuple):
    """Where the scan is going."""

    reach_s: Ints  # [stop, door]
    near: Bools  # [stop] whether any door is
    after_s: int  # arrivals there must be later


def _doors(egress_s: Ints, after_s: int) -> _Doors:
    reach_s = np.ascontiguousarray(egress_s.T, np.int32)
    return _Doors(reach_s, np.any(reach_s < UNREACHED, axis=1), after_s)


class _Worth(NamedTuple):
    """How rows are written: what a second and what a boarding makes of a value."""

    second: int
    lanes: int  # of a boarding: the value stands so many further
    boarding: int  # what it adds


@kernel
def _scan(
    connections: Connections,
    transfers: Transfers,
    changes: Changes,
    doors: _Doors,
    worth: _Worth,
    rows: tuple[Rows, Rows],
) -> None:
    """Write rows ``[connection, lane]`` towards the doors.

    ``value`` is for who sits in the connection; ``caught`` for who is about to board it, or any
    later one of its stop. Everything the loop touches is a local name: an array taken out of a
    tuple inside it would be counted atomically each time, which is slow and makes threads wait
    for each other. For the same reason what it does to rows is inlined. All are taken out at
    once, because each time the compiler counts all arrays of the tuple.
    """
    _, to_stop, departure_s, arrival_s, may_board, may_alight, run = connections[:7]
    _, following, run_first, _, _, stay_first, stay_run, _, _ = connections[7:]
    change_first, boarding, wait_s, later, later_s = changes
    reach_s, near, after_s = doors
    special_first = transfers.special_first
    value, caught = rows
    second, lanes, boarded = worth
    count, fresh = len(run), np.empty(value.shape[1], value.dtype)
    at = 0
    while at < count:
        end = at + 1
        if arrival_s[at] == departure_s[at]:
            while end < count and departure_s[end] == departure_s[at]:
                end += 1
            clear(fresh)
            for c in range(at, end):  # who alights now may board at once, or later
                write(value, c, fresh)
                pass_on(caught, c, fresh, later[c], later_s[c] * second)
        again = True
        while again:  # more than once for rides of 0 minutes alone
            again = False
            for c in range(at, end):
                now, onward = departure_s[c], following[c]
                clear(fresh)
                if onward != NONE:
                    improve(fresh, ZERO, value, onward, (departure_s[onward] - now) * second)
                else:
                    for stay in range(stay_first[run[c]], stay_first[run[c] + 1]):
                        onward = run_first[stay_run[stay]]
                        improve(fresh, ZERO, value, onward, (departure_s[onward] - now) * second)
                if may_alight[c]:
                    stop = to_stop[c]
                    if near[stop]:
                        _arrive(reach_s, stop, (now, arrival_s[c], after_s), second, fresh)
                    for change in range(change_first[c], change_first[c + 1]):
                        more = wait_s[change] * second + boarded
                        improve(fresh, lanes, caught, boarding[change], more)
                    if special_first[stop] < special_first[stop + 1]:
                        _change(connections, transfers, c, worth, value, fresh)
                if end > at + 1:
                    again = again or is_better(fresh, value, c)
                write(value, c, fresh)
                if may_board[c]:
                    pass_on(caught, c, fresh, later[c], later_s[c] * second)
        at = end


@part
def _arrive(
    reach_s: Ints, stop: int, times: tuple[int, int, int], second: int, fresh: Rows
) -> None:
    """Improve ``fresh`` by walking to the doors that are near."""
    departure_s, arrival_s, after_s = times
    doors = reach_s.shape[1]
    for door in range(doors):
        at_door_s = arrival_s + reach_s[stop, door]
        if reach_s[stop, door] < UNREACHED and at_door_s > after_s:
            ahead = fresh.dtype.type(min((at_door_s - departure_s) * second, most(fresh)))
            for i in range(door, len(fresh), doors):
                fresh[i] = min(fresh[i], ahead)


@part
def _change(
    connections: Connections, transfers: Transfers, c: int, worth: _Worth, value: Rows, fresh: Rows
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
                more = (departure - connections.departure_s[c]) * worth.second + worth.boarding
                improve(fresh, worth.lanes, value, other, more)


@part
def rule_ready_s(
    connections: Connections, transfers: Transfers, pair: int, from_run: int, to_run: int
) -> int:
    """Return the seconds of the first rule of the special pair that names both runs."""
    route, source = connections.run_route, connections.run_source
    first, from_route, to_route, from_source, to_source, ready_s = transfers[5:]
    for rule in range(first[pair], first[pair + 1]):
        if (
            _names(from_route[rule], route[from_run])
            and _names(to_route[rule], route[to_run])
            and _names(from_source[rule], source[from_run])
            and _names(to_source[rule], source[to_run])
        ):
            return int(ready_s[rule])
    return IMPOSSIBLE


@part
def _names(wanted: int, given: int) -> bool:
    return wanted == NONE or wanted == given  # noqa: PLR1714 - numba knows no sets of mixed ints
