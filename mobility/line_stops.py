"""Line stops: the stations of a line on a date, the time to them, and who else calls there."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from gtfs.earth import points_m
from gtfs.timetable import Bools, Floats, Ints, Timetable, calls_of_trips
from mobility.line_course import Course, Run, runs_of
from mobility.lines import Lines
from mobility.ways import BACK, OUT

SAME_M = 300.0  # stations of one name so near each other are one, such as stops face to face


def line_stops(timetable: Timetable, lines: Lines, line: int, day: date) -> pd.DataFrame:
    """Return a row per station of a line that runs, as its commonest whole trips OUT call there.

    Columns ``station, name, metres, out_s, back_s, rail, others``: the median time of the whole
    trips from their first station, each way, nan where none of that way calls; whether trains call;
    names of the other lines of the day, trains first.
    """
    running = timetable.trips_on(day)
    course, runs = runs_of(timetable, lines, line, running)
    same = [_same(timetable, int(station)) for station in course.station.tolist()]
    calling = _lines_at(timetable, lines, running)
    rail = timetable.route_rail[lines.route]
    others = [np.setdiff1d(np.flatnonzero(calling[one].any(axis=0)), [line]) for one in same]
    return pd.DataFrame(
        {
            "station": course.station,
            "name": timetable.station_name[course.station].astype(object),
            "metres": course.metres,
            "out_s": _times(timetable, lines, (course, runs), same, OUT),
            "back_s": _times(timetable, lines, (course, runs), same, BACK),
            "rail": [bool(rail[one].any()) for one in others],
            "others": [_named(lines, one, rail) for one in others],
        }
    )


def running_day(timetable: Timetable, lines: Lines, line: int, days: Mapping[str, date]) -> str:
    """Return the first of the days on which the line runs, "" if it runs on none."""
    for day, when in days.items():
        if (lines.trip_line[timetable.trips_on(when)] == line).any():
            return day
    return ""


def stops_served(timetable: Timetable, lines: Lines, line: int, days: Iterable[date]) -> Ints:
    """Return the stops at which the line calls on any of the dates."""
    trips = np.unique(np.concatenate([timetable.trips_on(day) for day in days]))
    own = trips[lines.trip_line[trips] == line]
    calls = [timetable.call_stop[timetable.calls_of(trip)] for trip in own.tolist()]
    return np.unique(np.concatenate([np.empty(0, np.int32), *calls]))


def _same(timetable: Timetable, station: int) -> Ints:
    """Return the stations of that name beside it, itself among them."""
    named = np.flatnonzero(timetable.station_name == timetable.station_name[station])
    xyz = points_m(timetable.station_lon[named], timetable.station_lat[named])
    here = xyz[np.flatnonzero(named == station)[0]]
    same: Ints = named[np.linalg.norm(xyz - here, axis=1) <= SAME_M]
    return same


def _lines_at(timetable: Timetable, lines: Lines, running: Ints) -> Bools:
    """Return ``[station, line]`` whether the line calls at the station."""
    calls = np.zeros((len(timetable.station_id), len(lines.line_id)), np.bool_)
    trip = np.repeat(running, np.diff(timetable.first_call)[running])
    stop = timetable.call_stop[calls_of_trips(timetable, running)]
    calls[timetable.stop_station[stop], lines.trip_line[trip]] = True
    return calls


def _times(
    timetable: Timetable, lines: Lines, ridden: tuple[Course, list[Run]], same: list[Ints], way: int
) -> Floats:
    """Return ``[place]`` the lower median of the seconds since the beginning of the way."""
    course, runs = ridden
    whole = [run for run in runs if run.way == way and lines.whole[run.trip]]
    times = np.full((len(whole), len(course.station)), np.nan)
    for row, run in enumerate(whole):
        stations = timetable.stop_station[timetable.call_stop[timetable.calls_of(run.trip)]]
        since = run.arrival_s - timetable.departure_s[lines.core_first[run.trip]]
        for place, own in enumerate(same):
            here = np.flatnonzero(np.isin(stations, own))
            if len(here):
                times[row, place] = max(int(since[here[0]]), 0)
    return _lower_medians(times)


def _lower_medians(times: Floats) -> Floats:
    ordered = np.sort(times, axis=0)  # nan last
    known = (~np.isnan(times)).sum(axis=0)
    if not len(times):
        return np.full(times.shape[1], np.nan)
    medians: Floats = ordered[np.maximum(known - 1, 0) // 2, np.arange(times.shape[1])]
    return medians


def _named(lines: Lines, some: Ints, rail: Bools) -> str:
    parts = (np.unique(lines.name[some[rail[some] == on]]).tolist() for on in (True, False))
    return ", ".join(name for part in parts for name in part)
