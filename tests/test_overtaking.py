"""Overtaking: which trip is passed by which, and where."""

import numpy as np
from timetables import DAY, timetable

from mobility.overtaking import find_overtaken


def test_a_slow_trip_is_overtaken_behind_the_stop_it_leaves_first() -> None:
    bus = timetable("""
        60: A    B    C
            6:00 6:10 6:40
            6:05 6:15 6:30
            7:00 7:10 7:20
    """)
    found = find_overtaken(bus, DAY, np.array([1]))
    assert [(one.trip, one.by) for one in found] == [(0, 1)]
    assert bus.stop_name[bus.call_stop[found[0].departs]] == "B"


def test_trips_in_order_do_not_overtake_nor_do_those_of_other_stops_or_lines() -> None:
    bus = timetable("""
        60: A    B    C
            6:00 6:10 6:40
            6:10 6:20 6:50
        60: A         C
            6:05      6:20
        61: A    B    C
            6:05 6:12 6:20
    """)
    assert find_overtaken(bus, DAY, np.arange(4)) == []


def test_who_is_not_asked_about_is_not_told() -> None:
    bus = timetable("""
        60: A    B
            6:00 6:40
            6:05 6:30
            7:00 7:10
    """)
    assert find_overtaken(bus, DAY, np.array([2])) == []
