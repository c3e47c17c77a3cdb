"""The accessibility table of towns drawn by hand: a row an Ortsteil, every figure by head.

Homes stand 4 minutes from their stop and board a minute later: the bus of 6:05 is left for at
6:00. Targets are at their stop: back, the door is left a minute before the bus.
"""

from datetime import date
from typing import Any

import pandas as pd
from timetables import seconds
from towns import HOURLY, MITTE, Home, Target, bus, compiled, question, row, table

from accessibility.access import find_choices
from accessibility.access_table import access_table
from accessibility.standards import CLASSES

SATURDAY = date(2024, 5, 18)
FIGURES = (
    *("id", "name", "travel_time_p50", "journey_time_min", "journey_time_p50", "rides_min"),
    *("journeys", "return_journeys", "first_departure", "last_return", "longest_gap"),
    *("served_hours", "walk_share", "served_share", "car_time", "ratio"),
)
EXTRAS = ("met_share", "verdict", "limit")
OUTINGS = (
    *("stay_2h_share", "stay_4h_share", "stay_8h_share"),
    *("before_0730_departure", "before_0730_share", "before_0800_departure", "before_0800_share"),
    *("evening_share", "one_partner_share"),
)


def figures(row: "pd.Series[Any]", kind: str) -> dict[str, Any]:
    """Return the figures of one class, None where there is none."""
    found = {name: row[f"{kind}_{name}"] for name in (*FIGURES, *EXTRAS)}
    return {name: None if pd.isna(value) else value for name, value in found.items()}


# --- the table -----------------------------------------------------------------------------------


def test_an_hourly_bus_gives_every_figure_of_the_table() -> None:
    home = Home("Dorf", drive_s={"Mitte": 599.2})

    # Door to door 25 minutes, at every full hour from 6 to 19; back at half past 6 to 20.
    assert figures(row(HOURLY, home), "mittelzentrum") == {
        "id": "mitte",
        "name": "Mitte",
        # of 840 minutes 14 need 25, 13 each need 26, 27, … 84, 59 have no bus any more: the
        # value of rank 420 is the 32nd above 25
        "travel_time_p50": 57 * 60,
        "journey_time_min": 25 * 60,
        "journey_time_p50": 25 * 60,
        "rides_min": 1,
        "journeys": 14,
        "return_journeys": 15,
        "first_departure": seconds("6:00"),
        "last_return": seconds("20:30"),
        "longest_gap": 3600,
        "served_hours": 15,  # from 5:40 on one is there within 45 minutes, last at 19:00
        "walk_share": 0,
        "served_share": 1,
        "car_time": 600 + 180,  # whole seconds, parking
        "ratio": 25 / 13,
        "met_share": 1,
        "verdict": "erfüllt",
        "limit": 45 * 60,
    }


def test_the_columns_are_those_of_the_contract_and_a_few_more() -> None:
    stops, day = compiled(HOURLY)
    found = access_table(question([Home("Dorf")], [MITTE], stops), {"schultag": day})

    assert list(found.columns) == [
        *("ortsteil_id", "name", "kommune", "population", "data_status", "day", "date", "geometry"),
        *(f"{kind}_{name}" for kind in CLASSES for name in (*FIGURES, *EXTRAS, *OUTINGS)),
    ]
    dorf = found.iloc[0]
    assert dorf["ortsteil_id"] == "dorf"
    assert dorf["kommune"] == "Kommune"
    assert dorf["population"] == 100
    assert dorf["data_status"] == "official"
    assert (dorf["day"], dorf["date"]) == ("schultag", "2024-05-14")
    assert (dorf["geometry"].x, dorf["geometry"].y) == (12.7, 51.2)
    assert found.crs == "EPSG:4326"


def test_days_stand_one_below_the_other_in_the_order_asked() -> None:
    lines = HOURLY + bus("60 (2024-05-18)", "A B", "10:05-12:05", takes=20)
    stops, tuesday = compiled(lines)
    _, saturday = compiled(lines, SATURDAY)
    homes = [Home("Dorf"), Home("Weiler", stop="B")]
    days = {"samstag": saturday, "schultag": tuesday}
    found = access_table(question(homes, [MITTE], stops), days)

    assert found["day"].tolist() == ["samstag", "samstag", "schultag", "schultag"]
    assert found["name"].tolist() == ["Dorf", "Weiler"] * 2
    assert found["mittelzentrum_journeys"].tolist()[::2] == [3, 14]


def test_choices_found_before_give_the_same_table_and_tell_who_meets_the_standard() -> None:
    homes = [Home("Dorf", people=30), Home("Dorf", "B", people=70), Home("Weiler", "B")]
    stops, day = compiled(HOURLY)
    asked = question(homes, [MITTE], stops)
    choices = find_choices(asked, {"tag": day})

    found = access_table(asked, {"tag": day}, choices=choices)
    pd.testing.assert_frame_equal(found, access_table(asked, {"tag": day}))
    mitte, sbahn = choices["tag"]["mittelzentrum"], choices["tag"]["sbahn"]
    assert mitte.met.tolist() == [True, False, False]  # who lives at B has no bus to B
    assert mitte.known.tolist() == [True, True, True]
    assert sbahn.known.tolist() == sbahn.met.tolist() == [False, False, False]
    assert found["mittelzentrum_met_share"].tolist() == [0.3, 0]


def test_the_number_of_threads_changes_nothing() -> None:
    homes = [Home("Dorf"), Home("Weiler", stop="B")]
    targets = [MITTE, Target("Fern", "A", "grundzentrum"), Target("Halt", "A", "sbahn")]
    one, two = (table(HOURLY, *homes, targets=targets, threads=n) for n in (1, 2))

    pd.testing.assert_frame_equal(one, two)
