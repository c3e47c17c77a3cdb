"""Calls without a time get one between their neighbours, at the ends they go."""

from pathlib import Path

import pytest
from feeds import HEADER, arrivals, read_calls, stops, trips


def test_untimed_calls_lie_in_equal_steps_rounded_down(tmp_path: Path) -> None:
    calls = f"""
        {HEADER}
        t1,8:00:00,8:01:00,A,1
        t1,,,B,2
        t1,,,C,3
        t1,8:01:50,8:02:00,A,4
    """
    timetable, noted = read_calls(tmp_path, calls)

    assert arrivals(timetable) == ["8:00:00", "8:01:16", "8:01:33", "8:01:50"]  # 60 + 50/3, 100/3
    assert timetable.departure_s[1] == timetable.arrival_s[1]
    assert noted["untimed_calls"].count == 2


def test_untimed_calls_lie_by_distance_where_the_whole_gap_has_it(tmp_path: Path) -> None:
    calls = f"""
        {HEADER},shape_dist_traveled
        t1,8:00:00,,A,1,1.0
        t1,,,B,2,1.3
        t1,,,C,3,2.0
        t1,8:10:00,,A,4,4.0
        t1,,,B,5,
        t1,8:20:00,,C,6,9.0
    """
    timetable, noted = read_calls(tmp_path, calls)

    # 600 s × 0.3/3 = 60 s exactly, 600 × 1/3 = 200 s; the second gap lacks a distance
    assert arrivals(timetable)[1:3] == ["8:01:00", "8:03:20"]
    assert arrivals(timetable)[4] == "8:15:00"
    assert "2 nach shape_dist_traveled, 1 in gleichen Schritten" in noted["untimed_calls"].done


@pytest.mark.parametrize(
    ("distances", "second"),
    [
        ("0 0.1 0.3", "8:00:01"),  # 3 s × 0.1/0.3 = 1 s, but 0.1/0.3·3 < 1 in floats is near
        ("0.7 1.4 2.8", "8:00:01"),  # 3 s × 0.7/2.1 = 1 s, in floats 0.9999…
        ("0 0.0999 0.3", "8:00:00"),
        ("0 0.09999999999 0.3", "8:00:00"),
        ("5 4 6", "8:00:01"),  # runs backwards: equal steps, floor(1.5)
        ("2 2 2", "8:00:01"),  # no length: equal steps
        ("0 x 3", "8:00:01"),  # not a number: equal steps
    ],
)
def test_distances_are_exact_to_the_digits_of_the_feed(
    tmp_path: Path, distances: str, second: str
) -> None:
    a, b, c = distances.split()
    calls = f"{HEADER},shape_dist_traveled\nt1,8:00:00,,A,1,{a}\nt1,,,B,2,{b}\nt1,8:00:03,,C,3,{c}"

    assert arrivals(read_calls(tmp_path, calls)[0])[1] == second


def test_untimed_calls_at_the_ends_are_dropped_and_counted(tmp_path: Path) -> None:
    calls = f"""
        {HEADER}
        t1,,,A,1
        t1,8:00:00,,B,2
        t1,8:10:00,,C,3
        t1,,,A,4
        t1,,,B,5
        t2,,,A,1
        t2,8:00:00,,B,2
        t3,,,A,1
        t3,,,B,2
    """
    timetable, noted = read_calls(tmp_path, calls, trips=trips("t1", "t2", "t3", "t4"))

    assert timetable.trip_id.tolist() == ["t1"]
    assert stops(timetable) == "BC"
    assert noted["untimed_ends"].count == 6
    assert (noted["trips_without_calls"].count, noted["trips_without_calls"].row) == (3, 3)
