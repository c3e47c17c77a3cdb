"""Legs: kernel that reads the rides behind journeys back from the scan that found them."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import NONE, Bools, Ints
from mobility.connections import Connections
from mobility.day import Day
from mobility.doors import Doors, Sets
from mobility.kernels import kernel, part
from mobility.profiles import Profiles, rule_ready_s
from mobility.transfers import IMPOSSIBLE, Transfers

LATER = 2**31 - 1  # longer than any walk or change


class Rides(NamedTuple):
    """The rides of journeys, from boarding to alighting: *j* has ``first[j] : first[j + 1]``."""

    first: Ints  # [journey + 1]
    board: Ints  # [ride] connection one boards at
    alight: Ints  # [ride] connection one alights from
    seated: Bools  # [ride] one kept the seat instead of boarding


def find_rides(day: Day, profiles: Profiles, doors: Doors, egress_s: Ints, sets: Sets) -> Rides:
    """Return the rides of all journeys from the doors to the one ``egress_s`` ``[stop]`` away.

    Of several ways to the same departure, arrival and rides: the shortest first walk, seats kept as
    long as possible, then the shortest change.
    """
    first, board, alight, seated = _find_rides(
        day.connections,
        day.transfers,
        profiles.ride_arrival_s,
        doors,
        egress_s.astype(np.int32),
        (sets.first, sets.departure_s, sets.arrival_s, sets.rides),
        day.moving.board_slack_s,
    )
    if (board == NONE).any():  # the scan promised them
        raise AssertionError("a journey without the ride it begins or goes on with")
    return Rides(first, board, alight, seated)


@kernel
def _find_rides(
    connections: Connections,
    transfers: Transfers,
    value: Ints,
    doors: Doors,
    egress_s: Ints,
    sets: tuple[Ints, Ints, Ints, Ints],
    slack_s: int,
) -> tuple[Ints, Ints, Ints, Bools]:
    """Return the columns of ``Rides``; one that should be there and is not boards at ``NONE``."""
    door_first, departure_s, arrival_s, ridden = sets
    first = np.zeros(len(departure_s) + 1, np.int64)
    board, alight = np.empty(1024, np.int32), np.empty(1024, np.int32)
    seated = np.empty(1024, np.bool_)
    end = 0
    for door in range(len(door_first) - 1):
        for j in range(door_first[door], door_first[door + 1]):
            left, kept = ridden[j] - 1, False
            c = _first_ride(
                connections, value, doors, door, departure_s[j] + slack_s, (arrival_s[j], left)
            )
            while True:
                if end == len(board):
                    board, alight = np.append(board, board), np.append(alight, alight)
                    seated = np.append(seated, seated)
                board[end], seated[end] = c, kept
                if c == NONE:
                    end += 1
                    break
                alight[end], c, kept, arrived = _ride_on(
                    connections, transfers, value, egress_s, c, (arrival_s[j], left)
                )
                end += 1
                if arrived:
                    break
                left -= 0 if kept else 1
            first[j + 1] = end
    return first, board[:end].copy(), alight[:end].copy(), seated[:end].copy()


@part
def _first_ride(
    connections: Connections,
    value: Ints,
    doors: Doors,
    door: int,
    ready_s: int,
    goal: tuple[int, int],
) -> int:
    """Return the connection one boards first; ``ready_s`` at a stop before the door."""
    arrival, left = goal
    departure_s, leaving = connections.departure_s, connections.leaving
    found, least_s, nearest = NONE, LATER, LATER
    for link in range(doors.first[door], doors.first[door + 1]):
        stop, walk_s = doors.stop[link], doors.walk_s[link]
        if walk_s > least_s or (walk_s == least_s and stop >= nearest):
            continue
        at = _next(connections, stop, ready_s + walk_s)
        while at < connections.leaving_first[stop + 1]:
            c = leaving[at]
            if departure_s[c] > ready_s + walk_s:
                break
            if value[c, left] == arrival:
                found, least_s, nearest = int(c), walk_s, stop
                break
            at += 1
    return found


@part
def _next(connections: Connections, stop: int, from_s: int) -> int:
    """Return the place among the leaving ones of the first departure from a time on."""
    low, high = connections.leaving_first[stop], connections.leaving_first[stop + 1]
    while low < high:
        middle = (low + high) >> 1
        if connections.departure_s[connections.leaving[middle]] < from_s:
            low = middle + 1
        else:
            high = middle
    return int(low)


@part
def _ride_on(
    connections: Connections,
    transfers: Transfers,
    value: Ints,
    egress_s: Ints,
    c: int,
    goal: tuple[int, int],
) -> tuple[int, int, bool, bool]:
    """Follow the trip from a connection on.

    Returns the connection one alights from, the one boarded next, whether that is by keeping the
    seat, and whether one is at the door instead.
    """
    arrival, left = goal
    while True:
        if connections.may_alight[c]:
            at_door_s = np.int64(connections.arrival_s[c]) + egress_s[connections.to_stop[c]]
            if at_door_s == arrival:
                return c, NONE, False, True
        following = connections.following[c]
        if following == NONE:
            run = connections.run[c]
            for i in range(connections.stay_first[run], connections.stay_first[run + 1]):
                entered = connections.run_first[connections.stay_run[i]]
                if value[entered, left] == arrival:
                    return c, entered, True, False
        elif value[following, left] == arrival:
            c = following
            continue
        return c, _change(connections, transfers, value, c, goal), False, False


@kernel
def _change(
    connections: Connections, transfers: Transfers, value: Ints, c: int, goal: tuple[int, int]
) -> int:
    """Return the connection boarded after alighting, over the shortest change that does it."""
    stop = connections.to_stop[c]
    found, least_s, nearest = NONE, LATER, LATER
    if goal[1] == 0:
        return found  # no boarding is left
    for pair in range(transfers.special_first[stop], transfers.special_first[stop + 1]):
        there = transfers.special_to[pair]
        if there < nearest:
            other = _boarded(connections, transfers, value, (c, there, 0, pair), goal)
            if other != NONE:
                found, least_s, nearest = other, 0, there
    for pair in range(transfers.first[stop], transfers.first[stop + 1]):
        ready_s, there = transfers.ready_s[pair], transfers.to_stop[pair]
        if ready_s > least_s or (ready_s == least_s and there >= nearest):
            continue
        other = _boarded(connections, transfers, value, (c, there, ready_s, NONE), goal)
        if other != NONE:
            found, least_s, nearest = other, ready_s, there
    return found


@part
def _boarded(
    connections: Connections,
    transfers: Transfers,
    value: Ints,
    change: tuple[int, int, int, int],
    goal: tuple[int, int],
) -> int:
    """Return the first connection the change lets one catch that is at the door in time."""
    c, stop, ready_s, pair = change
    arrival, left = goal
    alighted_s = connections.arrival_s[c]
    for at in range(
        _next(connections, stop, alighted_s + ready_s), connections.leaving_first[stop + 1]
    ):
        other = int(connections.leaving[at])
        if connections.departure_s[other] > arrival:
            break
        if value[other, left - 1] != arrival:
            continue
        if pair == NONE:
            return other
        needed_s = rule_ready_s(
            connections, transfers, pair, connections.run[c], connections.run[other]
        )
        if needed_s != IMPOSSIBLE and connections.departure_s[other] - alighted_s >= needed_s:
            return other
    return NONE
