"""A timetable written as a feed is a valid feed, and the same timetable when it is read again."""

from pathlib import Path

import numpy as np
import pytest
from feeds import FEED, HEADER, STATION, read_feed, trips
from feeds import write_feed as write_folder
from rewritten import PUBLISHER, member, rewritten, rules_of
from timetables import timetable

from gtfs.edit import moved, on_dates, without_trips
from gtfs.feed import FeedError
from gtfs.read import read_timetable
from gtfs.write import write_feed


def test_a_feed_of_every_kind_of_column_reads_back_the_same(tmp_path: Path) -> None:
    changes = {
        "stops.txt": STATION,
        "routes.txt": """
            route_id,agency_id,route_short_name,route_long_name,route_type,route_color,route_desc
            r60,rbl,60,"Grimma, ""Markt"" – Colditz",3,ff0000,Regionalbus
            s4,rbl,S4,,109,,
            x,rbl,,Nachtbus,3,,
        """,
        "trips.txt": """
            route_id,service_id,trip_id,trip_headsign,direction_id,block_id,wheelchair_accessible,bikes_allowed
            r60,daily,t1,Colditz,1,b1,1,2
            s4,daily,t2,,,b1,,1
            x,daily,t3,Grimma,0,,2,
        """,
        "stop_times.txt": f"""
            {HEADER},pickup_type,drop_off_type
            t1,08:00:00,08:00:00,A,1,0,1
            t1,08:10:00,08:11:30,B,5,2,3
            t1,08:20:00,08:20:00,C,9,1,0
            t2,08:30:00,08:30:00,C,1,,
            t2,08:40:00,08:40:00,A2,2,,
            t3,24:10:00,24:10:00,A,1,,
            t3,25:00:00,25:00:00,B,2,,
        """,
    }
    day = read_feed(tmp_path, changes)
    again, written = rewritten(day, tmp_path)

    assert again.trip_id.tolist() == ["t1", "t2", "t3"]
    assert again.station_id.tolist() == day.station_id.tolist()
    assert written.rows["stops.txt"] == 5  # a station, four platforms; entrances are not held
    assert (written.renamed_trips, written.rules_left_out) == (0, 0)


def test_departures_of_a_frequency_get_ids_of_their_own_and_rules_follow(tmp_path: Path) -> None:
    changes = {
        "trips.txt": trips("t1", "t2"),
        "stop_times.txt": f"""
            {HEADER}
            t1,00:00:00,00:00:00,A,1
            t1,00:10:00,00:10:00,B,2
            t2,09:00:00,09:00:00,B,1
            t2,09:30:00,09:30:00,C,2
        """,
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\n t1,08:00:00,09:00:00,1200",
        "transfers.txt": "from_stop_id,to_stop_id,from_trip_id,to_trip_id,transfer_type\n"
        "B,B,t1,t2,1",
    }
    day = read_feed(tmp_path, changes)
    again, written = rewritten(day, tmp_path)

    assert again.trip_id.tolist() == ["t1", "t1~2", "t1~3", "t2"]
    assert again.trip_source.tolist() == [0, 1, 2, 3]
    assert written.renamed_trips == 2
    assert written.rows["transfers.txt"] == 3
    assert rules_of(again) == rules_of(day)


def test_a_new_id_avoids_those_that_are_there(tmp_path: Path) -> None:
    day = timetable("""
        60 (2024-05-14 2024-05-15):  A     B
                                     8:00  8:10  # trip=t
                                     9:00  9:10  # trip=t~2
    """)
    split, _, _ = on_dates(day, np.array([0]), np.array([True, False]))
    again, _ = rewritten(split, tmp_path)

    assert again.trip_id.tolist() == ["t", "t~2", "t~3"]


def test_a_rule_of_a_trip_that_is_gone_is_left_out_and_counted(tmp_path: Path) -> None:
    text = """
        60:  A     B
             8:00  8:10
             9:00  9:10
        61:  B     C
             8:12  8:30
    """
    rules = """
        1 B B from_trip=60/1 to_trip=61/1
        2 B B from_trip=60/2 to_trip=61/1 min=60
        2 B B min=120
        3 B B
        4 - - from_trip=60/2 to_trip=61/1
        5 A C from_trip=60/2 to_trip=61/1
    """
    day = timetable(text, rules=rules)
    again, written = rewritten(without_trips(day, np.array([0])), tmp_path)

    assert written.rules_left_out == 2  # that of the trip, and "3 B B": "2 B B" came first
    assert [key[:2] for key in rules_of(again)] == [(2, 60), (2, 120), (4, -1), (5, -1)]


def test_stops_of_one_station_that_no_name_tells_are_given_a_station(tmp_path: Path) -> None:
    day = timetable(
        """
        60:  Markt  Bahnhof  Busbahnhof
             8:00   8:10     8:12
    """,
        at={"Bahnhof": (12.0, 51.0), "Busbahnhof": (12.001, 51.0)},
    )
    joined = day.with_columns(stop_station=np.array([0, 1, 1], np.int32))
    again, _ = rewritten(joined, tmp_path)

    assert again.station_id.tolist() == ["Bahnhof~2", "Markt"]
    assert again.station_declared.tolist() == [True, False]


def test_two_feeds_become_one(tmp_path: Path) -> None:
    agency = "agency_name,agency_url,agency_timezone\n RBL,https://example.org,Europe/Berlin"
    routes = "route_id,route_short_name,route_type\n r60,60,3"
    changes = {"agency.txt": agency, "routes.txt": routes}
    paths = [write_folder(tmp_path / name, changes) for name in ("bus", "rail")]
    both, _ = read_timetable(paths)
    again, _ = rewritten(both, tmp_path)

    assert again.agency_id.tolist() == ["agency", "agency~2"]
    assert again.trip_id.tolist() == ["bus:t1", "rail:t1"]
    assert again.stop_id.tolist()[::3] == ["bus:A", "rail:A"]


def test_feeds_of_two_timezones_are_refused(tmp_path: Path) -> None:
    zone = FEED["agency.txt"].replace("Berlin", "London")
    paths = [write_folder(tmp_path / "a"), write_folder(tmp_path / "b", {"agency.txt": zone})]
    both, _ = read_timetable(paths)
    with pytest.raises(FeedError, match="Europe/Berlin, Europe/London; one GTFS feed has only one"):
        write_feed(both, tmp_path / "feed.zip", PUBLISHER)


def test_a_trip_before_midnight_of_its_date_is_refused(tmp_path: Path) -> None:
    day = timetable("60: A B\n 0:10 0:20")
    early = moved(day, np.array([0]), np.array([-900]))
    with pytest.raises(FeedError, match=r"trip '60/1' begins before 00:00 of its service date"):
        write_feed(early, tmp_path / "feed.zip", PUBLISHER)


def test_a_timetable_without_trips_is_refused(tmp_path: Path) -> None:
    day = timetable("60: A B\n 8:10 8:20")
    with pytest.raises(FeedError, match="has no trip"):
        write_feed(without_trips(day, np.array([0])), tmp_path / "feed.zip", PUBLISHER)
    assert list(tmp_path.iterdir()) == []


def test_equal_timetables_make_equal_files_in_place_of_what_was_there(tmp_path: Path) -> None:
    day, path = timetable("60: A B\n 8:10 8:20"), tmp_path / "out" / "feed.zip"
    write_feed(day, path, PUBLISHER)
    path.write_text("old")
    write_feed(day, path, PUBLISHER)
    once = path.read_bytes()
    write_feed(day, path, PUBLISHER)

    assert path.read_bytes() == once
    assert list(path.parent.iterdir()) == [path]


def test_the_feed_says_who_answers_for_it_and_for_which_dates(tmp_path: Path) -> None:
    day = timetable("60 (2024-05-14 2024-12-01): A B\n 8:10 8:20")
    assert member(day, tmp_path, "feed_info.txt") == [
        "Landratsamt,https://example.org,de,20240514,20241201,Entwurf 1"
    ]


def test_ways_and_the_calls_along_them_stay_where_they_are(tmp_path: Path) -> None:
    changes = {
        "trips.txt": "route_id,service_id,trip_id,shape_id\n r60,daily,t1,w\n r60,daily,t2,lost",
        "stop_times.txt": FEED["stop_times.txt"]
        + "        t2,09:00:00,09:00:00,A,1\n        t2,09:10:00,09:10:00,B,2\n",
        "shapes.txt": """
            shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
            w,51.23,12.73,1
            w,51.14,12.65,2
            w,51.13,12.80,3
        """,
    }
    day = read_feed(tmp_path, changes)
    again, _ = rewritten(day, tmp_path)

    assert again.shape_id.tolist() == ["w"]
    assert again.trip_shape.tolist() == ["w", ""]  # a way that does not exist is not named again
    assert again.point_lon.tolist() == [12.73, 12.65, 12.80]
    assert again.call_m.tolist() == day.call_m.tolist() == [0, 11469, 22027, -1, -1]
