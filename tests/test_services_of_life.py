"""Services of life on one road: Dorf 2 minutes from its stop A, Arzt a minute from its stop B.

The door is left 3 minutes before the bus at A, on the way back 2 minutes before the bus at B.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
from settlements import settlement
from timetables import seconds
from towns import bus

from accessibility.criteria import Verdict
from accessibility.profile_files import shipped_profile
from accessibility.services_of_life import ServiceOfLife, ServicesProfile
from accessibility.services_of_life_table import services_of_days

PROFILE = shipped_profile(ServicesProfile, "daseinsvorsorge")
ROAD = {"Dorf": 0, "A": 120, "B": 7500, "Arzt": 7560, "Nah": 8000}
HOURLY = bus("60", "A B", "6:05-19:05", takes=26) + bus("60", "B A", "6:31-20:31", takes=26)


def asked(
    lines: str = HOURLY,
    things: Mapping[str, str] | None = None,
    *,
    road: Mapping[str, float] | None = None,
    days: tuple[str, ...] = ("schultag",),
) -> tuple[pd.DataFrame, list[Verdict]]:
    drawn = settlement(
        lines, road or ROAD, homes={"Dorf": 90, "Nah": 10}, things=things or {"Arzt": "hausarzt"}
    )
    return services_of_days(
        drawn.network, drawn.places, drawn.homes, drawn.everywhere,
        dict.fromkeys(days, drawn.day), PROFILE,
    )  # fmt: skip


def dorf(lines: str = HOURLY, **more: Any) -> "pd.Series[Any]":
    return asked(lines, **more)[0].iloc[0]


def test_the_way_to_the_doctor_has_all_its_figures() -> None:
    row = dorf()

    assert row["hausarzt_name"] == "Arzt"
    assert row["hausarzt_time"] == 30 * 60  # 2 to the stop, 1 there, 26 in the bus, 1 to the door
    assert (row["hausarzt_journeys"], row["hausarzt_return_journeys"]) == (14, 15)
    assert row["hausarzt_last_return"] == seconds("20:29")
    assert row["hausarzt_share"] == row["hausarzt_in_time_share"] == row["hausarzt_stay_share"] == 1


def met(lines: str, things: Mapping[str, str] | None = None) -> list[bool]:
    (verdict,) = asked(lines, things)[1]
    return [bool(one) for one in verdict.met]


def test_thirty_minutes_are_in_time_and_31_are_not_and_who_is_near_walks() -> None:
    slower = bus("60", "A B", "6:05-19:05", takes=27) + bus("60", "B A", "6:31-20:31", takes=26)
    assert met(HOURLY) == [True, True]
    assert met(slower) == [False, True]


def test_without_a_way_back_after_an_hour_there_it_is_not_enough() -> None:
    there = bus("60", "A B", "8:05-17:05", takes=26)
    # one is at the door from 8:32 on; the way back at 9:30 is too soon by two minutes
    assert met(there + "60: B A\n9:32 9:58\n") == [False, True]
    assert met(there + "60: B A\n9:34 10:00\n") == [True, True]


def test_of_several_the_one_best_reached_counts() -> None:
    road = {**ROAD, "Fern": 9000, "C": 9060}
    things = {"Arzt": "hausarzt", "Fern": "hausarzt"}
    lines = bus("70", "A C", "6:05-19:05", takes=10) + bus("70", "C A", "6:31-20:31", takes=10)
    assert dorf(HOURLY + lines, things=things, road=road)["hausarzt_name"] == "Fern"


def test_a_category_the_profile_does_not_name_is_asked_about_too() -> None:
    table, verdicts = asked(things={"Arzt": "tierarzt_praxis"})
    assert table["tierarzt_praxis_limit"].iloc[0] == 45 * 60
    assert verdicts[0].criterion.title == "Tierarzt praxis in 45\u202fmin"


def test_schools_and_places_of_work_are_looked_at_elsewhere() -> None:
    things = {"Arzt": "grundschule", "Nah": "gewerbegebiet"}
    drawn = {name: at for name, at in ROAD.items() if name != "Nah"} | {"Nah": 8000.0}
    found = settlement(HOURLY, drawn, homes={"Dorf": 1}, things=things)
    table, verdicts = services_of_days(
        found.network, found.places, found.homes, found.everywhere, {"schultag": found.day}, PROFILE
    )
    assert verdicts == []
    assert not [name for name in table.columns if "schule" in name or "gewerbe" in name]


def test_nobody_is_asked_about_doctors_on_sunday() -> None:
    table, verdicts = asked(days=("schultag", "sonntag"))
    assert [verdict.day for verdict in verdicts] == ["schultag"]
    assert table["hausarzt_time"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
    ],
)
def test_lakes_have_a_season(when: date, is_open: bool) -> None:
    lake = PROFILE.service("badesee")
    assert lake is not None
    assert lake.is_open("samstag", when) == is_open


def test_a_season_may_run_over_the_new_year() -> None:
    ski = ServiceOfLife(minutes=60, season=("12-01", "02-28"))
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 28), date(2027, 3, 1)]
    assert [ski.is_open("samstag", day) for day in days] == [False, True, True, False]


def test_every_value_is_printed_as_an_assumption() -> None:
    assert asked()[1][0].criterion.assumed
    assert "Rückfahrt nach 60\u202fmin Aufenthalt" in asked()[1][0].criterion.definition
