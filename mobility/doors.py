"""Doors: from what a scan knows of the stops to the journeys from door to door."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gtfs.timetable import Ints
from mobility.boards import Boards, Leaving, boards_of
from mobility.connections import Connections
from mobility.kernels import kernel
from mobility.profiles import UNREACHED, Profiles
from mobility.queues import by_destination, find_journeys
from mobility.rows import TOO_LONG, Small


class Doors(NamedTuple):
    """Walks between doors and the stops around them."""

    first: Ints  # [door + 1]
    stop: Ints  # [link]
    walk_s: Ints  # [link]


class Sets(NamedTuple):
    """Pareto sets of a scan: door *o* has ``first[o] : first[o + 1]``, by rising departure."""

    first: Ints  # [door + 1]
    departure_s: Ints  # [journey]
    arrival_s: Ints  # [journey]
    rides: Ints  # [journey] int8


def door_s(doors: Doors, door: int, stops: int) -> Ints:
    """Return ``[stop]`` the walk between one door and each stop, ``UNREACHED`` if too far."""
    reach = np.full(stops, UNREACHED, np.int32)
    links = slice(int(doors.first[door]), int(doors.first[door + 1]))
    np.minimum.at(reach, doors.stop[links], doors.walk_s[links])
    return reach


def taken_doors(doors: Doors, rows: Ints) -> Doors:
    """Return some of the doors, in the order of the rows."""
    counts = np.diff(doors.first)[rows]
    first = np.concatenate(([0], np.cumsum(counts)))
    link = np.arange(first[-1]) + np.repeat(doors.first[rows] - first[:-1], counts)
    return Doors(first.astype(np.int32), doors.stop[link], doors.walk_s[link])


def joined_doors(parts: Sequence[Doors]) -> Doors:
    """Return all doors, one part after the other; there must be a part."""
    first = np.cumsum(np.concatenate(([0], *(np.diff(one.first) for one in parts))))
    stop, walk_s = (np.concatenate([one[n] for one in parts]) for n in (1, 2))
    return Doors(first.astype(np.int32), stop, walk_s)


def boards_for(connections: Connections, ahead_s: Small, doors: Doors, leaving: Leaving) -> Boards:
    """Return what the doors see of the destinations of a scan."""
    near = np.zeros(len(connections.leaving_first) - 1, np.bool_)
    near[doors.stop] = True
    return boards_of(connections, ahead_s, near, leaving, int(doors.walk_s.max(initial=0)))


def find_sets(
    connections: Connections, profiles: Profiles, doors: Doors, walk_s: Ints, leaving: Leaving
) -> Sets:
    """Return the journeys from every door to the destination of the profiles."""
    arrival_s = profiles.ride_arrival_s
    ahead_s = np.where(
        arrival_s < UNREACHED, arrival_s - connections.departure_s[:, None], TOO_LONG
    )
    boards = boards_for(connections, ahead_s.astype(np.uint16)[:, :, None], doors, leaving)
    (sets,) = sets_of(boards, doors, walk_s[None])
    return sets


def sets_of(boards: Boards, doors: Doors, walk_s: Ints) -> list[Sets]:
    """Return the journeys from every door to each destination.

    ``walk_s`` ``[destination, door]`` is the walk all the way, ``UNREACHED`` if too far:
    journeys that are not faster are dropped. Where it is 0 nothing is looked for.
    """
    limit_s = np.minimum(walk_s, boards.leaving.longest_s + 1).astype(np.uint16)
    found = find_journeys(boards, *one_type(doors), limit_s)
    first, departure_s, arrival_s, rides = by_destination(found, len(limit_s))
    parts = [(one, slice(int(one[0]), int(one[-1]))) for one in first]
    return [
        Sets(one - one[0], departure_s[part], arrival_s[part], rides[part]) for one, part in parts
    ]


def one_type(doors: Doors) -> Doors:
    """Return the doors as kernels are compiled for, whether mapped from a file or just made."""
    return Doors(*(_read_only(column) for column in doors))


def _read_only(column: Ints) -> Ints:
    """Return a view of one type, whether mapped from a file or just made: compiled once."""
    view = column.astype(np.int32, copy=False).view()
    view.setflags(write=False)
    return view


def mirrored(sets: Sets, from_s: int) -> Sets:
    """Return sets found in the mirror image on the real clock, without departures too early."""
    first, columns = _mirrored(sets, from_s)
    return Sets(first, columns[0].copy(), columns[1].copy(), columns[2].astype(np.int8))


@kernel
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
