"""Lines as shapes: their product, and a piece of line per pair of stops."""

from dataclasses import replace
from datetime import date

import numpy as np
from timetables import DAY, timetable

from mobility.line_map import line_shapes, products


def test_what_runs_on_rails_is_told_by_its_route_type() -> None:
    drawn = timetable("""
        S1:                 A     B
                            8:00  8:10
        RB5 (type=106):     A     B
                            8:00  8:10
        3 (type=0):         A     B
                            8:00  8:10
        4 (type=900):       A     B
                            8:00  8:10
        9 (type=906):       A     B
                            8:00  8:10
        60 (type=3):        A     B
                            8:00  8:10
        61 (type=700):      A     B
                            8:00  8:10
    """)
    trains = replace(drawn, route_rail=np.isin(drawn.route_type, (2, 106)))

    assert products(trains).tolist() == [
        "S-Bahn", "Bahn", "Straßenbahn", "Straßenbahn", "Straßenbahn", "Bus", "Bus",
    ]  # fmt: skip


def test_what_kind_of_bus_it_is_stands_in_the_feed_or_is_unknown() -> None:
    drawn = timetable("""
        610:  A     B
              8:00  8:10
        644:  A     B
              8:00  8:10
        A:    A     B
              8:00  8:10
        652:  A     B
              8:00  8:10
    """)
    named = replace(
        drawn,
        route_desc=np.array(["PlusBus", "", "", ""]),
        route_long_name=np.array(["", "TAKTBUS Grimma", "StadtBus", ""]),
    )

    assert products(named).tolist() == ["PlusBus", "TaktBus", "StadtBus", "Bus"]


def test_both_directions_are_one_piece_with_the_trips_of_the_day() -> None:
    drawn = timetable("""
        60:                A     B     C
                           8:00  8:10  8:20
        60:                C     B
                           9:00  9:10
        60 (2024-05-18):   A     B
                           8:00  8:10
    """)
    of_day, of_all = line_shapes(drawn, DAY), line_shapes(drawn)

    assert of_day["trips"].tolist() == [1, 2]  # A–B, B–C
    assert of_all["trips"].tolist() == [2, 2]
    assert of_day["line"].tolist() == ["60", "60"]
    assert line_shapes(drawn, date(2024, 5, 18))["trips"].tolist() == [1]
