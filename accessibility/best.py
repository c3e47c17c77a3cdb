"""Best: which pair every point is best off with, of the targets of a class, and if it is enough."""

from typing import NamedTuple

import numpy as np

from accessibility.measures import Trip
from accessibility.verbuende import Offered, candidates, offered_as_one
from gtfs.timetable import NONE, Bools, Ints
from mobility.kernels import kernel, part
from mobility.profiles import UNREACHED

NO_LIMIT = -1  # s: nothing takes less
LATER = np.int64(2**40)  # s, more than any time: who does not meet the standard comes after


class Best(NamedTuple):
    """The best pair of each point, and what decided for it."""

    rows: Ints  # [partner, point] of a Verbund all partners, -1 where there is no pair
    planned_s: Ints  # [point] UNREACHED where there is none
    walk_s: Ints  # [point]
    every_slot: Bools  # [point]
    journeys: Ints  # [point]

    @property
    def time_s(self) -> Ints:
        """``[point]`` the planned journey or else the walk, just under ``UNREACHED`` without."""
        time_s = np.where(self.planned_s < UNREACHED, self.planned_s, self.walk_s)
        return np.minimum(time_s, np.int32(UNREACHED - 1))

    @property
    def served(self) -> Bools:
        """``[point]`` whether it is one: journeys at the edges of the day have no time."""
        return np.asarray((self.journeys > 0) | (self.walk_s < UNREACHED))

    def met(self, limit_s: int | None) -> Bools:
        """Return ``[point]`` whether the standard is met; never where there is no limit."""
        on_foot = self.walk_s < UNREACHED  # it needs no service
        soon = np.minimum(self.planned_s, self.walk_s) <= limit_of(limit_s)
        return np.asarray(soon & (on_foot | self.every_slot))


def best_of_class(offered: Offered, rows: Ints, trip: Trip, points: int) -> Best:
    """Return the best pair of each point, of some pairs of a class, however bad.

    First those that meet the standard, then the shortest planned journey (the walk where there
    is no ride), then the most journeys, then the order of the list.
    """
    among = candidates(offered, rows, trip, points)
    some, number = offered, among[0]
    if len(among) > 1:
        some = offered_as_one(Offered._make(column[among] for column in offered))
        number = np.arange(len(number))
    best = best_of_points(some, number, limit_of(trip.limit_s), points)
    rows = np.full((len(among), points), NONE, np.int64)
    rows[:, best != NONE] = among[:, best[best != NONE]] if len(among) > 1 else best[best != NONE]
    return Best(rows, *_decided(some, best))


def best_of_all(offered: Offered, limit_s: int | None, points: int) -> Best:
    """Return the best of all pairs, whatever their class."""
    best = best_of_points(offered, np.arange(len(offered.point)), limit_of(limit_s), points)
    return Best(best[None], *_decided(offered, best))


def best_at(offered: Offered, rows: Ints) -> Best:
    """Return pairs ``[partner, point]`` as the best, with what decides."""
    if len(rows) == 1:
        return Best(rows, *_decided(offered, rows[0]))
    some = np.flatnonzero(rows[0] != NONE)
    number = np.full(rows.shape[1], NONE, np.int64)
    number[some] = np.arange(len(some))
    partners = Offered._make(column[rows[:, some]] for column in offered)
    return Best(rows, *_decided(offered_as_one(partners), number))


def limit_of(limit_s: int | None) -> int:
    """Return the limit, ``NO_LIMIT`` without any."""
    return NO_LIMIT if limit_s is None else limit_s


def of_chosen(values: Ints | Bools, chosen: Ints, missing: int) -> Ints:
    """Return the figures of the chosen pairs, -1 for none."""
    room: Ints = np.empty(len(values) + 1, values.dtype.name)
    room[:-1], room[-1] = values, missing
    return np.asarray(room.take(chosen, mode="wrap"))  # -1 is the last


@kernel
def best_of_points(offered: Offered, rows: Ints, limit_s: int, points: int) -> Ints:
    """Return ``[point]`` the best of some pairs, see ``best_of_class``."""
    best, least_s = np.full(points, -1, np.int64), np.full(points, 2 * LATER, np.int64)
    for pair in rows:
        planned_s, walk_s = offered.planned_s[pair], offered.walk_s[pair]
        time_s = np.int64(planned_s if planned_s < UNREACHED else walk_s)
        on_foot = walk_s < UNREACHED  # needs no service
        met = min(planned_s, walk_s) <= limit_s and (on_foot or offered.every_slot[pair])
        time_s += 0 if met else LATER
        point = offered.point[pair]
        if time_s < least_s[point] or (
            time_s == least_s[point] and _wins(offered, pair, best[point])
        ):
            best[point], least_s[point] = pair, time_s
    return best


@kernel
def _decided(offered: Offered, best: Ints) -> tuple[Ints, Ints, Bools, Ints]:
    """Return ``[point]`` what decided for the best: planned journey, walk, slots and journeys."""
    points = len(best)
    planned_s, walk_s = np.empty(points, np.int32), np.empty(points, np.int32)
    every_slot, journeys = np.empty(points, np.bool_), np.empty(points, np.int32)
    for point in range(points):
        pair = best[point]
        planned_s[point] = offered.planned_s[pair] if pair >= 0 else UNREACHED
        walk_s[point] = offered.walk_s[pair] if pair >= 0 else UNREACHED
        every_slot[point] = pair >= 0 and offered.every_slot[pair]
        journeys[point] = offered.journeys[pair] if pair >= 0 else 0
    return planned_s, walk_s, every_slot, journeys


@part
def _wins(offered: Offered, pair: int, other: int) -> bool:
    """Return whether a pair beats another that is reached as soon."""
    more = offered.journeys[pair] - offered.journeys[other]
    return bool(more > 0 or (more == 0 and offered.target[pair] < offered.target[other]))
