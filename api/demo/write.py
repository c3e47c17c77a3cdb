"""Writing of the demo county: its tables become the files anyone's region has."""

import csv
import logging
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from accessibility.words import DEMO_SENTENCE
from api.demo.boundaries import build_borders
from api.demo.county import COUNTY, County, build_county
from api.demo.cycleways import build_cycleways, draw_cycleways
from api.demo.draw_land import (
    draw_borders,
    draw_estates,
    draw_houses,
    draw_nature,
    draw_places,
    draw_settlements,
)
from api.demo.draw_motorways import draw_motorways
from api.demo.draw_pois import draw_bathing, draw_pois
from api.demo.draw_rails import draw_rails, draw_stops, draw_trams
from api.demo.draw_streets import draw_streets
from api.demo.estates import build_estates
from api.demo.facts import read_facts
from api.demo.geometry import Floats, to_lonlat
from api.demo.gtfs_file import write_gtfs
from api.demo.houses import Houses, build_houses, population_points
from api.demo.land_facts import Bathing, Junction, Kommune, PoiKind, Zentrum
from api.demo.names import slug
from api.demo.osm_file import Sheet, write_osm
from api.demo.sites import Sites
from api.demo.words import README

log = logging.getLogger(__name__)

SCENARIOS = "demo-szenarien"  # folder of the ready-made ones

REGION = f"""# {DEMO_SENTENCE}
name = "Landkreis Leipzig (Demo)"
crs = "EPSG:25833"
data_status = "demo"

[inputs]
gtfs = ["demo.gtfs.zip"]
osm = "demo.osm.pbf"
ortsteile = "demo-ortsteile.csv"
zentren = "demo-zentren.csv"
population = "demo-einwohner.csv"
boundary = "{COUNTY}"

[sources]
gtfs = "Fahrplan: erfunden (Demo)"
osm = "Straßen, Häuser, Grenzen: erfunden (Demo)"
ortsteile = "Ortslagen: GeoNames, gerundet"
zentren = "Zentren: LEP Sachsen 2013; Grundzentren nach Presse zum Regionalplan, unbestätigt"
population = "Einwohner der Kommunen: Destatis GV100 (GV25); Verteilung erfunden"

[zentren]
kreisstadt = "zentrum-borna"

[days]
schultag = 2026-04-21
ferientag = 2026-07-21
samstag = 2026-04-25
sonntag = 2026-04-26

[targets.grundschule]
schulart = "grundschule"
[targets.oberschule]
schulart = "oberschule"
[targets.gymnasium]
schulart = "gymnasium"
[targets.hausarzt]
amenity = "doctors"
[targets.krankenhaus]
amenity = "hospital"
[targets.apotheke]
amenity = "pharmacy"
[targets.supermarkt]
shop = "supermarket"
[targets.verwaltung]
amenity = "townhall"
[targets.gewerbegebiet]
landuse = ["industrial", "commercial"]
[targets.badesee]
leisure = "bathing_place"
[targets.ausflugsziel]
tourism = ["attraction", "museum", "theme_park", "zoo"]
"""


def write_demo(folder: Path) -> Path:
    """Write the demo county's input files into the folder and return its region file."""
    folder.mkdir(parents=True, exist_ok=True)
    county = build_county()
    houses = build_houses(county.sites, county.streets)
    write_gtfs(folder / "demo.gtfs.zip", county)
    write_osm(folder / "demo.osm.pbf", _sheet(county, houses))
    points = population_points(houses)
    _write_csv(
        folder / "demo-einwohner.csv",
        "id,lon,lat,people",
        [
            (name, *place, people)
            for name, place, people in zip(
                points.id, _degrees(points.xy), points.people.tolist(), strict=True
            )
        ],
    )
    _write_places(folder, county.sites)
    _write_scenarios(folder / SCENARIOS)
    (folder / "README.txt").write_text(README, encoding="utf-8")
    region = folder / "region.toml"
    region.write_text(REGION, encoding="utf-8")
    log.info(
        "demo county: %d Ortsteile, %d trips",
        len(county.sites.of_kind("ortsteil")),
        len(county.trips),
    )
    return region


def _sheet(county: County, houses: Houses) -> Sheet:
    sheet, sites, nature = Sheet(), county.sites, county.nature
    kommunen = read_facts(Kommune, "kommunen")
    seats = _seats(sites, kommunen)
    borders = build_borders(sites, COUNTY)
    cycleways = build_cycleways(county.roads, county.streets, borders)
    estates = build_estates(sites, county.roads, nature)
    first = draw_streets(sheet, county, cycleways)
    draw_cycleways(sheet, cycleways, county.roads, county.streets, first)
    draw_motorways(sheet, read_facts(Junction, "junctions"), county.streets, first)
    draw_rails(sheet, county.rails)
    draw_places(sheet, sites, seats)
    draw_trams(sheet, county.trips)
    draw_stops(sheet, county.trips)
    draw_pois(sheet, county, read_facts(PoiKind, "pois"), seats)
    draw_bathing(sheet, county, read_facts(Bathing, "bathing"), first)
    draw_houses(sheet, houses)
    draw_settlements(sheet, sites)
    draw_estates(sheet, estates)
    draw_nature(sheet, nature, sites, county.roads, estates)
    draw_borders(sheet, borders, kommunen)
    return sheet


def _seats(sites: Sites, kommunen: Iterable[Kommune]) -> set[int]:
    """Return the places with the administration of a Kommune."""
    return {_seat(sites, kommune) for kommune in kommunen}


def _seat(sites: Sites, kommune: Kommune) -> int:
    return next(
        site
        for site in sites.of_kind("ortsteil")
        if (sites.town[site], sites.name[site]) == (kommune.name, kommune.seat)
    )


def _write_places(folder: Path, sites: Sites) -> None:
    places, seats = sites.of_kind("ortsteil"), _seats(sites, read_facts(Kommune, "kommunen"))
    _write_csv(
        folder / "demo-ortsteile.csv",
        "id,name,kommune,lon,lat,population,hauptort",
        [
            (
                f"{slug(sites.town[site])}-{slug(sites.name[site])}",
                sites.name[site],
                sites.town[site],
                *place,
                int(sites.people[site]),
                "ja" if site in seats else "",
            )
            for site, place in zip(places, _degrees(sites.xy[places]), strict=True)
        ],
    )
    zentren = read_facts(Zentrum, "zentren")
    at = _degrees(sites.xy[[sites.index(zentrum.site) for zentrum in zentren]])
    _write_csv(
        folder / "demo-zentren.csv",
        "id,name,level,lon,lat,verbund",
        [(z.id, z.name, z.level, *place, z.verbund) for z, place in zip(zentren, at, strict=True)],
    )


def _write_scenarios(folder: Path) -> None:
    """Write the ready-made scenarios, each with the words that say what the county is."""
    folder.mkdir()
    for file in sorted(files("api.demo").joinpath("scenarios").iterdir(), key=lambda one: one.name):
        text = file.read_text(encoding="utf-8")
        (folder / file.name).write_text(f"# {DEMO_SENTENCE}\n{text}", encoding="utf-8")


def _degrees(xy: Floats) -> list[tuple[str, str]]:
    return [(f"{lon:.5f}", f"{lat:.5f}") for lon, lat in to_lonlat(xy).tolist()]


def _write_csv(path: Path, header: str, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header + "\n")
        csv.writer(file, lineterminator="\n").writerows(rows)
