"""Anschlüsse: the wait to the first departure of each line and way, at Knoten drawn on screen.

From bus to train and back 3 minutes are asked for, from bus to bus 2 (the slack of a transfer).
"""

import numpy as np
import pandas as pd
import pytest
from lines_on_screen import changing
from timetables import DAY, timetable

from gtfs.timetable import Timetable
from mobility.anschluesse import GOOD, LONG, MISSED, NOTHING, find_anschluesse
from mobility.knoten import knoten_hour, knoten_of
from mobility.lines import find_lines

Told = tuple[str, float | None, str]  # line it goes on with, minutes of wait, verdict


def found(day: Timetable, walk_s: int = 0) -> pd.DataFrame:
    return find_anschluesse(day, find_lines(day), DAY, changing(day, walk_s))


def told(day: Timetable, line: str, walk_s: int = 0) -> list[Told]:
    """Return the Anschlüsse of the trips of a line, in the order of arrivals and lines."""
    lines = find_lines(day)
    table = found(day, walk_s)
    own = table[lines.name[table["line"]] == line]
    return [
        (str(lines.name[to]), None if pd.isna(wait) else wait / 60, verdict)
        for to, wait, verdict in zip(own["to_line"], own["wait_s"], own["verdict"], strict=True)
    ]


def bus_and_train(*departures: str, rules: str = "", arrival: str = "8:20") -> Timetable:
    trains = "\n".join(f"{departure} 26:00" for departure in departures)
    return timetable(f"60: A K\n 7:00 {arrival}\n S1: K L\n {trains}", rules=rules)


@pytest.mark.parametrize(
    ("departures", "wait", "verdict"),
    [
        (("8:23", "8:53"), 3, GOOD),  # just in time
        (("8:22", "8:53"), 33, MISSED),  # a minute late, and half an hour to go
        (("8:18", "8:53"), 33, MISSED),  # five minutes late
        (("8:17", "8:53"), 33, LONG),  # six minutes late: nobody thinks he just missed it
        (("8:22", "8:35"), 15, GOOD),  # the next one is near enough
        (("8:22", "8:36"), 16, MISSED),
        (("8:36",), 16, LONG),
        (("8:22",), None, MISSED),  # it was the last one
        (("8:00",), None, NOTHING),
        (("12:20",), 240, LONG),
        (("12:21",), None, NOTHING),  # beyond four hours nothing is an Anschluss
    ],
)
def test_the_wait_to_the_first_train_decides(
    departures: tuple[str, ...], wait: float | None, verdict: str
) -> None:
    assert told(bus_and_train(*departures), "60") == [("S1", wait, verdict)]


@pytest.mark.parametrize(
    ("rule", "wait", "verdict"),
    [
        ("0 K K", 5, GOOD),
        ("1 K K", 0, GOOD),  # guaranteed: no slack
        ("1 K K from_route=60 to_route=S1", 0, GOOD),
        ("1 K K from_route=61 to_route=S1", 5, GOOD),  # another line's rule
        ("2 K K min=360", 35, MISSED),  # the 8:25 is a minute too soon
        ("2 K K min=360 from_route=60 to_route=S1", 35, MISSED),
        ("2 K K min=360 from_trip=60/1 to_trip=S1/2", 35, MISSED),
        ("2 K K min=300 from_trip=60/1 to_trip=S1/2", 5, GOOD),
        ("2 K K min=0 from_trip=60/1 to_trip=S1/1", 0, GOOD),
        (
            "3 K K from_trip=60/1 to_trip=S1/2",
            35,
            MISSED,
        ),  # not the 8:25
        ("3 K K from_route=60 to_route=S1", None, NOTHING),
    ],
)
def test_the_feeds_own_rules_say_what_is_caught(
    rule: str, wait: float | None, verdict: str
) -> None:
    day = timetable(
        """
        60: A    K
            8:00 8:20
        61: A    K
            5:00 5:20
        S1: K    L
            8:20 8:40
            8:25 8:45
            8:55 9:15
        """,
        rules=rule,
    )
    assert told(day, "60") == [("S1", wait, verdict)]


def test_a_change_that_is_forbidden_altogether_is_no_relation() -> None:
    assert told(bus_and_train("8:25", rules="3 K K"), "60") == []


def test_what_turns_back_to_where_one_came_from_is_not_asked() -> None:
    day = timetable("""
        60: A    K    B
            8:00 8:20 8:40
        61: K    A
            8:25 8:45
        62: K    C
            8:25 8:45
    """)
    assert told(day, "60") == [("62", 5, GOOD)]


def test_a_line_of_which_some_trips_turn_back_goes_on_as_well() -> None:
    day = timetable("""
        60: A    K
            8:00 8:20
        61: A    K    D
            7:00 7:20 7:40
        61: K    D
            8:25 8:45
        62: K    A    D
            8:22 8:45 9:00
        62: K    D
            8:30 8:50
    """)
    assert ("62", 2, GOOD) in told(day, "60")


def test_the_next_trip_of_the_line_itself_is_no_anschluss() -> None:
    day = timetable("""
        60: A    K    B
            8:00 8:20 8:40
            9:00 9:20 9:40
        S1: K    L
            8:25 8:40
    """)
    assert {to for to, _, _ in told(day, "60")} == {"S1"}


def test_a_bus_past_midnight_meets_the_train_of_the_next_date() -> None:
    day = timetable("""
        60 (2024-05-14): A     K
                         24:00 24:20
        S1 (2024-05-14 2024-05-15): K    L
                                    0:25 0:40
    """)
    assert told(day, "60") == [("S1", 5, GOOD)]


def test_of_two_platforms_the_one_with_the_first_departure_counts() -> None:
    day = timetable("""
        60: A    K
            8:00 8:20
        S1: K    L
            8:10 8:40
            9:00 9:20
        S1: KS   L
            8:30 8:50
    """)
    station = day.stop_station.copy()
    station[day.stop_id == "KS"] = station[day.stop_id == "K"][0]
    joined = day.with_columns(stop_station=station)
    assert told(joined, "60", walk_s=60) == [("S1", 10, GOOD)]


def test_a_bus_that_calls_at_two_stops_of_the_knoten_arrives_once() -> None:
    day = timetable("""
        60: A    KS   K    B
            8:00 8:20 8:22 8:40
        S1: K    L
            8:30 8:50
        61: KS   A
            8:30 8:50
    """)
    station = day.stop_station.copy()
    station[day.stop_id == "KS"] = station[day.stop_id == "K"][0]
    joined = day.with_columns(stop_station=station)
    assert told(joined, "60", walk_s=60) == [("S1", 8, GOOD)]  # and the 61 turns back to A


def test_a_bus_stop_in_front_of_the_station_belongs_to_the_knoten() -> None:
    day = timetable("""
        60: A    K
            8:00 8:20
        S1: KS   L
            8:30 8:50
    """)
    assert told(day, "60", walk_s=300) == [("S1", 10, GOOD)]
    assert told(day, "60", walk_s=301) == []  # five minutes on foot are another place
    table = found(day, walk_s=300)
    assert day.station_id[table["station"]].tolist() == ["KS"]


def test_nobody_rides_a_stop_out_of_the_knoten_and_walks_back() -> None:
    begins = timetable("""
        60: K    KS   B
            8:00 8:03 8:20
        S1: K    L
            8:10 8:30
    """)
    assert told(begins, "60", walk_s=240) == []
    comes = timetable("""
        60: A    K    KS   B
            7:40 8:00 8:03 8:20
        S1: K    L
            8:10 8:30
    """)
    assert told(comes, "60", walk_s=240) == [("S1", 7, GOOD)]


def test_nobody_walks_out_to_ride_a_stop_back_to_the_knoten() -> None:
    day = timetable("""
        S1: L    K
            7:40 8:00
        60: B    KS   K
            7:50 8:10 8:13
    """)
    assert told(day, "S1", walk_s=240) == []
    assert told(day, "60", walk_s=240) == []


def test_two_bus_lines_are_no_knoten_and_three_are() -> None:
    two = "60: A K\n 8:00 8:20\n 61: K B\n 8:25 8:40"
    three = two + "\n 62: K C\n 8:30 8:50"
    for text, names in ((two, []), (three, ["K"])):
        day = timetable(text)
        knoten = knoten_of(
            day, find_lines(day), day.trips_on(DAY), changing(day).footpaths, walk_s=300
        )
        assert day.station_id[knoten].tolist() == names
    assert told(timetable(two), "60") == []


def test_who_may_not_alight_or_board_has_no_anschluss() -> None:
    day = timetable("""
        60: A    K     B
            7:50 8:10i 8:40
        61: A    K
            8:00 8:20
        S1: K    L
            8:25 8:40
        S2: K     L    M
            8:25o 8:40 8:50
    """)
    assert told(day, "60") == []
    assert told(day, "61") == [("60", None, NOTHING), ("S1", 5, GOOD)]


def test_the_hour_of_a_knoten_lists_what_comes_and_goes_with_its_ends() -> None:
    day = timetable("""
        60: A    K         B
            8:00 8:58/9:01 9:20
        S1: Z    K
            8:00 9:10
    """)
    station = np.flatnonzero(day.station_id == "K")
    rows = knoten_hour(day, find_lines(day), station, DAY, 9)
    seen = rows[["arriving", "time_s", "name", "rail", "where"]].to_records(index=False).tolist()
    assert seen == [
        (False, 9 * 3600 + 60, "60", False, "B"),
        (True, 9 * 3600 + 600, "S1", True, "Z"),
    ]
