"""Compare reading: who counts as worse off without being later anywhere, and an example of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from accessibility.compare_sides import Both, Side, classes_of, common_days
from accessibility.compare_yardstick import Yardstick
from accessibility.standards import CLASSES
from gtfs.timetable import Bools, Floats
from mobility.profiles import UNREACHED

# Adding service never makes these worse towards a target that is held; of all other figures it may.
NEVER_WORSE = ("travel_time_p50", "served_hours")
SHOWN = (
    "journeys", "return_journeys", "journey_time_min", "journey_time_p50", *NEVER_WORSE
)  # fmt: skip
COUNTS = ("worse", "no_longer_met")

Figures: TypeAlias = Mapping[str, float]  # nan where there is none


@dataclass(frozen=True)
class Example:
    """One home that counts as worse off, and what it has."""

    ortsteil_id: str
    day: str
    kind: str
    people: float
    targets: tuple[str, str]  # ids of those chosen before and after
    before: Figures
    after: Figures
    held: Figures  # after, towards the target of before


@dataclass(frozen=True, eq=False)
class Reading:
    """How the people who count as worse off are to be read.

    ``kept`` has a row per day and class: ``people_worse``, ``people_no_longer_met`` (the target
    free), and ``…_kept`` those of them who, towards the target they had before, are no longer on
    the way when they leave at random (median) and have no hour less.
    """

    kept: pd.DataFrame
    example: Example | None  # of the row with most people kept

    def of(self, day: str, kind: str) -> Figures:
        """Return the counts of a day and class, none where it has no row."""
        rows = self.kept[(self.kept["day"] == day) & (self.kept["class"] == kind)]
        return {} if rows.empty else dict(rows.drop(columns=["day", "class"]).iloc[0])


def reading_of(before: Yardstick, after: pd.DataFrame, fixed: pd.DataFrame) -> Reading:
    """Return the reading of point tables; ``fixed`` is that towards the targets of before."""
    rows, most, example = list[dict[str, object]](), 0.0, None
    for day in common_days(before.points, after):
        old, new, held = before.classes(day), classes_of(after, day), classes_of(fixed, day)
        for kind in CLASSES:
            free, towards = Both(old[kind], new[kind]), Both(old[kind], held[kind])
            if not free.known.any():
                continue
            people = _people(free)
            worse = free.worse & free.known
            unmet = free.before.met & ~free.after.met & free.known
            nobody = not (worse | unmet).any()
            kept = worse if nobody else _never_worse(towards)
            masks = dict(zip(COUNTS, (worse, unmet), strict=True))
            rows.append({"day": day, "class": kind, **_counted(masks, kept, people)})
            found = float(people[worse & kept].sum())
            if found > most:
                most, example = found, _example(free, towards, worse & kept, day)
    return Reading(pd.DataFrame(rows), example)


def _counted(masks: Mapping[str, Bools], kept: Bools, people: Floats) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, mask in masks.items():
        found[f"people_{name}"] = float(people[mask].sum())
        found[f"people_{name}_kept"] = float(people[mask & kept].sum())
    return found


def _people(both: Both) -> Floats:
    """Return people at every home, 0 where nobody knows."""
    people: Floats = both.before.rows["people"].to_numpy(np.float64)
    return np.where(np.isnan(people), 0.0, people)


def _never_worse(both: Both) -> Bools:
    """Return who is not later and has no hour less; none of those who cannot be compared."""
    before, after = both.before, both.after
    hours = _number(after, "served_hours") >= _number(before, "served_hours")
    walks = before.walks & after.walks
    later = after.numbers("travel_time_p50") > before.numbers("travel_time_p50")
    return np.asarray(before.served & after.served & ~later & (hours | walks))


def _number(side: Side, name: str) -> Floats:
    values = side.numbers(name)
    return np.where(values < UNREACHED, values, np.nan).astype(np.float64)


def _example(free: Both, held: Both, mask: Bools, day: str) -> Example:
    """Return the home with most people of those in the mask, the first of equal ones."""
    row = int(np.argmax(np.where(mask, _people(free), -1)))
    sides = (free.before, free.after, held.after)
    before, after, then = ({name: _number(side, name)[row] for name in SHOWN} for side in sides)
    kind = free.before.kind
    one, other = (str(side.rows[f"{kind}_id"].iloc[row]) for side in sides[:2])
    people, ortsteil = _people(free)[row], str(free.before.rows["ortsteil_id"].iloc[row])
    return Example(ortsteil, day, kind, float(people), (one, other), before, after, then)
