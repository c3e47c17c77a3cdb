"""Evaluated: what every home has on some days of a service, kept so that a scenario is quick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from accessibility.access import Answer, Choices, find_answers, find_drives
from accessibility.access_table import access_table
from accessibility.compare_yardstick import Yardstick
from accessibility.held import held_choices
from accessibility.hour_shares import useful_hours
from accessibility.known import Known
from accessibility.losers import Scene, losers
from accessibility.point_results import point_table
from api.progress import SILENT, Progress
from api.service import Service
from gtfs.timetable import Floats
from mobility.day import Day


@dataclass(frozen=True, eq=False)
class Evaluated:
    """A service on some days, and what is found for them."""

    service: Service
    days: Mapping[str, Day]
    answers: Mapping[str, Answer]
    before: "Evaluated | None" = None  # what it is held against
    threads: int | None = None
    found_s: Floats | None = None  # drives to the targets chosen, where somebody has found them

    @property
    def choices(self) -> Choices:
        """The target every home is best off with, and what it has there."""
        return {name: answer.choices for name, answer in self.answers.items()}

    @property
    def known(self) -> Mapping[str, Known]:
        """What the choices rest on, by day, where it has been kept."""
        known = ((name, answer.known) for name, answer in self.answers.items())
        return {name: one for name, one in known if one is not None}

    @property
    def scene(self) -> Scene:
        """The same for the Verliererliste."""
        timetable = self.service.network.timetable
        return Scene(self.service.question, self.days, timetable, self.known)

    @cached_property
    def drive_s(self) -> Floats | None:
        """``[point, target]`` drives to all targets anybody has chosen, None without streets."""
        known = self.before
        if known is None or not self._drives_as(known):
            return find_drives(self.service.question, self.choices, self.found_s)
        return find_drives(self.service.question, self.choices, known.drive_s)

    @cached_property
    def access(self) -> gpd.GeoDataFrame:
        """The accessibility table."""
        question, choices = self.service.question, self.choices
        table = access_table(question, self.days, choices=choices, drive_s=self.drive_s)
        return self.service.warned(table)

    @cached_property
    def points(self) -> pd.DataFrame:
        """The point table: every home by itself."""
        return point_table(self.service.question, self.choices)

    @cached_property
    def yardstick(self) -> Yardstick:
        """The point table as what scenarios are held against."""
        built = self.service.baseline or self.service
        return Yardstick(built.places, self.points)

    @cached_property
    def points_by_hour(self) -> pd.DataFrame:
        """The point table with the hours in which a useful journey leaves."""
        question = self.service.question
        hours = useful_hours(
            question, self.days, self.choices, known=self.known, threads=self.threads
        )
        return point_table(question, self.choices, hours=hours)

    @cached_property
    def held(self) -> pd.DataFrame:
        """The point table towards the targets chosen before."""
        question, before = self.service.question, self.before or self
        held = held_choices(question, self.days, self.choices, before.points, threads=self.threads)
        return point_table(question, held, like=(self.choices, self.points))

    @cached_property
    def lost(self) -> pd.DataFrame:
        """The Verliererliste: journeys there were before and are not any more."""
        before = self.before or self
        return losers(before.scene, self.scene, before.choices, threads=self.threads)

    def _drives_as(self, other: "Evaluated") -> bool:
        """Return whether cars have the same streets, homes and targets as in the other."""
        mine, theirs = self.service.network.streets, other.service.network.streets
        return mine["car"] is theirs["car"] and self.service.places is other.service.places


def evaluated(
    service: Service,
    days: Sequence[str] | None = None,
    *,
    before: Evaluated | None = None,
    kept: bool = True,
    threads: int | None = None,
    progress: Progress = SILENT,
) -> Evaluated:
    """Return what is found for the day types named, the first by default.

    ``before`` is what the network was before a scenario: then only what differs is computed.
    What the choices rest on is ``kept`` for a scenario on top of it, and for who has lost journeys.
    """
    compiled, answers = service.compiled(days), dict[str, Answer]()
    known = None if before is None else before.answers
    for name, day in progress.through(compiled.items()):
        answers |= find_answers(
            service.question, {name: day}, before=known, kept=kept, threads=threads
        )
    return Evaluated(service, compiled, answers, before, threads)
