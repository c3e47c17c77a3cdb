"""Line stops: stations, minutes each way and lines to change to, read off the pole."""

import numpy as np
from timetables import DAY, timetable

from mobility.line_stops import line_stops, running_day, stops_served
from mobility.lines import find_lines

VALLEY = timetable("""
    60: A    B    C
        6:00 6:10 6:20
        7:00 7:12 7:25
        8:00 8:12 8:26
        9:00 9:05 -
    60: C    B    A
        6:30 6:40 6:52
        7:30 7:40 7:52
    70: B    D
        7:00 7:30
    S1: B    E
        7:00 7:20
    60 (2024-05-18): A    F    C
        6:00 6:10 6:20
""")
LINES = find_lines(VALLEY)
SIXTY = LINES.name.tolist().index("60")


def test_minutes_are_the_median_of_whole_trips_from_the_beginning_of_their_way() -> None:
    stops = line_stops(VALLEY, LINES, SIXTY, DAY)
    assert stops["name"].tolist() == ["A", "B", "C"]
    assert (stops["out_s"] / 60).tolist() == [0, 12, 25]  # the 9:00 ends at B and does not count
    assert (stops["back_s"] / 60).tolist() == [22, 10, 0]


def test_other_lines_of_the_day_stand_beside_their_station_trains_first() -> None:
    stops = line_stops(VALLEY, LINES, SIXTY, DAY)
    assert stops["others"].tolist() == ["", "S1, 70", ""]
    assert stops["rail"].tolist() == [False, True, False]


def test_a_way_nobody_runs_has_no_minutes() -> None:
    stops = line_stops(VALLEY, LINES, LINES.name.tolist().index("70"), DAY)
    assert np.isnan(stops[["out_s", "back_s"]].to_numpy()).sum() == 2


def test_stops_face_to_face_count_as_one_station() -> None:
    day = timetable(
        """
        60: A    Bw   C
            6:00 6:10 6:20
        60: C    Be   A
            6:30 6:40 6:52
        """,
        at={"A": (12.0, 51.0), "Bw": (12.1, 51.0), "Be": (12.1, 51.0001), "C": (12.2, 51.0)},
    )
    named = day.with_columns(station_name=np.array(["A", "B", "C", "B"]))
    stops = line_stops(named, find_lines(named), 0, DAY)
    assert (stops["back_s"] / 60).tolist() == [22, 10, 0]


def test_stops_served_are_those_of_all_the_days() -> None:
    later = DAY.replace(day=18)
    served = [stops_served(VALLEY, LINES, SIXTY, days) for days in ([DAY], [DAY, later])]
    names = [VALLEY.stop_name[stops].tolist() for stops in served]
    assert names == [["A", "B", "C"], ["A", "B", "C", "F"]]


def test_the_first_day_with_the_line_is_the_one_to_show() -> None:
    days = {"sonntag": DAY.replace(day=19), "schultag": DAY}
    assert running_day(VALLEY, LINES, SIXTY, days) == "schultag"
    assert running_day(VALLEY, LINES, SIXTY, {"sonntag": days["sonntag"]}) == ""
