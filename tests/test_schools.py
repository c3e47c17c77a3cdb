"""Trips to school on one road: Dorf 2 minutes from its stop A, Schule a minute from its stop B.

Lessons begin at 7:30 or 8:00: one is there from 7:00 to 7:20 or from 7:30 to 7:50. They end at
13:00 and 15:00: one leaves up to an hour later. The bus at B is left for two minutes before.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from settlements import settlement
from timetables import seconds

from accessibility.criteria import Verdict
from accessibility.profile_files import shipped_profile
from accessibility.schools import Schooling, SchoolProfile
from accessibility.schools_table import schools_of_days
from accessibility.schools_trips import find_schooling
from mobility.profiles import UNREACHED

PROFILE = shipped_profile(SchoolProfile, "schulweg")
ROAD = {"Dorf": 0, "A": 120, "B": 7500, "Schule": 7560}
HOME = "60: B A\n13:30 14:00\n15:30 16:00\n"


def schooling(
    lines: str,
    road: Mapping[str, float] = ROAD,
    things: Mapping[str, str] | None = None,
    *,
    nearest: int = 3,
) -> Schooling:
    """Return what Dorf has towards a Grundschule."""
    drawn = settlement(lines, road, homes={"Dorf": 100}, things=things or {"Schule": "grundschule"})
    search = PROFILE.search.model_copy(update={"nearest": nearest})
    profile = PROFILE.model_copy(update={"search": search})
    found = find_schooling(
        drawn.network, drawn.places, drawn.homes, drawn.everywhere, drawn.day, profile
    )
    return found["grundschule"]


def there_s(lines: str) -> int:
    return int(schooling(lines).there_s[0])


def back_s(lines: str) -> list[int]:
    return [int(one) for one in schooling(lines).back_s[:, 0]]


# --- the times ------------------------------------------------------------------------------------


def test_the_ride_counts_and_neither_the_walk_to_the_stop_nor_the_wait() -> None:
    assert there_s("60: A B\n7:10 7:40\n") == 30 * 60


def test_a_change_counts_with_its_wait() -> None:
    assert there_s("60: A X\n7:00 7:10\n70: X B\n7:20 7:40\n") == 40 * 60


def test_the_walk_from_the_last_stop_to_school_does_not_count_either() -> None:
    road = {"Dorf": 0, "A": 120, "B": 7500, "Schule": 8100}
    assert int(schooling("60: A B\n7:00 7:25\n", road).there_s[0]) == 25 * 60


def test_nobody_walks_far_for_a_shorter_ride_unless_the_limit_asks_for_it() -> None:
    road = {"Dorf": 0, "A": 120, "Z": 900, "B": 7500, "Schule": 7560}
    in_time, late = "60: A Z B\n7:05 7:10 7:33\n", "60: A Z B\n7:05 7:10 7:36\n"
    assert int(schooling(in_time, road).there_s[0]) == 28 * 60
    assert int(schooling(late, road).there_s[0]) == 26 * 60


def test_of_several_rides_the_shortest_counts() -> None:
    assert there_s("60: A B\n6:30 7:10\n7:20 7:45\n7:00 7:35\n") == 25 * 60


@pytest.mark.parametrize(
    ("alighting", "in_time"),
    [
        ("6:58", False),  # a minute's walk: 31 minutes before the first bell
        ("6:59", True),
        ("7:19", True),
        ("7:20", False),  # 9 minutes before it
        ("7:28", False),
        ("7:29", True),
        ("7:49", True),
        ("7:50", False),
    ],
)
def test_one_is_there_ten_to_thirty_minutes_before_a_bell(alighting: str, in_time: bool) -> None:
    assert (there_s(f"60: A B\n6:30 {alighting}\n") < UNREACHED) == in_time


@pytest.mark.parametrize(
    ("boarding", "in_time"), [("13:01", False), ("13:02", True), ("14:02", True), ("14:03", False)]
)
def test_one_leaves_school_up_to_an_hour_after_lessons(boarding: str, in_time: bool) -> None:
    arrival = f"{int(boarding[:2]) + 1}{boarding[2:]}"
    after_13, after_15 = back_s(f"60: B A\n{boarding} {arrival}\n")
    assert (after_13 == 3600) == in_time
    assert after_15 == UNREACHED


def test_each_end_of_lessons_has_its_own_way_back() -> None:
    assert back_s("60: B A\n13:30 13:50\n15:30 16:10\n") == [20 * 60, 40 * 60]


def test_a_journey_longer_than_two_hours_is_none() -> None:
    # to the door of the school 119 and 121 minutes after leaving the stop's minute of slack
    assert there_s("60: A B\n5:41 7:39\n") == 118 * 60
    assert there_s("60: A B\n5:39 7:39\n") == UNREACHED


# --- which school ---------------------------------------------------------------------------------

TWO = {"Dorf": 0, "A": 120, "Near": 7000, "C": 7100, "B": 9000, "Far": 9060}
BOTH = {"Near": "grundschule", "Far": "grundschule"}


def test_the_school_reached_in_time_counts_not_the_nearest() -> None:
    has = schooling("60: A B\n7:10 7:35\n", TWO, BOTH)
    assert has.school.tolist() == [2]  # places: Dorf, Near, Far
    assert has.there_s.tolist() == [25 * 60]


def test_of_one_nearest_school_alone_the_other_does_not_count() -> None:
    has = schooling("60: A B\n7:10 7:35\n", TWO, BOTH, nearest=1)
    assert has.school.tolist() == [1]
    assert has.there_s.tolist() == [UNREACHED]


def test_the_school_with_a_way_back_wins_over_a_quicker_one_without() -> None:
    lines = "60: A C\n7:10 7:30\n70: A B\n7:10 7:40\n80: B A\n13:30 13:50\n15:30 15:50\n"
    assert schooling(lines, TWO, BOTH).school.tolist() == [2]


def test_who_walks_needs_no_bus() -> None:
    road = {"Dorf": 0, "A": 120, "Schule": 1200, "B": 7500}
    assert schooling("60: A B\n9:10 9:35\n", road).walks.tolist() == [True]
    road = {"Dorf": 0, "A": 120, "Schule": 1201, "B": 7500}
    assert schooling("60: A B\n9:10 9:35\n", road).walks.tolist() == [False]


# --- verdicts and table ---------------------------------------------------------------------------


def judged(lines: str, days: tuple[str, ...] = ("schultag",)) -> tuple[pd.DataFrame, list[Verdict]]:
    drawn = settlement(
        lines,
        {**ROAD, "Weiler": 300, "Nah": 8000},
        homes={"Dorf": 60, "Weiler": 30, "Nah": 10},
        things={"Schule": "grundschule"},
    )
    return schools_of_days(
        drawn.network, drawn.places, drawn.homes, drawn.everywhere,
        dict.fromkeys(days, drawn.day), PROFILE,
    )  # fmt: skip


def met(lines: str) -> dict[str, list[bool]]:
    return {
        verdict.criterion.key.removeprefix("grundschule_"): verdict.met.tolist()
        for verdict in judged(lines)[1]
        if verdict.criterion.key.startswith("grundschule")
    }


def test_thirty_minutes_keep_the_limit_of_a_grundschule_and_a_minute_more_does_not() -> None:
    # Nah walks
    assert met("60: A B\n7:10 7:40\n" + HOME)["hin"] == [True, True, True]
    assert met("60: A B\n7:09 7:40\n" + HOME)["hin"] == [False, False, True]


def test_there_and_back_are_judged_apart() -> None:
    assert met("60: A B\n7:10 7:40\n60: B A\n13:30 14:00\n") == {
        "hin": [True, True, True],
        "zurueck_1300": [True, True, True],
        "zurueck_1500": [False, False, True],
    }


def test_of_a_kind_without_any_school_nothing_can_be_said() -> None:
    table, verdicts = judged("60: A B\n7:10 7:40\n")
    gymnasium = [v for v in verdicts if v.criterion.key.startswith("gymnasium")]

    assert len(gymnasium) == 3
    assert not any(v.known.any() for v in gymnasium)
    assert table["gymnasium_id"].isna().all()
    assert table["gymnasium_share"].isna().all()


def test_only_days_of_school_are_judged() -> None:
    table, verdicts = judged(HOME, ("schultag", "ferientag", "samstag"))
    assert set(table["day"]) == {v.day for v in verdicts} == {"schultag"}
    assert judged(HOME, ("sonntag",))[1] == []


def test_the_table_has_medians_of_those_who_ride_and_shares_of_all() -> None:
    row = by_name(judged("60: A B\n7:00 7:40\n" + HOME)[0])
    assert row["Dorf"]["grundschule_ride_time"] == 40 * 60
    assert row["Dorf"]["grundschule_share"] == 0
    assert row["Dorf"]["grundschule_return_1300_time"] == 30 * 60
    assert row["Dorf"]["grundschule_return_1300_share"] == 1
    assert row["Dorf"]["grundschule_name"] == "Schule"
    assert row["Nah"]["grundschule_walk_share"] == row["Nah"]["grundschule_share"] == 1
    assert pd.isna(row["Nah"]["grundschule_ride_time"])


def by_name(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(name): dict(row) for name, row in table.set_index("name").iterrows()}


def test_the_words_say_what_was_computed_and_what_is_assumed() -> None:
    hin = judged(HOME)[1][0].criterion
    assert hin.title == "Grundschule: Hinweg in 30 min"
    assert "10 bis 30 Minuten vor Unterrichtsbeginn (07:30 oder 08:00 Uhr)" in hin.definition
    assert "nicht die des Schulbezirks" in hin.definition
    assert hin.assumed
    assert PROFILE.arrivals_s[1] == (seconds("7:30"), seconds("7:50"))
