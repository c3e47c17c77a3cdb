"""Rows of transfers.txt become rules between stops, stations, lines and trips."""

from pathlib import Path

from feeds import STATION, read_feed, write_feed

from gtfs.read import read_timetable
from gtfs.timetable import NONE


def test_transfer_rows_name_stops_stations_lines_and_trips(tmp_path: Path) -> None:
    timetable = read_feed(
        tmp_path,
        {
            "stops.txt": STATION,
            "transfers.txt": """
                from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id,to_route_id,from_trip_id,to_trip_id
                A,B,2,300,,,,
                G,G,,,,,,
                AB,C,1,,r60,,,
                ,,4,,,,t1,t1
                A,B,3,,,,t1,
            """,
        },
    )

    assert timetable.rule_type.tolist() == [2, 0, 1, 4, 3]
    assert timetable.rule_from_stop.tolist() == [0, NONE, 0, NONE, 0]
    assert timetable.rule_from_station.tolist() == [NONE, 0, NONE, NONE, NONE]
    assert timetable.rule_to_stop.tolist() == [2, NONE, 3, NONE, 2]
    assert timetable.rule_from_route.tolist() == [NONE, NONE, 0, NONE, NONE]
    assert timetable.rule_from_source.tolist() == [NONE, NONE, NONE, 0, 0]
    assert timetable.rule_to_source.tolist() == [NONE, NONE, NONE, 0, NONE]
    assert timetable.rule_min_s.tolist() == [300, NONE, NONE, NONE, NONE]


def test_transfer_rows_that_mean_nothing_are_left_out_and_counted(tmp_path: Path) -> None:
    transfers = """
        from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id,to_trip_id
        A,lost,2,300,,
        A,B,9,,,
        A,,0,,,
        A,B,4,,t1,
        A,B,2,,,
        A,B,4,,t9,t1
    """
    timetable, noted = read_timetable([write_feed(tmp_path, {"transfers.txt": transfers})])
    count = {f.code: (f.count, f.row) for f in noted}

    assert timetable.rule_type.tolist() == [2]
    assert timetable.rule_min_s.tolist() == [NONE]
    assert count["transfer_unknown"] == (2, 2)
    assert count["transfer_type_unknown"] == (1, 3)
    assert count["transfer_incomplete"] == (2, 4)
    assert count["transfer_without_time"] == (1, 6)
