"""Ortsteile, homes and targets from small OSM files, typed after German tagging practice."""

from pathlib import Path

import numpy as np
import pytest
from shapely import Geometry, bounds
from timetables import timetable

from accessibility.boundary import find_boundary
from accessibility.ortsteile import Ortsteile
from accessibility.osm_places import (
    kommune_people,
    ortsteile_of_osm,
    people_of_buildings,
    targets_of_osm,
)
from accessibility.places import targets_of
from accessibility.profile_files import shipped_profile
from accessibility.residents import assign
from accessibility.schools_kinds import SchoolKinds
from accessibility.sources import PlaceSources, build_places
from accessibility.tables import PlacesError
from mobility.osm import OsmData, read_osm

CRS = "EPSG:25833"
KINDS = shipped_profile(SchoolKinds, "schularten")

# The county is two Kommunen side by side, Leipzig lies east of it; latitudes 51.0 to 51.1:
#
#   12.0        12.1        12.2        12.3        12.4
#    | Grimma    | (Nerchau) | Lossatal  | Leipzig   |


class Map:
    """An OSM file in the making; ids count up."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.ways: list[str] = []
        self.relations: list[str] = []
        self.node(12.0, 51.0)
        self.node(12.01, 51.0)
        self.ways.append('<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way>')

    def node(self, lon: float, lat: float, **tags: str) -> int:
        """Add a node; ``building__flats`` is the key ``building:flats``."""
        number = len(self.nodes) + 1
        body = _tags(tags)
        self.nodes.append(f'<node id="{number}" lon="{lon}" lat="{lat}">{body}</node>')
        return number

    def box(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        """Add a closed way."""
        corners = [(west, south), (east, south), (east, north), (west, north)]
        ring = [self.node(*corner) for corner in corners]
        number = len(self.ways) + 1
        refs = "".join(f'<nd ref="{ref}"/>' for ref in [*ring, ring[0]])
        self.ways.append(f'<way id="{number}">{refs}{_tags(tags)}</way>')
        return number

    def boundary(self, level: int, name: str, *sides: float, **tags: str) -> None:
        """Add a boundary relation with one rectangle as outer ring."""
        way = self.box(*sides)
        all_tags = {"type": "boundary", "boundary": "administrative"}
        all_tags |= {"admin_level": str(level), "name": name} | tags
        number = len(self.relations) + 1
        member = f'<member type="way" ref="{way}" role="outer"/>'
        self.relations.append(f'<relation id="{number}">{member}{_tags(all_tags)}</relation>')

    def read(self, folder: Path) -> OsmData:
        """Write the file and read it."""
        body = "\n".join([*self.nodes, *self.ways, *self.relations])
        path = folder / "county.osm"
        path.write_text(f'<osm version="0.6" generator="test">{body}</osm>', encoding="utf-8")
        return read_osm([path])[0]


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{k.replace("__", ":")}" v="{v}"/>' for k, v in tags.items())


@pytest.fixture
def county() -> Map:
    drawn = Map()
    drawn.boundary(6, "Landkreis Leipzig", 12.0, 51.0, 12.3, 51.1)
    drawn.boundary(6, "Leipzig", 12.3, 51.0, 12.4, 51.1)
    drawn.boundary(8, "Grimma", 12.0, 51.0, 12.2, 51.1, population="27529")
    drawn.boundary(8, "Lossatal", 12.2, 51.0, 12.3, 51.1)
    drawn.node(12.05, 51.05, place="town", name="Grimma", population="17000")
    drawn.node(12.25, 51.05, place="village", name="Falkenhain")
    drawn.node(12.35, 51.05, place="suburb", name="Mölkau")
    return drawn


def found(osm: OsmData, area: Geometry | None = None) -> Ortsteile:
    return ortsteile_of_osm(osm.places, osm.boundaries, area)[0]


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
