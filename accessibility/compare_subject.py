"""Compare subject: what a report of a comparison is about."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import Any, TypeAlias

import pandas as pd

from accessibility.areas import KREIS
from accessibility.compare import FREE
from accessibility.compare_changes import Changes
from accessibility.compare_explained import NO_LATER, NO_SOONER
from accessibility.compare_reading import BETTER, WORSE, Reading
from accessibility.picture import Imprint
from accessibility.words import TOWARDS, day_name, number

HEADLINE = "mittelzentrum"  # the class tables of Kommunen and Ortsteile are about
COUNTS = ("better", "worse", "newly_reached", "lost", "newly_met", "no_longer_met")
KEPT = {WORSE: NO_LATER, BETTER: NO_SOONER}  # see compare_explained

Row: TypeAlias = Mapping[Hashable, Any]  # of a table


@dataclass(frozen=True, eq=False)
class Result:
    """One result held against the one before."""

    name: str
    table: pd.DataFrame  # of ``compare_table``
    standards: pd.DataFrame = field(default_factory=pd.DataFrame)
    hours: pd.DataFrame = field(default_factory=pd.DataFrame)
    losers: pd.DataFrame = field(default_factory=pd.DataFrame)
    reading: Reading | None = None  # of who counts as worse or better off, where targets are held
    changes: Changes = field(default_factory=Changes)  # none of what is no scenario

    def kept(self, day: str, kind: str) -> dict[str, str]:
        """Return how many of those worse and better off are no later, no sooner; of some only."""
        told = {} if self.reading is None else self.reading.of(day, kind)
        counts = {side: told.get(f"people_{side}_kept", 0.0) for side in KEPT}
        return {side: f"{number(one)} {KEPT[side]}" for side, one in counts.items() if one}


@dataclass(frozen=True, eq=False)
class Subject:
    """What a report compares: a result before, and those after."""

    before: str  # its name
    results: Sequence[Result]
    imprint: Imprint
    profiles: Mapping[str, str] = field(default_factory=dict)  # names of profiles by their keys
    names: Mapping[str, str] = field(default_factory=dict)  # of Ortsteile and targets by their ids
    lacking: Mapping[str, Sequence[str]] = field(default_factory=dict)  # days, by result

    @property
    def not_computed(self) -> str:
        """Return which days some results lack, "" where none does."""
        return not_computed(self.lacking)

    def told(self, result: Result) -> str:
        """Return the name of a result where there are several, else nothing."""
        return "" if len(self.results) == 1 else result.name

    @cached_property
    def days(self) -> list[str]:
        """The days of all results, in their order."""
        return list(dict.fromkeys(day for one in self.results for day in one.table["day"]))

    @cached_property
    def headline(self) -> str:
        """The class told of in detail; see ``_told_of``."""
        return _told_of(self.results)


def _told_of(results: Sequence[Result]) -> str:
    """Return the Mittelzentrum; where nobody is touched there, the class most people are."""
    day = str(results[0].table["day"].iloc[0])
    rows = [_of_kreis(result, day) for result in results]
    plain = HEADLINE if HEADLINE in rows[0] else next(iter(rows[0]))
    touched = {kind: sum(_touched(one[kind]) for one in rows if kind in one) for kind in rows[0]}
    return plain if touched[plain] else max((plain, *touched), key=lambda kind: touched[kind])


def _of_kreis(result: Result, day: str) -> dict[str, Row]:
    """Return by class what becomes of all people on a day, the target free."""
    table = result.table
    held = (table["area"] == KREIS) & (table["day"] == day) & (table["target"] == FREE)
    return {str(row["class"]): row for row in table[held].to_dict("records")}


def _touched(row: Row) -> float:
    """Return people better or worse off, 0 where nobody knows."""
    values = (value_of(row, name) for name in ("people_better", "people_worse"))
    return sum(value for value in values if not isnan(value))


def headline(result: Result) -> str:
    """Return what becomes of the people of the Kreis on the first day.

    Towards the class told of in detail, and towards that with most people worse off.
    """
    kind, rows = _told_of([result]), _of_kreis(result, str(result.table["day"].iloc[0]))
    worst = max(rows, key=lambda one: value_of(rows[one], "people_worse"))
    more = value_of(rows[worst], "people_worse") > value_of(rows[kind], "people_worse")
    told = [kind, worst] if more else [kind]
    return "; ".join(_sentence(result, rows[one], one) for one in told)


def _sentence(result: Result, row: Row, kind: str) -> str:
    people = [number(value_of(row, f"people_{name}")) for name in COUNTS[:4]]
    told = result.kept(str(row["day"]), kind)
    also = {side: f" (davon {told[side]})" if side in told else "" for side in KEPT}
    return (
        f"{TOWARDS[kind]}, {day_name(str(row['day']))}: {people[0]} Einwohner deutlich besser"
        f"{also[BETTER]}, {people[1]} deutlich schlechter{also[WORSE]}, "
        f"{people[2]} neu erreichbar, {people[3]} verloren"
    )


def not_computed(lacking: Mapping[str, Sequence[str]]) -> str:
    """Return in words which days are not computed in which result, "" where none is."""
    told = "; ".join(
        f"{name}: {', '.join(map(day_name, days))}" for name, days in lacking.items() if days
    )
    return f"Nicht gerechnet und deshalb ohne Vergleich: {told}." if told else ""


def value_of(row: Row, name: str) -> float:
    """Return a figure, nan where it is null."""
    value = row[name]
    return float("nan") if pd.isna(value) else float(value)


def area_rows(result: Result, area: str, day: str, kind: str) -> pd.DataFrame:
    """Return the rows of one level, day and class with the target free."""
    table = result.table
    held = (table["area"] == area) & (table["day"] == day) & (table["class"] == kind)
    return table[held & (table["target"] == FREE)]
