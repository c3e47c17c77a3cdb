"""Rides that keep a clock at the target: the shortest from and to every stop, legs read exactly.

The way back is the way there with time running backwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from accessibility.clocked import Span, standing_at
from gtfs.timetable import Bools, Ints
from mobility.boards import Leaving
from mobility.day import Day, profiles_to_each, together
from mobility.doors import Doors, Sets, door_s, find_sets
from mobility.legs import find_rides
from mobility.profiles import NEVER, UNREACHED, Profiles
from mobility.threads import in_threads


@dataclass(frozen=True, eq=False)
class Rides:
    """Targets, and the spans in which one arrives at them on the clock of the day."""

    day: Day  # a part of it, or its mirror image
    leaving: Leaving
    targets: Doors
    slack_s: int  # at the target's stop; only in the mirror image, where it is the first
    stops: Sequence[Ints]  # [target] the stops asked about
    spans: Sequence[Span]  # both ends included

    def shortest(self, threads: int | None = None) -> Ints:
        """Return ``[target, span, stop]`` seconds from the first boarding to the last alighting.

        ``UNREACHED`` where no journey from the stop arrives in the span.
        """
        _ = self.day.changes  # before several threads ask for it
        some = together(range(len(self.targets.first) - 1))
        found = in_threads(self._of_some, some, threads=threads, label="Schulen")
        shortest = np.array(list(chain.from_iterable(found)), np.int32)
        return shortest.reshape(-1, len(self.spans), self.day.stops)

    def _of_some(self, some: Sequence[int]) -> list[Ints]:
        near_s = np.stack([door_s(self.targets, one, self.day.stops) for one in some])
        near_s = np.where(near_s < UNREACHED, near_s + self.slack_s, UNREACHED).astype(np.int32)
        profiles = profiles_to_each(self.day, near_s)
        return [self._of_one(*one) for one in zip(some, near_s, profiles, strict=True)]

    def _of_one(self, target: int, near_s: Ints, profiles: Profiles) -> Ints:
        stops = self.stops[target]
        standing, nobody_walks = standing_at(stops), np.full(len(stops), UNREACHED, np.int32)
        connections = self.day.connections
        sets = find_sets(connections, profiles, standing, nobody_walks, self.leaving)
        within = [(sets.arrival_s >= one) & (sets.arrival_s <= last) for one, last in self.spans]
        sets = _some(sets, np.any(within, axis=0))
        rides = find_rides(self.day, profiles, standing, near_s, sets)
        boarding, alighting = rides.board[rides.first[:-1]], rides.alight[rides.first[1:] - 1]
        ride_s = connections.arrival_s[alighting] - connections.departure_s[boarding]
        stop = np.repeat(stops, np.diff(sets.first))
        shortest = np.full((len(self.spans), self.day.stops), UNREACHED, np.int32)
        for row, (first, last) in zip(shortest, self.spans, strict=True):
            kept = (sets.arrival_s >= first) & (sets.arrival_s <= last)
            np.minimum.at(row, stop[kept], ride_s[kept])
        return shortest


def rides_to(part: Day, targets: Doors, stops: Sequence[Ints], spans: Sequence[Span]) -> Rides:
    """Return the question of rides from the stops that arrive at the targets in the spans."""
    return Rides(part, part.leaving, targets, 0, stops, spans)


def rides_from(part: Day, targets: Doors, stops: Sequence[Ints], spans: Sequence[Span]) -> Rides:
    """Return the question of rides to the stops that leave the targets in the spans."""
    moving = part.moving
    connections, transfers, _ = part.mirror
    unhurried = moving.model_copy(update={"board_slack_s": 0})
    image = Day(part.date, unhurried, connections, part.runs, transfers)
    leaving = Leaving(0, NEVER, UNREACHED, moving.max_travel_s)
    mirrored = [(-until, -since) for since, until in spans]
    return Rides(image, leaving, targets, moving.board_slack_s, stops, mirrored)


def _some(sets: Sets, kept: Bools) -> Sets:
    """Return some of the journeys."""
    counts = np.concatenate(([0], np.cumsum(kept)))
    columns = (sets.departure_s, sets.arrival_s, sets.rides)
    return Sets(counts[sets.first], *(column[kept] for column in columns))
