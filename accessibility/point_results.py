"""Point results: what every population point has on every day, a row each, before any median."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from accessibility.access import Choices, Question
from accessibility.choice import Choice
from accessibility.columns import NO_SERVICE_GAP_S
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
) -> pd.DataFrame:
    """Return a row per day and population point, in the order of the points.

    Columns ``day, point, ortsteil_id, people`` (nan: unknown) and for every class ``<class>_id``
    of the chosen target, ``_known`` (whether there is any target of the class for the point),
    ``_served``, ``_met`` (null: nicht prüfbar) and the figures of the accessibility table before
    their medians: times and clock times are null where there are none, counts 0, all null where
    nothing can be said. ``hours`` adds ``_hours`` and ``_return_hours``: see ``ByHour``.
    """
    parts = [
        _of_day(question, name, found, None if hours is None else hours[name])
        for name, found in choices.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    table["day"] = pd.Categorical(table["day"], categories=list(choices))
    return table


def _of_day(
    question: Question,
    name: str,
    choices: Mapping[str, Choice],
    hours: Mapping[str, ByHour] | None,
) -> pd.DataFrame:
    places, ortsteile = question.places, ortsteile_of(question.places)
    own = np.searchsorted(ortsteile, places.point_ortsteil)
    limits_s = limits_of(choice.trip for choice in choices.values())
    columns: dict[str, Any] = {
        "day": name,
        "point": np.arange(len(places.point_people), dtype=np.int32),
        "ortsteil_id": _named(places.place_id[ortsteile], own),
        "people": places.point_people,
    }
    for kind in CLASSES:
        found = _figures(question, choices[kind], limits_s)
        if hours is not None:
            found["hours"], found["return_hours"] = hours[kind]
        columns |= {f"{kind}_{figure}": values for figure, values in found.items()}
    return pd.DataFrame(columns)


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
    named: list[str | None] = [*ids.tolist(), None]  # -1 is the last
    return pd.Categorical(pd.Series(named, dtype=object).to_numpy()[rows], categories=ids.tolist())
