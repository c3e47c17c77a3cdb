"""The GTFS reference as checks of a zip, read as it stands, by none of our own readers."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

Row = Mapping[str, str]

# file → columns that may not be empty (Reference 2024, "Required" without a condition we break)
REQUIRED = {
    "agency.txt": ("agency_name", "agency_url", "agency_timezone"),
    "stops.txt": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes.txt": ("route_id", "route_type"),
    "trips.txt": ("route_id", "service_id", "trip_id"),
    "stop_times.txt": ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
    "calendar.txt": ("service_id", "monday", "sunday", "start_date", "end_date"),
    "calendar_dates.txt": ("service_id", "date", "exception_type"),
    "transfers.txt": ("transfer_type",),
    "shapes.txt": ("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"),
    "feed_info.txt": ("feed_publisher_name", "feed_publisher_url", "feed_lang"),
}
KEYS = {
    "agency.txt": ("agency_id",),
    "stops.txt": ("stop_id",),
    "routes.txt": ("route_id",),
    "trips.txt": ("trip_id",),
    "stop_times.txt": ("trip_id", "stop_sequence"),
    "calendar.txt": ("service_id",),
    "calendar_dates.txt": ("service_id", "date"),
    "shapes.txt": ("shape_id", "shape_pt_sequence"),
    "transfers.txt": tuple(
        f"{end}_{what}_id" for end in ("from", "to") for what in ("stop", "trip", "route")
    ),
}
FOREIGN = (
    ("stops.txt", "parent_station", "stops.txt", "stop_id"),
    ("routes.txt", "agency_id", "agency.txt", "agency_id"),
    ("trips.txt", "route_id", "routes.txt", "route_id"),
    ("trips.txt", "shape_id", "shapes.txt", "shape_id"),
    ("stop_times.txt", "trip_id", "trips.txt", "trip_id"),
    ("stop_times.txt", "stop_id", "stops.txt", "stop_id"),
    *(
        ("transfers.txt", f"{end}_{what}_id", f"{what}s.txt", f"{what}_id")
        for end in ("from", "to")
        for what in ("stop", "route", "trip")
    ),
)
SHAPED = {
    "agency_url": r"https?://.+",
    "stop_lat": r"-?\d+\.\d+",
    "stop_lon": r"-?\d+\.\d+",
    "arrival_time": r"\d{2,3}:[0-5]\d:[0-5]\d",
    "departure_time": r"\d{2,3}:[0-5]\d:[0-5]\d",
    "date": r"\d{8}",
    "start_date": r"\d{8}",
    "end_date": r"\d{8}",
    "location_type": r"[0-4]?",
    "pickup_type": r"[0-3]?",
    "drop_off_type": r"[0-3]?",
    "transfer_type": r"[0-5]?",
    "direction_id": r"[01]?",
    "exception_type": r"[12]",
    "wheelchair_accessible": r"[0-2]?",
    "bikes_allowed": r"[0-2]?",
    "route_color": r"([0-9A-F]{6})?",
}


def read_members(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every member by file name."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8", newline="")))
            for name in archive.namelist()
        }


def faults_of(path: Path) -> list[str]:
    """Return what the reference forbids and the feed does, one line a kind."""
    feed = read_members(path)
    needed = {"agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"}
    missing = [f"{name} is missing" for name in sorted(needed - feed.keys())]
    kinds = (_empty, _twice, _dangling, _shapeless, _services, _stops, _calls, _distances)
    return missing + sorted({fault for kind in kinds for fault in kind(feed)})


Feed = Mapping[str, list[dict[str, str]]]


def _empty(feed: Feed) -> Iterator[str]:
    for name, columns in REQUIRED.items():
        for row in feed.get(name, []):
            yield from (f"{name}: {column} is empty" for column in columns if not row[column])
    for row in feed["routes.txt"]:
        if not row["route_short_name"] and not row["route_long_name"]:
            yield "routes.txt: a route has no name"
    for row in feed.get("transfers.txt", []):
        needed = "trip" if row["transfer_type"] in ("4", "5") else "stop"
        for end in ("from", "to"):
            if not row[f"{end}_{needed}_id"]:
                yield f"transfers.txt: {end}_{needed}_id is empty"


def _twice(feed: Feed) -> Iterator[str]:
    for name, columns in KEYS.items():
        keys = [tuple(row[column] for column in columns) for row in feed.get(name, [])]
        if len(keys) != len(set(keys)):
            yield f"{name}: {', '.join(columns)} stands twice"


def _dangling(feed: Feed) -> Iterator[str]:
    for name, column, other, key in FOREIGN:
        known = {row[key] for row in feed.get(other, [])} | {""}
        for row in feed.get(name, []):
            if row[column] not in known:
                yield f"{name}: {column} names what {other} does not have"


def _shapeless(feed: Feed) -> Iterator[str]:
    for name, rows in feed.items():
        for row in rows:
            for column in row.keys() & SHAPED.keys():
                if not re.fullmatch(SHAPED[column], row[column]):
                    yield f"{name}: {column} {row[column]!r} is none"


def _services(feed: Feed) -> Iterator[str]:
    both = (*feed.get("calendar.txt", []), *feed.get("calendar_dates.txt", []))
    known = {row["service_id"] for row in both}
    if any(row["service_id"] not in known for row in feed["trips.txt"]):
        yield "trips.txt: service_id stands in no calendar"
    if any(row["end_date"] < row["start_date"] for row in feed.get("calendar.txt", [])):
        yield "calendar.txt: ends before it starts"


def _stops(feed: Feed) -> Iterator[str]:
    kind = {row["stop_id"]: row["location_type"] for row in feed["stops.txt"]}
    for row in feed["stops.txt"]:
        if row["parent_station"] and (row["location_type"], kind[row["parent_station"]]) != (
            "0",
            "1",
        ):
            yield "stops.txt: a parent is no station, or a station has a parent"
    if any(kind[row["stop_id"]] != "0" for row in feed["stop_times.txt"]):
        yield "stop_times.txt: a call at what is no platform"


def _calls(feed: Feed) -> Iterator[str]:
    calls: dict[str, list[dict[str, str]]] = {}
    for row in feed["stop_times.txt"]:
        calls.setdefault(row["trip_id"], []).append(row)
    if any(len(calls.get(row["trip_id"], [])) < 2 for row in feed["trips.txt"]):
        yield "stop_times.txt: a trip of fewer than two calls"
    for trip in calls.values():
        if any(_seconds(row["arrival_time"]) > _seconds(row["departure_time"]) for row in trip):
            yield "stop_times.txt: a departure before its arrival"
        for one, other in pairwise(trip):
            if int(other["stop_sequence"]) <= int(one["stop_sequence"]):
                yield "stop_times.txt: stop_sequence does not ascend"
            if _seconds(other["arrival_time"]) < _seconds(one["departure_time"]):
                yield "stop_times.txt: times run backwards"


def _distances(feed: Feed) -> Iterator[str]:
    far: dict[str, float] = {}
    for row in feed.get("shapes.txt", []):
        metres = float(row["shape_dist_traveled"])
        if metres <= far.get(row["shape_id"], -1):
            yield "shapes.txt: shape_dist_traveled does not ascend"
        far[row["shape_id"]] = metres
    shape = {row["trip_id"]: row["shape_id"] for row in feed["trips.txt"]}
    last: dict[str, float] = {}
    for row in feed["stop_times.txt"]:
        if not row["shape_dist_traveled"]:
            continue
        trip, metres = row["trip_id"], float(row["shape_dist_traveled"])
        if metres < last.get(trip, 0) or metres > far[shape[trip]]:
            yield "stop_times.txt: shape_dist_traveled falls, or is beyond the shape"
        last[trip] = metres


def _seconds(clock: str) -> int:
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds
