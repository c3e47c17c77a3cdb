"""Shapes of catchments: the ground beside streets, drawn by head."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from accessibility.catchments_polygons import HOLE_M2
from accessibility.catchments_shapes import HEM_M, STEP_M, Way, areas_beside
from gtfs.timetable import Floats

Street = list[tuple[float, float]]


def pieces(*streets: Street) -> Floats:
    return np.array(streets, np.float64)


def ground(*streets: Street, beside_m: float = 60) -> shapely.MultiPolygon:
    """Return the ground beside some streets."""
    return areas_beside([[(pieces(*streets), beside_m)]])[0]


def box_of_streets(west: float, south: float, side: float) -> list[Street]:
    """Return four streets around a square."""
    corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)]
    placed = [(west + x, south + y) for x, y in corners]
    return [[one, other] for one, other in pairwise(placed)]


@pytest.mark.parametrize("beside_m", [20, 60])
def test_a_street_of_a_kilometre_has_ground_to_both_sides_and_round_its_ends(
    beside_m: float,
) -> None:
    found = ground([(503, 1007), (1503, 1007)], beside_m=beside_m)
    assert found.area == pytest.approx(1000 * 2 * beside_m + np.pi * beside_m**2, rel=0.005)
    sides = (503 - beside_m, 1007 - beside_m, 1503 + beside_m, 1007 + beside_m)
    assert found.bounds == pytest.approx(sides, abs=0.7)


def test_a_street_that_runs_along_the_grid_is_drawn_with_few_points() -> None:
    found = ground([(0, 0), (3000, 0)])
    assert shapely.get_num_coordinates(found) < 100  # of 600 sides of squares
    assert found.is_valid


def test_streets_apart_are_two_areas_and_streets_near_each_other_one() -> None:
    far = ground([(0, 0), (100, 0)], [(0, 131), (100, 131)])
    near = ground([(0, 0), (100, 0)], [(0, 119), (100, 119)])
    assert [len(far.geoms), len(near.geoms)] == [2, 1]


def test_a_block_is_filled_and_a_field_among_streets_is_not() -> None:
    block, field = box_of_streets(0, 0, 250), box_of_streets(5000, 5000, 400)
    small, large = ground(*block, *field).geoms
    assert (250 - 120) ** 2 < HOLE_M2 < (400 - 120) ** 2
    assert [len(small.interiors), len(large.interiors)] == [0, 1]
    assert shapely.Polygon(large.interiors[0]).area == pytest.approx(280**2, rel=0.005)


def test_a_village_in_a_field_is_drawn_and_one_in_a_block_is_part_of_it() -> None:
    lane: Street = [(340, 340), (360, 340)]
    assert len(ground(*box_of_streets(0, 0, 700), lane).geoms) == 2
    island = ground(*box_of_streets(0, 0, 170), [(85, 85), (86, 85)], beside_m=20)
    assert len(island.geoms) == 1
    assert island.area == pytest.approx(170**2 + 4 * 170 * 20 + np.pi * 20**2, rel=0.005)


def test_streets_of_no_length_have_a_circle_around_them_and_no_streets_nothing() -> None:
    assert ground([(7, 7), (7, 7)]).area == pytest.approx(np.pi * 60**2, rel=0.01)
    nothing = areas_beside([[(np.empty((0, 2, 2)), 60.0)], [(np.empty((0, 2, 2)), 60.0)]])
    assert [area.is_empty for area in nothing] == [True, True]


def test_a_limit_without_streets_of_its_own_has_the_ground_of_the_one_before() -> None:
    nothing, street = np.empty((0, 2, 2)), pieces([(0, 0), (100, 0)])
    first, second, third = areas_beside([[(nothing, 60.0)], [(street, 60.0)], [(nothing, 60.0)]])
    assert first.is_empty
    assert third.contains(second.buffer(0.4 * HEM_M))
    assert not third.contains(second.buffer(1.6 * HEM_M))


@pytest.mark.parametrize("seed", range(6))
def test_drawn_streets_have_the_ground_their_distance_says(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    limits = [[some_streets(drawn, 40, 60.0), some_streets(drawn, 30, 20.0)] for _ in range(3)]
    areas = areas_beside(limits)
    true: BaseGeometry = shapely.Point()
    for limit, area in zip(limits, areas, strict=True):
        true = shapely.union_all([true, *(beside(*way) for way in limit)])
        whole = without_small_holes(true)
        assert area.is_valid
        assert farthest_m(whole, area) < 1.5  # half of what a round end bends between two points
        assert farthest_m(area, whole) < 2 * HEM_M + 0.7 * STEP_M  # in corners that point inwards
    assert areas[0].area == pytest.approx(without_small_holes(first_of(limits)).area, rel=0.005)
    assert all(after.contains(before) for before, after in pairwise(areas))


def first_of(limits: list[list[Way]]) -> BaseGeometry:
    return shapely.union_all([beside(*way) for way in limits[0]])


def beside(streets: Floats, beside_m: float) -> BaseGeometry:
    return shapely.union_all(shapely.buffer(shapely.linestrings(streets), beside_m, quad_segs=32))


def farthest_m(area: shapely.Geometry, other: shapely.Geometry) -> float:
    """Return how far the border of an area is outside of another."""
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(area, 3)))
    return float(shapely.distance(other, points).max())


def some_streets(drawn: np.random.Generator, number: int, beside_m: float) -> Way:
    start = drawn.uniform(0, 3000, (number, 1, 2))
    end = start + drawn.uniform(-200, 200, (number, 1, 2))
    return np.concatenate((start, end), axis=1), beside_m


def without_small_holes(ground: BaseGeometry) -> BaseGeometry:
    """Return the ground with holes of less than ``HOLE_M2`` filled."""
    filled = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > HOLE_M2]
        )
        for part in shapely.get_parts(ground)
    ]
    return shapely.union_all(filled)
