"""Measures: what population points have towards targets, for the pairs worth computing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accessibility.folds import Window, find_served, find_useful, plan
from accessibility.minutes import ranked_times, served_hours
from accessibility.stays import find_arrivals, longest_stays
from gtfs.timetable import Bools, Ints
from mobility.boards import Boards
from mobility.day import Day, look_from, look_to, make_ready, sets_back, together
from mobility.doors import Doors, Sets, door_s, only, sets_of, shortest_s, taken_doors
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

MEDIAN = np.array([50], np.int32)
BLOCK = 256  # points at a time: work for all threads, and results that fit into the caches


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
        """The limits of all classes, ascending."""
        return limits_of(self.trips.values())


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
    there: Sequence[Boards]  # [portion]
    back: Sequence[Boards]
    least_s: Ints  # [target, point] the walk counts too, UNREACHED where no way leads


def look_around(asked: Asked, *, threads: int | None = None) -> Views:
    """Scan there and back once per target of any class."""
    targets = np.unique(np.concatenate([trip.targets for trip in asked.trips.values()])).tolist()
    make_ready(asked.day)

    def look(job: tuple[bool, Ints]) -> Boards:
        back, some = job
        doors = np.stack([door_s(asked.targets, target, asked.day.stops) for target in some])
        return (look_from if back else look_to)(asked.day, doors, asked.points)

    portions = [np.array(some) for some in together(targets)]
    jobs = [(back, some) for back in (False, True) for some in portions]
    seen = in_threads(look, jobs, threads=threads, label="Ziele")
    there, back = seen[: len(portions)], seen[len(portions) :]
    least_s = np.full(asked.walk_s.T.shape, UNREACHED, np.int32)
    for some, boards in zip(portions, there, strict=True):
        least_s[some] = np.minimum(shortest_s(boards, asked.points), asked.walk_s.T[some])
    return Views(portions, there, back, least_s)


def figures_of(asked: Asked, views: Views, pairs: Bools, *, threads: int | None = None) -> Figures:
    """Return the figures of the pairs ``[target, point]`` asked for, by target and point."""
    jobs = [
        (portion, points)
        for portion, some in enumerate(views.portions)
        for points in _blocks(np.flatnonzero(pairs[some].any(axis=0)))
    ]
    parts = in_threads(lambda job: _of_block(asked, views, pairs, *job), jobs, threads=threads)
    nothing = _towards_nothing(len(asked.limits_s), len(asked.before_s))
    figures = joined((nothing, *parts))
    return taken(figures, np.lexsort((figures.point, figures.target)))


def _blocks(points: Ints) -> list[Ints]:
    """Return the points in blocks, so that all threads have work."""
    return [points[n : n + BLOCK] for n in range(0, len(points), BLOCK)]


def _of_block(asked: Asked, views: Views, pairs: Bools, portion: int, points: Ints) -> Figures:
    """Return the figures of some points towards the targets of a portion."""
    targets, doors = views.portions[portion], taken_doors(asked.points, points)
    wanted = pairs[np.ix_(targets, points)]
    walk_s = asked.walk_s.T[np.ix_(targets, points)].astype(np.int32)
    closed = np.where(wanted, walk_s, 0)  # of the others nothing is looked for
    out = sets_of(views.there[portion], doors, closed)
    home = sets_back(views.back[portion], doors, closed)
    return joined(
        _towards(asked, (int(target), points[kept]), only(there, kept), only(back, kept))
        for target, kept, there, back in zip(targets, wanted, out, home, strict=True)
    )


def joined(parts: Iterable[Figures]) -> Figures:
    """Return the pairs of all parts."""
    return Figures(*map(np.concatenate, zip(*parts, strict=True)))


def _towards(asked: Asked, pairs: tuple[int, Ints], out: Sets, home: Sets) -> Figures:
    """Return the figures of one target and some points, with their journeys out and home."""
    target, points = pairs
    window, longest_s = asked.window, asked.day.moving.max_travel_s
    walk_s, before_s = asked.walk_s[points, target], np.array(asked.before_s, np.int32)
    walk_s = walk_s.astype(np.int32)
    useful, useful_home = find_useful(out), find_useful(home)
    there, arrivals = plan(out, useful, walk_s, window), find_arrivals(out, useful, before_s)
    back = plan(home, useful_home, walk_s, window)
    served = find_served(out, useful, window, asked.slots_s)
    random = ranked_times(out, walk_s, window, longest_s, MEDIAN)
    hours = [served_hours(out, walk_s, min(limit, longest_s)) for limit in asked.limits_s]
    return Figures(
        target=np.full(len(points), target, np.int32),
        point=points.astype(np.int32),
        travel_time_p50=random.percentile[:, 0],
        journey_time_min=there.journey_time_min,
        journey_time_p50=there.journey_time_p50,
        rides_min=there.rides_min,
        journeys=there.day_journeys,
        return_journeys=back.day_journeys,
        first_departure=there.first_departure,
        last_return=back.last_departure,
        longest_gap=there.longest_gap,
        every_slot=served & find_served(home, useful_home, window, asked.slots_s),
        walk_s=walk_s,
        served_hours=np.column_stack((np.empty((len(points), 0), np.int32), *hours)),
        longest_stay=longest_stays(arrivals.first, back.last_departure),
        departure_by=arrivals.departure,
    )


def _towards_nothing(limits: int, clock_times: int) -> Figures:
    """Return the figures of no pair."""
    none, every_slot = np.empty(0, np.int32), np.empty(0, np.bool_)
    hours, by = np.empty((0, limits), np.int32), np.empty((0, clock_times), np.int32)
    return Figures._make([*[none] * 11, every_slot, none, hours, none, by])


def taken(figures: Figures, rows: Ints) -> Figures:
    """Return some of the pairs, in the order of the rows."""
    return Figures._make(column[rows] for column in figures)
