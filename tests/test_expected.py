"""What is expected of the demo county stays true of it: counted anew from the rows of its feed."""

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from expected_lines import (
    AT_MOST,
    LINES,
    MET,
    NOT_CHECKED,
    NOT_MET,
    PROFILES,
    SUM,
    SUM_ONLY,
    Audit,
    ExpectedLine,
    Row,
    Value,
    rows_of,
)
from expected_ortsteile import DAYS, VERDICTS, ExpectedVerdict

from api.service import Service

DATES = dict(
    zip(
        DAYS.values(),
        (date(2026, 4, 21), date(2026, 7, 21), date(2026, 4, 25), date(2026, 4, 26)),
        strict=True,
    )
)
HOUR = 3600
AUDITS = [(line, audit) for line in LINES for audit in line.audits]


class Run(NamedTuple):
    """A trip of the feed: the day types it runs on, its stops and clock times."""

    days: frozenset[str]
    names: tuple[str, ...]
    stops: tuple[str, ...]
    arrive: tuple[int, ...]
    depart: tuple[int, ...]


class Feed(NamedTuple):
    """The trips of each line, all trains, and the walks and rules between stops."""

    runs: dict[str, list[Run]]
    trains: list[Run]
    walk_s: dict[tuple[str, str], int]
    ready_s: dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def feed(built: Callable[[str], Path]) -> Feed:
    network = built("demo")
    with zipfile.ZipFile(network.parent / "demo.gtfs.zip") as archive:
        tables = {
            name: pd.read_csv(archive.open(f"{name}.txt"), dtype=str, keep_default_na=False)
            for name in ("routes", "trips", "stops", "stop_times", "calendar", "calendar_dates")
        }
    runs, trains = _runs(tables), []
    for kind, line in zip(tables["routes"].route_type, tables["routes"].route_short_name):
        trains += runs[line] if int(kind) < 700 else []
    return Feed(
        runs,
        trains,
        _between(network / "footpaths.parquet", "walk_s"),
        _between(network / "transfers.parquet", "ready_s"),
    )


def _between(path: Path, seconds: str) -> dict[tuple[str, str], int]:
    table = pd.read_parquet(path)
    return {
        (str(a), str(b)): int(s)
        for a, b, s in zip(table.from_stop_id, table.to_stop_id, table[seconds], strict=True)
    }


def _runs(tables: dict[str, pd.DataFrame]) -> dict[str, list[Run]]:
    """Return the trips of each short name of a route."""
    names = dict(zip(tables["stops"].stop_id, tables["stops"].stop_name, strict=True))
    lines = dict(zip(tables["routes"].route_id, tables["routes"].route_short_name, strict=True))
    calls = tables["stop_times"].assign(order=tables["stop_times"].stop_sequence.astype(int))
    calls = calls[calls.stop_id != ""].sort_values(["trip_id", "order"])
    days = _days(tables)
    of_trip = dict(iter(calls.groupby("trip_id")))
    runs: dict[str, list[Run]] = {line: [] for line in lines.values()}
    for route, service, trip in tables["trips"][["route_id", "service_id", "trip_id"]].to_numpy():
        if trip in of_trip:
            own = of_trip[trip]
            runs[lines[route]].append(
                Run(
                    days[service],
                    tuple(names[stop] for stop in own.stop_id),
                    tuple(own.stop_id),
                    tuple(map(_seconds, own.arrival_time)),
                    tuple(map(_seconds, own.departure_time)),
                )
            )
    return runs


def _days(tables: dict[str, pd.DataFrame]) -> dict[str, frozenset[str]]:
    """Return the day types each service runs on."""
    weekday = {day: f"{when:%A}".lower() for day, when in DATES.items()}
    stamp = {day: f"{when:%Y%m%d}" for day, when in DATES.items()}
    changes = {(row.service_id, row.date): row.exception_type for row in
               tables["calendar_dates"].itertuples()}
    services = {}
    for row in tables["calendar"].to_dict("records"):
        services[row["service_id"]] = frozenset(
            day
            for day in DATES
            if changes.get(
                (row["service_id"], stamp[day]),
                "1" if row[weekday[day]] == "1"
                and row["start_date"] <= stamp[day] <= row["end_date"] else "2",
            ) == "1"
        )
    return services


def _seconds(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds
