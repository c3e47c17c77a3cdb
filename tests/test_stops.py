"""Rows of stops.txt become platforms and stations."""

from pathlib import Path

import pytest
from feeds import FEED, STATION, find_findings, read_feed, write_feed

from gtfs.read import read_timetable


def test_platforms_know_their_station_and_inherit_what_is_unknown(tmp_path: Path) -> None:
    timetable = read_feed(tmp_path, {"stops.txt": STATION})

    assert timetable.stop_id.tolist() == ["A", "A2", "B", "C"]
    assert timetable.stop_platform.tolist() == ["1", "2", "", ""]
    assert timetable.stop_wheelchair.tolist() == [1, 2, 0, 0]
    assert timetable.station_id.tolist() == ["G", "B", "C"]
    assert timetable.station_declared.tolist() == [True, False, False]
    assert timetable.stop_station.tolist() == [0, 0, 1, 2]
    assert timetable.station_lat[0] == 51.23


def test_entrances_and_nodes_are_counted_and_left_out(tmp_path: Path) -> None:
    noted = find_findings(tmp_path, {"stops.txt": STATION})

    assert (noted["entrances"].count, noted["entrances"].row) == (1, 7)
    assert noted["generic_nodes"].count == 1


def test_a_call_at_a_boarding_area_is_a_call_at_its_platform(tmp_path: Path) -> None:
    calls = FEED["stop_times.txt"].replace(",A,", ",AB,")
    timetable = read_feed(tmp_path, {"stops.txt": STATION, "stop_times.txt": calls})

    assert timetable.stop_id[timetable.call_stop].tolist() == ["A", "B", "C"]


def test_stops_of_one_name_within_150_m_are_a_station(tmp_path: Path) -> None:
    timetable = read_feed(
        tmp_path,
        {
            "stops.txt": """
                stop_id,stop_name,stop_lat,stop_lon
                B,Markt,51.2000,12.70
                A,Markt,51.2013,12.70
                C,Markt,51.2027,12.70
                D,Anger,51.2000,12.70
                F,Markt,51.2500,12.70
            """
        },
    )

    # 145 m from B to A, 156 m from A to C: C is a station of its own, D has another name
    assert timetable.station_id.tolist() == ["B", "C", "D", "F"]
    assert timetable.stop_station.tolist() == [0, 0, 1, 2, 3]
    assert timetable.station_lat[0] == pytest.approx(51.20065)


def test_a_parent_that_is_no_station_is_noted_and_passed_over(tmp_path: Path) -> None:
    stops = """
        stop_id,stop_name,stop_lat,stop_lon,parent_station
        A,Grimma,51.23,12.73,lost
        B,Bad Lausick,51.14,12.65,A
        C,Colditz,51.13,12.80,
    """
    timetable, noted = read_timetable([write_feed(tmp_path, {"stops.txt": stops})])

    assert timetable.station_id.tolist() == ["A", "B", "C"]
    assert {(f.code, f.count) for f in noted} >= {("unknown_parent_station", 2)}


def test_a_stop_may_be_called_null_or_na(tmp_path: Path) -> None:
    stops = FEED["stops.txt"].replace("A,Grimma", "NA,null")
    calls = FEED["stop_times.txt"].replace(",A,", ",NA,")
    timetable = read_feed(tmp_path, {"stops.txt": stops, "stop_times.txt": calls})

    assert timetable.stop_id.tolist() == ["NA", "B", "C"]
    assert timetable.stop_name[0] == "null"
