"""Kept tables: accessibility of days and windows, found once; of a new window only what differs."""

from dataclasses import replace
from threading import Lock

import geopandas as gpd

from accessibility.access import Question, access_table, asked_of, find_drives, of_classes
from accessibility.day_journeys import DayJourneys, ride_out
from accessibility.folds import Window
from api.service import Service
from gtfs.timetable import Floats

TABLES_KEPT = 32  # tables of days and windows asked about, some 1 MB each
DAYS_KEPT = 4  # days whose journeys are kept for further windows, some 100 MB each


class KeptTables:
    """The accessibility tables of a service; they may be asked for from several threads."""

    def __init__(self, service: Service) -> None:
        """Take the service; nothing is found yet."""
        self._service = service
        self._tables: dict[tuple[str, Window | None], gpd.GeoDataFrame] = {}
        self._journeys: dict[str, DayJourneys] = {}
        self._drive_s: Floats | None = None
        self._lock = Lock()  # one table at a time: each uses all cores by itself

    def of(self, day: str, window: Window | None) -> gpd.GeoDataFrame:
        """Return the table of a day type, by the profile's window or another."""
        with self._lock:
            key = (day, window)
            if key not in self._tables:
                while len(self._tables) >= TABLES_KEPT:
                    del self._tables[next(iter(self._tables))]
                self._tables[key] = self._table(day, window)
            return self._tables[key]

    def _table(self, day: str, window: Window | None) -> gpd.GeoDataFrame:
        question = self._service.question
        if window is not None:
            question = _within(question, window)
        days = self._service.compiled([day])
        asked = asked_of(question, day, days[day])
        choices = {day: of_classes(self._journeys_of(day).choices(asked))}
        self._drive_s = find_drives(question, choices, self._drive_s)
        table = access_table(question, days, choices=choices, drive_s=self._drive_s)
        return self._service.warned(table)

    def _journeys_of(self, day: str) -> DayJourneys:
        found = self._journeys.pop(day, None)
        if found is None:
            compiled = self._service.compiled([day])[day]
            found = ride_out(asked_of(self._service.question, day, compiled))
            while len(self._journeys) >= DAYS_KEPT:
                del self._journeys[next(iter(self._journeys))]
        self._journeys[day] = found  # the one asked about last stands last
        return found


def _within(question: Question, window: Window) -> Question:
    """Return the question with another window, on all days."""
    profile = question.profile
    span = (window.from_s, window.until_s)
    service = profile.service.model_copy(update={"weekday": span, "weekend": span})
    return replace(question, profile=profile.model_copy(update={"service": service}))
