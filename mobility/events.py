"""Events: calls of a day's trips where one may alight, or board, on the clock of its date."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import FORBIDDEN, Ints, Timetable
from mobility.connections import Runs


class Events(NamedTuple):
    """Calls where one may alight, or board."""

    run: Ints  # [event]
    trip: Ints  # [event]
    stop: Ints  # [event]
    time_s: Ints  # [event]
    beyond: Ints  # [event] station the trip calls at before (alighting) or next (boarding)


def arrivals(timetable: Timetable, runs: Runs) -> Events:
    """Return the calls at which one may alight, but the first of each run."""
    return _events(timetable, runs, alighting=True)


def departures(timetable: Timetable, runs: Runs) -> Events:
    """Return the calls at which one may board, but the last of each run."""
    return _events(timetable, runs, alighting=False)


def _events(timetable: Timetable, runs: Runs, *, alighting: bool) -> Events:
    calls = np.diff(timetable.first_call)[runs.trip]
    run = np.repeat(np.arange(len(runs.trip), dtype=np.int32), calls - 1)
    first = timetable.first_call[runs.trip] + (1 if alighting else 0)
    step = np.arange(len(run)) - np.repeat(np.cumsum(calls - 1) - (calls - 1), calls - 1)
    call = first[run] + step
    barred = timetable.drop_off if alighting else timetable.pickup
    time_s = timetable.arrival_s if alighting else timetable.departure_s
    station = timetable.stop_station[timetable.call_stop]
    columns = (
        run,
        runs.trip[run],
        timetable.call_stop[call],
        time_s[call] + runs.shift_s[run],
        station[call + (-1 if alighting else 1)],
    )
    kept = barred[call] != FORBIDDEN
    return Events(*(column[kept] for column in columns))
