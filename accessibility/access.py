"""Access: what every home has on a day to the target of each class it is best off with."""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from accessibility.choice import Choice, chosen, reach_targets
from accessibility.known import Known, keep
from accessibility.measures import Asked, Figures, Trip, Views, look_around
from accessibility.places import (
    HAUPTORT,
    Places,
    own_hauptort,
    targets_of,
    verbund_of,
)
from accessibility.standards import CLASSES, Profile
from gtfs.timetable import Bools, Floats, Ints
from mobility.day import Day
from mobility.doors import Doors

log = logging.getLogger(__name__)

OTHER_RULE = "/other"  # after a class: by the rule for Verbünde the profile does not choose

# [point, target] the pairs asked → seconds without parking, inf if no road leads there
Drives: TypeAlias = Callable[[Bools], Floats]
Choices: TypeAlias = Mapping[str, Mapping[str, Choice]]  # by day and class


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of: points where people live, doors of the targets, walks, drives."""

    places: Places
    points: Doors  # [point] population points
    target: Ints  # [target] index of the place, ascending
    targets: Doors  # [target]
    walk_s: Ints  # [point, target] all the way, UNREACHED if too far
    drives: Drives | None  # None without any street for cars
    profile: Profile
    data_status: str


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
        profile.before_s, profile.slot_s, limits=limits_s(profile),
    )  # fmt: skip


def limits_s(profile: Profile) -> list[int]:
    """Return the limits of all classes, ascending."""
    return sorted({limit_s for kind in CLASSES if (limit_s := profile.limit_s.get(kind))})
