"""Access table: one row per Ortsteil and day (contract of the columns: docs)."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.access import Choices, Question, find_choices, find_drives, limits_s
from accessibility.choice import Choice
from accessibility.columns import People, columns_of, people_of
from accessibility.medians import most
from accessibility.places import ortsteile_of
from accessibility.tables import WGS84
from gtfs.timetable import Floats, Ints, Strings
from mobility.day import Day
from mobility.profiles import UNREACHED


def access_table(
    question: Question,
    days: Mapping[str, Day],
    *,
    choices: Choices | None = None,
    drive_s: Floats | None = None,
    threads: int | None = None,
) -> gpd.GeoDataFrame:
    """Return the accessibility table, the days stacked in the order given.

    ``choices``, of some classes or all, and drives ``[point, target]`` to all targets chosen may
    have been found already.
    """
    found = find_choices(question, days, threads=threads) if choices is None else choices
    drive_s = find_drives(question, found) if drive_s is None else drive_s
    tables = [
        gpd.GeoDataFrame(
            day_columns(question, name, day.date, found[name], drive_s),
            geometry="geometry", crs=WGS84, copy=False,
        )
        for name, day in days.items()
    ]  # fmt: skip
    return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)


def day_columns(
    question: Question,
    name: str,
    when: date,
    choices: Mapping[str, Choice],
    drive_s: Floats | None,
) -> dict[str, Any]:
    """Return the columns of a day by name, arrays all of them, ``[ortsteil]``."""
    profile, people = question.profile, people_of(question.places)
    limits = limits_s(profile)

    def of_class(kind: str) -> dict[str, Any]:
        choice = choices[kind]
        car_s = by_car(choice, drive_s, profile.parking_s[kind])
        figures: dict[str, Any] = best_targets(question, choice, people)
        figures |= columns_of(choice, people, car_s, profile, limits)
        return {f"{kind}_{key}": value for key, value in figures.items()}

    wanted = chain.from_iterable(of_class(kind).items() for kind in choices)
    return _heading(question, name, when) | people.folded(dict(wanted))


def best_targets(question: Question, choice: Choice, people: People) -> dict[str, Any]:
    """Return ids and names of the targets most people are best off with, None without any."""
    places, weights = question.places, people.where(choice.known).weights
    best = most(choice.target, weights, people.group, people.size)
    return {
        "id": _named(places.place_id, question.target, best),
        "name": _named(places.name, question.target, best),
    }


def _named(names: Strings, place: Ints, best: Ints) -> Any:  # noqa: ANN401 - texts and None
    """Return the names of the best targets as texts, None without any."""
    texts = [*names[place].tolist(), None]  # the last is meant by -1
    return np.array(texts, object)[best]


def _heading(question: Question, name: str, when: date) -> dict[str, Any]:
    """Return who and where each row is."""
    places = question.places
    rows = ortsteile_of(places)
    return {
        "ortsteil_id": places.place_id[rows].astype(object),
        "name": places.name[rows].astype(object),
        "kommune": places.parent[rows].astype(object),
        "population": places.population[rows],
        "data_status": np.full(len(rows), question.data_status, object),
        "day": np.full(len(rows), name, object),
        "date": np.full(len(rows), when.isoformat(), object),
        "geometry": gpd.points_from_xy(places.lon[rows], places.lat[rows]),
    }


def by_car(choice: Choice, drive_s: Floats | None, parking_s: int) -> Ints:
    """Return ``[point]`` the drive to the chosen target with parking, ``UNREACHED`` if none."""
    car_s = np.full(len(choice.target), UNREACHED, np.int64)
    if drive_s is not None:
        point = np.flatnonzero(choice.target >= 0)
        pair = point * drive_s.shape[1] + choice.target[point]
        seconds = np.ceil(drive_s.take(pair)) + parking_s
        car_s[point] = np.minimum(seconds, UNREACHED)
    return car_s
