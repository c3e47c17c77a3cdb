"""Boards: kernel that says which boardings of each stop are worth catching, from a scan."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.connections import Connections
from mobility.profiles import UNREACHED
from mobility.transfers import first_of


class Leaving(NamedTuple):
    """Which journeys count, on the clock of the scan."""

    slack_s: int  # at the stop before the first boarding
    from_s: int  # departures from the door: half-open
    until_s: int
    longest_s: int  # longest journey


class Boards(NamedTuple):
    """Boardings by stop, ``first[s] : first[s + 1]``, and by falling time.

    ``arrival_s[boarding, k]`` is the earliest arrival at the door with at most *k* + 1 rides.
    """

    first: Ints  # [stop + 1]
    time_s: Ints  # [boarding]
    arrival_s: Ints  # [boarding, ride]


class View(NamedTuple):
    """What doors see of the ways to one destination.

    Who is near a stop can leave the door later than who is not. So ``boards`` ends where all
    doors can still leave in time, and what comes after that stands in ``late``, each boarding
    for itself: who cannot leave in time does not hide who can.
    """

    boards: Boards  # the best of each boarding and all later ones, where later ones are not as good
    late: Boards
    leaving: Leaving


def views_of(
    connections: Connections, ride_arrival_s: Ints, stops: Bools, leaving: Leaving, farthest_s: int
) -> list[View]:
    """Return what doors at most ``farthest_s`` from the ``[stop]`` see of each destination.

    ``ride_arrival_s`` is ``[connection, ride, door]``, as scanned.
    """
    from_s = leaving.until_s + leaving.slack_s
    best = _best_of_all(connections, ride_arrival_s, stops, from_s)
    late = _late(connections, ride_arrival_s, from_s, from_s + farthest_s)
    return [View(*boards, leaving) for boards in zip(best, late, strict=True)]


def _best_of_all(
    connections: Connections, ride_arrival_s: Ints, stops: Bools, last_departure_s: int
) -> list[Boards]:
    """Return for every door the boardings of the stops before a time."""
    count, rides, doors = ride_arrival_s.shape
    value = ride_arrival_s.reshape(count, rides * doors)
    first, time_s, arrival_s = _best_boards(connections, value, doors, stops, last_departure_s)
    last = first[:, -1]
    return [
        Boards(first[door], time_s[door, : last[door]].copy(), arrival_s[door, : last[door]].copy())
        for door in range(doors)
    ]


def _late(
    connections: Connections, ride_arrival_s: Ints, from_s: int, until_s: int
) -> list[Boards]:
    """Return for every door the boardings that depart in the half-open time."""
    inside = (connections.departure_s >= from_s) & (connections.departure_s < until_s)
    late = np.flatnonzero(inside & connections.may_board)
    stop = connections.from_stop[late]
    late = late[np.argsort(stop, kind="stable")]
    first = first_of(stop, len(connections.leaving_first) - 1).astype(np.int64)
    time_s, rows = connections.departure_s[late].astype(np.int32), ride_arrival_s[late]
    doors = range(rows.shape[2])
    return [Boards(first, time_s, np.ascontiguousarray(rows[:, :, door])) for door in doors]


@numba.njit(cache=True, nogil=True)
def _best_boards(
    connections: Connections, value: Ints, doors: int, stops: Bools, last_departure_s: int
) -> tuple[Ints, Ints, Ints]:
    """Return the columns of ``Boards`` of all doors, ``[door, …]``, with too much room."""
    leaving_first, leaving = connections.leaving_first, connections.leaving
    departure_s, rides = connections.departure_s, value.shape[1] // doors
    room = np.sum((leaving_first[1:] - leaving_first[:-1])[stops]) + 1  # one is written in vain
    first = np.zeros((doors, len(leaving_first)), np.int64)
    time_s, arrival_s = np.empty((doors, room), np.int32), np.empty((doors, room, rides), np.int32)
    best, end = np.empty((doors, rides), np.int32), np.zeros(doors, np.int64)
    for stop in range(len(stops)):
        best[:] = UNREACHED
        latest = leaving_first[stop + 1] if stops[stop] else leaving_first[stop]
        for i in range(latest - 1, leaving_first[stop] - 1, -1):
            row, departure = np.uint64(leaving[i]), departure_s[leaving[i]]
            if departure >= last_departure_s:
                continue
            for door in range(doors):
                at, better = end[door], False
                if at > first[door, stop] and time_s[door, at - 1] == departure:
                    at -= 1
                to, lane = np.uint64(at), np.uint64(door)
                for k in range(rides):
                    better |= value[row, lane] < best[door, k]
                    best[door, k] = min(value[row, lane], best[door, k])
                    arrival_s[door, to, k] = best[door, k]
                    lane += np.uint64(doors)
                time_s[door, to] = departure
                end[door] = at + 1 if better else end[door]
        for door in range(doors):
            first[door, stop + 1] = end[door]
    return first, time_s, arrival_s
