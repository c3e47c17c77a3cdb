"""Doors: kernel that turns the profiles of stops into the journeys from door to door."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Ints
from mobility.boards import Boards, Leaving, boards_of
from mobility.connections import Connections
from mobility.profiles import UNREACHED, Profiles

QUEUES = 2**20  # more than there are stops around any door
EMPTY = -(2**62)  # key of a queue without a boarding left: earlier than any


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


def boards_for(
    connections: Connections, ride_arrival_s: Ints, doors: Doors, leaving: Leaving
) -> list[Boards]:
    """Return what the doors see of each destination of a scan."""
    near = np.zeros(len(connections.leaving_first) - 1, np.bool_)
    near[doors.stop] = True
    return boards_of(connections, ride_arrival_s, near, leaving, int(doors.walk_s.max(initial=0)))


def find_sets(
    connections: Connections, profiles: Profiles, doors: Doors, walk_s: Ints, leaving: Leaving
) -> Sets:
    """Return the journeys from every door to the destination of the profiles."""
    ride_arrival_s = profiles.ride_arrival_s[:, :, None]
    (boards,) = boards_for(connections, ride_arrival_s, doors, leaving)
    return sets_of(boards, doors, walk_s)


def sets_of(boards: Boards, doors: Doors, walk_s: Ints) -> Sets:
    """Return the journeys from every door to the destination.

    ``walk_s`` ``[door]`` is the walk all the way, ``UNREACHED`` if too far: journeys that are
    not faster are dropped.
    """
    walk_s = walk_s.astype(np.int32)
    first, columns = _find_sets(boards, _of_one_type(doors), walk_s)
    return Sets(first, columns[0].copy(), columns[1].copy(), columns[2].astype(np.int8))


def shortest_s(boards: Boards, doors: Doors) -> Ints:
    """Return ``[door]`` what no journey of the door can be shorter than, ``UNREACHED`` if none."""
    return _shortest_s(boards, _of_one_type(doors))


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
def _find_sets(boards: Boards, doors: Doors, walk_s: Ints) -> tuple[Ints, Ints]:
    """Return where each door's journeys begin, and their departure, arrival, rides.

    The departures of every stop fall already: a door takes the latest of all its queues, time
    after time. A queue's key is the departure from the door, its number in the last bits; the
    keys stand in falling order. All arrays are local names, as in the scan.
    """
    board_first, time_s, arrival_s = boards.first, boards.time_s, boards.arrival_s
    link_first, link_stop, link_s = doors.first, doors.stop, doors.walk_s
    slack_s, from_s, until_s, longest_s = boards.leaving
    count, rides = len(link_first) - 1, arrival_s.shape[1]
    most = 1
    for door in range(count):
        most = max(most, link_first[door + 1] - link_first[door] + 1)
    head, last = np.empty(most, np.int64), np.empty(most, np.int64)
    ahead, key = np.empty(most, np.int64), np.full(most, EMPTY, np.int64)
    best = np.empty(rides, np.int32)
    first = np.zeros(count + 1, np.int64)
    found = np.empty((3, 1024), np.int32)
    for door in range(count):
        queues, room = 0, 0
        for i in range(link_first[door], link_first[door + 1]):
            ahead_s = link_s[i] + slack_s
            begin, end = board_first[link_stop[i]], board_first[link_stop[i] + 1]
            while begin < end and time_s[begin] - ahead_s >= until_s:
                begin += 1
            if begin < end:
                head[queues], last[queues], ahead[queues] = begin, end, ahead_s
                new, place = (time_s[begin] - ahead_s) * QUEUES + queues, queues
                while place > 0 and key[place - 1] < new:
                    key[place] = key[place - 1]
                    place -= 1
                key[place] = new
                queues += 1
                room += (end - begin) * rides
        at = first[door]
        if at + room > found.shape[1]:
            larger = np.empty((3, max(at + room, 2 * found.shape[1])), np.int32)
            larger[:, :at] = found[:, :at]
            found = larger
        longest = min(longest_s, walk_s[door] - 1)
        best[:] = UNREACHED
        leaving, improved = until_s, 0
        key[queues] = EMPTY
        while True:
            departure, q = key[0] // QUEUES, key[0] % QUEUES
            if improved and departure < leaving:  # all that leaves then has been taken
                fewer = UNREACHED
                for k in range(rides):
                    if improved >> k & 1 and best[k] < fewer:
                        fewer = best[k]
                        if fewer - leaving <= longest:
                            found[0, at], found[1, at], found[2, at] = leaving, fewer, k + 1
                            at += 1
                improved = 0
            if departure < from_s:
                break
            leaving, entry = departure, head[q]
            for k in range(rides):
                improved |= (arrival_s[entry, k] < best[k]) << k
                best[k] = min(arrival_s[entry, k], best[k])
            entry += 1
            head[q] = entry
            new = (time_s[entry] - ahead[q]) * QUEUES + q if entry < last[q] else EMPTY
            place = 0
            while key[place + 1] > new:
                key[place] = key[place + 1]
                place += 1
            key[place] = new
        _turn_round(found, first[door], at)
        first[door + 1] = at
    return first, found[:, : first[count]]


@numba.njit(cache=True, nogil=True)
def _turn_round(rows: Ints, begin: int, end: int) -> None:
    """Turn the order of the columns round."""
    low, high = begin, end - 1
    while low < high:
        for row in range(len(rows)):
            rows[row, low], rows[row, high] = rows[row, high], rows[row, low]
        low, high = low + 1, high - 1


@numba.njit(cache=True, nogil=True)
def _shortest_s(boards: Boards, doors: Doors) -> Ints:
    """Return ``[door]`` the shortest of all rides with the walk to it and the slack."""
    board_first, time_s, arrival_s = boards.first, boards.time_s, boards.arrival_s
    shortest = np.full(len(board_first) - 1, UNREACHED, np.int32)
    for stop in range(len(shortest)):
        for entry in range(board_first[stop], board_first[stop + 1]):
            shortest[stop] = min(shortest[stop], arrival_s[entry, -1] - time_s[entry])
    first, stops, walk_s = doors
    least = np.full(len(first) - 1, UNREACHED, np.int32)
    for door in range(len(least)):
        for link in range(first[door], first[door + 1]):
            ride_s = shortest[stops[link]]
            least[door] = min(least[door], ride_s + walk_s[link] + boards.leaving.slack_s)
    return least


def mirrored(sets: Sets, from_s: int) -> Sets:
    """Return sets found in the mirror image on the real clock, without departures too early."""
    first, columns = _mirrored(sets, from_s)
    return Sets(first, columns[0].copy(), columns[1].copy(), columns[2].astype(np.int8))


@numba.njit(cache=True, nogil=True)
def _mirrored(sets: Sets, from_s: int) -> tuple[Ints, Ints]:
    """Return each row sorted by departure and arrival: nearly the order it had, turned round."""
    first, leaving_s, arriving_s, ridden = sets.first, sets.departure_s, sets.arrival_s, sets.rides
    begin = np.zeros_like(first)
    rows = np.empty((3, len(ridden)), np.int32)
    end = 0
    for row in range(len(first) - 1):
        for i in range(first[row + 1] - 1, first[row] - 1, -1):
            departure, arrival = -arriving_s[i], -leaving_s[i]
            if departure < from_s:
                continue
            at = end
            while at > begin[row] and (
                rows[0, at - 1] > departure
                or (rows[0, at - 1] == departure and rows[1, at - 1] > arrival)
            ):
                for column in range(3):
                    rows[column, at] = rows[column, at - 1]
                at -= 1
            rows[0, at], rows[1, at], rows[2, at] = departure, arrival, ridden[i]
            end += 1
        begin[row + 1] = end
    return begin, rows[:, :end]
