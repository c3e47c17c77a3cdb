"""Agencies and routes of one feed, and which routes are railway and S-Bahn."""

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from gtfs.problems import Problems
from gtfs.tables import Table, find_index, integers
from gtfs.timetable import NONE, Bools, Ints, Strings

RAIL_TYPES = (2, *range(100, 118))  # railway of GTFS, and of its extended types
Columns = dict[str, Any]  # columns of a Timetable by name


@dataclass(frozen=True)
class SbahnRule:
    """What counts as S-Bahn; all that is given must match, what is None does not matter."""

    short_name: str | None = r"^S\d+X?$"  # searched in route_short_name
    route_types: tuple[int, ...] | None = RAIL_TYPES
    agency: str | None = None  # searched in agency id and name


def build_agencies(agency: Table, problems: Problems) -> Columns:
    """Return the agency columns and the feed's timezone, which all agencies share."""
    ids = agency.strings("agency_id")
    problems.refuse(agency, _repeated(ids), "agency_id", "stands twice; ids must be unique")
    zones = agency.strings("agency_timezone")
    unknown = np.array([not _is_zone(zone) for zone in zones.tolist()], np.bool_)
    problems.refuse(
        agency, unknown, "agency_timezone", "is no timezone; write one such as Europe/Berlin"
    )
    problems.refuse(
        agency, zones != zones[0], "agency_timezone", f"differs from the first, {str(zones[0])!r}"
    )
    return {
        "feed_timezone": zones[:1],
        "agency_id": ids,
        "agency_name": agency.strings("agency_name"),
    }


def build_routes(routes: Table, agency: Table, problems: Problems) -> Columns:
    """Return the route columns; a route without agency_id is the only agency's."""
    ids = routes.strings("route_id")
    problems.refuse(routes, ids == "", "route_id", "is empty; every route needs an id")
    problems.refuse(routes, _repeated(ids), "route_id", "stands twice; ids must be unique")
    types = integers(routes, "route_type")
    problems.refuse(routes, types < 0, "route_type", "is no route type; write e.g. 3 for a bus")
    short, long = routes.strings("route_short_name"), routes.strings("route_long_name")
    return {
        "route_id": ids,
        "route_name": np.where(short != "", short, np.where(long != "", long, ids)),
        "route_long_name": long,
        "route_type": types,
        "route_agency": _agency_of(routes, agency, problems),
        "route_color": np.char.upper(np.char.lstrip(routes.strings("route_color"), "#")),
        "route_desc": routes.strings("route_desc"),
        "route_rail": np.isin(types, RAIL_TYPES),
    }


def find_sbahn(rule: SbahnRule, short_names: Strings, columns: Columns) -> Bools:
    """Return ``[route]`` which routes the rule takes for S-Bahn."""
    marked = np.ones(len(short_names), np.bool_)
    if rule.short_name is not None:
        marked &= _matches(rule.short_name, short_names)
    if rule.route_types is not None:
        marked &= np.isin(columns["route_type"], rule.route_types)
    if rule.agency is not None:
        by_agency = _matches(rule.agency, columns["agency_id"])
        by_agency |= _matches(rule.agency, columns["agency_name"])
        marked &= by_agency[columns["route_agency"]] & (columns["route_agency"] != NONE)
    return marked


def _agency_of(routes: Table, agency: Table, problems: Problems) -> Ints:
    given = routes.filled("agency_id")
    index = find_index(agency.text("agency_id"), routes.text("agency_id"))
    if len(agency) == 1:
        index[~given] = 0
    else:
        problems.refuse(
            routes, ~given, "agency_id", "is empty, but agency.txt has several agencies"
        )
    problems.refuse(routes, given & (index == NONE), "agency_id", "is not in agency.txt")
    return index


def _matches(pattern: str, texts: Strings) -> Bools:
    return np.array([re.search(pattern, text) is not None for text in texts.tolist()], np.bool_)


def _repeated(ids: Strings) -> Bools:
    """Return which ids stood before already."""
    again = np.ones(len(ids), np.bool_)
    again[np.unique(ids, return_index=True)[1]] = False
    return again


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
