"""Standard case: what every table of standards is asked of, and what each of them gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import pandas as pd

from accessibility.access import Choices
from accessibility.catchments import Surroundings, find_surroundings
from accessibility.catchments_standards import StopStandard
from accessibility.criteria import Verdict
from accessibility.gueteklassen_profile import Gueteklassen
from accessibility.sensitivity import AS_PLANNED, Varied
from accessibility.variants import Sensitivity, Variant
from api.lines import LineService
from api.service import Service
from mobility.day import Day


@dataclass(frozen=True, eq=False)
class Case:
    """What all tables are asked of."""

    service: Service
    days: Mapping[str, Day]
    find_choices: Callable[[], Choices]  # asked more than once, from several threads
    threads: int | None = None

    @property
    def choices(self) -> Choices:
        """The target every home is best off with, and what it has there."""
        return self.find_choices()

    @property
    def usual(self) -> Varied:
        """The usual way of moving, which variants are held against."""
        service = self.service
        return Varied(AS_PLANNED, service.network, service.question, self.days, self.choices)

    @property
    def variants(self) -> list[Variant]:
        """Other ways of moving."""
        found = self.service.standards.of(Sensitivity)
        return [variant for profile in found for variant in profile.variants]

    @cached_property
    def around(self) -> Surroundings:
        """The ways between homes and stations, as far as any profile asks."""
        service, standards = self.service, self.service.standards
        profiles: list[Gueteklassen | StopStandard] = [
            *standards.of(Gueteklassen), *standards.of(StopStandard)
        ]  # fmt: skip
        return find_surroundings(
            service.network,
            LineService(service).lines,
            service.places,
            service.homes.snaps,
            walk_m=max((one.farthest_m("walk") for one in profiles), default=0.0),
            air_m=max((one.farthest_m("beeline") for one in profiles), default=0.0),
        )

    @property
    def first_day(self) -> dict[str, Day]:
        """The first of the days."""
        return dict([next(iter(self.days.items()))])

    def first(self) -> "Case":
        """Return the same of the first day alone."""
        one = self.first_day
        return Case(
            self.service, one, lambda: {day: self.choices[day] for day in one}, self.threads
        )


class Part(NamedTuple):
    """Tables by the name of their file, to be stacked, and verdicts."""

    tables: Mapping[str, Sequence[pd.DataFrame]]
    verdicts: Sequence[Verdict] = ()


FindPart: TypeAlias = Callable[[Case], Part]
