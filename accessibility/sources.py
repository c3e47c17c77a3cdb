"""Sources: a region's tables, OpenStreetMap and the timetable become Places."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
import pandas as pd
import shapely

from accessibility.boundary import (
    area_around,
    find_boundary,
    grid_box,
    ortsteile_outside,
    people_far,
    people_within,
    read_boundary,
)
from accessibility.ortsteile import Ortsteile, read_ortsteile
from accessibility.osm_places import (
    kommune_people,
    ortsteile_of_osm,
    people_of_buildings,
    targets_of_osm,
)
from accessibility.places import ORTSTEIL, ZENTRUM, Places, text_array
from accessibility.population import People, read_points
from accessibility.profile_files import shipped_profile
from accessibility.residents import Residents, settle
from accessibility.schools_kinds import SchoolKinds
from accessibility.seats import seats_of_ortsteile, seats_of_zentren
from accessibility.stations import stations_of
from accessibility.tables import PlacesError, refuse
from accessibility.zensus import is_grid, read_grid
from accessibility.zentren import Zentren, read_zentren
from gtfs.findings import Finding
from gtfs.timetable import Timetable
from mobility.osm import OsmData

log = logging.getLogger(__name__)

T = TypeVar("T")
BUILDINGS = "buildings"


@dataclass(frozen=True)
class PlaceSources:
    """Where a region's places come from."""

    crs: str  # metric
    zentren: Path
    ortsteile: Path | None = None  # None: from OSM
    population: Path | Literal["buildings"] | None = None  # None: each Ortsteil is one home
    boundary: Path | str | None = None  # a map layer, or the name of an OSM boundary relation
    targets: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    kreisstadt: str | None = None  # id among the Zentren


@dataclass
class _Desk:
    """What was noticed while reading; problems of several files are raised together."""

    findings: list[Finding] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take(self, read: Callable[[], tuple[T, list[Finding]]]) -> T | None:
        """Return what was read, None if it is refused."""
        try:
            value, findings = read()
        except PlacesError as error:
            self.problems.append(str(error))
            return None
        self.findings += findings
        return value


def build_places(
    sources: PlaceSources, timetable: Timetable, osm: OsmData
) -> tuple[Places, list[Finding]]:
    """Read all sources and join them; all that is wrong is raised in one PlacesError."""
    started = time.perf_counter()
    desk = _Desk()
    area = desk.take(lambda: _read_area(sources, osm))
    ortsteile = desk.take(lambda: _read_ortsteile(sources, osm, area))
    zentren = desk.take(lambda: read_zentren(sources.zentren, crs=sources.crs))
    people = desk.take(lambda: _read_people(sources, osm, area, ortsteile))
    if ortsteile is None or zentren is None or desk.problems:
        raise PlacesError("\n".join(desk.problems))
    kommunen = kommune_people(osm.boundaries) if sources.population == BUILDINGS else None
    residents, findings = settle(people, ortsteile, crs=sources.crs, kommunen=kommunen)
    seats, missing = seats_of_ortsteile(residents.ortsteile)
    kinds = [
        _ortsteile_frame(residents.ortsteile).assign(seat=seats),
        _zentren_frame(zentren).assign(seat=seats_of_zentren(zentren, sources.kreisstadt)),
        stations_of(timetable),
        targets_of_osm(osm.pois, sources.targets, shipped_profile(SchoolKinds, "schularten")),
    ]
    places = _join(residents, kinds)
    log.info(
        "places: %d, homes: %d, %.1f s",
        *(len(places.place_id), len(places.point_people), time.perf_counter() - started),
    )
    return places, desk.findings + findings + missing


def _read_area(
    sources: PlaceSources, osm: OsmData
) -> tuple[shapely.Geometry | None, list[Finding]]:
    if isinstance(sources.boundary, Path):
        return read_boundary(sources.boundary), []
    if sources.boundary:
        return find_boundary(sources.boundary, osm.boundaries), []
    return None, []


def _read_ortsteile(
    sources: PlaceSources, osm: OsmData, area: shapely.Geometry | None
) -> tuple[Ortsteile, list[Finding]]:
    if sources.ortsteile is None:
        return ortsteile_of_osm(osm.places, osm.boundaries, area)
    ortsteile, findings = read_ortsteile(sources.ortsteile, crs=sources.crs)
    if area is None:
        return ortsteile, findings
    return ortsteile, findings + ortsteile_outside(ortsteile, area, sources.ortsteile.name)


def _read_people(
    sources: PlaceSources,
    osm: OsmData,
    area: shapely.Geometry | None,
    ortsteile: Ortsteile | None,
) -> tuple[People | None, list[Finding]]:
    """Read the homes in the area; where none is given, a grid ends near the Ortsteile."""
    if sources.population is None:
        return None, []
    around = area
    if area is None and ortsteile is not None:
        around = area_around(ortsteile, sources.crs)
    findings: list[Finding] = []
    if not isinstance(sources.population, Path):
        people = people_of_buildings(osm.buildings)
    elif is_grid(sources.population):
        people, findings = read_grid(sources.population, box=grid_box(around))
    else:
        people, findings = read_points(sources.population, crs=sources.crs)
        if area is None:
            return people, findings + people_far(people, around)
    people, beyond = people_within(people, around)
    return people, findings + beyond


def _zentren_frame(zentren: Zentren) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": zentren.zentrum_id,
            "name": zentren.name,
            "kind": ZENTRUM,
            "parent": zentren.verbund,
            "level": zentren.level,
            "lon": zentren.lon,
            "lat": zentren.lat,
        }
    )


def _ortsteile_frame(ortsteile: Ortsteile) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": ortsteile.ortsteil_id,
            "name": ortsteile.name,
            "kind": ORTSTEIL,
            "parent": ortsteile.kommune,
            "level": "",
            "lon": ortsteile.lon,
            "lat": ortsteile.lat,
            "population": ortsteile.population,
        }
    )


def _join(residents: Residents, kinds: list[pd.DataFrame]) -> Places:
    """Join all kinds, Ortsteile first; an id that means two places is refused."""
    frame = pd.concat(kinds, ignore_index=True)
    frame["population"] = frame["population"].astype(np.float64)
    twice = frame[frame["place_id"].duplicated(keep=False)].sort_values("place_id", kind="stable")
    refuse(
        [
            f"id {one!r} ({kind} {name}) is given to several places; prefix it by its kind"
            for one, kind, name in zip(twice["place_id"], twice["kind"], twice["name"], strict=True)
        ]
    )
    return Places(
        place_id=text_array(frame["place_id"]),
        name=text_array(frame["name"]),
        kind=text_array(frame["kind"]),
        parent=text_array(frame["parent"]),
        level=text_array(frame["level"]),
        lon=frame["lon"].to_numpy(np.float64, copy=True),
        lat=frame["lat"].to_numpy(np.float64, copy=True),
        population=frame["population"].to_numpy(np.float64, copy=True),
        point_ortsteil=residents.owner,
        point_lon=residents.homes.lon,
        point_lat=residents.homes.lat,
        point_people=residents.homes.people,
        point_ages=residents.homes.ages,
        seat=text_array(frame["seat"]),
    )
