"""What the demo county's map shows besides streets: places to go, borders of all levels."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from demo_map import Area, Reader, Tags, Way, read_areas, read_map

from api.demo.county import COUNTY, County
from api.demo.facts import read_facts
from api.demo.geometry import to_plane
from api.demo.land_facts import Kommune, Landscape


@pytest.fixture(scope="module")
def reader(demo_input: Path) -> Reader:
    return read_map(demo_input)


@pytest.fixture(scope="module")
def ways(reader: Reader) -> list[Way]:
    return reader.ways


@pytest.fixture(scope="module")
def things(reader: Reader) -> list[Tags]:
    """Return the tags of all nodes and ways."""
    return [tags for tags, _ in reader.nodes] + [tags for tags, _, _ in reader.ways]


@pytest.fixture(scope="module")
def areas(demo_input: Path) -> list[Area]:
    return read_areas(demo_input)


# what people look for


def test_every_kommune_has_one_town_hall(things: list[Tags]) -> None:
    halls = sorted(tags["name"] for tags in things if tags.get("amenity") == "townhall")
    assert halls == sorted(f"Rathaus {kommune.name}" for kommune in read_facts(Kommune, "kommunen"))


def test_schools_say_of_which_kind_they_are(things: list[Tags]) -> None:
    schools = [tags for tags in things if tags.get("amenity") == "school"]
    kinds = Counter(tags["school:de"] for tags in schools)
    assert kinds["Grundschule"] > kinds["Oberschule"] > kinds["Gymnasium"] >= 4
    assert kinds["Gymnasium"] >= kinds["Förderschule"] >= 3
    levels = {tags["school:de"]: tags["isced:level"] for tags in schools}
    assert levels["Grundschule"] == "1"
    assert levels["Oberschule"] == "2"
    assert any(tags["name"] == "Gymnasium Grimma" for tags in schools)


@pytest.mark.parametrize(
    ("key", "value", "least"),
    [
        ("amenity", "kindergarten", 100),
        ("amenity", "doctors", 80),
        ("amenity", "pharmacy", 30),
        ("amenity", "hospital", 4),
        ("shop", "supermarket", 40),
        ("landuse", "industrial", 8),
        ("landuse", "commercial", 8),
        ("natural", "beach", 10),
        ("railway", "halt", 40),
        ("railway", "station", 10),
        ("railway", "platform", 100),
        ("railway", "tram", 2),
        ("railway", "tram_stop", 10),
        ("public_transport", "station", 60),
        ("highway", "bus_stop", 900),
    ],
)
def test_the_map_has_what_is_looked_for(
    things: list[Tags], key: str, value: str, least: int
) -> None:
    found = [tags for tags in things if tags.get(key) == value]
    assert len(found) >= least
    unnamed = {"beach"}
    assert all("name" in tags for tags in found if value not in unnamed)


def test_one_bathes_at_the_shore_of_a_lake(county: County, reader: Reader) -> None:
    lakes = {row.name: area for row, area in county.nature.areas if row.kind == "water"}
    water = shapely.union_all(list(lakes.values()))
    found = [(tags, at) for tags, at in reader.nodes if tags.get("leisure") == "bathing_place"]
    assert len(found) >= 10
    for tags, at in found:
        assert tags["sport"] == "swimming"
        point = shapely.Point(to_plane(np.array([at]))[0])
        assert 0 < point.distance(water) < 40, tags["name"]
        (path,) = [lonlat for tags, nodes, lonlat in reader.ways if tuple(lonlat[-1]) == at]
        assert shapely.LineString(to_plane(path)).intersection(water).length < 40, tags["name"]
    assert {row.name for row in read_facts(Landscape, "landscape")} >= set(lakes)


def test_outdoor_pools_are_open_in_summer(things: list[Tags]) -> None:
    pools = [t for t in things if t.get("sport") == "swimming" and t["name"].startswith("Freibad")]
    assert len(pools) >= 10
    assert {(tags["leisure"], tags["opening_hours"]) for tags in pools} == {
        ("sports_centre", "May-Sep")
    }


def test_estates_lie_beside_the_town_and_in_no_lake(county: County, ways: list[Way]) -> None:
    estates = [
        shapely.Polygon(to_plane(lonlat))
        for tags, _, lonlat in ways
        if tags.get("landuse") == "commercial"
    ]
    for site in county.sites.of_kind("ortsteil"):
        town = shapely.Polygon(county.sites.outlines.ring(site))
        assert not any(estate.overlaps(town) for estate in estates)
    water = county.nature.water
    assert not any(estate.intersects(water) for estate in estates)


# borders


def test_borders_close_to_areas_that_hold_their_places(demo_input: Path, areas: list[Area]) -> None:
    levels = Counter(level for level, _, _ in areas)
    assert levels["6"] == 1
    assert levels["8"] == 30
    assert min(levels["9"], levels["10"]) > 80
    outer = {(level, name): polygon for level, name, polygon in areas if level in ("6", "8")}
    with (demo_input / "demo-ortsteile.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            assert outer["6", COUNTY].contains(point), row
            assert outer["8", row["kommune"]].contains(point), row


def test_kommunen_do_not_overlap(areas: list[Area]) -> None:
    polygons = [polygon for level, _, polygon in areas if level == "8"]
    county = next(polygon for level, _, polygon in areas if level == "6")
    assert sum(polygon.area for polygon in polygons) == pytest.approx(county.area, rel=1e-6)
