"""Calendars and their exceptions become the dates of each service."""

from datetime import date
from pathlib import Path

import pytest
from feeds import FEED, find_findings, read_feed, write_feed

from gtfs.feed import FeedError
from gtfs.read import read_timetable
from gtfs.timetable import Timetable


def dates_of(timetable: Timetable, service_id: str) -> list[str]:
    runs = timetable.service_runs[timetable.service_id.tolist().index(service_id)]
    first = timetable.first_date.toordinal()
    return [str(date.fromordinal(first + day)) for day in runs.nonzero()[0].tolist()]


def test_a_feed_may_have_calendar_dates_only(tmp_path: Path) -> None:
    timetable = read_feed(tmp_path)

    assert timetable.first_date == date(2024, 5, 14)
    assert timetable.dates == 1
    assert timetable.trips_on(date(2024, 5, 14)).tolist() == [0]
    assert timetable.trips_on(date(2024, 5, 15)).tolist() == []


WEEK = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"


def test_weekdays_and_exceptions_make_the_dates(tmp_path: Path) -> None:
    timetable = read_feed(
        tmp_path,
        {
            "calendar.txt": f"""
                service_id,{WEEK},start_date,end_date
                daily,1,0,0,0,0,0,1,20240513,20240526
                never,0,0,0,0,0,0,0,20240101,20241231
            """,
            "calendar_dates.txt": """
                service_id,date,exception_type
                daily,20240520,2
                daily,20240522,1
                extra,20240601,1
            """,
        },
    )

    assert dates_of(timetable, "daily") == ["2024-05-13", "2024-05-19", "2024-05-22", "2024-05-26"]
    assert dates_of(timetable, "extra") == ["2024-06-01"]
    assert dates_of(timetable, "never") == []
    assert timetable.first_date == date(2024, 5, 13)  # days on which nothing runs are cut off
    assert timetable.dates == 20


def test_an_empty_calendar_txt_beside_calendar_dates_is_fine(tmp_path: Path) -> None:
    calendar = f"service_id,{WEEK},start_date,end_date"

    assert dates_of(read_feed(tmp_path, {"calendar.txt": calendar}), "daily") == ["2024-05-14"]


def test_a_feed_that_never_runs_is_refused(tmp_path: Path) -> None:
    removed = FEED["calendar_dates.txt"].replace(",1\n", ",2\n")

    with pytest.raises(FeedError, match="no service runs on any date"):
        read_feed(tmp_path, {"calendar_dates.txt": removed})


def test_a_calendar_that_ends_before_it_starts_is_noted(tmp_path: Path) -> None:
    calendar = f"service_id,{WEEK},start_date,end_date\ndaily,1,1,1,1,1,1,1,20240520,20240501"

    assert (
        find_findings(tmp_path, {"calendar.txt": calendar})["calendar_ends_before_start"].row == 2
    )


def test_a_date_added_and_removed_does_not_run_and_is_noted(tmp_path: Path) -> None:
    both = FEED["calendar_dates.txt"] + "    daily,20240515,1\n        daily,20240515,2\n"
    timetable, noted = read_timetable([write_feed(tmp_path, {"calendar_dates.txt": both})])

    assert dates_of(timetable, "daily") == ["2024-05-14"]
    (finding,) = [f for f in noted if f.code == "calendar_dates_contradict"]
    assert (finding.row, finding.count) == (4, 1)
