"""The demo county's feed: every reference kept, what German feeds have in it, faults included."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import partridge
import pytest
from demo_days import FERIENTAG, SCHULTAG, SONNTAG, service_days
from demo_feed import Feed, read_feed

from accessibility.words import DEMO_SENTENCE
from api.demo.facts import Window, read_facts
from api.demo.faults import LOST
from api.demo.geometry import to_plane
from api.demo.gtfs_stops import poles_by_id
from api.demo.stops import Pole, StopPlace

WYHRA = "demo-wyhra"  # its calendars end early, its trips have one direction


@pytest.fixture(scope="module")
def feed(demo_input: Path) -> Feed:
    return read_feed(demo_input)


@pytest.fixture(scope="module")
def calls(feed: Feed) -> pd.DataFrame:
    """Every timed call with its trip, its line and its times in minutes."""
    table = feed["stop_times"].query("stop_id != ''").merge(feed["trips"], on="trip_id")
    table = table.merge(feed["routes"], on="route_id").merge(feed["stops"], on="stop_id")
    for column in ("arrival_time", "departure_time"):
        parts = table[column].str.split(":", expand=True).astype(int)
        table[column] = parts[0] * 60 + parts[1]
    table["shape_dist_traveled"] = table["shape_dist_traveled"].astype(float)
    return table


# whole


def test_every_reference_of_the_feed_is_kept_but_the_one_lost_on_purpose(feed: Feed) -> None:
    stops, trips, calls = feed["stops"], feed["trips"], feed["stop_times"]
    assert stops["stop_id"].is_unique
    assert trips["trip_id"].is_unique
    assert set(calls["stop_id"]) - {""} == set(stops.query("location_type == '0'")["stop_id"])
    assert set(calls["trip_id"]) == set(trips["trip_id"])
    assert set(trips["route_id"]) == set(feed["routes"]["route_id"])
    assert set(trips["service_id"]) == set(feed["calendar"]["service_id"])
    assert set(trips["shape_id"]) - {""} == set(feed["shapes"]["shape_id"])
    assert set(feed["routes"]["agency_id"]) == set(feed["agency"]["agency_id"])
    stations = set(stops.query("location_type == '1'")["stop_id"])
    (lost,) = set(stops["parent_station"]) - {""} - stations
    assert lost.endswith(LOST)
    assert set(stops["parent_station"]) - {"", lost} == stations


def test_the_feed_says_demo_in_its_publisher_and_in_every_agency(feed: Feed) -> None:
    assert feed["feed_info"]["feed_publisher_name"].tolist() == [DEMO_SENTENCE]
    assert feed["agency"]["agency_name"].str.startswith("Demo-").all()


def test_partridge_reads_the_feed(demo_input: Path) -> None:
    path = str(demo_input / "demo.gtfs.zip")
    services = partridge.read_service_ids_by_date(path)
    assert {"Mo-Fr", "Schule", "Mo-Fr.wyhra"} <= services[SCHULTAG]
    assert "Ferien" not in services[SCHULTAG]
    assert "Schule" not in services[FERIENTAG]
    feed = partridge.load_feed(path, {"trips.txt": {"service_id": services[SONNTAG]}})
    assert set(feed.trips["service_id"]) <= services[SONNTAG]
    assert len(feed.stop_times) > 10000


def test_times_and_metres_run_forward_on_every_trip(calls: pd.DataFrame) -> None:
    same = calls["trip_id"] == calls["trip_id"].shift()
    assert (calls["departure_time"] >= calls["arrival_time"]).all()
    assert (calls["arrival_time"] >= calls["departure_time"].shift())[same].all()
    assert (calls["shape_dist_traveled"] > calls["shape_dist_traveled"].shift())[same].all()


# days


def test_a_public_holiday_is_a_sunday_to_every_service() -> None:
    days = service_days()
    repentance = date(2026, 11, 18)  # Buß- und Bettag, a Wednesday in term
    assert repentance in days["So"]
    assert repentance not in days["Mo-Fr"]
    assert repentance not in days["Schule"]
    assert date(2026, 10, 3) not in days["Sa"]  # a Saturday


def test_a_season_has_its_first_and_its_last_day() -> None:
    days = service_days()
    assert days["Saison"][0] == date(2026, 4, 3)  # Karfreitag: a Sunday to every service
    assert days["Saison"][-1] == date(2026, 10, 31)  # Reformationstag, a Saturday
    assert {day.weekday() for day in days["Sommer"]} == {0, 1, 2, 3, 4}
    assert days["Sommer"][0] == date(2026, 7, 6)  # the Monday after the first day of the holidays


def test_the_calendars_of_one_operator_end_early_those_of_the_others_do_not(feed: Feed) -> None:
    trips = feed["trips"].merge(feed["routes"], on="route_id")
    ends = feed["calendar"].set_index("service_id")["end_date"]
    own = trips["agency_id"] == WYHRA
    assert set(trips["service_id"][own]).isdisjoint(trips["service_id"][~own])
    assert trips["service_id"][own].str.endswith(".wyhra").all()
    assert set(ends[trips["service_id"][own].unique()]) == {"20261009"}
    regular = sorted({"Mo-Fr", "Schule", "Sa", "So"} & set(trips["service_id"][~own]))
    assert set(ends[regular]) == {"20261212"}
    last = feed["calendar_dates"].query("service_id.str.endswith('.wyhra')")["date"].max()
    assert last <= "20261009"


# stops


def test_a_stop_place_has_a_pole_on_each_side_of_the_road(feed: Feed) -> None:
    poles = feed["stops"].query("stop_name == 'Etzoldshain'").set_index("stop_id")
    assert list(poles.index) == ["etzoldshain-a", "etzoldshain-b"]
    a, b = to_plane(poles[["stop_lon", "stop_lat"]].astype(float).to_numpy())
    assert np.hypot(*(a - b)) == pytest.approx(12, abs=0.5)


def test_stations_and_larger_hubs_are_declared_villages_are_not(feed: Feed) -> None:
    stops = feed["stops"].query("location_type == '0'")
    poles = stops.groupby("stop_name")["parent_station"]
    hubs = poles.count() >= 3
    assert hubs.sum() >= 40
    assert (poles.min()[hubs] != "").all()
    assert {"Wurzen, Bahnhof", "Grimma, Markt", "Borna, Markt"} <= set(hubs.index[hubs])
    assert poles.max()["Etzoldshain"] == ""


def test_stops_of_one_name_lie_together(feed: Feed) -> None:
    stops = feed["stops"]
    xy = to_plane(stops[["stop_lon", "stop_lat"]].astype(float).to_numpy())
    middle = pd.DataFrame(xy).groupby(stops["stop_name"]).transform("mean").to_numpy()
    far = stops["stop_name"][np.hypot(*(xy - middle).T) > 100]
    assert far.empty, sorted(set(far))


def test_two_places_of_one_name_are_refused() -> None:
    places = [StopPlace((n, -1, -1), "Borna, Markt", n, (0.0, 0.0), (1.0, 0.0)) for n in (1, 2)]
    with pytest.raises(ValueError, match="two places have one name: Borna, Markt, Borna, Markt"):
        poles_by_id([Pole(place, "a", "A", place.xy) for place in places])


# what German feeds have


def test_the_feed_has_what_german_feeds_have(feed: Feed, calls: pd.DataFrame) -> None:
    assert (calls["departure_time"] >= 24 * 60).any()
    assert set(calls.query("route_desc == 'Rufbus'")["pickup_type"]) == {"1", "2"}
    assert set(feed["stops"]["wheelchair_boarding"]) == {"0", "1", "2"}
    assert set(feed["trips"]["wheelchair_accessible"]) == {"0", "1", "2"}
    assert {"PlusBus", "TaktBus", "StadtBus", "Schulbus"} <= set(feed["routes"]["route_desc"])


def test_vehicles_run_through_where_the_other_line_starts(feed: Feed, calls: pd.DataFrame) -> None:
    blocks = feed["trips"].query("block_id != ''").groupby("block_id")["trip_id"]
    assert blocks.ngroups >= 20
    of_trip = dict(tuple(calls[calls["block_id"] != ""].groupby("trip_id")))
    for _, trips in blocks:
        before, after = sorted((of_trip[t] for t in trips), key=lambda c: c["arrival_time"].iloc[0])
        assert before["stop_id"].iloc[-1] == after["stop_id"].iloc[0]
        stay = after["departure_time"].iloc[0] - before["arrival_time"].iloc[-1]
        assert 0 <= stay <= 30


def test_two_town_lines_of_one_operator_share_a_route(feed: Feed) -> None:
    routes = feed["routes"].set_index("route_id")
    assert routes["route_short_name"]["a-stadt"] == "A"
    trips = feed["trips"].query("route_id == 'a-stadt'")
    assert set(trips["shape_id"]) == {
        f"d-a-{town}-{direction}" for town in ("grimma", "wurzen") for direction in (0, 1)
    }
    assert {"Grimma", "Wurzen"} <= set(trips["trip_headsign"].str.extract(r"(Grimma|Wurzen)")[0])
    assert routes.index.is_unique
    assert not routes.duplicated(["agency_id", "route_short_name"]).any()


def test_the_rufbus_zone_is_written_as_gtfs_flex(feed: Feed) -> None:
    (group,) = feed["location_groups"]["location_group_id"]
    members = feed["location_group_stops"]
    assert set(members["location_group_id"]) == {group}
    assert set(members["stop_id"]) <= set(feed["stops"]["stop_id"])
    assert len(members) > 50
    names = feed["stops"].set_index("stop_id")["stop_name"][members["stop_id"]]
    assert "Colditz, Markt" in set(names)
    assert not names.isin(["Lastau", "Leisenau", "Schönbach", "Sermuth", "Zschetzsch"]).any()
    rule = feed["booking_rules"].iloc[0]
    assert (rule["booking_type"], rule["prior_notice_duration_min"]) == ("1", "60")
    assert (rule["prior_notice_start_day"], rule["prior_notice_start_time"]) == ("7", "00:00:00")


def test_a_zone_trip_boards_and_alights_anywhere_within_its_window(feed: Feed) -> None:
    rows = feed["stop_times"].query("location_group_id != ''")
    assert len(rows) == 2 * len(read_facts(Window, "zones"))
    assert (rows[["stop_id", "arrival_time", "departure_time"]] == "").all(axis=None)
    assert rows["pickup_type"].tolist() == ["2", "1"] * 4
    assert rows["drop_off_type"].tolist() == ["1", "2"] * 4
    hours = rows[["start_pickup_drop_off_window", "end_pickup_drop_off_window"]]
    assert {tuple(row) for row in hours.to_numpy().tolist()} == {
        ("08:00:00", "12:00:00"),
        ("15:00:00", "20:00:00"),
        ("09:00:00", "16:00:00"),
    }
    trips = feed["trips"].set_index("trip_id")["route_id"]
    assert set(trips[rows["trip_id"]]) == {"d-624-bus"}


def test_rules_of_changing_are_few_and_name_what_is_there(feed: Feed) -> None:
    rows = feed["transfers"]
    stops = set(feed["stops"]["stop_id"])
    assert set(rows["from_stop_id"]) | set(rows["to_stop_id"]) <= stops
    assert set(rows["from_route_id"]) - {""} <= set(feed["routes"]["route_id"])
    assert set(rows["transfer_type"]) == {"1", "2", "3"}
    assert len(rows) < 20
    at = set(zip(rows["from_stop_id"], rows["to_stop_id"], strict=True))
    assert ("leipzig-hbf", "leipzig-hbf-tief") in at
    for station in ("grimma-ob-bf", "wurzen-bahnhof", "borna-bahnhof"):
        assert (station, station) in at
    assert (rows["min_transfer_time"] != "").equals(rows["transfer_type"] == "2")
