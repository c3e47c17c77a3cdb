"""Point results: what every population point has on every day, a row each, before any median."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from accessibility.access import Choices, Question
from accessibility.choice import Choice
from accessibility.columns import NO_SERVICE_GAP_S
from accessibility.compare_sides import rows_of
from accessibility.folds import NO_TIME
from accessibility.hour_shares import ByHour
from accessibility.measures import limits_of
from accessibility.places import ortsteile_of
from accessibility.standards import CLASSES
from gtfs.timetable import Bools, Ints, Strings
from mobility.profiles import UNREACHED

HELD = "points_fest"  # the same towards the targets of another result
TIMES = ("travel_time_p50", "journey_time_min", "journey_time_p50", "rides_min", "walk_s")
CLOCKS = ("first_departure", "last_return")
COUNTS = ("journeys", "return_journeys")


def point_table(
    question: Question,
    choices: Choices,
    *,
    hours: Mapping[str, Mapping[str, ByHour]] | None = None,
    like: tuple[Choices, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Return a row per day and population point, in the order of the points.

    Columns ``day, point, ortsteil_id, people`` (nan: unknown) and for every class ``<class>_id``
    of the chosen target, ``_known`` (whether there is any target of the class for the point),
    ``_served``, ``_met`` (null: nicht prüfbar) and the figures of the accessibility table before
    their medians: times and clock times are null where there are none, counts 0, all null where
    nothing can be said. ``hours`` adds ``_hours`` and ``_return_hours``: see ``ByHour``. ``like``
    are other choices of the days with their table: classes chosen alike are taken from it.
    """
    parts = []
    for number, (name, found) in enumerate(choices.items()):
        columns = _heads(question, np.full(len(question.places.point_people), number), choices)
        known = {} if like is None else _alike(found, like[0][name], rows_of(like[1], name))
        for kind in CLASSES:
            by_hour = None if hours is None else hours[name]
            columns |= known.get(kind) or _of_class(question, found, kind, by_hour)
        parts.append(pd.DataFrame(columns))
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _heads(question: Question, day: Ints, days: Iterable[str]) -> dict[str, Any]:
    """Return what stands before the figures; ``day`` ``[point]`` is the number of its day."""
    places, ortsteile = question.places, ortsteile_of(question.places)
    return {
        "day": pd.Categorical.from_codes(day, pd.Index(list(days))),
        "point": np.arange(len(places.point_people), dtype=np.int32),
        "ortsteil_id": _named(
            places.place_id[ortsteile], np.searchsorted(ortsteile, places.point_ortsteil)
        ),
        "people": places.point_people,
    }


def _alike(
    choices: Mapping[str, Choice], others: Mapping[str, Choice], table: pd.DataFrame
) -> dict[str, dict[str, Any]]:
    """Return the columns of the classes chosen as others are that there is a table of."""
    return {
        kind: {
            str(name): column.array
            for name, column in table.items()
            if str(name).startswith(f"{kind}_")
        }
        for kind in CLASSES
        if choices[kind].row is others[kind].row
    }


def _of_class(
    question: Question,
    choices: Mapping[str, Choice],
    kind: str,
    hours: Mapping[str, ByHour] | None,
) -> dict[str, Any]:
    """Return the columns of a class."""
    limits_s = limits_of(choice.trip for choice in choices.values())
    found = _figures(question, choices[kind], limits_s)
    if hours is not None:
        found["hours"], found["return_hours"] = hours[kind]
    return {f"{kind}_{figure}": values for figure, values in found.items()}


def _figures(question: Question, choice: Choice, limits_s: Sequence[int]) -> dict[str, Any]:
    """Return the figures of a class by name, ``[point]``."""
    figures, known, limit_s = choice.figures, choice.known, choice.trip.limit_s
    ids = question.places.place_id[question.target]
    counts = {name: choice.of(getattr(figures, name), 0) for name in COUNTS}
    unasked = ~known if limit_s is not None else np.ones_like(known)
    hours = figures.walk_s if limit_s is None else figures.served_hours[:, limits_s.index(limit_s)]
    return {
        "id": _named(ids, choice.target),
        "known": known,
        "served": choice.walks | (counts["journeys"] > 0),
        "met": pd.arrays.BooleanArray(choice.met & ~unasked, unasked),
        **{name: _whole(choice.of(getattr(figures, name), UNREACHED), known) for name in TIMES},
        **{name: _whole(choice.of(getattr(figures, name), NO_TIME), known) for name in CLOCKS},
        **{name: _whole(values, known) for name, values in counts.items()},
        "longest_gap": _whole(choice.of(figures.longest_gap, NO_SERVICE_GAP_S), known),
        "served_hours": _whole(choice.of(hours, 0), ~unasked),
    }


def _whole(values: Ints, known: Bools) -> pd.arrays.IntegerArray:
    """Return whole numbers, null where there is none or nothing can be said."""
    missing = ~known | (values >= UNREACHED) | (values == NO_TIME)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int32), missing)


def _named(ids: Strings, rows: Ints) -> "pd.Categorical[object]":
    """Return the ids of the rows, null for -1; on every day of the same categories."""
    return pd.Categorical.from_codes(rows, pd.Index(ids.tolist()))
