"""Kept snaps: nobody's way becomes longer by a street that is built."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streetmaps import CRS, Place, degrees, snapped, streets
from timetables import timetable

from gtfs.timetable import NONE
from mobility.apply import apply_scenario
from mobility.draft import Ground
from mobility.drive import find_drive_s
from mobility.kept_snaps import kept_snaps, snap_again
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork
from mobility.walk import find_walks, walk_s

BUS = timetable("""
    60: A    B
        6:00 6:10
""")
#   A ----------- B     2000 m; the house stands 40 m north of the street, the stop at B
ROAD: dict[str, Place] = {"A": (0, 0), "B": (2000, 0)}
SINGLE_S = 1e-3  # the seconds of a street are of single precision
HOUSE, STOP = (1000, 40), (2000, 0)


def built(on: StreetNetwork, *points: Place) -> StreetNetwork:
    """Return the network with a street more, its last point off all others."""
    lon, lat = degrees(*points)
    line = [[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    street = {"type": "add_streets", "name": "Neu", "points": line, "dead_end": True}
    scenario = Scenario.model_validate({"name": "test", "changes": [street | {"modes": [on.mode]}]})
    ground = Ground(BUS, {}, streets={on.mode: on}, crs=CRS)
    return apply_scenario(scenario, ground).draft.streets[on.mode]


def again(before: StreetNetwork, after: StreetNetwork, *places: Place) -> Snapped:
    snaps = snapped(before, *places)
    return snap_again((before, after), snaps, degrees(*places), snap_m=500, crs=CRS)


def walked_m(on: StreetNetwork, origins: Snapped, targets: Snapped) -> float:
    return round(float(find_walks(on, origins, targets, max_m=10_000).metres[0]), 3)


def test_a_new_street_past_the_door_makes_nobody_walk_round_it() -> None:
    before = streets("walk", ROAD, "A B: highway=residential")
    after = built(before, (0, 0), (0, 30), (1500, 30))
    assert walked_m(before, snapped(before, HOUSE), snapped(before, STOP)) == 1040
    assert walked_m(after, snapped(after, HOUSE), snapped(after, STOP)) == 3040  # 10 m to the new
    stays = again(before, after, HOUSE)
    assert walked_m(after, stays, again(before, after, STOP)) == 1040


def test_a_point_on_a_segment_that_is_cut_stands_on_the_right_piece() -> None:
    before = streets("walk", ROAD, "A B: highway=residential")
    after = built(before, (500, 0), (500, 300))
    one, other = snapped(before, (400, 40)), snapped(before, (700, 40))
    kept, beyond = kept_snaps(before, after, one), kept_snaps(before, after, other)
    assert (round(float(kept.a_m[0])), round(float(kept.b_m[0]))) == (400, 100)
    assert sorted((round(float(beyond.a_m[0])), round(float(beyond.b_m[0])))) == [200, 1300]
    assert kept.edge[0] < after.edge_back[kept.edge[0]]
    assert beyond.edge[0] < after.edge_back[beyond.edge[0]]
    assert walked_m(after, kept, beyond) == 380  # 40 + 300 + 40


def test_a_segment_that_has_gone_is_named() -> None:
    before = streets("walk", ROAD, "A B: highway=residential")
    after = built(before, (500, 0), (500, 300))
    other = replace(after, edge_way_id=after.edge_way_id + 9)
    said = r"the street from \d+\.\d+,\d+\.\d+ to .* \(OSM way \d+\) has no pieces"
    with pytest.raises(ScenarioError, match=said):
        kept_snaps(before, other, snapped(before, HOUSE))


def test_who_had_no_street_is_linked_to_the_new_one() -> None:
    before = streets("walk", ROAD, "A B: highway=residential")
    after = built(before, (1000, 0), (1000, 900))
    assert snapped(before, (1100, 800)).edge.tolist() == [NONE]
    assert round(float(again(before, after, (1100, 800)).snap_m[0])) == 100


def test_of_parallel_segments_a_point_stays_on_its_own() -> None:
    nodes: dict[str, Place] = {**ROAD, "C": (1000, 200)}
    before = streets("walk", nodes, "A B: highway=residential", "A C B: highway=path")
    after = built(before, (0, 0), (0, 500))
    for place in ((900, 10), (900, 170)):
        old, new = snapped(before, place), kept_snaps(before, after, snapped(before, place))
        assert after.edge_m[new.edge[0]] == before.edge_m[old.edge[0]]
        assert (new.a_m[0], new.snap_m[0]) == (old.a_m[0], old.snap_m[0])


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 100_000))
def test_no_walk_and_no_drive_is_longer_by_streets_drawn_by_lot(lot: int) -> None:
    random = Random(lot)
    nodes: dict[str, Place] = {f"{x}{y}": (x * 400, y * 400) for x in range(4) for y in range(4)}
    ways = [f"{x}0 {x}1 {x}2 {x}3: highway=residential" for x in range(4)]
    ways += [f"0{y} 1{y} 2{y} 3{y}: highway=residential" for y in (0, 3)]
    mode = random.choice(["walk", "car"])
    before = after = streets("car" if mode == "car" else "walk", nodes, *ways)
    places = [(random.uniform(-100, 1300), random.uniform(-100, 1300)) for _ in range(8)]
    for _ in range(random.randint(1, 3)):
        line = [(random.uniform(0, 1200), random.uniform(0, 1200)) for _ in range(3)]
        try:
            after = built(after, *line)
        except ScenarioError:
            continue
    old, new = snapped(before, *places), again(before, after, *places)
    sides = (before, old), (after, new)
    one, other = (_walks(*side) if mode == "walk" else _drives(*side) for side in sides)
    assert (other <= one + (0 if mode == "walk" else SINGLE_S)).all()


def _drives(on: StreetNetwork, snaps: Snapped) -> np.ndarray:
    """Return the seconds from each place to each."""
    return np.asarray(find_drive_s(on, snaps, snaps))


def _walks(on: StreetNetwork, snaps: Snapped) -> np.ndarray:
    """Return the seconds from each place to each other one."""
    size = len(snaps.edge)
    found = find_walks(on, snaps, snaps, max_m=20_000)
    seconds = np.full((size, size), 10**9)
    seconds[found.origin, found.target] = walk_s(found.metres, 4.8)
    return seconds


def test_streets_that_have_not_changed_leave_all_points_to_the_last_bit() -> None:
    before = streets("walk", ROAD, "A B: highway=residential")
    old = snapped(before, HOUSE, STOP, (300, -20))
    new = kept_snaps(before, before, old)
    for name in ("edge", "node_a", "node_b", "a_m", "b_m", "snap_m", "lon", "lat"):
        assert getattr(new, name).tolist() == pytest.approx(getattr(old, name).tolist(), abs=0)
