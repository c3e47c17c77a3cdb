"""May a date be evaluated."""

from datetime import date

import numpy as np
import pytest
from feeds import mdv_service
from timetables import timetable

from gtfs.checks import DateCheck, Service, ThinService, check_service, find_service

MONDAY = date(2024, 5, 13)


def service(*weeks: str, in_region: tuple[bool, ...] = (True, True)) -> Service:
    """Return the trips of the agencies Bus and Bahn, one text a day, ``Bus/Bahn``."""
    trips = np.array([[int(n) for n in day.split("/")] for w in weeks for day in w.split()])
    agency = np.array(["Bus", "Bahn"])
    return Service(MONDAY, trips.T.astype(np.int32), agency, np.array(in_region))


SCHOOL = "100/40 100/40 100/40 100/40 100/40 30/20 0/20"
HOLIDAY = "70/40 15/40 70/40 70/40 70/40 30/20 0/20"
STRIKE = "100/40 100/3 100/40 100/40 100/40 30/20 0/20"


def test_a_usual_day_is_good() -> None:
    check = check_service(service(SCHOOL, SCHOOL), date(2024, 5, 14))

    assert check == DateCheck((), (), date(2024, 5, 21))


def test_a_date_outside_the_feed_is_refused_with_its_span_and_the_nearest_good_date() -> None:
    check = check_service(service(SCHOOL, HOLIDAY), date(2024, 6, 4))

    (reason,) = check.refused
    assert "2024-06-04 is outside the feed, which runs from 2024-05-13 to 2024-05-26" in reason
    assert reason.endswith("the nearest good Tuesday is 2024-05-14")
    assert check.nearest_good == date(2024, 5, 14)


def test_an_agency_of_the_region_under_a_fifth_of_its_best_is_refused_with_figures() -> None:
    check = check_service(service(SCHOOL, HOLIDAY), date(2024, 5, 21))

    (reason,) = check.refused
    assert reason.startswith("Bus runs 15 trips on Tuesday 2024-05-21, under 20% of the 100 it")
    assert reason.endswith("busiest Tuesday of the feed; the nearest good Tuesday is 2024-05-14")
    assert check.warnings == ()


def test_an_agency_beyond_the_region_is_only_a_warning() -> None:
    check = check_service(service(SCHOOL, STRIKE, in_region=(True, False)), date(2024, 5, 21))

    assert check.refused == ()
    assert len(check.warnings) == 1
    assert check.warnings[0].startswith("Bahn runs 3 trips on Tuesday 2024-05-21")
    assert check.thin == (ThinService("Bahn", trips=3, most=40, in_region=False),)


def test_a_fifth_is_enough_and_a_day_without_service_every_week_is_no_fault() -> None:
    check = check_service(service(SCHOOL, HOLIDAY.replace("15/", "20/")), date(2024, 5, 21))
    sunday = check_service(service(SCHOOL, HOLIDAY), date(2024, 5, 19))

    assert check.refused == ()
    assert sunday.refused == ()


def test_the_weekday_counts_not_the_busiest_day_of_all() -> None:
    saturday = SCHOOL.replace("30/20", "10/20")

    assert check_service(service(saturday, saturday), date(2024, 5, 18)).refused == ()


def test_without_a_better_date_of_its_weekday_the_nearest_of_any_is_named() -> None:
    check = check_service(service("0/9 9/9 9/9"), date(2024, 5, 18))

    assert check.nearest_good == date(2024, 5, 15)
    assert check.refused[0].endswith(
        "no Saturday is better, the nearest good date is Wednesday 2024-05-15"
    )


def test_without_any_better_date_none_is_named() -> None:
    check = check_service(service("9/9"), date(2024, 5, 13))

    assert check == DateCheck((), (), None)


def test_a_date_on_which_nothing_runs_at_all_is_refused() -> None:
    check = check_service(service("9/9 0/0 9/9"), date(2024, 5, 14))

    (reason,) = check.refused
    assert reason.startswith("no trip of the feed, which runs from 2024-05-13 to 2024-05-15, runs")
    assert "on Tuesday 2024-05-14; no Tuesday is better" in reason
    assert reason.endswith("the nearest good date is Monday 2024-05-13")
    assert check.thin == ()


def test_agencies_are_in_the_region_by_the_stops_they_call_at() -> None:
    day = timetable("""
        60 (2024-05-14 2024-05-21):  A     B
                                     8:00  8:10
        S1 (2024-05-14):  C     D
                          8:25  8:40
    """).with_columns(
        agency_id=np.array(["bus", "bahn"]),
        agency_name=np.array(["Bus", "Bahn"]),
        route_agency=np.array([0, 1], np.int32),
    )
    everywhere = check_service(find_service(day), date(2024, 5, 21))
    near = find_service(day, stops=np.array([True, True, False, False]))
    county = check_service(near, date(2024, 5, 21))

    assert len(everywhere.refused) == 1
    assert everywhere.refused[0].startswith("Bahn runs 0 trips on Tuesday 2024-05-21")
    assert county.refused == ()
    assert county.warnings == everywhere.refused


def test_a_feed_without_trips_is_no_example_of_anything() -> None:
    assert check_service(find_service(timetable("")), date(2024, 5, 14)).refused == (
        "no trip of the feed has a date and times",
    )


# The MDV feed of 2019: one operator's calendars end in August, the feed in December


@pytest.fixture(scope="module")
def mdv() -> Service:
    return mdv_service()


@pytest.mark.real
def test_the_trips_of_the_mdv_feed_are_counted_by_agency(mdv: Service) -> None:
    def trips(day: date, name: str = "") -> int:
        rows = np.char.find(mdv.agency, name) >= 0
        return int(mdv.trips[rows, (day - mdv.first_date).days].sum())

    assert trips(date(2019, 5, 14)) == 18_706
    assert trips(date(2019, 5, 14), "Regionalbus Leipzig") == 1_600
    assert trips(date(2019, 5, 14), "THÜSAC") == 1_430
    assert trips(date(2019, 5, 19)) == 8_754
    assert trips(date(2019, 7, 16), "Regionalbus Leipzig") == 1_146


@pytest.mark.real
def test_a_missing_operator_is_seen_though_the_feed_runs_as_ever(mdv: Service) -> None:
    check = check_service(mdv, date(2019, 9, 10))

    assert len(check.refused) == 1
    assert check.refused[0].startswith("Regionalbus Leipzig")
    assert "runs 0 trips on Tuesday 2019-09-10, under 20% of the 1600" in check.refused[0]
    assert check.nearest_good == date(2019, 8, 13)
