"""The county's timetable as a GTFS feed, read like any other."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv
from county import CRS, County
from county_lines import SBAHN, Line
from pyproj import Transformer

from gtfs.timetable import Floats, Ints

ALONE = date(2026, 11, 17)  # a Tuesday with no service the day before and after
AMID = date(2026, 11, 25)  # a Wednesday with the same service on both days beside it
LAST_MINUTE = 30 * 60  # no trip is under way later, counted from the midnight before it starts
PLATFORM_M = 9.0  # from the middle of the road
STATION_M = 110.0  # from the bus stop to the platforms
RAIL_BAY = 100  # no bus has so many


Columns = dict[str, Any]  # lists or arrays of one length by name


class Stops(NamedTuple):
    """Platforms that some vehicle serves."""

    place: Ints  # [stop]
    bay: Ints  # [stop]
    lon: Floats  # [stop]
    lat: Floats  # [stop]


class Calls(NamedTuple):
    """Every call of every trip, in the order of the trips."""

    trip: Ints  # [call]
    sequence: Ints  # [call]
    place: Ints  # [call]
    bay: Ints  # [call]
    minute: Ints  # [call] of the day


def write_feed(county: County, lines: list[Line], path: Path) -> int:
    """Write the feed; return how many connections a day it has."""
    calls, line_of_trip, direction = _calls(county, lines)
    key = calls.place.astype(np.int64) * 1000 + calls.bay
    served, stop = np.unique(key, return_inverse=True)
    stops = _stops(county, served)
    tables: dict[str, Columns] = {
        "agency": {
            "agency_id": ["demo"],
            "agency_name": ["Ausgelost"],
            "agency_url": ["https://example.org"],
            "agency_timezone": ["Europe/Berlin"],
        },
        "stops": _stop_table(stops),
        "routes": {
            "route_id": [f"r{line.number}" for line in lines],
            "agency_id": ["demo"] * len(lines),
            "route_short_name": [str(line.number) for line in lines],
            "route_type": [line.product.route_type for line in lines],
        },
        "trips": {
            "route_id": [f"r{number}" for number in line_of_trip.tolist()],
            "service_id": ["day"] * len(line_of_trip),
            "trip_id": _numbered("t", np.arange(len(line_of_trip))),
            "direction_id": direction,
        },
        "stop_times": _stop_times(calls, stop),
        "calendar_dates": _dates(),
    }
    _write(path, tables)
    return len(calls.trip) - len(line_of_trip)


def add_transfers(path: Path, from_stop: list[str], to_stop: list[str], seconds: Ints) -> None:
    """Add ``transfers.txt`` to a feed: changes that take so long, for programs without streets."""
    table = {
        "from_stop_id": from_stop,
        "to_stop_id": to_stop,
        "transfer_type": np.full(len(seconds), 2, np.int8),
        "min_transfer_time": seconds,
    }
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as feed:
        feed.writestr("transfers.txt", _csv(table))


def _calls(county: County, lines: list[Line]) -> tuple[Calls, Ints, Ints]:
    """Return all calls, and ``[trip]`` line and direction."""
    ways = [(line, way) for line in lines for way in (0, 1)]
    trips = np.array([len(line.start) for line, _ in ways])
    first = np.cumsum(trips) - trips
    parts = [_one_way(county, *way, begin) for way, begin in zip(ways, first.tolist(), strict=True)]
    calls = Calls(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    number = np.repeat([line.number for line, _ in ways], trips)
    return calls, number, np.repeat([way for _, way in ways], trips)


def _one_way(county: County, line: Line, way: int, first_trip: int) -> Calls:
    """Return the calls of a line in one direction; back, the minutes are mirrored."""
    places = line.places[:: 1 - 2 * way]
    minute = line.minute if way == 0 else line.minute[-1] - line.minute[::-1]
    trips, size = len(line.start), len(places)
    return Calls(
        np.repeat(np.arange(trips) + first_trip, size),
        np.tile(np.arange(1, size + 1), trips),
        np.tile(places, trips),
        np.tile(_bay(county, line, places, way), trips),
        (line.start[:, None] + minute).ravel(),
    )


def _bay(county: County, line: Line, places: Ints, way: int) -> Ints:
    """Return where the line stops at each place: trains by themselves, a bus at its side or bay."""
    if line.product is SBAHN:
        return np.full(len(places), RAIL_BAY + way)
    pairs = county.places.bays[places] // 2
    return np.asarray(2 * (line.number % pairs) + way)


def _stops(county: County, served: Ints) -> Stops:
    place, bay = np.divmod(served, 1000)
    off = np.where(bay >= RAIL_BAY, STATION_M, 0.0) + np.where(bay % 2, PLATFORM_M, -PLATFORM_M)
    along = (bay % RAIL_BAY // 2) * 3 * PLATFORM_M
    at_m = county.places.at_m[place] + np.stack((off, along), axis=1)
    lon, lat = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(*at_m.T)
    return Stops(place, bay, lon, lat)


def _stop_table(stops: Stops) -> Columns:
    names = [
        f"{'Bf' if bay >= RAIL_BAY else 'Ort'} {place}"
        for place, bay in zip(stops.place.tolist(), stops.bay.tolist(), strict=True)
    ]
    return {
        "stop_id": _numbered("s", np.arange(len(stops.place))),
        "stop_name": names,
        "stop_lat": np.round(stops.lat, 6),
        "stop_lon": np.round(stops.lon, 6),
    }


def _stop_times(calls: Calls, stop: Ints) -> Columns:
    clock = pa.array([f"{m // 60:02}:{m % 60:02}:00" for m in range(LAST_MINUTE)])
    time = clock.take(pa.array(calls.minute))
    trips = _numbered("t", np.arange(calls.trip[-1] + 1))
    stops = _numbered("s", np.arange(stop.max() + 1))
    return {
        "trip_id": trips.take(pa.array(calls.trip)),
        "arrival_time": time,
        "departure_time": time,
        "stop_id": stops.take(pa.array(stop)),
        "stop_sequence": calls.sequence,
        "pickup_type": np.zeros(len(stop), np.int8),
        "drop_off_type": np.zeros(len(stop), np.int8),
    }


def _dates() -> Columns:
    days = [ALONE, *(AMID + timedelta(days) for days in (-1, 0, 1))]
    return {
        "service_id": ["day"] * len(days),
        "date": [f"{day:%Y%m%d}" for day in days],
        "exception_type": [1] * len(days),
    }


def _numbered(letter: str, numbers: Ints) -> pa.Array:
    return pa.array([f"{letter}{number}" for number in numbers.tolist()])


def _write(path: Path, tables: Mapping[str, Columns]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as feed:
        for name, table in tables.items():
            feed.writestr(zipfile.ZipInfo(f"{name}.txt"), _csv(table), zipfile.ZIP_DEFLATED)


def _csv(table: Columns) -> bytes:
    text = io.BytesIO()
    options = pa.csv.WriteOptions(quoting_style="none")
    pa.csv.write_csv(pa.table(table), text, options)
    return text.getvalue()
