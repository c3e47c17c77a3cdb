"""Trips repeated by frequencies.txt are written out."""

from pathlib import Path

from feeds import FEED, HEADER, arrivals, clock, read_calls, trips


def test_frequencies_are_written_out_from_start_to_before_end(tmp_path: Path) -> None:
    frequencies = """
        trip_id,start_time,end_time,headway_secs,exact_times
        t1,06:00:00,07:00:00,1200,1
        t1,10:00:00,10:00:01,600,1
    """
    calls = f"""
        {HEADER}
        t1,00:00:00,00:01:00,A,1
        t1,00:11:00,00:11:00,B,2
        t2,8:00:00,8:00:00,C,1
        t2,8:30:00,8:30:00,A,2
    """
    timetable, noted = read_calls(tmp_path, calls, trips=trips("t1", "t2"), frequencies=frequencies)

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
    timetable, noted = read_calls(tmp_path, FEED["stop_times.txt"], frequencies=frequencies)

    assert len(timetable.trip_id) == 3
    assert noted["frequencies_not_exact"].count == 2
    assert noted["frequencies_empty"].row == 3


def test_frequencies_with_nothing_but_a_header_change_nothing(tmp_path: Path) -> None:
    header = "trip_id,start_time,end_time,headway_secs,exact_times"
    timetable, noted = read_calls(tmp_path, FEED["stop_times.txt"], frequencies=header)

    assert timetable.trip_frequency.tolist() == [False]
    assert "frequencies" not in noted
