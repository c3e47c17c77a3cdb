"""Knoten: what comes and goes at a station in an hour of a date."""

from datetime import date

import numpy as np
import pandas as pd

from gtfs.timetable import Ints, Timetable
from mobility.anschluesse import Events, arrivals, departures
from mobility.connections import runs_on
from mobility.lines import Lines

HOUR_S = 3600


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
