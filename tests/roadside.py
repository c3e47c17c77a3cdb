"""Stops and homes along one straight road: places are given by the metres from its west end.

Homes stand at the road, so a walk is the difference of two places; one may also be given as metres
along and away from the road. Every home is an Ortsteil of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from streetmaps import CRS, degrees, streets
from timetables import timetable

from accessibility.catchments import Surroundings, find_surroundings
from accessibility.places import Places
from gtfs.timetable import Timetable
from mobility.lines import find_lines
from mobility.network import Network, build_network, link
from mobility.parameters import Moving

Spot = float | tuple[float, float]


@dataclass(frozen=True)
class Home:
    """Where people of an Ortsteil live; nan if nobody counted them."""

    at: Spot
    people: float = 100
    population: float | None = None  # of the Ortsteil, if not the people of the home


def every(minutes: int, times: str, takes: int = 10, stops: int = 3) -> str:
    """Return rows of ``6:05-19:05``, the last included, so many minutes from stop to stop."""
    first, last = (60 * int(h) + int(m) for h, m in (t.split(":") for t in times.split("-")))
    rows = [[start + takes * n for n in range(stops)] for start in range(first, last + 1, minutes)]
    return "\n".join(" ".join(f"{m // 60}:{m % 60:02d}" for m in row) for row in rows) + "\n"


def road(
    lines: str,
    stops: Mapping[str, Spot],
    homes: Mapping[str, Home] | None = None,
    *,
    stations: Mapping[str, str] | None = None,
    reach_m: float = 1250,
) -> tuple[Network, Surroundings]:
    """Return the network and what the standards at the stop are asked of.

    stations
        Platforms by the station they are: ``{"Bf": "A1 A2"}``; it lies in their middle.
    """
    at = {name: _degrees(spot) for name, spot in stops.items()}
    typed = _with_stations(timetable(lines, at=at), stations or {})
    ends = {"west": (-3000.0, 0.0), "east": (20_000.0, 0.0)}
    walking = streets("walk", ends, "west east: highway=residential")
    network, _ = build_network(typed, {"walk": walking}, Moving.model_validate({}), CRS)
    places = _places(homes or {})
    snaps, _ = link(network, places.point_lon, places.point_lat)
    lines_ = find_lines(typed)
    return network, find_surroundings(network, lines_, places, snaps, walk_m=reach_m, air_m=reach_m)


def _degrees(spot: Spot) -> tuple[float, float]:
    lon, lat = degrees(spot if isinstance(spot, tuple) else (spot, 0.0))
    return float(lon[0]), float(lat[0])


def _with_stations(typed: Timetable, stations: Mapping[str, str]) -> Timetable:
    station_of = {stop: name for name, members in stations.items() for stop in members.split()}
    members = [station_of.get(stop, stop) for stop in typed.stop_id.tolist()]
    names = list(dict.fromkeys(members))
    station = np.array([names.index(name) for name in members], np.int32)
    size = np.bincount(station)
    return typed.with_columns(
        stop_station=station,
        station_id=np.array(names),
        station_name=np.array(names),
        station_lon=np.bincount(station, typed.stop_lon) / size,
        station_lat=np.bincount(station, typed.stop_lat) / size,
        station_declared=np.isin(names, list(stations)),
    )


def _places(homes: Mapping[str, Home]) -> Places:
    names = np.array(list(homes), np.str_)
    lon, lat = np.array([_degrees(home.at) for home in homes.values()]).reshape(-1, 2).T.copy()
    people = np.array([home.people for home in homes.values()], np.float64)
    known = [home.people if home.population is None else home.population for home in homes.values()]
    return Places(
        place_id=names,
        name=names.copy(),
        kind=np.full(len(names), "ortsteil"),
        parent=np.full(len(names), "Kommune"),
        level=np.full(len(names), ""),
        lon=lon.copy(),
        lat=lat.copy(),
        population=np.array(known, np.float64),
        point_ortsteil=np.arange(len(names), dtype=np.int32),
        point_lon=lon.copy(),
        point_lat=lat.copy(),
        point_people=people,
    )
