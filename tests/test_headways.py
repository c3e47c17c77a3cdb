"""Headways: added on the dates that lack them, by the minute of the line; and templates."""

from typing import Any

import numpy as np
import pytest
from applied import first_of, made, refused
from changed import BUS, LATER, trips_of
from timetables import DAY, timetable

LINE = timetable(BUS)  # A 6:00, B 6:10/6:12, C 6:20 and 7:00; back 6:30; on two days


WEEK = timetable(f"""
    60 ({DAY}):   A    B
                  6:30 6:50
                  7:30 7:50
                  18:30 18:50
    60 ({LATER}): A    B
                  9:30 9:50
                  13:30 13:50
""")


def test_hours_are_extended_on_each_date_from_its_own_first_and_last_trip() -> None:
    longer = made(
        WEEK,
        {"type": "extend_hours", "line": "60", "minutes": 60, "first": "5:00", "last": "20:30"},
    )
    assert first_of(longer, "60") == [
        "A 18:30", "A 19:30", "A 20:30", "A 5:30", "A 6:30", "A 7:30",
    ]  # fmt: skip
    assert first_of(longer, "60", LATER) == [
        *(f"A {hour}:30" for hour in (13, 14, 15, 16, 17, 18, 19, 20)),
        *(f"A {hour}:30" for hour in (5, 6, 7, 8, 9)),
    ]


def test_where_a_line_does_not_run_its_hours_are_not_extended() -> None:
    weekday = timetable(f"""
        60 ({DAY}):   A    B
                      6:30 6:50
        61 ({LATER}): A    B
                      6:30 6:50
    """)
    change = {"type": "extend_hours", "line": "60", "minutes": 60, "last": "8:00"}
    assert first_of(made(weekday, change), "60", LATER) == []
    assert refused(weekday, {**change, "days": ["samstag"]}) == (
        "line 60 has no trip over all of it on samstag towards B to carry on"
    )


def test_a_headway_that_keeps_the_trips_fills_up_each_date_by_itself() -> None:
    filled = made(
        WEEK,
        {
            "type": "set_headway",
            "line": "60",
            "minutes": 60,
            "keep": True,
            "span": ["7:00", "10:00"],
        },
    )
    assert first_of(filled, "60") == ["A 18:30", "A 6:30", "A 7:30", "A 8:30", "A 9:30"]
    assert first_of(filled, "60", LATER) == ["A 13:30", "A 7:30", "A 8:30", "A 9:30"]


def test_a_headway_begins_at_the_time_told_or_at_the_minute_of_the_line() -> None:
    change = {"type": "set_headway", "line": "60", "minutes": 30, "span": ["21:00", "22:30"]}
    days = {"days": ["schultag"]}
    evening = first_of(made(WEEK, {**change, **days}), "60")
    assert evening[1:4] == ["A 21:00", "A 21:30", "A 22:00"]
    hourly = first_of(made(WEEK, {**change, **days, "minutes": 60}), "60")
    assert [row for row in hourly if row >= "A 2" and len(row) == 7] == ["A 21:30"]
    told = first_of(made(WEEK, {**change, **days, "first": "21:10"}), "60")
    assert told[1:4] == ["A 21:10", "A 21:40", "A 22:10"]


def test_a_headway_copies_the_trip_told() -> None:
    uneven = timetable("""
        60: A    B
            6:00 6:20
            7:00 7:35
    """)
    change = {
        "type": "set_headway", "line": "60", "minutes": 60, "span": ["8:00", "10:00"],
        "template": "6:00",
    }  # fmt: skip
    assert trips_of(made(uneven, change))[2:] == ["A 8:00, B 8:20", "A 9:00, B 9:20"]


def test_a_line_that_runs_that_often_already_is_not_filled_up() -> None:
    change = {
        "type": "set_headway", "line": "60", "minutes": 60, "span": ["6:00", "8:00"], "keep": True,
        "towards": "C", "days": ["schultag", "samstag"],
    }  # fmt: skip
    assert refused(LINE, change) == "line 60 already runs that often"


def test_a_plusbus_in_its_timetable() -> None:
    plus = made(LINE, {"type": "upgrade_to_plusbus", "line": "60"})
    starts = first_of(plus, "60"), first_of(plus, "60", LATER)
    assert sorted(starts[0]) == sorted(
        [f"A {hour}:00" for hour in range(5, 21)] + [f"C {hour}:30" for hour in range(5, 21)]
    )
    assert [row for row in starts[1] if row.startswith("A")] == [
        *("A 11:00", "A 13:00", "A 15:00", "A 17:00", "A 19:00", "A 21:00"),
        *("A 6:00", "A 7:00", "A 9:00"),  # behind 7:00 every two hours
    ]


def test_a_taktbus_in_its_timetable() -> None:
    takt = made(LINE, {"type": "upgrade_to_taktbus", "line": "60"})
    assert first_of(takt, "60")[:4] == ["A 10:00", "A 12:00", "A 14:00", "A 16:00"]
    assert first_of(takt, "60", LATER) == first_of(LINE, "60", LATER)


def test_a_stadtbus_in_its_timetable() -> None:
    town = made(
        LINE,
        {"type": "stadtbus", "line": "T", "stops": ["A", "B"], "minutes": [0, 6], "headway": 360,
         "saturday_headway": 480},
    )  # fmt: skip
    assert trips_of(town, "T") == [
        "A 12:00, B 12:06", "A 18:00, B 18:06", "A 6:00, B 6:06",
        "B 12:00, A 12:06", "B 18:00, A 18:06", "B 6:00, A 6:06",
    ]  # fmt: skip
    assert trips_of(town, "T", LATER) == [
        "A 16:00, B 16:06", "A 8:00, B 8:06", "B 16:00, A 16:06", "B 8:00, A 8:06",
    ]  # fmt: skip


def test_a_tourist_line_in_its_timetable() -> None:
    lake = made(
        LINE,
        {"type": "tourist_line", "line": "See", "stops": ["A", "C"], "minutes": [0, 9],
         "months": ["2024-05-01", "2024-05-31"], "headway": 480},
    )  # fmt: skip
    assert trips_of(lake, "See") == []
    assert trips_of(lake, "See", LATER) == [
        "A 17:00, C 17:09", "A 9:00, C 9:09", "C 17:00, A 17:09", "C 9:00, A 9:09",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "upgrade_to_plusbus", "line": "61"}, "no line '61'"),
        ({"type": "upgrade_to_taktbus", "line": "60", "days": ["samstag"]},
         "the region has no day type for it among samstag"),
        ({"type": "stadtbus", "line": "T", "stops": ["A", "Z"], "minutes": [0, 6]},
         "no stop or place 'Z'"),
        ({"type": "tourist_line", "line": "See", "stops": ["A", "C"], "minutes": [0, 9],
          "months": ["2025-05-01", "2025-05-31"]},
         "no date of the timetable is among 2025-05-01 to 2025-05-31"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_template_that_cannot_be_made_says_why(change: dict[str, Any], said: str) -> None:
    assert refused(LINE, change).startswith(said)


def test_a_line_whose_trips_are_all_gone_has_none_left() -> None:
    gone = {"type": "remove_line", "line": "60"}
    assert refused(LINE, gone, gone) == "line '60' has no trips (left)"
    assert not made(LINE, gone).trip_id.size
    assert np.array_equal(made(LINE, gone).stop_id, LINE.stop_id)


RING = timetable("""
    R: A    B    C    A
       6:00 6:10 6:20 6:30
       7:00 7:10 7:20 7:30
    R: A    C    B    A
       6:05 6:15 6:25 6:35
       7:05 7:15 7:25 7:35
""")


def test_a_ring_ridden_both_ways_runs_both_ways_at_the_headway() -> None:
    every = {"type": "set_headway", "line": "R", "minutes": 30, "span": ["6:00", "7:30"]}
    assert trips_of(made(RING, every), "R") == [
        "A 6:00, B 6:10, C 6:20, A 6:30",
        "A 6:05, C 6:15, B 6:25, A 6:35",
        "A 6:30, B 6:40, C 6:50, A 7:00",
        "A 6:35, C 6:45, B 6:55, A 7:05",
        "A 7:00, B 7:10, C 7:20, A 7:30",
        "A 7:05, C 7:15, B 7:25, A 7:35",
    ]
    later = made(RING, {"type": "extend_hours", "line": "R", "minutes": 60, "last": "8:30"})
    assert trips_of(later, "R")[-2:] == [
        "A 8:00, B 8:10, C 8:20, A 8:30",
        "A 8:05, C 8:15, B 8:25, A 8:35",
    ]


def test_a_rufbus_is_not_copied_where_the_line_has_a_trip_of_its_own() -> None:
    bus = timetable("""
        60: A      B
            6:00   6:20
            12:00p 12:20p
    """)
    hourly = made(
        bus, {"type": "set_headway", "line": "60", "minutes": 60, "span": ["10:00", "13:00"]}
    )
    assert first_of(hourly, "60") == ["A 10:00", "A 11:00", "A 12:00", "A 6:00"]
    assert not hourly.pickup.any()


def test_a_line_that_runs_at_the_headway_already_is_refused() -> None:
    same = {"type": "set_headway", "line": "R", "minutes": 60, "span": ["6:00", "8:00"]}
    assert refused(RING, same) == "line R already runs that often"
