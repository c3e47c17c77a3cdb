"""A GTFS feed read from its raw text, and its runs on one day: the oracle's own eyes.

Standard library only, nothing of the project: no mistake in reading hides by being made twice.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise, zip_longest
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zoneinfo import ZoneInfo

RAIL = frozenset({2, *range(100, 118)})
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Row = Mapping[str, str]


class Call(NamedTuple):
    """One call of a run, on the clock of the day asked."""

    stop: str
    arrival_s: int
    departure_s: int
    may_board: bool
    may_alight: bool


@dataclass(frozen=True, eq=False)
class Run:
    """One trip on one service date: with frequencies one of its starts. Equal only to itself."""

    trip: str
    route: str
    block: str
    date: date
    calls: tuple[Call, ...]


class Rule(NamedTuple):
    """One row of transfers.txt; what it does not name is empty."""

    row: int
    kind: int
    min_s: int | None
    from_stop: str
    to_stop: str
    from_route: str
    to_route: str
    from_trip: str
    to_trip: str


@dataclass(frozen=True, eq=False)
class Feed:
    """What the oracle needs of a feed: platforms of every stop id, station of every platform."""

    platforms: Mapping[str, tuple[str, ...]]
    station: Mapping[str, str]
    rail: frozenset[str]
    rules: tuple[Rule, ...]
    runs: tuple[Run, ...]


def feed_stem(path: Path) -> str:
    """Return the name that stands before the ids where there are several feeds."""
    return path.name if path.is_dir() else path.stem


def read_feed(path: Path, day: date, prefix: str = "") -> Feed:
    """Read what runs on `day`, the day before and the day after; every id gets the prefix."""
    platforms, station = _read_stops(path, prefix)
    dates = [day + timedelta(days=k) for k in (-1, 0, 1)]
    running = dict(zip(dates, _services(path, dates), strict=True))
    trips = list(read_rows(path, "trips"))
    trips = [row for row in trips if any(row["service_id"] in each for each in running.values())]
    calls_of = _read_calls_of(path, {row["trip_id"] for row in trips}, prefix)
    starts_of = _starts_by_frequency(path)
    zone = ZoneInfo(next(iter(read_rows(path, "agency")))["agency_timezone"])
    shift_s = {on: clock_shift_s(zone, day, on) for on in dates}
    runs = tuple(
        _run(row, on, calls, shift_s[on] + start_s, prefix)
        for on in dates
        for row in trips
        if row["service_id"] in running[on] and (calls := calls_of.get(row["trip_id"]))
        for start_s in _offsets(calls, starts_of.get(row["trip_id"]))
    )
    return Feed(platforms, station, _rail_stops(path, prefix), _read_rules(path, prefix), runs)


def _run(trip: Row, on: date, calls: Sequence[Call], by_s: int, prefix: str) -> Run:
    block = prefix + trip["block_id"] if trip.get("block_id") else ""
    later = tuple(
        call._replace(arrival_s=call.arrival_s + by_s, departure_s=call.departure_s + by_s)
        for call in calls
    )
    return Run(prefix + trip["trip_id"], prefix + trip["route_id"], block, on, later)


def _read_calls_of(feed: Path, trips: Container[str], prefix: str) -> dict[str, tuple[Call, ...]]:
    """Return the calls of the trips; one that is left with a single call goes nowhere: no trip."""
    rows_of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read_rows(feed, "stop_times"):
        if row["trip_id"] in trips:
            rows_of[row["trip_id"]].append(row)
    calls_of = {trip: read_calls(rows, prefix) for trip, rows in rows_of.items()}
    return {trip: calls for trip, calls in calls_of.items() if len(calls) > 1}


def _rail_stops(feed: Path, prefix: str) -> frozenset[str]:
    """Return the stops that a trip by rail serves on any date of the feed."""
    routes = {
        row["route_id"] for row in read_rows(feed, "routes") if int(row["route_type"]) in RAIL
    }
    trips = {row["trip_id"] for row in read_rows(feed, "trips") if row["route_id"] in routes}
    calls_of = _read_calls_of(feed, trips, prefix)
    return frozenset(call.stop for calls in calls_of.values() for call in calls)


def read_rows(feed: Path, table: str) -> Iterator[Row]:
    """Yield the rows of a table of a zip or folder; nothing where the feed has no such table."""
    lines = csv.reader(io.StringIO(_text(feed, f"{table}.txt"), newline=""))
    header = [name.strip() for name in next(lines, [])]
    for line in filter(None, lines):
        yield dict(zip_longest(header, map(str.strip, line[: len(header)]), fillvalue=""))


def _text(feed: Path, member: str) -> str:
    if feed.is_dir():
        content = (feed / member).read_bytes() if (feed / member).exists() else b""
    else:
        with zipfile.ZipFile(feed) as archive:
            names = [name for name in archive.namelist() if PurePosixPath(name).name == member]
            content = archive.read(names[0]) if names else b""
    return content.decode("utf-8-sig")


def clock_shift_s(zone: ZoneInfo, day: date, other: date) -> int:
    """Return the real seconds from "noon minus 12 h" of `day` to that of `other`."""
    noon, other_noon = (datetime.combine(on, time(12), zone).timestamp() for on in (day, other))
    return round(other_noon - noon)


def _read_stops(feed: Path, prefix: str) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    platforms: dict[str, tuple[str, ...]] = {}
    station: dict[str, str] = {}
    children: defaultdict[str, list[str]] = defaultdict(list)
    rows = [(prefix + row["stop_id"], row) for row in read_rows(feed, "stops")]
    for stop, row in rows:
        if row.get("location_type", "") in ("", "0"):
            platforms[stop] = (stop,)
            if row.get("parent_station"):
                station[stop] = prefix + row["parent_station"]
                children[station[stop]].append(stop)
    for stop, row in rows:
        if row.get("location_type") == "1":
            platforms[stop] = tuple(children[stop])
    return platforms, station


def _services(feed: Path, days: Sequence[date]) -> list[set[str]]:
    """Return the services that run on each of the days."""
    running: dict[str, set[str]] = {day.strftime("%Y%m%d"): set() for day in days}
    for row in read_rows(feed, "calendar"):
        for day, (stamp, services) in zip(days, running.items(), strict=True):
            in_season = row["start_date"] <= stamp <= row["end_date"]
            if in_season and row[WEEKDAYS[day.weekday()]] == "1":
                services.add(row["service_id"])
    for row in read_rows(feed, "calendar_dates"):
        services = running.get(row["date"], set())
        (services.add if row["exception_type"] == "1" else services.discard)(row["service_id"])
    return list(running.values())


def read_calls(rows: Iterable[Row], prefix: str = "") -> tuple[Call, ...]:
    """Make the calls of a trip: untimed ends are dropped, untimed calls between get their time."""
    rows = sorted(rows, key=lambda row: int(row["stop_sequence"]))
    times: dict[int, tuple[int, int]] = {}
    for i, row in enumerate(rows):
        arrival, departure = row["arrival_time"], row["departure_time"]
        if arrival or departure:
            times[i] = clock_s(arrival or departure), clock_s(departure or arrival)
    for before, after in pairwise(sorted(times)):
        start_s, end_s = times[before][1], times[after][0]
        for i, share in enumerate(_shares(rows[before : after + 1])[1:-1], start=before + 1):
            times[i] = (start_s + int((end_s - start_s) * share),) * 2  # int() of ≥ 0 rounds down
    calls = tuple(_call(rows[i], *times[i], prefix) for i in sorted(times))
    clock = [at_s for call in calls for at_s in (call.arrival_s, call.departure_s)]
    if clock != sorted(clock):
        raise ValueError(
            f"times fall within trip {rows[0]['trip_id']!r}: the oracle cannot read it"
        )
    return calls


def _call(row: Row, arrival_s: int, departure_s: int, prefix: str) -> Call:
    may_board, may_alight = row.get("pickup_type") != "1", row.get("drop_off_type") != "1"
    return Call(prefix + row["stop_id"], arrival_s, departure_s, may_board, may_alight)


def _shares(gap: Sequence[Row]) -> list[Fraction]:
    """Return how far each call of a gap lies between the timed ones at its ends, from 0 to 1.

    Distances that fall, or do not grow at all, say nothing: equal steps.
    """
    texts = [row.get("shape_dist_traveled", "") for row in gap]
    if all(texts):
        along = [Fraction(text) for text in texts]
        if along == sorted(along) and along[-1] > along[0]:
            return [(here - along[0]) / (along[-1] - along[0]) for here in along]
    return [Fraction(i, len(gap) - 1) for i in range(len(gap))]


def clock_s(text: str) -> int:
    """Read H:MM:SS, past midnight 24:.. and on."""
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _starts_by_frequency(feed: Path) -> dict[str, list[int]]:
    starts_of: defaultdict[str, list[int]] = defaultdict(list)
    for row in read_rows(feed, "frequencies"):
        start_s, end_s = clock_s(row["start_time"]), clock_s(row["end_time"])
        starts_of[row["trip_id"]].extend(range(start_s, end_s, int(row["headway_secs"])))
    return starts_of


def _offsets(calls: Sequence[Call], starts_s: Sequence[int] | None) -> list[int]:
    """Return by how much the written times move for each start; not at all without frequencies."""
    return [0] if starts_s is None else [start_s - calls[0].departure_s for start_s in starts_s]


def _read_rules(feed: Path, prefix: str) -> tuple[Rule, ...]:
    names = ("stop", "route", "trip")
    return tuple(
        Rule(
            number,
            int(row.get("transfer_type") or 0),
            int(row["min_transfer_time"]) if row.get("min_transfer_time") else None,
            *(
                prefix + row[column] if row.get(column) else ""
                for column in (f"{end}_{name}_id" for name in names for end in ("from", "to"))
            ),
        )
        for number, row in enumerate(read_rows(feed, "transfers"))
    )
