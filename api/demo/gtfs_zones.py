"""Zones of the feed as GTFS-Flex: groups of stops, hours, rules of booking."""

from api.demo.calendars import service_id
from api.demo.facts import Agency, Window
from api.demo.gtfs_stops import stop_id
from api.demo.gtfs_table import Row, Table, Tables, clock, table_of
from api.demo.gtfs_trips import NOT_HERE, route_id
from api.demo.names import slug
from api.demo.timetable import minutes_of
from api.demo.zones import Zone

SAME_DAY = 1  # booking_type: with some minutes' notice
BY_PHONE = 2  # pickup_type, drop_off_type
WINDOW_COLUMNS = (
    "location_group_id",
    "start_pickup_drop_off_window",
    "end_pickup_drop_off_window",
    "pickup_booking_rule_id",
    "drop_off_booking_rule_id",
)
RULES = (
    "booking_rule_id,booking_type,prior_notice_duration_min,prior_notice_start_day,"
    "prior_notice_start_time,message"
)


def with_zones(tables: Tables, zones: tuple[Zone, ...], agencies: dict[str, Agency]) -> Tables:
    """Return the tables with the zones' trips, each a window in which vehicles come when called."""
    groups: list[Row] = [(_id(zone), f"Rufbus-Zone {zone.name}") for zone in zones]
    members: list[Row] = [(_id(zone), stop_id(pole)) for zone in zones for pole in zone.poles]
    rules: list[Row] = [_rule(zone) for zone in zones]
    trips, calls = tables["trips"], tables["stop_times"]
    empty = ("",) * len(WINDOW_COLUMNS)
    windows = [(zone, window) for zone in zones for window in zone.windows]
    return tables | {
        "trips": trips._replace(
            rows=trips.rows + [_trip(trips, zone, window, agencies) for zone, window in windows]
        ),
        "stop_times": Table(
            calls.columns + WINDOW_COLUMNS,
            [row + empty for row in calls.rows]
            + [_call(calls, zone, window, end) for zone, window in windows for end in (1, 2)],
        ),
        "location_groups": table_of("location_group_id,location_group_name", groups),
        "location_group_stops": table_of("location_group_id,stop_id", members),
        "booking_rules": table_of(RULES, rules),
    }


def _id(zone: Zone) -> str:
    return f"zone-{slug(zone.name)}"


def _trip_id(zone: Zone, window: Window) -> str:
    return f"{_id(zone)}-{slug(window.service)}-{window.first[:2]}"


def _rule(zone: Zone) -> Row:
    minutes, days = zone.windows[0].notice_min, zone.windows[0].notice_days
    message = f"Fahrtwunsch bis {minutes} min, frühestens {days} Tage vorher anmelden"
    return (_id(zone), SAME_DAY, minutes, days, "00:00:00", message)


def _trip(trips: Table, zone: Zone, window: Window, agencies: dict[str, Agency]) -> Row:
    row = dict.fromkeys(trips.columns, "") | {
        "route_id": route_id(zone.line),
        "service_id": service_id(window.service, agencies[zone.line.agency]),
        "trip_id": _trip_id(zone, window),
        "trip_headsign": f"Rufbus-Zone {zone.name}",
        "wheelchair_accessible": str(zone.line.wheelchair),
    }
    return tuple(row.values())


def _call(calls: Table, zone: Zone, window: Window, end: int) -> Row:
    """Return the row of boarding (1) or of alighting (2): anywhere in the zone, at any time."""
    row = dict.fromkeys((*calls.columns, *WINDOW_COLUMNS), "") | {
        "trip_id": _trip_id(zone, window),
        "stop_sequence": str(end),
        "pickup_type": str(BY_PHONE if end == 1 else NOT_HERE),
        "drop_off_type": str(NOT_HERE if end == 1 else BY_PHONE),
        "location_group_id": _id(zone),
        "start_pickup_drop_off_window": clock(60 * minutes_of(window.first)),
        "end_pickup_drop_off_window": clock(60 * minutes_of(window.last)),
        "pickup_booking_rule_id": _id(zone) if end == 1 else "",
        "drop_off_booking_rule_id": _id(zone) if end == 2 else "",
    }
    return tuple(row.values())
