"""Products: which changes a template stands for."""

from typing import Any

import pytest

from mobility.products import expanded
from mobility.scenario import Change, Scenario
from mobility.scenario_values import ScenarioError

ALL = ("schultag", "ferientag", "samstag", "sonntag")
COURSE = {"line": "A", "stops": ["X", "Y"], "factor": 1.3}


def change(**values: Any) -> Change:
    return Scenario.model_validate({"name": "x", "changes": [values]}).changes[0]


def made(*days: str, **values: Any) -> list[dict[str, Any]]:
    return [
        one.model_dump(mode="json", exclude_defaults=True)
        for one in expanded(change(**values), days or ALL)
    ]


def test_any_other_change_stands_for_itself() -> None:
    one = change(type="remove_line", line="60")
    assert expanded(one, ALL) == (one,)


def test_a_plusbus_runs_hourly_on_weekdays_and_every_two_hours_at_the_weekend() -> None:
    assert made(type="upgrade_to_plusbus", line="60") == [
        {"type": "set_headway", "line": "60", "days": ["schultag", "ferientag"],
         "minutes": 60, "span": ["05:00", "21:00"]},
        {"type": "set_headway", "line": "60", "days": ["samstag"],
         "minutes": 120, "span": ["08:00", "22:00"]},
        {"type": "set_headway", "line": "60", "days": ["sonntag"],
         "minutes": 120, "span": ["08:00", "22:00"]},
    ]  # fmt: skip


def test_trips_to_school_beside_the_takt_can_be_kept() -> None:
    found = made(type="upgrade_to_plusbus", line="60", keep=True)
    assert [one["keep"] for one in found] == [True, True, True]


def test_a_template_speaks_of_the_day_types_there_are_and_of_those_it_names() -> None:
    found = made("schultag", "samstag", type="upgrade_to_plusbus", line="60")
    assert [one["days"] for one in found] == [["schultag"], ["samstag"]]
    found = made(type="upgrade_to_plusbus", line="60", days=["ferientag"])
    assert [one["days"] for one in found] == [["ferientag"]]


def test_a_taktbus_leaves_the_weekend_alone_unless_it_is_told() -> None:
    found = made(type="upgrade_to_taktbus", line="60", note="warum")
    assert [(one["days"], one["minutes"], one["span"], one["note"]) for one in found] == [
        (["schultag", "ferientag"], 120, ["06:00", "20:00"], "warum")
    ]
    found = made(type="upgrade_to_taktbus", line="60", weekend_minutes=120)
    assert [one["days"] for one in found] == [["schultag", "ferientag"], ["samstag"], ["sonntag"]]


def test_a_stadtbus_is_a_new_line_with_a_headway_of_weekdays_and_one_of_saturdays() -> None:
    (found,) = made(type="stadtbus", **COURSE)
    assert (found["type"], found["line"], found["product"]) == ("add_line", "A", "StadtBus")
    assert found["runs"] == [
        {"days": ["schultag", "ferientag"], "headway": 30, "first": "06:00", "last": "19:00"},
        {"days": ["samstag"], "headway": 60, "first": "08:00", "last": "16:00"},
    ]


def test_a_tourist_line_runs_at_the_weekends_of_its_season() -> None:
    months = ["2026-05-01", "2026-09-30"]
    (found,) = made(type="tourist_line", months=months, **COURSE)
    assert found["season"] == months
    assert found["runs"] == [
        {"days": ["samstag", "sonntag"], "headway": 120, "first": "09:00", "last": "18:00"}
    ]


def test_a_template_without_any_day_is_refused() -> None:
    with pytest.raises(ScenarioError, match="the region has no day type for it among sonntag"):
        made("schultag", type="upgrade_to_taktbus", line="60", days=["sonntag"])
