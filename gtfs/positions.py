"""Positions of stops that cannot be true: off the earth, at 0,0, longitude and latitude swapped."""

import re
from functools import cache
from importlib.resources import files

import numpy as np

from gtfs.problems import Problems
from gtfs.tables import Table
from gtfs.timetable import Bools, Floats

NULL_DEG = 0.01  # nearer to 0,0 than this is the Gulf of Guinea: a gap written as a number
SLACK_DEG = 0.05  # a swapped stop may lie a little outside the box of the others
FAR_DEG = 25.0  # no feed lies so far from the city of its timezone
NEAR_DEG = 12.0  # but swapped so near to it

Place = tuple[float, float]  # longitude and latitude


def check_positions(
    table: Table, lon: Floats, lat: Floats, used: Bools, timezone: str, problems: Problems
) -> None:
    """Refuse stops and stations ``[row]`` that lie where no stop lies."""
    for column, value, limit in (("stop_lon", lon, 180), ("stop_lat", lat, 90)):
        bad = used & ~(np.abs(value) <= limit)  # nan, an empty cell, is bad too
        problems.refuse(table, bad, column, f"is no number of degrees from -{limit} to {limit}")
        used = used & ~bad
    null = used & (np.abs(lon) < NULL_DEG) & (np.abs(lat) < NULL_DEG)
    problems.refuse(table, null, "stop_id", "lies at 0,0 in the Gulf of Guinea; give its position")
    used = used & ~null
    if not used.any():
        return
    centre = float(np.median(lon[used])), float(np.median(lat[used]))
    if _all_swapped(centre, timezone):
        fault = f"and stop_lat of every stop are swapped: {timezone} lies elsewhere"
        problems.refuse(table, used, "stop_lon", fault)
    else:
        fault = "and stop_lat are swapped: turned round they lie among the other stops"
        problems.refuse(table, _swapped(lon, lat, used, centre), "stop_lon", fault)


def _all_swapped(centre: Place, timezone: str) -> bool:
    city = find_city(timezone)
    if city is None:
        return False
    as_is = max(abs(centre[0] - city[0]), abs(centre[1] - city[1]))
    turned = max(abs(centre[1] - city[0]), abs(centre[0] - city[1]))
    return as_is > FAR_DEG and turned < NEAR_DEG


def _swapped(lon: Floats, lat: Floats, used: Bools, centre: Place) -> Bools:
    """Return the stops outside the box of the others that lie inside it when turned round."""
    off = used & (_away(lat, lon, centre) < _away(lon, lat, centre))
    rest = used & ~off
    if not rest.any():
        return off
    box = (lon[rest], lat[rest])
    return off & _inside(lat, lon, *box) & ~_inside(lon, lat, *box)


def _away(lon: Floats, lat: Floats, centre: Place) -> Floats:
    """Return the greater of both differences, in degrees."""
    return np.maximum(np.abs(lon - centre[0]), np.abs(lat - centre[1]))


def _inside(lon: Floats, lat: Floats, box_lon: Floats, box_lat: Floats) -> Bools:
    inside = np.ones(len(lon), np.bool_)
    for value, box in ((lon, box_lon), (lat, box_lat)):
        inside &= (value >= box.min() - SLACK_DEG) & (value <= box.max() + SLACK_DEG)
    return inside


@cache
def find_city(timezone: str) -> Place | None:
    """Return longitude and latitude of the city a timezone is named after, None if unknown."""
    table = files("tzdata") / "zoneinfo" / "zone.tab"
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[2] == timezone:
            lat, lon = re.findall(r"[+-]\d+", cells[1])
            return _degrees(lon, 3), _degrees(lat, 2)
    return None


def _degrees(text: str, digits: int) -> float:
    """Return degrees of ``+DDMM`` or ``+DDDMM``; seconds do not matter here."""
    number = int(text[1 : 1 + digits]) + int(text[1 + digits : 3 + digits]) / 60
    return -number if text[0] == "-" else number
