"""Kept tables: accessibility of days and windows, found once; of a new window only what differs."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from threading import Lock
from typing import TypeAlias

import geopandas as gpd
import numpy as np

from accessibility.access import Question, asked_of, of_classes
from accessibility.access_table import day_columns
from accessibility.folds import MINUTE_S, Window
from accessibility.standards import CLASSES
from api.http.found_days import FoundDays
from api.http.kept import Kept
from api.http.sheet import Column, Sheet
from api.service import Service

Asked: TypeAlias = tuple[str, Window, tuple[str, ...]]  # day, window, classes

TABLES_KEPT = 32  # tables of days and windows asked about, some 1 MB each


class KeptTables:
    """The accessibility tables of a service; they may be asked for from several threads."""

    def __init__(self, service: Service) -> None:
        """Take the service; nothing is found yet."""
        self.service, self.found = service, FoundDays(service)
        self._days: Kept[str, gpd.GeoDataFrame] = Kept(TABLES_KEPT)
        self._sheets: Kept[Asked, Sheet] = Kept(TABLES_KEPT)
        self._cores = Lock()  # one window at a time: each uses all cores by itself

    def of(
        self, day: str, window: Window | None, kinds: Collection[str] = CLASSES
    ) -> gpd.GeoDataFrame:
        """Return the table of a day type, by the profile's window or another.

        Where only some classes are asked for, a window's table may have the columns of no other.
        """
        if window is None:  # no window waits until a whole day is evaluated
            return self._days.of(day, lambda: self.found.evaluated(day).access)
        return self.sheet(day, window, kinds).frame()

    def sheet(self, day: str, window: Window, kinds: Collection[str] = CLASSES) -> Sheet:
        """Return the columns of a window's table, see ``of``."""
        if self._sheets.known((day, window, CLASSES)) is not None:
            kinds = CLASSES
        asked = day, window, tuple(kind for kind in CLASSES if kind in kinds)
        return self._sheets.of(asked, lambda: self._of_window(*asked))

    def prepare(self, day: str) -> None:
        """Find once what any other window of the day is folded from, so that nobody waits for it.

        It takes some 120 MB and a second; the window asked for is a minute shorter than usual.
        """
        service = self.service
        usual = service.question.profile.window(day, service.days[day])
        until_s = max(usual.until_s - MINUTE_S, usual.from_s + MINUTE_S)
        self._of_window(day, Window(usual.from_s, until_s), CLASSES)

    def _of_window(self, day: str, window: Window, kinds: tuple[str, ...]) -> Sheet:
        with self._cores:
            return self._found(day, window, kinds)

    def _found(self, day: str, window: Window, kinds: tuple[str, ...]) -> Sheet:
        question, days = _within(self.service.question, window), self.service.compiled([day])
        asked = asked_of(question, day, days[day], kinds)
        choices = of_classes(self.found.journeys(day).choices(asked))
        drive_s = self.found.all_drives_s()
        columns = day_columns(question, day, days[day].date, choices, drive_s)
        shapes = columns.pop("geometry")
        return Sheet(self._warned(day, columns), shapes)

    def _warned(self, day: str, columns: Mapping[str, Column]) -> dict[str, Column]:
        """Return the columns with a day's warning after its date, as ``Service.warned`` does."""
        warning = self.service.manifest["day_warnings"].get(day) or np.nan
        told = dict[str, Column]()
        for name, column in columns.items():
            told[name] = column
            if name == "date":
                told["day_warning"] = np.full(len(column), warning)
        return told


def _within(question: Question, window: Window) -> Question:
    """Return the question with another window, on all days."""
    profile = question.profile
    span = (window.from_s, window.until_s)
    service = profile.service.model_copy(update={"weekday": span, "weekend": span})
    return replace(question, profile=profile.model_copy(update={"service": service}))
