"""Takt edges: the lines that keep a Takt, cut at their Knoten, with the minutes at both ends."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from gtfs.timetable import Ints, Timetable
from mobility.line_course import Course, course_of
from mobility.lines import Lines
from mobility.takt import find_takt, takt_minute
from mobility.ways import BACK, OUT


def takt_edges(
    timetable: Timetable, lines: Lines, chosen: Ints, day: date, *, longest_s: int = 7200
) -> pd.DataFrame:
    """Return a row per line and section between two Knoten on its way, of lines that keep a Takt.

    Columns ``line, headway_s, from_station, to_station, leaves, arrives, back_leaves,
    back_arrives``: minutes of the headway OUT, and BACK (from ``to_station``); -1 where that way
    keeps none. Knoten are the ends of lines, and stations where two of them call.
    """
    running = timetable.trips_on(day)
    courses: dict[int, tuple[Course, int]] = {}
    for line in chosen.tolist():
        own = running[(lines.trip_line[running] == line) & lines.whole[running]]
        takt = find_takt(_starts(timetable, lines, own, OUT))
        if len(own) and 0 < takt.headway_s <= longest_s:
            courses[line] = course_of(timetable, lines, line, running), takt.headway_s
    knoten = _knoten(courses)
    rows = [
        row
        for line, (course, headway_s) in courses.items()
        for row in _sections(timetable, lines, (line, headway_s), course, (knoten, running))
    ]
    return pd.DataFrame(rows)


def _starts(timetable: Timetable, lines: Lines, trips: Ints, way: int) -> Ints:
    own = trips[lines.trip_way[trips] == way]
    return np.sort(timetable.departure_s[lines.core_first[own]])


def _knoten(courses: dict[int, tuple[Course, int]]) -> set[int]:
    """Return the stations that are ends, or where several lines call."""
    ends, calls = set(), []
    for course, _ in courses.values():
        ends |= {int(course.station[0]), int(course.station[-1])}
        calls.append(np.unique(course.station))
    station, number = np.unique(np.concatenate([np.empty(0, np.int32), *calls]), return_counts=True)
    return ends | set(station[number > 1].tolist())


def _sections(
    timetable: Timetable,
    lines: Lines,
    line: tuple[int, int],
    course: Course,
    at: tuple[set[int], Ints],
) -> Iterator[dict[str, Any]]:
    number, headway_s = line
    knoten, running = at
    stops = [station for station in dict.fromkeys(course.station.tolist()) if station in knoten]
    own = running[(lines.trip_line[running] == number) & lines.whole[running]]
    minutes = {
        way: _minutes(timetable, own[lines.trip_way[own] == way], headway_s) for way in (OUT, BACK)
    }
    for here, there in zip(stops[:-1], stops[1:], strict=True):
        yield {
            "line": number,
            "headway_s": headway_s,
            "from_station": here,
            "to_station": there,
            "leaves": minutes[OUT].get((here, False), -1),
            "arrives": minutes[OUT].get((there, True), -1),
            "back_leaves": minutes[BACK].get((there, False), -1),
            "back_arrives": minutes[BACK].get((here, True), -1),
        }


def _minutes(timetable: Timetable, trips: Ints, headway_s: int) -> dict[tuple[int, bool], int]:
    """Return the minute at which most of the trips call, by station and whether they arrive."""
    times: dict[tuple[int, bool], list[int]] = {}
    for trip in trips.tolist():
        calls = timetable.calls_of(trip)
        stations = timetable.stop_station[timetable.call_stop[calls]].tolist()
        for arrives, column in ((True, timetable.arrival_s), (False, timetable.departure_s)):
            for station, time_s in zip(stations, column[calls].tolist(), strict=True):
                times.setdefault((station, arrives), []).append(time_s)
    return {key: takt_minute(np.array(found), headway_s) // 60 for key, found in times.items()}
