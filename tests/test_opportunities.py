"""Opportunities: sums within a limit, decays and the way to the n-th, by head.

Three origins and four places; the seconds between them stand in a table.
"""

import numpy as np
import pytest

from accessibility.opportunities import Wanted, cumulative, dual, opportunity_table
from accessibility.pair_times import NO_WAY

SECONDS = np.array(
    [
        [600, 1800, 1801, NO_WAY],
        [0, 3600, 3600, 3600],
        [NO_WAY, NO_WAY, NO_WAY, NO_WAY],
    ],
    np.uint16,
)
JOBS = np.array([1.0, 2.0, 4.0, 8.0])  # powers of two: a sum says which places are in it


def weights(*columns: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.column_stack([np.array(column, np.float64) for column in columns])


def test_the_limit_itself_is_within_it_and_a_second_more_is_not() -> None:
    sums = cumulative(SECONDS, weights(list(JOBS)), 1800, "step")
    assert sums[:, 0].tolist() == [1 + 2, 1, 0]


def test_an_exponential_decay_halves_with_every_limit() -> None:
    sums = cumulative(SECONDS, weights([1, 0, 0, 0], [0, 1, 0, 0]), 1800, "exponential")
    assert sums[0].tolist() == pytest.approx([2 ** (-1 / 3), 0.5])
    assert sums[1].tolist() == pytest.approx([1, 0.25])
    assert sums[2].tolist() == [0, 0]


def test_a_logistic_decay_is_one_at_the_door_and_about_a_half_at_the_limit() -> None:
    sums = cumulative(SECONDS, weights([1, 0, 0, 0], [0, 1, 0, 0]), 1800, "logistic")
    assert sums[1, 0] == pytest.approx(1)
    assert sums[0, 1] == pytest.approx(0.5, abs=0.01)
    # 1 200 s before the limit are two standard deviations of 600 s
    assert sums[0, 0] == pytest.approx(1 / (1 + np.exp(-2 * np.pi / np.sqrt(3))), abs=0.01)


def test_the_way_to_the_nth_counts_what_each_place_holds() -> None:
    times = dual(SECONDS, JOBS, np.array([1.0, 3.0, 4.0, 15.0]))
    assert times.tolist() == [
        [600, 1800, 1801, int(NO_WAY)],  # 1, 1 + 2, 1 + 2 + 4, never all of them
        [0, 3600, 3600, 3600],
        [int(NO_WAY)] * 4,
    ]


def test_places_with_nothing_in_them_are_no_opportunity() -> None:
    assert dual(SECONDS, np.array([0.0, 0.0, 1.0, 0.0]), np.array([1.0])).tolist() == [
        [1801],
        [3600],
        [int(NO_WAY)],
    ]


def test_a_row_an_origin_in_the_order_given() -> None:
    table = opportunity_table(
        ["x", "y", "z"],
        SECONDS,
        {"jobs": JOBS, "schools": np.array([0.0, 1, 0, 1])},
        Wanted(minutes=(30, 60), nth=(1, 2)),
    )
    assert table.columns.tolist() == [
        "from_id", "jobs_30", "schools_30", "jobs_60", "schools_60",
        "jobs_time_1", "jobs_time_2", "schools_time_1", "schools_time_2",
    ]  # fmt: skip
    assert table["from_id"].tolist() == ["x", "y", "z"]
    assert table["jobs_60"].tolist() == [7, 15, 0]
    assert table["schools_time_1"].tolist()[:2] == [1800, 3600]
    assert table["schools_time_2"].isna().tolist() == [True, False, True]
