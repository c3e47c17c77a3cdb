"""Access: the accessibility table, one row per Ortsteil and day (contract of the columns: docs)."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.choice import choose, clock, met_by_chosen, of_chosen, reach_targets
from accessibility.folds import GAP_FROM_S, GAP_UNTIL_S, NO_TIME
from accessibility.measures import Asked, Figures, Trip
from accessibility.medians import median, most, share, weights_of
from accessibility.places import Places, ortsteile_of, targets_of
from accessibility.standards import CLASSES, Profile
from accessibility.words import MET, NOT_CHECKED, NOT_MET
from gtfs.timetable import Bools, Floats, Ints
from mobility.day import Day
from mobility.doors import Doors
from mobility.profiles import UNREACHED

log = logging.getLogger(__name__)

NO_SERVICE_GAP_S = GAP_UNTIL_S - GAP_FROM_S


# [point, target] the pairs asked → seconds without parking, inf if no road leads there
Drives: TypeAlias = Callable[[Bools], Floats]


@dataclass(frozen=True, eq=False)
class Question:
    """What the table is asked of: points where people live, doors of the targets, walks, drives."""

    places: Places
    points: Doors  # [point] population points
    target: Ints  # [target] index of the place, ascending
    targets: Doors  # [target]
    walk_s: Ints  # [point, target] all the way, UNREACHED if too far
    drives: Drives | None  # None without any street for cars
    profile: Profile
    data_status: str


@dataclass(frozen=True)
class Choice:
    """The figures of one class, ``[point]``, towards the target each point is best off with."""

    target: Ints  # index into Question.target, -1 without any
    figures: Figures
    row: Ints  # pair of the figures, -1 without any
    trip: Trip
    walks: Bools


def access_table(
    question: Question, days: Mapping[str, Day], *, threads: int | None = None
) -> gpd.GeoDataFrame:
    """Return the accessibility table, the days stacked in the order given."""
    choices: dict[str, dict[str, Choice]] = {}
    for name, day in days.items():
        started = time.perf_counter()
        choices[name] = _choices(question, name, day, threads)
        log.info(
            "access %s %s: %d points, %d targets, %.2f s",
            name, day.date, len(question.points.first) - 1, len(question.target),
            time.perf_counter() - started,
        )  # fmt: skip
    drive_s = _drive_s(question, choices)
    tables = [
        _of_day(question, name, day.date, choices[name], drive_s) for name, day in days.items()
    ]
    return gpd.GeoDataFrame(
        pd.concat(tables, ignore_index=True), geometry="geometry", crs="EPSG:4326"
    )


def _drive_s(question: Question, choices: Mapping[str, Mapping[str, Choice]]) -> Floats | None:
    """Return ``[point, target]`` the drives to all targets anybody has chosen."""
    if question.drives is None:
        return None
    pairs = np.zeros(question.walk_s.shape, np.bool_)
    for choice in (choice for chosen in choices.values() for choice in chosen.values()):
        point = np.flatnonzero(choice.target >= 0)
        pairs[point, choice.target[point]] = True
    return question.drives(pairs)


def _of_day(
    question: Question,
    name: str,
    when: date,
    choices: Mapping[str, Choice],
    drive_s: Floats | None,
) -> gpd.GeoDataFrame:
    table = _heading(question, name, when)
    for kind in CLASSES:
        columns = _columns(question, choices[kind], _by_car(question, kind, choices[kind], drive_s))
        table = table.assign(**{f"{kind}_{key}": value for key, value in columns.items()})
    return table


def _by_car(question: Question, kind: str, choice: Choice, drive_s: Floats | None) -> Ints:
    """Return ``[point]`` the drive to the chosen target with parking, ``UNREACHED`` if none."""
    point = np.flatnonzero(choice.target >= 0)
    by_car = np.full(len(choice.target), np.inf)
    if drive_s is not None:
        by_car[point] = drive_s[point, choice.target[point]]
    known = np.isfinite(by_car)
    by_car[known] = np.ceil(by_car[known]) + question.profile.parking_s[kind]
    return np.where(known, by_car, UNREACHED).astype(np.int64)


def _heading(question: Question, name: str, when: date) -> gpd.GeoDataFrame:
    """Return who and where each row is."""
    places = question.places
    rows = ortsteile_of(places)
    return gpd.GeoDataFrame(
        {
            "ortsteil_id": places.place_id[rows].astype(object),
            "name": places.name[rows].astype(object),
            "kommune": places.parent[rows].astype(object),
            "population": places.population[rows],
            "data_status": question.data_status,
            "day": name,
            "date": when.isoformat(),
        },
        geometry=gpd.points_from_xy(places.lon[rows], places.lat[rows]),
        crs="EPSG:4326",
    )


def asked_of(question: Question, name: str, day: Day) -> Asked:
    """Return what the day is asked: the targets, limit and window of every class."""
    window = question.profile.window(name, day.date)
    trips = {}
    for kind in CLASSES:
        rows = np.searchsorted(question.target, targets_of(question.places, kind))
        trips[kind] = Trip(rows, question.profile.limit_s[kind], window)
    return Asked(day, question.points, question.targets, question.walk_s, trips)


def _choices(question: Question, name: str, day: Day, threads: int | None) -> dict[str, Choice]:
    """Return for every class what each point has to its best target."""
    asked = asked_of(question, name, day)
    figures = reach_targets(asked, threads=threads)
    points = len(question.walk_s)
    return {kind: _choice(trip, figures, points) for kind, trip in asked.trips.items()}


def _choice(trip: Trip, figures: Figures, points: int) -> Choice:
    row = choose(figures, trip, points)
    walks = of_chosen(figures.walk_s, row, UNREACHED) < UNREACHED
    return Choice(of_chosen(figures.target, row, -1), figures, row, trip, walks)


def _columns(question: Question, choice: Choice, by_car: Ints) -> dict[str, Any]:
    """Return the class's columns, one value an Ortsteil."""
    places = question.places
    ortsteile = ortsteile_of(places)
    size = len(ortsteile)
    group = np.searchsorted(ortsteile, places.point_ortsteil)
    weights = weights_of(places.point_people, group, size)
    figures, row = choice.figures, choice.row
    limit_s, known = choice.trip.limit_s, bool(len(choice.trip.targets))
    if not known:
        weights = np.zeros_like(weights)  # no such target: nothing can be said of anybody
    riders = np.where(choice.walks, 0.0, weights)  # who walks needs no timetable

    hours = figures.served_hours[:, sorted(set(question.profile.limit_s.values())).index(limit_s)]

    def times(values: Ints, weight: Floats, missing: int = UNREACHED) -> pd.arrays.IntegerArray:
        return _nullable(median(of_chosen(values, row, missing), weight, group, size))

    served = choice.walks | (of_chosen(figures.journeys, row, 0) > 0)
    met = share(met_by_chosen(figures, choice.trip, row), weights, group, size)
    p50 = of_chosen(figures.journey_time_p50, row, UNREACHED)
    drive = median(by_car, weights, group, size)
    best = most(choice.target, weights, group, size)
    place_id, place_name = _named(question, best)
    verdict = np.where(met >= 0.5, MET, NOT_MET) if known else NOT_CHECKED
    return {
        "id": place_id,
        "name": place_name,
        "travel_time_p50": times(figures.travel_time_p50, weights),
        "journey_time_min": times(figures.journey_time_min, weights),
        "journey_time_p50": times(figures.journey_time_p50, weights),
        "rides_min": times(figures.rides_min, weights),
        "journeys": times(figures.journeys, riders, missing=0),
        "return_journeys": times(figures.return_journeys, riders, missing=0),
        "first_departure": times(clock(figures.first_departure), riders),
        "last_return": times(clock(figures.last_return), riders),
        "longest_gap": times(figures.longest_gap, riders, missing=NO_SERVICE_GAP_S),
        "served_hours": times(hours, riders, missing=0),
        "walk_share": share(choice.walks, weights, group, size),
        "served_share": share(served, weights, group, size),
        "car_time": _nullable(drive),
        "ratio": _ratio(p50, by_car, weights, group, size),
        "met_share": met,
        "verdict": verdict,
        "limit": limit_s,
    }


def _named(question: Question, target: Ints) -> tuple[list[str | None], list[str | None]]:
    """Return ids and names of the targets, None for -1."""
    places = question.places
    rows = [int(question.target[t]) if t >= 0 else -1 for t in target]
    return (
        [str(places.place_id[row]) if row >= 0 else None for row in rows],
        [str(places.name[row]) if row >= 0 else None for row in rows],
    )


def _ratio(p50: Ints, drive_s: Ints, weights: Floats, group: Ints, size: int) -> Floats:
    """Return planned time by public transport over time by car, nan where either is missing."""
    both = (p50 < UNREACHED) & (drive_s < UNREACHED)
    ratio = np.where(both, p50 / np.maximum(drive_s, 1), UNREACHED)
    values = median(ratio, weights, group, size)
    return np.where(values < UNREACHED, values, np.nan).astype(np.float64)


def _nullable(values: Ints) -> pd.arrays.IntegerArray:
    """Return integers with null for what cannot be reached."""
    missing = (values >= UNREACHED) | (values == NO_TIME)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
