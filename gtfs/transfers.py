"""Transfers of one feed: the rows of transfers.txt as rules between stops, stations and trips."""

import numpy as np

from gtfs.findings import Severity
from gtfs.problems import Problems
from gtfs.routes import Columns
from gtfs.stops import StopTable
from gtfs.tables import Table, find_index, integers
from gtfs.timetable import NONE, Bools, Ints

TIMED, MINIMUM, IN_SEAT, NO_IN_SEAT = 1, 2, 4, 5  # transfer_type
UNKNOWN = -2  # a cell names something the feed does not have


def build_rules(
    table: Table, stops: StopTable, routes: Table, trips: Table, used: Bools, problems: Problems
) -> Columns:
    """Return the rule columns; rows that name what the feed does not have are left out.

    ``used [trip]`` are the trips of trips.txt that are kept.
    """
    kind = integers(table, "transfer_type")
    kind = np.where(kind == NONE, 0, kind)
    ends: Columns = {}
    unknown = np.zeros(len(table), np.bool_)
    for end in ("from", "to"):
        columns = _end(table, end, stops, routes, trips, used)
        unknown |= np.logical_or.reduce([column == UNKNOWN for column in columns.values()])
        ends |= columns
    strange = (kind < 0) | (kind > NO_IN_SEAT)
    bare = ~unknown & ~strange & _is_bare(kind, ends)
    _note_left_out(table, unknown, strange, bare, problems)
    minimum_s = _minimum_s(table, kind, problems)
    kept = ~(unknown | strange | bare)
    rules = {"rule_type": kind.astype(np.int8), "rule_min_s": minimum_s, **ends}
    return {name: column[kept] for name, column in rules.items()}


def _end(
    table: Table, end: str, stops: StopTable, routes: Table, trips: Table, used: Bools
) -> Columns:
    """Return what one end of each row names: NONE where it is silent, else maybe UNKNOWN."""
    row = _named(table, f"{end}_stop_id", stops.table)
    at = np.maximum(row, 0)
    stop, station = (np.where(row < 0, row, which[at]) for which in (stops.stop, stops.station))
    nowhere = (row >= 0) & (stop == NONE) & (station == NONE)  # an entrance or a node
    trip = _named(table, f"{end}_trip_id", trips)
    trip[(trip >= 0) & ~used[np.maximum(trip, 0)]] = UNKNOWN
    return {
        f"rule_{end}_stop": np.where(nowhere, UNKNOWN, stop).astype(np.int32),
        f"rule_{end}_station": station.astype(np.int32),
        f"rule_{end}_route": _named(table, f"{end}_route_id", routes),
        f"rule_{end}_source": trip,
    }


def _named(table: Table, column: str, other: Table) -> Ints:
    key = column.split("_", 1)[1]
    index = find_index(other.text(key), table.text(column))
    index[table.filled(column) & (index == NONE)] = UNKNOWN
    return index


def _is_bare(kind: Ints, ends: Columns) -> Bools:
    """Return the rows without the stops (types 0-3) or the trips (4, 5) that make them a rule."""
    seated = (kind == IN_SEAT) | (kind == NO_IN_SEAT)
    bare = np.zeros(len(kind), np.bool_)
    for end in ("from", "to"):
        no_place = (ends[f"rule_{end}_stop"] == NONE) & (ends[f"rule_{end}_station"] == NONE)
        bare |= np.where(seated, ends[f"rule_{end}_source"] == NONE, no_place)
    return bare


def _minimum_s(table: Table, kind: Ints, problems: Problems) -> Ints:
    minimum_s = integers(table, "min_transfer_time")
    problems.note(
        "transfer_time_unreadable",
        "min_transfer_time ist keine Zahl von Sekunden ab 0",
        table,
        minimum_s < NONE,
        "min_transfer_time",
        "gilt als leer",
    )
    minimum_s = np.maximum(minimum_s, NONE)
    problems.note(
        "transfer_without_time",
        "Mindestübergang (transfer_type 2) ohne min_transfer_time",
        table,
        (kind == MINIMUM) & (minimum_s == NONE),
        "min_transfer_time",
        "gilt als transfer_type 0",
    )
    return minimum_s


def _note_left_out(
    table: Table, unknown: Bools, strange: Bools, bare: Bools, problems: Problems
) -> None:
    for code, rows, german in (
        ("transfer_unknown", unknown, "Umsteigeregel nennt, was es im Feed nicht (mehr) gibt"),
        ("transfer_type_unknown", strange, "transfer_type ist keine Zahl von 0 bis 5"),
        ("transfer_incomplete", bare, "Umsteigeregel ohne Halte oder (4, 5) ohne Fahrten"),
    ):
        problems.note(
            code, german, table, rows, "transfer_type", "Zeile übergangen", Severity.WARNING
        )
