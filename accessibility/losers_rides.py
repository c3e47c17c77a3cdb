"""Losers' rides: the trips that journeys there and back were made with."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from accessibility.access import Question
from accessibility.losers_journeys import Journeys
from gtfs.timetable import Ints
from mobility.connections import Connections
from mobility.day import DAY_UNTIL_S, Day, profiles_to
from mobility.doors import Sets, door_s, taken_doors
from mobility.legs import Rides, find_rides
from mobility.profiles import UNREACHED, Limits, Profiles, scan
from mobility.rows import TOO_LONG
from mobility.threads import in_threads


class Pairs(NamedTuple):
    """Numbered pairs of a point and a target."""

    point: Ints  # [pair]
    target: Ints  # [pair]


class _Looking(NamedTuple):
    """A day seen from one target: as it is, or its mirror image for the way back."""

    day: Day
    profiles: Profiles
    reach_s: Ints  # [stop] from it to the target


def trips_of(
    question: Question,
    day: Day,
    pairs: Pairs,
    journeys: Journeys,
    *,
    back: bool,
    threads: int | None = None,
) -> list[tuple[int, ...]]:
    """Return ``[journey]`` the trips ridden, in their order; ``back`` is from the target home.

    Of several ways to the same departure, arrival and rides any will do.
    """
    target = pairs.target[journeys.pair]
    trips: list[tuple[int, ...]] = [()] * len(target)

    def look(one: int) -> None:
        rows = np.flatnonzero(target == one)
        reach_s = door_s(question.targets, one, day.stops)
        looking = _back(day, reach_s) if back else _Looking(day, profiles_to(day, reach_s), reach_s)
        point = pairs.point[journeys.pair[rows]]
        ordered, sets = _sets(point, journeys.taken(rows), back=back)
        doors = taken_doors(question.points, np.unique(point))
        rides = find_rides(looking.day, looking.profiles, doors, looking.reach_s, sets)
        for row, ridden in zip(rows[ordered].tolist(), _ridden(looking.day, rides), strict=True):
            trips[row] = ridden[::-1] if back else ridden

    in_threads(look, np.unique(target).tolist(), threads=threads, label="Fahrten")
    return trips


def _back(day: Day, access_s: Ints) -> _Looking:
    """Return the mirror image in which one travels from home to the target, backwards in time."""
    connections, transfers, changes = day.mirror
    moving = day.moving
    before_s = np.where(access_s < UNREACHED, access_s + moving.board_slack_s, UNREACHED)
    limits = Limits(moving.max_rides, after_s=-DAY_UNTIL_S)
    ahead_s = scan(connections, transfers, changes, before_s[None], limits)[:, :, 0]
    arrival_s = connections.departure_s[:, None] + ahead_s.astype(np.int32)
    profiles = Profiles(np.where(ahead_s < TOO_LONG, arrival_s, UNREACHED))
    unhurried = moving.model_copy(update={"board_slack_s": 0})  # it is in the way to the stop
    mirrored = Day(day.date, unhurried, connections, day.runs, transfers)
    return _Looking(mirrored, profiles, before_s)


def _sets(point: Ints, journeys: Journeys, *, back: bool) -> tuple[Ints, Sets]:
    """Return the rows by point and departure, and the sets they make; mirrored for the way back."""
    departure_s = -journeys.arrival_s if back else journeys.departure_s
    arrival_s = -journeys.departure_s if back else journeys.arrival_s
    order = np.lexsort((departure_s, point))
    _, counts = np.unique(point, return_counts=True)
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    times = [column[order].astype(np.int32) for column in (departure_s, arrival_s)]
    return order, Sets(first, times[0], times[1], journeys.rides[order].astype(np.int8))


def _ridden(day: Day, rides: Rides) -> list[tuple[int, ...]]:
    """Return ``[journey]`` the trips of its rides."""
    connections: Connections = day.connections
    trip = day.runs.trip[connections.run[rides.board]].tolist()
    first = rides.first.tolist()
    return [tuple(trip[begin:end]) for begin, end in pairwise(first)]
