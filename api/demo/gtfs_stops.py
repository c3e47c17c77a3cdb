"""Stops of the feed: every pole, and a station over those that belong together."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

import numpy as np

from api.demo.geometry import rng_of, to_lonlat
from api.demo.gtfs_table import Row, Table, table_of
from api.demo.names import slug
from api.demo.stops import Pole, StopPlace

UNKNOWN, YES, NO = 0, 1, 2  # wheelchair_boarding
HUB = 3  # poles of one place, from which on they belong to a station
Poles = dict[str, Pole]  # by stop_id


@cache
def stop_id(pole: Pole) -> str:
    """Return the id of a pole: its place and what the sign says."""
    return f"{slug(pole.place.name)}-{pole.key}"


def station_id(name: str) -> str:
    """Return the id of the station of the given name."""
    return slug(name)


def poles_by_id(poles: Iterable[Pole]) -> Poles:
    """Return the poles ascending by id; refuse two places of one name."""
    found: Poles = {}
    called: dict[str, StopPlace] = {}
    for pole in poles:
        places = {
            pole.place,
            found.setdefault(stop_id(pole), pole).place,
            called.setdefault(pole.place.name, pole.place),
        }
        if len(places) > 1:
            msg = f"two places have one name: {', '.join(sorted(place.name for place in places))}"
            raise ValueError(msg)
    return dict(sorted(found.items()))


def stops_table(poles: Poles, rail_sites: set[int]) -> Table:
    """Return stops.txt: stations first; every railway station and every larger hub is one."""
    count = Counter(pole.place for pole in poles.values())
    hubs = {place for place, n in count.items() if n >= HUB or _is_rail(place, rail_sites)}
    if len({station_id(place.name) for place in hubs}) < len(hubs):
        msg = "two stations have names of one id; rename a spot"
        raise ValueError(msg)
    lonlat = to_lonlat(np.array([pole.xy for pole in poles.values()]))
    rows: list[Row] = [_station(place) for place in sorted(hubs, key=lambda p: slug(p.name))]
    for (key, pole), (lon, lat) in zip(poles.items(), lonlat.tolist(), strict=True):
        place = pole.place
        parent = station_id(place.name) if place in hubs else ""
        wheelchair = int(rng_of("wheelchair", key).choice([UNKNOWN, YES, NO], p=[0.5, 0.35, 0.15]))
        rows.append((key, place.name, f"{lat:.6f}", f"{lon:.6f}", 0, parent, wheelchair, pole.code))
    return table_of(
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding,platform_code",
        rows,
    )


def _is_rail(place: StopPlace, rail_sites: set[int]) -> bool:
    return place.site in rail_sites and place.is_site


def _station(place: StopPlace) -> Row:
    lon, lat = to_lonlat(np.array([place.xy]))[0].tolist()
    return (station_id(place.name), place.name, f"{lat:.6f}", f"{lon:.6f}", 1, "", UNKNOWN, "")
