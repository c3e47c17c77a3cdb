"""Standards of the stop: who has a stop with enough service near enough, as a profile asks.

One model for the BBSR indicator (Luftlinie, departures a day) and a Nahverkehrsplan (on foot,
Fahrtenpaare, Ortsteile above a population): lists of criteria, met home by home.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from accessibility.catchments import Surroundings, near_any
from accessibility.criteria import Criterion, Verdict
from accessibility.departures import Visits, count_at, taken, visits_on
from accessibility.departures_groups import Groups, groups_of, listed
from accessibility.places import Places
from accessibility.standards import Assumable, Standard, Word
from gtfs.timetable import Bools
from mobility.clocks import Span

Keys = Annotated[tuple[str, ...], BeforeValidator(listed), Field(min_length=1)]


class Reach(BaseModel):
    """``[[criteria.reach]]``: how near a stop must be that these groups serve together."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    groups: Keys
    metres: Annotated[float, BeforeValidator(float), Field(gt=0, le=5000)]  # closed


Reaches = Annotated[tuple[Reach, ...], BeforeValidator(listed), Field(min_length=1)]


class Asked(Assumable):
    """``[[criteria]]``: who must have which stop near the door; one of the reaches is enough.

    Without ``least`` nobody has said how much service is enough, and nothing can be checked.
    """

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Word
    definition: Word
    measured: Literal["walk", "beeline"]
    counted: Literal["departures", "half", "stronger", "pairs"]
    least: Annotated[float, BeforeValidator(float), Field(gt=0)] | None = None  # closed
    ortsteil_people: Annotated[int, Field(ge=0)] = 0  # only in Ortsteile with so many people
    least_share: Annotated[float, Field(gt=0, le=1)]
    reach: Reaches


class StopStandard(Standard):
    """What a profile of kind ``haltestellen`` asks for."""

    kind: Literal["haltestellen"]
    span: Span  # of the date's clock
    on_demand: bool  # whether trips one has to phone for count
    groups: Groups
    criteria: Annotated[tuple[Asked, ...], BeforeValidator(listed), Field(min_length=1)]

    @model_validator(mode="after")
    def _groups_are_known(self) -> Self:
        known = {group.key for group in self.groups}
        for asked in self.criteria:
            for reach in asked.reach:
                unknown = sorted(set(reach.groups) - known)
                if unknown:
                    valid = ", ".join(group.key for group in self.groups)
                    raise ValueError(f"{asked.key}: no group {unknown[0]!r}; groups are {valid}")
        return self

    def farthest_m(self, measured: str) -> float:
        """Return the longest way any criterion measures so, 0 if none does."""
        used = [asked.reach for asked in self.criteria if asked.measured == measured]
        return max((reach.metres for reaches in used for reach in reaches), default=0.0)


def stop_verdicts(
    around: Surroundings, profile: StopStandard, day: str, when: date
) -> list[Verdict]:
    """Return who meets each criterion on the date; the ways around must reach far enough.

    A home that no way leads to meets nothing; it is known all the same. Where a criterion is not
    asked of an Ortsteil, as too few live there, its homes are not known.
    """
    visits = visits_on(around.timetable, around.lines, when, profile.span)
    if not profile.on_demand:
        visits = taken(visits, ~visits.on_demand)
    return [
        Verdict(
            _criterion(profile, asked),
            day,
            _met(around, profile, visits, asked),
            _asked_of(around.places, asked),
        )
        for asked in profile.criteria
    ]


def _met(around: Surroundings, profile: StopStandard, visits: Visits, asked: Asked) -> Bools:
    points = len(around.places.point_lon)
    met = np.zeros(points, np.bool_)
    if asked.least is None:
        return met
    ways = around.walks if asked.measured == "walk" else around.beelines
    for reach in asked.reach:
        served = _served(around, profile, visits, asked, reach.groups)
        met |= near_any(ways, served, reach.metres, points)
    return met


def _served(
    around: Surroundings,
    profile: StopStandard,
    visits: Visits,
    asked: Asked,
    groups: Sequence[str],
) -> Bools:
    """Return ``[station]`` whether the groups together serve it often enough."""
    group = groups_of(around.timetable, profile.groups)
    shape = (len(around.timetable.station_id), len(profile.groups))
    counts = count_at(visits, group, shape, asked.counted)
    chosen = [one.key in groups for one in profile.groups]
    return np.asarray(counts[:, chosen].sum(axis=1) >= (asked.least or 0))


def _asked_of(places: Places, asked: Asked) -> Bools:
    """Return ``[point]`` whether the criterion is asked of its Ortsteil and can be checked.

    Of an Ortsteil whose population nobody knows, it cannot be told.
    """
    if asked.least is None:
        return np.zeros(len(places.point_lon), np.bool_)
    population = places.population[places.point_ortsteil]
    return np.asarray((population >= asked.ortsteil_people) | (asked.ortsteil_people == 0))


def _criterion(profile: StopStandard, asked: Asked) -> Criterion:
    return Criterion(
        profile.key,
        asked.key,
        asked.title,
        asked.definition,
        profile.source,
        assumed=asked.assumed,
        least_share=asked.least_share,
    )
