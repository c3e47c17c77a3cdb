"""Work in shifts on one road: Dorf 2 minutes from its stop A, Werk a minute from its stop B.

Shifts begin at 6, 14 and 22 o'clock, end at 14, 22 and 6; one waits at most 45 minutes before and
after, and is under way at most 60 minutes each way.
"""

import pandas as pd
import pytest
from settlements import settlement
from timetables import seconds

from accessibility.criteria import Verdict
from accessibility.profile_files import shipped_profile
from accessibility.services_of_life import ServicesProfile
from accessibility.services_of_life_shifts import shifts_of_days

PROFILE = shipped_profile(ServicesProfile, "daseinsvorsorge")
ROAD = {"Dorf": 0, "A": 120, "B": 7500, "Werk": 7560, "Nah": 8000}
THERE, BACK = "60: A B\n5:20 5:50\n", "60: B A\n14:10 14:40\n"


def asked(
    lines: str, *, day: str = "schultag", things: dict[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[Verdict]]:
    drawn = settlement(
        lines, ROAD, homes={"Dorf": 90, "Nah": 10}, things=things or {"Werk": "gewerbegebiet"}
    )
    return shifts_of_days(
        drawn.network, drawn.places, drawn.homes, drawn.everywhere, {day: drawn.day}, PROFILE
    )


def early(lines: str) -> bool:
    """Return whether somebody from Dorf can work the early shift."""
    verdict = asked(lines)[2][0]
    assert verdict.criterion.key == "frueh"
    return bool(verdict.met[0])


def test_there_before_the_shift_and_home_after_it() -> None:
    assert early(THERE + BACK)
    assert not early(THERE)
    assert not early(BACK)


@pytest.mark.parametrize(
    ("times", "in_time"),
    [
        ("4:44 5:13", False),  # at the gate at 5:14: 46 minutes too soon
        ("4:45 5:14", True),
        ("5:30 5:59", True),  # at the gate at 6:00
        ("5:31 6:00", False),
    ],
)
def test_one_waits_at_most_45_minutes_and_is_never_late(times: str, in_time: bool) -> None:
    assert early(f"60: A B\n{times}\n" + BACK) == in_time


@pytest.mark.parametrize(
    ("times", "in_time"),
    [
        ("14:01 14:30", False),  # two minutes to the stop and at it: the gate is left at 13:59
        ("14:02 14:30", True),
        ("14:47 15:17", True),
        ("14:48 15:18", False),
    ],
)
def test_the_way_home_begins_at_most_45_minutes_after_the_shift(times: str, in_time: bool) -> None:
    assert early(THERE + f"60: B A\n{times}\n") == in_time


def test_an_hour_from_door_to_door_is_enough_and_a_minute_more_is_too_much() -> None:
    # 3 minutes until the bus leaves, 1 minute to the gate
    assert early("60: A B\n4:57 5:53\n" + BACK)
    assert not early("60: A B\n4:56 5:53\n" + BACK)


def test_the_night_shift_goes_home_in_the_morning() -> None:
    _, table, verdicts = asked("60: A B\n21:20 21:50\n60: B A\n6:10 6:40\n")
    assert [v.criterion.key for v in verdicts if v.met[0]] == ["nacht"]
    assert table["nacht_share"].tolist() == [1, 1]
    assert table["spaet_share"].tolist() == [0, 1]  # Nah walks


def test_each_place_of_work_counts_its_people() -> None:
    sites, table, _ = asked(THERE + BACK)
    frueh = sites.iloc[0]
    assert (frueh["name"], frueh["shift"]) == ("Werk", "frueh")
    assert (frueh["begins"], frueh["ends"]) == (seconds("6:00"), seconds("14:00"))
    assert (frueh["people"], frueh["walkers"]) == (100, 10)
    late = sites.iloc[1]
    assert (late["people"], late["people_there"], late["people_back"]) == (10, 10, 10)
    assert table["frueh_sites"].tolist() == [1, 1]
    assert table["spaet_sites"].tolist() == [0, 1]


def test_there_and_home_belong_to_the_same_place_of_work() -> None:
    drawn = settlement(
        "60: A B\n5:20 5:50\n70: C A\n14:10 14:40\n",
        {**ROAD, "Nah": 300, "C": 9960, "Fern": 10_020},
        homes={"Dorf": 90},
        things={"Werk": "gewerbegebiet", "Fern": "gewerbegebiet"},
    )
    days = {"schultag": drawn.day}
    found = shifts_of_days(
        drawn.network, drawn.places, drawn.homes, drawn.everywhere, days, PROFILE
    )
    assert not found[2][0].met.any()


def test_without_any_place_of_work_nothing_can_be_said() -> None:
    sites, table, verdicts = asked(THERE + BACK, things={"Werk": "hausarzt"})
    assert len(sites) == 0
    assert table["frueh_share"].isna().all()
    assert not any(v.known.any() for v in verdicts)


def test_days_the_profile_does_not_name_have_no_shifts() -> None:
    sites, table, verdicts = asked(THERE + BACK, day="sommersonntag")
    assert (len(sites), len(table), verdicts) == (0, 0, [])
