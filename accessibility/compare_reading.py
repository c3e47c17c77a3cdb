"""Compare reading: who counts as worse or better off and is no later or sooner, with examples."""

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

# Adding service never makes these worse towards a target that is held, taking it away never better;
# of all other figures both may.
NEVER_WORSE = ("travel_time_p50", "served_hours")
SHOWN = (
    "journeys", "return_journeys", "journey_time_min", "journey_time_p50", *NEVER_WORSE
)  # fmt: skip
WORSE, BETTER = "worse", "better"
COUNTS = {WORSE: ("worse", "no_longer_met"), BETTER: ("better", "newly_met")}

Figures: TypeAlias = Mapping[str, float]  # nan where there is none


@dataclass(frozen=True)
class Example:
    """One home that counts as worse or better off, and what it has."""

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
    """How the people who count as worse or better off are to be read.

    ``kept`` has a row per day and class: ``people_worse``, ``people_no_longer_met`` (the target
    free), and ``…_kept`` those of them who, towards the target they had before, are no longer on
    the way when they leave at random (median) and have no hour less. ``people_better``,
    ``people_newly_met`` and theirs mirror it: no sooner and no hour more, neither towards the
    target they had before nor towards that they have now.
    """

    kept: pd.DataFrame
    examples: Mapping[str, Example]  # of WORSE and BETTER: of the row with most people kept

    @property
    def example(self) -> Example | None:
        """A home that counts as worse off and is later nowhere."""
        return self.examples.get(WORSE)

    def of(self, day: str, kind: str) -> Figures:
        """Return the counts of a day and class, none where it has no row."""
        rows = self.kept[(self.kept["day"] == day) & (self.kept["class"] == kind)]
        return {} if rows.empty else dict(rows.drop(columns=["day", "class"]).iloc[0])


def reading_of(before: Yardstick, after: pd.DataFrame, fixed: pd.DataFrame) -> Reading:
    """Return the reading of point tables; ``fixed`` is that towards the targets of before."""
    rows, examples = list[dict[str, object]](), dict[str, Example]()
    most = dict.fromkeys(COUNTS, 0.0)
    for day in common_days(before.points, after):
        old, new, held = before.classes(day), classes_of(after, day), classes_of(fixed, day)
        for kind in CLASSES:
            free, towards = Both(old[kind], new[kind]), Both(old[kind], held[kind])
            if not free.known.any():
                continue
            people, row = _people(free), dict[str, object]()
            for side, masks in _masks(free).items():
                kept = _kept(side, free, towards, np.any(list(masks.values()), axis=0))
                row |= _counted(masks, kept, people)
                mine = masks[side] & kept
                if (found := float(people[mine].sum())) > most[side]:
                    most[side], examples[side] = found, _example(free, towards, mine, day)
            rows.append({"day": day, "class": kind, **row})
    return Reading(pd.DataFrame(rows), examples)


def _masks(free: Both) -> dict[str, dict[str, Bools]]:
    """Return who counts as worse and as better off, by the names of the counts."""
    met, was_met = free.after.met, free.before.met
    found = (free.worse, was_met & ~met), (free.better, met & ~was_met)
    return {
        side: {name: mask & free.known for name, mask in zip(names, masks, strict=True)}
        for (side, names), masks in zip(COUNTS.items(), found, strict=True)
    }


def _kept(side: str, free: Both, towards: Both, asked: Bools) -> Bools:
    """Return who is no later, or no sooner; nobody where none is asked for."""
    if not asked.any():
        return asked
    if side == WORSE:
        return _no_later(towards.before, towards.after)
    # swapped: before is no later than after
    return _no_later(towards.after, towards.before) & _no_later(free.after, free.before)


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


def _no_later(one: Side, other: Side) -> Bools:
    """Return who is not later in the other and has no hour less; none who cannot be compared."""
    hours = _number(other, "served_hours") >= _number(one, "served_hours")
    walks = one.walks & other.walks
    later = other.numbers("travel_time_p50") > one.numbers("travel_time_p50")
    return np.asarray(one.served & other.served & ~later & (hours | walks))


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
