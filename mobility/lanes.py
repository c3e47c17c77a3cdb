"""Lanes: kernel that scans a span backwards to many doors side by side, earliest arrivals only.

The profile connection scan of ``profiles``, for questions that are about the times of a window
alone: those fit into 16 bits, so that ``LANES`` doors stand in as few bytes as 16 of a whole day.
Of each run only the ride scanned last is kept, of each stop what is left of its boardings.
"""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import NONE, Bools
from mobility.kernels import kernel, part, woven
from mobility.rows import Small
from mobility.spans import Span

LANES = 32  # doors a scan: with more of them the rows no longer fit into the nearer caches
TOO_LATE = 65_535  # in 16 bits: later than any time that is asked for


class Bounds(NamedTuple):
    """What counts, in seconds of the span."""

    rides: int  # at most so many boardings
    after_s: int  # arrivals at a door must be later
    until_s: int  # and no later than this, which is below ``TOO_LATE``
    late_s: int  # of boardings from here on only the best of each stop is told


class Arrivals(NamedTuple):
    """When one is at each door, ``TOO_LATE`` if never."""

    first: int  # ride: those before it depart at ``late_s`` or later
    ride_s: Small  # [ride - first, lane] by boarding it
    late_s: Small  # [stop, lane] by boarding any of those that depart late


class Room(NamedTuple):
    """What a scan writes on: to be used again, by one thread at a time.

    Its rows hold lanes for each number of boardings left, ``[boarding * lane]``: ``seated`` is when
    who sits in the run is there, ``caught`` the same for who changes to a ride, with one less left.
    """

    seated: Small  # [run]
    caught: Small  # [row of the span]
    fresh: Small  # one such row


def room_for(span: Span, rides: int, lanes: int) -> Room:
    """Return room for scans to so many doors, with so many boardings at most."""
    return Room(
        np.empty((len(span.stay_first) - 1, rides * lanes), np.uint16),
        np.empty((span.rows, (rides - 1) * lanes), np.uint16),
        np.empty(rides * lanes, np.uint16),
    )


def scan_lanes(span: Span, reach_s: Small, bounds: Bounds, room: Room) -> Arrivals:
    """Scan to the doors ``reach_s`` ``[stop, lane]`` away, ``TOO_LATE`` where too far."""
    first = int(np.searchsorted(-span.departure_s, -bounds.late_s, side="right"))
    ride_s = np.empty((len(span.run) - first, reach_s.shape[1]), np.uint16)
    arrivals = Arrivals(first, ride_s, np.full(reach_s.shape, TOO_LATE, np.uint16))
    room.seated[:] = room.caught[-1] = TOO_LATE
    near = np.any(reach_s < TOO_LATE, axis=1)
    _scan(span, reach_s, near, bounds, room, arrivals)
    return arrivals


@kernel
def _scan(
    span: Span, reach_s: Small, near: Bools, bounds: Bounds, room: Room, arrivals: Arrivals
) -> None:
    """Write the arrivals; ``near`` ``[stop]`` is whether any door is.

    Everything the loop touches is a local name, as in the scan of the day.
    """
    run, from_stop, to_stop, arrival_s = span.run, span.from_stop, span.to_stop, span.arrival_s
    may_board, may_alight, ends = span.may_board, span.may_alight, span.ends
    change_first, change_row, later, alone = (
        span.change_first,
        span.change_row,
        span.later,
        span.alone,
    )
    stay_first, stay_run = span.stay_first, span.stay_run
    seated, caught, fresh = room
    early, ride_s, late_s = arrivals
    for c in range(len(run)):
        _copy(fresh, seated, run[c])
        if ends[c]:
            for stay in range(stay_first[run[c]], stay_first[run[c] + 1]):
                _improve(fresh, seated, stay_run[stay])
        if may_alight[c]:
            if near[to_stop[c]]:
                _arrive(fresh, reach_s, to_stop[c], arrival_s[c], bounds)
            for change in range(change_first[c], change_first[c + 1]):
                _improve(fresh, caught, change_row[change])
        _write(seated, run[c], fresh)
        if may_board[c]:
            _pass_on(caught, c, later[c], fresh)
            if alone[c] != NONE:
                _write(caught, alone[c], fresh)
            if c < early:
                _improve_last(late_s, from_stop[c], fresh)
            else:
                _write_last(ride_s, c - early, fresh)


@part
def _arrive(fresh: Small, reach_s: Small, stop: int, arrival_s: int, bounds: Bounds) -> None:
    """Improve ``fresh`` by walking to the doors that are near."""
    lanes = reach_s.shape[1]
    for lane in range(lanes):
        at_door_s = arrival_s + np.int32(reach_s[stop, lane])
        if reach_s[stop, lane] < TOO_LATE and bounds.after_s < at_door_s <= bounds.until_s:
            for i in range(lane, len(fresh), lanes):
                fresh[i] = min(fresh[i], np.uint16(at_door_s))


@woven
def _copy(fresh: Small, rows: Small, row: int) -> None:
    """Make ``fresh`` the row."""
    at = np.uint64(row)  # numba need not ask whether it counts from the end
    for i in range(len(fresh)):
        fresh[i] = rows[at, i]


@woven
def _write(rows: Small, row: int, fresh: Small) -> None:
    """Make the row what it has room for of ``fresh``."""
    at = np.uint64(row)
    for i in range(rows.shape[1]):
        rows[at, i] = fresh[i]


@woven
def _improve(fresh: Small, rows: Small, row: int) -> None:
    """Improve ``fresh`` by the row: where that is shorter, its values are for a boarding more."""
    at, shift = np.uint64(row), np.uint64(len(fresh) - rows.shape[1])
    for i in range(np.uint64(rows.shape[1])):
        fresh[i + shift] = min(fresh[i + shift], rows[at, i])


@woven
def _pass_on(caught: Small, row: int, later: int, fresh: Small) -> None:
    """Write what a boarding is worth to who changes to it: it or a later one of its stop."""
    here, there = np.uint64(row), np.uint64(later)
    for i in range(caught.shape[1]):
        caught[here, i] = min(caught[there, i], fresh[i])


@woven
def _write_last(rows: Small, row: int, fresh: Small) -> None:
    """Make the row the values of ``fresh`` for the most boardings."""
    at, shift = np.uint64(row), np.uint64(len(fresh) - rows.shape[1])
    for lane in range(np.uint64(rows.shape[1])):
        rows[at, lane] = fresh[lane + shift]


@woven
def _improve_last(rows: Small, row: int, fresh: Small) -> None:
    """Improve the row by the values of ``fresh`` for the most boardings."""
    at, shift = np.uint64(row), np.uint64(len(fresh) - rows.shape[1])
    for lane in range(np.uint64(rows.shape[1])):
        rows[at, lane] = min(rows[at, lane], fresh[lane + shift])
