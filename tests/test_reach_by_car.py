"""People in reach on one road; homes hold 1, 2, 4, … people: a sum says which are in it.

Ost lies 2 minutes west of its stop A, West a minute east of its stop B, 10 km away; Fern lies 60 km
away. One may leave from 7:00 to 8:59 and has 30 minutes.
"""

from typing import Any

import pandas as pd
import pytest
from settlements import Settlement, settlement
from towns import bus

from accessibility.profile_files import shipped_profile
from accessibility.reach_by_car import FopsProfile, Living, people_in_reach

PROFILE = shipped_profile(FopsProfile, "fops")
# half a second less than the minutes meant: on the ball so long a road is not quite straight
ROAD = {"Ost": 0, "A": 119.5, "Nah": 1000, "B": 7500, "West": 7559.5, "Fern": 45_000}
HOMES = {"Ost": 1, "Nah": 2, "West": 4, "Fern": 8}


def town(lines: str) -> Settlement:
    return settlement(lines, ROAD, homes=HOMES, things={})


def reach(lines: str) -> pd.DataFrame:
    drawn = town(lines)
    days = {"schultag": drawn.day}
    table = people_in_reach(
        drawn.network, drawn.places, Living(drawn.homes, drawn.everywhere), days, PROFILE
    )
    return table.set_index("name")


def ost(lines: str) -> "pd.Series[Any]":
    row = reach(lines).loc["Ost"]
    assert isinstance(row, pd.Series)
    return row


def half_hourly(takes: int) -> str:
    return bus("60", "A B", "6:05-10:05", takes=takes, every=30)


def test_who_leaves_when_it_suits_is_there_in_thirty_minutes_and_not_in_31() -> None:
    # with the bus of 25 minutes it takes 29 in 4 minutes of the window, 30 in 4 more: rank 6 is 30
    assert ost(half_hourly(25))["people_p5"] == 1 + 2 + 4
    assert ost(half_hourly(26))["people_p5"] == 1 + 2


def test_who_leaves_at_any_minute_waits_and_gets_less_far() -> None:
    assert ost(half_hourly(20))["people_p50"] == 1 + 2
    # every 10 minutes: it takes 24 to 33 minutes, 28 in half of the minutes
    assert ost(bus("60", "A B", "6:05-10:05", takes=20, every=10))["people_p50"] == 1 + 2 + 4


def test_people_within_a_walk_are_in_reach_without_any_bus() -> None:
    nights = "60: A B\n23:00 23:20\n"
    assert ost(nights)["people_p50"] == 1 + 2
    assert reach(nights).loc["Fern", "people_p5"] == 8


def test_the_ratio_is_that_to_the_people_in_reach_by_car() -> None:
    row = ost(half_hourly(25))
    assert row["people_car"] == 1 + 2 + 4
    assert row["ratio_p5"] == 1
    assert row["ratio_p50"] == pytest.approx(3 / 7)
    assert row["limit"] == 1800


def test_where_nobody_is_known_to_live_homes_count_one_each() -> None:
    drawn = settlement(half_hourly(25), ROAD, homes=dict.fromkeys(HOMES, float("nan")), things={})
    table = people_in_reach(
        drawn.network,
        drawn.places,
        Living(drawn.homes, drawn.everywhere),
        {"schultag": drawn.day},
        PROFILE,
    )
    assert table["people_p5"].iloc[0] == 3


def test_other_hours_hold_at_the_weekend() -> None:
    drawn = town(bus("60", "A B", "9:05-11:05", takes=25, every=30))
    days = {"schultag": drawn.day, "samstag": drawn.day}
    table = people_in_reach(
        drawn.network, drawn.places, Living(drawn.homes, drawn.everywhere), days, PROFILE
    )
    assert table[table["name"] == "Ost"]["people_p5"].tolist() == [1 + 2, 1 + 2 + 4]
