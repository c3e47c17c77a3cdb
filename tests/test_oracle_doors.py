"""The oracle by head: first boardings, walks, and which journeys of the day count."""

import pytest
from oracle_asked import Timetabled

# --- doors, walks and the first boarding ----------------------------------------------------


def test_one_leaves_the_door_a_minute_before_the_bus(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B
             8:00  8:10
    """)
    assert day.journeys("A", "B") == ["7:59-8:10 1"]
    assert day.journeys("B", "A") == []


def test_one_walks_to_the_first_stop_and_from_the_last(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  X  A     B     Y
             x  8:00  8:10  x
        """,
        walks="X A 300, B Y 60",
    )
    assert day.journeys("X", "Y") == ["7:54-8:11 1"]
    assert day.journeys("Y", "X") == []


def test_walks_to_and_from_the_door_end_at_max_access(on_screen: Timetabled) -> None:
    lines = """
        60:  X  A     B     Y
             x  8:00  8:10  x
    """
    walks = "X A 300, B Y 60"
    assert on_screen(lines, walks=walks, max_access_s=300).journeys("X", "Y") == ["7:54-8:11 1"]
    assert on_screen(lines, walks=walks, max_access_s=299).journeys("X", "Y") == []


def test_a_walk_is_one_footpath_never_two(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  W  X  A     B     Y  Z
             x  x  8:00  8:10  x  x
        """,
        walks="W X 60, X A 60, B Y 60, Y Z 60",
    )
    assert day.journeys("W", "B") == []
    assert day.journeys("A", "Z") == []
    assert day.journeys("X", "Y") == ["7:58-8:11 1"]


def test_two_rides_are_joined_by_one_walk_never_two(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  A     B
             8:00  8:10
        61:  W  C     D
             x  8:30  8:40
        """,
        walks="B W 60, W C 60",
    )
    assert day.journeys("A", "D") == []


def test_from_a_station_one_takes_the_shortest_walk_of_its_platforms(
    on_screen: Timetabled,
) -> None:
    day = on_screen(
        """
        60:  A     B
             8:00  8:10
        """,
        stations={"S": "S1 S2 S3"},
        walks="S1 A 300, S2 A 60, S3 A 120, B S1 200, B S3 100",
    )
    assert day.journeys("S", "B") == ["7:58-8:10 1"]
    assert day.journeys("A", "S") == ["7:59-8:11:40 1"]


@pytest.mark.parametrize("rule", ["A A 3", "X A 3", "A A 2 900", "X A 2 0", "X A 1"])
def test_transfers_txt_does_not_apply_to_first_boardings(on_screen: Timetabled, rule: str) -> None:
    day = on_screen(
        """
        60:  X  A     B
             x  8:00  8:10
        """,
        walks="X A 300",
        transfers=rule,
    )
    assert day.journeys("A", "B") == ["7:59-8:10 1"]
    assert day.journeys("X", "B") == ["7:54-8:10 1"]


def test_a_station_is_any_of_its_platforms(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  S1    B     T1
             8:00  8:10  8:25
        61:  S2    B     T2
             8:05  8:20  8:30
        """,
        stations={"S": "S1 S2", "T": "T1 T2"},
        walks="T2 B 240",
    )
    assert day.journeys("S", "B") == ["7:59-8:10 1", "8:04-8:20 1"]
    assert day.journeys("S", "T") == ["7:59-8:25 1", "8:04-8:30 1"]
    assert day.journeys("B", "T2") == ["8:19-8:30 1"]
    assert day.oracle.walk_s("T", "B") == 240
    assert day.oracle.walk_s("S", "S1") == 0
    assert day.journeys("S", "S1") == []


# --- walking all the way ---------------------------------------------------------------------


def test_only_what_is_faster_than_the_walk_is_a_journey(on_screen: Timetabled) -> None:
    lines = """
        60:  A     B
             8:00  8:10
    """
    assert on_screen(lines, walks="A B 661").journeys("A", "B") == ["7:59-8:10 1"]
    assert on_screen(lines, walks="A B 660").journeys("A", "B") == []


def test_the_walk_all_the_way_is_a_footpath_within_max_walk(on_screen: Timetabled) -> None:
    lines = """
        60:  A     B
             8:00  8:10
    """
    oracle = on_screen(lines, walks="A B 500").oracle
    assert oracle.walk_s("A", "B") == 500
    assert oracle.walk_s("B", "A") is None
    assert oracle.walk_s("A", "A") == 0
    assert on_screen(lines, walks="A B 500", max_walk_s=499).oracle.walk_s("A", "B") is None


# --- which journeys of the day ---------------------------------------------------------------


def test_a_later_slower_bus_and_fewer_rides_both_count(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     C
             8:00  9:00
        61:  A     B
             8:00  8:10
        62:  B     C
             8:12  8:30
    """)
    assert day.journeys("A", "C") == ["7:59-8:30 2", "7:59-9:00 1"]


def test_a_bus_that_is_overtaken_is_no_journey(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B     C
             8:00  8:40  9:00
             8:10  8:20  8:30
    """)
    assert day.journeys("A", "C") == ["8:09-8:30 1"]


def test_one_may_change_into_the_bus_that_overtakes(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B     C
             8:00  8:10  9:00
             x     8:12  8:30
    """)
    assert day.journeys("A", "C") == ["7:59-8:30 2", "7:59-9:00 1"]


def test_one_leaves_the_door_from_four_to_twenty_eight_hours(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A      B
             4:00   4:10
             4:01   4:11
             28:00  28:10
             28:01  28:11
    """)
    assert day.journeys("A", "B") == ["4:00-4:11 1", "27:59-28:10 1"]


def test_what_leaves_after_the_operating_day_does_not_compete(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  X  A      B
             x  27:00  29:30
             x  28:05  29:00
        """,
        walks="X A 300",
    )
    assert day.journeys("A", "B") == ["26:59-29:30 1"]
    assert day.journeys("X", "B") == ["27:59-29:00 1"]


def test_a_journey_has_at_most_max_rides(on_screen: Timetabled) -> None:
    lines = """
        60:  A     B
             8:00  8:10
        61:  B     C
             8:12  8:20
        62:  C     D
             8:22  8:30
    """
    assert on_screen(lines, max_rides=3).journeys("A", "D") == ["7:59-8:30 3"]
    assert on_screen(lines, max_rides=2).journeys("A", "D") == []
    assert on_screen(lines, max_rides=2).journeys("A", "C") == ["7:59-8:20 2"]


def test_six_rides_and_no_seventh(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B     C     D     E     F     G     H
             8:00  8:01  x     x     x     x     x     x
             x     8:03  8:04  x     x     x     x     x
             x     x     8:06  8:07  x     x     x     x
             x     x     x     8:09  8:10  x     x     x
             x     x     x     x     8:12  8:13  x     x
             x     x     x     x     x     8:15  8:16  x
             x     x     x     x     x     x     8:18  8:19
    """)
    assert day.journeys("A", "G") == ["7:59-8:16 6"]
    assert day.journeys("A", "H") == []


def test_a_journey_lasts_at_most_max_travel(on_screen: Timetabled) -> None:
    lines = """
        60:  A     B
             8:00  8:10
    """
    assert on_screen(lines, max_travel_s=660).journeys("A", "B") == ["7:59-8:10 1"]
    assert on_screen(lines, max_travel_s=659).journeys("A", "B") == []
