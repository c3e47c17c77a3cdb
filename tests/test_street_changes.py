"""Street changes: what is built joins what there is; what becomes faster is the quickest way."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from streetmaps import CRS, Place, degrees, snapped, streets
from timetables import timetable

from gtfs.timetable import NONE
from mobility.apply import apply_scenario
from mobility.draft import Ground
from mobility.drive import find_drive_s
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError
from mobility.streets import Mode, StreetNetwork
from mobility.tagging import HIGHWAY_CLASSES
from mobility.walk import find_walks

BUS = timetable("""
    60: A    B
        6:00 6:10
""")
#   A --------- B      1000 m each, A–C–D–B is the way round
#   |           |
#   C --------- D
SQUARE: dict[str, Place] = {"A": (0, 1000), "B": (1000, 1000), "C": (0, 0), "D": (1000, 0)}
ROUND = "A C D B: highway=unclassified"


def network(
    nodes: Mapping[str, Place], *ways: str, modes: Sequence[Mode] = ("walk", "bike", "car")
) -> Mapping[Mode, StreetNetwork]:
    return {mode: streets(mode, nodes, *ways) for mode in modes}


@cache
def square() -> Mapping[Mode, StreetNetwork]:
    return network(SQUARE, ROUND)


def changed(
    on: Mapping[Mode, StreetNetwork], *changes: dict[str, Any]
) -> Mapping[Mode, StreetNetwork]:
    scenario = Scenario.model_validate({"name": "test", "changes": changes})
    return apply_scenario(scenario, Ground(BUS, {}, streets=on, crs=CRS)).draft.streets


def street(*points: Place, **more: Any) -> dict[str, Any]:
    lon, lat = degrees(*points)
    line = [[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    return {"type": "add_streets", "name": "Verbindung", "points": line, **more}


def speed(start: Place, end: Place, **more: Any) -> dict[str, Any]:
    lon, lat = degrees(start, end)
    ends = {"start": [lon[0], lat[0]], "end": [lon[1], lat[1]]}
    return {"type": "set_street_speed", **ends, **more}


def refused(on: Mapping[Mode, StreetNetwork], change: dict[str, Any]) -> str:
    with pytest.raises(ScenarioError) as error:
        changed(on, change)
    return str(error.value).split(": ", 1)[1]


def walk_m(on: StreetNetwork, start: Place, end: Place) -> float:
    """Return the metres one walks between two places, their ways to the street included."""
    walks = find_walks(on, snapped(on, start), snapped(on, end), max_m=10_000)
    return round(float(walks.metres[0]))


def drive_s(on: StreetNetwork, start: Place, end: Place) -> float:
    return round(float(find_drive_s(on, snapped(on, start), snapped(on, end))[0, 0]))


def edges(on: StreetNetwork) -> set[tuple[int, int]]:
    """Return the edges as (from, to) in OSM ids: A = 1, B = 2, …; those built below 0."""
    ids = on.node_osm_id
    source, target = ids[on.edge_source], ids[on.edge_target]
    return set(zip(source.tolist(), target.tolist(), strict=True))


def test_a_missing_link_is_walked_cycled_and_driven() -> None:
    before = square()
    after = changed(before, street(SQUARE["A"], SQUARE["B"], kmh=60.0))
    assert walk_m(before["walk"], SQUARE["A"], SQUARE["B"]) == 3000
    assert walk_m(after["walk"], SQUARE["A"], SQUARE["B"]) == 1000
    assert drive_s(after["car"], SQUARE["A"], SQUARE["B"]) == 60  # 1000 m at 60 km/h
    assert drive_s(after["bike"], SQUARE["B"], SQUARE["A"]) == 240  # at 15 km/h
    assert edges(after["car"]) - edges(before["car"]) == {(1, 2), (2, 1)}


def test_a_street_built_is_one_drawn_on_the_map() -> None:
    inner: dict[str, Place] = {"X": (400, 1200)}
    drawn = network(SQUARE | inner, ROUND, "A X B: highway=unclassified")
    built = changed(square(), street(SQUARE["A"], inner["X"], SQUARE["B"], kmh=50.0))
    for mode, told in drawn.items():
        for column in fields(StreetNetwork):
            one, other = getattr(built[mode], column.name), getattr(told, column.name)
            if column.name == "node_osm_id":
                assert (one.tolist()[:4], one[4] < 0) == (other.tolist()[:4], True)
            elif column.name == "edge_way_id":
                assert one[one > 0].tolist() == other[other == 1].tolist()
                assert ((one < 0) == (other == 2)).all()
            elif isinstance(one, np.ndarray):
                assert one.dtype == other.dtype
                # places of the map are whole ten-millionths of a degree
                assert one.tolist() == pytest.approx(other.tolist(), rel=1e-4, abs=1e-7)


def test_an_end_on_a_street_cuts_it_in_both_directions() -> None:
    before = square()
    after = changed(before, street(SQUARE["A"], (300, 0), modes=["walk", "car"]))
    assert walk_m(after["walk"], SQUARE["A"], (300, 0)) == 1044  # √(1000² + 300²)
    gone, new = edges(before["car"]) - edges(after["car"]), edges(after["car"])
    assert gone == {(3, 4), (4, 3)}
    (joint,) = {node for pair in new for node in pair if node < 0}
    assert {(3, joint), (joint, 4), (4, joint), (joint, 3), (1, joint), (joint, 1)} <= new
    assert after["bike"] is before["bike"]


def test_pieces_of_a_street_share_its_length_and_its_time_in_each_direction() -> None:
    slope = "A C D B: highway=primary maxspeed:forward=100 maxspeed:backward=60"
    before = network(SQUARE, slope, modes=["car"])["car"]
    after = changed({"car": before}, street(SQUARE["A"], (250, 0), modes=["car"]))["car"]
    place = after.node_osm_id.tolist()
    (joint,) = (node for node, osm_id in enumerate(place) if osm_id < 0)
    along = slice(after.first_edge[joint], after.first_edge[joint + 1])
    towards = dict(
        zip(after.edge_target[along].tolist(), after.edge_s[along].tolist(), strict=True)
    )
    assert towards[place.index(4)] == pytest.approx(750 * 3.6 / 75, rel=1e-5)
    assert towards[place.index(3)] == pytest.approx(250 * 3.6 / 51, rel=1e-5)


def test_every_other_edge_keeps_its_time_and_the_network_before_is_untouched() -> None:
    before = network(SQUARE, ROUND)["car"]
    copies = {column.name: np.copy(getattr(before, column.name)) for column in fields(before)}
    after = changed({"car": before}, street(SQUARE["A"], (300, 0), modes=["car"]))["car"]
    for name, copy in copies.items():
        assert np.array_equal(getattr(before, name), copy)
    kept = {
        (int(a), int(b)): (float(m), float(s))
        for a, b, m, s in zip(
            after.edge_source, after.edge_target, after.edge_m, after.edge_s, strict=True
        )
    }
    rows = zip(before.edge_source, before.edge_target, before.edge_m, before.edge_s, strict=True)
    same = [kept.get((int(a), int(b))) == (float(m), float(s)) for a, b, m, s in rows]
    assert same.count(False) == 2  # the street that was cut, there and back


def test_directions_of_a_segment_know_each_other() -> None:
    for streets_ in changed(
        network(SQUARE, ROUND, "A B: highway=residential oneway=yes"),
        street((200, 1000), (300, 0), oneway=True),
    ).values():
        back = streets_.edge_back
        both = np.flatnonzero(back != NONE)
        assert (back[back[both]] == both).all()
        assert (streets_.edge_source[back[both]] == streets_.edge_target[both]).all()
        steps = np.diff(streets_.edge_source)
        assert (steps >= 0).all()
        assert (np.diff(streets_.edge_target)[steps == 0] > 0).all()


def test_an_end_near_a_junction_joins_the_junction() -> None:
    before = square()
    after = changed(before, street((3, 997), (998, 1000)))
    assert len(after["walk"].node_lon) == 4
    assert edges(after["walk"]) - edges(before["walk"]) == {(1, 2), (2, 1)}


def test_an_end_off_the_street_is_led_on_to_it() -> None:
    after = changed(square(), street((0, 1080), (1000, 1080)))
    assert len(after["walk"].node_lon) == 6
    assert walk_m(after["walk"], SQUARE["A"], SQUARE["B"]) == 1160  # 80 m on, 1000 m, 80 m off


def test_a_street_crosses_another_by_a_bridge_but_where_one_of_its_points_lies_on_it() -> None:
    middle: dict[str, Place] = {"M": (500, -500)}
    # the quay C–D is crossed at (500, 0) on the way from A to M, a dead end from C
    before = network(SQUARE | middle, ROUND, "C M: highway=residential")
    top = (500.0, 1000.0)
    bridge = changed(before, street(SQUARE["A"], top, middle["M"]))
    crossing = changed(before, street(SQUARE["A"], top, (500, 2), middle["M"]))
    assert walk_m(bridge["walk"], top, (500, 0)) == 2000  # round by A and C
    assert walk_m(crossing["walk"], top, (500, 0)) == 1000


def test_a_one_way_street_is_walked_both_ways() -> None:
    after = changed(square(), street(SQUARE["A"], SQUARE["B"], oneway=True))
    assert walk_m(after["walk"], SQUARE["B"], SQUARE["A"]) == 1000
    assert drive_s(after["bike"], SQUARE["A"], SQUARE["B"]) == 240
    assert drive_s(after["bike"], SQUARE["B"], SQUARE["A"]) == 720


def test_a_dead_end_may_end_off_all_streets_if_it_says_so() -> None:
    spur = street(SQUARE["A"], (0, 1400))
    assert "0.01266 is 400 m from the nearest street" in refused(square(), spur)
    after = changed(square(), spur | {"dead_end": True})
    assert walk_m(after["walk"], SQUARE["C"], (0, 1400)) == 1400
    one_way = spur | {"dead_end": True, "oneway": True, "modes": ["car"]}
    assert refused(square(), one_way) == (
        "the street for cars hangs on nothing one gets to and from"
    )


def test_two_ends_on_one_segment_are_two_cuts() -> None:
    after = changed(square(), street((200, 0), (200, 50), (700, 50), (700, 0)))
    assert walk_m(after["walk"], (200, 0), (700, 0)) == 500  # along the quay, not round
    assert len(edges(after["walk"])) == 2 * (3 - 1 + 3 + 3)  # two whole, three pieces, three new


def test_a_link_joins_an_island_to_the_rest() -> None:
    island: dict[str, Place] = {"X": (500, 1500), "Y": (600, 1500)}
    before = network(SQUARE | island, ROUND, "X Y: highway=residential")
    after = changed(before, street(SQUARE["A"], island["X"]))
    assert before["car"].node_component.max() == 1
    assert after["car"].node_component.max() == 0


def test_cars_join_trunk_roads_but_no_motorways() -> None:
    trunk = network(SQUARE, ROUND, "A B: highway=trunk", modes=["car"])
    motorway = network(SQUARE, ROUND, "A B: highway=motorway", modes=["car"])
    link = street((500, 1000), (500, 0), modes=["car"])
    assert len(changed(trunk, link)["car"].node_lon) == 6
    assert refused(motorway, link).startswith("point 3.00449, 0.00904 is 500 m from the nearest")


def test_what_is_built_is_told_from_openstreetmap_and_the_same_each_time() -> None:
    links = (street(SQUARE["A"], (300, 0)), street(SQUARE["B"], (400, 0)))
    one, other = (changed(square(), *links)["walk"] for _ in range(2))
    assert one.node_osm_id.tolist() == other.node_osm_id.tolist() == [1, 2, 3, 4, -1, -4]
    assert sorted(set(one.edge_way_id.tolist())) == [-2, -1, 1]
    footway = street(SQUARE["A"], SQUARE["B"], modes=["walk"])
    built = changed(square(), footway)["walk"]
    assert {HIGHWAY_CLASSES[n] for n in built.edge_class[built.edge_way_id < 0]} == {"footway"}


def test_a_street_may_join_one_that_was_built_before_it() -> None:
    links = (street(SQUARE["A"], SQUARE["B"]), street((500, 1000), (500, 0)))
    assert walk_m(changed(square(), *links)["walk"], (500, 1000), (500, 0)) == 1000


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(-20, 60), st.integers(-20, 60)), min_size=1, max_size=5))
def test_a_street_more_makes_no_way_longer(line: list[tuple[int, int]]) -> None:
    before = square()
    points = [(20.0 * x, 20.0 * y) for x, y in line]
    after = changed(before, street(SQUARE["C"], *points, (1500, 1500), dead_end=True, kmh=5.0))
    on = snapped(after["car"], *SQUARE.values())
    assume((after["car"].edge_way_id[on.edge] > 0).all())  # no corner stands on the new one
    for start, end in permutations(SQUARE.values(), 2):
        assert walk_m(after["walk"], start, end) <= walk_m(before["walk"], start, end)
        assert drive_s(after["car"], start, end) <= drive_s(before["car"], start, end)


def test_the_quickest_way_becomes_faster_there_and_back() -> None:
    before = network(SQUARE, ROUND, modes=["car"])
    usual = drive_s(before["car"], SQUARE["C"], SQUARE["D"])
    faster = changed(before, speed(SQUARE["C"], SQUARE["D"], kmh=100.0))["car"]
    assert drive_s(faster, SQUARE["C"], SQUARE["D"]) == 36
    assert drive_s(faster, SQUARE["D"], SQUARE["C"]) == 36
    assert drive_s(faster, SQUARE["A"], SQUARE["C"]) == usual == 72  # at 50 km/h


def test_a_factor_holds_for_the_speed_and_one_way_if_told() -> None:
    before = network(SQUARE, ROUND, modes=["car"])
    slower = changed(before, speed(SQUARE["C"], SQUARE["B"], factor=0.5, both_ways=False))["car"]
    assert drive_s(slower, SQUARE["C"], SQUARE["B"]) == 288  # 2 km at 25 km/h
    assert drive_s(slower, SQUARE["B"], SQUARE["C"]) == 144


def test_the_other_carriageway_becomes_faster_as_well() -> None:
    ends: dict[str, Place] = {"S": (-100, 0), "T": (1100, 0)}
    apart: dict[str, Place] = {"A": (0, 8), "B": (1000, 8), "C": (0, -8), "D": (1000, -8)}
    before = network(
        ends | apart,
        "B A: highway=primary oneway=yes", "C D: highway=primary oneway=yes",
        "A S C: highway=primary", "D T B: highway=primary",
        modes=["car"],
    )  # fmt: skip
    for start, end in (("S", "T"), ("A", "B"), ("C", "D"), ("B", "C")):
        where = speed((ends | apart)[start], (ends | apart)[end], kmh=36.0)
        faster = changed(before, where)["car"]
        assert drive_s(faster, apart["B"], apart["A"]) == 100
        assert drive_s(faster, apart["C"], apart["D"]) == 100
    after = changed(before, speed(ends["S"], ends["T"], kmh=36.0))["car"]
    quick = network(
        ends | apart, "S C: highway=primary", "C D: highway=primary", "D T: highway=primary"
    )
    metres = quick["car"].edge_m[quick["car"].once].sum()
    assert drive_s(after, ends["S"], ends["T"]) == round(metres / 10)


def test_cyclists_too_may_become_faster() -> None:
    after = changed(square(), speed(SQUARE["C"], SQUARE["D"], mode="bike", kmh=20.0))
    assert drive_s(after["bike"], SQUARE["C"], SQUARE["D"]) == 180


FOOT, CAR = (f"from the nearest street for {mode}" for mode in ("walking", "cars"))
FAR = "at most 100 m are bridged"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (street(SQUARE["A"], (500, 700), modes=["walk"]),
         f"point 3.00449, 0.00633 is 500 m {FOOT} (at 3.00000, 0.00633); {FAR}"),
        (street((-150, 500), (1300, 1000), modes=["car"]),
         (f"point 2.99865, 0.00452 is 150 m {CAR} (at 3.00000, 0.00452); {FAR}; "
          f"point 3.01168, 0.00904 is 300 m {CAR} (at 3.00898, 0.00904); {FAR}")),
        (street((0, 50_000), SQUARE["A"], modes=["walk"]),
         f"point 3.00000, 0.45218 is more than 20 km {FOOT} (lon first, then lat)"),
        (street((1, 999), (0, 1001), modes=["walk"]),
         "the street has no length for walking: it begins where it ends"),
        (street(SQUARE["A"], SQUARE["B"], modes=["bike"]),
         "the network has no streets for cycling"),
        (street((5000, 0), (5100, 100), modes=["walk"]),
         "the street for walking hangs on nothing one gets to and from"),
        (speed((0, 990), SQUARE["A"], kmh=30.0),
         "start and end lie at the same place of the same street"),
        (speed(SQUARE["A"], (2000, 0), kmh=30.0),
         f"point 3.01797, 0.00000 is 1000 m {CAR} (at 3.00898, 0.00000); {FAR}"),
        (speed(SQUARE["A"], SQUARE["B"], factor=1.0), "that is the speed there already"),
        (speed(SQUARE["A"], SQUARE["B"], kmh=30.0, mode="bike"),
         "the network has no streets for cycling"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_says_why(change: dict[str, Any], said: str) -> None:
    islands: dict[str, Place] = {"X": (5000, 0), "Y": (5000, 50), "U": (5100, 50), "V": (5100, 100)}
    ways = (ROUND, "X Y: highway=footway", "U V: highway=footway")
    assert refused(network(SQUARE | islands, *ways, modes=["walk", "car"]), change) == said
