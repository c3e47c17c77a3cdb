"""Knoten: stations where lines meet, and what comes and goes there in an hour of a date."""

from datetime import date

import numpy as np
import pandas as pd

from gtfs.timetable import Bools, Ints, Timetable, calls_of_trips
from mobility.connections import runs_on
from mobility.events import Events, arrivals, departures
from mobility.lines import Lines
from mobility.transfers import Footpaths

HOUR_S = 3600
LINES_AT_KNOTEN = 3


def knoten_of(
    timetable: Timetable, lines: Lines, running: Ints, footpaths: Footpaths, walk_s: int
) -> Bools:
    """Return ``[station]`` whether trains and buses, or three lines, call there on the day.

    A bus stop within ``walk_s`` of a station of trains is there, too.
    """
    trip = np.repeat(running, np.diff(timetable.first_call)[running])
    stop = timetable.call_stop[calls_of_trips(timetable, running)]
    station = timetable.stop_station[stop]
    size = len(timetable.station_id)
    line_at = np.unique(station.astype(np.int64) * len(lines.line_id) + lines.trip_line[trip])
    number = np.bincount(line_at // len(lines.line_id), minlength=size)
    rail = timetable.route_rail[timetable.trip_route[trip]]
    by_rail = np.bincount(station[rail], minlength=size) > 0
    by_road = np.bincount(station[~rail], minlength=size) > 0
    near = _near(timetable, np.unique(stop[~rail]), footpaths, walk_s)
    knoten: Bools = (by_rail & (by_road | near)) | (number >= LINES_AT_KNOTEN)
    return knoten


def _near(timetable: Timetable, stops: Ints, footpaths: Footpaths, walk_s: int) -> Bools:
    """Return ``[station]`` whether one walks to it from one of the stops so fast."""
    start = np.repeat(np.arange(len(footpaths.first) - 1), np.diff(footpaths.first))
    reached = footpaths.to_stop[np.isin(start, stops) & (footpaths.walk_s <= walk_s)]
    near = np.zeros(len(timetable.station_id), np.bool_)
    near[timetable.stop_station[reached]] = True
    return near


def knoten_hour(
    timetable: Timetable, lines: Lines, stations: Ints, day: date, hour: int
) -> pd.DataFrame:
    """Return what calls at the stations in the clock hour, by minute.

    Columns ``arriving, time_s, line, name, rail, where``: where it comes from or goes to, the first
    or last stop of the trip.
    """
    runs = runs_on(timetable, day)
    calls = timetable.first_call
    parts = []
    for arriving, events in (
        (True, arrivals(timetable, runs)),
        (False, departures(timetable, runs)),
    ):
        own = _at(timetable, events, stations, hour)
        trip = events.trip[own]
        ends = calls[trip] if arriving else calls[trip + 1] - 1
        parts.append(
            pd.DataFrame(
                {
                    "arriving": arriving,
                    "time_s": events.time_s[own],
                    "line": lines.trip_line[trip],
                    "name": lines.name[lines.trip_line[trip]].astype(object),
                    "rail": timetable.route_rail[timetable.trip_route[trip]],
                    "where": timetable.stop_name[timetable.call_stop[ends]].astype(object),
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    keys = ["arriving", "time_s", "rail", "name", "where"]
    return table.sort_values(keys, ascending=[True, True, False, True, True], ignore_index=True)


def _at(timetable: Timetable, events: Events, stations: Ints, hour: int) -> Ints:
    here = np.isin(timetable.stop_station[events.stop], stations)
    return np.flatnonzero(here & (events.time_s // HOUR_S == hour))
