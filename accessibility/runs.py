"""Runs: the journeys of many pairs, laid out so that those of a window are a run of each pair's.

Journeys not dominated in departure and arrival rise in both. Windows are of whole minutes, and so
clock times are kept as minutes: two bytes each, half of what seconds take.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accessibility.folds import MINUTE_S
from accessibility.measures import Ridden
from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

Small = NDArray[np.unsignedinteger[Any]]  # two bytes, or one
SPAN_BITS = 16  # of a time on the way, and of the number of a pair's journey


class Useful(NamedTuple):
    """Useful journeys of each pair, by rising departure."""

    first: Ints  # [pair + 1]
    leaves: Small  # [journey] minute of the day's clock, uint16 as all but where it says so
    arrives: Small  # [journey] minute
    time_s: Small  # [journey] on the way
    rides: Ints  # [journey] int8
    shortest: Small  # [journey] of its pair, the shortest first: which one it is


class Home(NamedTuple):
    """Useful journeys of each pair back, by rising departure."""

    first: Ints  # [pair + 1]
    leaves: Small  # [journey] minute
    arrives: Small  # [journey] minute


class Ways(NamedTuple):
    """All journeys of each pair, useful or not, by rising departure."""

    first: Ints  # [pair + 1]
    leaves: Small  # [journey] minute
    past_s: Small  # [journey] uint8, how long this minute has begun
    minute: Small  # [journey] whole ones from its begin to the arrival
    second: Small  # [journey] uint8, what is left over


class Runs(NamedTuple):
    """What windows are folded from."""

    out: Useful
    home: Home
    ways: Ways


def runs_of(ridden: Ridden) -> Runs:
    """Return the journeys as windows are folded from them."""
    home = _some(ridden.home, ridden.useful_home)
    back = Home(home.first, _minutes(home.departure_s), _minutes(home.arrival_s))
    return Runs(_useful(_some(ridden.out, ridden.useful)), back, _ways(ridden.out))


def shortest_of(useful: Useful) -> Ints:
    """Return ``[pair]`` how long the shortest journey takes, ``UNREACHED`` without any."""
    shortest_s = np.full(len(useful.first) - 1, UNREACHED, np.int32)
    some = np.flatnonzero(np.diff(useful.first))
    begin = useful.first[some]
    shortest_s[some] = useful.time_s[begin + useful.shortest[begin]]
    return shortest_s


def _ways(sets: Sets) -> Ways:
    leaves, past_s = np.divmod(sets.departure_s, np.int32(MINUTE_S))
    arrives, second = np.divmod(sets.arrival_s, np.int32(MINUTE_S))
    ways = leaves, past_s, arrives - leaves, second
    kinds = np.uint16, np.uint8, np.uint16, np.uint8
    return Ways(sets.first, *(way.astype(kind) for way, kind in zip(ways, kinds, strict=True)))


def _useful(sets: Sets) -> Useful:
    time_s = (sets.arrival_s - sets.departure_s).astype(np.uint16)
    times = _minutes(sets.departure_s), _minutes(sets.arrival_s)
    return Useful(sets.first, *times, time_s, sets.rides, _shortest(sets.first, time_s))


def _some(sets: Sets, useful: Bools) -> Sets:
    """Return the useful journeys."""
    before = np.append(0, np.cumsum(useful))
    return Sets(before[sets.first], *(column[useful] for column in sets[1:]))


def _minutes(times_s: Ints) -> Small:
    return (times_s // MINUTE_S).astype(np.uint16)


def _shortest(first: Ints, time_s: Small) -> Small:
    """Return which journey of its pair it is, the shortest of each pair first."""
    counts = np.diff(first)
    begins = (np.arange(len(counts)) << 2 * SPAN_BITS) - first[:-1]
    key = np.repeat(begins, counts)  # pair, time and number: nothing else is as quick to sort
    key += np.arange(len(key))
    key += time_s.astype(np.int64) << SPAN_BITS
    key.sort()
    return key.astype(np.uint16)
