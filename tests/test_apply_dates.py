"""Apply, dates: midnight, clock changes, seasons, trips parted by dates, frequencies."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from applied import first_of, journeys, made, refused
from changed import BUS, LATER, trips_of
from oracle_text import write_feed
from timetables import DAY, timetable

from gtfs.read import read_timetable
from gtfs.timetable import Timetable

LINE = timetable(BUS)  # A 6:00, B 6:10/6:12, C 6:20 and 7:00; back 6:30; on two days
NIGHT = timetable("""
    60: A     B
        23:50 24:05
        24:50 25:05
""")


def test_a_trip_moved_over_midnight_stays_on_its_service_date() -> None:
    later = made(
        NIGHT, {"type": "shift", "line": "60", "minutes": 20.0, "span": ["23:00", "24:00"]}
    )
    assert trips_of(later) == ["A 24:10, B 24:25", "A 24:50, B 25:05"]
    earlier = made(later, {"type": "shift", "line": "60", "minutes": -60.0})
    assert trips_of(earlier) == ["A 23:10, B 23:25", "A 23:50, B 24:05"]
    assert earlier.dates == 1


def test_the_night_is_asked_for_as_24() -> None:
    fewer = made(NIGHT, {"type": "remove_trips", "line": "60", "at": ["24:50"]})
    assert trips_of(fewer) == ["A 23:50, B 24:05"]


def test_hours_are_extended_into_the_night() -> None:
    longer = made(NIGHT, {"type": "extend_hours", "line": "60", "minutes": 60, "last": "26:00"})
    assert first_of(longer, "60") == ["A 23:50", "A 24:50", "A 25:50"]


def test_a_trip_cannot_be_moved_before_its_service_date() -> None:
    early = timetable("""
        60: A    B
            0:10 0:20
    """)
    change = {"type": "shift", "line": "60", "minutes": -11.0}
    assert refused(early, change) == "a trip would begin before 00:00 of its service date"


def test_trips_of_the_night_before_the_clock_changes_move_by_the_minutes_told() -> None:
    """On 31 March 2024 a clock hour is missing: 28:30 of the 30th is 5:30 on the 31st's clock."""
    spring = timetable("""
        60 (2024-03-30): A     B
                         28:30 28:45
        61 (2024-03-31): A     B
                         6:00  6:15
    """)
    sunday = date(2024, 3, 31)
    assert journeys(spring, "A", "B", sunday) == ["5:30-5:45 1", "6:00-6:15 1"]
    later = made(spring, {"type": "shift", "line": "60", "minutes": 20.0})
    assert journeys(later, "A", "B", sunday) == ["5:50-6:05 1", "6:00-6:15 1"]


def test_a_change_of_some_dates_leaves_the_others_as_often_as_it_is_made() -> None:
    """Three changes of three sets of dates: each trip is there four times, each with its dates."""
    week = " ".join(str(DAY + timedelta(days=n)) for n in range(5))  # Tuesday to Saturday
    daily = timetable(f"""
        60 ({week}): A    B
                     8:00 8:10
    """)
    changes = [
        {"type": "shift", "line": "60", "minutes": minutes, "season": [str(day), str(day)]}
        for minutes, day in ((5.0, DAY), (7.0, DAY + timedelta(days=1)), (9.0, LATER))
    ]
    after = made(daily, *changes)
    assert [trips_of(after, "60", DAY + timedelta(days=n)) for n in range(5)] == [
        ["A 8:05, B 8:15"], ["A 8:07, B 8:17"], ["A 8:00, B 8:10"], ["A 8:00, B 8:10"],
        ["A 8:09, B 8:19"],
    ]  # fmt: skip
    again = made(after, {"type": "shift", "line": "60", "minutes": -1.0})
    assert [trips_of(again, "60", DAY + timedelta(days=n))[0][:6] for n in range(5)] == [
        "A 8:04", "A 8:06", "A 7:59", "A 7:59", "A 8:08",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("season", "moved"),
    [
        ((DAY, DAY), [True, False]),
        ((LATER, date(2030, 1, 1)), [False, True]),
        ((date(2000, 1, 1), DAY), [True, False]),
        ((date(2000, 1, 1), date(2030, 1, 1)), [True, True]),
    ],
)
def test_a_season_may_begin_before_the_feed_and_end_after_it(
    season: tuple[date, date], moved: list[bool]
) -> None:
    later = made(
        LINE, {"type": "shift", "line": "60", "minutes": 1.0, "season": list(map(str, season))}
    )
    assert ["A 6:01" in first_of(later, "60", day) for day in (DAY, LATER)] == moved


def test_a_season_outside_the_feed_is_refused() -> None:
    change = {
        "type": "remove_line", "line": "60", "days": ["samstag"],
        "season": ["2024-06-01", "2024-06-30"],
    }  # fmt: skip
    assert refused(LINE, change) == (
        "no date of the timetable is among samstag of 2024-06-01 to 2024-06-30"
    )


def often(folder: Path) -> Timetable:
    """Return a bus from 8:00 every ten minutes, written out of frequencies.txt."""
    lines = """
        60: A    B    C
            7:00 .    7:10
    """
    feed = write_feed(folder, lines, frequencies="60/1 8:00 8:40 600", on=DAY)
    return read_timetable([feed])[0]


def test_of_the_trips_of_a_frequency_each_is_changed_by_itself(tmp_path: Path) -> None:
    day = often(tmp_path)
    fewer = made(day, {"type": "remove_trips", "line": "60", "at": ["8:10"]})
    assert first_of(fewer, "60") == ["A 8:00", "A 8:20", "A 8:30"]
    later = made(day, {"type": "shift", "line": "60", "minutes": 2.0, "span": ["8:20", "8:30"]})
    assert first_of(later, "60") == ["A 8:00", "A 8:10", "A 8:22", "A 8:30"]


def test_a_frequency_is_carried_on(tmp_path: Path) -> None:
    more = made(
        often(tmp_path), {"type": "extend_hours", "line": "60", "minutes": 10, "last": "8:55"}
    )
    assert first_of(more, "60") == ["A 8:00", "A 8:10", "A 8:20", "A 8:30", "A 8:40", "A 8:50"]


def test_an_untimed_call_is_changed_at_the_time_it_was_given(tmp_path: Path) -> None:
    slow = made(often(tmp_path), {"type": "scale_running_time", "line": "60", "factor": 2.0})
    assert trips_of(slow)[0] == "A 8:00, B 8:10, C 8:20"  # B at 8:05 before
