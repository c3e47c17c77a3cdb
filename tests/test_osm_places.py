"""Ortsteile from small OSM files, typed after German tagging practice."""

from pathlib import Path

import numpy as np
import pytest
from osm_county import Map, drawn_county, found
from shapely import bounds

from accessibility.boundary import find_boundary
from accessibility.osm_places import (
    ortsteile_of_osm,
)
from accessibility.tables import PlacesError


@pytest.fixture
def county() -> Map:
    return drawn_county()


def test_place_nodes_are_ortsteile_of_the_kommune_around_them(county: Map, tmp_path: Path) -> None:
    ortsteile = found(county.read(tmp_path))
    assert dict(zip(ortsteile.name.tolist(), ortsteile.kommune.tolist(), strict=True)) == {
        "Grimma": "Grimma",
        "Falkenhain": "Lossatal",
        "Mölkau": "Leipzig",  # kreisfrei: no admin_level 8
    }
    assert ortsteile.population[ortsteile.name == "Grimma"].tolist() == [17000]


def test_only_places_inside_the_boundary_count(county: Map, tmp_path: Path) -> None:
    osm = county.read(tmp_path)
    area = find_boundary("Landkreis Leipzig", osm.boundaries)
    assert bounds(area).tolist() == [12.0, 51.0, 12.3, 51.1]
    assert found(osm, area).name.tolist() == ["Grimma", "Falkenhain"]


def test_farms_quarters_and_field_names_are_no_ortsteile(county: Map, tmp_path: Path) -> None:
    for kind in ("isolated_dwelling", "farm", "quarter", "neighbourhood", "locality"):
        county.node(12.15, 51.05, place=kind, name=kind)
    county.node(12.15, 51.05, place="hamlet")  # without a name
    assert set(found(county.read(tmp_path)).name) == {"Grimma", "Falkenhain", "Mölkau"}


@pytest.mark.parametrize("name", ["Nerchau", "Ortsteil Nerchau", "Ortschaft Nerchau"])
def test_a_node_and_the_polygon_of_its_name_are_one_place(
    county: Map, tmp_path: Path, name: str
) -> None:
    county.node(12.11, 51.02, place="village", name="Nerchau")
    county.boundary(10, name, 12.1, 51.0, 12.2, 51.1)
    ortsteile = found(county.read(tmp_path))
    (row,) = np.flatnonzero(ortsteile.name == "Nerchau")
    assert (ortsteile.lon[row], ortsteile.lat[row]) == (12.11, 51.02)
    assert bounds(ortsteile.area[row]).tolist() == [12.1, 51.0, 12.2, 51.1]


def test_a_place_mapped_as_two_nodes_in_its_polygon_counts_once(
    county: Map, tmp_path: Path
) -> None:
    county.node(12.12, 51.02, place="suburb", name="Nerchau")
    county.node(12.11, 51.02, place="village", name="Nerchau")
    county.boundary(10, "Nerchau", 12.1, 51.0, 12.2, 51.1)
    osm = county.read(tmp_path)
    ortsteile, findings = ortsteile_of_osm(osm.places, osm.boundaries, None)
    assert ortsteile.lon[ortsteile.name == "Nerchau"].tolist() == [12.11]  # village before suburb
    assert [(f.code, f.count) for f in findings] == [("osm_place_twice", 1)]


def test_of_nested_polygons_of_one_name_the_smallest_is_the_place(
    county: Map, tmp_path: Path
) -> None:
    county.node(12.11, 51.02, place="village", name="Nerchau")
    county.boundary(9, "Nerchau", 12.1, 51.0, 12.2, 51.1)
    county.boundary(10, "Nerchau", 12.1, 51.0, 12.15, 51.05)
    ortsteile = found(county.read(tmp_path))
    (row,) = np.flatnonzero(ortsteile.name == "Nerchau")
    assert bounds(ortsteile.area[row]).tolist() == [12.1, 51.0, 12.15, 51.05]


def test_a_polygon_without_a_node_is_a_place_with_a_point_inside(
    county: Map, tmp_path: Path
) -> None:
    county.boundary(10, "Döben", 12.1, 51.0, 12.12, 51.02)
    ortsteile = found(county.read(tmp_path))
    (row,) = np.flatnonzero(ortsteile.name == "Döben")
    assert 12.1 < ortsteile.lon[row] < 12.12
    assert not ortsteile.has_point[row]


def test_a_polygon_around_other_places_is_a_union_of_them(county: Map, tmp_path: Path) -> None:
    county.node(12.11, 51.02, place="village", name="Nerchau")
    county.boundary(9, "Ortschaft Muldental", 12.1, 51.0, 12.2, 51.1)
    county.boundary(9, "Kössern und Höfgen", 12.0, 51.0, 12.04, 51.04)
    county.boundary(10, "Höfgen", 12.0, 51.0, 12.02, 51.02)
    osm = county.read(tmp_path)
    ortsteile, findings = ortsteile_of_osm(osm.places, osm.boundaries, None)
    assert set(ortsteile.name) == {"Grimma", "Falkenhain", "Mölkau", "Nerchau", "Höfgen"}
    assert [(f.code, f.count) for f in findings] == [("osm_place_union", 2)]


def test_two_villages_of_one_name_stay_two_by_their_osm_ids(county: Map, tmp_path: Path) -> None:
    first = county.node(12.02, 51.09, place="village", name="Beucha")
    second = county.node(12.28, 51.09, place="village", name="Beucha")
    ortsteile = found(county.read(tmp_path))
    chosen = ortsteile.name == "Beucha"
    assert ortsteile.ortsteil_id[chosen].tolist() == [f"n{first}", f"n{second}"]
    assert ortsteile.kommune[chosen].tolist() == ["Grimma", "Lossatal"]


def test_a_map_without_places_asks_for_a_table(tmp_path: Path) -> None:
    osm = Map().read(tmp_path)
    with pytest.raises(PlacesError, match=r"give the table of places as inputs\.ortsteile"):
        found(osm)
