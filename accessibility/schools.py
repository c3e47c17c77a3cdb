"""Trips to school: what a profile asks of them, and what each home has."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from accessibility.folds import MINUTE_S
from accessibility.standards import Assumable, Minutes, Share, Standard
from gtfs.timetable import Bools, Ints
from mobility.clocks import Clock

Number = Annotated[int, Field(gt=0)]


class SchoolLimit(Minutes):
    """The longest ride with its changes to one kind of school, and what the kind is called."""

    title: Annotated[str, Field(min_length=1)]


class Bells(Assumable):
    """When lessons begin: one of the times must be met, for schools may begin at different ones."""

    times: tuple[Clock, ...]
    earliest_minutes: Number  # before the bell one may be there
    latest_minutes: Annotated[int, Field(ge=0)]  # before the bell one must be there


class HomeTrips(Assumable):
    """When lessons end, and how soon after it the journey back has to leave the school."""

    after: tuple[Clock, ...]
    within_minutes: Number


class SchoolSearch(Assumable):
    """Which schools are looked at: so many nearest of the kind by beeline, so long a journey."""

    nearest: Number
    longest_minutes: Number


class SchoolProfile(Standard):
    """The longest way to school, there and back, on the days of school."""

    kind: Literal["schulweg"]
    days: tuple[str, ...]
    kinds: dict[str, SchoolLimit]  # by category of targets
    bells: Bells
    home: HomeTrips
    search: SchoolSearch
    people: Share

    @property
    def arrivals_s(self) -> list[tuple[int, int]]:
        """Spans in which one has to be at school, both ends included."""
        early, late = self.bells.earliest_minutes, self.bells.latest_minutes
        return [(bell - early * MINUTE_S, bell - late * MINUTE_S) for bell in self.bells.times]

    @property
    def departures_s(self) -> list[tuple[int, int]]:
        """Spans in which one has to leave school, both ends included."""
        return [(end, end + self.home.within_minutes * MINUTE_S) for end in self.home.after]

    @property
    def limit_s(self) -> Mapping[str, int]:
        """The longest ride by kind."""
        return {kind: limit.seconds for kind, limit in self.kinds.items()}


class Schooling(NamedTuple):
    """What homes have towards one kind of school; ``[point]`` throughout.

    Times are rides with their changes, from the first boarding to the last alighting, in seconds.
    """

    school: Ints  # place, -1 where there is no school of the kind
    walks: Bools
    there_s: Ints  # UNREACHED without a journey that arrives in time
    back_s: Ints  # [end of lessons, point]
