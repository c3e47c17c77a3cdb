"""Queues: kernel that finds the journeys of a door among the boardings of all stops around it."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Ints
from mobility.boards import Boards
from mobility.kernels import ZERO, kernel, part, woven
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

    By falling departure; ``lane`` is the place in the boards' rows: by ride, then destination.
    """

    first: Ints  # [door + 1]
    departure_s: Ints  # [journey]
    travel_s: Ints  # [journey]
    lane: Ints  # [journey]


class _Lanes(NamedTuple):
    """What is known of each lane of a door."""

    best: Small  # how long after the last departure that improved any one is there
    fewer: Small  # the same with a ride less
    told: Small  # what is written of it
    limit: Small
    new: Small  # 1 where there is more to tell
    hits: Ints  # the lanes where there is


def find_journeys(boards: Boards, first: Ints, stop: Ints, walk_s: Ints, limit_s: Small) -> Found:
    """Return the journeys shorter than ``limit_s`` ``[destination, door]``.

    Door *o* has the links ``first[o] : first[o + 1]`` to a stop.
    """
    destinations, rides = len(limit_s), boards.ahead_s.shape[1]
    lanes = rides * destinations
    rows = boards.ahead_s.reshape(len(boards.time_s), lanes)
    best = np.full(destinations + lanes, TOO_LONG, np.uint16)
    (told, limit, new), hits = np.empty((3, lanes), np.uint16), np.empty(lanes + 1, np.int32)
    of_lane = _Lanes(best[destinations:], best[:lanes], told, limit, new, hits)
    queues = Queues(*np.empty((4, int(np.diff(first).max(initial=0)) + 1), np.int64))
    begin = np.zeros(len(first), np.int64)
    found = _find(
        boards._replace(ahead_s=rows), (first, stop, walk_s), limit_s, of_lane, (queues, begin)
    )
    return Found(begin, *found[:, : begin[-1]])


@kernel
def _find(
    boards: Boards,
    doors: tuple[Ints, Ints, Ints],
    limit_s: Small,
    of_lane: _Lanes,
    room: tuple[Queues, Ints],
) -> Ints:
    """Return the columns of the journeys and write where those of each door begin.

    The departures of every stop fall already: a door takes the latest of all its queues, time
    after time. All arrays are local names, as in the scan.
    """
    board_first, time_s, rows, leaving_of = boards
    first, stop, walk_s = doors
    best, fewer, told, limit, new, hits = of_lane
    queues, begin = room
    key, next_of, last, ahead_s = queues
    slack_s, from_s, until_s, _ = leaving_of
    destinations, lanes, size = len(limit_s), len(best), ZERO
    found = np.empty((3, 1024), np.int32)
    for door in range(len(first) - 1):
        count = ZERO
        for link in range(first[door], first[door + 1]):
            at, ahead = stop[link], walk_s[link] + slack_s
            span = board_first[at], board_first[at + 1], until_s + ahead
            count = _line_up(queues, time_s, span, ahead, count)
        key[count] = EMPTY
        for lane in range(lanes):
            best[lane], told[lane] = TOO_LONG, TOO_LONG
            limit[lane] = limit_s[lane % destinations, door]
        leaving, improved = until_s, False
        while True:
            departure, q = key[0] // QUEUES, key[0] % QUEUES
            if improved and departure < leaving:  # all that leaves then has been taken
                number = _hits(best, fewer, told, limit, new, hits)
                found = with_room(found, size, number)
                for i in range(number):
                    hit = hits[i]
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
            behind, next_of[q] = EMPTY, boarding + 1
            if boarding + 1 < last[q]:
                behind = (time_s[boarding + 1] - ahead_s[q]) * QUEUES + q
            _sink(key, behind)
        begin[door + 1] = size
    return found


@part
def _line_up(
    queues: Queues, time_s: Ints, span: tuple[int, int, int], ahead_s: int, count: int
) -> int:
    """Queue a stop's boardings, begin to end, before a time; return how many queues there are."""
    key, boarding, last, ahead = queues
    begin, end, until_s = span
    while begin < end and time_s[begin] >= until_s:
        begin += 1
    if begin == end:
        return count
    boarding[count], last[count], ahead[count] = begin, end, ahead_s
    new, place = (time_s[begin] - ahead_s) * QUEUES + count, count
    while place > 0 and key[place - 1] < new:
        key[place] = key[place - 1]
        place -= 1
    key[place] = new
    return count + 1


@woven
def _sink(key: Ints, behind: int) -> None:
    """Put a key where it belongs in place of the first."""
    place = 0
    while key[place + 1] > behind:
        key[place] = key[place + 1]
        place += 1
    key[place] = behind


@part
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


@part
def _improve(best: Small, rows: Small, row: int, ahead_s: int) -> None:
    """Improve the lanes by boarding, ``ahead_s`` after leaving."""
    at, ahead = np.uint64(row), np.uint16(ahead_s)
    most = np.uint16(TOO_LONG - ahead)
    for n in range(len(best)):
        best[n] = min(best[n], np.uint16(min(rows[at, n], most) + ahead))


@part
def _lengthen(row: Small, by_s: int) -> None:
    """Add seconds to all lanes; what is too long remains so."""
    by, most = np.uint16(by_s), np.uint16(TOO_LONG - by_s)
    for n in range(len(row)):
        row[n] = min(row[n], most) + by


@part
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


@part
def with_room(found: Ints, size: int, more: int) -> Ints:
    """Return the columns with room for some more."""
    if size + more <= found.shape[1]:
        return found
    larger = np.empty((3, 2 * (size + more)), np.int32)
    for column in range(3):
        for i in range(size):  # a slice would take seconds to compile
            larger[column, i] = found[column, i]
    return larger


def by_destination(found: Found, destinations: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return ``[destination, door + 1]`` where journeys begin; departure, arrival and rides.

    All to one destination stand together, by door and rising departure.
    """
    first = np.zeros((destinations, len(found.first)), np.int64)
    leaving_s, arriving_s = np.empty((2, len(found.lane)), np.int32)
    rides = np.empty(len(found.lane), np.int8)
    _sort(found, first, np.empty(destinations, np.int64), (leaving_s, arriving_s, rides))
    return first, leaving_s, arriving_s, rides


@kernel
def _sort(found: Found, first: Ints, at: Ints, columns: tuple[Ints, Ints, Ints]) -> None:
    """Write the columns and where journeys begin; ``at`` ``[destination]`` is written on."""
    begin, departure_s, travel_s, lane = found
    leaving_s, arriving_s, rides = columns
    destinations, doors = len(at), len(begin) - 1
    for door in range(doors):
        for i in range(begin[door], begin[door + 1]):
            first[lane[i] % destinations, door + 1] += 1
    end = 0
    for to in range(destinations):
        for door in range(doors + 1):
            end += first[to, door]
            first[to, door] = end
    for door in range(doors):
        for to in range(destinations):
            at[to] = first[to, door + 1]
        for i in range(begin[door], begin[door + 1]):
            to = lane[i] % destinations
            at[to] -= 1
            j = at[to]
            leaving_s[j], arriving_s[j] = departure_s[i], departure_s[i] + travel_s[i]
            rides[j] = lane[i] // destinations + 1
