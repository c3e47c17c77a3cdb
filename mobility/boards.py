"""Boards: kernel that says which boardings of each stop are worth catching, from a scan."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.connections import Connections
from mobility.profiles import UNREACHED


class Leaving(NamedTuple):
    """Which journeys count, on the clock of the scan."""

    slack_s: int  # at the stop before the first boarding
    from_s: int  # departures from the door: half-open
    until_s: int
    longest_s: int  # longest journey


class Boards(NamedTuple):
    """What doors see of the ways to one destination: boardings by stop and by falling time.

    Stop *s* has ``first[s] : first[s + 1]``. ``arrival_s[boarding, k]`` is the earliest arrival
    with at most *k* + 1 rides, by this boarding or any later one every door near the stop can
    catch. Left out are boardings that bring nobody there earlier than a later one. What departs
    so late that only doors very near the stop can still leave in time stands for itself alone:
    who cannot leave in time does not hide who can.
    """

    first: Ints  # [stop + 1]
    time_s: Ints  # [boarding]
    arrival_s: Ints  # [boarding, ride]
    leaving: Leaving


def boards_of(
    connections: Connections, ride_arrival_s: Ints, stops: Bools, leaving: Leaving, farthest_s: int
) -> list[Boards]:
    """Return what doors at most ``farthest_s`` from the ``[stop]`` see of each destination.

    ``ride_arrival_s`` is ``[connection, ride, destination]``, as scanned.
    """
    count, rides, destinations = ride_arrival_s.shape
    value = ride_arrival_s.reshape(count, rides * destinations)
    late_s = leaving.until_s + leaving.slack_s
    bounds = (late_s, late_s + farthest_s)
    first, time_s, arrival_s = _boards(connections, value, destinations, stops, bounds)
    return [
        Boards(one, when[: one[-1]].copy(), values[: one[-1]].copy(), leaving)
        for one, when, values in zip(first, time_s, arrival_s, strict=True)
    ]


@numba.njit(cache=True, nogil=True)
def _boards(
    connections: Connections, value: Ints, doors: int, stops: Bools, bounds: tuple[int, int]
) -> tuple[Ints, Ints, Ints]:
    """Return the columns of ``Boards`` of all doors, ``[door, …]``, with too much room."""
    leaving_first, leaving = connections.leaving_first, connections.leaving
    departure_s, rides = connections.departure_s, value.shape[1] // doors
    late_s, until_s = bounds
    room = np.sum((leaving_first[1:] - leaving_first[:-1])[stops]) + 1  # one is written in vain
    first = np.zeros((doors, len(leaving_first)), np.int64)
    time_s, arrival_s = np.empty((doors, room), np.int32), np.empty((doors, room, rides), np.int32)
    best, end = np.empty((doors, rides), np.int32), np.zeros(doors, np.int64)
    for stop in range(len(stops)):
        best[:] = UNREACHED
        latest = leaving_first[stop + 1] if stops[stop] else leaving_first[stop]
        for i in range(latest - 1, leaving_first[stop] - 1, -1):
            row, departure = np.uint64(leaving[i]), departure_s[leaving[i]]
            if departure >= until_s:
                continue
            for door in range(doors):
                at, better = end[door], False
                if at > first[door, stop] and time_s[door, at - 1] == departure < late_s:
                    at -= 1
                to, lane = np.uint64(at), np.uint64(door)
                for k in range(rides):
                    better |= value[row, lane] < best[door, k]
                    best[door, k] = min(value[row, lane], best[door, k])
                    arrival_s[door, to, k] = best[door, k]
                    lane += np.uint64(doors)
                time_s[door, to] = departure
                end[door] = at + 1 if better else end[door]
            if departure >= late_s:
                best[:] = UNREACHED
        for door in range(doors):
            first[door, stop + 1] = end[door]
    return first, time_s, arrival_s
