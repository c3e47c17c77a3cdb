"""Shares of people with a useful journey by hour, before and after."""

import pandas as pd
from before_after import found
from towns import Home, bus

from accessibility.areas import areas_of
from accessibility.hour_shares import hour_table

THERE = "60: A B\n 6:05 6:25\n 7:05 7:25\n"
BACK = "60: B A\n 16:31 16:51\n"
X = bus("61", "X B", "6:05-7:05", takes=10)


def shares(before: str, after: str, *homes: Home) -> pd.DataFrame:
    """Return the table of the Mittelzentrum for the Kreis, by way and hour."""
    one, other = found(before, *homes), found(after, *homes)
    table = hour_table(areas_of(one.question.places), one.points, other.points, ["tag"])
    chosen = (table["class"] == "mittelzentrum") & (table["area"] == "kreis")
    return table[chosen].set_index(["way", "hour"])


def test_a_bus_that_is_gone_serves_its_hour_no_more() -> None:
    homes = Home("Dorf", "A", 75), Home("Weiler", "X", 25)

    table = shares(THERE + BACK + X, THERE.replace(" 7:05 7:25\n", "") + BACK + X, *homes)

    assert table.loc[("hin", 6), "share_before"] == 1
    assert table.loc[("hin", 6), "share_after"] == 1
    assert table.loc[("hin", 7), "share_before"] == 1
    assert table.loc[("hin", 7), "share_after"] == 0.25
    assert table.loc[("hin", 7), "people_after"] == 25
    assert table.loc[("hin", 8), "share_before"] == 0


def test_the_way_back_is_counted_when_one_leaves_the_target() -> None:
    table = shares(THERE + BACK, THERE, Home("Dorf"))

    back = table.loc["zurück"]
    assert back.index[back["share_before"] > 0].tolist() == [16]  # leaves at 16:30
    assert (back["share_after"] == 0).all()


def test_every_hour_from_5_to_22_has_a_row_in_kreis_and_kommune() -> None:
    one = found(THERE, Home("Dorf"), Home("Stadt", kommune="Andere"))
    table = hour_table(areas_of(one.question.places), one.points, one.points, ["tag"])

    assert set(table["area_name"]) == {"Kreis", "Kommune", "Andere"}
    assert set(table["hour"]) == set(range(5, 23))
    assert set(table["class"]) == {"grundzentrum", "mittelzentrum"}
    assert len(table) == 3 * 18 * 2 * 2
    assert (table["share_before"] == table["share_after"]).all()
