"""The oracle against answers worked out by head; every one asked of the brute force as well.

One leaves the door a minute before the first departure (`board_slack_s`), and boards again two
minutes after alighting, three with rail. `journeys` answers ``departure-arrival rides``.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest
from oracle import Oracle, brute_force
from oracle_legs import find_legs
from oracle_text import TUESDAY, footpaths, write_feed


@dataclass(frozen=True)
class Asked:
    """A day to ask for journeys."""

    feeds: tuple[Path, ...]
    walks: pd.DataFrame
    date: date
    moving: Mapping[str, int]

    @property
    def oracle(self) -> Oracle:
        """The oracle of the day."""
        return Oracle(self.feeds, self.walks, self.date, **self.moving)

    def journeys(self, origin: str, destination: str) -> list[str]:
        """Return the journeys as text, by departure, after both searches agreed."""
        found = self.oracle.journeys_to(destination, [origin])[origin]
        pair = (origin, destination)
        assert found == brute_force(self.feeds, self.walks, self.date, [pair], **self.moving)[pair]
        return [f"{_clock(start)}-{_clock(end)} {rides}" for start, end, rides in sorted(found)]


def _clock(at_s: int) -> str:
    hours, minutes, seconds = at_s // 3600, at_s // 60 % 60, at_s % 60
    return f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


Timetabled = Callable[..., Asked]


@pytest.fixture
def on_screen(tmp_path: Path) -> Timetabled:
    """Return a function that makes a day of a timetable on the screen."""

    def make(
        lines: str,
        *,
        walks: str = "",
        transfers: str = "",
        frequencies: str = "",
        stations: Mapping[str, str] | None = None,
        on: date = TUESDAY,
        **moving: int,
    ) -> Asked:
        folder = write_feed(
            Path(mkdtemp(dir=tmp_path)),
            lines,
            stations=stations,
            transfers=transfers,
            frequencies=frequencies,
            on=on,
        )
        return Asked((folder,), footpaths(walks), on, moving)

    return make


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


# --- the clock -------------------------------------------------------------------------------


def test_trips_of_the_neighbouring_dates_run_on_the_clock_of_the_day(
    on_screen: Timetabled,
) -> None:
    day = on_screen("""
        60:  A      B
             52:20  52:30  | on=2024-05-12
             28:30  28:40  | on=2024-05-13
             8:00   8:10   | on=2024-05-13
             12:00  12:10
             1:00   1:10   | on=2024-05-15
             4:00   4:10   | on=2024-05-15
             5:00   5:10   | on=2024-05-15
    """)
    assert day.journeys("A", "B") == [
        "4:29-4:40 1",
        "11:59-12:10 1",
        "24:59-25:10 1",
        "27:59-28:10 1",
    ]


@pytest.mark.parametrize(
    ("day", "neighbour", "written", "seen"),
    [
        ((2024, 3, 31), "2024-03-30", "29:00 29:10", "5:59-6:10 1"),  # 23 h after
        ((2024, 3, 30), "2024-03-31", "1:00 1:10", "23:59-24:10 1"),
        ((2024, 10, 27), "2024-10-26", "29:30 29:40", "4:29-4:40 1"),  # 25 h after
        ((2024, 10, 26), "2024-10-27", "1:00 1:10", "25:59-26:10 1"),
    ],
)
def test_neighbouring_dates_are_23_or_25_hours_away_when_the_clock_changes(
    on_screen: Timetabled, day: tuple[int, int, int], neighbour: str, written: str, seen: str
) -> None:
    asked = on_screen(
        f"""
        60:  A  B
             12:00 12:10
             {written} | on={neighbour}
        """,
        on=date(*day),
    )
    assert sorted(asked.journeys("A", "B")) == sorted(["11:59-12:10 1", seen])


def test_one_changes_between_trips_of_two_dates(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A      B
             23:50  24:10
        61:  B      C
             0:11   0:19   | on=2024-05-15
             0:12   0:20   | on=2024-05-15
    """)
    assert day.journeys("A", "C") == ["23:49-24:20 2"]


def test_services_run_by_calendar_and_its_exceptions(tmp_path: Path) -> None:
    folder = write_feed(tmp_path, "60: A B\n8:00 8:10 | on=X")
    week = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"
    (folder / "calendar.txt").write_text(
        f"service_id,{week},start_date,end_date\nX,0,1,0,0,0,0,0,20240507,20240528\n"
    )
    (folder / "calendar_dates.txt").write_text(
        "service_id,date,exception_type\nX,20240521,2\nX,20240522,1\n"
    )
    running = [
        day
        for day in range(1, 32)
        if Oracle([folder], footpaths(""), date(2024, 5, day)).journeys_to("B", ["A"])["A"]
        and brute_force([folder], footpaths(""), date(2024, 5, day), [("A", "B")])["A", "B"]
    ]
    assert running == [7, 14, 22, 28]


# --- transfers -------------------------------------------------------------------------------

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


# --- staying seated --------------------------------------------------------------------------

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


# --- calls -----------------------------------------------------------------------------------


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


# --- feeds -----------------------------------------------------------------------------------


def test_ids_of_several_feeds_carry_the_stem(tmp_path: Path) -> None:
    bus = write_feed(tmp_path / "bus", "60: A B \n 8:00 8:10", transfers="B A 3")
    rail = write_feed(tmp_path / "rail", "S1 rail: B A \n 8:13 8:20 \n 8:14 8:30")
    day = Asked((bus, rail), footpaths("bus:B=rail:B 60"), TUESDAY, {})
    assert day.journeys("bus:A", "rail:A") == ["7:59-8:30 2"]
    assert day.oracle.ready_s("bus:B", "bus:B") == 120
    assert day.oracle.ready_s("rail:B", "rail:B") == 180


def test_a_zip_reads_like_its_folder_even_with_a_folder_inside(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "feed", "60: A B \n 8:00 8:10")
    with zipfile.ZipFile(tmp_path / "feed.gtfs.zip", "w") as archive:
        for table in folder.iterdir():
            archive.writestr(f"feed/{table.name}", b"\xef\xbb\xbf" + table.read_bytes())
    day = Asked((tmp_path / "feed.gtfs.zip",), footpaths(""), TUESDAY, {})
    assert day.journeys("A", "B") == ["7:59-8:10 1"]


def test_a_trip_whose_times_fall_is_refused(on_screen: Timetabled) -> None:
    day = on_screen("60: A B \n 8:10 8:00")
    with pytest.raises(ValueError, match="times fall within trip '60/1'"):
        day.journeys("A", "B")
