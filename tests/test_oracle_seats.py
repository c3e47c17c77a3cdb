"""The oracle by head: staying seated, by type 4 and by block."""

import pytest
from oracle_asked import Timetabled
from oracle_legs import find_legs

SEATED = "* * 4 from_trip=60/1 to_trip=61/1"


@pytest.mark.parametrize(
    ("onward", "seen"),
    [
        ("61: B C \n 8:10 8:20", ["7:59-8:20 1"]),
        ("61: B C \n 9:10 9:20", ["7:59-9:20 1"]),
        ("61: E C \n 8:15 8:20", ["7:59-8:20 1"]),  # the vehicle moves with its passengers
        ("61: E C \n 8:09 8:20", []),
        ("61: E C \n 8:15 8:20 | on=2024-05-15", []),
    ],
)
def test_type_4_leads_from_the_last_call_to_the_first_without_a_ride(
    on_screen: Timetabled, onward: str, seen: list[str]
) -> None:
    day = on_screen(f"60: A B \n 8:00 8:10 \n {onward}", transfers=SEATED)
    assert day.journeys("A", "C") == seen


def test_type_4_holds_where_its_stops_are_the_last_and_the_first(on_screen: Timetabled) -> None:
    lines = "60: A B \n 8:00 8:10 \n 61: B C \n 8:10 8:20"
    for ends, seen in (("B B", ["7:59-8:20 1"]), ("S *", ["7:59-8:20 1"]), ("A B", [])):
        day = on_screen(lines, transfers=SEATED.replace("* *", ends), stations={"S": "B"})
        assert day.journeys("A", "C") == seen


def test_one_does_not_stay_seated_from_one_date_into_the_next(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  A      B
             24:00  24:10  | block=7
        61:  B      C
             0:15   0:25   | block=7 on=2024-05-15
        """,
        transfers=SEATED,
    )
    assert day.journeys("A", "C") == ["23:59-24:25 2"]


@pytest.mark.parametrize(
    ("onward", "seen"),
    [
        ("61: B C \n 8:10 8:20 | block=7", ["7:59-8:20 1"]),
        ("61: B C \n 8:40 8:50 | block=7", ["7:59-8:50 1"]),
        ("61: B C \n 8:40:01 8:50 | block=7", ["7:59-8:50 2"]),
        ("61: B C \n 8:12 8:20 | block=8", ["7:59-8:20 2"]),
        ("61: E C \n 8:15 8:20 | block=7", []),  # the block goes on elsewhere
        ("61: B C \n 8:09 8:20 | block=7", []),
        # only into the next trip of the block, and that one goes to E
        ("61: B E \n 8:11 8:12 | block=7 \n 62: B C \n 8:12 8:20 | block=7", ["7:59-8:20 2"]),
        # through the next trip into the one after it
        ("61: B E \n 8:10 8:15 | block=7 \n 62: E C \n 8:15 8:20 | block=7", ["7:59-8:20 1"]),
    ],
)
def test_a_block_leads_into_its_next_trip(
    on_screen: Timetabled, onward: str, seen: list[str]
) -> None:
    day = on_screen(f"60: A B \n 8:00 8:10 | block=7 \n {onward}")
    assert day.journeys("A", "C") == seen


def test_type_5_forbids_to_stay_seated_but_not_to_change(on_screen: Timetabled) -> None:
    lines = """
        60:  A     B
             8:00  8:10  | block=7
             9:00  9:10  | block=8
        61:  B     C
             8:12  8:20  | block=7
             9:12  9:20  | block=8
    """
    day = on_screen(lines, transfers="B B 5 from_trip=60/1 to_trip=61/1")
    assert day.journeys("A", "C") == ["7:59-8:20 2", "8:59-9:20 1"]


def test_a_row_of_type_4_lets_one_stay_longer_than_the_block_does(on_screen: Timetabled) -> None:
    lines = "60: A B \n 8:00 8:10 | block=7 \n 61: B C \n 9:00 9:10 | block=7"
    assert on_screen(lines).journeys("A", "C") == ["7:59-9:10 2"]
    assert on_screen(lines, transfers=SEATED).journeys("A", "C") == ["7:59-9:10 1"]


def test_who_stays_seated_neither_alights_nor_boards(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B
             8:00  8:10d  | block=7
        61:  B      C
             8:10p  8:20  | block=7
    """)
    assert day.journeys("A", "C") == ["7:59-8:20 1"]
    assert day.journeys("A", "B") == []
    assert day.journeys("B", "C") == []  # nor does one board at a last call just to sit


def test_after_staying_seated_one_changes_as_from_any_trip(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A     B
             8:00  8:10  | block=7
        61:  B     C
             8:10  8:20  | block=7
        62:  C     D
             8:21  8:25
             8:22  8:30
    """)
    assert day.journeys("A", "D") == ["7:59-8:30 2"]


def test_one_stays_seated_into_the_starts_of_a_frequency(on_screen: Timetabled) -> None:
    lines = """
        60:  A     B
             8:00  8:10  | block=7
        61:  B     C
             6:00  6:10  | block={0}
    """
    starts = "61/1 8:05 8:40 600"
    by_row = on_screen(lines.format(8), transfers=SEATED, frequencies=starts)
    assert by_row.journeys("A", "C") == ["7:59-8:25 1"]
    # the next trip of the block leaves at 8:05, too early: one changes into the one after it
    by_block = on_screen(lines.format(7), frequencies=starts)
    assert by_block.journeys("A", "C") == ["7:59-8:25 2"]


def test_the_legs_of_a_journey_name_every_trip(on_screen: Timetabled) -> None:
    day = on_screen(
        """
        60:  A     B
             8:00  8:10  | block=7
        61:  B     C
             8:12  8:20  | block=7
        62:  D     E
             8:25  8:30
        """,
        walks="C D 100",
    )
    oracle = day.oracle
    (journey,) = oracle.journeys_to("E", ["A"])["A"]
    assert [(leg.trip, leg.start, leg.end) for leg in find_legs(oracle, "A", "E", journey)] == [
        ("60/1", "A", "B"),
        ("61/1", "B", "C"),
        ("62/1", "D", "E"),
    ]
    assert [leg.stay_seated for leg in find_legs(oracle, "A", "E", journey)] == [False, True, False]
