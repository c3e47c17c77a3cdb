"""Two timetables become a list of what goes, comes, and runs at another time; and back again."""

from datetime import date

import numpy as np
import pytest
from differences import SATURDAY, SCHOOL, difference, minutes
from timetables import DAY, timetable

from gtfs.difference import find_difference
from gtfs.difference_changes import (
    DayPair,
    LineDay,
    LineRenamed,
    OldTrip,
    TripsAdded,
    TripsRemoved,
    TripsRetimed,
)
from gtfs.difference_table import stop_table
from gtfs.feed import FeedError
from gtfs.timetable import Timetable


def test_equal_timetables_have_no_difference() -> None:
    text = """
        60:  A     B     C
             8:00  8:10  8:20
             9:00  9:10  9:20
    """
    found = difference(text, text)

    assert found.changes == ()
    assert found.counts == (LineDay("60", "schultag", 2, 2, 2, 0, 0, 0),)
    assert stop_table(found).empty


def test_a_trip_a_few_minutes_later_is_the_same_trip_retimed() -> None:
    found = difference(
        """
        60:  A     B     C
             8:00  8:10  8:20
             9:00  9:10  9:20
        """,
        """
        60:  A     B     C
             8:05  8:15  8:25
             9:00  9:10  9:20
        """,
    )
    (change,) = found.changes
    assert isinstance(change, TripsRetimed)
    assert (change.line, change.days, change.course) == ("60", ("schultag",), ("A", "C"))
    assert change.trips == (OldTrip("60/1", 8 * 3600),)
    assert (change.shift_s, minutes(change.departures_s)) == (300, ["8:05"])


def test_a_slower_trip_has_other_running_times_and_no_shift() -> None:
    found = difference(
        """
        60:  A     B     C
             8:00  8:10  8:20
        """,
        """
        60:  A     B     C
             8:00  8:10  8:26
        """,
    )
    (change,) = found.changes
    assert isinstance(change, TripsRetimed)
    assert change.shift_s is None
    assert change.pattern.arrival_s == (0, 600, 1560)


def test_more_than_ten_minutes_off_is_another_trip() -> None:
    found = difference(
        """
        60:  A     B
             8:00  8:10
        """,
        """
        60:  A     B
             8:11  8:21
        """,
    )
    added, removed = found.changes
    assert isinstance(removed, TripsRemoved)
    assert removed.trips == (OldTrip("60/1", 8 * 3600),)
    assert isinstance(added, TripsAdded)
    assert (minutes(added.departures_s), added.pattern.stop_ids) == (["8:11"], ("A", "B"))


def test_a_trip_with_another_stop_is_another_trip() -> None:
    found = difference(
        """
        60:  A     B     C
             8:00  8:10  8:20
        """,
        """
        60:  A     C
             8:00  8:20
        """,
    )
    assert [type(change) for change in found.changes] == [TripsAdded, TripsRemoved]


def test_the_nearest_departures_are_one_trip_each_counted_once() -> None:
    found = difference(
        """
        60:  A     B
             8:00  8:10
             8:10  8:20
             8:20  8:30
        """,
        """
        60:  A     B
             8:04  8:14
             8:14  8:24
             8:28  8:38
        """,
    )
    assert [
        (one.shift_s, minutes(one.departures_s))
        for one in found.changes
        if isinstance(one, TripsRetimed)
    ] == [(240, ["8:04", "8:14"]), (480, ["8:28"])]


def test_what_changes_on_one_of_two_day_types_is_told_of_that_one() -> None:
    old = timetable(f"""
        60 ({DAY} {SATURDAY}):  A     B
                                8:00  8:10
                                9:00  9:10
    """)
    new = timetable("""
        60 (2025-05-13 2025-05-17):  A     B
                                     8:00  8:10
        60 (2025-05-13):             A     B
                                     9:00  9:10
    """)
    days = {
        "schultag": DayPair(DAY, date(2025, 5, 13)),
        "samstag": DayPair(SATURDAY, date(2025, 5, 17)),
    }
    found = find_difference(old, new, days)

    (change,) = found.changes
    assert isinstance(change, TripsRemoved)
    assert (change.days, change.trips) == (("samstag",), (OldTrip("60/2", 9 * 3600),))
    assert found.counts == (
        LineDay("60", "schultag", 2, 2, 2, 0, 0, 0),
        LineDay("60", "samstag", 2, 1, 1, 0, 1, 0),
    )


def test_a_line_that_goes_and_one_that_comes_with_its_trips_may_be_renamed() -> None:
    found = difference(
        """
        60:  A     B
             8:00  8:10
             9:00  9:10
        70:  B     C
             8:00  8:10
        """,
        """
        160: A     B
             8:00  8:10
             9:00  9:15
        70:  B     C
             8:00  8:10
        """,
    )
    assert [line.line for line in found.lines_removed] == ["60"]
    assert [line.line for line in found.lines_added] == ["160"]
    assert found.lines_renamed == (LineRenamed("60", "160", 1, 2),)
    (added,) = {change.line for change in found.changes}
    assert added == "160"  # what goes with its line is told once


def test_lines_of_one_name_are_told_apart_by_their_agency() -> None:
    def both(at: str) -> Timetable:
        day = timetable(f"""
            60:   A     B
                  8:00  8:10
            Bus:  C     D
                  {at}  9:30
        """)
        return day.with_columns(
            route_name=np.array(["60", "60"]),
            route_agency=np.array([0, 1], np.int32),
            agency_id=np.array(["a", "b"]),
            agency_name=np.array(["Muldental", "Pleißetal"]),
        )

    found = find_difference(both("9:00"), both("9:02"), SCHOOL)
    assert [(change.line) for change in found.changes] == ["60 (Pleißetal)"]


def test_a_date_without_trips_is_refused() -> None:
    day = timetable("60: A B\n 8:00 8:10")
    with pytest.raises(FeedError, match=r"samstag: no trip of the new timetable, 2024-05-14 to"):
        find_difference(day, day, {"samstag": DayPair(DAY, SATURDAY)})
