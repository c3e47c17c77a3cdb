"""Takt edges: lines cut at their Knoten, with the minutes at which they come and go."""

import numpy as np
import pandas as pd
from timetables import DAY, timetable

from gtfs.timetable import Timetable
from mobility.lines import find_lines
from mobility.takt_edges import takt_edges, takt_lines
from mobility.takt_knoten import needed, trimmed

# Two hourly lines meet at K and go apart again; a third runs twice a day.
CROSSING = """
    60: A    V    K    B
        6:05 6:15 6:30/6:32 6:50
        7:05 7:15 7:30/7:32 7:50
        8:05 8:15 8:30/8:32 8:50
    60: B    K    V    A
        6:10 6:28/6:30 6:45 6:55
        7:10 7:28/7:30 7:45 7:55
        8:10 8:28/8:30 8:45 8:55
    70: C    K    D
        6:20 6:40 7:00
        7:20 7:40 8:00
        8:20 8:40 9:00
    80: A    D
        7:00 7:30
        13:00 13:30
"""
NO_TRAIN = -1


def edges(day: Timetable, *, outside: str = "") -> pd.DataFrame:
    lines = find_lines(day)
    every = np.arange(len(lines.line_id))
    inside = ~np.isin(day.station_name, list(outside))
    table = takt_edges(day, lines, takt_lines(day, lines, every, DAY), inside)
    ends = {name: day.station_name[table[name]] for name in ("from_knoten", "to_knoten")}
    return table.assign(name=lines.name[table["line"]], **ends)


def shown(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    columns = table["name"], table["from_knoten"], table["to_knoten"]
    return sorted(zip(*columns, strict=True))


def test_a_line_is_cut_where_another_goes_a_different_way_and_nowhere_else() -> None:
    assert shown(edges(timetable(CROSSING))) == [
        ("60", "A", "K"), ("60", "K", "B"), ("70", "C", "K"), ("70", "K", "D"),
    ]  # fmt: skip


def test_a_line_without_a_takt_is_no_stroke() -> None:
    assert "80" not in edges(timetable(CROSSING))["name"].tolist()


def test_minutes_are_those_of_leaving_and_coming_at_both_ends_of_a_section() -> None:
    first = edges(timetable(CROSSING)).query("name == '60' and from_knoten == 'A'").iloc[0]
    minutes = ("leaves", "arrives", "back_leaves", "back_arrives")
    assert first[list(minutes)].tolist() == [5, 30, 30, 55]
    assert first["headway_s"] == 3600


def test_a_way_that_no_trip_takes_has_no_minutes() -> None:
    only_out = edges(timetable(CROSSING)).query("name == '70'").iloc[0]
    assert (only_out["back_leaves"], only_out["back_arrives"]) == (NO_TRAIN, NO_TRAIN)


def test_stations_of_a_town_are_one_knoten_with_the_minutes_at_its_railway_station() -> None:
    # the market lies 1 km north of the railway station, the bus calls at both
    day = timetable(
        """
        60: A    M    K
            6:00 6:20 6:25
            7:00 7:20 7:25
            8:00 8:20 8:25
        S1: K    L
            6:30 6:50
            7:30 7:50
            8:30 8:50
        """,
        at={"A": (12.0, 51.2), "M": (12.0, 51.009), "K": (12.0, 51.0), "L": (12.3, 51.0)},
    )
    table = edges(day)
    assert shown(table) == [("60", "A", "K"), ("S1", "K", "L")]
    assert table["arrives"].tolist() == [25, 50]


def test_stops_face_to_face_under_two_stations_are_one_knoten() -> None:
    # V is called at on the way out, W across the road on the way back
    day = timetable(
        """
        60: A    V    B
            6:00 6:20 6:40
            7:00 7:20 7:40
            8:00 8:20 8:40
        60: B    W    A
            6:00 6:20 6:40
            7:00 7:20 7:40
            8:00 8:20 8:40
        70: V    C
            6:25 6:45
            7:25 7:45
            8:25 8:45
        """,
        at={
            "A": (12.0, 51.0), "V": (12.2, 51.0), "W": (12.2, 51.0001), "B": (12.4, 51.0),
            "C": (12.2, 51.3),
        },
    )  # fmt: skip
    first = edges(day).query("name == '60' and from_knoten == 'A'").iloc[0]
    assert (first["arrives"], first["back_leaves"]) == (20, 20)


def test_beyond_the_region_a_line_goes_on_to_one_knoten_and_tells_its_end() -> None:
    day = timetable("""
        60: A    B    X    Y
            6:00 6:20 6:40 7:00
            7:00 7:20 7:40 8:00
            8:00 8:20 8:40 9:00
    """)
    table = edges(day, outside="XY")
    assert shown(table) == [("60", "A", "X")]
    assert day.station_name[table["to_beyond"]].tolist() == ["Y"]
    assert table["from_beyond"].tolist() == [-1]


def test_of_the_knoten_beyond_the_one_with_most_lines_stays() -> None:
    inside = np.array([True, True, False, False])
    assert trimmed((0, 1, 2, 3), inside, np.array([1, 1, 1, 4])) == (0, 1, 3)
    assert trimmed((2, 0, 1), inside, np.array([1, 1, 1, 4])) == (2, 0, 1)
    assert trimmed((2, 3), inside, np.array([1, 1, 1, 4])) == ()


def test_a_knoten_goes_if_all_its_lines_run_between_the_same_two() -> None:
    assert needed({60: (1, 2, 3), 70: (3, 2, 1)}) == {60: (1, 3), 70: (3, 1)}
    assert needed({60: (1, 2, 3), 70: (4, 2, 3)}) == {60: (1, 2, 3), 70: (4, 2, 3)}
    assert needed({60: (1, 2, 3), 70: (1, 2)}) == {60: (1, 2, 3), 70: (1, 2)}


def test_where_trips_over_a_part_make_the_takt_denser_the_section_says_so() -> None:
    # hourly from A to C, half-hourly as far as K, where line 70 comes in
    day = timetable("""
        S6: A    K    C
            6:00 6:20 6:50
            6:30 6:50 -
            7:00 7:20 7:50
            7:30 7:50 -
            8:00 8:20 8:50
            8:30 8:50 -
        70: D    K
            6:00 6:10
            7:00 7:10
            8:00 8:10
    """)
    table = edges(day).query("name == 'S6'")
    assert shown(table) == [("S6", "A", "K"), ("S6", "K", "C")]
    assert table["headway_s"].tolist() == [1800, 3600]
    assert table["leaves"].tolist() == [0, 20]


def test_a_school_trip_between_the_takt_makes_no_denser_takt() -> None:
    first = edges(timetable(CROSSING.replace("8:05 8:15", "7:20 7:33 - -\n        8:05 8:15")))
    assert first.query("name == '60'")["headway_s"].tolist() == [3600, 3600]
