"""Equity: how evenly what homes have is spread, in the county and in each Kommune."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from towns import MITTE, Home, bus, compiled, question

from accessibility.access import find_choices
from accessibility.equity import equity_table

# From A 14 journeys there and 15 back a day, from Y one there, from Z nowhere; 25 or 15 minutes.
LINES = (
    bus("60", "A B", "6:05-19:05", takes=20)
    + bus("60", "B A", "6:31-20:31", takes=20)
    + "80: Y B\n 12:05 12:15\n90: Z Y\n 24:00 24:10\n"
)
HOMES = (
    Home("Dorf", "A", 50),
    Home("Dorf", "Y", 30),
    Home("Dorf", "Z", 20),
    Home("Weiler", "A", 0),
    Home("Weiler", "Z", 0),
)


def table(*homes: Home, people: dict[str, list[float]] | None = None) -> pd.DataFrame:
    stops, day = compiled(LINES)
    asked = question(homes, [MITTE], stops)
    groups = {name: np.array(one, np.float64) for name, one in (people or {}).items()}
    return equity_table(asked.places, find_choices(asked, {"tag": day}), groups)


def row(found: pd.DataFrame, measure: str, **where: str) -> "pd.Series[Any]":
    """Return the one row of the county to the Mittelzentrum, unless another is asked for."""
    wanted = {"class": "mittelzentrum", "measure": measure, "area": "kreis"} | where
    chosen = np.logical_and.reduce([found[column] == value for column, value in wanted.items()])
    (index,) = np.flatnonzero(chosen)
    return found.iloc[index]


def test_journeys_a_day_are_spread_over_all_people_those_without_any_too() -> None:
    one = row(table(*HOMES[:3]), "journeys")
    assert (one["people"], one["people_lost"]) == (100, 20)
    assert one[["p10", "p25", "p50", "p75", "p90"]].tolist() == [0, 1, 1, 14, 14]
    # pairs apart: 50·30·13 + 50·20·14 + 30·20·1 = 34 100, twice; mean 7.3: 68 200 / 146 000
    assert one["gini"] == pytest.approx(68_200 / 146_000)


def test_times_are_spread_over_those_who_get_there_and_the_others_are_a_class_of_their_own() -> (
    None
):
    one = row(table(*HOMES[:3]), "journey_time_p50")
    assert (one["people"], one["people_lost"]) == (100, 20)
    assert one[["p10", "p25", "p50", "p75"]].tolist() == [900, 900, 1500, 1500]
    assert pd.isna(one["p90"])  # one of the twenty
    # of 50 with 25 and 30 with 15 minutes: 2·50·30·10 / (2·80·1700) = 0.110…
    assert one["gini"] == pytest.approx(30_000 / 272_000)


def test_who_walks_has_a_time_and_needs_no_journeys() -> None:
    found = table(Home("Dorf", "A", 60), Home("Dorf", "Z", 40, on_foot={"Mitte": 600}))
    assert row(found, "journey_time_p50")["p25"] == 600
    assert row(found, "journey_time_p50")["people_lost"] == 0
    assert row(found, "journeys")["people"] == 60
    assert row(found, "journeys")["gini"] == 0


def test_the_wait_counts_at_a_random_departure_only() -> None:
    found = table(Home("Dorf", "A", 60))
    assert row(found, "journey_time_p50")["p50"] == 25 * 60
    assert row(found, "travel_time_p50")["p50"] == 57 * 60  # as in the table


def test_where_nobody_lives_homes_count_alike_and_a_group_without_people_has_nothing() -> None:
    found = table(*HOMES[3:])
    assert row(found, "journeys")["people"] == 0
    assert row(found, "journeys")[["p50", "p75"]].tolist() == [0, 14]

    nobody = table(*HOMES[:3], people={"seniors": [0, 0, 0]})
    assert nobody[["p50", "gini"]].isna().all().all()


def test_groups_of_people_stand_side_by_side() -> None:
    found = table(*HOMES[:3], people={"youth": [5, 0, 0], "seniors": [0, 2, 2]})
    assert row(found, "journeys", group="youth")["p50"] == 14
    assert row(found, "journeys", group="youth")["people_lost"] == 0
    assert row(found, "journeys", group="seniors")["people"] == 4
    assert row(found, "journeys", group="seniors")["p50"] == 0
    assert row(found, "journeys", group="seniors")["people_lost"] == 2


def test_every_kommune_has_its_row_and_classes_without_a_target_have_none() -> None:
    found = table(*HOMES)
    assert set(found["area"]) == {"kreis", "kommune"}
    assert set(found["class"]) == {"grundzentrum", "mittelzentrum"}
    assert row(found, "journeys", area="kommune")["area_name"] == "Kommune"


def test_without_any_class_the_table_is_empty_and_has_its_columns() -> None:
    stops, day = compiled(LINES)
    asked = question(HOMES, [], stops)
    found = equity_table(asked.places, find_choices(asked, {"tag": day}))
    assert list(found.columns) == list(table(*HOMES).columns)
    assert len(found) == 0
