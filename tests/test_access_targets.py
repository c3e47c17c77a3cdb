"""Which target the accessibility table chooses, and what the standard asks of it, by head."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from timetables import seconds
from towns import HOURLY, MITTE, RIN, Home, Target, bus, hhmm, row, table, verdict

from accessibility.standards import CLASSES

SATURDAY = date(2024, 5, 18)


# --- which target --------------------------------------------------------------------------------


def chosen(lines: str, *targets: Target, kind: str = "mittelzentrum") -> Any:
    return row(lines, Home("Dorf"), targets=targets)[f"{kind}_name"]


def test_the_target_that_meets_the_standard_wins_over_a_faster_one() -> None:
    fast = bus("70", "A C", "6:05-15:05", takes=5) + bus("70", "C A", "6:31-20:31", takes=5)

    assert chosen(HOURLY + fast, Target("Schnell", "C"), MITTE) == "Mitte"  # none after 16


def test_of_those_that_meet_the_standard_the_fastest_wins_though_it_runs_less() -> None:
    rare = bus("70", "A C", "6:05-18:05", takes=19, every=120) + bus(
        "70", "C A", "6:31-18:31", takes=19, every=120
    )

    assert chosen(HOURLY + rare, MITTE, Target("Selten", "C")) == "Selten"


def test_of_equally_fast_targets_the_one_with_most_journeys_wins() -> None:
    often = bus("70", "A C", "6:05-19:35", takes=20, every=30) + bus(
        "70", "C A", "6:31-20:31", takes=20
    )

    assert chosen(HOURLY + often, MITTE, Target("Oft", "C")) == "Oft"


def test_of_targets_alike_in_everything_the_first_of_the_list_wins() -> None:
    assert chosen(HOURLY, Target("Eins"), Target("Zwei")) == "Eins"


def test_a_target_with_one_bus_at_night_beats_one_without_any() -> None:
    dorf = row(
        "60: A C\n 4:35 4:55", Home("Dorf"), targets=[Target("Nie", "A"), Target("Nachts", "C")]
    )

    assert dorf["mittelzentrum_name"] == "Nachts"
    assert dorf["mittelzentrum_journeys"] == 1
    assert dorf["mittelzentrum_first_departure"] == seconds("4:30")
    assert dorf["mittelzentrum_served_share"] == 1
    assert pd.isna(dorf["mittelzentrum_journey_time_p50"])  # none within the window
    assert dorf["mittelzentrum_verdict"] == "nicht erfüllt"


def test_out_and_back_go_to_the_same_target() -> None:
    one_way = bus("70", "A C", "6:05-19:05", takes=5)  # nobody comes back from there
    dorf = row(one_way, Home("Dorf"), targets=[Target("Schnell", "C")])

    assert dorf["mittelzentrum_journeys"] == 14
    assert dorf["mittelzentrum_return_journeys"] == 0
    assert pd.isna(dorf["mittelzentrum_last_return"])

    both = table(HOURLY + one_way, Home("Dorf"), targets=[Target("Schnell", "C"), MITTE])
    assert both.loc["Dorf", "mittelzentrum_name"] == "Mitte"
    assert both.loc["Dorf", "mittelzentrum_return_journeys"] == 15


def test_a_higher_centre_is_also_a_target_of_the_lower_classes() -> None:
    dorf = row(HOURLY, Home("Dorf"), targets=[Target("Stadt", kind="oberzentrum")])

    for kind in ("grundzentrum", "mittelzentrum", "oberzentrum"):
        assert dorf[f"{kind}_name"] == "Stadt"
        assert dorf[f"{kind}_journeys"] == 14


def test_a_lower_centre_is_no_target_of_the_higher_classes() -> None:
    low = [Target("Markt", kind="grundzentrum")]
    dorf = row(HOURLY, Home("Dorf"), targets=low)

    assert dorf["grundzentrum_name"] == "Markt"
    assert dorf["mittelzentrum_name"] is None
    assert dorf["oberzentrum_name"] is None


def test_the_nearest_mittelzentrum_may_be_an_oberzentrum_beyond_the_border() -> None:
    near = bus("70", "A C", "6:05-19:05", takes=10) + bus("70", "C A", "6:31-20:31", takes=10)
    dorf = row(HOURLY + near, Home("Dorf"), targets=[MITTE, Target("Jenseits", "C", "oberzentrum")])

    assert dorf["mittelzentrum_name"] == "Jenseits"
    assert dorf["grundzentrum_name"] == "Jenseits"


def test_a_class_without_a_limit_is_looked_at_but_not_judged() -> None:
    limits = {kind: limit for kind, limit in RIN.limits.items() if kind != "grundzentrum"}
    lep = RIN.model_copy(update={"limits": limits})
    slow = bus("70", "A C", "6:05-19:05", takes=50) + bus("70", "C A", "6:31-20:31", takes=50)
    targets = [Target("Fern", "C", "mittelzentrum"), Target("Nah", "B", "grundzentrum")]
    dorf = row(HOURLY + slow, Home("Dorf"), targets=targets, profile=lep)

    assert dorf["grundzentrum_name"] == "Nah"
    assert dorf["grundzentrum_journeys"] == 14
    assert dorf["grundzentrum_stay_8h_share"] == 1
    assert dorf["grundzentrum_verdict"] == "nicht prüfbar"
    for name in ("met_share", "limit", "served_hours"):
        assert pd.isna(dorf[f"grundzentrum_{name}"]), name
    assert dorf["mittelzentrum_verdict"] == "nicht erfüllt"
    assert dorf["mittelzentrum_served_hours"] == 0


def test_each_class_has_a_limit_of_its_own() -> None:
    slow = bus("60", "A B", "6:05-19:05", takes=26) + bus("60", "B A", "6:31-20:31", takes=26)
    dorf = row(slow, Home("Dorf"), targets=[Target("Stadt", kind="oberzentrum")])

    # 31 minutes from door to door
    verdicts = [dorf[f"{kind}_verdict"] for kind in CLASSES]
    assert verdicts[:3] == ["nicht erfüllt", "erfüllt", "erfüllt"]
    # never within 30; within 45 from 5:46 on, within 90 from 5:01 on, and last at 19:00
    assert [dorf[f"{kind}_served_hours"] for kind in CLASSES[:3]] == [0, 15, 15]


def test_parking_takes_longer_in_the_large_city() -> None:
    home = Home("Dorf", drive_s={"Stadt": 60})
    dorf = row(HOURLY, home, targets=[Target("Stadt", kind="oberzentrum")])

    assert dorf["mittelzentrum_car_time"] == 60 + 180
    assert dorf["oberzentrum_car_time"] == 60 + 480


ODD = "6:05 8:05 10:05 12:05 14:05 16:05 18:05"  # left for at the full hour
BACK = "6:31 8:31 10:31 12:31 14:31 16:31 18:31"


@pytest.mark.parametrize(
    ("there", "back", "said"),
    [
        (ODD, BACK, "erfüllt"),
        ("8:04 10:04 12:04 14:04 16:04 18:04 20:04", BACK, "erfüllt"),  # at 7:59, 9:59, …
        (ODD.replace("6:05", "6:04", 1), BACK, "nicht erfüllt"),  # at 5:59
        (ODD.replace("12:05", ""), BACK, "nicht erfüllt"),
        (ODD, BACK.replace("12:31", ""), "nicht erfüllt"),
        (ODD, BACK.replace("18:31", "20:00"), "erfüllt"),  # at 19:59
        (ODD, BACK.replace("18:31", "20:01"), "nicht erfüllt"),
    ],
)
def test_the_standard_asks_for_a_journey_in_every_two_hours_there_and_back(
    there: str, back: str, said: str
) -> None:
    rows = [
        f"{at} {hhmm(seconds(at) // 60 + 20)}\n" for times in (there, back) for at in times.split()
    ]
    split = len(there.split())
    lines = "60: A B\n" + "".join(rows[:split]) + "60: B A\n" + "".join(rows[split:])

    assert verdict(lines) == said


def test_on_saturday_and_sunday_the_day_begins_at_eight() -> None:
    lines = bus("60", "A B", "8:05-18:05", takes=20) + bus("60", "B A", "8:31-18:31", takes=20)
    weekend = lines.replace("60:", "60 (2024-05-18):")

    assert verdict(lines) == "nicht erfüllt"
    assert verdict(weekend, on=SATURDAY) == "erfüllt"
    assert row(weekend, Home("Dorf"), on=SATURDAY)["mittelzentrum_journeys"] == 11


@pytest.mark.parametrize(("takes", "said"), [(40, "erfüllt"), (41, "nicht erfüllt")])
def test_the_limit_itself_still_meets_the_standard(takes: int, said: str) -> None:
    lines = bus("60", "A B", "6:05-19:05", takes=takes) + bus("60", "B A", "6:31-20:31", takes=20)

    assert verdict(lines) == said  # 45 minutes from door to door, 46 minutes


def test_the_wait_for_a_rare_bus_does_not_decide() -> None:
    rare = bus("60", "A B", "6:05-18:05", takes=20, every=120) + bus(
        "60", "B A", "6:31-18:31", takes=20, every=120
    )
    dorf = row(rare, Home("Dorf"))

    assert dorf["mittelzentrum_travel_time_p50"] > 45 * 60
    assert dorf["mittelzentrum_verdict"] == "erfüllt"
