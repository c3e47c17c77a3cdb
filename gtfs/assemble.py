"""Assembling: the tables of one feed become its Timetable, problems told with their rows."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gtfs.along import FAR_M, Ridden, call_metres
from gtfs.calls import Calls, build_calls
from gtfs.duplicates import name_trip, without_duplicates
from gtfs.findings import Severity
from gtfs.frequencies import write_out
from gtfs.problems import Problems
from gtfs.routes import Columns, SbahnRule, build_agencies, build_routes, find_sbahn
from gtfs.services import build_services, note_validity
from gtfs.shapes import GIVEN, SHAPES, build_shapes
from gtfs.stops import StopTable, build_stops
from gtfs.tables import Table, decimals
from gtfs.timetable import Bools, Ints, Timetable
from gtfs.transfers import build_rules
from gtfs.trips import build_trips
from gtfs.untimed import fill_untimed

Tables = Mapping[str, Table]  # by file name, missing ones empty


def build_timetable(name: str, tables: Tables, sbahn: SbahnRule, problems: Problems) -> Timetable:
    """Return the timetable of one feed, stop_station NONE where no parent is declared."""
    trips, routes = tables["trips.txt"], tables["routes.txt"]
    columns: Columns = {"feed_name": np.array([name])}
    columns |= build_agencies(tables["agency.txt"], problems)
    columns |= build_routes(routes, tables["agency.txt"], problems)
    columns["route_sbahn"] = find_sbahn(sbahn, routes.strings("route_short_name"), columns)
    columns |= build_services(tables["calendar.txt"], tables["calendar_dates.txt"], problems)
    stops = build_stops(tables["stops.txt"], str(columns["feed_timezone"][0]), problems)
    columns |= stops.columns
    of_trips, calls, kept = _build_trips_and_calls(tables, stops, columns, problems)
    columns |= of_trips | calls
    columns |= build_rules(tables["transfers.txt"], stops, routes, trips, kept, problems)
    note_validity(tables["feed_info.txt"], columns, problems)
    problems.raise_if_any()
    timetable = write_out(tables["frequencies.txt"], trips, Timetable(**columns), problems)
    problems.raise_if_any()
    single, went = without_duplicates(timetable)
    _note_duplicates(trips, timetable, went, problems)
    return single


def _build_trips_and_calls(
    tables: Tables, stops: StopTable, columns: Columns, problems: Problems
) -> tuple[Columns, Columns, Bools]:
    """Return trip columns, call columns, and ``[trip]`` which rows of trips.txt are kept."""
    table, trips = tables["stop_times.txt"], tables["trips.txt"]
    of_trips, unusable = build_trips(trips, tables["routes.txt"], columns["service_id"], problems)
    calls, broken = build_calls(table, trips, stops, tables["location_groups.txt"], problems)
    calls = calls.only(~unusable[calls.trip])
    calls = fill_untimed(table, calls, problems)
    number = np.bincount(calls.trip, minlength=len(trips))
    kept = number >= 2
    problems.note(
        "trips_without_calls",
        "Fahrten mit weniger als zwei Halten mit Zeit",
        trips,
        ~kept & ~unusable & ~broken,
        "trip_id",
        "Fahrten weggelassen",
    )
    of_kept = {name: column[kept] for name, column in of_trips.items()}
    calls = calls.only(kept[calls.trip])
    of_calls = _call_columns(calls, number[kept])
    of_calls |= _ways(tables, stops, of_kept, of_calls, calls.row, problems)
    return of_kept, of_calls, kept


def _ways(
    tables: Tables, stops: StopTable, trips: Columns, calls: Columns, row: Ints, problems: Problems
) -> Columns:
    """Return the shapes as columns, and where along them the calls ``row [call]`` are made."""
    shapes = build_shapes(tables[SHAPES], tables["trips.txt"], problems)
    number = pd.Index(shapes.shape_id).get_indexer(pd.Index(trips["trip_shape"])).astype(np.int32)
    table = tables["stop_times.txt"]
    given = decimals(table, GIVEN)[row] if len(shapes.shape_id) else np.full(len(row), np.nan)
    ridden = Ridden(
        number, calls["first_call"], calls["call_stop"], given,
        stops.columns["stop_lon"], stops.columns["stop_lat"],
    )  # fmt: skip
    metres, far = call_metres(shapes, ridden)
    marked = np.zeros(len(table), np.bool_)
    marked[row[far]] = True
    problems.note(
        "stop_far_from_shape", f"Halte über {FAR_M:.0f} m neben dem Linienweg ihrer Fahrt", table,
        marked, "stop_id", "auf Karten gerade gezeichnet", Severity.INFO,
    )  # fmt: skip
    return {
        "call_m": metres, "shape_id": shapes.shape_id, "first_point": shapes.first_point,
        "point_lon": shapes.lon, "point_lat": shapes.lat, "point_m": shapes.metres,
    }  # fmt: skip


def _call_columns(calls: Calls, number: np.ndarray) -> Columns:
    return {
        "first_call": np.concatenate([[0], np.cumsum(number)]).astype(np.int32),
        "call_stop": calls.stop.astype(np.int32),
        "arrival_s": calls.arrival_s.astype(np.int32),
        "departure_s": calls.departure_s.astype(np.int32),
        "pickup": calls.pickup,
        "drop_off": calls.drop_off,
    }


def _note_duplicates(trips: Table, timetable: Timetable, went: Bools, problems: Problems) -> None:
    if not went.any():
        return
    rows = np.zeros(len(trips), np.bool_)
    rows[timetable.trip_source[went]] = True
    first = name_trip(timetable, int(np.argmax(went)))
    problems.note(
        "duplicate_trips",
        f"Fahrten doppelt, gleich in Linie, Halten, Zeiten und Tagen, zuerst {first}",
        trips,
        rows,
        "trip_id",
        "nur die jeweils erste behalten",
    )
