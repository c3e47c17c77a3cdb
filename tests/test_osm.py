"""Reading OpenStreetMap: a village typed by hand after German tagging practice, and bad files."""

import bz2
import gzip
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pytest

from gtfs.findings import Severity
from mobility.osm import OsmData, read_osm

# Großbothen, roughly. Nodes 1-4 are the main road, which leaves the extract after 4; 2-5 a lane,
# 5-6 steps; 11-14 a house, 21-24 flats, 31-34 a shed, 41-44 a school; 51-54 the village, 61-64
# the Ortsteil, 71-74 the Gemeinde (two ways), 81-84 a pond with the island 91-94.
NODES = """
    1 12.700 51.200 | 2 12.701 51.200 | 3 12.702 51.200 | 4 12.703 51.200
    5 12.701 51.201 | 6 12.701 51.202
    11 12.7000 51.2010 | 12 12.7002 51.2010 | 13 12.7002 51.2011 | 14 12.7000 51.2011
    21 12.7004 51.2010 | 22 12.7008 51.2010 | 23 12.7008 51.2012 | 24 12.7004 51.2012
    31 12.7000 51.2014 | 32 12.70005 51.2014 | 33 12.70005 51.20142 | 34 12.7000 51.20142
    41 12.7020 51.2010 | 42 12.7026 51.2010 | 43 12.7026 51.2014 | 44 12.7020 51.2014
    45 12.7010 51.2016 | 46 12.7012 51.2016 | 47 12.7012 51.2017 | 48 12.7010 51.2017
    51 12.699 51.199 | 52 12.704 51.199 | 53 12.704 51.203 | 54 12.699 51.203
    61 12.698 51.198 | 62 12.705 51.198 | 63 12.705 51.204 | 64 12.698 51.204
    71 12.690 51.190 | 72 12.710 51.190 | 73 12.710 51.210 | 74 12.690 51.210
    81 12.706 51.192 | 82 12.708 51.192 | 83 12.708 51.194 | 84 12.706 51.194
    91 12.7068 51.1928 | 92 12.7072 51.1928 | 93 12.7072 51.1932 | 94 12.7068 51.1932
"""
TAGGED_NODES = """
    100 12.7015 51.2005 place=village name=Großbothen population=1400
    101 12.7090 51.2090 place=isolated_dwelling name=Waldhaus
    102 12.7055 51.2055 place=locality name=Galgenberg
    103 12.7016 51.2006 amenity=pharmacy name=Löwen-Apotheke healthcare=pharmacy
    104 12.7017 51.2006 amenity=bench
"""
WAYS = """
    1: 1 2 3 4 999: highway=secondary ref=S11 maxspeed=50 sidewalk=both
    2: 2 5: highway=residential zone:maxspeed=DE:30 oneway=yes oneway:bicycle=no
    3: 5 6: highway=steps
    4: 1 51: railway=rail name=Muldentalbahn usage=branch
    5: 3 6: railway=abandoned
    6: 6 53: public_transport=platform railway=platform
    10: 11 12 13 14 11: building=house
    11: 21 22 23 24 21: building=apartments building:levels=4 building:flats=12
    12: 31 32 33 34 31: building=yes
    13: 41 42 43 44 41: building=yes amenity=school name=Grundschule
    14: 45 46 47 48 45: building=yes
    15: 51 52 53 54 51: landuse=residential
    16: 61 62 63 64 61:
    17: 71 72 73:
    18: 73 74 71:
    19: 81 82 83 84 81:
    20: 91 92 93 94 91:
"""
RELATIONS = """
    1: 16/outer: type=boundary boundary=administrative admin_level=10 name=Großbothen
    2: 17/outer 18/outer: type=boundary boundary=administrative admin_level=8 name=Grimma de:amtlicher_gemeindeschluessel=14729160 population=28114
    3: 19/outer 20/inner: type=multipolygon natural=water name=Teich
    4: 17/outer 998/outer: type=boundary boundary=administrative admin_level=6 name=Kreis
"""  # noqa: E501 - a relation is a line


def _tags(words: list[str]) -> str:
    parts = [word.split("=", 1) for word in words]
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in parts)


def _node(line: str) -> str:
    number, lon, lat, *words = line.split()
    return f'<node id="{number}" lon="{lon}" lat="{lat}">{_tags(words)}</node>'


def _way(line: str) -> str:
    number, refs, words = line.split(":", 2)
    nodes = "".join(f'<nd ref="{ref}"/>' for ref in refs.split())
    return f'<way id="{number}">{nodes}{_tags(words.split())}</way>'


def _relation(line: str) -> str:
    number, members, words = line.split(": ", 2)
    refs = (member.split("/") for member in members.split())
    body = "".join(f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in refs)
    return f'<relation id="{number}">{body}{_tags(words.split())}</relation>'


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().replace("|", "\n").splitlines() if line.strip()]


def osm_xml(nodes: str, ways: str, relations: str = "") -> str:
    parts = [
        *map(_node, _lines(nodes)),
        *map(_way, _lines(ways)),
        *map(_relation, _lines(relations)),
    ]
    return f'<?xml version="1.0"?><osm version="0.6">{"".join(parts)}</osm>'


VILLAGE = osm_xml(NODES + TAGGED_NODES, WAYS, RELATIONS)


def write(folder: Path, text: str, name: str = "village.osm") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(name="village", scope="module")
def _village(tmp_path_factory: pytest.TempPathFactory) -> OsmData:
    return read_osm([write(tmp_path_factory.mktemp("osm"), VILLAGE)])[0]


def rows(table: gpd.GeoDataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(zip(*(table[column].tolist() for column in columns), strict=True))


def test_ways_keep_all_their_nodes_and_tags(village: OsmData) -> None:
    assert village.way_id.tolist() == [1, 2, 3, 4, 6]  # no abandoned railway
    assert np.diff(village.first_ref).tolist() == [4, 2, 2, 2, 2]
    assert village.node_id[village.ref[:4]].tolist() == [1, 2, 3, 4]
    assert village.node_lon[village.ref[1]] == 12.701
    assert village.way_tags["oneway:bicycle"].tolist() == ["", "no", "", "", ""]
    assert not village.ref.flags.writeable


def test_a_road_that_leaves_the_extract_ends_at_its_last_node(tmp_path: Path) -> None:
    data, findings = read_osm([write(tmp_path, VILLAGE)])
    assert 999 not in data.node_id
    cut = next(finding for finding in findings if finding.code == "osm_cut_ways")
    assert (cut.severity, cut.count, cut.file) == (Severity.INFO, 1, "village.osm")


def test_a_road_with_a_gap_is_two_pieces(tmp_path: Path) -> None:
    ways = "7: 1 2 999 3 4: highway=residential | 8: 1 2: highway=track"
    data, _ = read_osm([write(tmp_path, osm_xml(NODES, ways))])
    assert data.way_id.tolist() == [7, 7, 8]
    assert data.node_id[data.ref].tolist() == [1, 2, 3, 4, 1, 2]


def test_places_are_where_people_live(village: OsmData) -> None:
    found = rows(village.places, "osm_id", "name", "place", "population")
    assert found[0] == ("n100", "Großbothen", "village", 1400)
    assert found[1][:3] == ("n101", "Waldhaus", "isolated_dwelling")
    assert np.isnan(village.places["population"].iloc[1])
    assert len(found) == 2
    assert village.places.geometry.iloc[0].coords[0] == (12.7015, 51.2005)
    assert village.places.crs == "EPSG:4326"


def test_boundaries_are_put_together_from_their_ways(village: OsmData) -> None:
    found = village.boundaries.sort_values("admin_level")
    assert rows(found, "osm_id", "name", "admin_level", "ags") == [
        ("r2", "Grimma", 8, "14729160"),
        ("r1", "Großbothen", 10, ""),
    ]
    assert found["population"].iloc[0] == 28114
    assert found.geometry.iloc[0].bounds == (12.69, 51.19, 12.71, 51.21)


def test_a_boundary_that_does_not_close_is_named(tmp_path: Path) -> None:
    _, findings = read_osm([write(tmp_path, VILLAGE)])
    finding = next(finding for finding in findings if finding.code == "osm_open_boundaries")
    assert finding.severity is Severity.WARNING
    assert "Kreis" in finding.message


def test_buildings_are_those_people_live_in(village: OsmData) -> None:
    found = village.buildings
    # the shed (8 m²) and the school are none; the large building=yes in the village is one
    assert rows(found, "osm_id", "building") == [
        ("w10", "house"),
        ("w11", "apartments"),
        ("w14", "yes"),
    ]
    assert found["levels"].iloc[1] == 4
    assert found["flats"].iloc[1] == 12
    # 0.0002° × 0.0001° at 51.2° N: 13.98 m × 11.13 m
    assert found["area_m2"].iloc[0] == pytest.approx(155.5, abs=0.5)


def test_pois_come_from_nodes_and_areas_one_row_a_key(village: OsmData) -> None:
    assert rows(village.pois, "osm_id", "key", "value", "name") == [
        ("n103", "amenity", "pharmacy", "Löwen-Apotheke"),
        ("w13", "amenity", "school", "Grundschule"),
        ("n103", "healthcare", "pharmacy", "Löwen-Apotheke"),
    ]
    assert json.loads(village.pois["tags"].iloc[0])["healthcare"] == "pharmacy"
    school = village.pois.geometry.iloc[1]
    assert (school.x, school.y) == pytest.approx((12.7023, 51.2012))


def test_rails_and_areas_for_the_map(village: OsmData) -> None:
    assert rows(village.rail, "osm_id", "railway", "name", "usage") == [
        ("w4", "rail", "Muldentalbahn", "branch")
    ]
    assert rows(village.areas, "osm_id", "kind") == [("w15", "settlement"), ("r3", "water")]
    pond = village.area("water").iloc[0]
    assert len(pond.geoms[0].interiors) == 1  # the island


@pytest.mark.parametrize("name", ["v.osm.gz", "v.osm.bz2", "v.osm.pbf"])
def test_every_format_gives_the_same(tmp_path: Path, village: OsmData, name: str) -> None:
    plain, path = write(tmp_path, VILLAGE), tmp_path / name
    if name.endswith("gz"):
        path.write_bytes(gzip.compress(VILLAGE.encode()))
    elif name.endswith("bz2"):
        path.write_bytes(bz2.compress(VILLAGE.encode()))
    else:
        with osmium.SimpleWriter(str(path)) as writer:
            for thing in osmium.FileProcessor(str(plain)):
                writer.add(thing)
    data, _ = read_osm([path])
    assert data.node_id.tolist() == village.node_id.tolist()
    assert data.node_lon.tolist() == village.node_lon.tolist()
    assert data.way_tags.equals(village.way_tags)
    assert data.boundaries.equals(village.boundaries)
    assert data.pois.equals(village.pois)


def test_what_lies_in_two_extracts_is_read_once(tmp_path: Path, village: OsmData) -> None:
    one, other = write(tmp_path, VILLAGE, "sachsen.osm"), write(tmp_path, VILLAGE, "thueringen.osm")
    data, findings = read_osm([one, other])
    assert data.way_id.tolist() == village.way_id.tolist()
    assert len(data.buildings) == len(village.buildings)
    assert len(data.places) == len(village.places)
    repeated = next(finding for finding in findings if finding.code == "osm_repeated_ways")
    assert (repeated.count, repeated.file) == (5, "sachsen.osm, thueringen.osm")


def test_a_way_across_a_land_border_finds_its_nodes_in_both_files(tmp_path: Path) -> None:
    west = write(
        tmp_path, osm_xml("1 12.70 51.2 | 2 12.71 51.2", "1: 1 2 3: highway=path"), "w.osm"
    )
    east = write(tmp_path, osm_xml("3 12.72 51.2", "1: 1 2 3: highway=path"), "e.osm")
    data, findings = read_osm([west, east])
    assert data.node_id[data.ref].tolist() == [1, 2, 3]
    assert [finding.code for finding in findings] == ["osm_repeated_ways"]


def test_a_box_keeps_whole_the_ways_that_touch_it(tmp_path: Path) -> None:
    path = write(tmp_path, VILLAGE)
    data, _ = read_osm([path], bbox=(12.7005, 51.1995, 12.7018, 51.2008))
    assert data.way_id.tolist() == [1, 2]
    assert data.node_id[data.ref[:4]].tolist() == [1, 2, 3, 4]
    assert data.places["name"].tolist() == ["Großbothen"]
    assert data.buildings.empty
    assert sorted(data.boundaries["name"]) == ["Grimma", "Großbothen"]
