"""Values of the region file: what a key may hold, checked where it stands."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pyproj import CRS
from pyproj.exceptions import CRSError

from accessibility.profile_files import shipped_files
from accessibility.sources import BUILDINGS
from accessibility.tables import nearest

DOWNLOAD = "download"
MAP_LAYERS = {".csv", ".gpkg", ".geojson", ".json", ".shp", ".gml", ".parquet", ".geoparquet"}


def _found(value: object, info: ValidationInfo) -> Path:
    """Return the path relative to the region file; it must exist."""
    if isinstance(value, Path):
        return value
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be the path of a file, relative to the region file")
    context = info.context or {}
    path = Path(context.get("folder", ".")) / value
    if not path.exists():
        address = context.get("addresses", {}).get(value)
        hint = f"; download it from {address}" if address else ""
        raise ValueError(f"no such file: {path}{hint}")
    return path


def _listed(value: object) -> object:
    """Return a single value as a list of one, a list as a tuple: TOML may hold either."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _osm(value: object) -> object:
    """Return no file at all for "download": it is fetched when the network is built."""
    return () if value == DOWNLOAD else _listed(value)


def _homes(value: object, info: ValidationInfo) -> Path | str:
    return BUILDINGS if value == BUILDINGS else _found(value, info)


def _limits(value: object, info: ValidationInfo) -> Path | str:
    """Return a file where the text looks like one or names one, else the name of a relation."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be the name of a boundary relation in OSM, or a file")
    looks = Path(value).suffix.lower() in MAP_LAYERS
    is_file = (Path((info.context or {}).get("folder", ".")) / value).is_file()
    return _found(value, info) if looks or is_file else value.strip()


def _profile(value: object, info: ValidationInfo) -> Path:
    """Return the file of a profile: one that is shipped, by its key, or one of the county."""
    known = shipped_files()
    if not isinstance(value, str) or Path(value).suffix == ".toml":
        return _found(value, info)
    if value not in known:
        hint = nearest(value, known)
        raise ValueError(f"is neither shipped{hint} nor a file .toml; there are {', '.join(known)}")
    return known[value]


def _day(value: object) -> object:
    """Return an ISO date in quotes as a date; anything else goes on to be checked."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _metric(value: str) -> str:
    """Return the name of a projected crs whose metres are metres."""
    try:
        crs = CRS.from_user_input(value)
    except CRSError as error:
        raise ValueError('is no known coordinate system; write e.g. "EPSG:25832"') from error
    metres = all(axis.unit_conversion_factor == 1 for axis in crs.axis_info)
    if not crs.is_projected or not metres:
        raise ValueError('must be projected, in metres, e.g. "EPSG:25832"; degrees are no lengths')
    if crs.coordinate_operation and "Pseudo Mercator" in crs.coordinate_operation.method_name:
        raise ValueError("stretches lengths (by 1.6 in Saxony); take e.g. EPSG:25832")
    return value


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return value


def _ordered(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError("must be [west, south, east, north] in degrees")
    return box


InputFile = Annotated[Path, BeforeValidator(_found)]
InputFiles = Annotated[tuple[InputFile, ...], BeforeValidator(_listed), Field(min_length=1)]
OsmFiles = Annotated[tuple[InputFile, ...], BeforeValidator(_osm)]
Homes = Annotated[Path | Literal["buildings"], BeforeValidator(_homes)]
Limits = Annotated[Path | str, BeforeValidator(_limits)]
Day = Annotated[date, BeforeValidator(_day)]
DayName = Annotated[str, Field(pattern=r"^[a-zäöüß][a-zäöüß0-9_]*$")]
Regex = Annotated[str, AfterValidator(_regex)]
Values = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
Word = Annotated[str, Field(min_length=1)]


Box = Annotated[
    tuple[float, float, float, float], BeforeValidator(_listed), AfterValidator(_ordered)
]
Crs = Annotated[str, AfterValidator(_metric)]
RouteTypes = Annotated[tuple[int, ...], BeforeValidator(_listed), Field(min_length=1)]
ProfileFiles = Annotated[
    tuple[Annotated[Path, BeforeValidator(_profile)], ...], BeforeValidator(_listed)
]
