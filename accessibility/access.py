"""Access: the accessibility table, one row per Ortsteil and day (contract of the columns: docs)."""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.choice import Choice, chosen, reach_targets
from accessibility.columns import People, columns_of, people_of
from accessibility.known import Known, keep
from accessibility.measures import Asked, Figures, Trip, Views, look_around
from accessibility.medians import most
from accessibility.places import (
    HAUPTORT,
    Places,
    ortsteile_of,
    own_hauptort,
    targets_of,
    verbund_of,
)
from accessibility.standards import CLASSES, Profile
from accessibility.tables import WGS84
from gtfs.timetable import Bools, Floats, Ints, Strings
from mobility.day import Day
from mobility.doors import Doors
from mobility.profiles import UNREACHED

log = logging.getLogger(__name__)

OTHER_RULE = "/other"  # after a class: by the rule for Verbünde the profile does not choose

# [point, target] the pairs asked → seconds without parking, inf if no road leads there
Drives: TypeAlias = Callable[[Bools], Floats]
Choices: TypeAlias = Mapping[str, Mapping[str, Choice]]  # by day and class


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


def find_choices(
    question: Question, days: Mapping[str, Day], *, threads: int | None = None
) -> dict[str, dict[str, Choice]]:
    """Return by day and class what each point has to the target it is best off with."""
    choices = dict[str, dict[str, Choice]]()
    for name, day in days.items():
        asked = asked_of(question, name, day)
        _, figures = _reached(name, asked, None, threads)
        choices[name] = of_classes(chosen(asked, figures, threads=threads))
    return choices


@dataclass(frozen=True, eq=False)
class Answer:
    """What each point has on a day, by class, and what the same may be found from once more."""

    choices: Mapping[str, Choice]
    known: Known | None  # None where nobody keeps it


def find_answers(
    question: Question,
    days: Mapping[str, Day],
    *,
    before: Mapping[str, Answer] | None = None,
    kept: bool = True,
    threads: int | None = None,
) -> dict[str, Answer]:
    """Return by day the choices, bit for bit as ``find_choices`` does, with what they rest on.

    ``before`` are the answers of another network with the same homes and targets, of days of the
    same names: then only what differs is computed. What is not ``kept`` takes no time either.
    """
    answers, earlier = dict[str, Answer](), before or {}
    for name, day in days.items():
        asked = asked_of(question, name, day)
        known = earlier[name].known if name in earlier else None
        views, figures = _reached(name, asked, known, threads)
        best = of_classes(chosen(asked, figures, threads=threads))
        found = keep(asked, views, figures, threads=threads) if kept else None
        answers[name] = Answer(best, found)
    return answers


def _reached(
    name: str, asked: Asked, known: Known | None, threads: int | None
) -> tuple[Views, Figures]:
    """Return what a day's scans have seen, and the figures of all pairs that could be the best."""
    started = time.perf_counter()
    views = look_around(asked, threads=threads)
    figures = reach_targets(asked, views, known=known, threads=threads)
    log.info(
        "access %s %s: %d points, %d targets, %.2f s",
        name, asked.day.date, *asked.walk_s.shape, time.perf_counter() - started,
    )  # fmt: skip
    return views, figures


def of_classes(choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """Return the choices of the classes the table has, of all that a day is asked for."""
    return {kind: _with_partners(choices, kind) for kind in CLASSES if kind in choices}


def _with_partners(choices: Mapping[str, Choice], kind: str) -> Choice:
    """Return the choice with who meets the standard by one rule for Verbünde and not by both."""
    choice, other = choices[kind], choices.get(kind + OTHER_RULE)
    return choice if other is None else replace(choice, one_partner=choice.met != other.met)


def find_drives(
    question: Question, choices: Choices, known_s: Floats | None = None
) -> Floats | None:
    """Return ``[point, target]`` the drives to all targets anybody has chosen, None without.

    ``known_s`` are drives on the same streets found already; they need not be found again.
    """
    if question.drives is None:
        return None
    pairs = np.zeros(question.walk_s.shape, np.bool_)
    for choice in (choice for by_class in choices.values() for choice in by_class.values()):
        point = np.flatnonzero(choice.target >= 0)
        if known_s is not None:
            point = point[np.isinf(known_s[point, choice.target[point]])]
        pairs[point, choice.target[point]] = True
    if known_s is None:
        return question.drives(pairs)
    return np.minimum(known_s, question.drives(pairs)) if pairs.any() else known_s


def by_car(choice: Choice, drive_s: Floats | None, parking_s: int) -> Ints:
    """Return ``[point]`` the drive to the chosen target with parking, ``UNREACHED`` if none."""
    car_s = np.full(len(choice.target), UNREACHED, np.int64)
    if drive_s is not None:
        point = np.flatnonzero(choice.target >= 0)
        pair = point * drive_s.shape[1] + choice.target[point]
        seconds = np.ceil(drive_s.take(pair)) + parking_s
        car_s[point] = np.minimum(seconds, UNREACHED)
    return car_s


def asked_of(question: Question, name: str, day: Day, kinds: Collection[str] = CLASSES) -> Asked:
    """Return what the day is asked: the targets, limit and window of every class, or of some.

    A class with a Verbund is asked by both rules, any partner and all: who meets the standard
    by one of them only is told.
    """
    places, profile = question.places, question.profile
    trips = {}
    for kind in (kind for kind in CLASSES if kind in kinds):
        place = targets_of(places, kind)
        rows = np.searchsorted(question.target, place)
        own = own_hauptort(places) if kind == HAUPTORT else None
        if own is not None:
            own = np.where(own >= 0, np.searchsorted(question.target, own), -1)
        any_one = Trip(rows, profile.limit_s.get(kind), profile.window(name, day.date), own)
        trips[kind] = any_one
        together = verbund_of(places, place)
        if together is not None:
            both = any_one, any_one._replace(together=together)
            every = profile.verbund == "alle"
            trips[kind], trips[kind + OTHER_RULE] = both[every], both[not every]
    return Asked(
        day, question.points, question.targets, question.walk_s, trips,
        profile.before_s, profile.slot_s, limits=_limits_s(profile),
    )  # fmt: skip


def _limits_s(profile: Profile) -> list[int]:
    """Return the limits of all classes, ascending."""
    return sorted({limit_s for kind in CLASSES if (limit_s := profile.limit_s.get(kind))})


def day_columns(
    question: Question,
    name: str,
    when: date,
    choices: Mapping[str, Choice],
    drive_s: Floats | None,
) -> dict[str, Any]:
    """Return the columns of a day by name, arrays all of them, ``[ortsteil]``."""
    profile, people = question.profile, people_of(question.places)
    limits_s = _limits_s(profile)

    def of_class(kind: str) -> dict[str, Any]:
        choice = choices[kind]
        car_s = by_car(choice, drive_s, profile.parking_s[kind])
        figures: dict[str, Any] = best_targets(question, choice, people)
        figures |= columns_of(choice, people, car_s, profile, limits_s)
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
