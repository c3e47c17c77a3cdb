"""Boundaries, homes and targets from small OSM files, typed after German tagging practice."""

from pathlib import Path

import numpy as np
import pytest
from osm_county import Map, drawn_county, found
from shapely import bounds
from timetables import timetable

from accessibility.boundary import find_boundary
from accessibility.osm_places import (
    kommune_people,
    people_of_buildings,
    targets_of_osm,
)
from accessibility.places import targets_of
from accessibility.profile_files import shipped_profile
from accessibility.residents import assign
from accessibility.schools_kinds import SchoolKinds
from accessibility.sources import PlaceSources, build_places
from accessibility.tables import PlacesError

CRS = "EPSG:25833"
KINDS = shipped_profile(SchoolKinds, "schularten")


@pytest.fixture
def county() -> Map:
    return drawn_county()


# the boundary relation


def test_an_unknown_boundary_is_named_with_the_nearest(county: Map, tmp_path: Path) -> None:
    boundaries = county.read(tmp_path).boundaries
    with pytest.raises(PlacesError, match=r'did you mean "Landkreis Leipzig"'):
        find_boundary("Kreis Leipzig", boundaries)


def test_of_boundaries_of_one_name_the_highest_in_rank_is_meant(
    county: Map, tmp_path: Path
) -> None:
    county.boundary(10, "Grimma", 12.04, 51.04, 12.06, 51.06)
    boundaries = county.read(tmp_path).boundaries
    assert bounds(find_boundary("Grimma", boundaries)).tolist() == [12.0, 51.0, 12.2, 51.1]


def test_two_boundaries_of_one_name_and_rank_are_refused(county: Map, tmp_path: Path) -> None:
    county.boundary(8, "Grimma", 12.3, 51.0, 12.4, 51.1)
    boundaries = county.read(tmp_path).boundaries
    with pytest.raises(PlacesError, match=r"2 boundary relations are called 'Grimma' at admin_l"):
        find_boundary("Grimma", boundaries)


# homes


def test_homes_come_from_residential_buildings(county: Map, tmp_path: Path) -> None:
    county.box(12.05, 51.05, 12.0502, 51.0501, building="apartments", building__flats="6")
    county.box(12.25, 51.05, 12.2501, 51.0501, building="house", building__levels="2")
    county.box(12.26, 51.05, 12.2601, 51.0501, building="barn")
    osm = county.read(tmp_path)
    homes = people_of_buildings(osm.buildings)
    ortsteile = found(osm)
    assert homes.people[0] == 12  # 6 flats of 2 people
    assert len(homes) == 2
    owner = assign(homes, ortsteile, CRS)
    assert ortsteile.name[owner].tolist() == ["Grimma", "Falkenhain"]


def test_the_population_of_a_kommune_is_a_tag_of_its_relation(county: Map, tmp_path: Path) -> None:
    assert kommune_people(county.read(tmp_path).boundaries) == {"Grimma": 27529}


# targets


def test_targets_are_what_carries_one_of_the_tags(county: Map, tmp_path: Path) -> None:
    market = county.node(12.05, 51.05, shop="supermarket", name="Konsum")
    doctor = county.node(12.06, 51.05, amenity="doctors", healthcare="doctor")
    clinic = county.box(12.25, 51.05, 12.252, 51.052, amenity="hospital", name="Klinikum")
    county.node(12.07, 51.05, shop="bakery")
    targets: dict[str, dict[str, tuple[str, ...]]] = {
        "markt": {"shop": ("supermarket", "convenience")},
        "arzt": {"amenity": ("doctors", "hospital"), "healthcare": ("*",)},
    }
    table = targets_of_osm(county.read(tmp_path).pois, targets, KINDS)
    assert sorted(zip(table["place_id"], table["name"], table["parent"], strict=True)) == [
        (f"poi:arzt:n{doctor}", "arzt", "arzt"),
        (f"poi:arzt:w{clinic}", "Klinikum", "arzt"),
        (f"poi:markt:n{market}", "Konsum", "markt"),
    ]


def test_of_several_values_in_one_tag_each_counts(county: Map, tmp_path: Path) -> None:
    county.node(12.05, 51.05, shop="bakery; supermarket")
    markets = {"markt": {"shop": ("supermarket",)}}
    table = targets_of_osm(county.read(tmp_path).pois, markets, KINDS)
    assert len(table) == 1


def test_schools_are_listed_by_their_kind_however_it_is_tagged(county: Map, tmp_path: Path) -> None:
    county.node(12.05, 51.05, amenity="school", name="Grundschule Nerchau")
    county.node(12.06, 51.05, amenity="school", name="Schule am Park", school_de="Oberschule")
    county.node(12.07, 51.05, amenity="kindergarten", name="Kita an der Grundschule")
    listed = {"grundschule": {"schulart": ("grundschule",)}}
    table = targets_of_osm(county.read(tmp_path).pois, listed, KINDS)
    assert table["name"].tolist() == ["Grundschule Nerchau"]


# all together


def test_a_region_may_be_built_of_osm_and_a_table_of_zentren(county: Map, tmp_path: Path) -> None:
    county.node(12.05, 51.05, shop="supermarket")
    county.box(12.25, 51.05, 12.2501, 51.0501, building="house")
    zentren = tmp_path / "zentren.csv"
    zentren.write_text("id,name,level,lon,lat\nmz,Grimma,mittelzentrum,12.05,51.05\n")
    sources = PlaceSources(
        crs=CRS,
        zentren=zentren,
        population="buildings",
        boundary="Landkreis Leipzig",
        targets={"markt": {"shop": ("supermarket",)}},
    )
    osm = county.read(tmp_path)
    places, findings = build_places(sources, timetable("S6: Borna Leipzig\n8:00 8:40"), osm)
    assert places.name.tolist() == ["Grimma", "Falkenhain", "Grimma", "Borna", "Leipzig", "markt"]
    assert places.population[:2].tolist() == pytest.approx([17000, np.nan], nan_ok=True)
    assert targets_of(places, "markt").tolist() == [5]
    assert [finding.code for finding in findings] == [
        "population_of_buildings",
        "population_unknown",
        "ortsteil_without_people",
        "no_hauptort",  # of Lossatal
    ]
