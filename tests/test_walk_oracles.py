"""Walks and drives by lot: those that networkx and scipy find, whatever the threads."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse.csgraph import csgraph_from_dense, dijkstra
from streetmaps import CRS
from streets_oracle import by_networkx, drives_by_networkx, pairs, with_points
from test_walk import random_points, random_town

from mobility.drive import Roads, find_drive_s
from mobility.snapping import snap
from mobility.streets import StreetNetwork
from mobility.walk import find_walks, walk_s


@pytest.mark.parametrize("seed", range(8))
def test_walks_are_those_networkx_finds(seed: int) -> None:
    walk = random_town(seed)["walk"]
    points = random_points(walk, seed, 80)
    found = pairs(find_walks(walk, points, points, max_m=700))
    graph = with_points(walk, walk.edge_m, points, points.snap_m)
    expected = {
        (origin, target): metres
        for origin in range(80)
        for target, metres in by_networkx(graph, origin, 700).items()
    }
    assert len(expected) > 100
    assert found == pytest.approx(expected, abs=1e-7)
    assert walk_s(list(found.values()), 4.8).tolist() == [
        walk_s(expected[pair], 4.8) for pair in found
    ]


@pytest.mark.parametrize("seed", range(4))
def test_walks_from_crossing_to_crossing_are_those_scipy_finds(seed: int) -> None:
    walk = random_town(seed)["walk"]
    count = len(walk.node_lon)
    matrix = np.full((count, count), np.inf)
    np.minimum.at(matrix, (walk.edge_source, walk.edge_target), walk.edge_m)
    largest = np.flatnonzero(walk.node_component == 0)
    expected = dijkstra(csgraph_from_dense(matrix, null_value=np.inf), indices=largest)[:, largest]
    points = snap(walk, walk.node_lon[largest], walk.node_lat[largest], snap_m=1, crs=CRS)
    walks = find_walks(walk, points, points, max_m=1e6)
    found = np.zeros_like(expected)
    found[walks.origin, walks.target] = walks.metres
    assert found == pytest.approx(expected, abs=1e-4)  # snapping moves a crossing by micrometres


@pytest.mark.parametrize("seed", range(8))
def test_drives_are_those_networkx_finds(seed: int) -> None:
    car = random_town(seed, oneway=True)["car"]
    points = random_points(car, seed, 40)
    expected = drives_by_networkx(car, points)
    found = find_drive_s(car, points, points)
    assert np.isfinite(expected).sum() > 100
    assert found == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_where_all_drive_alike_metres_are_seconds_by_the_speed(seed: int) -> None:
    car = replace_speed(random_town(seed, oneway=True)["car"], kmh=36)
    points = random_points(car, seed, 40)
    seconds, metres = find_drive_s(car, points, points), Roads(car, points, points).metres()
    assert np.isfinite(metres).sum() > 100
    assert metres == pytest.approx(seconds * 10, rel=1e-5, abs=1e-3)


def replace_speed(car: StreetNetwork, *, kmh: float) -> StreetNetwork:
    return replace(car, edge_s=(car.edge_m * 3.6 / kmh).astype(np.float32))


def test_there_and_back_are_equal_to_the_last_bit_whatever_the_threads() -> None:
    walk = random_town(1)["walk"]
    points = random_points(walk, 1, 80)
    one, three = (find_walks(walk, points, points, max_m=900, threads=n) for n in (1, 3))
    found = pairs(one)
    assert all(found[b, a] == metres for (a, b), metres in found.items())
    assert all(a != b for a, b in found)
    assert pairs(three) == found
    assert (np.diff(one.target) * (np.diff(one.origin) == 0) >= 0).all()  # targets ascend


def test_searching_back_from_few_targets_gives_the_same_drives() -> None:
    car = random_town(2, oneway=True)["car"]
    many, five = random_points(car, 2, 40), random_points(car, 3, 5)
    three = random_points(car, 2, 3)  # the first of the many
    backward, forward = find_drive_s(car, many, five), find_drive_s(car, three, five)
    assert backward.shape == (40, 5)
    assert np.isfinite(forward).any()
    assert backward[:3] == pytest.approx(forward, rel=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_drives_asked_for_are_those_found_when_all_are(seed: int) -> None:
    car = random_town(seed, oneway=True)["car"]
    many, few = random_points(car, seed, 60), random_points(car, seed + 100, 8)
    wanted = np.random.default_rng(seed).random((60, 8)) < 0.1
    wanted[:, 3] = False  # nobody asks for this one
    wanted[7] = False
    every, some = find_drive_s(car, many, few), find_drive_s(car, many, few, wanted=wanted)
    assert np.isfinite(some).sum() > 10
    assert np.array_equal(some, np.where(wanted, every, np.inf))
    turned = find_drive_s(car, few, many, wanted=np.ascontiguousarray(wanted.T))
    assert np.array_equal(turned, np.where(wanted.T, find_drive_s(car, few, many), np.inf))


def test_roads_asked_again_give_the_same_drives() -> None:
    car = random_town(3, oneway=True)["car"]
    many, few = random_points(car, 4, 30), random_points(car, 5, 6)
    roads, every = Roads(car, many, few), np.ones((30, 6), np.bool_)
    some = np.random.default_rng(6).random((30, 6)) < 0.2

    assert np.array_equal(roads.seconds(every), find_drive_s(car, many, few))
    assert np.array_equal(roads.seconds(some), find_drive_s(car, many, few, wanted=some))


def test_few_origins_or_few_targets_have_the_same_walks() -> None:
    walk = random_town(4)["walk"]
    many, few = random_points(walk, 4, 60), random_points(walk, 5, 7)
    there, back = find_walks(walk, many, few, max_m=900), find_walks(walk, few, many, max_m=900)
    assert len(there.target) > 20
    assert pairs(there) == {(a, b): metres for (b, a), metres in pairs(back).items()}
