"""Changes between two timetables: what goes, what comes, what runs at another time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

Days: TypeAlias = tuple[str, ...]  # day types
Course: TypeAlias = tuple[str, str]  # names of the first and the last stop


class DayPair(NamedTuple):
    """The dates that stand for a day type in either timetable."""

    old: date
    new: date


class OldTrip(NamedTuple):
    """A trip of the old timetable; both together name it, also where a frequency repeats it."""

    trip_id: str
    departure_s: int  # at its first call


@dataclass(frozen=True)
class Pattern:
    """How a trip runs: its calls, times as seconds since it leaves the first stop."""

    stop_ids: tuple[str, ...]  # of the old timetable, else of a stop added
    arrival_s: tuple[int, ...]
    departure_s: tuple[int, ...]
    pickup: tuple[int, ...]
    drop_off: tuple[int, ...]


class Signs(NamedTuple):
    """What else trips.txt says of a trip."""

    headsign: str
    direction: int  # direction_id, NONE if empty
    wheelchair: int  # wheelchair_accessible, 0 = unknown
    bikes: int  # bikes_allowed, 0 = unknown


@dataclass(frozen=True)
class TripsRemoved:
    """Trips of one course that run no more on the days."""

    line: str
    days: Days
    course: Course
    trips: tuple[OldTrip, ...]


@dataclass(frozen=True)
class TripsAdded:
    """Trips of one pattern that newly run on the days."""

    line: str
    days: Days
    course: Course
    route_id: str  # of the old timetable, else of a line added
    pattern: Pattern
    signs: Signs
    trip_ids: tuple[str, ...]  # in the new timetable
    departures_s: tuple[int, ...]


@dataclass(frozen=True)
class TripsRetimed:
    """Trips that run at other times, from another platform or by other boarding rules."""

    line: str
    days: Days
    course: Course
    before: Pattern
    pattern: Pattern  # of the new ones
    shift_s: int | None  # all calls so much later and nothing else; None: more than that
    trips: tuple[OldTrip, ...]
    departures_s: tuple[int, ...]  # of the new ones


Change: TypeAlias = TripsRemoved | TripsAdded | TripsRetimed


@dataclass(frozen=True)
class LineRemoved:
    """A line of which the new timetable has no trip on any date."""

    line: str
    trips: tuple[OldTrip, ...]  # on all dates


@dataclass(frozen=True)
class LineAdded:
    """A line of which the old timetable has no trip on any date."""

    line: str
    route_id: str  # none of the old ones
    name: str
    long_name: str
    route_type: int
    agency: str  # its name
    color: str
    desc: str
    rail: bool
    sbahn: bool


@dataclass(frozen=True)
class StopAdded:
    """A stop none of the old ones is; its id is none of theirs."""

    stop_id: str
    name: str
    lon: float
    lat: float
    platform: str
    wheelchair: int
    station: str  # id of an old station, else one that none of them has
    station_name: str


@dataclass(frozen=True)
class StopChanged:
    """A stop that lies elsewhere, has another id or another name."""

    stop_id: str  # in the old timetable
    new_id: str
    name: str
    new_name: str
    lon: float
    lat: float
    metres: float


class LineRenamed(NamedTuple):
    """A line that goes and one that comes, many of their trips alike: it may be the same line."""

    line: str
    new_line: str
    alike: int  # trips on the days compared with the same stops and times
    trips: int  # of the old line on these days


class LineDay(NamedTuple):
    """How many trips of a line run on a day type, before and after."""

    line: str
    day: str
    before: int
    after: int
    same: int
    retimed: int
    removed: int
    added: int


@dataclass(frozen=True)
class Difference:
    """What turns the old timetable into the new one on the days compared."""

    days: Mapping[str, DayPair]
    lines_removed: tuple[LineRemoved, ...]
    lines_added: tuple[LineAdded, ...]
    lines_renamed: tuple[LineRenamed, ...]  # perhaps: they stand among those removed and added
    stops_added: tuple[StopAdded, ...]
    stops_removed: tuple[tuple[str, str], ...]  # id and name
    stops_changed: tuple[StopChanged, ...]
    changes: tuple[Change, ...]  # by line
    counts: tuple[LineDay, ...]
