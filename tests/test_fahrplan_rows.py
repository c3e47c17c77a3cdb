"""Fahrplan rows: one order of stops for all trips, in the order of each of them."""

from random import Random

import pytest

from accessibility.fahrplan_rows import merged_order


def rows(*orders: str) -> str:
    """Return the rows as letters; every order must be found in them where it is said to be."""
    merged = merged_order([tuple(map(ord, order)) for order in orders])
    for order, at in zip(orders, merged.rows, strict=True):
        assert "".join(chr(merged.place[row]) for row in at) == order
        assert list(at) == sorted(set(at))
    return "".join(map(chr, merged.place))


def test_a_trip_that_skips_stops_needs_no_rows_of_its_own() -> None:
    assert rows("ABCDE", "ACE", "BD") == "ABCDE"


def test_stops_of_two_trips_go_where_a_third_says() -> None:
    assert rows("ABD", "ACD", "ACBD") == "ACBD"


def test_a_branch_stands_together_before_the_way_goes_on() -> None:
    assert rows("ABCD", "AXYD") == "AXYBCD"
    assert rows("ABCDE", "ABX") == "ABXCDE"  # what ends soon comes first: the far end stays last


def test_what_joins_the_line_stands_before_the_stop_where_it_does() -> None:
    assert rows("ABCD", "ZCD") == "ABZCD"


def test_a_stop_served_twice_has_two_rows() -> None:
    assert rows("ABCBD", "AB", "CBD", "ABD") == "ABCBD"
    assert rows("ABCA", "CA", "AB") == "ABCA"  # a ring


def test_stops_served_in_contrary_orders_have_two_rows() -> None:
    assert rows("ABCD", "CABD") == "CABCD"


def test_nothing_runs_nothing_is_listed() -> None:
    assert rows() == ""


@pytest.mark.parametrize("seed", range(60))
def test_any_trips_keep_their_order(seed: int) -> None:
    lot = Random(seed)
    orders = {"".join(lot.choices("ABCDEFG", k=lot.randint(2, 9))) for _ in range(8)}
    rows(*sorted(orders))
