"""Joining the timetables of several feeds into one: ids get the feed's name, indices move on."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from gtfs.timetable import NONE, Strings, Timetable

# column of indices → the table it counts in, named by a column of that table
INDEX_INTO = {
    "stop_station": "station_id",
    "route_agency": "agency_id",
    "trip_route": "route_id",
    "trip_service": "service_id",
    "call_stop": "stop_id",
    "service_feed": "feed_name",
    "rule_from_stop": "stop_id",
    "rule_to_stop": "stop_id",
    "rule_from_station": "station_id",
    "rule_to_station": "station_id",
    "rule_from_route": "route_id",
    "rule_to_route": "route_id",
}
NUMBERS = {  # numbers that count in no table → the columns that share their range
    "trip_block": ("trip_block",),
    "trip_source": ("trip_source", "rule_from_source", "rule_to_source"),
    "rule_from_source": ("trip_source", "rule_from_source", "rule_to_source"),
    "rule_to_source": ("trip_source", "rule_from_source", "rule_to_source"),
}
IDS = (
    *("agency_id", "stop_id", "station_id", "route_id", "trip_id", "service_id"),
    *("trip_shape", "shape_id"),
)
FIRSTS = ("first_call", "first_point")


def join(timetables: Sequence[Timetable]) -> Timetable:
    """Return one timetable of all feeds in their order; a single one is returned as it is."""
    if len(timetables) == 1:
        return timetables[0]
    first = min(t.first_date for t in timetables)
    columns: dict[str, Any] = {
        field.name: np.concatenate(_shifted(timetables, field.name))
        for field in fields(Timetable)
        if field.name not in ("first_date", "service_runs", *FIRSTS)
    }
    for name in FIRSTS:
        lengths = np.concatenate([np.diff(getattr(t, name)) for t in timetables])
        columns[name] = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return Timetable(first_date=first, service_runs=_runs(timetables), **columns)


def file_of(timetable: Timetable, file: str, ids: Strings) -> str:
    """Return the file with its feed's name, ``bus/trips.txt``, where all the ids are of one feed.

    It stays as it is where there is but one feed, and where the ids are of several.
    """
    feeds = timetable.feed_name.tolist()
    named = [feed for feed in feeds if np.char.startswith(ids, f"{feed}:").any()]
    return f"{named[0]}/{file}" if len(named) == 1 < len(feeds) else file


def _shifted(timetables: Sequence[Timetable], name: str) -> list[Any]:
    """Return the column of each feed, ids prefixed and indices moved behind those before."""
    parts, base = [], 0
    for timetable in timetables:
        column = getattr(timetable, name)
        if name in IDS:
            named = np.char.add(f"{timetable.feed_name[0]}:", column)
            column = np.where(column == "", "", named)
        elif name in INDEX_INTO or name in NUMBERS:
            column = np.where(column == NONE, NONE, column + base).astype(np.int32)
        parts.append(column)
        base += _size(timetable, name)
    return parts


def _size(timetable: Timetable, name: str) -> int:
    """Return how far the column's indices or numbers reach in one feed."""
    if name in INDEX_INTO:
        return len(getattr(timetable, INDEX_INTO[name]))
    shared = [getattr(timetable, other) for other in NUMBERS.get(name, ())]
    return max((int(column.max(initial=NONE)) + 1 for column in shared), default=0)


def _runs(timetables: Sequence[Timetable]) -> np.ndarray:
    first = min(t.first_date for t in timetables)
    last = max(t.first_date.toordinal() + t.dates for t in timetables)
    services = sum(len(t.service_id) for t in timetables)
    runs = np.zeros((services, last - first.toordinal()), np.bool_)
    row = 0
    for timetable in timetables:
        column = (timetable.first_date - first).days
        rows = slice(row, row + len(timetable.service_id))
        runs[rows, column : column + timetable.dates] = timetable.service_runs
        row = rows.stop
    return runs
