"""Trips of one feed: the rows of trips.txt as columns of a Timetable."""

import numpy as np
import pandas as pd

from gtfs.problems import Problems
from gtfs.routes import Columns
from gtfs.tables import Table, find_index, integers
from gtfs.timetable import NONE, Bools, Bytes, Ints, Strings


def build_trips(
    trips: Table, routes: Table, service_id: Strings, problems: Problems
) -> tuple[Columns, Bools]:
    """Return the trip columns in file order, and ``[trip]`` which trips cannot be used."""
    ids = trips.text("trip_id")
    problems.refuse(trips, (ids == "").to_numpy(), "trip_id", "is empty; every trip needs an id")
    problems.refuse(trips, ids.duplicated().to_numpy(), "trip_id", "stands twice; ids are unique")
    route, service = _references(trips, routes, service_id, problems)
    columns: Columns = {
        "trip_id": trips.strings("trip_id"),
        "trip_source": np.arange(len(trips), dtype=np.int32),
        "trip_route": route,
        "trip_service": service,
        "trip_direction": _small(trips, "direction_id", 1, NONE, problems),
        "trip_block": _blocks(trips),
        "trip_headsign": trips.strings("trip_headsign"),
        "trip_short_name": trips.strings("trip_short_name"),
        "trip_shape": trips.strings("shape_id"),
        "trip_wheelchair": _small(trips, "wheelchair_accessible", 2, 0, problems),
        "trip_bikes": _small(trips, "bikes_allowed", 2, 0, problems),
        "trip_frequency": np.zeros(len(trips), np.bool_),
    }
    return columns, (route == NONE) | (service == NONE)


def _references(
    trips: Table, routes: Table, service_id: Strings, problems: Problems
) -> tuple[Ints, Ints]:
    """Return ``[trip]`` its route and its service, NONE where the feed has no such thing."""
    route = find_index(routes.text("route_id"), trips.text("route_id"))
    service = find_index(pd.Series(service_id, dtype="str"), trips.text("service_id"))
    problems.refuse_trips(
        trips, route == NONE, "route_id", "is not in routes.txt", "Fahrten unbekannter Linien"
    )
    problems.refuse_trips(
        trips,
        service == NONE,
        "service_id",
        "is neither in calendar.txt nor in calendar_dates.txt",
        "Fahrten mit unbekanntem Kalender",
    )
    return route, service


def _blocks(trips: Table) -> Ints:
    text = trips.text("block_id")
    codes, _ = text.where(text != "").factorize()
    return codes.astype(np.int32)


def _small(trips: Table, column: str, high: int, empty: int, problems: Problems) -> Bytes:
    """Return a column of codes 0 to high; other values count as empty and are noted."""
    number = integers(trips, column)
    strange = (number != NONE) & ((number < 0) | (number > high))
    problems.note(
        "unknown_code",
        f"{column} ist keine Zahl von 0 bis {high}",
        trips,
        strange,
        column,
        "gilt als leer",
    )
    return np.where((number < 0) | (number > high), empty, number).astype(np.int8)
