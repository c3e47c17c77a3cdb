"""A typed timetable holds what one reads on the screen; masks and rows make new ones of it."""

from datetime import date

import numpy as np
import pytest
from timetables import seconds, timetable

from gtfs.timetable import FORBIDDEN, NONE, PHONE, stops_served, take_trips

TWO_LINES = """
    60:  A     B          C
         8:00  8:10/8:12  8:20
         9:00  -          9:20:30
    S1 (2024-05-14 2024-05-15):  C      D
         23:50i  24:10o
         8:55p   9:10   # trip=early block=b1
"""


def test_lines_trips_and_calls_are_those_of_the_text() -> None:
    day = timetable(TWO_LINES)

    assert day.stop_id.tolist() == ["A", "B", "C", "D"]
    assert day.route_name.tolist() == ["60", "S1"]
    assert day.route_sbahn.tolist() == day.route_rail.tolist() == [False, True]
    assert day.trip_id.tolist() == ["60/1", "60/2", "S1/1", "early"]
    assert day.trip_block.tolist() == [NONE, NONE, NONE, 0]
    assert day.stop_id[day.call_stop[day.calls_of(1)]].tolist() == ["A", "C"]
    assert day.departure_s[1] - day.arrival_s[1] == 120
    assert day.arrival_s.max() == seconds("24:10")
    assert day.drop_off[day.calls_of(2)].tolist() == [FORBIDDEN, 0]
    assert day.pickup[day.calls_of(2)].tolist() == [0, FORBIDDEN]
    assert day.pickup[day.calls_of(3)].tolist() == [PHONE, 0]


def test_trips_run_on_the_dates_of_their_line() -> None:
    day = timetable(TWO_LINES)

    assert day.trips_on(date(2024, 5, 14)).tolist() == [0, 1, 2, 3]
    assert day.trips_on(date(2024, 5, 15)).tolist() == [2, 3]
    assert day.trips_on(date(2024, 5, 13)).tolist() == []


def test_rules_are_rows_of_transfers() -> None:
    rules = "2 A B min=300\n4 - - from_trip=60/1 to_trip=early\n3 C C from_route=60"
    day = timetable(TWO_LINES, rules=rules)

    assert day.rule_type.tolist() == [2, 4, 3]
    assert day.rule_min_s.tolist() == [300, NONE, NONE]
    assert day.rule_from_stop.tolist() == [0, NONE, 2]
    assert day.rule_to_source.tolist() == [NONE, 3, NONE]
    assert day.rule_from_route.tolist() == [NONE, NONE, 0]


@pytest.mark.parametrize("text", ["8:00 8:10", "60:  A  B\n 8:00 8.10", "60 (day=x):  A  B"])
def test_a_slip_of_the_pen_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"before any line|is no cell|unknown option"):
        timetable(text)


def test_trips_are_taken_in_the_order_asked_and_as_often() -> None:
    day = take_trips(timetable(TWO_LINES), np.array([3, 0, 3], np.int32))

    assert day.trip_id.tolist() == ["early", "60/1", "early"]
    assert day.first_call.tolist() == [0, 2, 5, 7]
    assert day.stop_id[day.call_stop].tolist() == ["C", "D", "A", "B", "C", "C", "D"]


def test_no_trip_at_all_may_be_taken() -> None:
    day = take_trips(timetable(TWO_LINES), np.empty(0, np.int32))

    assert day.first_call.tolist() == [0]
    assert len(day.call_stop) == 0


def test_stops_are_served_by_the_lines_that_call_there() -> None:
    day = timetable(TWO_LINES)

    assert stops_served(day, day.route_rail).tolist() == [False, False, True, True]


def test_arrays_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        timetable(TWO_LINES).arrival_s[0] = 0
