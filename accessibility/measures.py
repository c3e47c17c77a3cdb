"""Measures: what every population point has towards each target, and a row per Ortsteil of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accessibility.folds import (
    NO_TIME,
    Planned,
    Window,
    find_useful,
    percentiles,
    plan,
    served_hours,
    travel_times,
)
from gtfs.timetable import Bools, Ints
from mobility.day import Day, sets_from, sets_to
from mobility.doors import Doors, door_s
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

MEDIAN = np.array([50], np.int32)


@dataclass(frozen=True, eq=False)
class Reach:
    """Figures of every population point towards the targets of one class, ``[target, point]``."""

    travel_time_p50: Ints
    journey_time_min: Ints
    journey_time_p50: Ints
    rides_min: Ints
    journeys: Ints
    return_journeys: Ints
    first_departure: Ints
    last_return: Ints
    longest_gap: Ints
    served_hours: Ints
    walk_s: Ints
    meets: Bools


class Trip(NamedTuple):
    """One class's question: its targets (rows of the target doors), limit and window."""

    targets: Ints
    limit_s: int
    window: Window


class _Row(NamedTuple):
    """Figures towards one target, ``[point]``."""

    travel_time_p50: Ints
    there: Planned
    back: Planned
    served_hours: Mapping[int, Ints]


def reach_targets(
    day: Day,
    points: Doors,
    targets: Doors,
    walk_s: Ints,
    trips: Mapping[str, Trip],
    *,
    threads: int | None = None,
) -> dict[str, Reach]:
    """Scan there and back once per target; ``walk_s`` is ``[point, target]``."""
    wanted = sorted({int(target) for trip in trips.values() for target in trip.targets})
    window = next(iter(trips.values())).window
    longest_s = day.moving.max_travel_s

    def row(target: int) -> _Row:
        limits = sorted({t.limit_s for t in trips.values() if target in t.targets})
        walk = walk_s[:, target].astype(np.int32)
        door = door_s(targets, target, day.stops)
        out, back = sets_to(day, points, door, walk), sets_from(day, door, points, walk)
        times = travel_times(out, walk, window, longest_s)
        return _Row(
            percentiles(times, MEDIAN)[:, 0],
            plan(out, find_useful(out), walk, window),
            plan(back, find_useful(back), walk, window),
            {limit: served_hours(out, walk, min(limit, longest_s)) for limit in limits},
        )

    rows = dict(zip(wanted, in_threads(row, wanted, threads=threads, label="Ziele"), strict=True))
    return {
        name: _reach([rows[target] for target in trip.targets], walk_s[:, trip.targets].T, trip)
        for name, trip in trips.items()
    }


def _reach(rows: Sequence[_Row], walk_s: Ints, trip: Trip) -> Reach:
    """Stack the figures of the class's targets and judge them."""
    shape = walk_s.shape

    def stack(columns: Sequence[Ints]) -> Ints:
        return np.array(columns, np.int32).reshape(shape)

    p50 = stack([row.there.journey_time_p50 for row in rows])
    walks = walk_s < UNREACHED
    every = np.array([row.there.every_slot & row.back.every_slot for row in rows], np.bool_)
    return Reach(
        stack([row.travel_time_p50 for row in rows]),
        stack([row.there.journey_time_min for row in rows]),
        p50,
        stack([row.there.rides_min for row in rows]),
        stack([row.there.day_journeys for row in rows]),
        stack([row.back.day_journeys for row in rows]),
        stack([row.there.first_departure for row in rows]),
        stack([row.back.last_departure for row in rows]),
        stack([row.there.longest_gap for row in rows]),
        stack([row.served_hours[trip.limit_s] for row in rows]),
        walk_s,
        np.where(
            walks,
            np.minimum(p50, walk_s) <= trip.limit_s,
            every.reshape(shape) & (p50 <= trip.limit_s),
        ),
    )


def choose(reach: Reach) -> Ints:
    """Return ``[point]`` the row of the target each point is best off with, -1 without any.

    First those that meet the standard, then the shortest planned journey (the walk where there
    is no ride), then the most journeys, then the order of the list.
    """
    targets, points = reach.walk_s.shape
    if not targets:
        return np.full(points, -1, np.int64)
    time_s = np.where(reach.journey_time_p50 < UNREACHED, reach.journey_time_p50, reach.walk_s)
    best = np.lexsort((-reach.journeys, time_s, ~reach.meets), axis=0)[0]
    # journeys at the edges of the day alone have no time, but still beat having none
    served = (reach.journeys > 0) | (reach.walk_s < UNREACHED)
    return np.where(served[best, np.arange(points)], best, -1)


def of_chosen(values: Ints, chosen: Ints, missing: int) -> Ints:
    """Return ``[point]`` the figure towards the chosen target."""
    if not len(values):
        return np.full(len(chosen), missing, np.int64)
    picked = values[np.maximum(chosen, 0), np.arange(len(chosen))]
    return np.where(chosen >= 0, picked, missing)


def clock(values: Ints) -> Ints:
    """Return clock times with those missing sorted last, as the medians want them."""
    return np.where(values == NO_TIME, UNREACHED, values)
