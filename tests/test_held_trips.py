"""Held trips: buses that wait for who comes with the trains of the date.

Who alights from the train may board three minutes later.
"""

from typing import Any

import pytest
from applied import made, refused
from changed import DAYS, LATER, trips_of
from timetables import DAY, timetable

TRAINS = f"""
    60 {DAYS}:   B    C
                 8:00 8:10
    S1 ({DAY}):  X    B    Y
                 7:50 8:02 8:20
    S1 ({LATER}): X    B    Y
                  7:50 8:06 8:20
"""


def hold(**said: Any) -> dict[str, Any]:
    told = {"type": "hold_connection", "line": "60", "from_line": "S1", "stop": "B"}
    return {**told, "minutes": 10.0, **said}


def test_a_bus_waits_on_each_date_for_the_train_of_that_date() -> None:
    held = made(timetable(TRAINS), hold())
    assert trips_of(held) == ["B 8:00/8:05, C 8:15"]
    assert trips_of(held, on=LATER) == ["B 8:00/8:09, C 8:19"]


def test_a_bus_does_not_wait_on_dates_without_a_train() -> None:
    held = made(timetable(TRAINS), hold(minutes=5.0))
    assert trips_of(held) == ["B 8:00/8:05, C 8:15"]
    assert trips_of(held, on=LATER) == ["B 8:00, C 8:10"]  # nine minutes are too many


def test_a_bus_waits_on_the_dates_of_the_change() -> None:
    held = made(timetable(TRAINS), hold(days=["samstag"]))
    assert trips_of(held) == ["B 8:00, C 8:10"]
    assert trips_of(held, on=LATER) == ["B 8:00/8:09, C 8:19"]


@pytest.mark.parametrize(
    "lines",
    [
        "60: A B\n7:50 8:00\nS1: X B Y\n7:50 8:02 8:20",  # the bus ends there
        "60: B C\n8:00 8:10\nS1: B Y\n8:02 8:20",  # the train begins there
        "60: B C\n8:00 8:10\nS1: X B Y\n7:50 8:02i 8:20",  # nobody alights
    ],
    ids=["the bus ends", "the train begins", "nobody alights"],
)
def test_nobody_is_waited_for_who_does_not_change(lines: str) -> None:
    assert refused(timetable(lines), hold(minutes=5.0)) == (
        "no trip of line 60 at 'B' leaves less than 5 min before who comes with line S1 can board"
    )
