"""The oracle by head: how long a change takes, and which row of transfers.txt decides."""

import pytest
from oracle_asked import Asked, Timetabled

EVERY_HALF_MINUTE = """
    60:  A     B
         8:00  8:10
    61:  C     D
         6:00  6:10
"""


def _ready_s(day: Asked) -> int | None:
    """Return the seconds from alighting at 8:10 to boarding line 61, which takes 10 minutes."""
    found = day.oracle.journeys_to("D", ["A"])["A"]
    assert len(day.journeys("A", "D")) == len(found) <= 1
    return found.pop()[1] - (8 * 3600 + 20 * 60) if found else None


@pytest.mark.parametrize(
    ("rules", "walks", "ready_s"),
    [
        ("", "B=C 180", 300),
        ("", "C B 180", None),
        ("", "", None),
        ("B C 0", "B=C 180", 300),
        ("B C 0", "", None),
        ("B C 1", "B=C 180", 180),
        ("B C 1", "", None),
        ("B C 2 240", "B=C 180", 240),
        ("B C 2 30", "B=C 180", 30),
        ("B C 2 900", "B=C 180", 900),
        ("B C 2 0", "", 0),
        ("B C 2 240", "", 240),
        ("B C 2", "B=C 180", 300),
        ("B C 2", "", None),
        ("B C 3", "B=C 180", None),
        ("C B 3", "B=C 180", 300),
    ],
)
def test_a_transfer_between_two_stops_takes(
    on_screen: Timetabled, rules: str, walks: str, ready_s: int | None
) -> None:
    day = on_screen(
        EVERY_HALF_MINUTE, walks=walks, transfers=rules, frequencies="61/1 8:10 8:30 30"
    )
    assert _ready_s(day) == ready_s
    assert day.oracle.ready_s("B", "C") == ready_s


@pytest.mark.parametrize(
    ("rules", "ready_s"),
    [("", 120), ("B B 0", 120), ("B B 1", 0), ("B B 2 30", 30), ("B B 2", 120), ("B B 3", None)],
)
def test_a_transfer_at_one_stop_takes(
    on_screen: Timetabled, rules: str, ready_s: int | None
) -> None:
    lines = EVERY_HALF_MINUTE.replace("C", "B")
    day = on_screen(lines, transfers=rules, frequencies="61/1 8:10 8:30 30")
    assert _ready_s(day) == ready_s
    assert day.oracle.ready_s("B", "B") == ready_s


@pytest.mark.parametrize(
    ("rules", "general_s", "ready_s"),
    [
        # a station's row holds for its platforms unless a row names the platform
        ("S T 2 60", 60, 60),
        ("S C 2 60", 60, 60),
        ("S T 3; B C 2 60", 60, 60),
        ("B C 2 60; S T 3", 60, 60),
        ("S T 2 60; S C 2 90", 90, 90),
        ("S T 3; B C 0", 300, 300),
        ("S T 3; T S 2 60", None, None),
        # equally much said: the first row
        ("B T 2 60; S C 2 90", 60, 60),
        ("B C 2 60; B C 2 90", 60, 60),
        # rows with routes win over general ones, even if they name the station
        ("B C 2 60; B C 2 30 from_route=60", 60, 30),
        ("B C 2 60; S T 2 90 to_route=61", 60, 90),
        ("B C 2 60; B C 2 90 to_route=60", 60, 60),
        ("B C 3; B C 1 from_route=60 to_route=61", None, 180),
        ("B C 2 60 from_route=60; S T 2 90 from_route=60 to_route=61", 300, 60),
        ("B C 2 60 from_route=60; B C 2 90 from_route=60 to_route=61", 300, 90),
        # rows with trips win over rows with routes
        ("B C 2 30 from_route=60 to_route=61; S T 2 90 to_trip=61/1", 300, 90),
        ("B C 2 30 from_trip=60/2; B C 2 90 to_trip=61/1", 300, 90),
        ("B C 2 30 from_trip=60/1; B C 2 90 from_trip=60/1 to_trip=61/1", 300, 90),
        ("S T 2 90 from_trip=60/1 to_trip=61/1; B C 2 30 from_trip=60/1", 300, 30),
        ("B C 2 60; B C 0 from_trip=60/1", 60, 300),
        ("B C 3; B C 2 from_trip=60/1", None, 300),
        ("B C 3 from_trip=60/1", 300, None),
        # a row of types 0 to 3 that does not name both ends says nothing
        ("B * 2 60; * C 2 60 from_route=60", 300, 300),
        # staying seated is another question
        ("B C 5 from_trip=60/1 to_trip=61/1", 300, 300),
    ],
)
def test_the_row_that_says_most_decides(
    on_screen: Timetabled, rules: str, general_s: int | None, ready_s: int | None
) -> None:
    day = on_screen(
        EVERY_HALF_MINUTE,
        walks="B=C 180",
        transfers=rules.replace(";", "\n"),
        stations={"S": "B", "T": "C"},
        frequencies="61/1 8:10 8:30 30",
    )
    assert _ready_s(day) == ready_s
    assert day.oracle.ready_s("B", "C") == general_s


def test_a_row_of_a_station_to_itself_holds_on_one_platform_and_between_two(
    on_screen: Timetabled,
) -> None:
    day = on_screen(
        """
        60:  A     S1
             8:00  8:10
        61:  S1    D
             8:13  8:20
             8:14  8:30
        62:  S2    E
             8:13  8:20
             8:14  8:30
        """,
        stations={"S": "S1 S2"},
        transfers="S S 2 240",
    )
    assert day.journeys("A", "D") == ["7:59-8:30 2"]
    assert day.journeys("A", "E") == ["7:59-8:30 2"]


@pytest.mark.parametrize(
    "lines",
    [
        "S1 rail: A B \n 8:00 8:10 \n 61: B C \n 8:12 8:20 \n 8:13 8:30",
        "S1 s-bahn: A B \n 8:00 8:10 \n 61: B C \n 8:12 8:20 \n 8:13 8:30",
        "60: A B \n 8:00 8:10 \n S1 rail: B C \n 8:12 8:20 \n 8:13 8:30",
        # a train that stops there on any date of the feed makes the stop one of rail
        """
        60: A B
            8:00 8:10
        61: B C
            8:12 8:20
            8:13 8:30
        S1 rail: B Z
                 3:00 3:10 | on=2024-01-01
        """,
    ],
)
def test_a_transfer_at_a_stop_of_rail_takes_three_minutes(
    on_screen: Timetabled, lines: str
) -> None:
    assert on_screen(lines).journeys("A", "C") == ["7:59-8:30 2"]


@pytest.mark.parametrize(
    ("first", "second", "ready_s"),
    [("rail", "bus", 240), ("bus", "rail", 240), ("bus", "bus", 180), ("tram", "bus", 180)],
)
def test_a_walk_between_bus_and_rail_takes_the_slack_of_rail(
    on_screen: Timetabled, first: str, second: str, ready_s: int
) -> None:
    lines = EVERY_HALF_MINUTE.replace("60:", f"60 {first}:").replace("61:", f"61 {second}:")
    day = on_screen(lines, walks="B C 60", frequencies="61/1 8:10 8:30 30")
    assert _ready_s(day) == ready_s


def test_a_footpath_longer_than_max_transfer_joins_no_rides(on_screen: Timetabled) -> None:
    asked = {"walks": "B C 300", "frequencies": "61/1 8:10 8:30 30"}
    assert _ready_s(on_screen(EVERY_HALF_MINUTE, **asked, max_transfer_s=300)) == 420
    assert _ready_s(on_screen(EVERY_HALF_MINUTE, **asked, max_transfer_s=299)) is None
