"""The region file (TOML): what a county's network is built from. Every key of it stands here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from accessibility.file_problems import problems_of, read_text, read_toml
from accessibility.profile_files import Standards, choose_standards, shipped_files
from accessibility.sources import PlaceSources
from api.region_values import (
    Box,
    Crs,
    Day,
    DayName,
    Homes,
    InputFile,
    InputFiles,
    Limits,
    OsmFiles,
    ProfileFiles,
    Regex,
    RouteTypes,
    Values,
    Word,
)
from gtfs.routes import SbahnRule
from mobility.parameters import Moving

THIN = "allow_thin_service"


class RegionError(ValueError):
    """A region file that cannot be used: everything that is wrong with it."""


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
    lines: InputFile | None = None  # route_id[,line_id,name,product,core_from,core_to]
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
    route_type: RouteTypes | None = None
    agency: Regex | None = None  # of the agency's id or name

    @model_validator(mode="after")
    def _says_something(self) -> "Sbahn":
        if self.short_name is None and self.route_type is None and self.agency is None:
            raise ValueError("names nothing; give short_name, route_type or agency")
        return self


class LineTable(_Table):
    """``[lines]``: what the audit of lines asks besides the timetable."""

    hauptrelation: Values = ()  # stations (ids or names) whose trains count


class Centres(_Table):
    """``[zentren]``: which of the listed Zentren is the seat of the county."""

    kreisstadt: Word | None = None  # id in the file of Zentren


def _all_shipped() -> tuple[Path, ...]:
    return tuple(shipped_files().values())


class Chosen(_Table):
    """``[standards]``: the profiles the region is held against.

    ``values`` are the county's own, by key of the profile, in the place of the file's; some
    profiles ask for values nobody else knows, and say nothing until they are given.
    """

    profiles: ProfileFiles = Field(default_factory=_all_shipped)  # keys of those shipped, or files
    leading: Word | None = None  # its limits decide the choice of target; None: RIN 2008
    values: dict[str, dict[str, object]] = {}

    @model_validator(mode="after")
    def _can_be_read(self) -> "Chosen":
        self.read()
        return self

    def read(self) -> Standards:
        """Return the profiles as models."""
        return choose_standards(self.profiles, self.leading, self.values)


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
    crs: Crs  # for distances and areas
    data_status: Literal["official", "demo", "model"] = "model"  # nobody vouched for it
    allow_thin_service: bool = False  # also understood under [days]
    inputs: Inputs
    days: Annotated[dict[DayName, Day], Field(min_length=1)]  # in the order of the file
    moving: Moving = Field(default_factory=lambda: Moving.model_validate({}))
    sbahn: Sbahn | None = None
    zentren: Centres = Centres()
    lines: LineTable = LineTable()
    targets: dict[DayName, Annotated[dict[str, Values], Field(min_length=1)]] = {}
    standards: Chosen = Field(default_factory=Chosen)
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
            kreisstadt=self.zentren.kreisstadt,
        )


def read_region(path: Path) -> Region:
    """Read a region file; all that is wrong with it is raised in one RegionError."""
    data = read_toml(read_text(path, "region file", RegionError), str(path), RegionError)
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
