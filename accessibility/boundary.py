"""The region's boundary: who lives beyond it does not count."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from accessibility.coordinates import to_metres
from accessibility.ortsteile import Ortsteile
from accessibility.population import People
from accessibility.table_files import read_table
from accessibility.tables import WGS84, PlacesError, nearest
from accessibility.zensus import GRID_CRS, Box
from gtfs.findings import Finding, Severity
from gtfs.timetable import Bools, Floats

NEAREST_M = 3000  # without a boundary: a home farther from every Ortsteil is another county's
COUNTY, KOMMUNE = 6, 8  # admin_level in Germany


def read_boundary(path: Path) -> shapely.Geometry:
    """Read polygons of any map layer as one area in EPSG:4326."""
    geometry = read_table(path, {}).geometry
    area = shapely.union_all(shapely.make_valid(geometry)) if geometry is not None else None
    if area is None or shapely.area(area) == 0:
        raise PlacesError(f"{path}: holds no polygon; a boundary must be an area")
    return area


def find_boundary(name: str, boundaries: gpd.GeoDataFrame) -> shapely.Geometry:
    """Return the OSM boundary of that name: the highest in rank, a county before a village."""
    same = boundaries[boundaries["name"].str.casefold() == name.casefold()]
    if same.empty:
        known = boundaries["name"][boundaries["name"] != ""].unique()
        count = len(known)
        raise PlacesError(
            f"no boundary relation {name!r} in the OSM file{nearest(name, known)}; "
            f"it holds {count} named boundaries"
        )
    top = same[same["admin_level"] == same["admin_level"].min()]
    if len(top) > 1:
        raise PlacesError(
            f"{len(top)} boundary relations are called {name!r} at admin_level "
            f"{top['admin_level'].iloc[0]}; give the boundary as a file"
        )
    area: shapely.Geometry = top.geometry.iloc[0]
    return area


def area_around(ortsteile: Ortsteile, crs: str) -> shapely.Geometry:
    """Return the area whose people are taken where no boundary is known.

    It is the Ortsteile's own polygons and ``NEAREST_M`` around those that are only points.
    """
    areas = ortsteile.area[~shapely.is_missing(ortsteile.area)]
    alone = shapely.is_missing(ortsteile.area)
    centres = shapely.points(to_metres(ortsteile.lon[alone], ortsteile.lat[alone], crs))
    discs = gpd.GeoSeries(shapely.buffer(centres, NEAREST_M), crs=crs).to_crs(WGS84)
    return shapely.union_all([*areas, *discs])


def grid_box(area: shapely.Geometry | None) -> Box:
    """Return the box around the area in the projection of the Zensus grid; everything if None."""
    if area is None:
        return -np.inf, -np.inf, np.inf, np.inf
    west, south, east, north = gpd.GeoSeries([area], crs=WGS84).to_crs(GRID_CRS).total_bounds
    return float(west), float(south), float(east), float(north)


def people_within(people: People, area: shapely.Geometry | None) -> tuple[People, list[Finding]]:
    """Return the points in the area; those beyond are counted."""
    outside = _outside(people.lon, people.lat, area)
    if not outside.any():
        return people, []
    if outside.all():
        raise PlacesError(f"none of {len(people)} population points lies in the region")
    beyond = people.people[outside].sum()
    finding = Finding(
        Severity.INFO,
        "population_outside",
        f"Einwohnerpunkte außerhalb des Gebiets ({beyond:.0f} Einwohner).",
        count=int(outside.sum()),
        done="nicht gezählt",
    )
    return people.only(~outside), [finding]


def people_far(people: People, area: shapely.Geometry | None) -> list[Finding]:
    """Report points far from every Ortsteil that count all the same, for want of a boundary."""
    outside = _outside(people.lon, people.lat, area)
    if not outside.any():
        return []
    return [
        Finding(
            Severity.WARNING,
            "population_far",
            f"Einwohnerpunkte über {NEAREST_M / 1000:.0f} km von jedem Ortsteil entfernt; "
            "eine Grenze (boundary) ist nicht angegeben.",
            count=int(outside.sum()),
            done="dem nächsten Ortsteil zugeschlagen",
        )
    ]


def ortsteile_outside(ortsteile: Ortsteile, area: shapely.Geometry, file: str) -> list[Finding]:
    """Report Ortsteile that lie beyond the boundary."""
    outside = _outside(ortsteile.lon, ortsteile.lat, area)
    if not outside.any():
        return []
    named = ", ".join(ortsteile.name[outside][:3])
    return [
        Finding(
            Severity.WARNING,
            "ortsteil_outside",
            f"Ortsteile liegen außerhalb der Grenze des Gebiets ({named}).",
            file=file,
            count=int(outside.sum()),
            done="trotzdem ausgewertet",
        )
    ]


def _outside(lon: Floats, lat: Floats, area: shapely.Geometry | None) -> Bools:
    if area is None:
        return np.zeros(len(lon), np.bool_)
    shapely.prepare(area)
    outside: Bools = ~shapely.intersects_xy(area, lon, lat)
    return outside
