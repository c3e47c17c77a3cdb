"""Calls of trips: order, gaps, repeated trips, duplicates, service on demand."""

from pathlib import Path

import pytest
from feeds import FEED, write_feed

from gtfs.findings import Finding
from gtfs.read import read_timetable
from gtfs.timetable import Timetable

HEADER = "trip_id,arrival_time,departure_time,stop_id,stop_sequence"


def read(tmp_path: Path, calls: str, **members: str) -> tuple[Timetable, dict[str, Finding]]:
    changes = {"stop_times.txt": calls} | {f"{name}.txt": text for name, text in members.items()}
    timetable, findings = read_timetable([write_feed(tmp_path / "feed", changes)])
    return timetable, {f.code: f for f in findings}


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def arrivals(timetable: Timetable) -> list[str]:
    return [clock(s) for s in timetable.arrival_s.tolist()]


def stops(timetable: Timetable) -> str:
    return "".join(timetable.stop_id[timetable.call_stop].tolist())


def trips(*ids: str) -> str:
    return "route_id,service_id,trip_id\n" + "\n".join(f"r60,daily,{trip}" for trip in ids)


# Order and times


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
    timetable, _ = read(tmp_path, calls, trips=trips("t1", "t2"))

    assert timetable.trip_id.tolist() == ["t1", "t2"]
    assert timetable.first_call.tolist() == [0, 3, 5]
    assert stops(timetable) == "ABCCB"
    assert arrivals(timetable) == ["8:00:00", "8:10:00", "8:20:00", "9:00:00", "9:10:00"]
    assert clock(int(timetable.departure_s[1])) == "8:11:00"


def test_times_pass_midnight(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,23:50:00,23:50:00,A,1\nt1,24:10:00,24:10:00,B,2\nt1,25:00:30,,C,3"

    assert arrivals(read(tmp_path, calls)[0]) == ["23:50:00", "24:10:00", "25:00:30"]


def test_one_time_stands_for_both(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,,08:00:00,A,1\nt1,08:10:00,,B,2"
    timetable, _ = read(tmp_path, calls)

    assert arrivals(timetable) == ["8:00:00", "8:10:00"]
    assert timetable.departure_s.tolist() == timetable.arrival_s.tolist()


def test_a_loop_may_serve_a_stop_twice_and_hops_may_take_no_time(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,8:00:00,,A,1\nt1,8:00:00,,B,2\nt1,8:10:00,,A,3"

    assert stops(read(tmp_path, calls)[0]) == "ABA"


def test_a_repeated_sequence_keeps_the_order_of_the_file_and_is_noted(tmp_path: Path) -> None:
    calls = f"{HEADER}\nt1,8:00:00,,A,1\nt1,8:05:00,,C,2\nt1,8:10:00,,B,2"
    timetable, noted = read(tmp_path, calls)

    assert stops(timetable) == "ACB"
    assert noted["stop_sequence_repeated"].row == 4


def test_boarding_and_alighting_rules_are_kept_and_unknown_ones_noted(tmp_path: Path) -> None:
    calls = f"""
        {HEADER},pickup_type,drop_off_type
        t1,8:00:00,,A,1,0,1
        t1,8:10:00,,B,2,3,2
        t1,8:20:00,,C,3,7,
    """
    timetable, noted = read(tmp_path, calls)

    assert timetable.pickup.tolist() == [0, 3, 0]
    assert timetable.drop_off.tolist() == [1, 2, 0]
    assert (noted["unknown_code"].field, noted["unknown_code"].row) == ("pickup_type", 4)


# Untimed calls


def test_untimed_calls_lie_in_equal_steps_rounded_down(tmp_path: Path) -> None:
    calls = f"""
        {HEADER}
        t1,8:00:00,8:01:00,A,1
        t1,,,B,2
        t1,,,C,3
        t1,8:01:50,8:02:00,A,4
    """
    timetable, noted = read(tmp_path, calls)

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
    timetable, noted = read(tmp_path, calls)

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

    assert arrivals(read(tmp_path, calls)[0])[1] == second


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
    timetable, noted = read(tmp_path, calls, trips=trips("t1", "t2", "t3", "t4"))

    assert timetable.trip_id.tolist() == ["t1"]
    assert stops(timetable) == "BC"
    assert noted["untimed_ends"].count == 6
    assert (noted["trips_without_calls"].count, noted["trips_without_calls"].row) == (3, 3)


# Frequencies


def test_frequencies_are_written_out_from_start_to_before_end(tmp_path: Path) -> None:
    frequencies = """
        trip_id,start_time,end_time,headway_secs,exact_times
        t1,06:00:00,07:00:00,1200,1
        t1,10:00:00,10:00:01,600,1
    """
    calls = f"{HEADER}\nt1,00:00:00,00:01:00,A,1\nt1,00:11:00,00:11:00,B,2\n" + "\n".join(
        ["t2,8:00:00,8:00:00,C,1", "t2,8:30:00,8:30:00,A,2"]
    )
    timetable, noted = read(tmp_path, calls, trips=trips("t1", "t2"), frequencies=frequencies)

    assert timetable.trip_id.tolist() == ["t1", "t1", "t1", "t1", "t2"]
    assert timetable.trip_source.tolist() == [0, 0, 0, 0, 1]
    assert timetable.trip_frequency.tolist() == [True] * 4 + [False]
    assert timetable.first_call.tolist() == [0, 2, 4, 6, 8, 10]
    leaves = timetable.departure_s[timetable.first_call[:-1]].tolist()
    assert [clock(s) for s in leaves] == ["6:00:00", "6:20:00", "6:40:00", "10:00:00", "8:00:00"]
    assert arrivals(timetable)[:2] == ["5:59:00", "6:10:00"]
    assert noted["frequencies"].count == 2
    assert "frequencies_not_exact" not in noted


def test_inexact_and_empty_frequencies_are_noted(tmp_path: Path) -> None:
    frequencies = """
        trip_id,start_time,end_time,headway_secs
        t1,06:00:00,06:30:00,600
        t1,09:00:00,09:00:00,600
    """
    timetable, noted = read(tmp_path, FEED["stop_times.txt"], frequencies=frequencies)

    assert len(timetable.trip_id) == 3
    assert noted["frequencies_not_exact"].count == 2
    assert noted["frequencies_empty"].row == 3


def test_frequencies_with_nothing_but_a_header_change_nothing(tmp_path: Path) -> None:
    header = "trip_id,start_time,end_time,headway_secs,exact_times"
    timetable, noted = read(tmp_path, FEED["stop_times.txt"], frequencies=header)

    assert timetable.trip_frequency.tolist() == [False]
    assert "frequencies" not in noted


# Duplicates


TWINS = f"""
    {HEADER},pickup_type
    t1,8:00:00,,A,1,0
    t1,8:10:00,,B,2,0
    t2,8:00:00,,A,5,0
    t2,8:10:00,,B,9,0
"""
BOTH_DAYS = "service_id,date,exception_type\ndaily,20240514,1\nsame,20240514,1\nother,20240515,1"


@pytest.mark.parametrize(
    ("second", "calls", "kept"),
    [
        ("r60,daily,t2,", TWINS, ["t1"]),
        ("r60,same,t2,", TWINS, ["t1"]),
        ("r60,other,t2,", TWINS, ["t1", "t2"]),
        ("r61,daily,t2,", TWINS, ["t1", "t2"]),
        ("r60,daily,t2,b1", TWINS, ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("B,9,0", "B,9,1"), ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("B,9,0", "C,9,0"), ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("8:10:00,,B,9", "8:10:01,,B,9"), ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("8:10:00,,B,9", "8:10:00,8:11:00,B,9"), ["t1", "t2"]),
    ],
)
def test_duplicates_are_trips_equal_in_line_stops_times_rules_block_and_days(
    tmp_path: Path, second: str, calls: str, kept: list[str]
) -> None:
    timetable, noted = read(
        tmp_path,
        calls,
        trips=f"route_id,service_id,trip_id,block_id\nr60,daily,t1,\n{second}",
        routes="route_id,route_short_name,route_type\nr60,60,3\nr61,60,3",
        calendar_dates=BOTH_DAYS,
    )

    assert timetable.trip_id.tolist() == kept
    assert noted["duplicate_trips"].count == 1 if len(kept) == 1 else "duplicate_trips" not in noted


@pytest.mark.parametrize("named", ["t1", "t2"])
def test_a_trip_that_a_transfer_names_is_no_duplicate(tmp_path: Path, named: str) -> None:
    transfers = f"from_stop_id,to_stop_id,transfer_type,from_trip_id\nA,B,3,{named}"
    timetable, _ = read(tmp_path, TWINS, trips=trips("t1", "t2"), transfers=transfers)

    assert timetable.trip_id.tolist() == ["t1", "t2"]


# Service on demand


FLEX = f"""
    {HEADER},start_pickup_drop_off_window,end_pickup_drop_off_window,location_group_id
    t1,8:00:00,,A,1,,,
    t1,,,,2,08:00:00,08:30:00,zone
    t1,8:30:00,,C,3,,,
    t2,,,,1,08:00:00,18:00:00,zone
    t2,,,,2,08:00:00,18:00:00,zone
"""


def test_windows_are_left_out_and_the_scheduled_calls_stay(tmp_path: Path) -> None:
    timetable, noted = read(tmp_path, FLEX, trips=trips("t1", "t2"))

    assert timetable.trip_id.tolist() == ["t1"]
    assert stops(timetable) == "AC"
    assert noted["on_demand_windows"].count == 3
    assert noted["on_demand_trips"].count == 1
    assert "trips_without_calls" not in noted


def test_a_stop_id_that_names_a_group_of_the_draft_is_no_unknown_stop(tmp_path: Path) -> None:
    calls = FEED["stop_times.txt"] + "    t2,,,zone,1\n"
    groups = "location_group_id,location_id\nzone,A\nzone,B"
    timetable, noted = read(tmp_path, calls, trips=trips("t1", "t2"), location_groups=groups)

    assert timetable.trip_id.tolist() == ["t1"]
    assert noted["on_demand_trips"].count == 1
    assert noted["flex_not_used"].file == "location_groups.txt"
