"""What is odd about a timetable is told, worst first."""

from datetime import date

import numpy as np
import pytest
from timetables import timetable

from gtfs.findings import Finding, Severity
from gtfs.oddities import find_oddities
from gtfs.timetable import Timetable


def odd(day: Timetable) -> dict[str, Finding]:
    return {finding.code: finding for finding in find_oddities(day)}


def test_a_plain_timetable_has_facts_and_no_faults() -> None:
    day = timetable("60:  A  B\n 8:00 8:10\n 9:00 9:10")

    assert {(f.code, f.severity) for f in find_oddities(day)} == {
        ("service_dates", Severity.FACT),
        ("trips_without_shape", Severity.FACT),
    }
    assert odd(day)["service_dates"].message == "Verkehrstage: 14.05.2024 bis 14.05.2024"


def test_shapes_that_only_some_trips_have_are_a_gap() -> None:
    day = timetable("60:  A  B\n 8:00 8:10\n 9:00 9:10")
    some = odd(day.with_columns(trip_shape=np.array(["way", ""])))["trips_without_shape"]

    assert (some.severity, some.count) == (Severity.INFO, 1)


def test_trips_by_phone_are_a_fact_and_stops_without_any_trip_a_fault() -> None:
    noted = odd(timetable("60:  A  B  C\n 8:00 8:10p  -\n 9:00 9:10  -"))

    assert (noted["trips_on_demand"].severity, noted["trips_on_demand"].count) == (Severity.FACT, 1)
    assert noted["stops_never_served"].severity == Severity.INFO
    assert noted["stops_never_served"].count == 1


def test_strange_transfers_are_counted() -> None:
    day = timetable("60:  A  B\n 8:00 8:10", rules="2 A A min=4000\n 0 A B")

    assert odd(day)["transfer_long"].count == 1
    assert odd(day)["transfer_far"].count == 1


TUESDAY, WEDNESDAY = date(2024, 5, 14), date(2024, 5, 15)


@pytest.mark.parametrize(
    ("second", "twins"),
    [
        (f"60 ({TUESDAY} {WEDNESDAY}):  A  B\n 8:00 8:10", 1),  # another calendar, one day shared
        (f"60 ({TUESDAY}):  A  B\n 8:00 8:10 # block=b1", 1),  # a second vehicle
        (f"60 ({WEDNESDAY}):  A  B\n 8:00 8:10", 0),  # no day shared
        (f"60 ({TUESDAY}):  A  B\n 8:00 8:11", 0),
        (f"61 ({TUESDAY}):  A  B\n 8:00 8:10", 0),
    ],
)
def test_equal_trips_of_a_line_that_meet_on_a_day_are_twins(second: str, twins: int) -> None:
    noted = odd(timetable(f"60 ({TUESDAY}):  A  B\n 8:00 8:10\n {second}"))

    assert ("twin_trips" in noted) == bool(twins)
    if twins:
        assert noted["twin_trips"].count == twins
        assert "zuerst 60 um 8:00 ab A" in noted["twin_trips"].message


def test_twins_may_run_under_two_ids_of_one_line() -> None:
    day = timetable("60:  A  B\n 8:00 8:10\n 60b:  A  B\n 8:00 8:10\n 9:00 9:10")
    twins = day.with_columns(route_name=np.array(["60", "60"]))

    assert "twin_trips" not in odd(day)
    assert odd(twins)["twin_trips"].count == 1


def test_the_third_trip_meets_the_first_though_not_the_second() -> None:
    day = timetable(f"""
        60 ({TUESDAY}):  A     B
                         8:00  8:10
        60 ({WEDNESDAY}):  A     B
                           8:00  8:10
        60 ({TUESDAY} 2024-05-16):  A     B
                                    8:00  8:10
    """)

    assert odd(day)["twin_trips"].count == 1


def test_trips_that_never_run_are_counted() -> None:
    day = timetable("60:  A  B\n 8:00 8:10")
    never = day.with_columns(service_runs=np.zeros_like(day.service_runs))

    assert odd(never)["trips_without_date"].count == 1


def test_a_timetable_without_trips_is_an_error() -> None:
    assert odd(timetable(""))["no_trips"].severity == Severity.ERROR
