"""Timetable: every trip of every service date of one or several feeds, as flat read-only arrays."""

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gtfs.trip_hash import Keys, hash_trips

Ints = NDArray[np.signedinteger[Any]]  # int32 but where a count may pass it
Bytes = NDArray[np.int8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Strings = NDArray[np.str_]

NONE = -1  # "no such thing" in every index column

FORBIDDEN = 1  # pickup_type / drop_off_type
PHONE = 2  # to be booked ahead: marks the trip on demand
DRIVER = 3  # ordinary request stop

CALL_COLUMNS = ("call_stop", "arrival_s", "departure_s", "pickup", "drop_off")


@dataclass(frozen=True, eq=False)
class Timetable:
    """All trips of all service dates, trip-major; indices are int32, ``NONE`` = -1 where absent.

    Times are seconds since "noon minus 12 h" of the service date in the feed's timezone and may
    pass 24 h. Calls of trip *t* are ``first_call[t] : first_call[t + 1]``, each has both times.
    With one feed ids are the feed's; with several they are ``<file stem>:<id>``.
    """

    # feeds
    feed_name: Strings  # [feed] file stem
    feed_timezone: Strings  # [feed] e.g. "Europe/Berlin"
    # agencies
    agency_id: Strings  # [agency]
    agency_name: Strings  # [agency]
    # stops: platforms and simple stops (location_type 0), what vehicles call at
    stop_id: Strings  # [stop]
    stop_name: Strings  # [stop]
    stop_lon: Floats  # [stop]
    stop_lat: Floats  # [stop]
    stop_station: Ints  # [stop] its station, never NONE
    stop_platform: Strings  # [stop] platform_code, "" if none
    stop_wheelchair: Bytes  # [stop] GTFS wheelchair_boarding (the parent's where 0), 0 = unknown
    # stations: the declared parents; else stops of equal name within 150 m, id of the first
    station_id: Strings  # [station]
    station_name: Strings  # [station]
    station_lon: Floats  # [station] of the parent, else the mean of its stops
    station_lat: Floats  # [station]
    station_declared: Bools  # [station] True: a location_type 1 row of the feed
    # routes of GTFS (a line of the planners may be several of them, or a part of one)
    route_id: Strings  # [route]
    route_name: Strings  # [route] short name, else long name
    route_long_name: Strings  # [route]
    route_type: Ints  # [route] as in the feed, extended types too
    route_agency: Ints  # [route]
    route_color: Strings  # [route] "RRGGBB" or ""
    route_desc: Strings  # [route] often the product
    route_rail: Bools  # [route] railway: route_type 2 or 100-117
    route_sbahn: Bools  # [route] by the region's S-Bahn rule
    # trips; those of frequencies.txt are written out, one trip a departure
    trip_id: Strings  # [trip] of trips.txt: repeated where frequencies.txt repeats the trip
    trip_source: Ints  # [trip] equal for the trips written out from one row of trips.txt
    trip_route: Ints  # [trip]
    trip_service: Ints  # [trip]
    trip_direction: Bytes  # [trip] direction_id, NONE if empty
    trip_block: Ints  # [trip] number of the block_id, NONE if empty
    trip_headsign: Strings  # [trip]
    trip_short_name: Strings  # [trip]
    trip_shape: Strings  # [trip] shape_id as in the feed, or ""
    trip_wheelchair: Bytes  # [trip] wheelchair_accessible, 0 = unknown
    trip_bikes: Bytes  # [trip] bikes_allowed, 0 = unknown
    trip_frequency: Bools  # [trip] written out from frequencies.txt
    first_call: Ints  # [trip + 1]
    # calls: the rows of stop_times.txt in trip and stop_sequence order
    call_stop: Ints  # [call]
    arrival_s: Ints  # [call]
    departure_s: Ints  # [call]
    pickup: Bytes  # [call] 0 regular, FORBIDDEN, PHONE, DRIVER
    drop_off: Bytes  # [call]
    call_m: Ints  # [call] metres along the trip's shape, NONE without one or far off it
    # shapes: the ways that trips take, thinned to 5 m; only those of some trip
    shape_id: Strings  # [shape]
    first_point: Ints  # [shape + 1]
    point_lon: Floats  # [point]
    point_lat: Floats  # [point]
    point_m: Floats  # [point] metres along the shape
    # services: calendar.txt and calendar_dates.txt written out
    first_date: date  # of column 0 of service_runs
    service_id: Strings  # [service]
    service_feed: Ints  # [service]
    service_runs: Bools  # [service, day]
    # rows of transfers.txt; each end names a stop, or a station, or (types 4, 5) nothing
    rule_type: Bytes  # [rule] transfer_type 0-5
    rule_from_stop: Ints  # [rule]
    rule_from_station: Ints  # [rule] set where the row names a location_type 1 stop
    rule_to_stop: Ints  # [rule]
    rule_to_station: Ints  # [rule]
    rule_from_route: Ints  # [rule]
    rule_to_route: Ints  # [rule]
    rule_from_source: Ints  # [rule] trip_source of from_trip_id
    rule_to_source: Ints  # [rule]
    rule_min_s: Ints  # [rule] min_transfer_time, NONE if empty

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def dates(self) -> int:
        """Number of service dates held."""
        return int(self.service_runs.shape[1])

    @cached_property
    def trip_key(self) -> Keys:
        """``[trip]`` a number that is the same for trips of a route with the same calls."""
        columns = [getattr(self, column) for column in CALL_COLUMNS]
        return hash_trips(self.trip_route, self.first_call, columns)

    def trips_on(self, day: date) -> Ints:
        """Return the trips that run on the service date, ascending; none outside the feed."""
        column = (day - self.first_date).days
        if not 0 <= column < self.dates:
            return np.empty(0, np.int32)
        return np.flatnonzero(self.service_runs[self.trip_service, column]).astype(np.int32)

    def calls_of(self, trip: int) -> slice:
        """Return the range of the trip's calls."""
        return slice(int(self.first_call[trip]), int(self.first_call[trip + 1]))

    def with_columns(self, **columns: Any) -> "Timetable":  # noqa: ANN401 - any column
        """Return a timetable with the named columns replaced."""
        return replace(self, **columns)


def trip_of_call(timetable: Timetable) -> Ints:
    """Return ``[call]`` the trip each call belongs to."""
    lengths = np.diff(timetable.first_call)
    return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


def calls_of_trips(timetable: Timetable, trips: Ints) -> Ints:
    """Return all calls of the trips, trip by trip."""
    first, size = timetable.first_call[trips], np.diff(timetable.first_call)[trips]
    return np.repeat(first - (np.cumsum(size) - size), size) + np.arange(size.sum())


def take_trips(timetable: Timetable, trips: Ints) -> Timetable:
    """Return the timetable with these trips in this order; one named twice is there twice."""
    lengths = np.diff(timetable.first_call)[trips]
    first_call = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    calls = calls_of_trips(timetable, trips)
    names = [field.name for field in fields(timetable)]
    columns = {name: getattr(timetable, name)[trips] for name in names if name[:5] == "trip_"}
    columns |= {name: getattr(timetable, name)[calls] for name in (*CALL_COLUMNS, "call_m")}
    return timetable.with_columns(first_call=first_call, **columns)


def stops_served(timetable: Timetable, routes: Bools) -> Bools:
    """Return ``[stop]`` whether any trip of the marked routes ``[route]`` ever calls there."""
    calls = routes[timetable.trip_route][trip_of_call(timetable)]
    served = np.zeros(len(timetable.stop_id), np.bool_)
    served[timetable.call_stop[calls]] = True
    return served
