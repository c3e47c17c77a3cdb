"""The GTFS file: trips, stops and calendars as a zip that is the same byte for byte every time."""

import csv
import io
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from accessibility.words import DEMO_SENTENCE
from api.demo.calendars import calendar_rows, feed_span
from api.demo.facts import Agency, Line, Period, Service
from api.demo.geometry import lengths, rng_of, to_lonlat
from api.demo.lines import Pattern
from api.demo.names import slug
from api.demo.sites import Sites
from api.demo.stops import Pole
from api.demo.timetable import Trip

EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip's earliest date: the same on every run
UNKNOWN, YES, NO = 0, 1, 2  # wheelchair fields
CHANGE_S = {("Leipzig Hbf", "Leipzig Hbf (tief)"): 480, ("Wurzen, Bahnhof",) * 2: 180}
Row = tuple[object, ...]


class Table(NamedTuple):
    """A file of the feed."""

    header: str
    rows: Iterable[Row]


def write_gtfs(
    path: Path,
    sites: Sites,
    trips: list[Trip],
    agencies: tuple[Agency, ...],
    services: tuple[Service, ...],
    periods: tuple[Period, ...],
) -> None:
    """Write the feed."""
    poles = poles_of(trips)
    calendars = [calendar_rows(service, periods) for service in services]
    first, last = feed_span(periods)
    tables = {
        "agency": Table(
            "agency_id,agency_name,agency_url,agency_timezone,agency_lang",
            [(a.id, a.name, "https://demo.invalid", "Europe/Berlin", "de") for a in agencies],
        ),
        "stops": _stops(poles, sites),
        "routes": _routes(trips),
        "trips": _trips(trips),
        "stop_times": _stop_times(trips),
        "calendar": Table(
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            [row for row, _ in calendars],
        ),
        "calendar_dates": Table(
            "service_id,date,exception_type", [row for _, rows in calendars for row in rows]
        ),
        "shapes": _shapes(trips),
        "transfers": _transfers(poles),
        "feed_info": Table(
            "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version",
            [
                (
                    DEMO_SENTENCE,
                    "https://demo.invalid",
                    "de",
                    f"{first:%Y%m%d}",
                    f"{last:%Y%m%d}",
                    "demo-1",
                )
            ],
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(
                zipfile.ZipInfo(f"{name}.txt", EPOCH), _text(table), zipfile.ZIP_DEFLATED
            )


def _text(table: Table) -> str:
    out = io.StringIO()
    out.write(table.header + "\n")
    csv.writer(out, lineterminator="\n").writerows(table.rows)
    return out.getvalue()


@cache
def stop_id(pole: Pole) -> str:
    """Return the id of a pole: its place and what the sign says."""
    return f"{slug(pole.place.name)}-{pole.key}"


def poles_of(trips: list[Trip]) -> dict[str, Pole]:
    """Return every pole that any trip calls at, ascending by id."""
    poles: dict[str, Pole] = {}
    for pattern in _patterns(trips):
        poles |= {stop_id(pole): pole for pole in pattern.poles}
    return dict(sorted(poles.items()))


def _patterns(trips: list[Trip]) -> list[Pattern]:
    return list({id(trip.pattern): trip.pattern for trip in trips}.values())


def _stops(poles: dict[str, Pole], sites: Sites) -> Table:
    lonlat = to_lonlat(np.array([pole.xy for pole in poles.values()]))
    stations: dict[str, Row] = {}
    rows: list[Row] = []
    for (key, pole), (lon, lat) in zip(poles.items(), lonlat.tolist(), strict=True):
        place, parent = pole.place, ""
        if sites.kind[place.site] == "station" and place.key[1] < 0:
            parent = slug(place.name)
            stations[parent] = _station(parent, pole, sites)
        wheelchair = int(rng_of("wheelchair", key).choice([UNKNOWN, YES, NO], p=[0.5, 0.35, 0.15]))
        rows.append((key, place.name, f"{lat:.6f}", f"{lon:.6f}", 0, parent, wheelchair, pole.code))
    return Table(
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding,platform_code",
        [*stations.values(), *rows],
    )


def _station(key: str, pole: Pole, sites: Sites) -> Row:
    lon, lat = to_lonlat(sites.xy[[pole.place.site]])[0].tolist()
    return (key, pole.place.name, f"{lat:.6f}", f"{lon:.6f}", 1, "", UNKNOWN, "")


def _routes(trips: list[Trip]) -> Table:
    lines = list({trip.pattern.line.name: trip.pattern.line for trip in trips}.values())
    return Table(
        "route_id,agency_id,route_short_name,route_long_name,route_type,route_desc,route_color,route_text_color",
        [
            (
                slug(line.name),
                line.agency,
                line.name,
                _long_name(line),
                line.route_type,
                line.product,
                line.color,
                "FFFFFF",
            )
            for line in lines
        ],
    )


def _long_name(line: Line) -> str:
    ends = [line.sites.split(";")[n].removeprefix("Bf ") for n in (0, -1)]
    return " – ".join(ends)


def _shape_id(pattern: Pattern) -> str:
    return f"{slug(pattern.line.name)}-{pattern.direction}"


def _trips(trips: list[Trip]) -> Table:
    rows = []
    for trip in trips:
        line = trip.pattern.line
        rows.append(
            (
                slug(line.name),
                trip.service,
                trip.id,
                trip.pattern.poles[trip.last_call].place.name,
                trip.pattern.direction,
                trip.block,
                _shape_id(trip.pattern),
                line.wheelchair,
            )
        )
    return Table(
        "route_id,service_id,trip_id,trip_headsign,direction_id,block_id,shape_id,wheelchair_accessible",
        rows,
    )


def _stop_times(trips: list[Trip]) -> Table:
    return Table(
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,shape_dist_traveled",
        (row for trip in trips for row in _calls(trip)),
    )


def _calls(trip: Trip) -> Iterable[Row]:
    pattern = trip.pattern
    on_call = pattern.line.pickup
    for number, (call, arrival, departure) in enumerate(trip.calls, 1):
        yield (
            trip.id,
            _clock(arrival),
            _clock(departure),
            stop_id(pattern.poles[call]),
            number,
            1 if call == trip.last_call else on_call,
            1 if call == trip.first_call else on_call,
            f"{pattern.along_m[call]:.0f}",
        )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _shapes(trips: list[Trip]) -> Table:
    rows: list[Row] = []
    for pattern in _patterns(trips):
        name, shape = _shape_id(pattern), pattern.shape
        metres = lengths(shape)
        rows += [
            (name, f"{lat:.5f}", f"{lon:.5f}", number, f"{metre:.0f}")
            for number, ((lon, lat), metre) in enumerate(
                zip(to_lonlat(shape).tolist(), metres.tolist(), strict=True), 1
            )
        ]
    return Table("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled", rows)


def _transfers(poles: dict[str, Pole]) -> Table:
    """Return the few changes at stations whose time is known better than by walking."""
    names = {pole.place.name for pole in poles.values()}
    rows = [
        (slug(pair[0]), slug(pair[1]), 2, seconds)
        for ends, seconds in CHANGE_S.items()
        for pair in sorted({ends, ends[::-1]})
        if set(pair) <= names
    ]
    return Table("from_stop_id,to_stop_id,transfer_type,min_transfer_time", rows)
