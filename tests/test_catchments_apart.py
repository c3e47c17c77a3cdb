"""Catchments apart: which streets are joined together, and that nothing is lost by it."""

import numpy as np
import pytest
import shapely

from accessibility.catchments_apart import GROUPS, groups_apart
from accessibility.catchments_shapes import area_beside, holding
from gtfs.timetable import Floats

BESIDE_M = 60.0


def street(west: float, north: float, east: float) -> list[tuple[float, float]]:
    """Return a street from west to east."""
    return [(west, north), (east, north)]


def pieces(*streets: list[tuple[float, float]]) -> Floats:
    return np.array(streets, np.float64)


def test_two_villages_are_drawn_apart_and_the_streets_of_each_together() -> None:
    group = groups_apart(
        pieces(
            street(0, 0, 100), street(100, 0, 200), street(5000, 0, 5100), street(5050, 100, 5150)
        ),
        BESIDE_M,
    )  # fmt: skip
    assert group[0] == group[1]
    assert group[2] == group[3]
    assert group[0] != group[2]


@pytest.mark.parametrize("between_m", [0, 60, 119])
def test_areas_that_overlap_are_never_drawn_apart(between_m: float) -> None:
    # corners of the grid's cells lie every 100 m: the pair is moved across one of them
    for shift_m in range(0, 100, 7):
        near = pieces(
            street(0, 0, 100), street(1000 + shift_m, 0, 1100), street(1000, between_m, 1100)
        )
        group = groups_apart(near, BESIDE_M)
        assert group[1] == group[2]


def test_a_long_road_holds_together_what_it_leads_past() -> None:
    group = groups_apart(
        pieces(street(0, 0, 20_000), street(300, 50, 400), street(19_000, 50, 19_100)), BESIDE_M
    )
    assert group.tolist() == [group[0]] * 3


def test_groups_are_few_however_many_villages_there_are() -> None:
    many = pieces(*(street(1000 * n, 0, 1000 * n + 50) for n in range(500)))
    group = groups_apart(many, BESIDE_M)
    assert len(np.unique(group)) == GROUPS
    assert np.bincount(group).max() <= 500 / GROUPS + 1


def test_drawn_apart_the_ground_is_the_same() -> None:
    drawn = np.random.default_rng(7)
    start = drawn.uniform(0, 8000, (300, 1, 2))
    some = np.concatenate((start, start + drawn.uniform(-200, 200, (300, 1, 2))), axis=1)
    group = groups_apart(some, BESIDE_M)
    whole = ground(some)
    apart = [ground(some[group == one]) for one in np.unique(group)]
    assert sum(one.area for one in apart) == pytest.approx(whole.area, rel=1e-4)
    assert shapely.union_all(apart).symmetric_difference(whole).area < 1e-3 * whole.area


def ground(some: Floats) -> shapely.MultiPolygon:
    lines = np.asarray(shapely.linestrings(some), np.object_)
    return holding([area_beside(lines, BESIDE_M)], [])
