"""Villages along one straight road: places are given by the seconds one walks from its west end.

The walk between two places is the difference, whole and sure: every place lies a twentieth of a
second nearer than the one before it, so rounding up gives the second that is meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from streetmaps import CRS, degrees, streets
from timetables import DAY, timetable

from accessibility.ends import Linked, ends_of, linked
from accessibility.places import Places
from gtfs.timetable import Timetable
from mobility.day import Day, build_day
from mobility.network import Network, build_network
from mobility.parameters import Moving

METRES_A_SECOND = 4.8 / 3.6
NEARER_S = 0.05


@dataclass(frozen=True)
class Village:
    """A network on one road, its day, and the doors that are no stops."""

    network: Network
    day: Day
    places: Places

    def ends(self, *ids: str) -> Linked:
        """Return doors and stops by their ids."""
        nowhere = np.full(len(ids), np.nan)
        found = ends_of(ids, nowhere, nowhere, self.network.timetable, self.places)
        return linked(self.network, found)


def village(
    lines: str,
    road: Mapping[str, float],
    *,
    stations: Mapping[str, str] | None = None,
    rules: str = "",
    moving: Moving | None = None,
) -> Village:
    """Return the village of a timetable; names on the road that are no stops are doors.

    stations
        Platforms by the station they belong to: ``{"Bf": "A1 A2"}``.
    """
    at = {name: (metres, 0.0) for name, metres in _along(road).items()}
    positions = {name: _degrees(place) for name, place in at.items()}
    typed = _with_stations(timetable(lines, rules=rules, at=positions), stations or {})
    ends = {"west": (-2000.0, 0.0), "east": (max(x for x, _ in at.values()) + 2000.0, 0.0)}
    walking = streets("walk", ends, "west east: highway=residential")
    asked = moving or Moving.model_validate({})
    network, _ = build_network(typed, {"walk": walking}, asked, CRS)
    doors = [name for name in road if name not in set(typed.stop_id.tolist())]
    return Village(
        network,
        build_day(typed, network.footpaths, asked, DAY),
        doors_as_places({name: positions[name] for name in doors}),
    )


def _along(road: Mapping[str, float]) -> dict[str, float]:
    ranked = sorted(road, key=lambda name: road[name])
    return {
        name: (road[name] - NEARER_S * rank) * METRES_A_SECOND for rank, name in enumerate(ranked)
    }


def _degrees(place: tuple[float, float]) -> tuple[float, float]:
    lon, lat = degrees(place)
    return float(lon[0]), float(lat[0])


def _with_stations(typed: Timetable, stations: Mapping[str, str]) -> Timetable:
    """Return the timetable with the stops named put into declared stations."""
    station_of = {stop: name for name, stops in stations.items() for stop in stops.split()}
    names = [*stations, *(s for s in typed.stop_id.tolist() if s not in station_of)]
    members = [station_of.get(stop, stop) for stop in typed.stop_id.tolist()]
    first = [members.index(name) for name in names]
    return typed.with_columns(
        stop_station=np.array([names.index(name) for name in members], np.int32),
        station_id=np.array(names),
        station_name=np.array(names),
        station_lon=typed.stop_lon[first],
        station_lat=typed.stop_lat[first],
        station_declared=np.arange(len(names)) < len(stations),
    )


def doors_as_places(doors: Mapping[str, tuple[float, float]]) -> Places:
    """Return a place for every door, by its name and its lon and lat."""
    lon, lat = np.array(list(doors.values()), np.float64).reshape(-1, 2).T
    names, empty = np.array(list(doors), np.str_), np.full(len(doors), "")
    unknown = np.full(len(doors), np.nan)
    return Places(
        place_id=names,
        name=names.copy(),
        kind=np.full(len(doors), "ortsteil"),
        parent=empty,
        level=empty.copy(),
        lon=lon.copy(),
        lat=lat.copy(),
        population=unknown,
        point_ortsteil=np.arange(len(doors), dtype=np.int32),
        point_lon=lon.copy(),
        point_lat=lat.copy(),
        point_people=unknown.copy(),
    )
