"""Within: what the people inside any area have, by the folds of the accessibility table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from accessibility.access import Choices, Question
from accessibility.access_table import best_targets, by_car
from accessibility.choice import Choice
from accessibility.columns import People, columns_of
from accessibility.measures import limits_of
from accessibility.medians import weights_of
from accessibility.places import Places, ortsteile_of
from accessibility.standards import CLASSES
from gtfs.timetable import Bools, Floats


def within_rows(
    question: Question,
    choices: Choices,
    drive_s: Floats | None,
    dates: Mapping[str, date],
    inside: Bools,
) -> list[dict[str, Any]]:
    """Return a row a day of what the people of the homes ``[point]`` inside have.

    Columns as in the accessibility table, ``day, date`` and ``<class>_<figure>``, as if the area
    were an Ortsteil; and of each class ``_people_known``, of whom anything can be said,
    ``_people_served`` and ``_people_met``. Drives ``[point, target]`` are those to all targets
    chosen. Where nobody is known to live inside, every home counts alike and people are 0.
    """
    people = _all_in_one(question.places.point_people, inside)
    rows = []
    for name, by_class in choices.items():
        limits_s = limits_of(choice.trip for choice in by_class.values())
        row: dict[str, Any] = {"day": name, "date": dates[name].isoformat()}
        for kind in CLASSES:
            choice = by_class[kind]
            car_s = by_car(choice, drive_s, question.profile.parking_s[kind])
            found: dict[str, Any] = best_targets(question, choice, people)
            wanted = columns_of(choice, people, car_s, question.profile, limits_s)
            found |= people.folded(wanted)
            found |= _counts(question.places, choice, inside)
            row |= {f"{kind}_{figure}": _only(value) for figure, value in found.items()}
        rows.append(row)
    return rows


def ortsteile_within(places: Places, inside: Bools) -> pd.DataFrame:
    """Return the Ortsteile with a home inside, the one with most people there first.

    Columns ``ortsteil_id, name, kommune, population`` (nan: unknown), ``people`` inside, the
    ``share`` of its people they are, and ``homes`` inside. Where nobody is known to live in an
    Ortsteil its homes count alike.
    """
    ortsteile = ortsteile_of(places)
    group = np.searchsorted(ortsteile, places.point_ortsteil)
    size = len(ortsteile)
    weights = weights_of(places.point_people, group, size)
    homes = np.bincount(group, inside, size)
    people = np.bincount(group, np.nan_to_num(places.point_people) * inside, size)
    share = np.bincount(group, weights * inside, size) / np.bincount(group, weights, size)
    table = pd.DataFrame(
        {
            "ortsteil_id": places.place_id[ortsteile].astype(object),
            "name": places.name[ortsteile].astype(object),
            "kommune": places.parent[ortsteile].astype(object),
            "population": places.population[ortsteile],
            "people": people,
            "share": share.round(12),
            "homes": homes.astype(np.int64),
        }
    )
    order = np.lexsort((table["ortsteil_id"].to_numpy(str), -people))
    return table.iloc[order[homes[order] > 0]].reset_index(drop=True)


def people_within(places: Places, inside: Bools) -> float | None:
    """Return the people known to live inside, None where there are homes and nobody knows."""
    people = places.point_people[inside]
    unknown = len(people) > 0 and bool(np.isnan(people).all())
    return None if unknown else _sum(np.nan_to_num(people))


def _all_in_one(people: Floats, inside: Bools) -> People:
    """Return the people inside as those of one area; all others weigh nothing."""
    weights, one = np.zeros(len(people)), np.zeros(int(inside.sum()), np.int64)
    weights[inside] = weights_of(people[inside], one, 1)
    return People(weights, np.zeros(len(people), np.int64), 1)


def _counts(places: Places, choice: Choice, inside: Bools) -> dict[str, float]:
    """Return of how many people of the area it holds."""
    people, known = np.nan_to_num(places.point_people), choice.known & inside
    served = choice.walks | (choice.of(choice.figures.journeys, 0) > 0)
    masks = {"known": known, "served": known & served, "met": known & choice.met}
    return {f"people_{name}": _sum(people * mask) for name, mask in masks.items()}


def _sum(values: Floats) -> float:
    """Return the sum one by one, as areas are summed: to the last bit the same."""
    return float(np.bincount(np.zeros(len(values), np.int64), values, 1)[0])


def _only(value: Any) -> Any:  # noqa: ANN401 - a number, a text or an array of one
    """Return the value of the one area there is."""
    return value if np.isscalar(value) else value[0]
