"""Doors: kernel that turns the profiles of stops into the journeys from door to door."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Ints
from mobility.boards import Boards, Leaving, View, views_of
from mobility.connections import Connections
from mobility.profiles import UNREACHED, Profiles


class Doors(NamedTuple):
    """Walks between doors and the stops around them."""

    first: Ints  # [door + 1]
    stop: Ints  # [link]
    walk_s: Ints  # [link]


def door_s(doors: Doors, door: int, stops: int) -> Ints:
    """Return ``[stop]`` the walk between one door and each stop, ``UNREACHED`` if too far."""
    reach = np.full(stops, UNREACHED, np.int32)
    links = slice(int(doors.first[door]), int(doors.first[door + 1]))
    np.minimum.at(reach, doors.stop[links], doors.walk_s[links])
    return reach


class Sets(NamedTuple):
    """Pareto sets of a scan: door *o* has ``first[o] : first[o + 1]``, by rising departure."""

    first: Ints  # [door + 1]
    departure_s: Ints  # [journey]
    arrival_s: Ints  # [journey]
    rides: Ints  # [journey] int8


def views_for(
    connections: Connections, ride_arrival_s: Ints, doors: Doors, leaving: Leaving
) -> list[View]:
    """Return what the doors see of each destination of a scan."""
    near = np.zeros(len(connections.leaving_first) - 1, np.bool_)
    near[doors.stop] = True
    return views_of(connections, ride_arrival_s, near, leaving, int(doors.walk_s.max(initial=0)))


def find_sets(
    connections: Connections, profiles: Profiles, doors: Doors, walk_s: Ints, leaving: Leaving
) -> Sets:
    """Return the journeys from every door to the destination of the profiles."""
    ride_arrival_s = profiles.ride_arrival_s[:, :, None]
    (view,) = views_for(connections, ride_arrival_s, doors, leaving)
    return sets_of(view, doors, walk_s)


def sets_of(view: View, doors: Doors, walk_s: Ints) -> Sets:
    """Return the journeys every door sees.

    ``walk_s`` ``[door]`` is the walk all the way, ``UNREACHED`` if too far: journeys that are
    not faster are dropped.
    """
    bounds = np.array(view.leaving, np.int64)
    walk_s = walk_s.astype(np.int32)
    first, columns = _find_sets(view.boards, view.late, _of_one_type(doors), walk_s, bounds)
    return Sets(first, columns[0].copy(), columns[1].copy(), columns[2].astype(np.int8))


def shortest_s(view: View, doors: Doors) -> Ints:
    """Return ``[door]`` what no journey of the door can be shorter than, ``UNREACHED`` if none."""
    return _shortest_s(view.boards, view.late, _of_one_type(doors), view.leaving.slack_s)


def taken_doors(doors: Doors, rows: Ints) -> Doors:
    """Return some of the doors, in the order of the rows."""
    counts = np.diff(doors.first)[rows]
    first = np.concatenate(([0], np.cumsum(counts)))
    link = np.arange(first[-1]) + np.repeat(doors.first[rows] - first[:-1], counts)
    return Doors(first.astype(np.int32), doors.stop[link], doors.walk_s[link])


def _of_one_type(doors: Doors) -> Doors:
    """Return the doors as kernels are compiled for, whether mapped from a file or just made."""
    return Doors(*(_read_only(column) for column in doors))


def _read_only(column: Ints) -> Ints:
    """Return a view of one type, whether mapped from a file or just made: compiled once."""
    view = column.astype(np.int32, copy=False).view()
    view.setflags(write=False)
    return view


@numba.njit(cache=True, nogil=True)
def _find_sets(
    boards: Boards, late: Boards, doors: Doors, walk_s: Ints, bounds: Ints
) -> tuple[Ints, Ints]:
    """Return where each door's journeys begin, and their departure, arrival, rides.

    The departures of every stop fall already: a door takes the latest of all its queues, time
    after time. All arrays are local names, as in the scan.
    """
    board_first, board_s, board_value = boards.first, boards.time_s, boards.arrival_s
    late_first, late_s, late_value = late.first, late.time_s, late.arrival_s
    first_link, link_stop, link_s = doors.first, doors.stop, doors.walk_s
    slack_s, from_s, until_s, longest_s = bounds
    count, rides = len(first_link) - 1, board_value.shape[1]
    most = 0
    for door in range(count):
        most = max(most, 2 * (first_link[door + 1] - first_link[door]))
    head, last = np.empty(most, np.int64), np.empty(most, np.int64)
    before, when = np.empty(most, np.int64), np.empty(most, np.int64)
    is_late = np.empty(most, np.bool_)
    best = np.empty(rides, np.int32)
    first = np.zeros(count + 1, np.int64)
    found = np.empty((3, 1024), np.int32)
    for door in range(count):
        queues = 0
        room = 0
        for i in range(first_link[door], first_link[door + 1]):
            stop = link_stop[i]
            ahead = link_s[i] + slack_s
            for kind in range(2):
                begin = late_first[stop] if kind else board_first[stop]
                end = late_first[stop + 1] if kind else board_first[stop + 1]
                while (
                    begin < end and (late_s[begin] if kind else board_s[begin]) >= until_s + ahead
                ):
                    begin += 1
                if begin < end:
                    head[queues], last[queues], is_late[queues] = begin, end, kind == 1
                    before[queues] = ahead
                    when[queues] = (late_s[begin] if kind else board_s[begin]) - ahead
                    queues += 1
                    room += (end - begin) * rides
        at = first[door]
        if at + room > found.shape[1]:
            larger = np.empty((3, max(at + room, 2 * found.shape[1])), np.int32)
            for row in range(3):
                for i in range(at):
                    larger[row, i] = found[row, i]
            found = larger
        longest = min(longest_s, walk_s[door] - 1)
        best[:] = UNREACHED
        leaving, improved = until_s, 0
        while True:
            departure, q = from_s - 1, -1
            for i in range(queues):
                if when[i] > departure:
                    departure, q = when[i], i
            if improved and departure < leaving:  # all that leaves then has been taken
                fewer = UNREACHED
                for k in range(rides):
                    if improved >> k & 1 and best[k] < fewer:
                        fewer = best[k]
                        if fewer - leaving <= longest:
                            found[0, at], found[1, at], found[2, at] = leaving, fewer, k + 1
                            at += 1
                improved = 0
            if q < 0:
                break
            leaving = departure
            if is_late[q]:
                head[q], better = _take(late_value, head[q], last[q], best)
            else:
                head[q], better = _take(board_value, head[q], last[q], best)
            improved |= better
            if head[q] < last[q]:
                when[q] = (late_s[head[q]] if is_late[q] else board_s[head[q]]) - before[q]
            else:
                when[q] = from_s - 1
        low, high = first[door], at - 1
        while low < high:
            for row in range(3):
                found[row, low], found[row, high] = found[row, high], found[row, low]
            low, high = low + 1, high - 1
        first[door + 1] = at
    return first, found[:, : first[count]]


@numba.njit(cache=True, nogil=True)
def _shortest_s(boards: Boards, late: Boards, doors: Doors, slack_s: int) -> Ints:
    """Return ``[door]`` the shortest of all rides with the walk to it and the slack."""
    shortest = np.full(len(boards.first) - 1, UNREACHED, np.int32)
    for first, time_s, arrival_s in (boards, late):
        for stop in range(len(shortest)):
            for entry in range(first[stop], first[stop + 1]):
                arrival = arrival_s[entry, -1]
                if arrival < UNREACHED:
                    shortest[stop] = min(shortest[stop], arrival - time_s[entry])
    first, stops, walk_s = doors
    least = np.full(len(first) - 1, UNREACHED, np.int32)
    for door in range(len(least)):
        for link in range(first[door], first[door + 1]):
            if shortest[stops[link]] < UNREACHED:
                least[door] = min(least[door], shortest[stops[link]] + walk_s[link] + slack_s)
    return least


@numba.njit(cache=True, nogil=True)
def _take(arrival_s: Ints, entry: int, end: int, best: Ints) -> tuple[int, int]:
    """Improve the best arrivals by the entry's; return the next entry that could, and the bits.

    Bit *k* of the second says that ``best[k]`` has become earlier. Entries that arrive no earlier
    than the best with any number of rides never will: who leaves later is there already.
    """
    improved = 0
    for k in range(len(best)):
        if arrival_s[entry, k] < best[k]:
            best[k] = arrival_s[entry, k]
            improved |= 1 << k
    entry += 1
    while entry < end:
        for k in range(len(best)):
            if arrival_s[entry, k] < best[k]:
                return entry, improved
        entry += 1
    return end, improved


def mirrored(sets: Sets, from_s: int) -> Sets:
    """Return sets found in the mirror image on the real clock, without departures too early."""
    departure, arrival = -sets.arrival_s, -sets.departure_s
    rides, first = sets.rides.copy(), sets.first.copy()
    _sort_rows(first, departure, arrival, rides, from_s)
    kept = slice(0, int(first[-1]))
    return Sets(first, departure[kept], arrival[kept], rides[kept])


@numba.njit(cache=True, nogil=True)
def _sort_rows(first: Ints, departure: Ints, arrival: Ints, rides: Ints, from_s: int) -> None:
    """Sort each row by departure and arrival in place, nearly sorted as it is, and close up."""
    end = 0
    begin = first[0]
    for row in range(len(first) - 1):
        start, stop = begin, first[row + 1]
        begin = first[row + 1]
        first[row] = end
        for i in range(start, stop):
            if departure[i] < from_s:
                continue
            one, other, ridden = departure[i], arrival[i], rides[i]
            at = end
            while at > first[row] and (
                departure[at - 1] > one or (departure[at - 1] == one and arrival[at - 1] > other)
            ):
                departure[at], arrival[at] = departure[at - 1], arrival[at - 1]
                rides[at] = rides[at - 1]
                at -= 1
            departure[at], arrival[at], rides[at] = one, other, ridden
            end += 1
    first[len(first) - 1] = end
