"""Profiles of ÖV-Güteklassen: the tables of a method, a file of kind ``gueteklassen``."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from accessibility.departures_groups import Groups, listed
from accessibility.standards import Share, Standard, Word
from gtfs.timetable import NONE, Ints
from mobility.clocks import Span

Words = Annotated[tuple[str, ...], BeforeValidator(listed)]


class Interval(BaseModel):
    """``[[intervals]]``: mean minutes between departures, and the category for each group."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    until: Annotated[int, Field(gt=0)] | None = None  # minutes, closed
    below: Annotated[int, Field(gt=0)] | None = None  # minutes, open
    categories: Words  # one a group, "" for none

    @model_validator(mode="after")
    def _one_edge(self) -> Self:
        if (self.until is None) == (self.below is None):
            raise ValueError("needs until (that much counts) or below (less than that), not both")
        return self


class Category(BaseModel):
    """``[[categories]]``: the class at each distance from stations of the category."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Word
    classes: Words  # one a distance, "" for none


Intervals = Annotated[tuple[Interval, ...], BeforeValidator(listed), Field(min_length=1)]
Categories = Annotated[tuple[Category, ...], BeforeValidator(listed), Field(min_length=1)]
Metres = Annotated[
    tuple[Annotated[float, Field(gt=0, le=5000)], ...],
    BeforeValidator(lambda value: tuple(map(float, value)) if isinstance(value, list) else value),
    Field(min_length=1),
]


class Gueteklassen(Standard):
    """The tables of a method."""

    kind: Literal["gueteklassen"]
    span: Span  # of the date's clock
    departures: Literal["stronger", "half"]
    vehicle: Literal["highest", "best"]  # see ``category_of``
    on_demand: bool  # whether trips one has to phone for count
    groups: Groups
    intervals: Intervals  # ascending
    distances: Metres  # on foot along the streets, ascending, closed
    categories: Categories  # the best first
    classes: Words  # the best first
    people: Share

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse tables whose rows do not fit each other."""
        names = {category.name for category in self.categories} | {""}
        for row in self.intervals:
            if len(row.categories) != len(self.groups) or not names.issuperset(row.categories):
                raise ValueError(f"intervals: {row.categories} must name a category a group")
        for category in self.categories:
            known = {*self.classes, ""}.issuperset(category.classes)
            if len(category.classes) != len(self.distances) or not known:
                raise ValueError(f"categories: {category.name} must name a class a distance")
        if list(self.distances) != sorted(set(self.distances)):
            raise ValueError("distances must ascend")
        return self

    def farthest_m(self, measured: str) -> float:
        """Return the longest way looked at; all of them are walks."""
        return self.distances[-1] if measured == "walk" else 0.0

    def class_at(self) -> Ints:
        """Return ``[category, distance]`` the number of the class, NONE for none."""
        rows = [[_number(self.classes, one) for one in row.classes] for row in self.categories]
        return np.array(rows, np.int32)

    def category_at(self) -> Ints:
        """Return ``[interval, group]`` the number of the category, NONE for none."""
        names = [category.name for category in self.categories]
        rows = [[_number(names, one) for one in row.categories] for row in self.intervals]
        return np.array(rows, np.int32)


def _number(names: Sequence[str], name: str) -> int:
    return names.index(name) if name else NONE
