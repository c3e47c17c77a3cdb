"""Line course: the trips of a line on a date as times at places along it."""

from typing import NamedTuple

import numpy as np

from gtfs.earth import points_m
from gtfs.timetable import NONE, Floats, Ints, Timetable
from mobility.lines import Lines
from mobility.ways import OUT


class Course(NamedTuple):
    """The stations of a line in the order of OUT, as its commonest whole trips call there."""

    station: Ints  # [place]
    metres: Floats  # [place] along the way, from the first


class Run(NamedTuple):
    """One trip on the course: where it calls, when it comes and when it goes on."""

    trip: int
    way: int
    metres: Floats  # [call] nan where it is off the course
    arrival_s: Ints  # [call]
    departure_s: Ints  # [call]


def course_of(timetable: Timetable, lines: Lines, line: int, trips: Ints) -> Course:
    """Return the course of the order of stops most of the trips have, whole ones before others.

    Metres are along the shape where the trip has one, else straight from stop to stop.
    """
    own = trips[lines.trip_line[trips] == line]
    whole = own[lines.whole[own] & (lines.trip_way[own] == OUT)]
    chosen = whole if len(whole) else own
    patterns, count = np.unique(lines.patterns.trip_pattern[chosen], return_counts=True)
    commonest = patterns[np.argmax(count)]
    trip = int(chosen[lines.patterns.trip_pattern[chosen] == commonest][0])
    calls = timetable.calls_of(trip)
    stops = timetable.call_stop[calls]
    along = timetable.call_m[calls].astype(np.float64)
    if (along == NONE).any():
        hops = np.diff(points_m(timetable.stop_lon[stops], timetable.stop_lat[stops]), axis=0)
        along = np.concatenate(([0.0], np.cumsum(np.linalg.norm(hops, axis=1))))
    along -= along[0]
    station = timetable.stop_station[stops]
    if not len(whole) and lines.trip_way[trip] != OUT:
        return Course(station[::-1], along[-1] - along[::-1])
    return Course(station, along)


def runs_of(timetable: Timetable, lines: Lines, line: int, trips: Ints) -> tuple[Course, list[Run]]:
    """Return the course and every trip of the line on it, by departure."""
    course = course_of(timetable, lines, line, trips)
    place = np.full(len(timetable.station_id), np.nan)
    place[course.station[::-1]] = course.metres[::-1]  # of two calls the first
    own = trips[lines.trip_line[trips] == line]
    order = np.argsort(timetable.departure_s[timetable.first_call[own]], kind="stable")
    runs = []
    for trip in own[order].tolist():
        calls = timetable.calls_of(trip)
        metres = place[timetable.stop_station[timetable.call_stop[calls]]]
        times = timetable.arrival_s[calls], timetable.departure_s[calls]
        runs.append(Run(trip, int(lines.trip_way[trip]), metres, *times))
    return course, runs
