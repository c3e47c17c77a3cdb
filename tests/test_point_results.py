"""Point results: a row a home and day, written and read as they are."""

from pathlib import Path

import pandas as pd
from before_after import NOTHING_RUNS, found
from timetables import seconds
from towns import HOURLY, Home, Target

from accessibility.hour_shares import HOURS
from accessibility.point_results import point_table
from accessibility.store import write_table

FIGURES = (
    *("travel_time_p50", "journey_time_min", "journey_time_p50", "rides_min", "walk_s"),
    *("first_departure", "last_return", "journeys", "return_journeys", "longest_gap"),
    *("served_hours", "hours", "return_hours"),
)


def figures(table: pd.DataFrame, point: int, kind: str = "mittelzentrum") -> dict[str, object]:
    row = table.iloc[point]
    found = {name: row[f"{kind}_{name}"] for name in ("id", "known", "served", "met", *FIGURES)}
    return {name: None if pd.isna(value) else value for name, value in found.items()}


def of_hours(*hours: int) -> int:
    return sum(1 << (hour - HOURS.start) for hour in hours)


def test_every_figure_of_an_hourly_bus() -> None:
    table = found(HOURLY, Home("Dorf", people=70)).points

    assert table[["day", "point", "ortsteil_id", "people"]].iloc[0].tolist() == [
        "tag", 0, "dorf", 70,
    ]  # fmt: skip
    assert figures(table, 0) == {
        "id": "mitte", "known": True, "served": True, "met": True,
        "travel_time_p50": 57 * 60, "journey_time_min": 1500, "journey_time_p50": 1500,
        "rides_min": 1, "walk_s": None,
        "first_departure": seconds("6:00"), "last_return": seconds("20:30"),
        "journeys": 14, "return_journeys": 15, "longest_gap": 3600, "served_hours": 15,
        "hours": of_hours(*range(6, 20)), "return_hours": of_hours(*range(6, 21)),
    }  # fmt: skip


def test_who_cannot_get_there_has_no_times_and_counts_of_0() -> None:
    assert figures(found(NOTHING_RUNS, Home("Dorf")).points, 0) == {
        "id": None, "known": True, "served": False, "met": False,
        "travel_time_p50": None, "journey_time_min": None, "journey_time_p50": None,
        "rides_min": None, "walk_s": None, "first_departure": None, "last_return": None,
        "journeys": 0, "return_journeys": 0, "longest_gap": 14 * 3600, "served_hours": 0,
        "hours": 0, "return_hours": 0,
    }  # fmt: skip


def test_nothing_is_said_of_a_class_without_targets() -> None:
    said = figures(found(HOURLY, Home("Dorf")).points, 0, "sbahn")

    assert not said.pop("known")
    assert not said.pop("served")
    assert said.pop("hours") == said.pop("return_hours") == 0
    assert set(said.values()) == {None}


def test_a_walk_serves_in_every_hour() -> None:
    said = figures(found(NOTHING_RUNS, Home("Dorf", on_foot={"Mitte": 900})).points, 0)

    assert (said["id"], said["served"], said["met"], said["walk_s"]) == ("mitte", True, True, 900)
    assert said["hours"] == said["return_hours"] == of_hours(*range(5, 23))


def test_the_hours_are_those_in_which_one_leaves_and_neither_earlier_nor_later_ones() -> None:
    lines = "60: A B\n 5:04 5:24\n 5:05 5:25\n 23:04 23:24\n 23:05 23:25\n"

    assert figures(found(lines, Home("Dorf")).points, 0)["hours"] == of_hours(5, 22)


def test_of_a_verbund_only_the_hours_in_which_each_partner_can_be_reached_count() -> None:
    west = Target("West", "B", "grundzentrum", verbund="W–O")
    ost = Target("Ost", "C", "grundzentrum", verbund="W–O")
    lines = "60: A B\n 6:05 6:25\n 8:05 8:25\n61: A C\n 8:05 8:25\n 9:05 9:25\n"
    every = found(lines, Home("Dorf"), targets=(west, ost), verbund="alle").points
    any_one = found(lines, Home("Dorf"), targets=(west, ost)).points

    assert figures(every, 0, "grundzentrum")["hours"] == of_hours(8)
    assert figures(any_one, 0, "grundzentrum")["hours"] in (of_hours(6, 8), of_hours(8, 9))


def test_the_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = found(HOURLY, Home("Dorf"), Home("Weiler", "B", on_foot={"Mitte": 60})).points
    write_table(table, tmp_path / "points.parquet", about={"network": "x"})

    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "points.parquet"), table)


def test_without_hours_there_are_no_columns_of_hours() -> None:
    one = found(HOURLY, Home("Dorf"))

    assert "bahn_hours" not in point_table(one.question, one.choices)
    assert len(point_table(one.question, one.choices)) == 1
