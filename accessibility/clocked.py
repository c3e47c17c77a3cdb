"""Clocked trips: the shortest that keep a clock at the target, from and to every stop.

For shifts, where only a short part of the day is asked about: it is scanned alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from accessibility.parts_of_day import part_of_day
from gtfs.timetable import Ints, Timetable
from mobility.day import Day, look_from, look_to, sets_back, together
from mobility.doors import Doors, Sets, door_s, sets_of
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Clocked:
    """Targets and the spans in which one arrives at them, or leaves them on the way back."""

    day: Day
    targets: Doors
    stops: Ints  # where one boards on the way there, alights on the way back
    spans: Sequence[Span]  # on the clock of the target, both ends included
    back: bool

    def shortest(self, threads: int | None = None) -> Ints:
        """Return ``[target, span, stop]`` the shortest trip, ``UNREACHED`` where there is none.

        From standing at the stop to the door of the target (or back), with the slack before the
        first boarding and the walk at the target.
        """
        _ = self.day.mirror if self.back else self.day.changes  # before several threads ask for it
        some = together(range(len(self.targets.first) - 1))
        found = in_threads(self._of_some, some, threads=threads, label="Fahrten")
        shortest = np.array(list(chain.from_iterable(found)), np.int32)
        return shortest.reshape(-1, len(self.spans), self.day.stops)

    def _of_some(self, some: Sequence[int]) -> list[Ints]:
        standing = standing_at(self.stops)
        doors = np.stack([door_s(self.targets, one, self.day.stops) for one in some])
        seen = (look_from if self.back else look_to)(self.day, doors, standing)
        nobody_walks = np.full((len(some), len(self.stops)), UNREACHED, np.int32)
        journeys = sets_back if self.back else sets_of
        return [self._of_one(sets) for sets in journeys(seen, standing, nobody_walks)]

    def _of_one(self, sets: Sets) -> Ints:
        """Return ``[span, stop]`` the shortest trips of one target."""
        trip_s = (sets.arrival_s - sets.departure_s).astype(np.int32)
        clock = sets.departure_s if self.back else sets.arrival_s
        stop = np.repeat(self.stops, np.diff(sets.first))
        shortest = np.full((len(self.spans), self.day.stops), UNREACHED, np.int32)
        for row, (first, last) in zip(shortest, self.spans, strict=True):
            kept = (clock >= first) & (clock <= last)
            np.minimum.at(row, stop[kept], trip_s[kept])
        return shortest


def clocked(
    timetable: Timetable,
    day: Day,
    targets: Doors,
    homes: Doors,
    spans: Sequence[Span],
    *,
    longest_s: int,
    back: bool = False,
) -> Clocked:
    """Return the question of trips no longer than ``longest_s``, from the stops near any home."""
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    part = (first, last + longest_s) if back else (first - longest_s, last + 1)
    day_part = part_of_day(timetable, day, part, longest_s=longest_s)
    return Clocked(day_part, targets, np.unique(homes.stop), spans, back)


def standing_at(stops: Ints) -> Doors:
    """Return doors at the stops themselves."""
    return Doors(np.arange(len(stops) + 1, dtype=np.int32), stops, np.zeros(len(stops), np.int32))
