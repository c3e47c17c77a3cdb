"""What is odd about a timetable is told, worst first."""

from datetime import date

import numpy as np
from timetables import timetable

from gtfs.findings import Finding
from gtfs.oddities import find_oddities
from gtfs.timetable import Timetable


def odd(day: Timetable) -> dict[str, Finding]:
    return {finding.code: finding for finding in find_oddities(day)}


def test_a_bus_is_not_faster_than_200_kmh() -> None:
    at = {"A": (12.0, 51.0), "B": (12.0, 51.1), "C": (12.0, 51.2)}
    noted = odd(timetable("60:  A  B  C\n 8:00 8:02 8:20", at=at))

    # 11.1 km in 2 min: 222 km/h even with a minute more
    assert noted["too_fast"].count == 1
    assert "A – B: 11 km in 2 min" in noted["too_fast"].message


def test_zero_minute_hops_and_repeated_stops_are_counted() -> None:
    noted = odd(timetable("60:  A  B  B  C\n 8:00 8:00 8:01 8:20", at={"B": (10.0, 51.0)}))

    assert noted["zero_minute_hops"].count == 1
    assert noted["stop_repeated"].count == 1


def test_trips_by_phone_and_stops_without_any_are_counted() -> None:
    day = timetable("""
        60:  A     B      C
             8:00  8:10p  -
             9:00  9:10   -
    """)

    assert odd(day)["trips_on_demand"].count == 1
    assert odd(day)["stops_never_served"].count == 1
    assert odd(day)["no_directions"].count == 2


def test_an_agency_whose_timetable_ends_before_the_feeds_is_named() -> None:
    end = date(2024, 6, 1)
    day = timetable(f"60 (2024-05-14):  A B\n 8:00 8:10\n S1 ({end}):  A B\n 8:00 8:10")
    day = day.with_columns(
        agency_id=np.array(["bus", "bahn"]),
        agency_name=np.array(["Regionalbus", "Bahn"]),
        route_agency=np.array([0, 1], np.int32),
    )

    german = "Regionalbus: letzte Fahrt am 14.05.2024, der Feed reicht bis 01.06.2024"
    assert odd(day)["agency_ends_early"].message == german


def test_strange_transfers_are_counted() -> None:
    day = timetable("60:  A  B\n 8:00 8:10", rules="2 A A min=4000\n 0 A B")

    assert odd(day)["transfer_long"].count == 1
    assert odd(day)["transfer_far"].count == 1


def test_equal_trips_under_two_ids_of_one_line_are_a_warning() -> None:
    day = timetable("60:  A  B\n 8:00 8:10\n 60b:  A  B\n 8:00 8:10\n 9:00 9:10")
    twins = day.with_columns(route_name=np.array(["60", "60"]))

    assert "twin_trips" not in odd(day)
    assert odd(twins)["twin_trips"].count == 1


def test_trips_that_never_run_are_counted() -> None:
    day = timetable("60:  A  B\n 8:00 8:10")
    never = day.with_columns(service_runs=np.zeros_like(day.service_runs))

    assert odd(never)["trips_without_date"].count == 1
    assert odd(never)["agency_without_trips"].message == "Agency: keine Fahrt an irgendeinem Tag"


def test_a_timetable_without_trips_is_a_warning() -> None:
    assert "no_trips" in odd(timetable(""))
