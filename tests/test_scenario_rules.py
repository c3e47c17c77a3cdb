"""Promised Anschlüsse end with the line they were made for, and the check says so."""

import numpy as np
from timetables import timetable

from api.scenarios.rules import lapsed_rules
from gtfs.edit import without_trips

LINES = """
    60:  A     B
         8:00  8:10
    RB1: B     C
         8:11  8:30
"""


def test_a_line_that_is_gone_takes_its_promises_along() -> None:
    before = timetable(LINES, rules="1 B B from_route=60 to_route=RB1")

    (told,) = lapsed_rules(before, without_trips(before, np.array([1])))

    assert told.startswith(
        "RB1: zugesicherte Anschlüsse (1 in transfers.txt; B) gelten für keine Fahrt mehr."
    )


def test_where_both_lines_run_on_nothing_lapses() -> None:
    before = timetable(LINES, rules="1 B B from_route=60 to_route=RB1")

    assert lapsed_rules(before, before) == []


def test_a_transfer_that_was_forbidden_is_no_loss() -> None:
    before = timetable(LINES, rules="3 B B from_route=60 to_route=RB1")

    assert lapsed_rules(before, without_trips(before, np.array([1]))) == []
