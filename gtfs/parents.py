"""Parents of the stops of one feed: the station each names, and what is wrong with them."""

import numpy as np
from scipy.spatial import cKDTree

from gtfs.problems import Problems
from gtfs.stations import GROUP_M, points_by_name
from gtfs.tables import Table, find_index
from gtfs.timetable import NONE, Bools, Floats, Ints

PLATFORM, STATION, BOARDING_AREA = 0, 1, 4  # location_type; 2 entrances and 3 nodes are not used


def find_parents(table: Table, kind: Ints, lon: Floats, lat: Floats, problems: Problems) -> Ints:
    """Return ``[row]`` the row of the parent, NONE where there is none of the right kind."""
    parent = find_index(table.text("stop_id"), table.text("parent_station"))
    wanted = np.where(kind == BOARDING_AREA, PLATFORM, STATION)
    wrong = (parent != NONE) & (kind[parent] != wanted)
    named = table.filled("parent_station")
    lost = named & (parent == NONE)
    unknown = (wrong | lost) & ((kind == PLATFORM) | (kind == BOARDING_AREA))
    problems.note(
        "unknown_parent_station",
        f"parent_station nennt keine Station des Feeds{_first(table, unknown)}",
        table,
        unknown,
        "parent_station",
        "Angabe übergangen, Halt nach Name und Abstand gruppiert",
    )
    nested = named & (kind == STATION)
    problems.note(
        "station_with_parent",
        f"Station nennt selbst eine parent_station{_first(table, nested)}",
        table,
        nested,
        "parent_station",
        "Angabe übergangen, bleibt eine Station für sich",
    )
    parent[wrong | (kind == STATION)] = NONE
    alone = _left_alone(table, kind == PLATFORM, parent, lon, lat)
    german = "Steig ohne parent_station neben Steigen gleichen Namens, die eine Station haben"
    problems.note(
        "stop_without_parent",
        f"{german}{_first(table, alone)}",
        table,
        alone,
        "parent_station",
        "gehört nicht zur Station: deren Umsteigeregeln gelten hier nicht",
    )
    orphan = (kind == BOARDING_AREA) & (parent == NONE)
    problems.refuse(table, orphan, "parent_station", "of a boarding area must name its platform")
    return parent


def _first(table: Table, rows: Bools) -> str:
    """Return the first stop to look at, in words."""
    names = table.text("stop_name")[rows]
    return f", zuerst {names.iloc[0]}" if len(names) else ""


def _left_alone(table: Table, is_platform: Bools, parent: Ints, lon: Floats, lat: Floats) -> Bools:
    """Return the platforms that name no parent within 150 m of one of equal name that has one."""
    lone = is_platform & ~table.filled("parent_station")
    alone, housed = np.flatnonzero(lone), np.flatnonzero(is_platform & (parent != NONE))
    left = np.zeros(len(table), np.bool_)
    if len(alone) and len(housed):
        point = points_by_name(table.strings("stop_name"), lon, lat)
        usable: Bools = np.isfinite(point.sum(axis=1))  # what cannot be read is told elsewhere
        alone, housed = alone[usable[alone]], housed[usable[housed]]
        metres = cKDTree(point[housed]).query(point[alone])[0]
        left[alone[metres <= GROUP_M]] = True
    return left
