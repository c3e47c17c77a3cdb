"""Fahrplan trips: the trips of a line as print has them, with the signs beside their times."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from accessibility.fahrplan_days import Days, day_signs
from gtfs.earth import points_m
from gtfs.timetable import DRIVER, FORBIDDEN, PHONE, Bools, Floats, Ints, Timetable
from mobility.lines import Lines

SAME_M = 300.0  # stops of one name so near each other are one row
MINUTE_S = 60
NIGHT_MIN = 24 * 60
BOOKED, NIGHT = "R", "N"  # of a trip; BOOKED of a single call, too
ONLY_IN, ONLY_OUT, REQUEST = "e", "a", "x"
ENDS = 2  # a ride has as many calls at least


class Plan(NamedTuple):
    """A timetable and its lines."""

    timetable: Timetable
    lines: Lines


class Side(NamedTuple):
    """A line of a timetable one way, on the days that one table shows together."""

    plan: Plan
    line: int
    way: int
    dates: Mapping[str, date]  # day type → the date that stands for it
    types: Mapping[str, Bools] = {}  # day type → [date] of the timetable, if weekdays are told

    @property
    def days(self) -> Days:
        """The days of the table."""
        return Days(self.dates, self.types, self.plan.timetable.first_date)


def on_dates_shown(sides: Iterable[Side | None]) -> list[Side | None]:
    """Return the sides on the dates that are told of them.

    Those that stand for the day types; where no side runs on that of a day type, such as a line of
    the summer, of its other dates the first with most of the line's trips.
    """
    known = list(sides)
    counts = [np.empty(0, np.int64) if side is None else _trips_by_date(side) for side in known]
    running = {
        day
        for side, trips in zip(known, counts, strict=True)
        for day in (() if side is None else side.dates)
        if side is not None and _on(side.days.column(day), trips)
    }
    return [
        side and side._replace(dates=_dates_told(side, trips, running))
        for side, trips in zip(known, counts, strict=True)
    ]


def _dates_told(side: Side, trips: Ints, running: Container[str]) -> dict[str, date]:
    told = {}
    for day, when in side.dates.items():
        such = np.where(side.types.get(day, False), trips, 0)
        best = side.days.first_date + timedelta(days=int(np.argmax(such)))
        told[day] = best if such.any() and day not in running else when
    return told


def _trips_by_date(side: Side) -> Ints:
    timetable, lines = side.plan
    own = timetable.trip_service[lines.trip_line == side.line]
    trips = np.bincount(own, minlength=len(timetable.service_runs))
    counts: Ints = trips @ timetable.service_runs.astype(np.int64)
    return counts


def _on(column: int, counts: Ints) -> bool:
    return 0 <= column < len(counts) and bool(counts[column])


class Call(NamedTuple):
    """A call in whole minutes, with the sign beside its time."""

    arrival: int
    departure: int
    sign: str = ""

    def later(self, minutes: int) -> "Call":
        """Return the call so many minutes later."""
        return Call(self.arrival + minutes, self.departure + minutes, self.sign)


class Course(NamedTuple):
    """All that is printed of a trip, but the days it runs on."""

    places: tuple[int, ...]  # [call] of StopNames
    calls: tuple[Call, ...]
    notes: tuple[str, ...]  # signs of the whole trip


class Ride(NamedTuple):
    """Trips that print the same, with the signs of their days before the others."""

    course: Course
    notes: tuple[str, ...]
    trip_id: tuple[str, ...]


@dataclass
class StopNames:
    """The places that have been named so far: stations of one name beside each other are one."""

    name: list[str] = field(default_factory=list)
    where: list[Floats] = field(default_factory=list)

    def places(self, timetable: Timetable, stations: Ints) -> dict[int, int]:
        """Return the place of each of the stations; those not named so far get new ones."""
        xyz = points_m(timetable.station_lon[stations], timetable.station_lat[stations])
        names = timetable.station_name[stations].tolist()
        return {
            station: self._place(name, here)
            for station, name, here in zip(stations.tolist(), names, xyz, strict=True)
        }

    def _place(self, name: str, here: Floats) -> int:
        for place, (other, where) in enumerate(zip(self.name, self.where, strict=True)):
            if other == name and np.linalg.norm(where - here) <= SAME_M:
                return place
        self.name.append(name)
        self.where.append(here)
        return len(self.name) - 1


def find_rides(side: Side, names: StopNames) -> tuple[list[Ride], int]:
    """Return the rides of the table, and how many more run on other days of its kind only.

    Trips that print the same are one ride, but two on the same day stay two. Calls at which one
    can neither board nor alight are none.
    """
    timetable = side.plan.timetable
    same: dict[Course, list[int]] = {}
    for trip, course in _courses(side, names):
        same.setdefault(course, []).append(trip)
    rides, elsewhere = [], 0
    for course, trips in same.items():
        runs = timetable.service_runs[timetable.trip_service[trips]]
        times = runs.sum(axis=0)
        for twin in range(int(times.max())):
            signs = day_signs(times > twin, side.days)
            if signs is None:
                elsewhere += not twin
                continue
            ids = _ids(timetable, trips, runs, twin)
            rides.append(Ride(course, (*signs, *course.notes), ids))
    return rides, elsewhere


def _ids(timetable: Timetable, trips: list[int], runs: Bools, twin: int) -> tuple[str, ...]:
    """Return the ids of the trips that are the n-th of their kind on some date."""
    nth = runs & (np.cumsum(runs, axis=0) == twin + 1)
    return tuple(timetable.trip_id[np.array(trips)[nth.any(axis=1)]].tolist())


def _courses(side: Side, names: StopNames) -> Iterator[tuple[int, Course]]:
    """Yield the trips of the line one way that run on a day of the table's kind."""
    timetable, lines = side.plan
    dates = np.zeros(timetable.dates, np.bool_)
    dates[[one for day in side.dates if 0 <= (one := side.days.column(day)) < len(dates)]] = True
    for day in side.dates:
        dates |= side.types.get(day, False)
    own = np.flatnonzero((lines.trip_line == side.line) & (lines.trip_way == side.way))
    own = own[timetable.service_runs[timetable.trip_service[own]][:, dates].any(axis=1)]
    stations = timetable.stop_station[timetable.call_stop]
    met = [stations[timetable.calls_of(trip)] for trip in own.tolist()]
    places = names.places(timetable, np.unique(np.concatenate([np.empty(0, np.int32), *met])))
    for trip, served in zip(own.tolist(), met, strict=True):
        course = _course(timetable, trip, [places[one] for one in served.tolist()])
        if len(course.calls) >= ENDS:
            yield trip, course


def _course(timetable: Timetable, trip: int, places: list[int]) -> Course:
    calls = timetable.calls_of(trip)
    pickup, drop_off = timetable.pickup[calls].tolist(), timetable.drop_off[calls].tolist()
    last = len(places) - 1
    arrive, depart = (
        (column[calls] // MINUTE_S).tolist()
        for column in (timetable.arrival_s, timetable.departure_s)
    )
    ways = [
        (FORBIDDEN if n == last else pickup[n], FORBIDDEN if n == 0 else drop_off[n])
        for n in range(last + 1)
    ]
    served = [n for n, way in enumerate(ways) if way != (FORBIDDEN, FORBIDDEN)]
    booked = all(PHONE in ways[n] for n in served)
    told = tuple(
        Call(arrive[n], depart[n], "" if booked else _sign(*ways[n], inner=0 < n < last))
        for n in served
    )
    night = any(call.departure >= NIGHT_MIN for call in told)
    notes = (BOOKED,) * booked + (NIGHT,) * night
    return Course(tuple(places[n] for n in served), told, notes)


def _sign(pickup: int, drop_off: int, *, inner: bool) -> str:
    """Return the sign of a call: booked ahead, on request, only to board or only to alight."""
    if PHONE in (pickup, drop_off):
        return BOOKED
    if DRIVER in (pickup, drop_off):
        return REQUEST
    if inner and FORBIDDEN in (pickup, drop_off):
        return ONLY_OUT if pickup == FORBIDDEN else ONLY_IN
    return ""
