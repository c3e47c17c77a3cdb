"""Sides of a comparison: what the points have in one result and in the other."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from accessibility.standards import CLASSES
from accessibility.tables import PlacesError
from gtfs.timetable import Bools, Ints
from mobility.profiles import UNREACHED

CLEAR_S, CLEAR_PAIRS = 300, 2  # from here on a difference is clear: 5 minutes, 2 Fahrtenpaare
MEASURES = ("journey_time_p50", "journeys", "return_journeys", "served_hours")
COUNTED = MEASURES[1:]  # 0 where nothing runs, and nothing said of who walks
FLAGS, NUMBERS = ("known", "served", "met"), (*MEASURES, "walk_s")  # all that is compared


@dataclass(frozen=True, eq=False)
class Side:
    """What the points ``[point]`` have towards a class in one result, on one day."""

    rows: pd.DataFrame  # of a point table
    kind: str

    @cached_property
    def _read(self) -> dict[str, Ints]:
        """The columns read so far, by name."""
        return {}

    def flags(self, name: str) -> Bools:
        """Return a column of yes and no; no where it is null."""
        column = self.rows[f"{self.kind}_{name}"]
        return np.asarray(column.to_numpy(np.bool_, na_value=False))

    def numbers(self, name: str) -> Ints:
        """Return a column of whole numbers, ``UNREACHED`` where it is null."""
        if name not in self._read:
            column = self.rows[f"{self.kind}_{name}"]
            self._read[name] = column.to_numpy(np.int64, na_value=UNREACHED)
        return self._read[name]

    def other(self, side: "Side") -> Bools:
        """Return which points have something else there, of all that is compared."""
        flags = [getattr(self, name) != getattr(side, name) for name in FLAGS]
        numbers = [self.numbers(name) != side.numbers(name) for name in NUMBERS]
        return np.asarray(np.any([*flags, *numbers], axis=0))

    @cached_property
    def known(self) -> Bools:
        """Whether there is a target of the class for the point."""
        return self.flags("known")

    @cached_property
    def walks(self) -> Bools:
        """Whether it is near enough to walk there."""
        return np.asarray(self.numbers("walk_s") < UNREACHED)

    @cached_property
    def served(self) -> Bools:
        """Whether one gets there at all, by journey or on foot."""
        return self.flags("served")

    @cached_property
    def met(self) -> Bools:
        """Whether the standard is met."""
        return self.flags("met")

    @cached_property
    def time_s(self) -> Ints:
        """Median of the planned journeys, or the walk where there is none."""
        time_s = self.numbers("journey_time_p50")
        return np.where(time_s < UNREACHED, time_s, self.numbers("walk_s"))

    @cached_property
    def pairs(self) -> Ints:
        """Fahrtenpaare: useful journeys there or back, whichever are fewer."""
        fewer = np.minimum(self.numbers("journeys"), self.numbers("return_journeys"))
        return np.where(fewer < UNREACHED, fewer, 0)


@dataclass(frozen=True, eq=False)
class Both:
    """The two sides of one class on one day."""

    before: Side
    after: Side

    @cached_property
    def known(self) -> Bools:
        """Of whom anything can be said on either side."""
        return self.before.known | self.after.known

    @cached_property
    def newly_reached(self) -> Bools:
        """Who gets there now and did not before."""
        return self.after.served & ~self.before.served

    @cached_property
    def lost(self) -> Bools:
        """Who got there before and does not any more."""
        return self.before.served & ~self.after.served

    @cached_property
    def better(self) -> Bools:
        """Whom it serves clearly better: sooner there, more often, or for the first time."""
        return self.newly_reached | self._clear(1)

    @cached_property
    def worse(self) -> Bools:
        """Whom it serves clearly worse: later there, less often, or not any more."""
        return self.lost | self._clear(-1)

    @cached_property
    def compared(self) -> Bools:
        """Who has a planned journey time on both sides."""
        return self.has("journey_time_p50")

    def has(self, name: str) -> Bools:
        """Return who has a value of the measure on both sides; counts say nothing of walkers."""
        held = (self.before.numbers(name) < UNREACHED) & (self.after.numbers(name) < UNREACHED)
        if name in COUNTED:
            held &= ~self.before.walks & ~self.after.walks
        return np.asarray(held)

    def difference(self, name: str) -> Ints:
        """Return after minus before, anything where one is missing."""
        return self.after.numbers(name) - self.before.numbers(name)

    def _clear(self, sign: int) -> Bools:
        """Return whom it serves clearly better (1) or worse (-1) in time or in pairs."""
        before, after = self.before, self.after
        timed = (before.time_s < UNREACHED) & (after.time_s < UNREACHED)
        sooner = timed & (sign * (before.time_s - after.time_s) >= CLEAR_S)
        ride = ~before.walks & ~after.walks
        oftener = ride & (sign * (after.pairs - before.pairs) >= CLEAR_PAIRS)
        return np.asarray(sooner | oftener)


def classes_of(table: pd.DataFrame, day: str) -> dict[str, Side]:
    """Return what a point table says of every class on the day."""
    rows = rows_of(table, day)
    return {kind: Side(rows, kind) for kind in CLASSES}


def rows_of(table: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the rows of a point table of a day: the table itself where there is no other."""
    own = table["day"] == day
    return table if own.all() else table[own]


def common_days(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """Return the days both point tables hold; refuse tables of other homes, or of no common day."""
    held = [list(map(str, table["day"].unique())) for table in (before, after)]
    days = [day for day in held[0] if day in held[1]]
    if not days:
        told = [", ".join(names) for names in held]
        raise PlacesError(f"no day in common: {told[0]} before, {told[1]} after")
    for day in days:
        one, other = rows_of(before, day), rows_of(after, day)
        _refuse_others(one, other, day)
    return days


def _refuse_others(one: pd.DataFrame, other: pd.DataFrame, day: str) -> None:
    ids = [rows["ortsteil_id"].to_numpy(object) for rows in (one, other)]
    people, others = (rows["people"].to_numpy(np.float64) for rows in (one, other))
    if len(one) != len(other) or (ids[0] != ids[1]).any():
        msg = f"{day}: {len(one)} homes before, {len(other)} after, not of the same Ortsteile"
        raise PlacesError(f"{msg}; make both results from the same places")
    if not np.array_equal(people, others, equal_nan=True):
        raise PlacesError(f"{day}: other people before and after; make both from the same places")
