"""Ortsteile: the settlements whose accessibility is measured, from the region's own table."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from accessibility.coordinates import coordinates
from accessibility.table_files import read_table
from accessibility.tables import (
    Aliases,
    Table,
    require_column,
    texts,
    unique_ids,
)
from accessibility.tables import numbers as numbers_of
from gtfs.findings import Finding, Severity
from gtfs.timetable import Bools, Floats, Strings

ALIASES: Aliases = {
    "id": ("ortsteil_id", "gemeindeteil_id", "otnr", "schluessel", "schlüssel"),
    "name": ("ortsteil", "ortsteilname", "gemeindeteil", "bezeichnung", "otname"),
    "kommune": ("gemeinde", "gemeindename", "stadt", "municipality"),
    "lon": ("longitude", "laenge", "länge"),
    "lat": ("latitude", "breite"),
    "population": ("einwohner", "einwohnerzahl", "ew", "bevoelkerung", "bevölkerung"),
    "hauptort": ("sitz", "gemeindehauptort", "verwaltungssitz"),
}
YES, NO = ("1", "ja", "j", "x", "true", "wahr"), ("", "0", "nein", "n", "false", "falsch")
POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True, eq=False)
class Ortsteile:
    """Settlements with their Kommune; names repeat within a county, ids do not."""

    ortsteil_id: Strings  # [ortsteil]
    name: Strings  # [ortsteil]
    kommune: Strings  # [ortsteil] "" if unknown
    lon: Floats  # [ortsteil]
    lat: Floats  # [ortsteil]
    population: Floats  # [ortsteil] nan if unknown
    area: NDArray[np.object_]  # [ortsteil] polygon in EPSG:4326, None if only a point is known
    has_point: Bools  # [ortsteil] False: the point is but some point inside its area
    hauptort: Bools | None = None  # [ortsteil] what the table says, None if it does not


def read_ortsteile(path: Path, *, crs: str) -> tuple[Ortsteile, list[Finding]]:
    """Read ``id,name,kommune,lon,lat[,population,hauptort]``: CSV, or a layer with these.

    German column names are understood (``ALIASES``); all that is wrong is raised at once.
    """
    table = read_table(path, ALIASES)
    ids, names = unique_ids(table), texts(table, "name")
    if table.geometry is None:
        require_column(table, "kommune")
    kommune = texts(table, "kommune", required=False)
    population = numbers_of(table, "population", required=False, thousands=True)
    table.complain(
        population < 0, "population", lambda i: f"{population[i]:g} is negative; leave it empty"
    )
    lon, lat = coordinates(table, crs, areas=True)
    hauptort = _marked(table, kommune)
    area = _areas(table)
    inside = shapely.point_on_surface(area)
    table.refuse_problems()
    has_point = shapely.is_missing(area)
    lon = np.where(has_point, lon, shapely.get_x(inside))
    lat = np.where(has_point, lat, shapely.get_y(inside))
    ortsteile = Ortsteile(ids, names, kommune, lon, lat, population, area, has_point, hauptort)
    return ortsteile, table.findings


def _marked(table: Table, kommune: Strings) -> Bools | None:
    """Return ``[row]`` whether it is marked as Hauptort, of which a Kommune has one at most."""
    if "hauptort" not in table.columns:
        return None
    written = np.array(
        [text.casefold() for text in texts(table, "hauptort", required=False).tolist()]
    )
    wrong = ~np.isin(written, (*YES, *NO))
    table.complain(wrong, "hauptort", lambda i: f"'{written[i]}' is neither ja nor nein")
    marked = np.isin(written, YES)
    again = np.zeros_like(marked)
    again[marked] = pd.Series(kommune[marked]).duplicated().to_numpy()
    table.complain(again, "hauptort", lambda i: f"{kommune[i]} has one already")
    return marked


def _areas(table: Table) -> NDArray[np.object_]:
    """Return ``[row]`` the polygons of a table, None for points; invalid ones are mended."""
    nothing = np.full(len(table.row), None, dtype=np.object_)
    if table.geometry is None:
        return nothing
    kind = shapely.get_type_id(table.geometry)
    unusable = (kind != shapely.GeometryType.POINT) & ~np.isin(kind, POLYGONS)
    unusable |= shapely.is_empty(table.geometry)
    table.complain(unusable, "geometry", lambda _: "must be a point or a polygon")
    area = np.where(np.isin(kind, POLYGONS) & ~unusable, table.geometry, nothing)
    broken = ~shapely.is_valid(area) & ~shapely.is_missing(area)
    if broken.any():
        area[broken] = shapely.make_valid(area[broken])
        table.findings.append(
            Finding(
                Severity.INFO,
                "polygon_mended",
                "Flächen von Ortsteilen überschneiden sich selbst.",
                file=table.path.name,
                row=int(table.row[broken][0]),
                count=int(broken.sum()),
                done="in gültige Flächen zerlegt",
            )
        )
    return area
