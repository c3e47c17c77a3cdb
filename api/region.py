"""The region file (TOML): what a county's network is built from. Every key of it stands here."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pyproj import CRS
from pyproj.exceptions import CRSError

from accessibility.sources import BUILDINGS, PlaceSources
from api.region_problems import problems_of
from gtfs.routes import SbahnRule
from mobility.parameters import Moving

THIN = "allow_thin_service"
DOWNLOAD = "download"
MAP_LAYERS = {".csv", ".gpkg", ".geojson", ".json", ".shp", ".gml", ".parquet", ".geoparquet"}


class RegionError(ValueError):
    """A region file that cannot be used: everything that is wrong with it."""


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


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Inputs(_Table):
    """``[inputs]``: files, relative to the region file."""

    gtfs: InputFiles  # zip or folder, one or several
    osm: OsmFiles  # .osm.pbf, .osm, .osm.gz, .osm.bz2; one or several; "download": the bbox
    zentren: InputFile  # id,name,level,lon,lat[,verbund]
    ortsteile: InputFile | None = None  # id,name,kommune,lon,lat[,population]; None: from OSM
    population: Homes | None = None  # Zensus grid, id,lon,lat,people; "buildings": those of OSM
    boundary: Limits | None = None  # name of an OSM boundary relation, or a map layer
    bbox: Box | None = None  # west, south, east, north: what to read of the OSM files
    drop_broken_trips: bool = False  # leave out trips whose times run backwards, and count them

    @model_validator(mode="after")
    def _download_has_a_box(self) -> "Inputs":
        if not self.osm and self.bbox is None:
            raise ValueError('osm = "download" needs bbox = [west, south, east, north], or files')
        return self


class Sbahn(_Table):
    """``[sbahn]``: what counts as S-Bahn; all that is given must match, and nothing else.

    Without the table: a short name such as S1 or S5X on a railway route type.
    """

    short_name: Regex | None = None
    route_type: Annotated[tuple[int, ...], BeforeValidator(_listed), Field(min_length=1)] | None = (
        None
    )
    agency: Regex | None = None  # of the agency's id or name

    @model_validator(mode="after")
    def _says_something(self) -> "Sbahn":
        if self.short_name is None and self.route_type is None and self.agency is None:
            raise ValueError("names nothing; give short_name, route_type or agency")
        return self


class Sources(_Table):
    """``[sources]``: the words that name each source and its date wherever figures are shown."""

    gtfs: str = ""
    osm: str = "© OpenStreetMap-Mitwirkende (ODbL)"
    ortsteile: str = ""
    zentren: str = ""
    population: str = ""


class Download(_Table):
    """``[downloads.NAME]``: where an input can be had. Nothing is fetched without being asked."""

    url: Word
    file: Word  # as [inputs] calls it
    licence: Word
    attribution: Word
    note: str = ""


class Region(_Table):
    """A region file, checked; all files it names exist."""

    name: Word
    crs: Annotated[str, AfterValidator(_metric)]  # for distances and areas
    data_status: Literal["official", "demo", "model"] = "model"  # nobody vouched for it
    allow_thin_service: bool = False  # also understood under [days]
    inputs: Inputs
    days: Annotated[dict[DayName, Day], Field(min_length=1)]  # in the order of the file
    moving: Moving = Field(default_factory=lambda: Moving.model_validate({}))
    sbahn: Sbahn | None = None
    targets: dict[DayName, Annotated[dict[str, Values], Field(min_length=1)]] = {}
    sources: Sources = Sources()
    downloads: dict[str, Download] = {}

    @model_validator(mode="before")
    @classmethod
    def _thin_service_of_days(cls, data: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
        """Accept ``allow_thin_service`` among the days it is about, too."""
        days = data.get("days") if isinstance(data, dict) else None
        if not isinstance(days, dict) or THIN not in days:
            return data
        rest = {name: day for name, day in days.items() if name != THIN}
        return {THIN: days[THIN]} | data | {"days": rest}

    def sbahn_rule(self) -> SbahnRule:
        """Return what counts as S-Bahn in the words of the feed's reader."""
        if self.sbahn is None:
            return SbahnRule()
        return SbahnRule(self.sbahn.short_name, self.sbahn.route_type, self.sbahn.agency)

    def place_sources(self) -> PlaceSources:
        """Return where the places come from."""
        return PlaceSources(
            crs=self.crs,
            zentren=self.inputs.zentren,
            ortsteile=self.inputs.ortsteile,
            population=self.inputs.population,
            boundary=self.inputs.boundary,
            targets=self.targets,
        )


def read_region(path: Path) -> Region:
    """Read a region file; all that is wrong with it is raised in one RegionError."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise RegionError(f"{path}: no such region file") from error
    except IsADirectoryError as error:
        raise RegionError(f"{path}: is a folder; name the region.toml in it") from error
    except UnicodeDecodeError as error:
        raise RegionError(f"{path}: is not saved as UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise RegionError(f"{path}: is not valid TOML: {error}") from error
    context = {"folder": path.parent, "addresses": _addresses(data)}
    try:
        return Region.model_validate(data, context=context, strict=True)
    except ValidationError as error:
        lines = [f"{path}:", *problems_of(error, Region)]
        raise RegionError("\n  ".join(lines)) from error


def _addresses(data: Mapping[str, Any]) -> dict[str, str]:
    """Return where each file can be had, as far as the table can be understood."""
    downloads = data.get("downloads")
    known = downloads.values() if isinstance(downloads, dict) else ()
    return {
        d["file"]: d["url"] for d in known if isinstance(d, dict) and {"file", "url"} <= d.keys()
    }
