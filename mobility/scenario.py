"""Scenario: a closed set of changes to a timetable, in the order they are made.

The same models for the file (TOML or JSON), the API and the form. Each change names lines and stops
as planners do; what it cannot find or would not change is an error, all of them told together.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mobility.clocks import Clock, Clocks, Span, listed

Word = Annotated[str, Field(min_length=1)]
Minutes = Annotated[float, Field(ge=-720, le=720)]
Headway = Annotated[int, Field(ge=1, le=480)]
Seconds = Annotated[int, Field(ge=0, le=7200)]


Words = Annotated[tuple[Word, ...], BeforeValidator(listed), Field(min_length=1)]


class ScenarioError(ValueError):
    """A scenario that cannot be read or applied: everything that is wrong with it."""


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    note: str = ""  # why, for the reader
    days: Words | None = None  # day types of the region; None: all dates


class _OfLine(_Change):
    line: Word  # line_id, or a name only one line has
    towards: Word | None = None  # the end (name or id of its station) trips run to; None: both ways


class RemoveLine(_OfLine):
    """Take all trips of a line out."""

    type: Literal["remove_line"]


class RemoveTrips(_OfLine):
    """Take trips out: those that begin at the times, or in the span."""

    type: Literal["remove_trips"]
    at: Clocks | None = None
    span: Span | None = None


class Shift(_OfLine):
    """Run trips earlier or later by minutes."""

    type: Literal["shift"]
    minutes: Minutes
    span: Span | None = None


class ScaleRunningTime(_OfLine):
    """Ride faster or slower by a factor, all along or between two stops; the stands stay."""

    type: Literal["scale_running_time"]
    factor: Annotated[float, Field(gt=0, le=5)]
    from_stop: Word | None = None
    to_stop: Word | None = None


class SetDwell(_OfLine):
    """Stand so long at a stop; what follows moves with it."""

    type: Literal["set_dwell"]
    stop: Word
    seconds: Seconds


class SkipStops(_OfLine):
    """Pass stops without calling, each saving some seconds."""

    type: Literal["skip_stops"]
    stops: Words
    saved_seconds: Seconds = 0


class Curtail(_OfLine):
    """End at a stop: what lies beyond it, seen from the end named, is not served any more."""

    type: Literal["curtail"]
    stop: Word  # new end
    beyond: Word  # end of the line that is given up


class SetHeadway(_OfLine):
    """Run every so many minutes in a span of the day, copying one of the line's own trips."""

    type: Literal["set_headway"]
    minutes: Headway
    span: Span
    first: Clock | None = None  # departure of the first; None: as the line's first trip in the span
    keep: bool = False  # the whole trips of the span stay, and those too near them are not added
    template: Clock | None = None  # departure of the trip copied; None: that nearest the middle


class ExtendHours(_OfLine):
    """Carry the line's headway on to an earlier first or a later last departure."""

    type: Literal["extend_hours"]
    minutes: Headway
    first: Clock | None = None
    last: Clock | None = None


class HoldConnection(_Change):
    """Let trips of one line wait at a stop for those of another, so long at most."""

    type: Literal["hold_connection"]
    line: Word  # that waits
    towards: Word | None = None
    from_line: Word  # that is waited for
    stop: Word  # where; a station or one of its stops
    minutes: Annotated[float, Field(gt=0, le=30)]


Change: TypeAlias = (
    RemoveLine
    | RemoveTrips
    | Shift
    | ScaleRunningTime
    | SetDwell
    | SkipStops
    | Curtail
    | SetHeadway
    | ExtendHours
    | HoldConnection
)
Changes = Annotated[
    tuple[Annotated[Change, Field(discriminator="type")], ...], BeforeValidator(listed)
]


class Scenario(BaseModel):
    """Changes in the order they are made; none at all is the baseline."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Word
    description: str = ""
    base: Word | None = None  # path of another scenario this one is made on
    changes: Changes = ()
