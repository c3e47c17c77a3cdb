"""Stops of one feed: what vehicles call at, the declared stations, and what is neither."""

from dataclasses import dataclass

import numpy as np

from gtfs.findings import Severity
from gtfs.parents import BOARDING_AREA, PLATFORM, STATION, find_parents
from gtfs.positions import check_positions
from gtfs.problems import Problems
from gtfs.routes import Columns
from gtfs.tables import Table, decimals, integers
from gtfs.timetable import NONE, Bools, Bytes, Floats, Ints


@dataclass(frozen=True, eq=False)
class StopTable:
    """The rows of stops.txt and what each is in the Timetable."""

    table: Table
    columns: Columns  # stop_* and station_*; stop_station NONE where no parent is declared
    stop: Ints  # [row] the stop; of a boarding area its platform; else NONE
    station: Ints  # [row] the station, NONE if the row is none


def build_stops(table: Table, timezone: str, problems: Problems) -> StopTable:
    """Return stops and declared stations in file order."""
    ids = table.text("stop_id")
    problems.refuse(table, (ids == "").to_numpy(), "stop_id", "is empty; every stop needs an id")
    again = ids.duplicated().to_numpy() & (ids != "").to_numpy()
    problems.refuse(table, again, "stop_id", "stands twice; ids must be unique")
    kind = integers(table, "location_type")
    problems.refuse(table, (kind == -2) | (kind > 4), "location_type", "is not one of 0 to 4")
    kind = np.where(kind == NONE, PLATFORM, kind)
    lon, lat = decimals(table, "stop_lon"), decimals(table, "stop_lat")
    used = (kind == PLATFORM) | (kind == STATION)
    check_positions(table, lon, lat, used, timezone, problems)
    parent = find_parents(table, kind, lon, lat, problems)
    stop = _numbered(kind == PLATFORM)
    station = _numbered(kind == STATION)
    stop[kind == BOARDING_AREA] = stop[parent[kind == BOARDING_AREA]]
    _note_unused(table, kind, problems)
    columns = _stop_columns(table, kind, parent, station, lon, lat)
    columns |= {
        "station_id": table.strings("stop_id")[kind == STATION],
        "station_name": table.strings("stop_name")[kind == STATION],
        "station_lon": lon[kind == STATION],
        "station_lat": lat[kind == STATION],
        "station_declared": np.ones(int((kind == STATION).sum()), np.bool_),
    }
    return StopTable(table, columns, stop, station)


def _stop_columns(
    table: Table, kind: Ints, parent: Ints, station: Ints, lon: Floats, lat: Floats
) -> Columns:
    rows = np.flatnonzero(kind == PLATFORM)
    above = parent[rows]
    wheelchair = _wheelchair(table)
    inherited = np.where(above == NONE, 0, wheelchair[above])
    own = wheelchair[rows]
    return {
        "stop_id": table.strings("stop_id")[rows],
        "stop_name": table.strings("stop_name")[rows],
        "stop_lon": lon[rows],
        "stop_lat": lat[rows],
        "stop_station": np.where(above == NONE, NONE, station[above]).astype(np.int32),
        "stop_platform": table.strings("platform_code")[rows],
        "stop_wheelchair": np.where(own == 0, inherited, own).astype(np.int8),
    }


def _wheelchair(table: Table) -> Bytes:
    given = integers(table, "wheelchair_boarding")
    return np.where((given == 1) | (given == 2), given, 0).astype(np.int8)


def _note_unused(table: Table, kind: Ints, problems: Problems) -> None:
    for code, rows, german in (
        ("entrances", kind == 2, "Ein- und Ausgänge von Stationen"),
        ("generic_nodes", kind == 3, "Wegpunkte in Stationen"),
    ):
        problems.note(
            code, german, table, rows, "location_type", "nicht ausgewertet", Severity.FACT
        )


def _numbered(marked: Bools) -> Ints:
    numbers = np.full(len(marked), NONE, np.int32)
    numbers[marked] = np.arange(marked.sum(), dtype=np.int32)
    return numbers
