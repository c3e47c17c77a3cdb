"""Services of one feed: calendar.txt and calendar_dates.txt written out, one column a date."""

from datetime import date

import numpy as np
import pandas as pd

from gtfs.findings import Severity
from gtfs.members import WEEKDAYS
from gtfs.problems import Problems
from gtfs.routes import Columns
from gtfs.tables import Table, date_of, days, find_index, integers
from gtfs.timetable import NONE, Bools, Ints

THURSDAY = 3  # 1970-01-01, day 0
ADDED, REMOVED = 1, 2  # exception_type


def build_services(calendar: Table, exceptions: Table, problems: Problems) -> Columns:
    """Return every service date of the feed; dates without any service at its ends are cut off."""
    start, end, pattern = _calendar(calendar, problems)
    day, kind = _exceptions(exceptions, problems)
    named = pd.concat([calendar.text("service_id"), exceptions.text("service_id")])
    ids = named.drop_duplicates().reset_index(drop=True)
    known = [start[start >= 0], end[end >= 0], day[day >= 0]]
    spans = np.concatenate(known)
    if len(spans) == 0:
        return _columns(ids, 0, np.zeros((len(ids), 1), np.bool_))
    first, dates = int(spans.min()), int(spans.max() - spans.min()) + 1
    runs = np.zeros((len(ids), dates), np.bool_)
    weekday = (np.arange(first, first + dates) + THURSDAY) % 7
    for row, service in enumerate(find_index(ids, calendar.text("service_id"))):
        span = slice(max(start[row] - first, 0), max(end[row] - first + 1, 0))
        runs[service, span] |= pattern[row, weekday[span]]
    excepted = find_index(ids, exceptions.text("service_id"))
    for which in (ADDED, REMOVED):
        rows = (day >= 0) & (kind == which)
        runs[excepted[rows], day[rows] - first] = which == ADDED
    served = np.flatnonzero(runs.any(axis=0))
    if len(served) == 0:
        problems.refuse_feed("no service runs on any date; look at calendar.txt")
        return _columns(ids, first, runs[:, :1])
    span = slice(int(served[0]), int(served[-1]) + 1)
    return _columns(ids, first + span.start, np.ascontiguousarray(runs[:, span]))


def note_validity(feed_info: Table, columns: Columns, problems: Problems) -> None:
    """Note where feed_info.txt promises other dates than the calendars hold."""
    first = (columns["first_date"] - date(1970, 1, 1)).days
    last = first + columns["service_runs"].shape[1] - 1
    for column, which, held in (
        ("feed_start_date", "erster", first),
        ("feed_end_date", "letzter", last),
    ):
        told = days(feed_info, column)
        other = (told != NONE) & (told != held)
        named = [f"{date_of(day):%d.%m.%Y}" if day >= 0 else "unlesbar" for day in told[other]]
        problems.note(
            "feed_dates",
            f"{column} ist {'; '.join(named)}, {which} Verkehrstag aber {date_of(held):%d.%m.%Y}",
            feed_info,
            other,
            column,
            "die Kalender gelten",
            Severity.INFO,
        )


def _columns(ids: "pd.Series[str]", first: int, runs: Bools) -> Columns:
    return {
        "first_date": date_of(first),
        "service_id": np.asarray(ids.to_numpy(dtype=object), np.str_),
        "service_feed": np.zeros(len(ids), np.int32),
        "service_runs": runs,
    }


def _calendar(calendar: Table, problems: Problems) -> tuple[Ints, Ints, Bools]:
    """Return first day, last day and ``[row, weekday]`` of calendar.txt."""
    ids = calendar.text("service_id")
    problems.refuse(
        calendar, ids.duplicated().to_numpy(), "service_id", "stands twice; ids must be unique"
    )
    problems.refuse(calendar, (ids == "").to_numpy(), "service_id", "is empty")
    columns = [integers(calendar, weekday) for weekday in WEEKDAYS]
    for weekday, column in zip(WEEKDAYS, columns, strict=True):
        problems.refuse(calendar, (column != 0) & (column != 1), weekday, "is neither 0 nor 1")
    start, end = days(calendar, "start_date"), days(calendar, "end_date")
    for name, column in (("start_date", start), ("end_date", end)):
        problems.refuse(calendar, column < 0, name, "is no date such as 20240514")
    problems.note(
        "calendar_ends_before_start",
        "Kalender endet, bevor er beginnt",
        calendar,
        (start >= 0) & (end >= 0) & (end < start),
        "end_date",
        "gilt an keinem Tag, außer wo calendar_dates.txt ihn nennt",
    )
    return start, end, np.column_stack(columns) == 1


def _exceptions(exceptions: Table, problems: Problems) -> tuple[Ints, Ints]:
    """Return day and exception_type of calendar_dates.txt."""
    day, kind = days(exceptions, "date"), integers(exceptions, "exception_type")
    empty = (exceptions.text("service_id") == "").to_numpy()
    problems.refuse(exceptions, empty, "service_id", "is empty")
    problems.refuse(exceptions, day < 0, "date", "is no date such as 20240514")
    problems.refuse(
        exceptions,
        (kind != ADDED) & (kind != REMOVED),
        "exception_type",
        "is neither 1 (runs) nor 2 (does not run)",
    )
    keys = pd.DataFrame({"service": exceptions.text("service_id"), "day": day, "kind": kind})
    both = keys.drop_duplicates().duplicated(["service", "day"]).reindex(keys.index)
    problems.note(
        "calendar_dates_contradict",
        "Dienst am selben Tag sowohl ergänzt als auch gestrichen",
        exceptions,
        both.fillna(value=False).to_numpy(np.bool_),
        "exception_type",
        "gilt als gestrichen",
    )
    return day, kind
