"""Rail access: waits between a bus and the trains to and from the Oberzentrum, drawn on screen."""

import numpy as np
import pandas as pd
import pytest
from lines_on_screen import changing
from timetables import DAY, timetable

from gtfs.timetable import Timetable
from mobility.lines import find_lines
from mobility.rail_access import find_hauptrelation, of_far_end, rail_waits


def waits(day: Timetable, walk_s: int = 0) -> pd.DataFrame:
    """Return the waits of all whole trips of line 60, in minutes."""
    lines = find_lines(day)
    trips = np.flatnonzero((lines.name[lines.trip_line] == "60") & lines.whole)
    relation = find_hauptrelation(day, DAY, day.stop_id == "Z")
    table = rail_waits(day, lines, trips, relation, changing(day, walk_s))
    return table.assign(
        station=day.station_id[table["station"]],
        trip=day.trip_id[table["trip"]],
        wait=table["wait_s"] / 60,
        alone=table["wait_walked_s"] / 60,
    )


def told(day: Timetable, walk_s: int = 0) -> list[tuple[str, bool, float]]:
    """Return trip, whether it runs towards the train, and the wait, of the far end."""
    table = of_far_end(waits(day, walk_s)).sort_values(["towards", "trip"], ascending=[False, True])
    return list(zip(table["trip"], table["towards"], table["wait"], strict=True))


TWO_WAYS = """
    60: A    K
        8:00 8:20
        9:00 9:20
    60: K    A
        8:40 9:00
        9:31 9:51
"""


def test_towards_the_train_the_next_one_counts_and_back_the_last_one_that_is_met() -> None:
    day = timetable(f"""{TWO_WAYS}
        S1: K    Z
            8:22 8:50
            8:30 9:00
            9:33 10:00
        S1: Z    K
            8:00 8:32
            9:00 9:29
    """)
    assert told(day) == [
        ("60/1", True, 10),  # the 8:22 leaves before the three minutes are over
        ("60/2", True, 13),
        ("60/3", False, 8),
        ("60/4", False, 59),  # the train of 9:29 comes two minutes before the bus leaves
    ]


def test_trains_that_do_not_go_to_the_oberzentrum_are_not_waited_for() -> None:
    day = timetable(f"""{TWO_WAYS}
        S1: Z    K    L
            8:00 8:25 8:40
        S2: L    K    Z
            8:00 8:34 9:00
            9:00 9:34 10:00
        S3: L    K
            8:00 8:30
    """)
    assert told(day) == [("60/1", True, 14), ("60/2", True, 14), ("60/3", False, 15),
                         ("60/4", False, 66)]  # fmt: skip


def test_a_train_that_may_not_be_boarded_is_none() -> None:
    day = timetable(f"""{TWO_WAYS}
        S1: K     Z
            8:30o 9:00
            8:50  9:20
            10:00 10:30
    """)
    assert [(trip, wait) for trip, towards, wait in told(day) if towards] == [
        ("60/1", 30), ("60/2", 40),
    ]  # fmt: skip


def test_the_wait_is_told_with_and_without_the_walk() -> None:
    day = timetable("""
        60: A    K
            8:00 8:20
        S1: KS   Z
            8:36 9:00
    """)
    row = waits(day, walk_s=120).iloc[0]
    assert (row["station"], row["wait"], row["alone"]) == ("KS", 16, 14)


@pytest.mark.parametrize(
    ("rule", "wait"),
    [
        ("1 K K", 0),
        ("2 K K min=600", 10),
        ("2 K K min=601", 40),
        ("2 K K min=601 from_route=60 to_route=S1", 40),
        ("2 K K min=601 from_trip=60/1", 40),
        ("2 K K min=601 from_trip=60/2", 10),  # another trip's rule
        ("3 K K to_trip=S1/2", 40),
    ],
)
def test_the_feeds_own_rules_hold(rule: str, wait: float) -> None:
    day = timetable(
        """
        60: A    K
            8:00 8:20
            9:00 9:20
        S1: K    Z
            8:20 8:50
            8:30 9:00
            9:00 9:30
        """,
        rules=rule,
    )
    assert waits(day).set_index("trip").loc["60/1", "wait"] == wait


def test_people_of_the_far_end_are_those_a_knoten_is_for() -> None:
    day = timetable("""
        60: A    K    B
            8:00 8:20 8:30
        60: B    K    A
            8:00 8:10 8:30
        S1: K    Z
            8:15 8:50
            8:30 9:00
        S1: Z    K
            7:30 8:00
    """)
    # from A one rides 20 minutes to K, from B only 10: the trips from A and back to A count
    assert told(day) == [("60/1", True, 10), ("60/2", False, 10)]


def test_a_bus_past_midnight_meets_the_train_of_the_next_date() -> None:
    day = timetable("""
        60 (2024-05-14): A     K
                         24:00 24:20
        S1 (2024-05-15): K    Z
                         0:30 1:00
    """)
    assert told(day) == [("60/1", True, 10)]
