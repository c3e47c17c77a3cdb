"""Feeds that cannot be right: refused with file, row, field, value and what to do."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from feeds import FEED, write_feed

from gtfs.feed import FeedError
from gtfs.findings import Finding
from gtfs.read import read_timetable
from gtfs.timetable import Timetable


def refusal(tmp_path: Path, changes: Mapping[str, str]) -> str:
    with pytest.raises(FeedError) as error:
        read_timetable([write_feed(tmp_path / "feed", changes)])
    return str(error.value)


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert old in FEED[file]
    return {file: FEED[file].replace(old, new)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            changed("stop_times.txt", ",B,2", ",X,2"),
            "stop_times.txt row 3: stop_id 'X' is not in stops.txt",
        ),
        (
            changed("stop_times.txt", "t1,08:20", "t9,08:20"),
            "stop_times.txt row 4: trip_id 't9' is not in trips.txt",
        ),
        (
            changed("trips.txt", "r60,", "r61,"),
            "trips.txt row 2: route_id 'r61' is not in routes.txt",
        ),
        (
            changed("trips.txt", "daily", "weekly"),
            "trips.txt row 2: service_id 'weekly' is neither in calendar.txt nor in calendar_dates",
        ),
        (
            changed("routes.txt", "rbl", "mdv"),
            "routes.txt row 2: agency_id 'mdv' is not in agency.txt",
        ),
        (
            changed("stop_times.txt", "08:10:00,08:11:00", "07:10:00,07:11:00"),
            "stop_times.txt row 3: arrival_time '07:10:00' is earlier than the departure of",
        ),
        (
            changed("stop_times.txt", "08:10:00,08:11:00", "08:11:00,08:10:00"),
            "stop_times.txt row 3: departure_time '08:10:00' is earlier than the arrival at",
        ),
        (
            changed("stop_times.txt", "08:11:00", "08:61:00"),
            "stop_times.txt row 3: departure_time '08:61:00' is no time such as",
        ),
        (
            changed("stop_times.txt", "C,3", "C,three"),
            "stop_times.txt row 4: stop_sequence 'three' is no whole number",
        ),
        (changed("stop_times.txt", "C,3", "C,"), "row 4: stop_sequence '' is no whole number"),
        (
            changed("calendar_dates.txt", "20240514", "2024-05-14"),
            "calendar_dates.txt row 2: date '2024-05-14' is no date such as 20240514",
        ),
        (changed("calendar_dates.txt", "20240514", "20240532"), "date '20240532' is no date"),
        (
            changed("calendar_dates.txt", ",1\n", ",3\n"),
            "calendar_dates.txt row 2: exception_type '3' is neither 1 (runs) nor 2",
        ),
        (
            changed("agency.txt", "Europe/Berlin", "Europe/Grimma"),
            "agency.txt row 2: agency_timezone 'Europe/Grimma' is no timezone; write one such as",
        ),
        (
            changed("stops.txt", "51.14,12.65", "0,0.0"),
            "stops.txt row 3: stop_id 'B' lies at 0,0",
        ),
        (
            changed("stops.txt", "51.14,12.65", "51.14,"),
            "stops.txt row 3: stop_lon '' is no number of degrees from -180 to 180",
        ),
        (
            changed("stops.txt", "51.14,12.65", "151.14,12.65"),
            "stops.txt row 3: stop_lat '151.14' is no number of degrees from -90 to 90",
        ),
        (
            changed("stops.txt", "51.14,12.65", "51,14,12,65"),
            "stops.txt cannot be read as a table",
        ),
        (
            changed("stops.txt", "51.14,12.65", "12.75,51.15"),
            "stops.txt row 3: stop_lon '51.15' and stop_lat are swapped: turned round they lie",
        ),
        (changed("stops.txt", "B,Bad", "A,Bad"), "stops.txt row 3: stop_id 'A' stands twice"),
        (changed("stops.txt", "B,Bad", ",Bad"), "stops.txt row 3: stop_id '' is empty"),
        (
            changed("routes.txt", ",3\n", ",bus\n"),
            "routes.txt row 2: route_type 'bus' is no route type",
        ),
        (
            {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt1,6:00:00,7:00:00,0"},
            "frequencies.txt row 2: headway_secs '0' is no number of seconds above 0",
        ),
        (
            {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt5,6:00:00,soon,60"},
            "frequencies.txt row 2: trip_id 't5' is not in trips.txt",
        ),
        (
            {"trips.txt": "route_id,service_id,trip_id\nr60,daily,t1\nr60,daily,t1"},
            "trips.txt row 3: trip_id 't1' stands twice",
        ),
    ],
)
def test_the_message_names_file_row_field_and_value(
    tmp_path: Path, changes: Mapping[str, str], message: str
) -> None:
    assert message in refusal(tmp_path, changes)


def test_a_whole_feed_with_swapped_coordinates_is_known_by_its_timezone(tmp_path: Path) -> None:
    swapped = FEED["stops.txt"].replace("stop_lat,stop_lon", "stop_lon,stop_lat")

    message = refusal(tmp_path, {"stops.txt": swapped})
    assert "stop_lat of every stop are swapped: Europe/Berlin lies elsewhere" in message
    assert "3 problems in the feed" in message


def test_a_call_at_a_station_is_told_apart_from_an_unknown_stop(tmp_path: Path) -> None:
    stops = """
        stop_id,stop_name,stop_lat,stop_lon,location_type
        A,Grimma,51.23,12.73,1
        B,Bad Lausick,51.14,12.65,
        C,Colditz,51.13,12.80,
    """

    message = refusal(tmp_path, {"stops.txt": stops})
    assert "stop_times.txt row 2: stop_id 'A' is a station or an entrance" in message


def test_an_empty_agency_id_needs_a_single_agency(tmp_path: Path) -> None:
    changes = changed("routes.txt", "r60,rbl", "r60,") | {
        "agency.txt": "agency_id,agency_name,agency_timezone\na,A,Europe/Berlin\nb,B,Europe/Rome"
    }

    message = refusal(tmp_path, changes)
    assert "routes.txt row 2: agency_id '' is empty, but agency.txt has several" in message
    assert "agency_timezone 'Europe/Rome' differs from the first, 'Europe/Berlin'" in message


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    changes = (
        changed("stops.txt", "51.14", "abc")
        | changed("stop_times.txt", ",C,3", ",X,3")
        | changed("trips.txt", "daily", "weekly")
        | changed("calendar_dates.txt", "20240514", "gestern")
    )

    message = refusal(tmp_path, changes)
    assert "4 problems in the feed" in message
    for part in ("'abc'", "'X'", "'weekly'", "'gestern'"):
        assert part in message


def test_a_long_list_is_capped_and_its_length_told(tmp_path: Path) -> None:
    rows = "".join(f"    t1,09:{i:02}:00,09:{i:02}:00,X{i},{10 + i}\n" for i in range(60))
    message = refusal(tmp_path, {"stop_times.txt": FEED["stop_times.txt"] + rows})

    assert "60 problems in the feed" in message
    assert "stop_times.txt row 9: stop_id 'X4'" in message
    assert "stop_times.txt: … 55 more: stop_id is not in stops.txt" in message
    assert "X5" not in message


def test_rows_are_those_of_an_editor_behind_blank_lines_and_long_cells(tmp_path: Path) -> None:
    stops = (
        'stop_id,stop_name,stop_lat,stop_lon\n\nA,"Grimma,\nBahnhof",51,12\n\nB,B,52,x\nC,C,51,12'
    )

    assert "stops.txt row 6: stop_lon 'x'" in refusal(tmp_path, {"stops.txt": stops})


# Leaving out the trips that are broken


BROKEN = """
    trip_id,arrival_time,departure_time,stop_id,stop_sequence
    t1,08:00:00,08:00:00,A,1
    t1,08:10:00,08:10:00,B,2
    back,08:00:00,08:00:00,A,1
    back,07:00:00,07:00:00,B,2
    lost,08:00:00,08:00:00,A,1
    lost,08:10:00,08:10:00,X,2
    late,08:00:00,25h,A,1
    late,08:10:00,08:10:00,B,2
    none,08:00:00,08:00:00,A,1
    line,08:00:00,08:00:00,A,1
    line,08:10:00,08:10:00,B,2
"""
TRIPS = """
    route_id,service_id,trip_id
    r60,daily,t1
    r60,daily,back
    r60,daily,lost
    r60,daily,late
    r9,daily,line
"""


def without_broken(tmp_path: Path) -> tuple[Timetable, list[Finding]]:
    folder = write_feed(tmp_path / "feed", {"stop_times.txt": BROKEN, "trips.txt": TRIPS})
    return read_timetable([folder], drop_broken_trips=True)


def test_the_message_says_how_broken_trips_are_left_out(tmp_path: Path) -> None:
    message = refusal(tmp_path, {"stop_times.txt": BROKEN, "trips.txt": TRIPS})

    assert "`drop_broken_trips = true` under [inputs] of the region file" in message


def test_the_way_out_is_not_offered_where_it_leads_nowhere(tmp_path: Path) -> None:
    message = refusal(tmp_path, changed("stops.txt", "51.14", "abc"))

    assert "drop_broken_trips" not in message


def test_broken_trips_are_left_out_and_counted_if_asked_for(tmp_path: Path) -> None:
    timetable, noted = without_broken(tmp_path)

    assert timetable.trip_id.tolist() == ["t1"]
    broken = [(f.file, f.row, f.field) for f in noted if f.code == "broken_trips"]
    assert sorted(broken) == [
        ("stop_times.txt", 5, "arrival_time"),
        ("stop_times.txt", 7, "stop_id"),
        ("stop_times.txt", 8, "departure_time"),
        ("stop_times.txt", 10, "trip_id"),
        ("trips.txt", 6, "route_id"),
    ]


def test_what_is_no_fault_of_a_trip_is_refused_all_the_same(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "feed", changed("stops.txt", "51.14", "abc"))

    with pytest.raises(FeedError, match="stop_lat 'abc'"):
        read_timetable([folder], drop_broken_trips=True)
