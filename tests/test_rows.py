"""Rows: what a ride is worth, read from an earlier one, in 16 bits."""

import numpy as np

from mobility.rows import RANKS, TOO_LONG, Small, improve, is_better, overtake, pass_on

NO = int(TOO_LONG)


def row(*values: int) -> Small:
    return np.array(values, np.uint16)


def improved(fresh: Small, boarded: int, other: Small, sooner_s: int) -> list[int]:
    improve(fresh, boarded, other[None], 0, sooner_s)
    return [int(one) for one in fresh]


def test_a_row_that_departs_10_minutes_later_is_worth_10_minutes_more() -> None:
    assert improved(row(900, 3000), 0, row(600, 1800), 600) == [900, 2400]


def test_no_way_remains_no_way_however_long_one_waits() -> None:
    assert improved(row(NO), 0, row(NO), 600) == [NO]
    assert improved(row(NO), 0, row(NO), 200_000) == [NO]


def test_what_takes_longer_than_any_journey_is_no_way() -> None:
    assert improved(row(NO), 0, row(65_000), 534) == [65_534]
    assert improved(row(NO), 0, row(65_000), 535) == [NO]
    assert improved(row(NO), 0, row(0), 100_000) == [NO]


def test_a_ride_boarded_leaves_one_boarding_less() -> None:
    # two doors: with no further boarding 5 and 6 minutes, with one 3 and 4
    fresh = row(NO, NO, NO, NO)

    assert improved(fresh, 2, row(300, 360, 180, 240), 60) == [NO, NO, 360, 420]


def test_a_rank_is_seconds_first_and_then_boardings() -> None:
    # 10 min with one boarding and 10 min with two, read from 60 s earlier with a boarding more
    fresh, other = (np.array(one, np.uint32) for one in ([661, 660], [600, 600]))
    ranks = other * RANKS + np.array([1, 2], np.uint32)
    fresh = fresh * RANKS

    improve(fresh, 0, ranks[None], 0, 60 * RANKS + 1)
    assert np.divmod(fresh, RANKS)[0].tolist() == [660, 660]
    assert np.divmod(fresh, RANKS)[1].tolist() == [2, 0]  # 660 without any is better than with 3


def test_who_waits_has_the_better_of_this_ride_and_later_ones() -> None:
    rows = np.array([[600, 60], [NO, NO]], np.uint16)

    pass_on(rows, 1, row(900, 900), 0, 120)
    assert rows[1].tolist() == [720, 180]
    pass_on(rows, 1, row(900, 900), -1, 0)
    assert rows[1].tolist() == [900, 900]


def test_only_a_smaller_value_is_better() -> None:
    rows = np.array([[600, 60]], np.uint16)

    assert not is_better(row(600, 60), rows, 0)
    assert is_better(row(600, 59), rows, 0)


def test_a_boarding_is_worth_catching_only_before_the_later_one_takes_over() -> None:
    best, rows = row(600), np.array([[1200], [1199]], np.uint16)

    assert not overtake(best.copy(), 600, rows, 0)
    assert overtake(best, 600, rows, 1)
    assert best.tolist() == [1199]
