"""Calendars of a feed that is written: weekdays of a span of dates, and the exceptions to it."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from gtfs.members import WEEKDAYS
from gtfs.services import ADDED, REMOVED
from gtfs.timetable import NONE, Bools, Ints, Strings, Timetable
from gtfs.write_text import dates

USUAL = (0b0011111, 0b0100000, 0b1000000, 0b1111111, 0b0111111, 0b1100000)  # Monday is bit 0
LEAST_SAVED = 2  # rows: one or two dates say more than a calendar made for them
PATTERNS = np.array([*USUAL, *sorted(set(range(1, 128)) - set(USUAL))])


class Calendars(NamedTuple):
    """Each service as weekdays from start to end; where that differs from its dates, exceptions."""

    weekdays: Bools  # [service, 7] Monday first; all False without a span
    start: Ints  # [service] column of the first date of the span, NONE without one
    end: Ints  # [service] column of the last


def calendar_tables(timetable: Timetable, service_id: Strings) -> dict[str, pa.Table]:
    """Return calendar.txt and calendar_dates.txt, either only where it has rows."""
    first, runs = timetable.first_date, timetable.service_runs
    found = find_calendars(runs, first.weekday())
    never = ~runs.any(axis=1)  # a service without any date has to stand somewhere
    start, end = (np.where(never, 0, column) for column in (found.start, found.end))
    rows = np.flatnonzero(start != NONE)
    service, day = np.nonzero(runs != written_out(found, runs.shape[1], first.weekday()))
    kind = np.where(runs[service, day], ADDED, REMOVED)
    ids = pa.array(service_id.tolist(), pa.string())
    weekdays = {name: found.weekdays[rows, n].astype(np.int8) for n, name in enumerate(WEEKDAYS)}
    tables = {
        "calendar.txt": pa.table(
            {
                "service_id": ids.take(pa.array(rows)),
                **weekdays,
                "start_date": dates(first, start[rows]),
                "end_date": dates(first, end[rows]),
            }
        ),
        "calendar_dates.txt": pa.table(
            {
                "service_id": ids.take(pa.array(service)),
                "date": dates(first, day),
                "exception_type": kind.astype(np.int8),
            }
        ),
    }
    return {name: table for name, table in tables.items() if len(table)}


def find_calendars(runs: Bools, first_weekday: int) -> Calendars:
    """Return for ``[service, day]`` the weekdays and the span that leave the fewest rows.

    All 127 sets of weekdays are tried; for each the best span is the densest stretch, found in
    one pass (Kadane's maximum subarray: a day that runs saves a row, one that does not costs one).
    """
    services, size = runs.shape
    weekday = (first_weekday + np.arange(size)) % 7
    worth = np.where(runs, 1, -1).astype(np.int32)
    saved = np.full(services, LEAST_SAVED, np.int32)
    mask, end = np.zeros(services, np.int64), np.full(services, NONE)
    for pattern in PATTERNS.tolist():
        total = _running_total(worth * (pattern >> weekday & 1))
        gain = total[:, 1:] - np.minimum.accumulate(total[:, :-1], axis=1)
        last = size - 1 - gain[:, ::-1].argmax(axis=1)  # of equals the longest
        most = gain[np.arange(services), last]
        better = most > saved
        saved[better], mask[better], end[better] = most[better], pattern, last[better]
    counted = mask[:, None] >> weekday & 1
    start = _starts(_running_total(worth * counted), end)
    day = np.arange(size)
    span = runs & (counted == 1) & (start[:, None] <= day) & (day <= end[:, None])
    return Calendars((mask[:, None] >> np.arange(7) & 1) == 1, *_ends(span))


def written_out(calendars: Calendars, size: int, first_weekday: int) -> Bools:
    """Return ``[service, day]`` what the weekdays and spans alone say."""
    day = np.arange(size)
    inside = (calendars.start[:, None] <= day) & (day <= calendars.end[:, None])
    runs: Bools = calendars.weekdays[:, (first_weekday + day) % 7] & inside
    return runs


def _running_total(worth: Ints) -> Ints:
    """Return ``[service, day + 1]`` the worth of all days before the day."""
    total = np.zeros((len(worth), worth.shape[1] + 1), np.int32)
    np.cumsum(worth, axis=1, out=total[:, 1:])
    return total


def _starts(total: Ints, end: Ints) -> Ints:
    """Return the first day of the best and longest span that ends at ``end``."""
    past = np.arange(total.shape[1]) > end[:, None]
    start: Ints = np.where(past, np.iinfo(np.int32).max, total).argmin(axis=1)
    return start


def _ends(span: Bools) -> tuple[Ints, Ints]:
    """Return the first and the last day marked, NONE where none is."""
    none = ~span.any(axis=1)
    first, last = span.argmax(axis=1), span.shape[1] - 1 - span[:, ::-1].argmax(axis=1)
    return np.where(none, NONE, first), np.where(none, NONE, last)
