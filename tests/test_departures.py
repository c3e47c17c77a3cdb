"""How often a station is served: each trip once, line by line, which way it goes."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from feeds import HEADER, read_calls, shared_data, trips
from roadside import every, road
from timetables import DAY, timetable

from accessibility.departures import Count, count_at, taken, visits_on
from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from mobility.lines import find_lines

HOUR_S = 3600
DAYTIME = (6 * HOUR_S, 20 * HOUR_S)


def at(
    typed: Timetable,
    station: str,
    count: Count = "departures",
    *,
    span: tuple[int, int] = DAYTIME,
    when: date = DAY,
) -> float:
    """Return how often one station is served, by whatever vehicle, not on demand."""
    visits = visits_on(typed, find_lines(typed), when, span)
    size = len(typed.station_id), 1
    group = np.zeros(len(typed.route_id), np.int32)
    counts = count_at(taken(visits, ~visits.on_demand), group, size, count)
    return float(counts[typed.station_id.tolist().index(station), 0])


HOURLY = f"""
    60: A B C
    {every(60, "6:05-19:05")}
    60: C B A
    {every(60, "6:05-19:05")}
"""


@pytest.mark.parametrize(
    ("count", "between", "terminus"),
    [("departures", 28, 14), ("half", 14, 7), ("stronger", 14, 14), ("pairs", 14, 14)],
)
def test_an_hourly_line_has_14_fahrtenpaare_between_and_at_its_ends(
    count: Count, between: float, terminus: float
) -> None:
    bus = timetable(HOURLY)
    assert at(bus, "B", count) == between
    assert at(bus, "A", count) == terminus
    assert at(bus, "C", count) == terminus


def test_the_stronger_direction_is_taken_line_by_line() -> None:
    buses = timetable("""
        60: A B C
            7:00 7:10 7:20
            8:00 8:10 8:20
            9:00 9:10 9:20
        60: C B A
            16:00 16:10 16:20
        61: D B E
            7:00 7:10 7:20
        61: E B D
            15:00 15:10 15:20
            16:00 16:10 16:20
            17:00 17:10 17:20
    """)
    assert at(buses, "B") == 8
    assert at(buses, "B", "half") == 4
    assert at(buses, "B", "stronger") == 6  # 3 of the one, 3 of the other
    assert at(buses, "B", "pairs") == 2  # 1 and 1


def test_short_trips_and_branches_run_the_way_of_their_line() -> None:
    bus = timetable("""
        60: A B C D
            7:00 7:10 7:20 7:30
        60: B C
            8:10 8:20
        60: B C E
            9:10 9:20 9:30
        60: E C B
            16:00 16:10 16:20
    """)
    assert at(bus, "B", "stronger") == 3  # all but the last leave for C; that one ends here
    assert at(bus, "C", "stronger") == 2  # on to D and E, one back to B


def test_a_school_bus_that_only_comes_in_the_morning_makes_no_pair() -> None:
    bus = timetable("""
        650: A B School
            6:50 7:00 7:10
            6:55 7:05 7:15
    """)
    assert at(bus, "B", "stronger") == 2
    assert at(bus, "B", "pairs") == 0


def test_a_ring_brings_back_whom_it_takes_away() -> None:
    bus = timetable(f"A: Markt Bad Markt\n{every(60, '6:05-19:05')}")
    assert at(bus, "Bad", "pairs") == 14
    assert at(bus, "Markt", "pairs") == 14
    assert at(bus, "Markt") == 14  # it ends there as well, but departs once


def test_a_ring_both_ways_round_makes_a_pair_of_two_trips() -> None:
    bus = timetable("""
        A: Markt Bad Park Markt
           7:00 7:10 7:20 7:30
        A: Markt Park Bad Markt
           8:00 8:10 8:20 8:30
    """)
    assert at(bus, "Bad", "pairs") == 1
    assert at(bus, "Bad", "stronger") == 1


def test_where_a_trip_ends_or_nobody_may_board_it_does_not_depart() -> None:
    bus = timetable("""
        60: A B C
            7:00 7:10o 7:20
            8:00 8:10 8:20
    """)
    assert [at(bus, stop) for stop in "ABC"] == [2, 1, 0]


def test_a_trip_that_calls_at_two_platforms_of_a_station_counts_once() -> None:
    _, around = road(
        "60: A B1 B2 C\n 7:00 7:10 7:12 7:20", {"A": 0, "B1": 5000, "B2": 5040, "C": 9000},
        stations={"B": "B1 B2"},
    )  # fmt: skip
    assert at(around.timetable, "B") == 1


def test_platforms_of_a_station_are_counted_together() -> None:
    lines = f"60: A B1 C\n{every(60, '6:05-19:05')}60: C B2 A\n{every(60, '6:05-19:05')}"
    stops = {"A": 0.0, "B1": 5000.0, "B2": 5040.0, "C": 9000.0}
    _, around = road(lines, stops, stations={"B": "B1 B2"})
    assert at(around.timetable, "B") == 28
    assert at(around.timetable, "B", "stronger") == 14


def test_trips_one_has_to_phone_for_are_told_apart() -> None:
    bus = timetable("""
        60: A B
            7:00 7:10
            8:00p 8:10
    """)
    visits = visits_on(bus, find_lines(bus), DAY, DAYTIME)
    assert at(bus, "A") == 1
    assert visits.on_demand.sum() == 2  # the booked trip, at both its stations


def test_a_route_type_for_buses_on_demand_says_so_too() -> None:
    assert at(timetable("R66 (type=715): A B\n 7:00 7:10"), "A") == 0


def test_the_span_is_half_open() -> None:
    bus = timetable("""
        60: A B
            5:59 6:09
            6:00 6:10
            19:59 20:09
            20:00 20:10
    """)
    assert at(bus, "A") == 2


def test_the_night_bus_of_the_day_before_departs_after_midnight() -> None:
    bus = timetable("""
        N1 (2024-05-13): A B
            24:30 24:40
            30:30 30:40
    """)
    assert at(bus, "A", when=date(2024, 5, 14)) == 1  # at 6:30
    assert at(bus, "A", when=date(2024, 5, 14), span=(0, 24 * HOUR_S)) == 2
    assert at(bus, "A", when=date(2024, 5, 13), span=(0, 24 * HOUR_S)) == 0


def test_a_headway_of_frequencies_is_so_many_departures(tmp_path: Path) -> None:
    calls = f"""
        {HEADER}
        t1,00:00:00,00:00:00,A,1
        t1,00:10:00,00:10:00,B,2
    """
    frequencies = """
        trip_id,start_time,end_time,headway_secs,exact_times
        t1,06:00:00,08:00:00,1800,1
    """
    bus, _ = read_calls(tmp_path, calls, trips=trips("t1"), frequencies=frequencies)
    assert at(bus, "A") == 4  # 6:00, 6:30, 7:00, 7:30


@pytest.fixture(scope="module")
def rnv() -> Timetable:
    return read_timetable([shared_data("rnv/rnv.gtfs.zip")])[0]


def all_counts(typed: Timetable, count: Count, span: tuple[int, int]) -> list[float]:
    """Return how often every station is served on Tuesday 2016-11-15."""
    visits = visits_on(typed, find_lines(typed), date(2016, 11, 15), span)
    group = np.zeros(len(typed.route_id), np.int32)
    counts: list[float] = count_at(visits, group, (len(typed.station_id), 1), count)[:, 0].tolist()
    return counts


@pytest.mark.real
def test_departures_of_every_station_of_rnv_are_those_counted_one_by_one(rnv: Timetable) -> None:
    span = (0, 24 * HOUR_S)
    naive = np.zeros(len(rnv.station_id))
    for before, when in ((0, date(2016, 11, 15)), (24 * HOUR_S, date(2016, 11, 14))):
        for trip in rnv.trips_on(when).tolist():
            calls = range(int(rnv.first_call[trip]), int(rnv.first_call[trip + 1]) - 1)
            leaves = {
                int(rnv.stop_station[rnv.call_stop[call]])
                for call in calls
                if rnv.pickup[call] != 1 and span[0] <= rnv.departure_s[call] - before < span[1]
            }
            naive[list(leaves)] += 1
    assert naive.sum() > 100_000
    assert all_counts(rnv, "departures", span) == naive.tolist()


@pytest.mark.real
@pytest.mark.parametrize("count", ["departures", "stronger", "pairs"])
def test_rnv_says_the_same_with_its_platforms_and_with_its_stations_alone(
    rnv: Timetable, count: Count
) -> None:
    stations = np.arange(len(rnv.station_id), dtype=np.int32)
    alone = rnv.with_columns(
        stop_id=rnv.station_id,
        stop_name=rnv.station_name,
        stop_lon=rnv.station_lon,
        stop_lat=rnv.station_lat,
        stop_station=stations,
        stop_platform=np.full(len(stations), ""),
        stop_wheelchair=np.zeros(len(stations), np.int8),
        call_stop=rnv.stop_station[rnv.call_stop],
    )
    assert len(alone.stop_id) < len(rnv.stop_id) / 2
    assert all_counts(alone, count, DAYTIME) == all_counts(rnv, count, DAYTIME)
