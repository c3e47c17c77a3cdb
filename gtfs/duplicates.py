"""Duplicate trips: the same line, stops, times and days twice would count as twice the service.

Duplicates are equal in all a trip is, so one of them goes. Twins differ in their calendar, block
or route, and meet on some day: both stay, for the feed may mean two vehicles.
"""

import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import CALL_COLUMNS, NONE, Bools, Ints, Timetable, take_trips

MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, odd: spreads small numbers over 64 bits


def without_duplicates(timetable: Timetable) -> tuple[Timetable, Bools]:
    """Return the timetable without them, and ``[trip]`` which went; the first of each stays.

    Equal are trips of one route with the same stops, times, boarding rules, block and dates. A
    trip that a row of transfers.txt names equals no other: it has connections of its own.
    """
    went = find_duplicates(timetable, timetable.trip_route)
    if not went.any():
        return timetable, went
    return take_trips(timetable, np.flatnonzero(~went).astype(np.int32)), went


def name_trip(timetable: Timetable, trip: int) -> str:
    """Return the words a timetable is searched by: line, departure, first stop."""
    call = timetable.first_call[trip]
    minute = int(timetable.departure_s[call]) // 60
    line = timetable.route_name[timetable.trip_route[trip]]
    stop = timetable.stop_name[timetable.call_stop[call]]
    return f"{line} um {minute // 60}:{minute % 60:02} ab {stop}"


def find_duplicates(timetable: Timetable, line: Ints) -> Bools:
    """Return ``[trip]`` whether an earlier trip of the same ``line [trip]`` is equal to it."""
    first = _first_alike(timetable, line)
    candidates = np.flatnonzero(first != np.arange(len(first)))
    equal = np.zeros(len(first), np.bool_)
    equal[candidates[_same_calls(timetable, candidates, first[candidates])]] = True
    return equal


def find_twins(timetable: Timetable, line: Ints) -> Bools:
    """Return ``[trip]`` whether an earlier trip of the same ``line [trip]`` runs with it.

    With it means on one of its days, at the same stops, at the same times.
    """
    key = np.column_stack([line, _hash_of_calls(timetable).view(np.int64)])
    _, first, group = np.unique(key, axis=0, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    order = np.argsort(group, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - np.searchsorted(group[order], group[order])
    days = np.packbits(timetable.service_runs, axis=1)
    seen = days[timetable.trip_service[first]]  # [group] days of its trips so far
    twin = np.zeros(len(order), np.bool_)
    for number in range(1, int(place.max(initial=0)) + 1):
        trips = np.flatnonzero(place == number)
        own = days[timetable.trip_service[trips]]
        twin[trips] = (seen[group[trips]] & own).any(axis=1)
        seen[group[trips]] |= own
    trips = np.flatnonzero(twin)
    twin[trips] = _same_calls(timetable, trips, first[group[trips]])
    return twin


def _first_alike(timetable: Timetable, line: Ints) -> Ints:
    """Return ``[trip]`` the first trip with the same key and hash of calls."""
    named = np.concatenate([timetable.rule_from_source, timetable.rule_to_source])
    alone = np.isin(timetable.trip_source, named[named != NONE])
    key = np.column_stack(
        [
            line,
            _same_dates(timetable.service_runs)[timetable.trip_service],
            timetable.trip_block,
            np.diff(timetable.first_call),
            np.where(alone, np.arange(len(alone), dtype=np.int64), NONE),
            _hash_of_calls(timetable).view(np.int64),
        ]
    )
    _, first, group = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return first[group.reshape(-1)].astype(np.int32)


def _same_dates(runs: Bools) -> Ints:
    """Return ``[service]`` equal numbers for services of equal dates."""
    packed = np.packbits(runs, axis=1)
    return np.unique(packed, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int32)


def _hash_of_calls(timetable: Timetable) -> NDArray[np.uint64]:
    """Return ``[trip]`` a 64-bit number that depends on every call and its place."""
    lengths = np.diff(timetable.first_call)
    place = np.arange(len(timetable.call_stop)) - np.repeat(timetable.first_call[:-1], lengths)
    mixed = _scatter(place.astype(np.uint64) + np.uint64(1))
    for name in CALL_COLUMNS:
        mixed = _scatter(mixed ^ getattr(timetable, name).astype(np.uint64))
    total: NDArray[np.uint64] = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed)])
    return total[timetable.first_call[1:]] - total[timetable.first_call[:-1]]


def _scatter(number: NDArray[np.uint64]) -> NDArray[np.uint64]:
    number = number * MIX
    return number ^ (number >> np.uint64(29))


def _same_calls(timetable: Timetable, one: Ints, other: Ints) -> Bools:
    """Return ``[pair]`` whether the calls of both trips, equally many, are really equal."""
    if len(one) == 0:
        return np.empty(0, np.bool_)
    a, b = take_trips(timetable, one), take_trips(timetable, other)
    equal = np.ones(len(a.call_stop), np.bool_)
    for name in CALL_COLUMNS:
        equal &= getattr(a, name) == getattr(b, name)
    return np.logical_and.reduceat(equal, a.first_call[:-1])
