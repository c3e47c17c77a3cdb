"""Scenario, trips: changes to what existing lines do."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mobility.clocks import Clock, Clocks, Span
from mobility.scenario_values import (
    AnyChange,
    Factor,
    Headway,
    Minutes,
    OfLine,
    Seconds,
    Word,
    Words,
)


class RemoveLine(OfLine):
    """Take all trips of a line out."""

    type: Literal["remove_line"]


class OfSomeTrips(OfLine):
    """A change to trips that begin at the times, or in the span; or to those that are named."""

    at: Clocks | None = None  # of trips that are named: departures at their own first stop
    span: Span | None = None
    trips: Words | None = None  # trip_ids; what a frequency repeats is told apart by ``at``

    @model_validator(mode="after")
    def _named_or_described(self) -> Self:
        if self.trips is not None and (self.span is not None or self.towards is not None):
            raise ValueError("names its trips: leave out towards and span")
        return self


class RemoveTrips(OfSomeTrips):
    """Take trips out."""

    type: Literal["remove_trips"]


class Shift(OfSomeTrips):
    """Run trips earlier or later by minutes."""

    type: Literal["shift"]
    minutes: Minutes


class ScaleRunningTime(OfLine):
    """Ride faster or slower by a factor, all along or between two stops; the stands stay."""

    type: Literal["scale_running_time"]
    factor: Factor
    from_stop: Word | None = None
    to_stop: Word | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.from_stop is None) != (self.to_stop is None):
            raise ValueError("name both from_stop and to_stop, or none of them")
        return self


class SetDwell(OfLine):
    """Stand so long at a stop; what follows moves with it."""

    type: Literal["set_dwell"]
    stop: Word
    seconds: Seconds


class SkipStops(OfLine):
    """Pass stops without calling, each saving some seconds; none at an end of the trip."""

    type: Literal["skip_stops"]
    stops: Words
    saved_seconds: Seconds = 0


class Curtail(OfLine):
    """End at a stop: what lies beyond it, seen from the end named, is not served any more."""

    type: Literal["curtail"]
    stop: Word  # new end
    beyond: Word  # end of the line that is given up


class SetHeadway(OfLine):
    """Run every so many minutes in a span of the day, copying one of the line's own trips."""

    type: Literal["set_headway"]
    minutes: Headway
    span: Span
    first: Clock | None = (
        None  # departure of the first; None: as its first trip there, or as the trip copied
    )
    keep: bool = False  # the whole trips of the span stay, and those too near them are not added
    template: Clock | None = None  # trip copied; None: nearest the middle, no Rufbus


class ExtendHours(OfLine):
    """Carry the line's headway on to an earlier first or a later last departure.

    On each date from its own first and last trip; where it does not run, it does not begin to.
    """

    type: Literal["extend_hours"]
    minutes: Headway
    first: Clock | None = None
    last: Clock | None = None

    @model_validator(mode="after")
    def _some_edge(self) -> Self:
        if self.first is None and self.last is None:
            raise ValueError("name the first departure, the last one, or both")
        return self


class HoldConnection(AnyChange):
    """Let trips of one line wait at a stop for those of another, so long at most.

    Each on each date for the last that comes on that date, until who changes has walked over and
    may board; none waits where its ride ends.
    """

    type: Literal["hold_connection"]
    line: Word  # that waits
    towards: Word | None = None
    from_line: Word  # that is waited for
    stop: Word  # where; a station or one of its stops
    minutes: Annotated[float, Field(gt=0, le=30)]
