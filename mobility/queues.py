"""Queues: kernel that finds the journeys of a door among the boardings of all stops around it."""

from typing import NamedTuple

import numba
import numpy as np

from gtfs.timetable import Ints
from mobility.boards import Boards
from mobility.rows import TOO_LONG, Small

QUEUES = 2**20  # more than there are stops around any door
EMPTY = -(2**62)  # key of a queue without a boarding left: earlier than any


class Queues(NamedTuple):
    """Boardings a door can still catch at each stop around it.

    A key is the departure from the door with the number of its queue in the last bits.
    """

    key: Ints  # [place] falling, EMPTY behind the last
    boarding: Ints  # [queue] the next
    last: Ints  # [queue] end of the stop's boardings
    ahead_s: Ints  # [queue] how long before the boarding one leaves the door


class Found(NamedTuple):
    """Journeys of all doors to all destinations, door *o* has ``first[o] : first[o + 1]``.

    By falling departure; ``lane`` is the place in the boards' rows: ride by ride, each with all
    destinations.
    """

    first: Ints  # [door + 1]
    departure_s: Ints  # [journey]
    travel_s: Ints  # [journey]
    lane: Ints  # [journey]


@numba.njit(cache=True, nogil=True)
def find_journeys(boards: Boards, first: Ints, stop: Ints, walk_s: Ints, limit_s: Small) -> Found:
    """Return the journeys shorter than ``limit_s`` ``[destination, door]``.

    Door *o* has the links ``first[o] : first[o + 1]`` to a stop. The departures of every stop
    fall already: a door takes the latest of all its queues, time after time. ``best`` says of
    each lane how long after ``leaving``, the last departure that improved any of them, one is
    there, and ``told`` what is written of it. All arrays are local names, as in the scan.
    """
    time_s, until_s, from_s = boards.time_s, boards.leaving.until_s, boards.leaving.from_s
    destinations, doors = len(limit_s), len(first) - 1
    lanes = boards.ahead_s.shape[1] * destinations
    rows = boards.ahead_s.reshape(len(time_s), lanes)
    queues = _new_queues(first)
    key, next_of, last, ahead_s = queues.key, queues.boarding, queues.last, queues.ahead_s
    row = np.full(destinations + lanes, TOO_LONG, np.uint16)
    best, fewer = row[destinations:], row[:lanes]  # fewer: the same with a ride less
    told, limit = np.empty(lanes, np.uint16), np.empty(lanes, np.uint16)
    new, hits = np.empty(lanes, np.uint16), np.empty(lanes + 1, np.int32)
    begin, size = np.zeros(doors + 1, np.int64), 0
    found = np.empty((3, 1024), np.int32)
    for door in range(doors):
        links = slice(first[door], first[door + 1])
        _line_up(boards, stop[links], walk_s[links], queues)
        for lane in range(lanes):
            best[lane], told[lane] = TOO_LONG, TOO_LONG
            limit[lane] = limit_s[lane % destinations, door]
        leaving, improved = until_s, False
        while True:
            departure, q = key[0] // QUEUES, key[0] % QUEUES
            if improved and departure < leaving:  # all that leaves then has been taken
                number = _hits(best, fewer, told, limit, new, hits)
                found = _with_room(found, size, number)
                for hit in hits[:number]:
                    found[0, size], found[1, size], found[2, size] = leaving, best[hit], hit
                    size += 1
                improved = False
            if departure < from_s:
                break
            boarding, sooner_s = next_of[q], min(leaving - departure, TOO_LONG)
            if _is_better(rows, boarding, ahead_s[q], best, sooner_s, limit):
                _lengthen(best, sooner_s)
                _lengthen(told, sooner_s)
                _improve(best, rows, boarding, ahead_s[q])
                leaving, improved = departure, True
            boarding, behind = boarding + 1, EMPTY
            next_of[q] = boarding
            if boarding < last[q]:
                behind = (time_s[boarding] - ahead_s[q]) * QUEUES + q
            place = 0
            while key[place + 1] > behind:
                key[place] = key[place + 1]
                place += 1
            key[place] = behind
        begin[door + 1] = size
    return Found(begin, found[0, :size], found[1, :size], found[2, :size])


@numba.njit(cache=True, nogil=True)
def _new_queues(first: Ints) -> Queues:
    """Return queues for the door with the most stops around it."""
    most = 1
    for door in range(len(first) - 1):
        most = max(most, first[door + 1] - first[door] + 1)
    key, boarding = np.empty(most, np.int64), np.empty(most, np.int64)
    return Queues(key, boarding, np.empty(most, np.int64), np.empty(most, np.int64))


@numba.njit(cache=True, nogil=True)
def _line_up(boards: Boards, stops: Ints, walk_s: Ints, queues: Queues) -> None:
    """Queue the boardings of the stops around a door that leave early enough."""
    key, time_s, count = queues.key, boards.time_s, 0
    for link in range(len(stops)):
        ahead_s = walk_s[link] + boards.leaving.slack_s
        begin, end = boards.first[stops[link]], boards.first[stops[link] + 1]
        while begin < end and time_s[begin] - ahead_s >= boards.leaving.until_s:
            begin += 1
        if begin == end:
            continue
        queues.boarding[count], queues.last[count], queues.ahead_s[count] = begin, end, ahead_s
        new, place = (time_s[begin] - ahead_s) * QUEUES + count, count
        while place > 0 and key[place - 1] < new:
            key[place] = key[place - 1]
            place -= 1
        key[place] = new
        count += 1
    key[count] = EMPTY


@numba.njit(cache=True, nogil=True)
def _is_better(
    rows: Small, row: int, ahead_s: int, best: Small, sooner_s: int, limit: Small
) -> bool:
    """Return whether boarding is better in any lane than to leave ``sooner_s`` later."""
    at, ahead, sooner = np.uint64(row), np.uint16(ahead_s), np.uint16(sooner_s)
    most, longest = np.uint16(TOO_LONG - ahead), np.uint16(TOO_LONG - sooner)
    better = False
    for n in range(len(best)):
        known = min(np.uint16(min(best[n], longest) + sooner), limit[n])
        better |= np.uint16(min(rows[at, n], most) + ahead) < known
    return better


@numba.njit(cache=True, nogil=True)
def _improve(best: Small, rows: Small, row: int, ahead_s: int) -> None:
    """Improve the lanes by boarding, ``ahead_s`` after leaving."""
    at, ahead = np.uint64(row), np.uint16(ahead_s)
    most = np.uint16(TOO_LONG - ahead)
    for n in range(len(best)):
        best[n] = min(best[n], np.uint16(min(rows[at, n], most) + ahead))


@numba.njit(cache=True, nogil=True)
def _lengthen(row: Small, by_s: int) -> None:
    """Add seconds to all lanes; what is too long remains so."""
    by, most = np.uint16(by_s), np.uint16(TOO_LONG - by_s)
    for n in range(len(row)):
        row[n] = min(row[n], most) + by


@numba.njit(cache=True, nogil=True)
def _hits(best: Small, fewer: Small, told: Small, limit: Small, new: Small, hits: Ints) -> int:
    """Write the lanes better than told and than with a ride less; return how many those are."""
    for n in range(len(best)):
        new[n] = best[n] < min(told[n], fewer[n], limit[n])
        told[n] = best[n]
    number = 0
    for n in range(len(best)):
        hits[number] = n  # new or not: which are cannot be foreseen
        number += new[n]
    return number


@numba.njit(cache=True, nogil=True)
def _with_room(found: Ints, size: int, more: int) -> Ints:
    """Return the columns with room for some more."""
    if size + more <= found.shape[1]:
        return found
    larger = np.empty((3, 2 * (size + more)), np.int32)
    for column in range(3):
        for i in range(size):  # a slice would take seconds to compile
            larger[column, i] = found[column, i]
    return larger


@numba.njit(cache=True, nogil=True)
def by_destination(found: Found, destinations: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return ``[destination, door + 1]`` where journeys begin; departure, arrival and rides.

    All to one destination stand together, by door and rising departure.
    """
    begin, lane = found.first, found.lane
    departure_s, travel_s, doors = found.departure_s, found.travel_s, len(found.first) - 1
    first = np.zeros((destinations, doors + 1), np.int64)
    for door in range(doors):
        for i in range(begin[door], begin[door + 1]):
            first[lane[i] % destinations, door + 1] += 1
    end = 0
    for to in range(destinations):
        for door in range(doors + 1):
            end += first[to, door]
            first[to, door] = end
    leaving_s, arriving_s = np.empty(end, np.int32), np.empty(end, np.int32)
    rides = np.empty(end, np.int8)
    for door in range(doors):
        at = first[:, door + 1].copy()
        for i in range(begin[door], begin[door + 1]):
            to = lane[i] % destinations
            at[to] -= 1
            j = at[to]
            leaving_s[j], arriving_s[j] = departure_s[i], departure_s[i] + travel_s[i]
            rides[j] = lane[i] // destinations + 1
    return first, leaving_s, arriving_s, rides
