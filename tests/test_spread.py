"""Spread: quantiles and Gini coefficients of a handful of people, worked out by head."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.medians import median
from accessibility.spread import Ranked, gini, quantiles, ranked
from mobility.profiles import UNREACHED

NAN = float("nan")


def of_one(*points: tuple[int | None, float]) -> tuple[Ranked, np.ndarray[tuple[int], np.dtype]]:
    """Return one group whose points are (value, people)."""
    values = np.array([UNREACHED if v is None else v for v, _ in points], np.int64)
    rows = ranked(values, np.zeros(len(points), np.int64), 1)
    return rows, np.array([people for _, people in points], np.float64)


def quantile(share: float, *points: tuple[int | None, float]) -> float:
    rows, weights = of_one(*points)
    return float(quantiles(rows, weights, [share])[0, 0])


def spread(*points: tuple[int | None, float]) -> float:
    rows, weights = of_one(*points)
    return float(gini(rows, weights)[0])


# --- quantiles -----------------------------------------------------------------------------------


def test_a_quantile_is_the_smallest_value_so_many_people_do_not_exceed() -> None:
    ten = ((10, 2), (20, 3), (30, 5))
    assert quantile(0.2, *ten) == 10
    assert quantile(0.21, *ten) == 20
    assert quantile(0.5, *ten) == 20
    assert quantile(0.51, *ten) == 30
    assert quantile(1.0, *ten) == 30


def test_who_cannot_be_reached_is_the_last_and_has_no_value() -> None:
    lost = ((30, 5), (None, 5))
    assert quantile(0.5, *lost) == 30
    assert math.isnan(quantile(0.51, *lost))


def test_homes_without_people_have_no_say() -> None:
    assert quantile(0.1, (1, 0), (20, 3)) == 20
    assert math.isnan(quantile(0.5, (1, 0)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 2)), min_size=1))
def test_half_of_the_people_are_there_by_the_median_of_the_table(
    points: list[tuple[int, int, int]],
) -> None:
    values = np.array([UNREACHED if v == 9 else v for v, _, _ in points], np.int64)
    weights = np.array([p for _, p, _ in points], np.float64)
    group = np.array([g for _, _, g in points], np.int64)
    found = quantiles(ranked(values, group, 3), weights, [0.5])[0]
    of_table = median(values, weights, group, 3).astype(np.float64)
    np.testing.assert_array_equal(found, np.where(of_table < UNREACHED, of_table, np.nan))


# --- Gini ----------------------------------------------------------------------------------------


def test_where_all_have_alike_nothing_is_uneven() -> None:
    assert spread((7, 1), (7, 3), (7, 10)) == 0


def test_one_of_four_who_has_everything_is_three_quarters_uneven() -> None:
    # pairs of one and another: 2 · 3 of 4 apart; 24 / (2 · 16 · mean 1) = 0.75
    assert spread((0, 1), (0, 1), (0, 1), (4, 1)) == pytest.approx(0.75)


def test_a_home_of_three_counts_like_three_homes_of_one() -> None:
    # 1, 1, 1, 5: pairs 2 · 3 of 4 apart = 24, mean 2: 24 / (2 · 16 · 2) = 0.375
    assert spread((5, 1), (1, 3)) == pytest.approx(0.375)
    assert spread((1, 1), (5, 1), (1, 1), (1, 1)) == pytest.approx(0.375)


def test_who_has_no_time_is_left_to_a_class_of_its_own() -> None:
    assert spread((5, 1), (1, 3), (None, 9)) == pytest.approx(0.375)


def test_where_nobody_has_anything_there_is_nothing_to_share() -> None:
    assert math.isnan(spread((0, 5), (0, 5)))
    assert math.isnan(spread((5, 0)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=12))
def test_it_is_the_mean_difference_of_all_pairs_over_twice_the_mean(
    points: list[tuple[int, int]],
) -> None:
    total = sum(p for _, p in points)
    have = sum(v * p for v, p in points)
    apart = sum(p * q * abs(v - w) for v, p in points for w, q in points)
    expected = apart / (2 * total * have) if total * have else NAN  # P² Ā = P · Σ P A
    assert spread(*points) == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_groups_know_nothing_of_each_other() -> None:
    values = np.array([5, 0, 1, 4, 1, 0, 1, 0], np.int64)
    group = np.array([0, 1, 0, 1, 0, 1, 0, 1], np.int64)
    found = gini(ranked(values, group, 3), np.ones(8))
    assert found[:2].tolist() == [pytest.approx(0.375), pytest.approx(0.75)]
    assert math.isnan(found[2])
