"""Before and after: the same homes and targets under two timetables of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from timetables import timetable
from towns import MITTE, RIN, Home, Target, compiled, question

from accessibility.access import Choices, Question, find_choices
from accessibility.compare import compare_table
from accessibility.held import held_choices
from accessibility.hour_shares import useful_hours
from accessibility.losers import Scene, losers
from accessibility.point_results import point_table
from mobility.day import Day

NOTHING_RUNS = "60 (2024-06-03): A B\n 6:05 6:25\n"


@dataclass(frozen=True, eq=False)
class Found:
    """What homes have under one timetable."""

    scene: Scene
    choices: Choices

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.scene.question

    @property
    def days(self) -> dict[str, Day]:
        """The one day."""
        return dict(self.scene.days)

    @property
    def points(self) -> pd.DataFrame:
        """What every home has, with the hours."""
        hours = useful_hours(self.question, self.days, self.choices)
        return point_table(self.question, self.choices, hours=hours)

    def fixed(self, before: "Found") -> pd.DataFrame:
        """Return the points with the targets they had before."""
        held = held_choices(self.question, self.days, self.choices, before.points)
        return point_table(self.question, held)


def found(
    lines: str, *homes: Home, targets: Sequence[Target] = (MITTE,), verbund: str = "ein"
) -> Found:
    """Return what the homes have under the lines; ``verbund`` is the rule of the profile."""
    stops, day = compiled(lines)
    profile = RIN.model_copy(update={"verbund": verbund})
    asked = question(homes, targets, stops, profile=profile)
    days = {"tag": day}
    return Found(Scene(asked, days, timetable(lines)), find_choices(asked, days))


def compared(before: Found, after: Found, *, fixed: bool = False) -> pd.DataFrame:
    """Return the table of differences."""
    held = after.fixed(before) if fixed else None
    return compare_table(before.question.places, before.points, after.points, held)


def row(
    table: pd.DataFrame, kind: str = "mittelzentrum", area: str = "kreis", target: str = "frei"
) -> dict[str, object]:
    """Return the figures of the first area of a level, None where there is none."""
    rows = table[(table["class"] == kind) & (table["area"] == area) & (table["target"] == target)]
    return {str(k): None if pd.isna(v) else v for k, v in rows.iloc[0].to_dict().items()}


def gone(before: Found, after: Found) -> pd.DataFrame:
    """Return the Verliererliste of the Mittelzentrum."""
    return losers(before.scene, after.scene, before.choices, classes=["mittelzentrum"])
