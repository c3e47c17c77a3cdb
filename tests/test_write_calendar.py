"""Dates of a service are written as few rows of calendar.txt and calendar_dates.txt."""

from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
from feeds import read_feed
from hypothesis import given, settings
from hypothesis import strategies as st
from rewritten import member, rewritten
from timetables import timetable

from gtfs.edit import on_dates

CALENDAR = """
    service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
    daily,1,1,1,1,1,0,0,20240513,20240531
"""

CALENDAR = """
    service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
    daily,1,1,1,1,1,0,0,20240513,20240531
"""


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
