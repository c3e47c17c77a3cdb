"""Catches: kernel that finds what one can board from each door, wherever one is going."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import NONE, Ints
from mobility.doors import Doors
from mobility.spans import Span

RIDE_BITS = 32  # a boarding is its time, then its ride: one number to sort by


class Times(NamedTuple):
    """Departures from the door that count, in seconds of the span."""

    slack_s: int  # at the stop before the first boarding
    from_s: int
    until_s: int  # half-open
    late_s: int  # rides from here on are left out
    step_s: int  # those within a step count as one time: the first is 0
    last: int  # step: all later ones are as good as in it


class Catches(NamedTuple):
    """Boardings worth catching, by door and falling time.

    Who can catch a run at an earlier stop as well need not know the later one.
    """

    first: Ints  # [door + 1]
    time: Ints  # [catch] step in which one leaves the door for it
    ride: Ints  # [catch]


def find_catches(span: Span, doors: Doors, times: Times) -> Catches:
    """Find the boardings around every door."""
    columns = Doors(*(column.astype(np.int32) for column in doors))
    return Catches(*_find_catches(span, columns, times))


@numba.njit(cache=True, nogil=True)
def _find_catches(span: Span, doors: Doors, times: Times) -> tuple[Ints, Ints, Ints]:
    run, first = span.run, np.zeros(len(doors.first), np.int64)
    earliest = np.full(len(span.stay_first), NONE, np.int32)  # ride of the run so far
    time, ride = np.empty(1024, np.int32), np.empty(1024, np.int32)
    for door in range(len(first) - 1):
        found, end = _boardings(span, doors, door, times), first[door]
        if end + len(found) > len(ride):
            more = np.empty(end + len(found), np.int32)
            time, ride = np.concatenate((time, more)), np.concatenate((ride, more))
        for i in range(len(found) - 1, -1, -1):
            c = found[i] & (2**RIDE_BITS - 1)
            if c > earliest[run[c]]:
                earliest[run[c]] = c
                time[end], ride[end] = found[i] >> RIDE_BITS, c
                end += 1
        for i in range(first[door], end):
            earliest[run[ride[i]]] = NONE
        first[door + 1] = end
    return first, time[: first[-1]].copy(), ride[: first[-1]].copy()


@numba.njit(cache=True, nogil=True)
def _boardings(span: Span, doors: Doors, door: int, times: Times) -> Ints:
    """Return time and ride of all boardings around the door, ascending."""
    links = range(doors.first[door], doors.first[door + 1])
    room = 0
    for link in links:
        begin, end = _range(span, doors.stop[link], doors.walk_s[link] + times.slack_s, times)
        room += end - begin
    found, number = np.empty(room, np.int64), 0
    for link in links:
        ahead_s = doors.walk_s[link] + times.slack_s
        begin, end = _range(span, doors.stop[link], ahead_s, times)
        for i in range(begin, end):
            leaves_s = span.departure_s[span.leaving[i]] - ahead_s
            step = min(leaves_s // times.step_s, times.last)
            found[number] = (np.int64(step) << RIDE_BITS) + span.leaving[i]
            number += 1
    return np.sort(found)


@numba.njit(cache=True, nogil=True)
def _range(span: Span, stop: int, ahead_s: int, times: Times) -> tuple[int, int]:
    """Return which departures of the stop one can catch, and leave out as too late."""
    until_s = min(times.until_s + ahead_s, times.late_s)
    begin = _first_from(span, stop, times.from_s + ahead_s)
    return begin, max(begin, _first_from(span, stop, until_s))


@numba.njit(cache=True, nogil=True)
def _first_from(span: Span, stop: int, at_s: int) -> int:
    """Return the first departure of the stop at the time or later."""
    low, high = span.leaving_first[stop], span.leaving_first[stop + 1]
    while low < high:
        middle = (low + high) >> 1
        if span.departure_s[span.leaving[middle]] < at_s:
            low = middle + 1
        else:
            high = middle
    return int(low)
