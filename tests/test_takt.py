"""Takt: patterns of departures that are plain to the eye."""

import math

import numpy as np
import pytest
from timetables import seconds

from gtfs.timetable import Ints
from mobility.takt import (
    NO_TAKT,
    Takt,
    find_takt,
    keeps,
    same_minute,
    served_blocks,
    spaced,
    takt_minute,
)

HOUR = 3600
HOURLY = "5:08 6:08 7:08 8:08 9:08 10:08"


def at(text: str) -> Ints:
    return np.array([seconds(clock) for clock in text.split()])


@pytest.mark.parametrize(
    ("departures", "headway_min", "minute"),
    [
        (HOURLY, 60, 8),
        ("5:00 5:30 6:00 6:30 7:00", 30, 0),
        ("6:37 8:37 10:37 12:37", 120, 37),
        ("6:12 9:12 12:12 15:12", 180, 12),
        ("5:08 6:07 7:09 8:08 9:08", 60, 8),  # a minute more or less is no other Takt
        ("6:00 6:20 6:40 7:00 7:20", 20, 0),
        ("5:08 6:08 6:33 7:08 7:38 8:08 9:08 10:08", 60, 8),  # with two school trips between
    ],
)
def test_the_headway_is_what_one_would_print(
    departures: str, headway_min: int, minute: int
) -> None:
    found = find_takt(at(departures))
    assert (found.headway_s // 60, found.minute_s // 60) == (headway_min, minute)


def test_a_perfect_takt_is_kept_filled_and_strong() -> None:
    assert find_takt(at(HOURLY)) == Takt(3600, 480, 1.0, 1.0, 1.0)


def test_a_school_trip_between_is_off_the_pattern_and_a_missing_hour_a_hole() -> None:
    found = find_takt(at("6:08 7:08 7:38 9:08 10:08"))
    assert (found.kept, found.filled) == (0.8, 0.8)
    assert found.strength == 0.6  # four hands to one side, one to the other: (4 - 1) / 5


def test_two_departures_are_no_takt() -> None:
    assert find_takt(at("6:08 7:08")) == NO_TAKT
    assert find_takt(at("")) == NO_TAKT


def test_two_minutes_beside_the_minute_keep_it_and_three_do_not() -> None:
    assert keeps(at("6:06 6:05 6:10 6:11 7:58"), HOUR, 8 * 60).tolist() == [
        True, False, True, False, False,
    ]  # fmt: skip
    assert keeps(at("6:59"), HOUR, 60).tolist() == [True]  # round the full hour


def test_the_taktminute_is_the_one_in_the_middle_of_those_around() -> None:
    assert takt_minute(at("6:07 7:08 8:09 9:30"), HOUR) == 8 * 60


def test_the_odd_trip_four_minutes_off_does_not_move_the_taktminute() -> None:
    assert takt_minute(at("6:08 7:08 8:12 9:08"), HOUR) == 8 * 60


def test_a_trip_nine_minutes_behind_another_is_none_and_ten_is_one() -> None:
    assert spaced(at("6:00 6:09 6:10 6:19 6:20")).tolist() == at("6:00 6:10 6:20").tolist()


def test_a_twin_at_the_same_minute_is_no_second_trip() -> None:
    assert spaced(at("5:08 5:08")).tolist() == at("5:08").tolist()


def test_hours_with_a_departure_are_counted_by_the_clock() -> None:
    departures = at("5:59 6:00 6:59 8:30 19:59 20:00")
    assert served_blocks(departures, HOUR, 6 * HOUR, 20 * HOUR) == 3  # 6, 8, 19
    assert served_blocks(departures, 2 * HOUR, 6 * HOUR, 18 * HOUR) == 2  # 6-8, 8-10


def test_a_trip_between_breaks_no_minute_and_a_shifted_one_does() -> None:
    takt = HOUR, 8 * 60
    assert same_minute(at("6:08 6:33 7:08 8:08"), takt, 6 * HOUR, 20 * HOUR) == 1.0
    assert same_minute(at("6:08 7:20 8:08 9:08"), takt, 6 * HOUR, 20 * HOUR) == 0.75
    assert math.isnan(same_minute(at("5:08"), takt, 6 * HOUR, 20 * HOUR))
