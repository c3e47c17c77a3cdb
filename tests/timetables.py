"""Timetables typed as one reads them on a pole: the situation of a test, on screen.

``timetable('''60:  A  B  C
                    8:00 8:10 8:20''')`` is a bus 60 with one trip on 2024-05-14. Lines whose name
starts with S are S-Bahn trains. A header may name other dates, ``60 (2024-05-15 2024-05-16): …``,
or a route type, ``60 (type=0): …``. A cell is ``8:10``, ``8:10:30``, ``24:10``, ``8:10/8:12``
(arrival/departure) or ``-`` (passes); it may end in ``i`` (boarding only), ``o`` (alighting only)
or ``p`` (both by phone). A row may end in ``# trip=t7 block=b1``; trips are else ``60/1, 60/2, …``.

Rules are rows of transfers.txt: ``2 A B min=300``, ``4 - - from_trip=60/1 to_trip=60/2``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from gtfs.timetable import FORBIDDEN, NONE, PHONE, Timetable

DAY = date(2024, 5, 14)  # a Tuesday, no holiday anywhere in Germany
RAIL, BUS = 2, 3
PICKUP = {"": 0, "i": 0, "o": FORBIDDEN, "p": PHONE}
DROP_OFF = {"": 0, "i": FORBIDDEN, "o": 0, "p": PHONE}
CELL = re.compile(r"^(\d+:\d\d(?::\d\d)?)(?:/(\d+:\d\d(?::\d\d)?))?([iop]?)$")


def seconds(clock: str) -> int:
    """Return the seconds of ``8:00``, ``8:00:30`` or ``24:10``."""
    hours, minutes, *rest = (int(part) for part in clock.split(":"))
    return hours * 3600 + minutes * 60 + (rest[0] if rest else 0)


@dataclass
class _Line:
    name: str
    stops: list[str]
    dates: tuple[date, ...] = (DAY,)
    route_type: int = BUS


@dataclass
class _Draft:
    """What has been read of the text so far, in the order of the text."""

    stops: dict[str, int] = field(default_factory=dict)
    routes: dict[str, int] = field(default_factory=dict)  # name → route_type
    services: dict[tuple[date, ...], int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    trips: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    first_call: list[int] = field(default_factory=lambda: [0])


def timetable(
    text: str, *, rules: str = "", at: Mapping[str, tuple[float, float]] | None = None
) -> Timetable:
    """Return the timetable of the text; stops are miles apart but where ``at`` gives lon, lat."""
    draft, line = _Draft(), None
    for row in filter(None, (row.strip() for row in text.splitlines())):
        head, colon, rest = row.partition(": ")
        if colon:
            line = _header(draft, head, rest.split())
        elif line is None:
            msg = f"a row of times before any line: {row!r}"
            raise ValueError(msg)
        else:
            _trip(draft, line, row)
    return _built(draft, rules, at or {})


def _header(draft: _Draft, head: str, stops: list[str]) -> _Line:
    name, _, options = head.rstrip(")").partition("(")
    line = _Line(name.strip(), stops, route_type=RAIL if name.startswith("S") else BUS)
    dates = []
    for option in options.split():
        key, equals, value = option.partition("=")
        if not equals:
            dates.append(date.fromisoformat(option))
        elif key == "type":
            line.route_type = int(value)
        else:
            msg = f"unknown option {option!r} of line {line.name!r}"
            raise ValueError(msg)
    line.dates = tuple(sorted(dates)) or (DAY,)
    draft.routes.setdefault(line.name, line.route_type)
    for stop in stops:
        draft.stops.setdefault(stop, len(draft.stops))
    return line


def _trip(draft: _Draft, line: _Line, row: str) -> None:
    cells, _, comment = row.partition("#")
    options = dict(word.split("=") for word in comment.split())
    number = sum(trip["line"] == line.name for trip in draft.trips) + 1
    block = options.get("block")
    draft.trips.append(
        {
            "line": line.name,
            "id": options.get("trip", f"{line.name}/{number}"),
            "service": draft.services.setdefault(line.dates, len(draft.services)),
            "block": draft.blocks.setdefault(block, len(draft.blocks)) if block else NONE,
            "headsign": line.stops[-1],
        }
    )
    for stop, cell in zip(line.stops, cells.split(), strict=True):
        if cell != "-":
            draft.calls.append((draft.stops[stop], *_cell(cell)))
    draft.first_call.append(len(draft.calls))


def _cell(cell: str) -> tuple[int, int, int, int]:
    """Return arrival, departure, pickup_type and drop_off_type of one cell."""
    match = CELL.match(cell)
    if match is None:
        msg = f"{cell!r} is no cell of a timetable"
        raise ValueError(msg)
    arrival, departure, code = match.groups()
    return seconds(arrival), seconds(departure or arrival), PICKUP[code], DROP_OFF[code]


def _built(draft: _Draft, rules: str, at: Mapping[str, tuple[float, float]]) -> Timetable:
    first, runs = _services(list(draft.services))
    return Timetable(
        feed_name=np.array(["test"]),
        feed_timezone=np.array(["Europe/Berlin"]),
        agency_id=np.array(["agency"]),
        agency_name=np.array(["Agency"]),
        first_date=first,
        service_id=np.array([str(number) for number in draft.services.values()], np.str_),
        service_feed=np.zeros(len(runs), np.int32),
        service_runs=runs,
        **_stops(draft, at),
        **_routes(draft),
        **_trips(draft),
        **_calls(draft),
        **_shapes(),
        **_rules(rules, draft),
    )


def _stops(draft: _Draft, at: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    """Return stops 7 km and more apart, each a station of its own."""
    places = [at.get(s, (10 + i % 40 / 10, 51 + i // 40 / 10)) for s, i in draft.stops.items()]
    position, names = np.array(places).reshape(-1, 2), list(draft.stops)
    return {
        "stop_id": np.array(names, np.str_),
        "stop_name": np.array(names, np.str_),
        "stop_lon": position[:, 0].copy(),
        "stop_lat": position[:, 1].copy(),
        "stop_station": np.arange(len(names), dtype=np.int32),
        "stop_platform": np.full(len(names), ""),
        "stop_wheelchair": np.zeros(len(names), np.int8),
        "station_id": np.array(names, np.str_),
        "station_name": np.array(names, np.str_),
        "station_lon": position[:, 0].copy(),
        "station_lat": position[:, 1].copy(),
        "station_declared": np.zeros(len(names), np.bool_),
    }


def _routes(draft: _Draft) -> dict[str, Any]:
    names, types = list(draft.routes), np.array(list(draft.routes.values()), np.int32)
    named_s = np.array([bool(re.match(r"S\d", name)) for name in names], np.bool_)
    return {
        "route_id": np.array(names, np.str_),
        "route_name": np.array(names, np.str_),
        "route_long_name": np.full(len(names), ""),
        "route_type": types,
        "route_agency": np.zeros(len(names), np.int32),
        "route_color": np.full(len(names), ""),
        "route_desc": np.full(len(names), ""),
        "route_rail": types == RAIL,
        "route_sbahn": named_s & (types == RAIL),
    }


def _trips(draft: _Draft) -> dict[str, Any]:
    routes, trips = list(draft.routes), draft.trips
    return {
        "trip_id": np.array([trip["id"] for trip in trips], np.str_),
        "trip_source": np.arange(len(trips), dtype=np.int32),
        "trip_route": np.array([routes.index(trip["line"]) for trip in trips], np.int32),
        "trip_service": np.array([trip["service"] for trip in trips], np.int32),
        "trip_direction": np.full(len(trips), NONE, np.int8),
        "trip_block": np.array([trip["block"] for trip in trips], np.int32),
        "trip_headsign": np.array([trip["headsign"] for trip in trips], np.str_),
        "trip_short_name": np.full(len(trips), ""),
        "trip_shape": np.full(len(trips), ""),
        "trip_wheelchair": np.zeros(len(trips), np.int8),
        "trip_bikes": np.zeros(len(trips), np.int8),
        "trip_frequency": np.zeros(len(trips), np.bool_),
    }


def _calls(draft: _Draft) -> dict[str, Any]:
    calls = np.array(draft.calls, np.int32).reshape(-1, 5)
    return {
        "first_call": np.array(draft.first_call, np.int32),
        "call_stop": calls[:, 0].copy(),
        "arrival_s": calls[:, 1].copy(),
        "departure_s": calls[:, 2].copy(),
        "pickup": calls[:, 3].astype(np.int8),
        "drop_off": calls[:, 4].astype(np.int8),
        "call_m": np.full(len(calls), NONE, np.int32),
    }


def _shapes() -> dict[str, Any]:
    """Return no shapes: lines run straight from stop to stop."""
    columns = {f"point_{name}": np.empty(0) for name in ("lon", "lat", "m")}
    return {"shape_id": np.empty(0, "<U1"), "first_point": np.zeros(1, np.int32), **columns}


def _services(services: list[tuple[date, ...]]) -> tuple[date, Any]:
    first = min((day for dates in services for day in dates), default=DAY)
    last = max((day for dates in services for day in dates), default=DAY)
    runs = np.zeros((len(services), (last - first).days + 1), np.bool_)
    for service, dates in enumerate(services):
        runs[service, [(day - first).days for day in dates]] = True
    return first, runs


def _rules(text: str, draft: _Draft) -> dict[str, Any]:
    routes, trips = list(draft.routes), [trip["id"] for trip in draft.trips]
    rows = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        kind, start, end, *words = line.split()
        options = dict(word.split("=") for word in words)
        row = {"type": int(kind), "min_s": int(options.get("min", NONE))}
        for side, stop in (("from", start), ("to", end)):
            route, trip = options.get(f"{side}_route"), options.get(f"{side}_trip")
            row[f"{side}_stop"] = NONE if stop == "-" else draft.stops[stop]
            row[f"{side}_station"] = NONE
            row[f"{side}_route"] = NONE if route is None else routes.index(route)
            row[f"{side}_source"] = NONE if trip is None else trips.index(trip)
        rows.append(row)
    sides = [
        f"{side}_{what}"
        for side in ("from", "to")
        for what in ("stop", "station", "route", "source")
    ]
    columns = {f"rule_{n}": np.array([row[n] for row in rows], np.int32) for n in (*sides, "min_s")}
    return columns | {"rule_type": np.array([row["type"] for row in rows], np.int8)}
