"""Apply, seats: blocks and rules of transfers.txt by trip, when their trips change."""

from typing import Any

import pytest
from applied import journeys, made
from changed import BUS, DAYS, LATER
from timetables import DAY, timetable

LINE = timetable(BUS)  # A 6:00, B 6:10/6:12, C 6:20 and 7:00; back 6:30; on two days


VEHICLE = f"""
    60 {DAYS}: A    B
               8:00 8:10  # block=b
    61 {DAYS}: B    C
               8:15 8:25  # block=b
"""


def test_one_stays_seated_as_long_as_the_trips_of_a_block_still_meet() -> None:
    day = timetable(VEHICLE)

    def moved(minutes: float) -> list[str]:
        return journeys(made(day, {"type": "shift", "line": "61", "minutes": minutes}), "A", "C")

    assert journeys(day, "A", "C") == ["8:00-8:25 1"]
    assert moved(-5.0) == ["8:00-8:20 1"]  # leaves as the other arrives
    assert moved(-6.0) == []  # has left before
    assert moved(25.0) == ["8:00-8:50 1"]  # half an hour's stand
    assert moved(26.0) == ["8:00-8:51 2"]  # more: one alights and boards


def test_a_slower_ride_ends_what_a_block_joins() -> None:
    slow = made(timetable(VEHICLE), {"type": "scale_running_time", "line": "60", "factor": 1.6})
    assert journeys(slow, "A", "C") == []  # B at 8:16


def test_of_a_block_parted_by_dates_each_part_has_its_own_dates() -> None:
    parted = made(
        timetable(VEHICLE), {"type": "shift", "line": "61", "minutes": 26.0, "days": ["samstag"]}
    )
    assert journeys(parted, "A", "C") == ["8:00-8:25 1"]
    assert journeys(parted, "A", "C", LATER) == ["8:00-8:51 2"]


def test_a_rule_by_trip_holds_for_both_parts_of_a_trip() -> None:
    """Type 2 by trip: half a minute is enough, where two minutes are usual."""
    day = timetable(
        f"""
        60 {DAYS}: A    B
                   8:00 8:10
        61 {DAYS}: B       C
                   8:10:30 8:20
        """,
        rules="2 B B min=30 from_trip=60/1 to_trip=61/1",
    )
    change = {"type": "scale_running_time", "line": "61", "factor": 2.0, "days": ["samstag"]}
    parted = made(day, change)
    assert journeys(parted, "A", "C") == ["8:00-8:20 2"]
    assert journeys(parted, "A", "C", LATER) == ["8:00-8:29 2"]


def test_copies_are_trips_no_rule_and_no_block_knows() -> None:
    more = made(
        timetable(VEHICLE),
        {"type": "extend_hours", "line": "60", "minutes": 60, "last": "9:00"},
        {"type": "extend_hours", "line": "61", "minutes": 60, "last": "9:15"},
    )
    assert journeys(more, "A", "C") == ["8:00-8:25 1", "9:00-9:25 2"]


SEATED = """
    60: A    B    C
        8:00 8:10 8:20
    61: C    D
        8:25 8:35
"""


@pytest.mark.parametrize(
    "change",
    [
        {"type": "curtail", "line": "60", "stop": "B", "beyond": "C"},
        {"type": "skip_stops", "line": "60", "stops": ["C"]},
    ],
    ids=lambda change: change["type"],
)
def test_nobody_stays_seated_from_a_stop_to_which_the_trip_does_not_ride(
    change: dict[str, Any],
) -> None:
    day = timetable(SEATED, rules="4 - - from_trip=60/1 to_trip=61/1")
    assert journeys(day, "A", "D") == ["8:00-8:35 1"]
    assert journeys(made(day, change), "A", "D") == []


def test_of_a_trip_cut_on_some_dates_the_other_part_keeps_its_seats() -> None:
    day = timetable(
        f"""
        60 {DAYS}: A    B    C
                   8:00 8:10 8:20
        61 {DAYS}: C    D
                   8:25 8:35
        """,
        rules="4 - - from_trip=60/1 to_trip=61/1",
    )
    change = {"type": "curtail", "line": "60", "stop": "B", "beyond": "C", "days": ["samstag"]}
    parted = made(day, change)
    assert journeys(parted, "A", "D") == ["8:00-8:35 1"]
    assert journeys(parted, "A", "D", LATER) == []


def test_other_rules_go_on_to_hold_for_a_trip_that_ends_elsewhere() -> None:
    """Half a minute is still enough at B, and one comes seated into 61 from 63 as before."""
    day = timetable(
        """
        60: A    B    C
            8:00 8:10 8:20
        61: C    D
            8:25 8:35
        62: B       E
            8:10:30 8:30
        63: F    C
            8:00 8:15
        """,
        rules="""
        4 - - from_trip=60/1 to_trip=61/1
        4 - - from_trip=63/1 to_trip=61/1
        2 B B min=30 from_trip=60/1 to_trip=62/1
        """,
    )
    cut = made(day, {"type": "curtail", "line": "60", "stop": "B", "beyond": "C"})
    assert journeys(cut, "A", "D") == []
    assert journeys(cut, "F", "D") == ["8:00-8:35 1"]
    assert journeys(cut, "A", "E") == ["8:00-8:30 2"]


def test_a_trip_that_ends_elsewhere_says_so() -> None:
    cut = made(
        LINE, {"type": "curtail", "line": "60", "stop": "B", "beyond": "C", "days": ["schultag"]}
    )
    said = {
        when: {str(cut.trip_headsign[trip]) for trip in cut.trips_on(when)} for when in (DAY, LATER)
    }
    assert said == {DAY: {"A", "B"}, LATER: {"A", "C"}}
