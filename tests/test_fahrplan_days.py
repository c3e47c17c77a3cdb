"""Days of a Fahrplan: signs of weekdays, single dates, other weeks, and days without a trip."""

from datetime import date, timedelta

import numpy as np
from fahrplan_on_screen import SCHOOL, on_screen, side_of, table_of
from test_fahrplan import shown
from timetables import timetable

from accessibility.fahrplan_days import day_groups
from accessibility.fahrplan_trips import on_dates_shown
from gtfs.timetable import Timetable


def weeks(first: date, count: int, *weekdays: int) -> str:
    """Return the dates of the weekdays, 0 is Monday, in so many weeks."""
    days = (first + timedelta(days=n) for n in range(7 * count))
    return " ".join(day.isoformat() for day in days if day.weekday() in weekdays)


def _weeks(text: str) -> tuple[Timetable, dict[str, np.ndarray]]:
    """Return the timetable and its weekdays as Schultage."""
    day = timetable(text)
    weekday = (day.first_date.weekday() + np.arange(day.dates)) % 7
    return day, {"schultag": weekday < 5}


def test_trips_of_some_weekdays_carry_their_numbers_and_single_dates_are_counted() -> None:
    monday = date(2024, 5, 6)
    day, types = _weeks(f"""
        60 ({weeks(monday, 4, 0, 1, 2, 3, 4)}):  A  B
             7:00  7:10
        60 ({weeks(monday, 4, 0, 1, 2, 3)}):  A  B
             8:00  8:10
        60 ({weeks(monday, 4, 4)}):  A  B
             8:03  8:13
        60 ({weeks(monday, 4, 1, 4)}):  A  B
             9:00  9:10
        60 (2024-05-14):  A  B
             10:00  10:10
        60 (2024-05-16):  A  B
             11:00  11:10
    """)
    table = table_of(day, types=types)
    assert on_screen(table) == shown("""
                   ①–④   ⑤     ②⑤    b
        A ab 07:00 08:00 08:03 09:00 10:00
        B an 07:10 08:10 08:13 09:10 10:10
    """)
    assert table.elsewhere == 1  # the one at 11 on a Thursday


def test_another_timetable_of_other_weeks_is_not_mixed_in() -> None:
    monday = date(2024, 5, 6)
    day, types = _weeks(f"""
        60 ({weeks(monday, 2, 0, 1, 2, 3, 4)}):  A  B
             8:00  8:10
        60 ({weeks(monday + timedelta(days=14), 2, 0, 1, 2, 3, 4)}):  A  B
             8:05  8:15
    """)
    table = table_of(day, types=types)
    assert on_screen(table).splitlines()[0] == "A ab 08:00"
    assert table.elsewhere == 1


def test_weekdays_stand_in_one_table_and_every_other_day_alone() -> None:
    days = dict.fromkeys(("schultag", "ferientag", "samstag", "sonntag", "advent"), SCHOOL)
    assert {title: list(own) for title, own in day_groups(days).items()} == {
        "Montag bis Freitag": ["schultag", "ferientag"],
        "Samstag": ["samstag"],
        "Sonn- und Feiertag": ["sonntag"],
        "Advent": ["advent"],
    }


def test_a_line_that_does_not_run_that_day_has_no_columns() -> None:
    day = timetable("""
        60 (2024-05-14 2024-05-15):  A  B
             8:00  8:10
    """)
    table = table_of(day, dates={"sonntag": date(2024, 5, 19)})
    assert (table.columns, table.rows) == ((), ())


def test_a_line_of_the_summer_is_shown_on_the_first_of_its_dates_with_most_trips() -> None:
    day = timetable("""
        60 (2024-05-14 2024-05-15):  A  B
             8:00  8:10
        99 (2024-05-16 2024-05-17 2024-05-18):  A  B
             9:00  9:10
        99 (2024-05-17 2024-05-18):  A  B
             10:00  10:10
    """)
    types = {"schultag": np.ones(day.dates, np.bool_)}
    summer, always = (side_of(day, line, types=types) for line in ("99", "60"))
    shown = [side and side.dates for side in on_dates_shown([summer, None])]
    assert shown == [{"schultag": date(2024, 5, 17)}, None]
    assert [side and side.dates for side in on_dates_shown([always])] == [{"schultag": SCHOOL}]
    # as soon as one side runs on the date, both are told on it
    assert [side and side.dates for side in on_dates_shown([summer, always])] == [
        {"schultag": SCHOOL}, {"schultag": SCHOOL},
    ]  # fmt: skip
