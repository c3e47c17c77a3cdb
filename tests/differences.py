"""Differences of timetables as tests ask of them: days, times, rows, what runs on a date."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from timetables import DAY, timetable

from gtfs.difference import find_difference
from gtfs.difference_changes import DayPair, Difference
from gtfs.timetable import Bools, Timetable

SCHOOL = {"schultag": DayPair(DAY, DAY)}
SATURDAY = date(2024, 5, 18)


def minutes(departures_s: tuple[int, ...]) -> list[str]:
    """Return the times as ``8:05``."""
    return [f"{s // 3600}:{s // 60 % 60:02d}" for s in departures_s]


def rows(table: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """Return the cells of the columns, row by row."""
    return table[list(columns)].to_numpy(object).tolist()


def day_types(day: Timetable, days: Mapping[str, list[date]]) -> dict[str, Bools]:
    """Return ``[date]`` by day type."""
    first = day.first_date
    types = {name: np.zeros(day.dates, np.bool_) for name in days}
    for name, dates in days.items():
        types[name][[(one - first).days for one in dates]] = True
    return types


def service_of(one: Timetable, day: date, words: Mapping[str, str]) -> Counter[Any]:
    """Return the trips of a date by line, stops, times and rules; stop ids in these words."""
    trips: Counter[Any] = Counter()
    for trip in one.trips_on(day).tolist():
        calls = one.calls_of(trip)
        stops = [words.get(str(s), str(s)) for s in one.stop_id[one.call_stop[calls]]]
        columns = ("arrival_s", "departure_s", "pickup", "drop_off")
        told = [getattr(one, name)[calls].tolist() for name in columns]
        line = str(one.route_name[one.trip_route[trip]])
        trips[line, str((stops, told))] += 1
    return trips


def difference(old: str, new: str) -> Difference:
    """Return the difference of two timetables on the screen, on their one day."""
    return find_difference(timetable(old), timetable(new), SCHOOL)
