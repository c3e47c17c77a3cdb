"""Several feeds become one timetable."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from feeds import FEED, Changes, write_feed, zip_feed

from gtfs.feed import FeedError
from gtfs.oddities import find_oddities
from gtfs.read import read_timetable

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
    rail = zip_feed(write_feed(tmp_path / "rail", RAIL), tmp_path / "rail.zip")
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
    paths = [write_feed(tmp_path / "a" / "rnv"), write_feed(tmp_path / "b" / "rnv")]

    with pytest.raises(FeedError, match="feeds of equal name 'rnv'"):
        read_timetable(paths)


def test_no_feed_at_all_is_refused() -> None:
    with pytest.raises(FeedError, match="no feed given"):
        read_timetable([])


def test_an_oddity_of_one_of_several_feeds_names_its_file(tmp_path: Path) -> None:
    """Rail alone has a rule over 17 km; a stop without a trip stands in either."""
    idle = dedent(FEED["stops.txt"]).strip() + "\nX,Frohburg,51.06,12.56"
    bus = write_feed(tmp_path / "bus", {"stops.txt": idle})
    rail = write_feed(
        tmp_path / "rail",
        {
            **RAIL,
            "stops.txt": dedent(str(RAIL["stops.txt"])).strip() + "\nY,Borna,51.12,12.5",
            "transfers.txt": "from_stop_id,to_stop_id,transfer_type\nA,L,0",
        },
    )
    files = {f.code: f.file for f in find_oddities(read_timetable([bus, rail])[0])}
    alone = {f.code: f.file for f in find_oddities(read_timetable([rail])[0])}

    assert (files["transfer_far"], alone["transfer_far"]) == ("rail/transfers.txt", "transfers.txt")
    assert files["stops_never_served"] == "stops.txt"


def test_an_agency_that_ends_early_names_the_calendar_of_its_feed(tmp_path: Path) -> None:
    """The only agency of a feed needs no id: its trips tell which feed is meant."""
    later = "service_id,date,exception_type\nmo,20240513,1\nmo,20240701,1"
    nameless = "agency_name,agency_url,agency_timezone\nRegionalbus,http://x,Europe/Berlin"
    routes = "route_id,route_short_name,route_type\nr60,60,3"
    paths = [
        write_feed(tmp_path / "bus", {"agency.txt": nameless, "routes.txt": routes}),
        write_feed(tmp_path / "rail", {**RAIL, "calendar_dates.txt": later}),
    ]
    noted = {f.code: f for f in find_oddities(read_timetable(paths)[0])}

    assert noted["agency_ends_early"].file == "bus/calendar.txt"
