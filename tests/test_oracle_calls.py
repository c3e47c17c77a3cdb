"""The oracle by head: calls, frequencies, untimed calls, loops, hops of no minutes."""

import pytest
from oracle_asked import Timetabled


def test_one_neither_boards_nor_alights_where_the_call_forbids_it(
    on_screen: Timetabled,
) -> None:
    day = on_screen("""
        60:  A     B      C      D
             8:00  8:10p  8:20d  8:30
    """)
    assert day.journeys("A", "B") == ["7:59-8:10 1"]
    assert day.journeys("B", "D") == []
    assert day.journeys("A", "C") == []
    assert day.journeys("C", "D") == ["8:19-8:30 1"]
    assert day.journeys("A", "D") == ["7:59-8:30 1"]


def test_one_may_board_by_telephone_or_by_a_sign_to_the_driver(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A      B      C
             8:00t  8:10r  8:20t
    """)
    assert day.journeys("A", "C") == ["7:59-8:20 1"]
    assert day.journeys("B", "C") == ["8:09-8:20 1"]
    assert day.journeys("A", "B") == ["7:59-8:10 1"]


def test_frequencies_start_trips_before_their_end_and_nothing_else_runs(
    on_screen: Timetabled,
) -> None:
    day = on_screen(
        """
        60:  A          B
             5:55-6:00  6:10
        """,
        frequencies="60/1 8:00 9:00 1200 \n 60/1 9:05 9:20 900",
    )
    assert day.journeys("A", "B") == [
        "7:59-8:10 1",
        "8:19-8:30 1",
        "8:39-8:50 1",
        "9:04-9:15 1",
    ]


@pytest.mark.parametrize(
    ("calls", "seen"),
    [
        ("8:00 . . 8:10", ["8:03:20", "8:06:40"]),
        ("8:00 . . 8:00:10", ["8:00:03", "8:00:06"]),
        ("8:00@0 .@1 .@3 8:10@4", ["8:02:30", "8:07:30"]),
        ("8:00@0 .@0.1 .@0.2 8:00:03@0.3", ["8:00:01", "8:00:02"]),
        ("8:00@2 .@2 .@5 8:10@5", ["8:00", "8:10"]),
        ("8:00@0 .@1 . 8:10@4", ["8:03:20", "8:06:40"]),  # not the whole gap has distances
        ("8:00 .@1 .@3 8:10@4", ["8:03:20", "8:06:40"]),
        ("7:59-8:00 . . 8:10-8:20", ["8:03:20", "8:06:40"]),
        ("8:00 8:04- . 8:10", ["8:04", "8:07"]),
        ("8:00 -8:04 . 8:10", ["8:04", "8:07"]),
        ("8:00 8:04 . -8:10", ["8:04", "8:07"]),
    ],
)
def test_untimed_calls_lie_between_the_timed_ones(
    on_screen: Timetabled, calls: str, seen: list[str]
) -> None:
    day = on_screen(f"60: A B C D \n {calls}")
    assert day.journeys("A", "B") + day.journeys("A", "C") == [f"7:59-{at} 1" for at in seen]


def test_untimed_calls_at_the_ends_are_dropped(on_screen: Timetabled) -> None:
    day = on_screen("60: A B C D \n . 8:00 8:10 .")
    assert day.journeys("A", "C") == []
    assert day.journeys("B", "D") == []
    assert day.journeys("B", "C") == ["7:59-8:10 1"]


def test_a_trip_left_with_a_single_call_is_no_trip_of_its_block(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B
             8:00  8:10  | block=7
        61:  C     D
             8:11  .     | block=7
        62:  B     E
             8:12  8:20  | block=7
    """)
    assert day.journeys("A", "E") == ["7:59-8:20 1"]


@pytest.mark.parametrize("train", ["B D \n 8:30 .", "D E B \n 8:30 8:40 ."])
def test_a_train_that_never_calls_makes_no_change_slower(on_screen: Timetabled, train: str) -> None:
    day = on_screen(f"60: A B \n 8:00 8:10 \n 61: B C \n 8:12 8:20 \n S1 rail: {train}")
    assert day.journeys("A", "C") == ["7:59-8:20 2"]


def test_a_loop_line_serves_a_stop_twice(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B     A     C
             8:00  8:10  8:20  8:30
    """)
    assert day.journeys("A", "C") == ["8:19-8:30 1"]
    assert day.journeys("A", "B") == ["7:59-8:10 1"]
    assert day.journeys("B", "A") == ["8:09-8:20 1"]
    assert day.journeys("B", "C") == ["8:09-8:30 1"]
    assert day.journeys("A", "A") == []


def test_round_the_end_of_a_loop_one_changes_or_stays_seated(on_screen: Timetabled) -> None:
    loop = """
        60:  A     B     C     A
             8:00  8:10  8:20  8:30  | block={0}
             8:32  8:42  8:52  9:02  | block={1}
    """
    assert on_screen(loop.format(7, 8)).journeys("C", "B") == ["8:19-8:42 2"]
    assert on_screen(loop.format(7, 7)).journeys("C", "B") == ["8:19-8:42 1"]


def test_hops_of_no_minutes_are_ridden_in_the_order_of_the_trip(on_screen: Timetabled) -> None:
    day = on_screen("60: A B C D \n 8:00 8:00 8:00 8:01")
    assert day.journeys("A", "C") == ["7:59-8:00 1"]
    assert day.journeys("C", "A") == []


def test_without_slack_one_changes_within_the_same_second(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  A     B
             8:00  8:00
        61:  B     A
             8:00  8:00
        62:  B     C
             8:00  8:00
        63:  C     D
             8:00  8:05
        """,
        transfer_slack_s=0,
        board_slack_s=0,
    )
    assert day.journeys("A", "D") == ["8:00-8:05 3"]


@pytest.mark.parametrize("order", [(60, 61, 62), (62, 61, 60)])
def test_one_may_stay_seated_in_a_circle_of_no_minutes(
    on_screen: Timetabled, order: tuple[int, ...]
) -> None:
    trips = {60: "A B \n 8:00 8:00", 61: "B A \n 8:00 8:00", 62: "E F \n 8:00 8:05"}
    pairs = [(60, 61), (61, 60), (61, 62)]
    day = on_screen(
        "\n".join(f"{line}: {trips[line]}" for line in order),
        transfers="\n".join(f"* * 4 from_trip={a}/1 to_trip={b}/1" for a, b in pairs),
    )
    assert day.journeys("A", "F") == ["7:59-8:05 1"]
