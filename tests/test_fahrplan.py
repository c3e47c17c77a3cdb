"""Fahrplan: the printed table of a line one way, as one reads it on a pole."""

from textwrap import dedent

import numpy as np
from fahrplan_on_screen import HOLIDAY, SCHOOL, on_screen, table_of
from timetables import timetable

from accessibility.fahrplan_frame import call_frame, printed_frame

BOTH = {"schultag": SCHOOL, "ferientag": HOLIDAY}


def shown(text: str) -> str:
    return dedent(text).strip("\n")


def test_trips_of_several_patterns_stand_in_one_table_in_time_order() -> None:
    day = timetable("""
        60:  A     B     C     D
             6:00  6:10  6:20  6:30
             8:00  -     8:15  8:25
        60:  B     C     X
             7:10  7:20  7:25
        60:  C     D
             5:20  5:30
    """)
    assert on_screen(table_of(day)) == shown("""
        A ab       06:00       08:00
        B          06:10 07:10 │
        C    05:20 06:20 07:20 08:15
        X    │     │     07:25 │
        D an 05:30 06:30       08:25
    """)


def test_a_trip_that_starts_on_the_way_stands_where_it_meets_the_others() -> None:
    day = timetable("""
        60:  A     B     C     D
             7:00  7:30  8:00  8:30
             8:00  8:30  9:00  9:30
        60:  C     D
             8:55  9:25
             8:05  8:35
    """)
    assert on_screen(table_of(day)) == shown("""
        A ab 07:00             08:00
        B    07:30             08:30
        C    08:00 08:05 08:55 09:00
        D an 08:30 08:35 09:25 09:30
    """)


def test_an_express_that_overtakes_stands_by_its_time_over_the_whole_line() -> None:
    day = timetable("""
        60:  A     B     C
             8:00  8:30  9:00
             8:10  -     8:40
             9:00  9:30  10:00
    """)
    assert on_screen(table_of(day)) == shown("""
        A ab 08:10 08:00 09:00
        B    │     08:30 09:30
        C an 08:40 09:00 10:00
    """)


def test_a_stand_of_two_minutes_has_arrival_and_departure() -> None:
    day = timetable("""
        60:  A     B          C
             8:00  8:10/8:12  8:20
             9:00  9:10/9:11  9:20
        60:  B     C
             7:12  7:20
    """)
    assert on_screen(table_of(day)) == shown("""
        A ab       08:00 09:00
        B an       08:10 09:10
        B ab 07:12 08:12 09:11
        C an 07:20 08:20 09:20
    """)


def test_school_days_and_holidays_stand_in_one_table_with_signs() -> None:
    day = timetable("""
        60 (2024-05-14 2024-05-21):  A  B
             8:00  8:10
        60 (2024-05-14):  A  B
             7:00  7:10
        60 (2024-05-21):  A  B
             9:00  9:10
    """)
    assert on_screen(table_of(day, dates=BOTH)) == shown("""
             S           F
        A ab 07:00 08:00 09:00
        B an 07:10 08:10 09:10
    """)


def test_two_trips_that_print_the_same_are_one_on_two_days_but_two_on_one() -> None:
    day = timetable("""
        60 (2024-05-14):  A  B
             8:00  8:10
             8:00  8:10
        60 (2024-05-21):  A  B
             8:00:30  8:10
    """)
    table = table_of(day, dates=BOTH)
    assert on_screen(table) == shown("""
                   S
        A ab 08:00 08:00
        B an 08:10 08:10
    """)
    assert [column.trip_id for column in table.columns] == [("60/1", "60/3"), ("60/2",)]


def test_signs_tell_booked_request_one_way_calls_and_the_night() -> None:
    day = timetable("""
        60:  A      B       C       D
             8:00p  8:10p   8:20p   8:30p
             9:00   9:10i   9:20o   9:30
             10:00  10:10p  10:20   10:30
             23:50  24:00   24:10   24:20
    """)
    assert on_screen(table_of(day)) == shown("""
             R                     N
        A ab 08:00 09:00   10:00   23:50
        B    08:10 09:10\u202fe 10:10\u202fR 00:00
        C    08:20 09:20\u202fa 10:20   00:10
        D an 08:30 09:30   10:30   00:20
    """)


def test_four_equal_trips_at_equal_headway_are_told_in_words_unless_every_trip_is_wanted() -> None:
    day = timetable("""
        60:  A      B
             6:00   6:10
             7:00   7:10
             8:00   8:10
             9:00   9:10
             10:00  10:15
             11:00  11:15
             12:00  12:15
    """)
    table = table_of(day)
    assert on_screen(table, compressed=True) == shown("""
        A ab 06:00 /60/ 09:00 10:00 11:00 12:00
        B an 06:10 /60/ 09:10 10:15 11:15 12:15
    """)
    assert len(table.told(compressed=False)) == 7


def test_the_last_trip_of_a_headway_begins_the_next() -> None:
    day = timetable("""
        60:  A     B
             6:00  6:10
             6:30  6:40
             7:00  7:10
             7:30  7:40
             8:30  8:40
             9:30  9:40
             10:30  10:40
    """)
    assert on_screen(table_of(day), compressed=True) == shown("""
        A ab 06:00 /30/ 07:30 /60/ 10:30
        B an 06:10 /30/ 07:40 /60/ 10:40
    """)


def test_stops_of_one_name_beside_each_other_share_a_row_others_do_not() -> None:
    day = timetable(
        """
        60:  A     B1    B2    C
             8:00  -     8:10  8:20
             9:00  9:10  -     9:20
        """,
        at={"A": (12.0, 51.0), "B1": (12.1, 51.0), "B2": (12.103, 51.0), "C": (12.2, 51.0)},
    )  # B1 and B2 are 210 m apart
    for names in (day.stop_name, day.station_name):
        assert names.tolist() == ["A", "B1", "B2", "C"]
    one = np.array(["A", "B", "B", "C"])
    same = day.with_columns(stop_name=one, station_name=one)
    assert on_screen(table_of(same)) == shown("""
        A ab 08:00 09:00
        B    08:10 09:10
        C an 08:20 09:20
    """)
    far = same.with_columns(station_lon=np.array([12.0, 12.1, 12.105, 12.2]))  # 350 m
    assert [row.name for row in table_of(far).rows] == ["A", "B", "B", "C"]


def test_a_call_where_nobody_may_board_or_alight_is_a_stop_passed() -> None:
    day = timetable("""
        60:  A     B     C
             8:00  8:10  8:20
             9:00  9:10  9:20
    """)
    shut = np.array([0, 1, 0, 0, 0, 0], np.int8)
    assert on_screen(table_of(day.with_columns(pickup=shut, drop_off=shut))) == shown("""
        A ab 08:00 09:00
        B    │     09:10
        C an 08:20 09:20
    """)


def test_the_frame_reads_as_the_print_and_the_calls_count_seconds() -> None:
    day = timetable("""
        60:  A     B          C
             8:00  8:10/8:12  8:20
    """)
    table = table_of(day)
    shown = printed_frame([table, table])
    assert shown["1"].tolist() == 2 * ["", "", "08:00", "08:10", "08:12", "08:20"]
    assert [shown[name][2] for name in ("Tabelle", "Haltestelle", "an/ab")] == [
        "A → C, Tabelle", "A", "ab",
    ]  # fmt: skip
    calls = call_frame([table])
    assert calls["arrival_s"].fillna(-1).tolist() == [-1, 29400, 30000]
    assert calls["departure_s"].fillna(-1).tolist() == [28800, 29520, -1]
    assert calls["trip_ids"].unique().tolist() == ["60/1"]
