"""New courses: the calls of trips there are not yet, way by way, told or copied from a line."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bytes, Ints, Timetable
from mobility.draft import Draft
from mobility.draft_lines import LineTrips, find_line
from mobility.drawn_ways import ways_of_courses
from mobility.new_stops import mode_of, placed
from mobility.riding_times import rides, timed
from mobility.scenario_lines import Course
from mobility.scenario_values import ScenarioError, Transport
from mobility.ways import BACK, OUT


class Pattern(NamedTuple):
    """The calls of a trip, with times counted from its first departure."""

    stops: Ints  # [call]
    arrival_s: Ints
    departure_s: Ints
    pickup: Bytes
    drop_off: Bytes
    call_m: Ints
    shape: str


class Template(NamedTuple):
    """What all trips of a new line have in common."""

    mode: Transport
    product: str
    route: int | None  # of the line it is like
    patterns: dict[int, Pattern]  # OUT, and BACK if it runs both ways


def course_of(draft: Draft, course: Course) -> tuple[Draft, Template]:
    """Return the draft with the new stops in it, and what the trips of the line look like."""
    if course.like is not None:
        return draft, _like(draft, course, course.like)
    mode = course.mode or "bus"
    draft, stops = placed(draft, course.stops, mode)
    ride_s = rides(draft, course, [stops], mode)[0]
    courses, times = [stops], [timed(ride_s, course.dwell_seconds)]
    if course.both_ways:
        courses.append(stops[::-1])
        times.append(timed(ride_s[::-1], course.dwell_seconds))
    draft, ways = ways_of_courses(draft, courses, mode)
    patterns = [
        _regular(stops, *arriving, *way)
        for stops, arriving, way in zip(courses, times, ways, strict=True)
    ]
    return draft, Template(
        mode, course.product, None, dict(zip((OUT, BACK), patterns, strict=False))
    )


def _regular(stops: Ints, arrival_s: Ints, departure_s: Ints, way: str, call_m: Ints) -> Pattern:
    flags = np.zeros(len(stops), np.int8)
    return Pattern(stops, arrival_s, departure_s, flags, flags, call_m, way)


def _like(draft: Draft, course: Course, text: str) -> Template:
    """Return the calls of the commonest whole trip of the line, each way."""
    timetable, line = draft.timetable, find_line(draft, text)
    factor = 1.0 if course.factor is None else course.factor
    ring = line.ends[0] == line.ends[1]
    patterns = {}
    for way in (OUT, BACK) if course.both_ways else (OUT,):
        whole = line.take((line.way == way) & line.whole)
        if len(whole.trips):
            patterns[way] = _commonest(timetable, whole, factor)
        elif way == OUT or not ring:
            end = timetable.station_name[line.ends[1 - way]]
            raise ScenarioError(f"line {text} has no trip over all of it to copy towards {end}")
    route = int(timetable.trip_route[line.trips[0]])
    old = mode_of(timetable, route)
    product = str(timetable.route_desc[route]) if course.mode in (None, old) else ""
    return Template(course.mode or old, course.product or product, route, patterns)


def _commonest(timetable: Timetable, line: LineTrips, factor: float) -> Pattern:
    """Return the calls that most trips make on most dates; of equally many the earliest's."""
    dates = timetable.service_runs.sum(axis=1)[timetable.trip_service[line.trips]]
    order = np.argsort(line.departures(timetable), kind="stable")
    runs: dict[tuple[bytes, ...], int] = {}
    first: dict[tuple[bytes, ...], int] = {}
    for number in order.tolist():
        calls = timetable.calls_of(int(line.trips[number]))
        begin = timetable.departure_s[calls.start]
        times = (timetable.arrival_s[calls] - begin, timetable.departure_s[calls] - begin)
        rules = timetable.call_stop[calls], timetable.pickup[calls], timetable.drop_off[calls]
        key = tuple(column.tobytes() for column in (*rules, *times))
        runs[key] = runs.get(key, 0) + int(dates[number])
        first.setdefault(key, int(line.trips[number]))
    trip = first[max(runs, key=lambda key: runs[key])]
    return _pattern_of_trip(timetable, trip, factor)


def _pattern_of_trip(timetable: Timetable, trip: int, factor: float) -> Pattern:
    calls = timetable.calls_of(trip)
    arrival, departure = timetable.arrival_s[calls], timetable.departure_s[calls]
    ride = np.rint((arrival[1:] - departure[:-1]) * factor).astype(np.int64)
    stand = departure - arrival
    leaves = np.concatenate(([0], np.cumsum(ride + stand[1:])))
    names = ("call_stop", "pickup", "drop_off", "call_m")
    stops, pickup, drop_off, call_m = (getattr(timetable, name)[calls] for name in names)
    shape = str(timetable.trip_shape[trip])
    return Pattern(stops, leaves - stand, leaves, pickup, drop_off, call_m, shape)
