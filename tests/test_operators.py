"""What is odd about an agency: its directions, its first and last day."""

from datetime import date

import numpy as np
import pytest
from timetables import timetable

from gtfs.findings import Finding, Severity
from gtfs.operators import find_odd_operators
from gtfs.timetable import Timetable

PAIR = "60:  A  B\n 8:00 8:10\n 60:  B  A\n 9:00 9:10"


def odd(day: Timetable) -> dict[str, Finding]:
    return {finding.code: finding for finding in find_odd_operators(day)}


@pytest.mark.parametrize(
    ("directions", "told"),
    [([-1, -1], "fehlt"), ([0, 0], "ist überall 0"), ([1, 1], "ist überall 1"), ([0, 1], "")],
)
def test_one_direction_for_there_and_back_is_told(directions: list[int], told: str) -> None:
    noted = odd(timetable(PAIR).with_columns(trip_direction=np.array(directions, np.int8)))

    assert ("no_directions" in noted) == bool(told)
    if told:
        german = f"Agency: direction_id {told}, auf Hin- und Rückfahrten gleich"
        assert (noted["no_directions"].message, noted["no_directions"].count) == (german, 2)
        assert noted["no_directions"].severity == Severity.INFO


@pytest.mark.parametrize("line", ["60:  A  B\n 8:00 8:10", "60:  A  B  A\n 8:00 8:10 8:20"])
def test_lines_that_run_one_way_or_round_need_no_direction(line: str) -> None:
    assert odd(timetable(line)) == {}


def two_agencies(bus: str, rail: str) -> Timetable:
    day = timetable(f"60 ({bus}):  A B\n 8:00 8:10\n S1 ({rail}):  A B\n 8:00 8:10")
    return day.with_columns(
        agency_id=np.array(["bus", "bahn"]),
        agency_name=np.array(["Regionalbus", "Bahn"]),
        route_agency=np.array([0, 1], np.int32),
    )


def test_an_agency_whose_timetable_ends_before_the_others_is_named() -> None:
    noted = odd(two_agencies(bus="2024-05-14", rail="2024-05-14 2024-06-01"))

    assert list(noted) == ["agency_ends_early"]
    assert noted["agency_ends_early"].message == (
        "Regionalbus: letzte Fahrt am 14.05.2024, der Fahrplan reicht bis 01.06.2024"
    )


def test_an_agency_whose_timetable_starts_after_the_others_is_named() -> None:
    noted = odd(two_agencies(bus="2024-06-01", rail="2024-05-14 2024-06-01"))

    assert list(noted) == ["agency_starts_late"]
    assert noted["agency_starts_late"].severity == Severity.WARNING


def test_two_weeks_are_no_gap() -> None:
    later = date(2024, 5, 28)

    assert odd(two_agencies(bus="2024-05-14", rail=f"2024-05-14 {later}")) == {}


def test_an_agency_without_any_day_is_told() -> None:
    day = timetable(PAIR)
    never = day.with_columns(service_runs=np.zeros_like(day.service_runs))

    assert odd(never)["agency_without_trips"].message == "Agency: keine Fahrt an irgendeinem Tag"
