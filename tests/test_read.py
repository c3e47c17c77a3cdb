"""What a feed says and what the Timetable holds: dates, stops, lines, trips, rules."""

from datetime import date
from pathlib import Path

import pytest
from feeds import FEED, write_feed, zip_feed

from gtfs.feed import FeedError
from gtfs.findings import Finding, Severity
from gtfs.read import read_timetable
from gtfs.routes import SbahnRule
from gtfs.timetable import NONE, Timetable

Changes = dict[str, str | bytes | None]


def read(tmp_path: Path, changes: Changes | None = None) -> Timetable:
    return read_timetable([write_feed(tmp_path / "feed", changes)])[0]


def findings(tmp_path: Path, changes: Changes) -> dict[str, Finding]:
    return {f.code: f for f in read_timetable([write_feed(tmp_path / "feed", changes)])[1]}


def dates_of(timetable: Timetable, service_id: str) -> list[str]:
    runs = timetable.service_runs[timetable.service_id.tolist().index(service_id)]
    first = timetable.first_date.toordinal()
    return [str(date.fromordinal(first + day)) for day in runs.nonzero()[0].tolist()]


# Calendars


def test_a_feed_may_have_calendar_dates_only(tmp_path: Path) -> None:
    timetable = read(tmp_path)

    assert timetable.first_date == date(2024, 5, 14)
    assert timetable.dates == 1
    assert timetable.trips_on(date(2024, 5, 14)).tolist() == [0]
    assert timetable.trips_on(date(2024, 5, 15)).tolist() == []


WEEK = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"


def test_weekdays_and_exceptions_make_the_dates(tmp_path: Path) -> None:
    timetable = read(
        tmp_path,
        {
            "calendar.txt": f"""
                service_id,{WEEK},start_date,end_date
                daily,1,0,0,0,0,0,1,20240513,20240526
                never,0,0,0,0,0,0,0,20240101,20241231
            """,
            "calendar_dates.txt": """
                service_id,date,exception_type
                daily,20240520,2
                daily,20240522,1
                extra,20240601,1
            """,
        },
    )

    assert dates_of(timetable, "daily") == ["2024-05-13", "2024-05-19", "2024-05-22", "2024-05-26"]
    assert dates_of(timetable, "extra") == ["2024-06-01"]
    assert dates_of(timetable, "never") == []
    assert timetable.first_date == date(2024, 5, 13)  # days on which nothing runs are cut off
    assert timetable.dates == 20


def test_an_empty_calendar_txt_beside_calendar_dates_is_fine(tmp_path: Path) -> None:
    calendar = f"service_id,{WEEK},start_date,end_date"

    assert dates_of(read(tmp_path, {"calendar.txt": calendar}), "daily") == ["2024-05-14"]


def test_a_feed_that_never_runs_is_refused(tmp_path: Path) -> None:
    removed = FEED["calendar_dates.txt"].replace(",1\n", ",2\n")

    with pytest.raises(FeedError, match="no service runs on any date"):
        read(tmp_path, {"calendar_dates.txt": removed})


def test_a_calendar_that_ends_before_it_starts_is_noted(tmp_path: Path) -> None:
    calendar = f"service_id,{WEEK},start_date,end_date\ndaily,1,1,1,1,1,1,1,20240520,20240501"

    assert findings(tmp_path, {"calendar.txt": calendar})["calendar_ends_before_start"].row == 2


def test_a_date_added_and_removed_does_not_run_and_is_noted(tmp_path: Path) -> None:
    both = FEED["calendar_dates.txt"] + "    daily,20240515,1\n        daily,20240515,2\n"
    timetable, noted = read_timetable([write_feed(tmp_path, {"calendar_dates.txt": both})])

    assert dates_of(timetable, "daily") == ["2024-05-14"]
    (finding,) = [f for f in noted if f.code == "calendar_dates_contradict"]
    assert (finding.row, finding.count) == (4, 1)


# Stops and stations


STATION = """
    stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code,wheelchair_boarding
    G,Grimma Bf,51.23,12.73,1,,,1
    A,Grimma Bf,51.2301,12.7301,0,G,1,0
    A2,Grimma Bf,51.2302,12.7302,,G,2,2
    B,Bad Lausick,51.14,12.65,,,,
    C,Colditz,51.13,12.80,,,,
    E,Eingang,51.23,12.73,2,G,,
    N,Treppe,,,3,G,,
    AB,Abschnitt,,,4,A,,
"""


def test_platforms_know_their_station_and_inherit_what_is_unknown(tmp_path: Path) -> None:
    timetable = read(tmp_path, {"stops.txt": STATION})

    assert timetable.stop_id.tolist() == ["A", "A2", "B", "C"]
    assert timetable.stop_platform.tolist() == ["1", "2", "", ""]
    assert timetable.stop_wheelchair.tolist() == [1, 2, 0, 0]
    assert timetable.station_id.tolist() == ["G", "B", "C"]
    assert timetable.station_declared.tolist() == [True, False, False]
    assert timetable.stop_station.tolist() == [0, 0, 1, 2]
    assert timetable.station_lat[0] == 51.23


def test_entrances_and_nodes_are_counted_and_left_out(tmp_path: Path) -> None:
    noted = findings(tmp_path, {"stops.txt": STATION})

    assert (noted["entrances"].count, noted["entrances"].row) == (1, 7)
    assert noted["generic_nodes"].count == 1


def test_a_call_at_a_boarding_area_is_a_call_at_its_platform(tmp_path: Path) -> None:
    calls = FEED["stop_times.txt"].replace(",A,", ",AB,")
    timetable = read(tmp_path, {"stops.txt": STATION, "stop_times.txt": calls})

    assert timetable.stop_id[timetable.call_stop].tolist() == ["A", "B", "C"]


def test_stops_of_one_name_within_150_m_are_a_station(tmp_path: Path) -> None:
    timetable = read(
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
    timetable = read(tmp_path, {"stops.txt": stops, "stop_times.txt": calls})

    assert timetable.stop_id.tolist() == ["NA", "B", "C"]
    assert timetable.stop_name[0] == "null"


# Agencies and routes


def test_routes_without_agency_belong_to_the_only_one(tmp_path: Path) -> None:
    timetable = read(
        tmp_path,
        {
            "agency.txt": "agency_name,agency_timezone\nRegionalbus,Europe/Berlin",
            "routes.txt": """
                route_id,route_long_name,route_type,route_color
                r60,Grimma - Colditz,700,#ffcc00
            """,
        },
    )

    assert timetable.agency_name.tolist() == ["Regionalbus"]
    assert timetable.route_agency.tolist() == [0]
    assert timetable.route_name.tolist() == ["Grimma - Colditz"]
    assert timetable.route_color.tolist() == ["FFCC00"]


LINES = """
    route_id,agency_id,route_short_name,route_type
    r60,rbl,60,3
    s3,db,S3,109
    s5x,db,S5X,2
    re6,db,RE6,106
    sbus,rbl,S1,3
    tram,rbl,3,0
"""
AGENCIES = """
    agency_id,agency_name,agency_timezone
    rbl,Regionalbus Leipzig,Europe/Berlin
    db,DB Regio AG,Europe/Berlin
"""


@pytest.mark.parametrize(
    ("rule", "sbahn"),
    [
        (SbahnRule(), ["s3", "s5x"]),
        (SbahnRule(agency="Abellio"), []),
        (SbahnRule(agency="^DB Regio"), ["s3", "s5x"]),
        (SbahnRule(agency="^db$", route_types=(109,)), ["s3"]),
        (SbahnRule(short_name=None, route_types=(106,)), ["re6"]),
        (SbahnRule(route_types=None), ["s3", "s5x", "sbus"]),
    ],
)
def test_sbahn_is_what_matches_all_that_the_rule_gives(
    tmp_path: Path, rule: SbahnRule, sbahn: list[str]
) -> None:
    folder = write_feed(tmp_path, {"routes.txt": LINES, "agency.txt": AGENCIES})
    timetable, _ = read_timetable([folder], sbahn=rule)

    assert timetable.route_id[timetable.route_sbahn].tolist() == sbahn
    assert timetable.route_id[timetable.route_rail].tolist() == ["s3", "s5x", "re6"]


# Trips


def test_what_a_trip_says_of_itself_is_kept(tmp_path: Path) -> None:
    timetable = read(
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

    assert read(tmp_path, {"routes.txt": routes}).route_type.tolist() == [3]


# Rules of transfers.txt


def test_transfer_rows_name_stops_stations_lines_and_trips(tmp_path: Path) -> None:
    timetable = read(
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
    """
    timetable, noted = read_timetable([write_feed(tmp_path, {"transfers.txt": transfers})])
    count = {f.code: (f.count, f.row) for f in noted}

    assert timetable.rule_type.tolist() == [2]
    assert timetable.rule_min_s.tolist() == [NONE]
    assert count["transfer_unknown"] == (1, 2)
    assert count["transfer_type_unknown"] == (1, 3)
    assert count["transfer_incomplete"] == (2, 4)
    assert count["transfer_without_time"] == (1, 6)


# Several feeds


RAIL: Changes = {
    "agency.txt": "agency_id,agency_name,agency_timezone\ndb,DB,Europe/Berlin",
    "stops.txt": """
        stop_id,stop_name,stop_lat,stop_lon
        A,Grimma,51.2301,12.7301
        L,Leipzig,51.345,12.382
    """,
    "routes.txt": "route_id,route_short_name,route_type\nRB110,RB110,106",
    "trips.txt": "route_id,service_id,trip_id,block_id\nRB110,mo,t1,7",
    "stop_times.txt": """
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        t1,07:00:00,07:00:00,L,1
        t1,07:40:00,07:40:00,A,2
    """,
    "calendar_dates.txt": "service_id,date,exception_type\nmo,20240513,1",
    "transfers.txt": "from_stop_id,to_stop_id,transfer_type,from_trip_id\nA,L,3,t1",
}


def test_several_feeds_become_one_timetable_with_prefixed_ids(tmp_path: Path) -> None:
    bus = write_feed(tmp_path / "bus")
    rail = zip_feed(write_feed(tmp_path / "rail", RAIL), tmp_path / "rail.gtfs.zip")
    timetable, noted = read_timetable([bus, rail])

    assert timetable.feed_name.tolist() == ["bus", "rail"]
    assert timetable.stop_id.tolist() == ["bus:A", "bus:B", "bus:C", "rail:A", "rail:L"]
    assert timetable.trip_id.tolist() == ["bus:t1", "rail:t1"]
    assert timetable.route_agency.tolist() == [0, 1]
    assert timetable.agency_id.tolist() == ["bus:rbl", "rail:db"]
    assert timetable.stop_id[timetable.call_stop].tolist()[3:] == ["rail:L", "rail:A"]
    assert timetable.first_call.tolist() == [0, 3, 5]
    assert timetable.service_feed.tolist() == [0, 1]
    assert timetable.first_date == date(2024, 5, 13)
    assert timetable.trips_on(date(2024, 5, 13)).tolist() == [1]
    assert timetable.trips_on(date(2024, 5, 14)).tolist() == [0]
    assert timetable.trip_source.tolist() == [0, 1]
    assert timetable.rule_from_source.tolist() == [1]
    assert timetable.rule_to_stop.tolist() == [4]
    assert {f.file for f in noted if f.code == "rows_read"} >= {"bus/stops.txt", "rail/stops.txt"}


def test_stops_of_two_feeds_may_be_one_station(tmp_path: Path) -> None:
    paths = [write_feed(tmp_path / "bus"), write_feed(tmp_path / "rail", RAIL)]
    timetable, _ = read_timetable(paths)

    assert timetable.station_id.tolist() == ["bus:A", "bus:B", "bus:C", "rail:L"]
    assert timetable.stop_station.tolist() == [0, 1, 2, 0, 3]


def test_feeds_of_equal_name_are_refused(tmp_path: Path) -> None:
    paths = [write_feed(tmp_path / "a" / "rnv"), write_feed(tmp_path / "b" / "rnv.gtfs")]

    with pytest.raises(FeedError, match="feeds of equal name 'rnv'"):
        read_timetable(paths)


def test_no_feed_at_all_is_refused() -> None:
    with pytest.raises(FeedError, match="no feed given"):
        read_timetable([])


# The report


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


def test_files_nobody_reads_are_listed(tmp_path: Path) -> None:
    noted = findings(tmp_path, {"fare_rules.txt": "fare_id\n1", "booking_rules.txt": "x\n1"})

    assert noted["file_not_used"].file == "fare_rules.txt"
    assert noted["flex_not_used"].file == "booking_rules.txt"
    assert noted["flex_not_used"].severity == Severity.WARNING


def test_dates_promised_by_feed_info_are_compared_with_the_calendars(tmp_path: Path) -> None:
    feed_info = "feed_publisher_name,feed_start_date,feed_end_date\nMDV,20240514,20241214"

    assert findings(tmp_path, {"feed_info.txt": feed_info})["feed_dates"].field == "feed_end_date"


def test_a_cell_of_several_lines_is_noted_with_the_row_where_it_ends(tmp_path: Path) -> None:
    stops = FEED["stops.txt"].replace("Bad Lausick", '"Bad\nLausick"')
    noted = findings(tmp_path, {"stops.txt": stops})["line_break_in_cell"]

    assert (noted.field, noted.row) == ("stop_name", 4)
