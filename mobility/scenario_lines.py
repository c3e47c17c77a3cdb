"""Scenario, lines: lines, trips, ways and stops there are not yet."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from mobility.clocks import CallClocks, listed
from mobility.scenario_values import (
    AnyChange,
    Dated,
    Lat,
    Lon,
    OfLine,
    RunningTimes,
    Runs,
    Seconds,
    StopAt,
    StopsAt,
    Transport,
    Word,
    Words,
    Written,
    refuse,
)

Stand = Annotated[int, Field(ge=0, le=86_400)]  # a night train may wait for hours
Rules = Annotated[tuple[Annotated[int, Field(ge=0, le=3)], ...], BeforeValidator(listed)]


class Course(RunningTimes):
    """A line there is not yet: its name, its stops in order and the time from stop to stop."""

    line: Word  # name of the new line
    mode: Transport | None = None  # None: as the line it is like, else a bus
    product: str = ""  # "PlusBus", "TaktBus", "StadtBus" …; "": as the line it is like
    agency: Word | None = None  # id or name; None: of ``like``, else an agency of the scenario
    like: Word | None = None  # a line whose stops and running times it takes, if none are told
    stops: Annotated[tuple[StopAt, ...], BeforeValidator(listed)] = ()
    both_ways: bool = True  # back at the same stops, with the same rides in reverse
    # minutes: at each of the stops, the first 0; like a line: its commonest trips over all of it

    @model_validator(mode="after")
    def _has_a_way(self) -> Self:
        stops, minutes = self.stops, self.minutes or ()
        timed = self.minutes is not None
        refuse(
            bool(stops) == (self.like is not None)
            and "name either its stops, or a line it is like",
            len(stops) == 1 and "a line needs at least two stops",
            bool(stops) and not self.told and "say how long it rides: minutes, kmh or factor",
            timed
            and len(minutes) != len(stops)
            and f"has {len(stops)} stops and {len(minutes)} minutes",
            minutes[:1] not in ((), (0,))
            and "minutes count from the first departure: the first one is 0",
            self.like is not None
            and (timed or self.kmh is not None or self.dwell_seconds > 0)
            and "a line like another takes its times; a factor alone may change them",
        )
        return self


class Line(Course):
    """A new line with its timetable."""

    runs: Annotated[tuple[Runs, ...], BeforeValidator(listed), Field(min_length=1)]

    @model_validator(mode="after")
    def _no_way_back(self) -> Self:
        back = [(one.back_first, one.back_last, one.back_departures) for one in self.runs]
        if not self.both_ways and any(told is not None for times in back for told in times):
            raise ValueError("runs one way only: nothing departs back")
        return self


class AddLine(AnyChange, Line):
    """Run a new line."""

    type: Literal["add_line"]


class ReplaceLine(AnyChange):
    """Run a new line in place of another one, so that nothing runs twice."""

    type: Literal["replace_line"]
    line: Word  # that is given up
    by: Line


class Calls(Written):
    """How trips run, call by call, and when each of them leaves."""

    headsign: str = ""  # "": the name of the last station
    direction: Annotated[int, Field(ge=0, le=1)] | None = None  # direction_id, None: not said
    stops: Annotated[tuple[StopAt, ...], BeforeValidator(listed)] = ()
    arrivals: CallClocks = ()  # at each stop of the first trip
    stands: Annotated[tuple[Stand, ...], BeforeValidator(listed)] = ()  # at each stop; (): none
    booked: bool = False  # one has to phone for it
    pickup: Rules = ()  # pickup_type at each stop; (): boarding everywhere
    drop_off: Rules = ()  # drop_off_type at each stop; (): alighting everywhere
    departures: CallClocks = ()  # of each trip at the first stop; stands and rides are the same

    @model_validator(mode="after")
    def _one_for_each_stop(self) -> Self:
        size, stands = len(self.stops), self.stands or (0,) * len(self.stops)
        leaves = [time + stand for time, stand in zip(self.arrivals, stands, strict=False)]
        refuse(
            size == 1 and "needs at least two stops",
            {len(self.arrivals), len(stands)} != {size}
            and "needs one arrival for each stop, and a stand for each or for none",
            any(then < now for now, then in zip(leaves, self.arrivals[1:], strict=False))
            and "negative running time: arrives at a stop before it leaves the last",
            self.departures[:1] != tuple(leaves[:1])
            and "the first departure is the first arrival and its stand",
            any(len(rules) not in (0, size) for rules in (self.pickup, self.drop_off))
            and "needs a pickup and drop_off for each stop, or none at all",
            self.booked
            and bool(self.pickup or self.drop_off)
            and "is booked at all stops, or says it stop by stop; not both",
        )
        return self


class TripCourse(Calls):
    """One of several courses of trips that a change adds."""

    stops: Annotated[StopsAt, Field(min_length=2)]


class AddTrips(Dated, Calls):
    """Run single trips more, call by call; what another timetable has and this one has not."""

    type: Literal["add_trips"]
    note: str = ""
    line: Word  # line_id, or the name of a line; a new one where nothing has it
    mode: Transport = "bus"
    agency: Word | None = None  # id or name of one there is
    new_agency: Word | None = None  # name of one there is not, until the first such change
    product: str = ""
    courses: Annotated[tuple[TripCourse, ...], BeforeValidator(listed)] = ()  # if it is not one

    @model_validator(mode="after")
    def _one_course_or_several(self) -> Self:
        own = self.headsign or self.booked or self.direction is not None
        refuse(
            bool(self.stops) == bool(self.courses)
            and "say either stops, arrivals and departures, or courses with their own",
            bool(self.courses and own)
            and "each of its courses has headsign, direction and booked of its own",
            self.agency is not None
            and self.new_agency is not None
            and "say either agency or new_agency",
        )
        return self

    @property
    def told(self) -> tuple[Calls, ...]:
        """Its courses; itself if it is one."""
        return self.courses or (self,)


class Reroute(OfLine, RunningTimes):
    """Ride another way between two stops; what lay between them is not served any more."""

    type: Literal["reroute"]
    from_stop: Word
    to_stop: Word
    via: Annotated[tuple[StopAt, ...], BeforeValidator(listed)] = ()  # (): straight on
    # minutes: arrival at each stop of via and at to_stop, counted from the departure at from_stop;
    # trips the other way ride the same in reverse

    @model_validator(mode="after")
    def _times(self) -> Self:
        size = len(self.via) + 1
        refuse(
            not self.told and "say how long it rides: minutes, kmh or factor",
            self.minutes is not None
            and len(self.minutes) != size
            and f"needs {size} minutes: at each stop of via, at to_stop",
        )
        return self


class Extend(AnyChange, RunningTimes):
    """Ride on beyond an end of the line."""

    type: Literal["extend"]
    line: Word
    end: Word  # station where trips end today
    stops: StopsAt  # beyond it, the new end last
    # minutes: arrival at each of the stops, counted from the departure at the old end; trips that
    # begin there begin earlier by as much

    @model_validator(mode="after")
    def _times(self) -> Self:
        if not self.told:
            raise ValueError("say how long it rides: minutes, kmh or factor")
        if self.minutes is not None and len(self.minutes) != len(self.stops):
            raise ValueError(f"has {len(self.stops)} stops and {len(self.minutes)} minutes")
        return self


class AddStops(OfLine):
    """Call at further stops on the way, each where it makes the smallest detour."""

    type: Literal["add_stops"]
    stops: StopsAt
    after: Word | None = None  # the stop they follow, in the order given; None: by detour
    lost_seconds: Seconds = 30  # at each of them: what comes behind it is so much later

    @model_validator(mode="after")
    def _behind_which_way(self) -> Self:
        if self.after is not None and self.towards is None:
            raise ValueError("after needs towards: the other way it would be another place")
        return self


class AddStop(AnyChange):
    """Build a stop and let the lines that pass it call there (Haltestellenverdichtung)."""

    type: Literal["add_stop"]
    name: Word
    lon: Lon
    lat: Lat
    lines: Words  # that call there
    lost_seconds: Seconds = 30
