"""Compare yardstick: a result others are held against, with what is the same for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from accessibility.areas import ORTSTEIL
from accessibility.compare_figures import Columns, figures_of
from accessibility.compare_settled import Settled, settled_of
from accessibility.compare_sides import MEASURES, Both, Side, classes_of
from accessibility.places import Places
from gtfs.timetable import Floats, Ints


@dataclass(frozen=True, eq=False)
class Yardstick:
    """The result before; any number of threads may hold others against it."""

    places: Places
    points: pd.DataFrame  # a point table
    down_to: str = ORTSTEIL  # areas below this level are left out
    measures: Sequence[str] = MEASURES
    _classes: dict[str, Mapping[str, Side]] = field(init=False, default_factory=dict)  # by day
    _still: dict[tuple[str, str], Columns] = field(init=False, default_factory=dict)  # and class

    @cached_property
    def settled(self) -> Settled:
        """The homes in their areas."""
        return settled_of(self.places, self.down_to)

    def classes(self, day: str) -> Mapping[str, Side]:
        """Return what the points have towards every class on a day."""
        if day not in self._classes:
            self._classes[day] = classes_of(self.points, day)
        return self._classes[day]

    def figures(self, both: Both, day: str) -> Columns:
        """Return the figures of a class on a day, ``[area]`` by name.

        Most homes have the same before and after. So what the areas have where nothing changes is
        found once, and of each result only the areas in which a home has something else.
        """
        columns, moved = self._unmoved(both.before, day), both.before.other(both.after)
        if not moved.any():
            return columns
        touched = self.settled.around(moved)
        fresh = figures_of(self.settled.of(touched), both, self.measures)
        return {name: _with(values, touched, fresh[name]) for name, values in columns.items()}

    def _unmoved(self, side: Side, day: str) -> Columns:
        key = day, side.kind
        if key not in self._still:
            self._still[key] = figures_of(self.settled, Both(side, side), self.measures)
        return self._still[key]


def _with(values: Ints | Floats, rows: Ints, fresh: Ints | Floats) -> Ints | Floats:
    """Return the values with some of them others."""
    other = values.copy()
    other[rows] = fresh
    return other
