"""Held: what every point has towards the targets another result chose for it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from accessibility.access import Choices, Question, asked_of
from accessibility.choice import Choice, choose
from accessibility.measures import Asked, Figures, figures_of, joined, look_around, taken
from accessibility.standards import CLASSES
from accessibility.verbuende import group_of, of_class, with_partners
from gtfs.timetable import NONE, Bools, Ints
from mobility.day import Day


def held_choices(
    question: Question,
    days: Mapping[str, Day],
    free: Choices,
    before: pd.DataFrame,
    *,
    threads: int | None = None,
) -> dict[str, dict[str, Choice]]:
    """Return the choices of all days towards the targets of the point table ``before``.

    Targets are known by their ``place_id``; one that is gone cannot be reached. ``free`` are the
    choices of the same question where the target is free: what was chosen then need not be
    computed again, so few pairs are. Of a Verbund all of whose partners count, the Verbund is held.
    """
    chosen = {name: _targets(question, before[before["day"] == name]) for name in days}
    return {
        name: _of_day(asked_of(question, name, day), free[name], chosen[name], threads)
        for name, day in days.items()
    }


def asked_towards(asked: Asked, targets: Ints) -> Asked:
    """Return the same question of these targets alone, in no Verbund, open to every point."""
    trips = {
        name: trip._replace(targets=targets, own=None, together=None)
        for name, trip in asked.trips.items()
    }
    return replace(asked, trips=trips)


def _targets(question: Question, before: pd.DataFrame) -> dict[str, Ints]:
    """Return by class ``[point]`` the row of the target the table names, ``NONE`` without any."""
    known = pd.Index(question.places.place_id[question.target].astype(object))
    return {
        kind: known.get_indexer(before[f"{kind}_id"].astype(object)).astype(np.int64)
        for kind in CLASSES
    }


def _of_day(
    asked: Asked, free: Mapping[str, Choice], chosen: Mapping[str, Ints], threads: int | None
) -> dict[str, Choice]:
    other = {kind: _changed(free[kind], chosen[kind]) for kind in CLASSES}
    pairs = np.zeros(asked.walk_s.T.shape, np.bool_)
    for kind, differs in other.items():
        pairs |= with_partners(
            free[kind].trip, np.where(differs, chosen[kind], NONE), len(asked.walk_s.T)
        )
    figures = _figures(asked, pairs, threads)
    return {kind: _held(free[kind], chosen[kind], other[kind], figures) for kind in CLASSES}


def _changed(free: Choice, chosen: Ints) -> Bools:
    """Return ``[point]`` whether another target (or Verbund) is held than is best now."""
    now = np.asarray(free.target, np.int64)
    return np.asarray(group_of(free.trip, now) != group_of(free.trip, chosen))


def _figures(asked: Asked, pairs: Bools, threads: int | None) -> Figures | None:
    """Return the figures of the pairs ``[target, point]``, None if there are no pairs."""
    targets = np.flatnonzero(pairs.any(axis=1))
    if not len(targets):
        return None
    few = asked_towards(asked, targets)
    return figures_of(few, look_around(few, threads=threads), pairs, threads=threads)


def _held(free: Choice, chosen: Ints, differs: Bools, figures: Figures | None) -> Choice:
    """Return the choice in which those who would change their target keep it."""
    if not differs.any():
        return replace(free, one_partner=None)
    row = np.where(differs, NONE, free.row)
    if figures is None:
        return replace(free, row=row, one_partner=None)
    trip, points = free.trip, len(chosen)
    found = of_class(figures, trip._replace(own=None), points)
    own = group_of(trip, np.where(differs, chosen, NONE))[found.point]
    kept = np.flatnonzero((group_of(trip, found.target) == own) & (own != NONE))
    some = taken(found, kept)
    best = choose(some, trip, points)
    row = np.where(best >= 0, best + len(free.figures.point), row)
    return replace(free, figures=joined((free.figures, some)), row=row, one_partner=None)
