"""Points of Zentren: each stands for its Markt or Rathaus; a station only where one is near it."""

import geopandas as gpd
import numpy as np

from accessibility.places import BAHN, ORTSTEIL, SBAHN, ZENTRUM, Places
from gtfs.earth import points_m
from gtfs.findings import Finding, Severity
from gtfs.timetable import Floats, Ints

AT_STATION_M = 100.0  # a point rounded to 0.001 degrees may lie so far from what it means
CENTRE_M = 300.0  # a station nearer than that to Markt or Rathaus may stand for them
CENTRES = ("townhall", "marketplace")  # amenity=* of OSM
SAID = ("markt", "rathaus")  # a station of that name is at it


def centres_at_stations(places: Places, pois: gpd.GeoDataFrame) -> list[Finding]:
    """Tell of Zentren whose point is a station and not near what may be their centre.

    That is a Rathaus or Marktplatz of OSM, or the point of the Ortsteil of their name.
    """
    zentren = np.flatnonzero(places.kind == ZENTRUM)
    stations = np.flatnonzero(np.isin(places.kind, (BAHN, SBAHN)))
    if not len(zentren) or not len(stations):
        return []
    halls = pois[(pois["key"] == "amenity") & pois["value"].isin(CENTRES)].geometry
    at_hall = points_m(halls.x.to_numpy(np.float64), halls.y.to_numpy(np.float64))
    at_place = points_m(places.lon, places.lat)
    told = []
    for zentrum in zentren:
        metres = _metres(at_place[zentrum], at_place[stations])
        station = stations[metres.argmin()]
        if metres.min() > AT_STATION_M or _says_centre(str(places.name[station])):
            continue
        named = at_place[_ortsteile_named(places, str(places.name[zentrum]))]
        if _metres(at_place[zentrum], np.vstack([at_hall, named])).min(initial=np.inf) > CENTRE_M:
            told.append(f"{places.name[zentrum]} ({places.name[station]})")
    return [_finding(told)] if told else []


def _metres(one: Floats, others: Floats) -> Floats:
    """Return ``[other]`` metres."""
    metres: Floats = np.linalg.norm(others - one, axis=1)
    return metres


def _says_centre(station: str) -> bool:
    return any(word in station.casefold() for word in SAID)


def _ortsteile_named(places: Places, name: str) -> Ints:
    """Return the Ortsteile that bear the name of a Zentrum."""
    same = [one.casefold() == name.casefold() for one in places.name.tolist()]
    return np.flatnonzero((places.kind == ORTSTEIL) & np.array(same))


def _finding(told: list[str]) -> Finding:
    return Finding(
        Severity.WARNING,
        "zentrum_at_station",
        f"Zentren, deren Punkt ein Bahnhof ist, ohne Markt oder Rathaus im Umkreis von "
        f"{CENTRE_M:.0f} m: {', '.join(told)}",
        field="lon",
        count=len(told),
        done="zählt so als Ziel; bitte den Punkt von Markt oder Rathaus eintragen",
    )
