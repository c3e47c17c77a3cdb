"""What a feed says of its trips and of itself, and what the report says of the feed."""

from pathlib import Path

from feeds import FEED, find_findings, read_feed, write_feed

from gtfs.findings import Severity
from gtfs.read import read_timetable
from gtfs.timetable import NONE


def test_what_a_trip_says_of_itself_is_kept(tmp_path: Path) -> None:
    timetable = read_feed(
        tmp_path,
        {
            "trips.txt": """
                route_id,service_id,trip_id,trip_headsign,trip_short_name,direction_id,block_id,shape_id,wheelchair_accessible,bikes_allowed
                r60,daily,t1,Colditz,4711,1,b7,sh1,1,2
                r60,daily,t2,,,,,,,
            """,
            "stop_times.txt": FEED["stop_times.txt"]
            + "    t2,09:00:00,09:00:00,A,1\n        t2,09:30:00,09:30:00,C,2\n",
        },
    )

    assert timetable.trip_headsign.tolist() == ["Colditz", ""]
    assert timetable.trip_short_name.tolist() == ["4711", ""]
    assert timetable.trip_direction.tolist() == [1, NONE]
    assert timetable.trip_block.tolist() == [0, NONE]
    assert timetable.trip_shape.tolist() == ["sh1", ""]
    assert timetable.trip_wheelchair.tolist() == [1, 0]
    assert timetable.trip_bikes.tolist() == [2, 0]


def test_numbers_written_by_a_spreadsheet_are_numbers(tmp_path: Path) -> None:
    routes = FEED["routes.txt"].replace(",3\n", ",3.0\n")

    assert read_feed(tmp_path, {"routes.txt": routes}).route_type.tolist() == [3]


def test_the_report_counts_the_rows_of_the_files(tmp_path: Path) -> None:
    noted = read_timetable([write_feed(tmp_path)])[1]

    assert {f.file: f.count for f in noted if f.code == "rows_read"} == {
        "agency.txt": 1,
        "stops.txt": 3,
        "routes.txt": 1,
        "trips.txt": 1,
        "stop_times.txt": 3,
        "calendar_dates.txt": 1,
    }


def test_files_nobody_reads_are_a_fact(tmp_path: Path) -> None:
    noted = find_findings(tmp_path, {"fare_rules.txt": "fare_id\n1"})

    assert noted["file_not_used"].file == "fare_rules.txt"
    assert noted["file_not_used"].severity == Severity.FACT
    assert "flex_not_used" not in noted


def test_zones_without_any_trip_are_a_warning(tmp_path: Path) -> None:
    noted = find_findings(tmp_path, {"locations.geojson": "{}", "booking_rules.txt": "x\n1"})

    assert noted["flex_not_used"].file == "locations.geojson"
    assert noted["flex_not_used"].severity == Severity.WARNING


def test_dates_promised_by_feed_info_are_compared_with_the_calendars(tmp_path: Path) -> None:
    feed_info = "feed_publisher_name,feed_start_date,feed_end_date\nMDV,20240514,20241214"

    noted = find_findings(tmp_path, {"feed_info.txt": feed_info})["feed_dates"]
    assert noted.field == "feed_end_date"
    assert noted.message == "feed_end_date ist 14.12.2024, letzter Verkehrstag aber 14.05.2024"


def test_a_cell_of_several_lines_is_noted_with_the_row_where_it_ends(tmp_path: Path) -> None:
    stops = FEED["stops.txt"].replace("Bad Lausick", '"Bad\nLausick"')
    noted = find_findings(tmp_path, {"stops.txt": stops})["line_break_in_cell"]

    assert (noted.field, noted.row) == ("stop_name", 4)
