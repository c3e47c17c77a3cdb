"""Walks and drives: by head on small maps, against networkx and scipy on random ones."""

import numpy as np
import pytest
from streetmaps import CRS, Place, degrees, snapped, streets
from streets_oracle import Pairs, pairs

from gtfs.timetable import NONE
from mobility.drive import Roads, find_drive_s
from mobility.snapping import Snapped, snap
from mobility.streets import StreetNetwork
from mobility.walk import find_walks, walk_s

#   D --- E          a square of 100 m, B in the middle of its south side, a dead end C 200 m east
#   |     |
#   A--B--F------C
SQUARE: dict[str, Place] = {
    "A": (0, 0),
    "B": (50, 0),
    "F": (100, 0),
    "C": (300, 0),
    "D": (0, 100),
    "E": (100, 100),
}
BLOCK = ("A B F C: highway=residential", "A D E F: highway=footway")


def walked(network: StreetNetwork, *places: Place, max_m: float = 1000) -> Pairs:
    points = snapped(network, *places)
    found = pairs(find_walks(network, points, points, max_m=max_m))
    return {pair: round(metres, 1) for pair, metres in found.items()}


# --- snapping ------------------------------------------------------------------------------------


def test_a_point_meets_the_nearest_point_of_an_edge() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    point = snapped(walk, (150, 30))
    assert point.snap_m == pytest.approx([30], abs=0.01)
    assert point.a_m + point.b_m == pytest.approx(walk.edge_m[point.edge])
    assert sorted([point.a_m[0], point.b_m[0]]) == pytest.approx([50, 150], abs=0.01)
    lon, lat = degrees((150, 0))
    assert point.lon == pytest.approx(lon, abs=1e-7)
    assert point.lat == pytest.approx(lat, abs=1e-7)


def test_beyond_the_limit_there_is_no_street() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    points = snapped(walk, (150, -100), (150, -101), within_m=100.5)
    assert points.linked.tolist() == [True, False]
    assert points.node_a[1] == points.node_b[1] == points.edge[1] == NONE
    assert np.isnan(points.snap_m[1])


def test_a_point_without_coordinates_has_no_street() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    nowhere = snap(walk, np.array([np.nan, 500]), np.array([0.0, 0.0]), snap_m=500, crs=CRS)
    assert nowhere.linked.tolist() == [False, False]
    assert len(find_walks(walk, nowhere, nowhere, max_m=1000).target) == 0


def test_only_the_largest_part_of_the_network_counts() -> None:
    nodes = SQUARE | {"X": (150, 20), "Y": (160, 20)}
    walk = streets("walk", nodes, *BLOCK, "X Y: highway=footway")
    assert snapped(walk, (155, 21)).snap_m == pytest.approx([21], abs=0.01)


def test_the_middle_of_a_long_edge_is_found_from_afar() -> None:
    nodes: dict[str, Place] = {"A": (0, 0), "B": (20_000, 0), "C": (20_100, 0)}
    walk = streets("walk", nodes, "A B C: highway=track")
    points = snapped(walk, (10_000, 100), (20_050, 9), (10_000, 9_000), within_m=200)
    assert points.snap_m[:2] == pytest.approx([100, 9], abs=0.01)
    assert points.linked.tolist() == [True, True, False]


def test_a_point_beyond_the_last_street_may_still_reach_it() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    points = snapped(walk, (-300, 0), (50, 400), (301, -20), (5_000, 5_000), within_m=310)
    assert points.snap_m[:3] == pytest.approx([300, 300, 20.02], abs=0.01)
    assert points.linked.tolist() == [True, True, True, False]


def test_one_point_is_snapped_as_among_many() -> None:
    walk = random_town(5)["walk"]
    many = random_points(walk, 5, 50)
    for count in (1, 2, 3):
        few = random_points(walk, 5, count)
        assert few.edge.tolist() == many.edge[:count].tolist()
        assert few.a_m.tolist() == pytest.approx(many.a_m[:count].tolist(), nan_ok=True)


def test_cars_do_not_start_on_a_motorway() -> None:
    nodes: dict[str, Place] = {"A": (0, 0), "B": (100, 0), "C": (0, 50), "D": (100, 50)}
    ways = ("A B: highway=motorway oneway=no", "A C D B: highway=tertiary")
    assert snapped(streets("car", nodes, *ways), (50, 10)).snap_m == pytest.approx([40], abs=0.01)


def test_no_points_are_no_trouble() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    none = snapped(walk)
    assert len(none.edge) == 0
    assert find_walks(walk, none, none, max_m=100).first.tolist() == [0]


# --- walks ---------------------------------------------------------------------------------------


def test_walks_go_along_the_streets_and_count_both_snaps() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    # 10 m to the street, 50 to F, 100 to E, 5 to the door
    assert walked(walk, (150, -10), (100, 105)) == {(0, 1): 165, (1, 0): 165}


def test_the_shorter_way_round_is_taken() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    assert walked(walk, (25, 0), (50, 100))[0, 1] == 175  # west about; east about 225


def test_along_one_edge_nobody_walks_to_its_end() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    assert walked(walk, (150, 0), (180, 4))[0, 1] == 34


def test_around_the_block_may_be_shorter_than_along_the_edge() -> None:
    nodes: dict[str, Place] = {
        "A": (0, 0),
        "B": (0, 300),
        "C": (1, 300),
        "D": (1, 0),
        "E": (500, 0),
    }
    # a long way out and back between A and D, which lie 1 m apart
    walk = streets("walk", nodes, "A B C D: highway=track", "A D E: highway=path")
    assert walked(walk, (0, 10), (1, 10))[0, 1] == 21


def test_only_walks_within_the_limit_are_listed() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    places = ((0, 0), (100, 0), (300, 0))
    assert set(walked(walk, *places, max_m=150)) == {(0, 1), (1, 0)}
    assert set(walked(walk, *places, max_m=200.1)) == {(0, 1), (1, 0), (1, 2), (2, 1)}


def test_a_walk_of_exactly_the_limit_is_listed() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    points = snapped(walk, (0, 0), (100, 0), (300, 0))
    metres = pairs(find_walks(walk, points, points, max_m=1000))
    assert (0, 2) in pairs(find_walks(walk, points, points, max_m=metres[0, 2]))


def test_from_one_set_to_another_a_point_walks_to_itself() -> None:
    walk = streets("walk", SQUARE, *BLOCK)
    doors, stops = snapped(walk, (150, 10)), snapped(walk, (150, 10), (300, 0))
    found = pairs(find_walks(walk, doors, stops, max_m=1000))
    assert found == pytest.approx({(0, 0): 20, (0, 1): 160}, abs=0.01)


@pytest.mark.parametrize(
    ("metres", "speed_kmh", "expected"),
    [
        (0, 4.8, 0),
        (0.01, 4.8, 1),
        (800, 4.8, 600),
        (800 + 1e-10, 4.8, 600),  # noise
        (800.01, 4.8, 601),
        (1000, 3.6, 1000),
        (0.1 + 0.2, 1.08, 1),  # 0.30000000000000004 m at 0.3 m/s
    ],
)
def test_seconds_are_rounded_up_once(metres: float, speed_kmh: float, expected: int) -> None:
    assert walk_s([metres], speed_kmh).tolist() == [expected]


# --- drives --------------------------------------------------------------------------------------


def test_cars_go_round_where_the_street_is_one_way() -> None:
    #  square at 50 km/h limit on residential streets: mean 25; one-way A > B > F
    ways = ("A B F: highway=residential oneway=yes", "A D E F: highway=residential")
    car = streets("car", SQUARE, *ways)
    points = snapped(car, (25, 0), (75, 0))
    seconds = find_drive_s(car, points, points)
    assert seconds[0, 1] == pytest.approx(50 * 3.6 / 25, abs=0.01)
    assert seconds[1, 0] == pytest.approx((25 + 300 + 25) * 3.6 / 25, abs=0.05)
    assert seconds.diagonal().tolist() == [0, 0]


def test_on_one_edge_against_its_direction_cars_go_round() -> None:
    ways = ("A F: highway=residential oneway=yes", "A D E F: highway=residential")
    car = streets("car", SQUARE, *ways)
    ahead, behind = snapped(car, (80, 0)), snapped(car, (30, 0))
    assert find_drive_s(car, behind, ahead)[0, 0] == pytest.approx(50 * 3.6 / 25, abs=0.01)
    assert find_drive_s(car, ahead, behind)[0, 0] == pytest.approx(350 * 3.6 / 25, abs=0.05)


def test_the_metres_are_those_of_the_fastest_drive_not_of_the_shortest() -> None:
    # the south side is a lane at a crawl, the other three are a main road
    car = streets("car", SQUARE, "A F: highway=living_street", "A D E F: highway=secondary")
    points = snapped(car, (0, 20), (100, 40), (0, 5000))
    metres = Roads(car, points, points).metres()
    assert metres[0, 1] == pytest.approx(80 + 100 + 60, abs=0.1)
    assert metres[0, 0] == 0
    assert np.isinf(metres[2]).all()
    assert np.isinf(metres[:2, 2]).all()


def test_one_way_streets_are_as_long_as_the_way_round() -> None:
    ways = ("A F: highway=residential oneway=yes", "A D E F: highway=residential")
    car = streets("car", SQUARE, *ways)
    points = snapped(car, (80, 0), (30, 0))
    metres = Roads(car, points, points).metres()
    assert metres[1, 0] == pytest.approx(50, abs=0.1)
    assert metres[0, 1] == pytest.approx(350, abs=0.2)


def test_what_is_too_far_or_unlinked_is_inf() -> None:
    car = streets("car", SQUARE, "A B F C: highway=residential")
    points = snapped(car, (0, 0), (300, 0), (0, 5000))
    seconds = find_drive_s(car, points, points, max_s=10)
    assert np.isinf(seconds[0, 1])
    assert np.isinf(seconds[2]).all()
    assert np.isinf(seconds[:, 2]).all()


# --- oracles -------------------------------------------------------------------------------------


def random_town(seed: int, *, oneway: bool = False) -> dict[str, StreetNetwork]:
    """Return the networks of a town of 60 crossings and 25 random streets of 2 to 6 crossings."""
    random = np.random.default_rng(seed)
    nodes = {f"N{i}": tuple(random.uniform(0, 900, 2)) for i in range(60)}
    names = list(nodes)
    kinds = ["highway=residential", "highway=tertiary maxspeed=70"]
    if oneway:
        kinds += ["highway=residential oneway=yes", "highway=service oneway=-1"]
    ways = [
        f"{' '.join(random.choice(names, random.integers(2, 7), replace=False))}: "
        f"{random.choice(kinds)}"
        for _ in range(25)
    ]
    return {mode: streets(mode, nodes, *ways) for mode in ("walk", "car")}


def random_points(network: StreetNetwork, seed: int, count: int) -> Snapped:
    random = np.random.default_rng(seed)
    places = [tuple(random.uniform(-50, 950, 2)) for _ in range(count)]
    return snapped(network, *places, within_m=60)
