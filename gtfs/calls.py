"""Calls of one feed: the rows of stop_times.txt sorted into trips, faulty trips taken out."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from gtfs.members import FLEX_PLACE_COLUMNS, WINDOW_COLUMNS
from gtfs.problems import Problems
from gtfs.stops import StopTable
from gtfs.tables import UNREADABLE, Table, find_index, integers, times_s
from gtfs.timetable import NONE, Bools, Bytes, Ints

MOST_CODE = 3  # of pickup_type and drop_off_type
FLEX_CODE = "flex_not_used"


@dataclass(frozen=True, eq=False)
class Calls:
    """Calls trip by trip in the order of their stop_sequence; times are NONE where not given."""

    row: Ints  # [call] row of stop_times.txt
    trip: Ints  # [call] ascending
    sequence: Ints  # [call] stop_sequence
    stop: Ints  # [call]
    arrival_s: Ints  # [call]
    departure_s: Ints  # [call]
    pickup: Bytes  # [call]
    drop_off: Bytes  # [call]

    def __len__(self) -> int:
        """Return the number of calls."""
        return len(self.row)

    def only(self, kept: Bools) -> "Calls":
        """Return the marked calls."""
        return self if kept.all() else self.take(np.flatnonzero(kept))

    def take(self, index: NDArray[np.intp]) -> "Calls":
        """Return these calls in this order."""
        return Calls(**{f.name: getattr(self, f.name)[index] for f in fields(self)})


def build_calls(
    table: Table, trips: Table, stops: StopTable, groups: Table, problems: Problems
) -> tuple[Calls, Bools]:
    """Return the calls of the feed's trips, and ``[trip]`` which of them are not used."""
    trip = find_index(trips.text("trip_id"), table.text("trip_id"))
    problems.refuse_trips(
        table, trip == NONE, "trip_id", "is not in trips.txt", "Halte unbekannter Fahrten"
    )
    flex = _flex_rows(table, groups)
    unused = _trips_on_demand_only(table, len(trips), trip, flex, problems)
    rows, faulty = _read_rows(table, trip, stops, flex, problems)
    known = ~flex & (trip != NONE)
    unused[trip[known & faulty]] = True
    calls = _in_order(rows.only(known & ~unused[trip]))
    _note_repeated_sequence(table, calls, problems)
    unused |= _backward_trips(table, calls, len(trips), problems)
    return calls.only(~unused[calls.trip]), unused


def _read_rows(
    table: Table, trip: Ints, stops: StopTable, flex: Bools, problems: Problems
) -> tuple[Calls, Bools]:
    """Return every row as a call, and ``[row]`` which of them cannot be one."""
    stop, no_stop = _stops_of(table, stops, flex, problems)
    arrival_s, departure_s, no_time = _times_of(table, problems)
    sequence = integers(table, "stop_sequence")
    no_place = ~flex & (sequence < 0)
    problems.refuse_trips(
        table, no_place, "stop_sequence", "is no whole number", "Halte ohne Reihenfolge"
    )
    pickup, drop_off = (_codes(table, c, problems) for c in ("pickup_type", "drop_off_type"))
    row = np.arange(len(table), dtype=np.int32)
    rows = Calls(row, trip, sequence, stop, arrival_s, departure_s, pickup, drop_off)
    return rows, no_stop | no_time | no_place


def _flex_rows(table: Table, groups: Table) -> Bools:
    """Return the rows that are no call but an area or a window of service on demand."""
    flex = np.zeros(len(table), np.bool_)
    for column in (*WINDOW_COLUMNS, *FLEX_PLACE_COLUMNS):
        flex |= table.filled(column)
    if len(groups):
        flex |= table.text("stop_id").isin(groups.text("location_group_id")).to_numpy(np.bool_)
    return flex


def _trips_on_demand_only(
    table: Table, trips: int, trip: Ints, flex: Bools, problems: Problems
) -> Bools:
    """Return ``[trip]`` which trips have windows or areas and not one scheduled call."""
    number = np.bincount(trip[trip != NONE], minlength=trips)
    windows = np.bincount(trip[flex & (trip != NONE)], minlength=trips)
    only: Bools = (number > 0) & (number == windows)
    left_out = int(only.sum())
    problems.note(
        FLEX_CODE,
        "Bedarfsverkehr (GTFS-Flex): Zeitfenster oder Flächen statt Halten mit Fahrplanzeit",
        table,
        flex,
        "stop_id",
        f"nicht ausgewertet; weggelassene Fahrten ganz ohne Fahrplanzeit: {left_out}",
    )
    return only


def _stops_of(
    table: Table, stops: StopTable, flex: Bools, problems: Problems
) -> tuple[Ints, Bools]:
    """Return ``[row]`` the stop, and which rows name none."""
    row = find_index(stops.table.text("stop_id"), table.text("stop_id"))
    stop = np.where(row == NONE, NONE, stops.stop[row])
    unknown = ~flex & (row == NONE)
    other = ~flex & ~unknown & (stop == NONE)
    problems.refuse_trips(
        table, unknown, "stop_id", "is not in stops.txt", "Halte an unbekannten Haltestellen"
    )
    problems.refuse_trips(
        table,
        other,
        "stop_id",
        "is a station or an entrance (location_type); vehicles call at its platforms",
        "Halte an einer Station statt an ihrem Steig",
    )
    return stop, unknown | other


def _times_of(table: Table, problems: Problems) -> tuple[Ints, Ints, Bools]:
    """Return arrival and departure, each standing in for the other, and the unreadable rows."""
    arrival_s, departure_s = times_s(table, "arrival_time"), times_s(table, "departure_time")
    for column, value in (("arrival_time", arrival_s), ("departure_time", departure_s)):
        problems.refuse_trips(
            table,
            value == UNREADABLE,
            column,
            "is no time such as 08:05:00 or 24:10:00",
            "Unlesbare Uhrzeiten",
        )
    unreadable = (arrival_s == UNREADABLE) | (departure_s == UNREADABLE)
    both_arrival = np.where(arrival_s == NONE, departure_s, arrival_s)
    both_departure = np.where(departure_s == NONE, arrival_s, departure_s)
    return both_arrival, both_departure, unreadable


def _codes(table: Table, column: str, problems: Problems) -> Bytes:
    code = integers(table, column)
    strange = (code != NONE) & ((code < 0) | (code > MOST_CODE))
    problems.note(
        "unknown_code",
        f"{column} ist keine Zahl von 0 bis {MOST_CODE}",
        table,
        strange,
        column,
        "gilt als gewöhnlicher Halt (0)",
    )
    return np.where((code < 0) | (code > MOST_CODE), 0, code).astype(np.int8)


def _in_order(calls: Calls) -> Calls:
    """Return the calls by trip, then by sequence; equal sequences keep the order of the file."""
    key = calls.trip.astype(np.int64) << 32 | calls.sequence.astype(np.int64)
    if (np.diff(key) >= 0).all():
        return calls
    return calls.take(np.argsort(key, kind="stable"))


def _note_repeated_sequence(table: Table, calls: Calls, problems: Problems) -> None:
    again = np.zeros(len(table), np.bool_)
    again[calls.row[1:]] = (np.diff(calls.trip) == 0) & (np.diff(calls.sequence) == 0)
    problems.note(
        "stop_sequence_repeated",
        "stop_sequence steht in der Fahrt mehrfach",
        table,
        again,
        "stop_sequence",
        "Reihenfolge der Datei gilt",
    )


def _backward_trips(table: Table, calls: Calls, trips: int, problems: Problems) -> Bools:
    """Return ``[trip]`` whether its given times ever run backwards."""
    timed = np.flatnonzero(calls.arrival_s != NONE)
    arrival_s, departure_s, trip = (
        c[timed] for c in (calls.arrival_s, calls.departure_s, calls.trip)
    )
    back = np.zeros(len(table), np.bool_)
    back[calls.row[timed[1:]]] = (np.diff(trip) == 0) & (arrival_s[1:] < departure_s[:-1])
    problems.refuse_trips(
        table,
        back,
        "arrival_time",
        "is earlier than the departure of the call before",
        "Zeiten laufen rückwärts",
    )
    short = np.zeros(len(table), np.bool_)
    short[calls.row[timed]] = departure_s < arrival_s
    problems.refuse_trips(
        table,
        short,
        "departure_time",
        "is earlier than the arrival at the same stop",
        "Abfahrt vor der Ankunft",
    )
    marked = np.zeros(trips, np.bool_)
    marked[calls.trip[(back | short)[calls.row]]] = True
    return marked
