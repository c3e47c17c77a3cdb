"""Scenario values: what all changes of a scenario share, and the words they are written in."""

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from mobility.clocks import Clock, Clocks, listed

Word = Annotated[str, Field(min_length=1)]
Words = Annotated[tuple[Word, ...], BeforeValidator(listed), Field(min_length=1)]
Minutes = Annotated[float, Field(ge=-720, le=720)]
Headway = Annotated[int, Field(ge=1, le=480)]
Seconds = Annotated[int, Field(ge=0, le=7200)]
Kmh = Annotated[float, Field(gt=0, le=300)]
Factor = Annotated[float, Field(gt=0, le=10)]
Lon = Annotated[float, Field(ge=-180, le=180)]
Lat = Annotated[float, Field(ge=-90, le=90)]
Transport: TypeAlias = Literal["bus", "tram", "rail", "sbahn", "ferry"]


class ScenarioError(ValueError):
    """A scenario that cannot be read or applied: everything that is wrong with it, in ``args``."""

    def __str__(self) -> str:
        """Return all that is wrong."""
        return "; ".join(map(str, self.args))


def refuse(*problems: str | Literal[False]) -> None:
    """Refuse what somebody wrote for all that is wrong with it, if anything is."""
    told = [one for one in problems if one]
    if told:
        raise ValueError("; ".join(told))


class Written(BaseModel):
    """Something people write: nothing unknown in it, nothing guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _date(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _in_order(season: tuple[date, date]) -> tuple[date, date]:
    if season[0] > season[1]:
        raise ValueError("must run from an earlier to a later date")
    return season


Date = Annotated[date, BeforeValidator(_date)]
Season = Annotated[tuple[Date, Date], BeforeValidator(listed), AfterValidator(_in_order)]


class Dated(Written):
    """What holds on some dates only."""

    days: Words | None = None  # day types of the region; None: all dates
    season: Season | None = None  # first and last date; None: the whole year


class AnyChange(Dated):
    """What every change says."""

    note: str = ""  # why, for the reader


class OfLine(AnyChange):
    """A change to trips of one line."""

    line: Word  # line_id, or a name only one line has
    towards: Word | None = None  # the end (name or id of its station) trips run to; None: both ways


class NewStop(Written):
    """A stop there is not yet: on the street nearest to the point.

    One of another feed has its ``stop_id``: it stands where that feed says, and is none of those
    there are, but for that of the id.
    """

    name: Word
    lon: Lon
    lat: Lat
    stop_id: Word | None = None


def _kind(value: object) -> str:
    return "new" if isinstance(value, dict | NewStop) else "named"


# a stop by its id; a station or place by id, or by a name only one has; or a new one
StopAt = Annotated[
    Annotated[Word, Tag("named")] | Annotated[NewStop, Tag("new")], Discriminator(_kind)
]
StopsAt = Annotated[tuple[StopAt, ...], BeforeValidator(listed), Field(min_length=1)]
MinutesAt = Annotated[tuple[Annotated[float, Field(ge=0, le=1440)], ...], BeforeValidator(listed)]


class RunningTimes(Written):
    """How long trips ride from stop to stop: told, or by speed, or as cars on the streets."""

    minutes: MinutesAt | None = None  # arrival at each stop, counted from the first departure
    kmh: Kmh | None = None  # along the streets; of trains, in a straight line
    factor: Factor | None = None  # times the drive by car
    dwell_seconds: Seconds = 0  # at every stop between the ends; within the minutes told

    @model_validator(mode="after")
    def _one_way_to_say(self) -> Self:
        if sum(value is not None for value in (self.minutes, self.kmh, self.factor)) > 1:
            raise ValueError("say only one of minutes, kmh and factor")
        return self

    @property
    def told(self) -> bool:
        """Whether there is any."""
        return not (self.minutes is None and self.kmh is None and self.factor is None)


class Runs(Dated):
    """When trips leave: every so many minutes from the first to the last, or one by one."""

    headway: Headway | None = None  # minutes
    first: Clock | None = None  # departure from the first stop
    last: Clock | None = None  # none leaves later
    back_first: Clock | None = None  # departure from the last stop; None: as ``first``
    back_last: Clock | None = None  # None: as ``last``
    departures: Clocks | None = None  # from the first stop, one by one
    back_departures: Clocks | None = None  # from the last stop; None: none back

    @model_validator(mode="after")
    def _takt_or_departures(self) -> Self:
        takt = (self.headway, self.first, self.last)
        if self.departures is None and self.back_departures is None:
            if None in takt:
                raise ValueError("needs headway, first and last; or departures")
            for first, last in ((self.first, self.last), (self.back_first, self.back_last)):
                if first is not None and last is not None and first > last:
                    raise ValueError("the first departure is later than the last one")
        elif takt != (None, None, None) or self.back_first or self.back_last:
            raise ValueError("says both a headway and departures; make them two blocks of runs")
        return self
