"""Street networks: every node of a way, true lengths, one-way streets, parts that hang apart."""

import numpy as np
import pytest
import shapely
from pyproj import Geod
from streetmaps import Place, street_map, streets

from gtfs.findings import Severity
from gtfs.timetable import NONE
from mobility.osm import OsmError
from mobility.speeds import in_settlement
from mobility.streets import StreetNetwork, build_streets
from mobility.tagging import HIGHWAY_CLASSES

#   D     A - B - C      100 m each, D 50 m north of A
LINE: dict[str, Place] = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (0, 50)}


def edges(network: StreetNetwork) -> list[tuple[int, int]]:
    """Return the edges as (from, to) in OSM ids: A = 1, B = 2, …."""
    ids = network.node_osm_id
    source, target = ids[network.edge_source], ids[network.edge_target]
    return list(zip(source.tolist(), target.tolist(), strict=True))


def test_every_node_of_a_way_is_a_node_and_walks_go_both_ways() -> None:
    walk = streets("walk", LINE, "A B C: highway=residential oneway=yes")
    assert walk.node_osm_id.tolist() == [1, 2, 3]
    assert edges(walk) == [(1, 2), (2, 1), (2, 3), (3, 2)]
    assert walk.first_edge.tolist() == [0, 1, 3, 4]
    assert walk.edge_back.tolist() == [1, 0, 3, 2]
    assert HIGHWAY_CLASSES[walk.edge_class[0]] == "residential"
    assert walk.edge_way_id.tolist() == [1, 1, 1, 1]


def test_lengths_are_those_on_the_ellipsoid() -> None:
    walk = streets("walk", LINE, "D A B: highway=path")
    assert walk.edge_m == pytest.approx([100, 50, 100, 50], abs=0.01)
    exact = Geod(ellps="WGS84").inv(
        walk.node_lon[0], walk.node_lat[0], walk.node_lon[1], walk.node_lat[1]
    )[2]
    assert walk.edge_m[0] == exact


def test_walking_time_follows_the_speed_asked() -> None:
    walk, _ = build_streets(street_map(LINE, "A B: highway=path"), "walk", walk_speed_kmh=3.6)
    assert walk.edge_s == pytest.approx([100, 100], abs=0.01)


def test_cars_and_bicycles_mind_one_way_streets() -> None:
    way = "A B C: highway=residential maxspeed=30 oneway=yes oneway:bicycle=no"
    car, bike = streets("car", LINE, way), streets("bike", LINE, way)
    assert edges(car) == [(1, 2), (2, 3)]
    assert car.edge_back.tolist() == [NONE, NONE]
    assert car.edge_s == pytest.approx([100 * 3.6 / 21] * 2, abs=0.01)
    assert edges(bike) == [(1, 2), (2, 1), (2, 3), (3, 2)]
    assert bike.edge_s == pytest.approx([24] * 4, abs=0.01)


def test_a_street_one_way_against_its_nodes() -> None:
    car = streets("car", LINE, "A B: highway=residential oneway=-1", "B C: highway=residential")
    assert edges(car) == [(2, 1), (2, 3), (3, 2)]
    assert car.edge_back.tolist() == [NONE, 2, 1]


def test_speeds_may_differ_by_direction() -> None:
    car = streets("car", LINE, "A B: highway=primary maxspeed:forward=100 maxspeed:backward=60")
    assert car.edge_s * 1000 / car.edge_m == pytest.approx([3600 / 75, 3600 / 51], rel=1e-4)


def test_a_node_twice_in_a_row_is_no_edge() -> None:
    assert edges(streets("walk", LINE, "A A B: highway=path")) == [(1, 2), (2, 1)]


def test_parts_that_hang_apart_are_counted_and_the_largest_is_number_0() -> None:
    nodes = LINE | {"X": (0, 900), "Y": (30, 900)}
    ways = ("X Y: highway=footway", "A B C: highway=path")
    walk, findings = build_streets(street_map(nodes, *ways), "walk")
    assert dict(zip(walk.node_osm_id.tolist(), walk.node_component.tolist(), strict=True)) == {
        1: 0,
        2: 0,
        3: 0,
        5: 1,
        6: 1,
    }
    (finding,) = findings
    assert (finding.code, finding.severity, finding.count) == (
        "walk_components",
        Severity.WARNING,
        2,
    )
    assert "2 Knoten (40,0 %) und 0,0 km" in finding.message


def test_a_street_one_cannot_return_from_is_no_part_of_the_largest() -> None:
    ways = ("A B C: highway=residential", "C D: highway=residential oneway=yes")
    car = streets("car", LINE, *ways)
    assert car.node_component.tolist() == [0, 0, 0, 1]


def test_a_motorway_cut_off_by_the_extract_is_one_piece_and_no_fault() -> None:
    road = {f"N{n}": (100.0 * n, 0.0) for n in range(100)}
    motorway: dict[str, Place] = {"X": (50, 50), "Y": (150, 50), "Z": (250, 50)}
    ways = (f"{' '.join(road)}: highway=primary", "N0 X Y Z: highway=motorway")
    (finding,) = build_streets(street_map(road | motorway, *ways), "car")[1]

    assert (finding.code, finding.severity) == ("car_components", Severity.FACT)
    assert finding.message.startswith("Straßennetz: 2 Teilnetze; 3 Knoten (2,9 %)")


def test_extracts_of_roads_only_say_so() -> None:
    osm = street_map(LINE, "A B C: highway=secondary foot=no")
    walk, findings = build_streets(osm, "walk")
    assert len(walk.edge_m) == 4
    assert [finding.code for finding in findings] == ["walk_no_paths", "walk_components"]


def test_without_any_way_to_walk_there_is_no_network() -> None:
    with pytest.raises(OsmError, match="no way of the OSM data is open to walkers"):
        build_streets(street_map(LINE, "A B: highway=motorway"), "walk")


def test_without_any_way_to_drive_the_network_is_empty_and_says_so() -> None:
    car, findings = build_streets(street_map(LINE, "A B: highway=footway"), "car")
    assert len(car.node_lon) == len(car.edge_m) == 0
    assert [(finding.code, finding.severity) for finding in findings] == [
        ("car_empty", Severity.ERROR)
    ]


def test_arrays_are_read_only() -> None:
    walk = streets("walk", LINE, "A B: highway=path")
    with pytest.raises(ValueError, match="read-only"):
        walk.edge_m[0] = 0


def test_what_lies_in_a_settlement_area_is_inside() -> None:
    village = np.array([shapely.box(2.9, -0.1, 3.1, 0.1)], np.object_)
    lon, lat = np.array([3.0, 3.2]), np.array([0.0, 0.0])
    assert in_settlement(lon, lat, village).tolist() == [True, False]
    assert in_settlement(lon, lat, village[:0]).tolist() == [False, False]
