"""Additions: agencies, stops, routes, ways, trips and calls that a timetable has not yet.

What it has keeps its place: all indices stay. Each returns another timetable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gtfs.earth import points_m
from gtfs.stations import GROUP_M
from gtfs.timetable import (
    CALL_COLUMNS,
    NONE,
    Bytes,
    Floats,
    Ints,
    Strings,
    Timetable,
    calls_of_trips,
    trip_of_call,
)

Cell: TypeAlias = str | int | float | bool


class Stop(NamedTuple):
    """A stop to come."""

    stop_id: str
    name: str
    lon: float
    lat: float


class Route(NamedTuple):
    """A route to come."""

    route_id: str
    name: str
    type: int
    agency: int
    desc: str
    rail: bool
    sbahn: bool


class Shape(NamedTuple):
    """A way to come."""

    shape_id: str
    lon: Floats  # [point]
    lat: Floats  # [point]
    metres: Floats  # [point] from the first


class Trips(NamedTuple):
    """Trips to come; all columns are per trip."""

    trip_id: Strings
    route: Ints
    service: Ints
    direction: Bytes
    headsign: Strings
    shape: Strings


@dataclass(frozen=True, eq=False)
class Calls:
    """Calls of some trips, trip by trip."""

    size: Ints  # [trip]
    call_stop: Ints  # [call], and so all below
    arrival_s: Ints
    departure_s: Ints
    pickup: Bytes
    drop_off: Bytes
    call_m: Ints

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for column in fields(self):
            getattr(self, column.name).setflags(write=False)


def with_agency(timetable: Timetable, agency_id: str, name: str) -> Timetable:
    """Return the timetable with one more agency, its last."""
    return timetable.with_columns(
        agency_id=_grown(timetable.agency_id, [agency_id]),
        agency_name=_grown(timetable.agency_name, [name]),
    )


def with_stop(timetable: Timetable, stop: Stop) -> Timetable:
    """Return the timetable with one more stop, its last.

    It belongs to the station of the nearest stop of its name within 150 m, which stays where it
    is; else it is a station of its own.
    """
    named = np.flatnonzero(timetable.stop_name == stop.name)
    away = beeline_m(timetable, stop.lon, stop.lat)[named]
    lonely, station = away.min(initial=np.inf) > GROUP_M, len(timetable.station_id)
    if not lonely:
        station = int(timetable.stop_station[named[away.argmin()]])
    columns: dict[str, Cell] = {
        "stop_id": stop.stop_id,
        "stop_name": stop.name,
        "stop_lon": stop.lon,
        "stop_lat": stop.lat,
        "stop_station": station,
        "stop_platform": "",
        "stop_wheelchair": 0,
    }
    if lonely:
        columns |= {
            "station_id": stop.stop_id,
            "station_name": stop.name,
            "station_lon": stop.lon,
            "station_lat": stop.lat,
            "station_declared": False,
        }
    return _with_row(timetable, columns)


def beeline_m(timetable: Timetable, lon: float, lat: float) -> Floats:
    """Return ``[stop]`` the metres to a point, straight on."""
    here = points_m(np.array([lon]), np.array([lat]))
    away: Floats = np.linalg.norm(points_m(timetable.stop_lon, timetable.stop_lat) - here, axis=1)
    return away


def with_route(timetable: Timetable, route: Route) -> Timetable:
    """Return the timetable with one more route, its last."""
    columns: dict[str, Cell] = {
        "route_id": route.route_id,
        "route_name": route.name,
        "route_long_name": "",
        "route_type": route.type,
        "route_agency": route.agency,
        "route_color": "",
        "route_desc": route.desc,
        "route_rail": route.rail,
        "route_sbahn": route.sbahn,
    }
    return _with_row(timetable, columns)


def with_route_like(timetable: Timetable, like: int, route_id: str) -> Timetable:
    """Return the timetable with one more route, its last: another's copy, with its rules too."""
    names = [name for name in vars(timetable) if name.startswith("route_")]
    columns = {name: getattr(timetable, name) for name in names}
    row: dict[str, Cell] = {name: column[like] for name, column in columns.items()}
    larger = _with_row(timetable, row | {"route_id": route_id})
    for side in ("rule_from_route", "rule_to_route"):
        larger = _with_rules_again(larger, side, like, len(timetable.route_id))
    return larger


def _with_rules_again(timetable: Timetable, side: str, named: int, other: int) -> Timetable:
    """Return the timetable with the rules that name a route there, once more for the other."""
    rows = np.flatnonzero(getattr(timetable, side) == named)
    names = [name for name in vars(timetable) if name.startswith("rule_")]
    more = {name: getattr(timetable, name)[rows] for name in names}
    more[side] = np.full(len(rows), other)
    return timetable.with_columns(
        **{name: _grown(getattr(timetable, name), column) for name, column in more.items()}
    )


def with_shape(timetable: Timetable, shape: Shape) -> Timetable:
    """Return the timetable with one more way, its last."""
    points = len(timetable.point_m) + len(shape.metres)
    return timetable.with_columns(
        shape_id=_grown(timetable.shape_id, [shape.shape_id]),
        first_point=_grown(timetable.first_point, [points]),
        point_lon=_grown(timetable.point_lon, shape.lon),
        point_lat=_grown(timetable.point_lat, shape.lat),
        point_m=_grown(timetable.point_m, shape.metres),
    )


def with_trips(timetable: Timetable, trips: Trips, calls: Calls) -> Timetable:
    """Return the timetable with more trips, its last; no block, no rule knows them."""
    size = len(trips.trip_id)
    source = int(timetable.trip_source.max(initial=NONE)) + 1
    first = int(timetable.first_call[-1]) + np.cumsum(calls.size)
    columns: dict[str, ArrayLike] = {
        "trip_id": trips.trip_id,
        "trip_source": source + np.arange(size),
        "trip_route": trips.route,
        "trip_service": trips.service,
        "trip_direction": trips.direction,
        "trip_block": np.full(size, NONE),
        "trip_headsign": trips.headsign,
        "trip_short_name": np.full(size, ""),
        "trip_shape": trips.shape,
        "trip_wheelchair": np.zeros(size),
        "trip_bikes": np.zeros(size),
        "trip_frequency": np.zeros(size),
        "first_call": first,
    }
    columns |= {name: getattr(calls, name) for name in (*CALL_COLUMNS, "call_m")}
    return timetable.with_columns(
        **{name: _grown(getattr(timetable, name), column) for name, column in columns.items()}
    )


def with_calls(timetable: Timetable, trips: Ints, calls: Calls) -> Timetable:
    """Return the timetable in which the trips make these calls in place of theirs."""
    other = np.ones(len(timetable.trip_id), np.bool_)
    other[trips] = False
    size = np.diff(timetable.first_call)
    size[trips] = calls.size
    first = np.concatenate(([0], np.cumsum(size))).astype(np.int32)
    larger = timetable.with_columns(first_call=first)
    kept = other[trip_of_call(timetable)]
    theirs = calls_of_trips(larger, np.flatnonzero(other))
    own = calls_of_trips(larger, trips)
    columns = {}
    for name in (*CALL_COLUMNS, "call_m"):
        old = getattr(timetable, name)
        columns[name] = np.empty(first[-1], old.dtype)
        columns[name][theirs], columns[name][own] = old[kept], getattr(calls, name)
    return larger.with_columns(**columns)


def _with_row(timetable: Timetable, row: Mapping[str, Cell]) -> Timetable:
    return timetable.with_columns(
        **{name: _grown(getattr(timetable, name), [value]) for name, value in row.items()}
    )


def _grown(column: NDArray[np.generic], values: ArrayLike) -> NDArray[np.generic]:
    """Return the column with more values at its end, of its own type."""
    kind = np.str_ if column.dtype.kind == "U" else column.dtype  # texts may be longer
    return np.concatenate((column, np.asarray(values, kind)))
