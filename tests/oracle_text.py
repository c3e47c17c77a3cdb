"""Feeds as they stand on a screen, written out as GTFS text.

    60:       A     B      C
              8:00  8:10   8:20
              9:00  9:10   9:20   | block=7 on=2024-05-13
    S1 rail:  C     D
              8:25  8:40

The trips are `60/1`, `60/2`, `S1/1`. A cell is `8:10` or `8:10:30`, `8:10-8:12` for arrival and
departure, `8:10-` or `-8:10` for one of them, `.` untimed, `x` not served; behind it `p` forbids
boarding, `d` alighting, `t` asks for a telephone call, `r` for a sign; `@1.5` is the distance.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

TUESDAY = date(2024, 5, 14)  # no clock change near
ROUTE_TYPES = {"bus": "3", "tram": "0", "rail": "2", "s-bahn": "109"}


@dataclass
class Tables:
    """The tables of one feed in the making: by name the rows."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def add(self, table: str, **row: str) -> None:
        """Add a row to a table."""
        self.rows.setdefault(table, []).append(row)

    def write(self, folder: Path) -> Path:
        """Write every table as `<name>.txt` with the columns any of its rows has."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.rows.items():
            columns = list(dict.fromkeys(name for row in rows for name in row))
            with (folder / f"{table}.txt").open("w", encoding="utf-8", newline="") as text:
                writer = csv.DictWriter(text, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        return folder


def write_feed(
    folder: Path,
    lines: str,
    *,
    stations: Mapping[str, str] | None = None,
    transfers: str = "",
    frequencies: str = "",
    on: date = TUESDAY,
) -> Path:
    """Write a feed from the screen; `on` is the date of every trip that does not name its own.

    stations
        Platforms by station: ``{"S": "S1 S2"}``.
    transfers
        One row per line: from, to (`*` for none), type, perhaps the minimum time and `to_trip=…`.
    frequencies
        One row per line: trip, start, end, headway.
    """
    tables = Tables()
    zone = "Europe/Berlin"
    tables.add("agency", agency_name="N", agency_url="http://n", agency_timezone=zone)
    stops = _add_lines(tables, lines, on)
    _add_stops(tables, stops, stations or {})
    _add_transfers(tables, transfers)
    for line in _lines(frequencies):
        trip, start, end, headway = line.split()
        times = {"start_time": _gtfs(start), "end_time": _gtfs(end)}
        tables.add("frequencies", trip_id=trip, **times, headway_secs=headway)
    return tables.write(folder)


def _add_stops(tables: Tables, stops: list[str], stations: Mapping[str, str]) -> None:
    parent = {stop: name for name, platforms in stations.items() for stop in platforms.split()}
    for number, stop in enumerate(dict.fromkeys([*stops, *parent])):
        place = {"stop_lat": f"{51 + number / 10:.1f}", "stop_lon": "12.5"}  # miles apart
        station = parent.get(stop, "")
        tables.add("stops", stop_id=stop, stop_name=stop, **place, parent_station=station)
    for number, name in enumerate(stations):
        place = {"stop_lat": f"{51 + number / 10:.1f}", "stop_lon": "12.6"}
        tables.add("stops", stop_id=name, stop_name=name, **place, location_type="1")


def _add_transfers(tables: Tables, text: str) -> None:
    for line in _lines(text):
        words = line.split()
        named = dict(word.split("=") for word in words if "=" in word)
        start, end, kind, *least = (
            "" if word == "*" else word for word in words if "=" not in word
        )
        tables.add(
            "transfers",
            from_stop_id=start,
            to_stop_id=end,
            transfer_type=kind,
            min_transfer_time=least[0] if least else "",
            **{f"{name}_id": value for name, value in named.items()},
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _add_lines(tables: Tables, text: str, on: date) -> list[str]:
    """Add routes, trips and calls; return the stops in order of appearance."""
    seen: list[str] = []
    route, stops, count = "", [""], 0
    for line in _lines(text):
        head, colon, tail = line.partition(": ")
        if colon:
            route, *kind = head.split()
            stops, count = tail.split(), 0
            seen += stops
            kinds = ROUTE_TYPES[kind[0] if kind else "bus"]
            tables.add("routes", route_id=route, route_short_name=route, route_type=kinds)
            continue
        count += 1
        cells, _, options = line.partition("|")
        named = dict(word.split("=") for word in options.split())
        service = named.get("on", on.isoformat())
        _add_service(tables, service)
        trip = f"{route}/{count}"
        block = named.get("block", "")
        tables.add("trips", route_id=route, service_id=service, trip_id=trip, block_id=block)
        for sequence, (stop, cell) in enumerate(zip(stops, cells.split(), strict=True)):
            if cell != "x":
                calls = _call(cell) | {"stop_id": stop, "stop_sequence": str(sequence)}
                tables.add("stop_times", trip_id=trip, **calls)
    return seen


def _add_service(tables: Tables, service: str) -> None:
    row = {"service_id": service, "date": service.replace("-", ""), "exception_type": "1"}
    if row not in tables.rows.get("calendar_dates", []):
        tables.add("calendar_dates", **row)


def _call(cell: str) -> dict[str, str]:
    times, _, distance = cell.partition("@")
    flags = "".join(filter(str.isalpha, times))
    arrival, dash, departure = times.rstrip(flags).replace(".", "").partition("-")
    by_arrangement = "2" if "t" in flags else "3" if "r" in flags else ""
    return {
        "arrival_time": _gtfs(arrival),
        "departure_time": _gtfs(departure if dash else arrival),
        "pickup_type": "1" if "p" in flags else by_arrangement,
        "drop_off_type": "1" if "d" in flags else by_arrangement,
        "shape_dist_traveled": distance,
    }


def _gtfs(clock: str) -> str:
    """Write 8:00 as 8:00:00."""
    return f"{clock}:00" if clock.count(":") == 1 else clock


def footpaths(text: str) -> pd.DataFrame:
    """Read `A B 120` (there only) or `A=B 120` (there and back), one or several by commas."""
    rows: list[tuple[str, str, int]] = []
    for walk in filter(None, map(str.strip, text.split(","))):
        *ends, seconds = walk.replace("=", " ").split()
        rows.append((ends[0], ends[1], int(seconds)))
        if "=" in walk:
            rows.append((ends[1], ends[0], int(seconds)))
    return pd.DataFrame(rows, columns=["from_stop_id", "to_stop_id", "walk_s"])
