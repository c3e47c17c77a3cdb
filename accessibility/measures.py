"""Measures: what population points have towards targets, for the pairs worth computing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accessibility.folds import Window, find_useful, fold_day
from accessibility.minutes import ranked_times, served_hours
from accessibility.stays import find_arrivals, longest_stays
from accessibility.window_fold import InWindow, fold_window
from gtfs.timetable import Bools, Ints
from mobility.day import DAY_FROM_S, Day, together
from mobility.doors import Doors, Sets
from mobility.leaflets import Leaflets, leaflets_of
from mobility.looks import look_both_ways
from mobility.merging import Pairs, merge, merge_back, stops_near
from mobility.offers import Offers, least_s
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

MEDIAN = np.array([50], np.int32)
TOGETHER = 64  # targets a scan: it ranks the soonest ways alone, so many may be
BLOCK = 1024  # pairs at a time: their journeys fit into the caches


class Trip(NamedTuple):
    """One class's question: its targets (rows of the target doors), limit and window."""

    targets: Ints  # ascending
    limit_s: int | None  # None: nothing can be said of whether it is enough
    window: Window
    own: Ints | None = None  # [point] the one target open to it, -1 for none; None: all are
    together: Ints | None = None  # [target] number of its Verbund, of which all must be reached


def limits_of(trips: Iterable[Trip]) -> list[int]:
    """Return the limits of some classes, ascending."""
    limits = {trip.limit_s for trip in trips}
    return sorted(limit for limit in limits if limit is not None)


@dataclass(frozen=True, eq=False)
class Asked:
    """A day, the doors of points and targets, and the classes asked for."""

    day: Day
    points: Doors
    targets: Doors
    walk_s: Ints  # [point, target] all the way
    trips: Mapping[str, Trip]
    before_s: Sequence[int] = ()  # clock times by which one wants to be there
    slot_s: int | None = None  # of the window, each to be served; None: it is one slot
    planned: bool = False  # asks by timetable alone: neither random times nor served hours
    limits: Sequence[int] | None = None  # s, of classes not asked for too; None: of those that are

    @property
    def window(self) -> Window:
        """The window, of all classes the same."""
        return next(iter(self.trips.values())).window

    @property
    def slots_s(self) -> int:
        """Length of a slot."""
        return self.slot_s or self.window.until_s - self.window.from_s

    @property
    def limits_s(self) -> list[int]:
        """The limits for which served hours are asked, ascending: those of all classes."""
        if self.planned:
            return []
        return limits_of(self.trips.values()) if self.limits is None else [*self.limits]


class Figures(NamedTuple):
    """What points have towards targets, ``UNREACHED`` or ``NO_TIME`` where there is nothing."""

    target: Ints  # [pair]
    point: Ints  # [pair]
    travel_time_p50: Ints
    journey_time_min: Ints
    journey_time_p50: Ints
    rides_min: Ints
    journeys: Ints
    return_journeys: Ints
    first_departure: Ints
    last_return: Ints
    longest_gap: Ints
    every_slot: Bools  # there and back
    walk_s: Ints
    served_hours: Ints  # [pair, limit]
    longest_stay: Ints  # [pair]
    departure_by: Ints  # [pair, clock time] the latest that arrives by then


@dataclass(frozen=True, eq=False)
class Views:
    """The scans of all targets, there and back, and what no journey there is shorter than."""

    portions: Sequence[Ints]  # targets scanned together
    there: Sequence[Offers]  # [portion]
    back: Sequence[Offers]
    least_s: Ints  # [target, point] the walk counts too, UNREACHED where no way leads


def look_around(asked: Asked, *, threads: int | None = None) -> Views:
    """Scan there and back once per target of any class."""
    targets = np.unique(np.concatenate([trip.targets for trip in asked.trips.values()]))
    portions = [np.array(some) for some in together(targets.tolist(), TOGETHER)]
    ends = asked.points, asked.targets
    there, back = look_both_ways(asked.day, ends, portions, threads=threads)
    least = np.full(asked.walk_s.T.shape, UNREACHED, np.int32)
    for some, offers in zip(portions, there, strict=True):
        least[some] = np.minimum(least_s(offers, asked.points), asked.walk_s.T[some])
    return Views(portions, there, back, least)


def figures_of(asked: Asked, views: Views, pairs: Bools, *, threads: int | None = None) -> Figures:
    """Return the figures of the pairs ``[target, point]`` asked for, by target and point."""

    def of_portion(portion: int) -> Figures:
        wanted = pairs_of(asked, views.portions, portion, pairs)
        return measured(asked, wanted, leaflets_for(asked, views, wanted))

    wanted = [at for at, targets in enumerate(views.portions) if pairs[targets].any()]
    found = in_threads(of_portion, wanted, threads=threads)
    return joined((towards_nothing(asked), *found))


class Portion(NamedTuple):
    """Pairs of points and the targets of a portion."""

    number: int
    target: Ints  # [pair]
    pairs: Pairs  # the destinations are those of the portion

    def of(self, some: Bools | Ints | slice) -> "Portion":
        """Return some of the pairs."""
        pairs = Pairs._make(column[some] for column in self.pairs)
        return self._replace(target=self.target[some], pairs=pairs)


class Around(NamedTuple):
    """Leaflets of the stops around the points of some pairs."""

    there: Leaflets
    back: Leaflets


def pairs_of(asked: Asked, portions: Sequence[Ints], portion: int, pairs: Bools) -> Portion:
    """Return the pairs ``[target, point]`` asked for whose targets are of the portion."""
    targets = portions[portion]
    to, point = np.divmod(np.flatnonzero(pairs[targets]), pairs.shape[1])  # many times quicker
    limit_s = np.minimum(asked.walk_s[point, targets[to]], asked.day.moving.max_travel_s + 1)
    return Portion(portion, targets[to], Pairs(point, to, limit_s.astype(np.int32)))


def leaflets_for(asked: Asked, views: Views, wanted: Portion) -> Around:
    """Return the leaflets of all stops around the points of the pairs."""
    shape = len(views.portions[wanted.number]), asked.day.stops
    near = stops_near(asked.points, wanted.pairs, shape)
    farthest_s = int(asked.points.walk_s.max(initial=0))
    there, back = views.there[wanted.number], views.back[wanted.number]
    return Around(leaflets_of(there, near, farthest_s), leaflets_of(back, near, farthest_s))


def measured(asked: Asked, wanted: Portion, around: Around) -> Figures:
    """Return the figures of the pairs, a block of them at a time."""
    parts = [towards_nothing(asked)]
    for begin in range(0, len(wanted.target), BLOCK):
        some = wanted.of(slice(begin, begin + BLOCK))
        sets = sets_of_pairs(asked, some.pairs, around)
        parts.append(towards(asked, (some.target, some.pairs.door), Ridden.of(*sets)))
    return joined(parts)


def sets_of_pairs(asked: Asked, pairs: Pairs, around: Around) -> tuple[Sets, Sets]:
    """Return the journeys there and back that departure and arrival alone do not rule out."""
    there = merge(around.there, asked.points, pairs)
    return there, merge_back(around.back, asked.points, pairs, DAY_FROM_S)


def joined(parts: Iterable[Figures]) -> Figures:
    """Return the pairs of all parts."""
    return Figures(*map(np.concatenate, zip(*parts, strict=True)))


class Ridden(NamedTuple):
    """The journeys of some pairs, and which of them a leaflet would print."""

    out: Sets
    home: Sets
    useful: Bools  # [journey out]
    useful_home: Bools

    @classmethod
    def of(cls, out: Sets, home: Sets) -> "Ridden":
        """Find the useful ones."""
        return cls(out, home, find_useful(out), find_useful(home))


def towards(asked: Asked, pairs: tuple[Ints, Ints], ridden: Ridden) -> Figures:
    """Return the figures of some pairs, targets and points, with their journeys."""
    target, points = pairs
    longest_s, walk_s = asked.day.moving.max_travel_s, asked.walk_s[points, target].astype(np.int32)
    out, home, useful, useful_home = ridden
    there, back = fold_day(out, useful), fold_day(home, useful_home)
    arrivals = find_arrivals(out, useful, np.array(asked.before_s, np.int32))
    hours = [served_hours(out, walk_s, min(limit, longest_s)) for limit in asked.limits_s]
    return Figures(
        target=target.astype(np.int32),
        point=points.astype(np.int32),
        journeys=there.journeys,
        return_journeys=back.journeys,
        first_departure=there.first_departure,
        last_return=back.last_departure,
        longest_gap=there.longest_gap,
        walk_s=walk_s,
        served_hours=np.column_stack((np.empty((len(points), 0), np.int32), *hours)),
        longest_stay=longest_stays(arrivals.first, back.last_departure),
        departure_by=arrivals.departure,
        travel_time_p50=_medians(asked, walk_s, out),
        **in_window(asked, walk_s, ridden)._asdict(),
    )


def in_window(asked: Asked, walk_s: Ints, ridden: Ridden) -> InWindow:
    """Return what ``towards`` does of the window by timetable, from journeys found before."""
    out, home = (ridden.out, ridden.useful), (ridden.home, ridden.useful_home)
    return fold_window(out, home, walk_s, asked.window, asked.slots_s)


def _medians(asked: Asked, walk_s: Ints, out: Sets) -> Ints:
    """Return ``[pair]`` the median of random departures."""
    if asked.planned:
        return np.full(len(walk_s), UNREACHED, np.int32)
    longest_s = asked.day.moving.max_travel_s
    return ranked_times(out, walk_s, asked.window, longest_s, MEDIAN).percentile[:, 0]


def towards_nothing(asked: Asked) -> Figures:
    """Return the figures of no pair."""
    none, every_slot = np.empty(0, np.int32), np.empty(0, np.bool_)
    hours = np.empty((0, len(asked.limits_s)), np.int32)
    by = np.empty((0, len(asked.before_s)), np.int32)
    return Figures._make([*[none] * 11, every_slot, none, hours, none, by])


def taken(figures: Figures, rows: Ints) -> Figures:
    """Return some of the pairs, in the order of the rows."""
    return Figures._make(np.take(column, rows, axis=0) for column in figures)
