"""Losers' journeys: useful journeys that are gone, and the best that is left, useful or not."""

from dataclasses import dataclass

import numpy as np

from accessibility.folds import find_useful
from accessibility.held_sets import Towards, sets_towards
from accessibility.known import Known
from accessibility.measures import Asked
from gtfs.timetable import NONE, Bools, Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

PAIR = 1 << 32  # more than any clock time: numbers of pair and time sort by pair first


@dataclass(frozen=True, eq=False)
class Journeys:
    """Journeys of many pairs ``[journey]``, by pair and rising departure."""

    pair: Ints
    departure_s: Ints
    arrival_s: Ints
    rides: Ints
    useful: Bools

    def taken(self, chosen: Ints | Bools) -> "Journeys":
        """Return some of the journeys, in the order of the rows."""
        return Journeys(
            self.pair[chosen],
            self.departure_s[chosen],
            self.arrival_s[chosen],
            self.rides[chosen],
            self.useful[chosen],
        )


@dataclass(frozen=True, eq=False)
class Lost:
    """Journeys that are gone, and of each the next best; ``UNREACHED`` where nothing is left."""

    journeys: Journeys
    next_departure_s: Ints  # [journey] on foot: the same
    next_arrival_s: Ints  # [journey]
    next_useful: Bools  # [journey] on foot, and where nothing is left: yes

    @property
    def earlier_s(self) -> Ints:
        """How much earlier one must leave."""
        return self._left(np.maximum(self.journeys.departure_s - self.next_departure_s, 0))

    @property
    def later_s(self) -> Ints:
        """How much later one arrives."""
        return self._left(np.maximum(self.next_arrival_s - self.journeys.arrival_s, 0))

    @property
    def longer_s(self) -> Ints:
        """How much longer it takes."""
        duration = self.journeys.arrival_s - self.journeys.departure_s
        return self._left(self.next_arrival_s - self.next_departure_s - duration)

    def _left(self, seconds: Ints) -> Ints:
        return np.where(self.next_departure_s < UNREACHED, seconds, UNREACHED)


def journeys_of(
    asked: Asked,
    pair: Ints,
    *,
    useful: bool = False,
    known: Known | None = None,
    threads: int | None = None,
) -> tuple[Journeys, Journeys]:
    """Return the journeys there and back of all pairs; ``pair`` ``[target, point]`` is a number.

    ``useful`` leaves out all others; towards pairs that are ``known`` nothing is scanned again.
    """
    parts: list[tuple[Journeys, Journeys]] = []

    def gather(towards: Towards) -> None:
        number = pair[towards.target, towards.points]
        both = (_numbered(number, sets) for sets in (towards.out, towards.home))
        out, home = (one.taken(one.useful) if useful else one for one in both)
        parts.append((out, home))

    sets_towards(asked, pair != NONE, gather, known=known, threads=threads)
    return _sorted([out for out, _ in parts]), _sorted([home for _, home in parts])


def find_lost(before: Journeys, after: Journeys, walk_s: Ints) -> Lost:
    """Return the useful journeys before of which after none is as good, with the next best.

    As good is who leaves not earlier and arrives not later, or a walk ``[pair]`` that takes no
    longer. Next best is the journey after that costs least: time to leave earlier plus time to
    arrive later; or the walk. It need not be useful: a bus that runs as before a bit later is what
    is left, though a quicker one at another time of day now makes it count as too long.
    """
    asked = before if before.useful.all() else before.taken(before.useful)
    duration = asked.arrival_s - asked.departure_s
    gone = (_earliest(asked, after) > asked.arrival_s) & (walk_s[asked.pair] > duration)
    lost = asked.taken(gone)
    left = _undominated(after)
    best, cost_s = _next_best(lost, left)
    on_foot = walk_s[lost.pair].astype(np.int64)
    longer = on_foot - (lost.arrival_s - lost.departure_s)
    walks = (on_foot < UNREACHED) & (longer <= cost_s)
    departure_s, arrival_s = (
        np.append(one, UNREACHED)[best] for one in (left.departure_s, left.arrival_s)
    )
    return Lost(
        lost,
        np.where(walks, lost.departure_s, departure_s),
        np.where(walks, lost.departure_s + on_foot, arrival_s),
        walks | np.append(left.useful, True)[best],
    )


def _numbered(number: Ints, sets: Sets) -> Journeys:
    pair = np.repeat(number, np.diff(sets.first)).astype(np.int64)
    times = (sets.departure_s.astype(np.int64), sets.arrival_s.astype(np.int64))
    return Journeys(pair, *times, sets.rides, find_useful(sets))


def _sorted(parts: list[Journeys]) -> Journeys:
    """Return all journeys by pair; those of a pair are together already."""
    none = np.empty(0, np.int64)
    names = ("pair", "departure_s", "arrival_s", "rides", "useful")
    columns = [
        np.concatenate([none.astype(np.bool_ if name == "useful" else np.int64),
                        *(getattr(part, name) for part in parts)])
        for name in names
    ]  # fmt: skip
    every = Journeys(*columns)
    return every.taken(np.argsort(every.pair, kind="stable"))


def _earliest(asked: Journeys, after: Journeys) -> Ints:
    """Return ``[journey asked]`` the earliest arrival of its pair that leaves no earlier."""
    key = after.pair * PAIR + after.departure_s
    arrival = after.pair * PAIR + after.arrival_s
    least = np.minimum.accumulate(arrival[::-1])[::-1]  # a lower pair's are below all of a higher
    at = np.searchsorted(key, asked.pair * PAIR + asked.departure_s)
    found = np.append(least, np.iinfo(np.int64).max)[at] - asked.pair * PAIR
    return np.where(found < UNREACHED, found, UNREACHED)


def _undominated(after: Journeys) -> Journeys:
    """Return those than which none of the pair leaves no earlier and arrives no later."""
    ordered = after.taken(np.lexsort((-after.arrival_s, after.departure_s, after.pair)))
    arrival = ordered.pair * PAIR + ordered.arrival_s
    least = np.minimum.accumulate(arrival[::-1])[::-1]  # a lower pair's are below all of a higher
    return ordered.taken(arrival < np.append(least[1:], np.iinfo(np.int64).max))


def _next_best(lost: Journeys, after: Journeys) -> tuple[Ints, Ints]:
    """Return row and cost of the next best, ``NONE`` and ``UNREACHED`` where there is none.

    Undominated journeys that leave later arrive later. So none before the last that arrives in
    time, and none after the first that leaves in time, can cost less than those two.
    """
    count = len(lost.pair)
    low, high = _between(lost, after)
    size = np.maximum(high - low, 0)
    journey = np.repeat(np.arange(count), size)
    candidate = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size) + low[journey]
    departure_s, arrival_s = after.departure_s[candidate], after.arrival_s[candidate]
    earlier = np.maximum(lost.departure_s[journey] - departure_s, 0)
    cost_s = earlier + np.maximum(arrival_s - lost.arrival_s[journey], 0)
    order = np.lexsort((-departure_s, cost_s, journey))[::-1]
    best, least = np.full(count, NONE, np.int64), np.full(count, UNREACHED, np.int64)
    best[journey[order]], least[journey[order]] = candidate[order], cost_s[order]
    return best, least


def _between(lost: Journeys, after: Journeys) -> tuple[Ints, Ints]:
    """Return ``[journey]`` the half-open range of rows that may hold its next best."""
    begin = np.searchsorted(after.pair, lost.pair)
    end = np.searchsorted(after.pair, lost.pair, side="right")
    departures = after.pair * PAIR + after.departure_s
    arrivals = after.pair * PAIR + after.arrival_s
    in_time = np.searchsorted(arrivals, lost.pair * PAIR + lost.arrival_s, side="right") - 1
    leaves = np.searchsorted(departures, lost.pair * PAIR + lost.departure_s)
    return np.maximum(in_time, begin), np.minimum(leaves + 1, end)
