"""Difference: the map of what one result gives people more or less than another."""

from pathlib import Path

import pandas as pd

from accessibility.compare import compare_table, wide_table
from accessibility.difference_map import difference_of, difference_picture
from accessibility.picture import MapPicture
from accessibility.point_results import HELD, point_table
from api.compare import fits, heads_of
from api.compare_files import Told
from api.http.ground import Ground
from api.scenarios.run import BASE, BEFORE
from api.windows import QuestionError


def find_difference(
    network: Ground, after: Ground, before: Path | None, measure: str, day: str
) -> MapPicture:
    """Return the map of a measure on a day, as ``mobility compare`` draws it.

    ``before`` is the folder of a result, None for the network as it was built.
    """
    difference_of(measure)
    if after.folder is None:
        raise QuestionError("a difference is of a result; name the one after with result=ID")
    told = Told(after.folder)
    name, points = _before(network, before, day)
    fixed = told.table(HELD)
    if fixed is not None:
        fixed = _on(fixed, day) if fits(_on(fixed, day), points) else None
    table = compare_table(network.service.places, points, _on(told.points, day), fixed)
    return difference_picture(
        wide_table(heads_of(told), table),
        measure=measure,
        day=day,
        sides=(name, told.name),
        layers=after.service.layers(network.service.days.get(day)),
        imprint=network.service.imprint([day]),
    )


def stands_on(after: Path) -> Path:
    """Return the folder of what a result was held against when it was made."""
    base = after / BASE
    return base if base.is_dir() else after / BEFORE


def _before(network: Ground, folder: Path | None, day: str) -> tuple[str, pd.DataFrame]:
    """Return what the result before is called, and what every home has in it on the day."""
    if folder is None:
        choices, _ = network.choices(day)
        return BEFORE, point_table(network.service.question, choices)
    told = Told(folder)
    return told.name, _on(told.points, day)


def _on(points: pd.DataFrame, day: str) -> pd.DataFrame:
    rows = points[points["day"] == day]
    if rows.empty:
        known = ", ".join(map(str, points["day"].unique()))
        raise QuestionError(f"the results have no day {day} in common; one of them has {known}")
    return rows
