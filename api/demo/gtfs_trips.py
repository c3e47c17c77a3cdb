"""Trips of the feed: routes, trips, their calls and their shapes."""

from collections import defaultdict
from collections.abc import Iterator

from api.demo.calendars import service_id
from api.demo.facts import Agency, Line
from api.demo.geometry import lengths, to_lonlat
from api.demo.gtfs_stops import stop_id
from api.demo.gtfs_table import Row, Table, Tables, clock, table_of
from api.demo.lines import Pattern
from api.demo.names import slug
from api.demo.timetable import Trip, patterns_used

ROUTES = (
    "route_id,agency_id,route_short_name,route_long_name,route_type,route_desc,route_color,"
    "route_text_color"
)
TRIPS = (
    "route_id,service_id,trip_id,trip_headsign,direction_id,block_id,shape_id,wheelchair_accessible"
)
CALLS = (
    "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,"
    "shape_dist_traveled"
)
SHAPES = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled"
NOT_HERE = 1  # pickup_type, drop_off_type


def route_id(line: Line) -> str:
    """Return the route of a line: an operator's lines of one short name share it."""
    return slug(f"{line.route or line.name} {line.agency.removeprefix('demo-')}")


def trip_tables(trips: list[Trip], agencies: dict[str, Agency]) -> Tables:
    """Return routes, trips, stop_times and shapes."""
    return {
        "routes": _routes(trips),
        "trips": table_of(TRIPS, [_trip(trip, agencies) for trip in trips]),
        "stop_times": table_of(CALLS, [row for trip in trips for row in _calls(trip)]),
        "shapes": _shapes(trips),
    }


def _routes(trips: list[Trip]) -> Table:
    """Return routes.txt; lines of one route stand in its long name, side by side."""
    lines: dict[str, dict[str, Line]] = defaultdict(dict)
    for trip in trips:
        lines[route_id(trip.pattern.line)].setdefault(trip.pattern.line.name, trip.pattern.line)
    rows: list[Row] = []
    for route, shared in lines.items():
        line = next(iter(shared.values()))
        short, long = (
            line.route or line.name,
            " / ".join(dict.fromkeys(map(_long_name, shared.values()))),
        )
        look = (line.route_type, line.product, line.color, "FFFFFF")
        rows.append((route, line.agency, short, long, *look))
    return table_of(ROUTES, rows)


def _long_name(line: Line) -> str:
    ends = [line.sites.split(";")[n].removeprefix("Bf ") for n in (0, -1)]
    return " – ".join(ends)


def _shape_id(pattern: Pattern) -> str:
    return f"{slug(pattern.line.name)}-{pattern.direction}"


def _trip(trip: Trip, agencies: dict[str, Agency]) -> Row:
    line = trip.pattern.line
    return (
        route_id(line),
        service_id(trip.service, agencies[line.agency]),
        trip.id,
        trip.pattern.poles[trip.last_call].place.name,
        trip.pattern.direction,
        trip.block,
        _shape_id(trip.pattern),
        line.wheelchair,
    )


def _calls(trip: Trip) -> Iterator[Row]:
    pattern = trip.pattern
    on_call = pattern.line.pickup
    for number, (call, arrival, departure) in enumerate(trip.calls, 1):
        yield (
            trip.id,
            clock(arrival),
            clock(departure),
            stop_id(pattern.poles[call]),
            number,
            NOT_HERE if call == trip.last_call else on_call,
            NOT_HERE if call == trip.first_call else on_call,
            f"{pattern.along_m[call]:.0f}",
        )


def _shapes(trips: list[Trip]) -> Table:
    rows: list[Row] = []
    for pattern in patterns_used(trips):
        name, shape = _shape_id(pattern), pattern.shape
        points = zip(to_lonlat(shape).tolist(), lengths(shape).tolist(), strict=True)
        rows += [
            (name, f"{lat:.5f}", f"{lon:.5f}", number, f"{metre:.0f}")
            for number, ((lon, lat), metre) in enumerate(points, 1)
        ]
    return table_of(SHAPES, rows)
