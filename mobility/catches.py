"""Catches: kernel that finds what one can board from each door, wherever one is going."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import NONE, Bools, Ints
from mobility.doors import Doors, taken_doors
from mobility.kernels import kernel
from mobility.spans import Span
from mobility.threads import in_threads

TIME_BITS, RIDE_BITS = 17, 27  # door, time and ride are one number to sort by
DOORS = 512  # looked at together: in a city each has thousands of boardings around it


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


def find_catches(span: Span, doors: Doors, times: Times, *, threads: int | None = None) -> Catches:
    """Find the boardings around every door."""
    count = len(doors.first) - 1
    begins = range(0, max(1, count), DOORS)
    parts = in_threads(
        lambda begin: _found(
            span, taken_doors(doors, np.arange(begin, min(begin + DOORS, count))), times
        ),
        begins,
        threads=threads,
    )
    numbers, time, ride = (
        np.concatenate((np.zeros(1, np.int32), *columns)) for columns in zip(*parts, strict=True)
    )
    return Catches(np.cumsum(numbers), time[1:], ride[1:])


def _found(span: Span, doors: Doors, times: Times) -> tuple[Ints, Ints, Ints]:
    """Return ``[door]`` how many catches, and their time and ride."""
    keys = np.sort(_boardings(span, doors, times))
    door = (keys >> (TIME_BITS + RIDE_BITS)).astype(np.int32)
    ride = (~keys & (2**RIDE_BITS - 1)).astype(np.int32)
    kept = _worth(door, ride, span.run, len(span.stay_first))
    time = (~keys[kept] >> RIDE_BITS & (2**TIME_BITS - 1)).astype(np.int32)
    return np.bincount(door[kept], minlength=len(doors.first) - 1), time, ride[kept]


def _boardings(span: Span, doors: Doors, times: Times) -> Ints:
    """Return the boardings around the doors: door, falling time, falling ride as one number."""
    stop = np.repeat(np.arange(len(span.leaving_first) - 1), np.diff(span.leaving_first))
    leaving = (stop << 32) + span.departure_s[span.leaving]
    near, ahead_s = doors.stop.astype(np.int64) << 32, doors.walk_s.astype(np.int64) + times.slack_s
    begin = np.searchsorted(leaving, near + ahead_s + times.from_s)
    until_s = np.minimum(ahead_s + times.until_s, times.late_s)
    count = np.maximum(np.searchsorted(leaving, near + until_s) - begin, 0)
    link = np.repeat(np.arange(len(count)), count)
    ride = span.leaving[np.arange(len(link)) - np.repeat(np.cumsum(count) - count - begin, count)]
    time = np.minimum((span.departure_s[ride] - ahead_s[link]) // times.step_s, times.last)
    door = np.repeat(np.arange(len(doors.first) - 1), np.diff(doors.first))[link]
    keys: Ints = (((door << TIME_BITS) + (2**TIME_BITS - 1 - time)) << RIDE_BITS) + (
        2**RIDE_BITS - 1 - ride
    )
    return keys


@kernel
def _worth(door: Ints, ride: Ints, run: Ints, runs: int) -> Bools:
    """Return ``[boarding]`` whether its run was not to be caught earlier on its way, as late."""
    worth = np.zeros(len(ride), np.bool_)
    earliest, caught_by = np.empty(runs, np.int32), np.full(runs, NONE, np.int32)
    for i in range(len(ride)):
        which = run[ride[i]]
        if caught_by[which] != door[i] or earliest[which] < ride[i]:
            worth[i], earliest[which], caught_by[which] = True, ride[i], door[i]
    return worth
