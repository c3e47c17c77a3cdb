"""A timetable written as a feed is a valid feed, and the same timetable when it is read again."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from engine import Engine
from feed_rules import read_members
from feeds import FEED, HEADER, STATION, read_feed, shared_data, trips
from feeds import write_feed as write_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_drawn import draw_world
from rewritten import PUBLISHER, rewritten, rules_of
from timetables import timetable

from gtfs.edit import moved, on_dates, with_copies, without_calls, without_trips
from gtfs.feed import FeedError
from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from gtfs.write import write_feed
from mobility.parameters import Moving

CALENDAR = """
    service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
    daily,1,1,1,1,1,0,0,20240513,20240531
"""


def member(timetable: Timetable, tmp_path: Path, name: str) -> list[str]:
    """Return the rows of a member as text, its empty cells too."""
    path = tmp_path / "feed.zip"
    write_feed(timetable, path, PUBLISHER)
    return [",".join(row.values()) for row in read_members(path).get(name, [])]


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


def test_a_calendar_is_told_as_weekdays_and_the_holiday_as_an_exception(tmp_path: Path) -> None:
    holiday = "service_id,date,exception_type\n daily,20240530,2"
    day = read_feed(tmp_path, {"calendar.txt": CALENDAR, "calendar_dates.txt": holiday})
    rewritten(day, tmp_path)

    assert member(day, tmp_path, "calendar.txt") == ["daily,1,1,1,1,1,0,0,20240513,20240531"]
    assert member(day, tmp_path, "calendar_dates.txt") == ["daily,20240530,2"]


def test_two_dates_are_told_as_dates(tmp_path: Path) -> None:
    day = timetable("""
        60 (2024-05-14 2024-05-18):  A     B
                                     8:00  8:10
    """)
    assert member(day, tmp_path, "calendar.txt") == []
    assert member(day, tmp_path, "calendar_dates.txt") == ["0,20240514,1", "0,20240518,1"]


def test_one_special_date_far_off_does_not_stretch_the_calendar(tmp_path: Path) -> None:
    extra = "service_id,date,exception_type\n daily,20240908,1"
    day = read_feed(tmp_path, {"calendar.txt": CALENDAR, "calendar_dates.txt": extra})

    assert member(day, tmp_path, "calendar.txt") == ["daily,1,1,1,1,1,0,0,20240513,20240531"]
    assert member(day, tmp_path, "calendar_dates.txt") == ["daily,20240908,1"]


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**32))
def test_any_dates_are_written_in_no_more_rows_than_there_are_dates(seed: int) -> None:
    lot = Random(seed)
    dates = [date(2024, 5, 1 + n) for n in range(31) if lot.random() < lot.choice([0.1, 0.8])]
    dates = dates or [date(2024, 5, 9)]
    day = timetable(f"60 ({' '.join(map(str, dates))}): A B\n 8:00 8:10")
    with TemporaryDirectory() as folder:
        again, written = rewritten(day, Path(folder))
    assert again.service_runs.sum() == len(dates)
    rows = written.rows
    assert rows.get("calendar.txt", 0) + rows.get("calendar_dates.txt", 0) <= len(dates)


def test_a_service_that_never_runs_keeps_its_trips(tmp_path: Path) -> None:
    day = timetable("""
        60:  A     B
             8:00  8:10
             9:00  9:10
    """)
    runs, split, _ = on_dates(day, np.array([0]), np.array([True]))
    runs = runs.with_columns(
        service_id=np.array(["0", "never"]),
        service_feed=np.zeros(2, np.int32),
        service_runs=np.array([[True], [False]]),
        trip_service=np.array([0, 1], np.int32),
    )
    again, _ = rewritten(runs, tmp_path)

    assert split.tolist() == [0]
    assert len(again.trips_on(date(2024, 5, 14))) == 1


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
    day, path = timetable("60: A B\n 8:10 8:20"), tmp_path / "feed.zip"
    path.write_text("old")
    write_feed(day, path, PUBLISHER)
    once = path.read_bytes()
    write_feed(day, path, PUBLISHER)

    assert path.read_bytes() == once
    assert list(tmp_path.iterdir()) == [path]


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


def edited(timetable: Timetable, lot: Random) -> Timetable:
    """Return the timetable with edits by lot, as scenarios make them."""
    for number in range(lot.randint(1, 4)):
        size = len(timetable.trip_id)
        chosen = np.array(sorted(lot.sample(range(size), k=max(1, size // 3))), np.int32)
        edit = lot.choice(["drop", "move", "copy", "skip"])
        if edit == "drop" and size > len(chosen):
            timetable = without_trips(timetable, chosen)
        if edit == "move":
            some = np.array([lot.random() < 0.5 for _ in range(timetable.dates)])
            timetable, own, _ = on_dates(timetable, chosen, some)
            timetable = moved(timetable, own, np.full(len(own), lot.randint(1, 5) * 60))
        if edit == "copy":
            ids = [f"copy-{number}-{n}" for n in range(len(chosen))]
            service = lot.randrange(len(timetable.service_id))
            later = np.full(len(chosen), 120)
            timetable = with_copies(timetable, chosen, later, service, ids)
        if edit == "skip":
            shorter = without_calls(timetable, timetable.first_call[chosen])
            timetable = shorter if len(shorter.trip_id) else timetable
    return timetable


def test_journeys_of_edited_worlds_are_those_of_the_feed_read_back() -> None:
    drawn: Counter[str] = Counter()

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.integers(0, 2**32))
    def compare(seed: int) -> None:
        lot = Random(seed)
        world = draw_world(lot)
        with TemporaryDirectory() as folder:
            day = edited(read_timetable(world.write(Path(folder)))[0], lot)
            again, written = rewritten(day, Path(folder))
        moving = Moving.model_validate(world.moving)
        before, after = (Engine(one, world.footpaths, world.asked, moving) for one in (day, again))
        for destination in world.names:
            journeys = before.journeys_to(destination, world.names)
            assert journeys == after.journeys_to(destination, world.names)
            drawn["journeys"] += sum(map(len, journeys.values()))
        drawn["renamed"] += written.renamed_trips
        drawn["rules"] += len(again.rule_type)

    compare()
    assert min(drawn["journeys"], drawn["renamed"], drawn["rules"]) > 50


def test_the_demo_county_reads_back_the_same(demo_input: Path, tmp_path: Path) -> None:
    day, _ = read_timetable([demo_input / "demo.gtfs.zip"])
    again, written = rewritten(day, tmp_path)

    assert (written.renamed_trips, written.rules_left_out) == (0, 0)
    assert rules_of(again) == rules_of(day)
    assert again.shape_id.tolist() == day.shape_id.tolist()
    assert np.abs(again.call_m - day.call_m).max() <= 15  # ways thinned to 5 m are a bit shorter
    assert np.array_equal(again.station_id, day.station_id)


@pytest.mark.real
def test_a_real_feed_reads_back_the_same_in_a_few_seconds(tmp_path: Path) -> None:
    day, _ = read_timetable([shared_data("koeln/koeln_kvb.gtfs.zip")])
    path = tmp_path / "koeln.zip"
    write_feed(day, path, PUBLISHER)
    again, _ = read_timetable([path])

    for name in ("trip_id", "stop_id", "call_stop", "arrival_s", "departure_s", "pickup"):
        assert np.array_equal(getattr(day, name), getattr(again, name))
    runs, runs_again = (t.service_runs[t.trip_service] for t in (day, again))
    assert np.array_equal(runs, runs_again)
    assert rules_of(day) == rules_of(again)
