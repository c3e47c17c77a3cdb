"""Medians by people: of Ortsteile whose people one can count on one's fingers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.medians import median, most, share, weights_of
from mobility.profiles import UNREACHED

NAN = float("nan")


def of_one(*points: tuple[int | None, float]) -> int | None:
    """Return the median of one Ortsteil whose points are (value, people)."""
    return of_all({0: list(points)}, 1)[0]


def of_all(ortsteile: dict[int, list[tuple[int | None, float]]], count: int) -> list[int | None]:
    """Return the medians of all Ortsteile."""
    rows = [(o, v, p) for o, points in ortsteile.items() for v, p in points]
    group = np.array([o for o, _, _ in rows], np.int64)
    values = np.array([UNREACHED if v is None else v for _, v, _ in rows], np.int64)
    weights = np.array([p for _, _, p in rows], np.float64)
    found = median(values, weights, group, count).tolist()
    return [None if one == UNREACHED else one for one in found]


def test_half_the_people_are_there_by_the_median() -> None:
    assert of_one((20, 10), (30, 11)) == 30
    assert of_one((20, 11), (30, 10)) == 20
    assert of_one((40, 1), (20, 1), (30, 1)) == 30


def test_of_two_halves_the_smaller_value_is_the_lower_median() -> None:
    assert of_one((30, 10), (20, 10)) == 20
    assert of_one((40, 5), (30, 5), (20, 5), (10, 5)) == 20


def test_the_unreachable_are_the_last_of_all() -> None:
    assert of_one((20, 1), (30, 1), (None, 1)) == 30
    assert of_one((20, 50), (None, 50)) == 20  # half of all people, exactly
    assert of_one((20, 49), (None, 51)) is None
    assert of_one((None, 1)) is None


def test_where_nobody_lives_no_value_counts() -> None:
    assert of_one((10, 0), (20, 5)) == 20
    assert of_one((20, 5), (10, 0), (None, 0)) == 20
    assert of_one((10, 0)) is None


def test_equal_values_are_one_value() -> None:
    assert of_one((20, 1), (20, 1), (10, 1), (30, 1), (30, 1)) == 20


def test_ortsteile_do_not_mix_whatever_the_order_of_their_points() -> None:
    values = np.array([50, 10, 60, 20, 30])
    group = np.array([2, 0, 2, 0, 0])

    assert median(values, np.ones(5), group, 4).tolist() == [20, UNREACHED, 50, UNREACHED]


def test_halves_stay_halves_among_many_fractions_of_people() -> None:
    # People guessed from buildings are fractions: their sums over a county lose the last digits.
    people = np.repeat(np.arange(1, 3001) / 7.3, 2)
    group = np.repeat(np.arange(3000), 2)
    minutes = np.tile([10, 20], 3000)

    assert set(median(minutes, people, group, 3000).tolist()) == {10}


def test_people_are_the_weights() -> None:
    people, group = np.array([10.0, 20.5, 0.0]), np.array([0, 0, 0])

    assert weights_of(people, group, 1).tolist() == [10, 20.5, 0]


def test_where_no_population_is_known_every_point_weighs_one() -> None:
    people = np.array([NAN, NAN, 7.0, 0.0, 0.0])
    group = np.array([0, 0, 1, 2, 2])

    assert weights_of(people, group, 3).tolist() == [1, 1, 7, 1, 1]


def test_shares_are_of_people() -> None:
    holds = np.array([True, False, True, False])
    people, group = np.array([100.0, 300, 5, 0]), np.array([0, 0, 1, 2])

    assert share(holds, people, group, 4).tolist() == pytest.approx(
        [0.25, 1, NAN, NAN], nan_ok=True
    )


def test_half_is_half_in_whatever_order_fractions_are_added() -> None:
    people = np.full(6, 10 / 1.1)  # added up, three of six are 0.4999999999999999 of them
    first_three = np.arange(6) < 3

    assert share(first_three, people, np.zeros(6, np.int64), 1).tolist() == [0.5]


def test_the_target_of_most_people_is_named() -> None:
    target = np.array([4, 7, 7, -1, -1, 3, 2])
    people = np.array([5.0, 3, 3, 9, 1, 2, 2])
    group = np.array([0, 0, 0, 0, 1, 2, 2])

    assert most(target, people, group, 3).tolist() == [7, -1, 2]  # of equals the first


Points = list[tuple[int | None, int]]
POINTS = st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 6)), st.integers(0, 4)), max_size=8)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(POINTS, min_size=1, max_size=4))
def test_medians_are_what_the_definition_says(drawn: list[Points]) -> None:
    def by_definition(points: Points) -> int | None:
        everyone = sum(people for _, people in points)
        reached = sorted({v for v, _ in points if v is not None})
        return next(
            (
                v
                for v in reached
                if everyone
                and 2 * sum(p for w, p in points if w is not None and w <= v) >= everyone
            ),
            None,
        )

    ortsteile = {o: [(v, float(p)) for v, p in points] for o, points in enumerate(drawn)}

    assert of_all(ortsteile, len(drawn)) == [by_definition(points) for points in drawn]
