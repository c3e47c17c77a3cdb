"""Ground of a difference: the stops and lines that trips of the new timetable need in the old."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gtfs.difference_changes import Difference, LineAdded, StopAdded
from gtfs.timetable import Timetable
from gtfs.write_text import unique_ids


def with_stops(timetable: Timetable, difference: Difference) -> Timetable:
    """Return the old timetable with the stops added, and the changed ones where they lie now."""
    number = {name: stop for stop, name in enumerate(timetable.stop_id.tolist())}
    rows = np.array([number[stop.stop_id] for stop in difference.stops_changed], np.int32)
    columns = {name: getattr(timetable, f"stop_{name}").tolist() for name in ("lon", "lat", "name")}
    for row, stop in zip(rows.tolist(), difference.stops_changed, strict=True):
        columns["lon"][row], columns["lat"][row] = stop.lon, stop.lat
        columns["name"][row] = stop.new_name
    moved = timetable.with_columns(
        **{f"stop_{name}": np.array(column) for name, column in columns.items()}
    )
    return _with_new_stops(moved, difference)


def with_lines(timetable: Timetable, lines: Sequence[LineAdded]) -> Timetable:
    """Return the timetable with the routes of the lines, and their agencies where they are new."""
    names = timetable.agency_name.tolist()
    new = [name for name in dict.fromkeys(line.agency for line in lines) if name not in names]
    agency = {name: index for index, name in reversed(list(enumerate([*names, *new])))}
    values: dict[str, Sequence[Any]] = {
        "route_id": [line.route_id for line in lines],
        "route_name": [line.name for line in lines],
        "route_long_name": [line.long_name for line in lines],
        "route_type": [line.route_type for line in lines],
        "route_agency": [agency[line.agency] for line in lines],
        "route_color": [line.color for line in lines],
        "route_desc": [line.desc for line in lines],
        "route_rail": [line.rail for line in lines],
        "route_sbahn": [line.sbahn for line in lines],
    }
    values["agency_name"] = new
    values["agency_id"] = unique_ids(np.array(new, np.str_), timetable.agency_id.tolist()).tolist()
    return extended(timetable, values)


def extended(timetable: Timetable, values: Mapping[str, Sequence[Any]]) -> Timetable:
    """Return the timetable with the values behind those of each column."""
    columns = {}
    for name, more in values.items():
        column = getattr(timetable, name)
        kind = np.str_ if column.dtype.kind == "U" else column.dtype
        columns[name] = np.concatenate((column, np.array(more, kind)))
    return timetable.with_columns(**columns)


def _with_new_stops(timetable: Timetable, difference: Difference) -> Timetable:
    """Return the timetable with the stops added, at old stations or at new ones."""
    added, known = difference.stops_added, timetable.station_id.tolist()
    new: dict[str, StopAdded] = {}
    for stop in added:
        if stop.station not in known:
            new.setdefault(stop.station, stop)
    place = {name: station for station, name in enumerate([*known, *new])}
    values: dict[str, Sequence[Any]] = {
        "stop_id": [stop.stop_id for stop in added],
        "stop_name": [stop.name for stop in added],
        "stop_lon": [stop.lon for stop in added],
        "stop_lat": [stop.lat for stop in added],
        "stop_platform": [stop.platform for stop in added],
        "stop_wheelchair": [stop.wheelchair for stop in added],
        "stop_station": [place[stop.station] for stop in added],
        "station_id": list(new),
        "station_name": [stop.station_name for stop in new.values()],
        "station_lon": [stop.lon for stop in new.values()],
        "station_lat": [stop.lat for stop in new.values()],
        "station_declared": [False] * len(new),
    }
    return extended(timetable, values)
