"""Levels A to F of connections between centres: golden values, both sides of limits, neighbours."""

import numpy as np
import pytest

from accessibility.profile_files import shipped_profile
from accessibility.saq import (
    SaqProfile,
    detour_level,
    detour_limits,
    neighbours,
    ratio_level,
    speed_level,
    speed_limits_s,
)

SAQ = shipped_profile(SaqProfile, "saq")

# minutes allowed for A to E, rounded, as worked out from the published curves (domain.md §2.3)
CAR = {
    5: [21, 24, 28, 34, 43],
    10: [28, 32, 37, 45, 56],
    15: [33, 38, 45, 54, 67],
    20: [38, 44, 51, 62, 76],
    25: [43, 49, 57, 68, 84],
    30: [47, 54, 62, 75, 91],
    40: [56, 63, 73, 86, 105],
}
OEV = {
    5: [26, 31, 36, 44, 56],
    10: [38, 44, 52, 64, 80],
    15: [47, 54, 64, 79, 99],
    20: [55, 63, 75, 92, 115],
    25: [62, 72, 85, 104, 129],
    30: [68, 79, 93, 115, 143],
    40: [80, 92, 109, 134, 167],
}


def km(*distances: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(distances, np.float64)


@pytest.mark.parametrize("distance", CAR)
def test_the_minutes_allowed_by_car_are_the_golden_values(distance: int) -> None:
    minutes = speed_limits_s(km(distance), SAQ.car)[0] / 60
    assert np.rint(minutes).tolist() == CAR[distance]


@pytest.mark.parametrize("distance", OEV)
def test_the_minutes_allowed_by_public_transport_are_the_golden_values(distance: int) -> None:
    minutes = speed_limits_s(km(distance), SAQ.oev)[0] / 60
    assert np.rint(minutes).tolist() == OEV[distance]


def test_the_beeline_speeds_of_twenty_km_are_the_golden_ones() -> None:
    car, oev = (20 / (speed_limits_s(km(20), curves)[0] / 3600) for curves in (SAQ.car, SAQ.oev))
    assert car[[0, 2]].round(1).tolist() == [31.2, 23.5]
    assert oev[[0, 2]].round(1).tolist() == [21.9, 16.0]


def test_the_limit_itself_still_gives_the_level_and_a_second_more_the_next() -> None:
    allowed = speed_limits_s(km(20), SAQ.oev)[0]
    for level, limit in zip("ABCDE", allowed, strict=True):
        following = chr(ord(level) + 1)
        found = speed_level(km(20, 20), np.array([limit, limit + 1]), SAQ.oev)
        assert found.tolist() == [level, following]


def test_without_a_connection_the_level_is_f() -> None:
    assert speed_level(km(20), np.array([np.inf]), SAQ.oev).tolist() == ["F"]
    assert detour_level(km(20), np.array([np.inf]), SAQ.detour).tolist() == ["F"]
    assert ratio_level(np.array([np.inf]), SAQ.ratio).tolist() == ["F"]


def test_the_detour_limits_are_the_golden_values() -> None:
    limits = detour_limits(km(10, 20), SAQ.detour).round(2)
    assert limits.tolist() == [[1.35, 1.57, 1.86, 2.24, 2.75], [1.30, 1.49, 1.74, 2.05, 2.47]]


def test_both_sides_of_the_detour_limits_of_ten_km() -> None:
    factors = np.array([1.34, 1.36, 1.56, 1.58, 2.74, 2.76])
    assert detour_level(km(*[10] * 6), factors, SAQ.detour).tolist() == list("ABBCEF")


def test_a_ratio_at_the_limit_belongs_to_the_worse_level() -> None:
    ratios = np.array([0.99, 1.0, 1.49, 1.5, 2.1, 2.8, 3.79, 3.8])
    assert ratio_level(ratios, SAQ.ratio).tolist() == list("ABBCDEEF")
    assert SAQ.ratio.assumed


def test_neighbours_are_those_with_nobody_between_them() -> None:
    # A --10-- B --10-- C in a line; D is 12 km north, 2 km west of B
    east, north = np.array([0, 10, 20, 8.0]), np.array([0, 0, 0, 12.0])
    distance = np.hypot(east[:, None] - east, north[:, None] - north)
    found = {"ABCD"[a] + "ABCD"[b] for a, b in zip(*np.nonzero(neighbours(distance)), strict=True)}
    # A-D: 64 + 144 = 208 < 100 + 148 by B; C-D: 144 + 144 = 288 > 100 + 148 by B
    assert found == {"AB", "BA", "BC", "CB", "AD", "DA", "BD", "DB"}


def test_two_centres_alone_are_neighbours() -> None:
    assert neighbours(np.array([[0.0, 9.0], [9.0, 0.0]])).tolist() == [[False, True], [True, False]]
