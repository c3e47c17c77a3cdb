"""Frequencies of one feed: the trips of frequencies.txt written out, one trip a departure."""

import numpy as np

from gtfs.findings import Severity
from gtfs.problems import Problems
from gtfs.tables import Table, find_index, integers, times_s
from gtfs.timetable import NONE, Bools, Ints, Timetable, take_trips


def write_out(table: Table, trips: Table, timetable: Timetable, problems: Problems) -> Timetable:
    """Return the timetable with each repeated trip replaced by its departures, in [start, end)."""
    if len(table) == 0:
        return timetable
    start_s, end_s = times_s(table, "start_time"), times_s(table, "end_time")
    headway_s = integers(table, "headway_secs")
    source = find_index(trips.text("trip_id"), table.text("trip_id"))
    wrong = _refuse_rows(table, source, start_s, end_s, headway_s, problems)
    _note_rows(table, ~wrong, start_s, end_s, problems)
    place = np.full(len(trips), NONE, np.int32)
    place[timetable.trip_source] = np.arange(len(timetable.trip_id))
    trip = np.where(source == NONE, NONE, place[source])
    row = np.flatnonzero(~wrong & (trip != NONE))
    departures = np.maximum(-((start_s - end_s)[row] // headway_s[row]), 0)
    number = np.arange(departures.sum()) - np.repeat(np.cumsum(departures) - departures, departures)
    row = np.repeat(row, departures)
    return _repeated(timetable, trip, trip[row], start_s[row] + number * headway_s[row])


def _repeated(timetable: Timetable, replaced: Ints, trip: Ints, leaves_s: Ints) -> Timetable:
    """Return the timetable without the replaced trips but with ``trip`` at ``leaves_s``."""
    is_template = np.zeros(len(timetable.trip_id), np.bool_)
    is_template[replaced[replaced != NONE]] = True
    kept = np.flatnonzero(~is_template)
    shift_s = leaves_s - timetable.departure_s[timetable.first_call[trip]]
    trips = np.concatenate([kept, trip])
    shifts_s = np.concatenate([np.zeros(len(kept), np.int64), shift_s])
    order = np.lexsort((shifts_s, trips))
    taken = take_trips(timetable, trips[order].astype(np.int32))
    by_call_s = np.repeat(shifts_s[order], np.diff(taken.first_call)).astype(np.int32)
    return taken.with_columns(
        arrival_s=np.maximum(taken.arrival_s + by_call_s, 0),
        departure_s=taken.departure_s + by_call_s,
        trip_frequency=is_template[trips[order]],
    )


def _refuse_rows(
    table: Table, source: Ints, start_s: Ints, end_s: Ints, headway_s: Ints, problems: Problems
) -> Bools:
    faults = (
        ("trip_id", source == NONE, "is not in trips.txt"),
        ("start_time", start_s < 0, "is no time such as 06:00:00"),
        ("end_time", end_s < 0, "is no time such as 20:00:00"),
        ("headway_secs", headway_s <= 0, "is no number of seconds above 0"),
    )
    wrong = np.zeros(len(table), np.bool_)
    for column, bad, fault in faults:
        problems.refuse(table, bad, column, fault)
        wrong |= bad
    return wrong


def _note_rows(table: Table, good: Bools, start_s: Ints, end_s: Ints, problems: Problems) -> None:
    problems.note(
        "frequencies_not_exact",
        "Takt ohne feste Abfahrtszeiten (exact_times ist nicht 1)",
        table,
        good & (integers(table, "exact_times") != 1),
        "exact_times",
        "ab start_time im Abstand headway_secs ausgeschrieben",
    )
    problems.note(
        "frequencies_empty",
        "Takt endet, bevor er beginnt",
        table,
        good & (end_s <= start_s),
        "end_time",
        "ergibt keine Fahrt",
    )
    problems.note(
        "frequencies",
        "Fahrten nach frequencies.txt",
        table,
        good,
        "trip_id",
        "eine Fahrt je Abfahrt ausgeschrieben",
        Severity.FACT,
    )
