"""New lines: their stops, times, dates and routes, in place of others or beside them."""

from typing import Any

import numpy as np
import pytest
from changed import BUS, LATER, along, changed, new, trips_of

LINE = along(BUS)
AT_SEVEN = [{"departures": ["7:00"], "back_departures": ["8:00"]}]


def line(**said: Any) -> dict[str, Any]:
    """Return a new line 61 over A, B and C, at seven and back at eight."""
    told = {"type": "add_line", "line": "61", "stops": ["A", "B", "C"], "runs": AT_SEVEN}
    return told | said


def test_minutes_told_are_arrivals_and_the_stand_lies_within_them() -> None:
    day = changed(LINE, line(minutes=[0, 5, 12], dwell_seconds=60))
    assert trips_of(day, "61") == [
        "A 7:00, B 7:05/7:06, C 7:12",  # 5 and 6 minutes ridden
        "C 8:00, B 8:06/8:07, A 8:12",  # the same rides in reverse
    ]


def test_a_speed_holds_along_the_streets() -> None:
    day = changed(LINE, line(kmh=50))
    assert trips_of(day, "61")[0] == "A 7:00, B 7:03, C 7:06"  # 2.5 km at 50 km/h


def test_a_factor_is_times_the_drive_by_car() -> None:
    day = changed(LINE, line(factor=1.5, dwell_seconds=30))
    assert trips_of(day, "61")[0] == "A 7:00, B 7:09/7:09:30, C 7:18:30"  # 6 min by car


def test_one_way_only() -> None:
    day = changed(LINE, line(minutes=[0, 5, 12], both_ways=False, runs=[{"departures": ["7:00"]}]))
    assert trips_of(day, "61") == ["A 7:00, B 7:05, C 7:12"]


def test_a_headway_ends_with_the_last_departure_and_goes_back_as_it_goes_out() -> None:
    day = changed(LINE, line(kmh=50, runs=[{"headway": 30, "first": "7:00", "last": "8:10"}]))
    assert [row.split(",")[0] for row in trips_of(day, "61")] == [
        "A 7:00", "A 7:30", "A 8:00", "C 7:00", "C 7:30", "C 8:00",
    ]  # fmt: skip


def test_the_way_back_has_hours_of_its_own() -> None:
    runs = [{"headway": 60, "first": "7:00", "last": "8:00", "back_first": "9:10",
             "back_last": "9:10"}]  # fmt: skip
    day = changed(LINE, line(kmh=50, runs=runs))
    assert [row.split(",")[0] for row in trips_of(day, "61")] == ["A 7:00", "A 8:00", "C 9:10"]


def test_each_block_of_runs_has_its_days() -> None:
    runs = [{"departures": ["7:00"], "days": ["schultag"]},
            {"departures": ["9:00"], "days": ["samstag"]}]  # fmt: skip
    day = changed(LINE, line(kmh=50, runs=runs))
    assert trips_of(day, "61") == ["A 7:00, B 7:03, C 7:06"]
    assert trips_of(day, "61", LATER) == ["A 9:00, B 9:03, C 9:06"]


def test_a_season_cuts_the_dates_of_the_runs() -> None:
    day = changed(LINE, line(kmh=50, season=[LATER.isoformat(), LATER.isoformat()]))
    assert trips_of(day, "61") == []
    assert len(trips_of(day, "61", LATER)) == 2


def test_a_line_like_another_has_its_stops_and_times() -> None:
    day = changed(LINE, line(stops=[], like="60"))
    assert trips_of(day, "61") == ["A 7:00, B 7:10/7:12, C 7:20", "C 8:00, B 8:08/8:10, A 8:20"]


def test_a_factor_on_a_line_like_another_scales_rides_not_stands() -> None:
    day = changed(LINE, line(stops=[], like="60", factor=1.5))
    assert trips_of(day, "61")[0] == "A 7:00, B 7:15/7:17, C 7:29"


def test_a_line_like_another_copies_the_commonest_trip() -> None:
    day = along("""
        60: A    B    C
            6:00 6:09 6:20
            7:00 7:10 7:20
            8:00 8:10 8:20
    """)
    day = changed(day, line(stops=[], like="60", both_ways=False, runs=[{"departures": ["9:00"]}]))
    assert trips_of(day, "61") == ["A 9:00, B 9:10, C 9:20"]


def test_a_ring_like_another_runs_one_way() -> None:
    ring = along("""
        60: A    B    C    A
            6:00 6:10 6:20 6:30
    """)
    day = changed(ring, line(stops=[], like="60", runs=[{"departures": ["9:00"]}]))
    assert trips_of(day, "61") == ["A 9:00, B 9:10, C 9:20, A 9:30"]


def test_the_route_is_of_the_mode_the_product_and_the_scenario_s_agency() -> None:
    day = changed(LINE, line(mode="sbahn", product="S-Bahn", kmh=50))
    route = int(np.flatnonzero(day.route_name == "61")[0])
    assert day.route_id[route] == "scenario:61"
    assert (day.route_type[route], day.route_desc[route]) == (109, "S-Bahn")
    assert day.route_rail[route]
    assert day.route_sbahn[route]
    assert day.agency_name[day.route_agency[route]] == "Szenario"


@pytest.mark.parametrize(
    ("mode", "kind"), [("bus", 3), ("tram", 0), ("rail", 2), ("sbahn", 109), ("ferry", 4)]
)
def test_each_mode_has_its_route_type(mode: str, kind: int) -> None:
    day = changed(LINE, line(mode=mode, minutes=[0, 5, 12]))
    assert day.route_type[-1] == kind


def test_buses_are_written_as_the_feed_writes_them() -> None:
    extended = along("60 (type=700): A B\n 6:00 6:10")
    assert changed(extended, line(stops=["A", "B"], kmh=50)).route_type[-1] == 700


def test_a_line_like_another_has_its_mode_product_and_agency() -> None:
    day = LINE.with_columns(route_desc=np.array(["TaktBus"]))
    day = changed(day, line(stops=[], like="60"))
    assert (day.route_type[-1], day.route_desc[-1], day.route_agency[-1]) == (3, "TaktBus", 0)
    other = changed(day, line(stops=[], like="60", mode="sbahn", line="S1"))
    assert (other.route_type[-1], other.route_desc[-1]) == (109, "")


def test_trains_ride_in_a_straight_line() -> None:
    # A to F: 3 km east, 4 km north, no road there
    day = along("60: A B\n 6:00 6:10", F=(3000.0, 4000.0))
    far = changed(day, line(mode="rail", stops=["A", new("F", 3000, 4000)], kmh=60))
    assert trips_of(far, "61")[0] == "A 7:00, F 7:05:01"  # 5 km on a ball


def test_ids_are_the_same_every_time_and_none_stands_twice() -> None:
    one, other = (changed(LINE, line(kmh=50)) for _ in range(2))
    assert one.trip_id.tolist() == other.trip_id.tolist()
    assert len(set(one.trip_id.tolist())) == len(one.trip_id)
    assert one.trip_id[-1] == "scenario:61~1~back~0800"
    assert one.trip_headsign[-2:].tolist() == ["C", "A"]
    assert one.trip_direction[-2:].tolist() == [0, 1]


def test_a_line_of_the_scenario_may_grow() -> None:
    later = line(minutes=[0, 5, 12], runs=[{"departures": ["9:00"]}])
    day = changed(LINE, line(kmh=50), later)
    assert len(day.route_id) == 2
    assert [row.split(",")[0] for row in trips_of(day, "61")] == ["A 7:00", "A 9:00", "C 8:00"]


def test_a_new_line_is_changed_like_any_other() -> None:
    later = {"type": "shift", "line": "61", "towards": "C", "minutes": 5}
    assert trips_of(changed(LINE, line(kmh=50), later), "61")[0] == "A 7:05, B 7:08, C 7:11"


def test_old_indices_stay() -> None:
    day = changed(LINE, line(stops=["A", new("New", 6000), "C"], kmh=50))
    assert day.stop_id[: len(LINE.stop_id)].tolist() == LINE.stop_id.tolist()
    assert day.trip_id[: len(LINE.trip_id)].tolist() == LINE.trip_id.tolist()
    assert LINE.stop_id.tolist() == ["A", "B", "C"]
