"""Rows of stop_times.txt become the calls of trips, in order; areas on demand do not."""

from pathlib import Path

from feeds import FEED, HEADER, arrivals, clock, read_calls, stops, trips


def test_calls_stand_in_the_order_of_their_sequence_and_trips_in_that_of_trips_txt(
    tmp_path: Path,
) -> None:
    calls = f"""
        {HEADER}
        t2,09:10:00,09:10:00,B,20
        t1,08:20:00,08:20:00,C,103
        t2,9:00:00,9:00:00,C,3
        t1,08:00:00,08:00:00,A,7
        t1,08:10:00,08:11:00,B,12
    """
    timetable, _ = read_calls(tmp_path, calls, trips=trips("t1", "t2"))

    assert timetable.trip_id.tolist() == ["t1", "t2"]
    assert timetable.first_call.tolist() == [0, 3, 5]
    assert stops(timetable) == "ABCCB"
    assert arrivals(timetable) == ["8:00:00", "8:10:00", "8:20:00", "9:00:00", "9:10:00"]
    assert clock(int(timetable.departure_s[1])) == "8:11:00"


def test_times_pass_midnight(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,23:50:00,23:50:00,A,1\nt1,24:10:00,24:10:00,B,2\nt1,25:00:30,,C,3"

    assert arrivals(read_calls(tmp_path, calls)[0]) == ["23:50:00", "24:10:00", "25:00:30"]


def test_one_time_stands_for_both(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,,08:00:00,A,1\nt1,08:10:00,,B,2"
    timetable, _ = read_calls(tmp_path, calls)

    assert arrivals(timetable) == ["8:00:00", "8:10:00"]
    assert timetable.departure_s.tolist() == timetable.arrival_s.tolist()


def test_a_loop_may_serve_a_stop_twice_and_hops_may_take_no_time(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,8:00:00,,A,1\nt1,8:00:00,,B,2\nt1,8:10:00,,A,3"

    assert stops(read_calls(tmp_path, calls)[0]) == "ABA"


def test_a_repeated_sequence_keeps_the_order_of_the_file_and_is_noted(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,8:00:00,,A,1\nt1,8:05:00,,C,2\nt1,8:10:00,,B,2"
    timetable, noted = read_calls(tmp_path, calls)

    assert stops(timetable) == "ACB"
    assert noted["stop_sequence_repeated"].row == 4


def test_boarding_and_alighting_rules_are_kept_and_unknown_ones_noted(tmp_path: Path) -> None:
    calls = f"""
        {HEADER},pickup_type,drop_off_type
        t1,8:00:00,,A,1,0,1
        t1,8:10:00,,B,2,3,2
        t1,8:20:00,,C,3,7,
    """
    timetable, noted = read_calls(tmp_path, calls)

    assert timetable.pickup.tolist() == [0, 3, 0]
    assert timetable.drop_off.tolist() == [1, 2, 0]
    assert (noted["unknown_code"].field, noted["unknown_code"].row) == ("pickup_type", 4)


FLEX = f"""
    {HEADER},start_pickup_drop_off_window,end_pickup_drop_off_window,location_group_id
    t1,8:00:00,,A,1,,,
    t1,,,,2,08:00:00,08:30:00,zone
    t1,8:30:00,,C,3,,,
    t2,,,,1,08:00:00,18:00:00,zone
    t2,,,,2,08:00:00,18:00:00,zone
"""


def test_windows_are_left_out_and_the_scheduled_calls_stay(tmp_path: Path) -> None:
    timetable, noted = read_calls(tmp_path, FLEX, trips=trips("t1", "t2"))

    assert timetable.trip_id.tolist() == ["t1"]
    assert stops(timetable) == "AC"
    assert (noted["flex_not_used"].count, noted["flex_not_used"].row) == (3, 3)
    assert noted["flex_not_used"].done.endswith("Fahrten ganz ohne Fahrplanzeit: 1")
    assert "trips_without_calls" not in noted


def test_a_stop_id_that_names_a_group_of_the_draft_is_no_unknown_stop(tmp_path: Path) -> None:
    calls = FEED["stop_times.txt"] + "    t2,,,zone,1\n"
    groups = "location_group_id,location_id\nzone,A\nzone,B"
    timetable, noted = read_calls(tmp_path, calls, trips=trips("t1", "t2"), location_groups=groups)

    assert timetable.trip_id.tolist() == ["t1"]
    assert noted["flex_not_used"].file == "stop_times.txt"
    assert noted["flex_not_used"].done.endswith("Fahrten ganz ohne Fahrplanzeit: 1")
