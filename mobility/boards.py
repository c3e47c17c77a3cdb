"""Boards: kernel that says which boardings of each stop are worth catching, from a scan."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.connections import Connections
from mobility.kernels import kernel
from mobility.rows import Small, clear, overtake, write


class Leaving(NamedTuple):
    """Which journeys count, on the clock of the scan."""

    slack_s: int  # at the stop before the first boarding
    from_s: int  # departures from the door: half-open
    until_s: int
    longest_s: int  # longest journey


class Boards(NamedTuple):
    """What doors see of the ways to the destinations of a scan: boardings by stop and falling time.

    Stop *s* has ``first[s] : first[s + 1]``. ``ahead_s[boarding, k, d]`` are the seconds until the
    earliest arrival at destination *d* with at most *k* + 1 rides, by this boarding or any later
    one every door near the stop can catch; ``TOO_LONG`` if there is none. Left out are boardings
    that bring nobody anywhere earlier than a later one. What departs so late that only doors very
    near the stop can still leave in time stands for itself alone: who cannot leave in time does
    not hide who can.
    """

    first: Ints  # [stop + 1]
    time_s: Ints  # [boarding]
    ahead_s: Small  # [boarding, ride, destination]
    leaving: Leaving


def boards_of(
    connections: Connections, ahead_s: Small, stops: Bools, leaving: Leaving, farthest_s: int
) -> Boards:
    """Return what doors at most ``farthest_s`` from the ``[stop]`` see of the destinations.

    ``ahead_s`` is ``[connection, ride, destination]``, as scanned.
    """
    count, rides, destinations = ahead_s.shape
    value = ahead_s.reshape(count, rides * destinations)
    late_s = leaving.until_s + leaving.slack_s
    room = int(np.diff(connections.leaving_first)[stops].sum())
    rows = np.empty((room, rides * destinations), np.uint16)  # numpy's: large pages
    first, time_s = np.zeros(len(stops) + 1, np.int64), np.empty(room, np.int32)
    of_stop = connections.leaving_first, connections.leaving, connections.departure_s
    times = late_s, late_s + farthest_s
    _write_boards(of_stop, value, stops, times, (first, time_s, rows))
    time_s, kept = time_s[: first[-1]].copy(), rows[: first[-1]]
    return Boards(first, time_s, kept.reshape(len(time_s), rides, destinations), leaving)


@kernel
def _write_boards(
    of_stop: tuple[Ints, Ints, Ints],
    value: Small,
    stops: Bools,
    bounds: tuple[int, int],
    boards: tuple[Ints, Ints, Small],
) -> None:
    """Write the rows worth catching, where those of each stop begin, and their times."""
    leaving_first, leaving, departure_s = of_stop
    late_s, until_s = bounds
    first, time_s, rows = boards
    best, end = np.empty(value.shape[1], np.uint16), 0
    for stop in range(len(stops)):
        clear(best)
        latest = leaving_first[stop + 1] if stops[stop] else leaving_first[stop]
        before = until_s
        for i in range(latest - 1, leaving_first[stop] - 1, -1):
            departure = departure_s[leaving[i]]
            if departure >= until_s:
                continue
            if overtake(best, before - departure, value, leaving[i]):
                if end > first[stop] and time_s[end - 1] == departure < late_s:
                    end -= 1
                write(rows, end, best)
                time_s[end] = departure
                end += 1
            if departure >= late_s:
                clear(best)
            before = departure
        first[stop + 1] = end
