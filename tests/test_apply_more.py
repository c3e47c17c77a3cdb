"""Apply, hard cases: midnight, blocks, transfers by trip, frequencies, rings, Rufbus, dates."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from changed import BUS, DAYS, LATER, along, changed, ground_of, trips_of
from changed import refused as refused_on
from engine import Engine
from oracle_text import footpaths, write_feed
from timetables import DAY, timetable

from gtfs.read import read_timetable
from gtfs.timetable import DRIVER, FORBIDDEN, PHONE, Timetable
from mobility.parameters import Moving

LINE = timetable(BUS)  # A 6:00, B 6:10/6:12, C 6:20 and 7:00; back 6:30; on two days
NIGHT = timetable("""
    60: A     B
        23:50 24:05
        24:50 25:05
""")


def made(day: Timetable, *changes: dict[str, Any]) -> Timetable:
    return changed(ground_of(day, roads=False), *changes)


def refused(day: Timetable, *changes: dict[str, Any]) -> str:
    return refused_on(ground_of(day, roads=False), *changes)


def journeys(day: Timetable, start: str, end: str, on: date = DAY) -> list[str]:
    """Return the journeys as ``7:59-8:20 1``: at the stop, there, rides."""
    engine = Engine(day, footpaths(""), on, Moving.model_validate({"board_slack_s": 0}))
    found = sorted(engine.journeys_to(end, [start])[start])
    return [f"{clock(leaves)}-{clock(arrives)} {rides}" for leaves, arrives, rides in found]


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def first_of(day: Timetable, line: str, on: date = DAY) -> list[str]:
    return [row.split(",")[0] for row in trips_of(day, line, on)]


# --- midnight, dates, clock changes --------------------------------------------------------------


def test_a_trip_moved_over_midnight_stays_on_its_service_date() -> None:
    later = made(
        NIGHT, {"type": "shift", "line": "60", "minutes": 20.0, "span": ["23:00", "24:00"]}
    )
    assert trips_of(later) == ["A 24:10, B 24:25", "A 24:50, B 25:05"]
    earlier = made(later, {"type": "shift", "line": "60", "minutes": -60.0})
    assert trips_of(earlier) == ["A 23:10, B 23:25", "A 23:50, B 24:05"]
    assert earlier.dates == 1


def test_the_night_is_asked_for_as_24() -> None:
    fewer = made(NIGHT, {"type": "remove_trips", "line": "60", "at": ["24:50"]})
    assert trips_of(fewer) == ["A 23:50, B 24:05"]


def test_hours_are_extended_into_the_night() -> None:
    longer = made(NIGHT, {"type": "extend_hours", "line": "60", "minutes": 60, "last": "26:00"})
    assert first_of(longer, "60") == ["A 23:50", "A 24:50", "A 25:50"]


def test_a_trip_cannot_be_moved_before_its_service_date() -> None:
    early = timetable("""
        60: A    B
            0:10 0:20
    """)
    change = {"type": "shift", "line": "60", "minutes": -11.0}
    assert refused(early, change) == "a trip would begin before 00:00 of its service date"


def test_trips_of_the_night_before_the_clock_changes_move_by_the_minutes_told() -> None:
    """On 31 March 2024 a clock hour is missing: 28:30 of the 30th is 5:30 on the 31st's clock."""
    spring = timetable("""
        60 (2024-03-30): A     B
                         28:30 28:45
        61 (2024-03-31): A     B
                         6:00  6:15
    """)
    sunday = date(2024, 3, 31)
    assert journeys(spring, "A", "B", sunday) == ["5:30-5:45 1", "6:00-6:15 1"]
    later = made(spring, {"type": "shift", "line": "60", "minutes": 20.0})
    assert journeys(later, "A", "B", sunday) == ["5:50-6:05 1", "6:00-6:15 1"]


def test_a_change_of_some_dates_leaves_the_others_as_often_as_it_is_made() -> None:
    """Three changes of three sets of dates: each trip is there four times, each with its dates."""
    week = " ".join(str(DAY + timedelta(days=n)) for n in range(5))  # Tuesday to Saturday
    daily = timetable(f"""
        60 ({week}): A    B
                     8:00 8:10
    """)
    changes = [
        {"type": "shift", "line": "60", "minutes": minutes, "season": [str(day), str(day)]}
        for minutes, day in ((5.0, DAY), (7.0, DAY + timedelta(days=1)), (9.0, LATER))
    ]
    after = made(daily, *changes)
    assert [trips_of(after, "60", DAY + timedelta(days=n)) for n in range(5)] == [
        ["A 8:05, B 8:15"], ["A 8:07, B 8:17"], ["A 8:00, B 8:10"], ["A 8:00, B 8:10"],
        ["A 8:09, B 8:19"],
    ]  # fmt: skip
    again = made(after, {"type": "shift", "line": "60", "minutes": -1.0})
    assert [trips_of(again, "60", DAY + timedelta(days=n))[0][:6] for n in range(5)] == [
        "A 8:04", "A 8:06", "A 7:59", "A 7:59", "A 8:08",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("season", "moved"),
    [
        ((DAY, DAY), [True, False]),
        ((LATER, date(2030, 1, 1)), [False, True]),
        ((date(2000, 1, 1), DAY), [True, False]),
        ((date(2000, 1, 1), date(2030, 1, 1)), [True, True]),
    ],
)
def test_a_season_may_begin_before_the_feed_and_end_after_it(
    season: tuple[date, date], moved: list[bool]
) -> None:
    later = made(
        LINE, {"type": "shift", "line": "60", "minutes": 1.0, "season": list(map(str, season))}
    )
    assert ["A 6:01" in first_of(later, "60", day) for day in (DAY, LATER)] == moved


def test_a_season_outside_the_feed_is_refused() -> None:
    change = {
        "type": "remove_line", "line": "60", "days": ["samstag"],
        "season": ["2024-06-01", "2024-06-30"],
    }  # fmt: skip
    assert refused(LINE, change) == (
        "no date of the timetable is among samstag of 2024-06-01 to 2024-06-30"
    )


# --- blocks and transfers ------------------------------------------------------------------------

VEHICLE = f"""
    60 {DAYS}: A    B
               8:00 8:10  # block=b
    61 {DAYS}: B    C
               8:15 8:25  # block=b
"""


def test_one_stays_seated_as_long_as_the_trips_of_a_block_still_meet() -> None:
    day = timetable(VEHICLE)

    def moved(minutes: float) -> list[str]:
        return journeys(made(day, {"type": "shift", "line": "61", "minutes": minutes}), "A", "C")

    assert journeys(day, "A", "C") == ["8:00-8:25 1"]
    assert moved(-5.0) == ["8:00-8:20 1"]  # leaves as the other arrives
    assert moved(-6.0) == []  # has left before
    assert moved(25.0) == ["8:00-8:50 1"]  # half an hour's stand
    assert moved(26.0) == ["8:00-8:51 2"]  # more: one alights and boards


def test_a_slower_ride_ends_what_a_block_joins() -> None:
    slow = made(timetable(VEHICLE), {"type": "scale_running_time", "line": "60", "factor": 1.6})
    assert journeys(slow, "A", "C") == []  # B at 8:16


def test_of_a_block_parted_by_dates_each_part_has_its_own_dates() -> None:
    parted = made(
        timetable(VEHICLE), {"type": "shift", "line": "61", "minutes": 26.0, "days": ["samstag"]}
    )
    assert journeys(parted, "A", "C") == ["8:00-8:25 1"]
    assert journeys(parted, "A", "C", LATER) == ["8:00-8:51 2"]


def test_a_rule_by_trip_holds_for_both_parts_of_a_trip() -> None:
    """Type 2 by trip: half a minute is enough, where two minutes are usual."""
    day = timetable(
        f"""
        60 {DAYS}: A    B
                   8:00 8:10
        61 {DAYS}: B       C
                   8:10:30 8:20
        """,
        rules="2 B B min=30 from_trip=60/1 to_trip=61/1",
    )
    change = {"type": "scale_running_time", "line": "61", "factor": 2.0, "days": ["samstag"]}
    parted = made(day, change)
    assert journeys(parted, "A", "C") == ["8:00-8:20 2"]
    assert journeys(parted, "A", "C", LATER) == ["8:00-8:29 2"]


def test_copies_are_trips_no_rule_and_no_block_knows() -> None:
    more = made(
        timetable(VEHICLE),
        {"type": "extend_hours", "line": "60", "minutes": 60, "last": "9:00"},
        {"type": "extend_hours", "line": "61", "minutes": 60, "last": "9:15"},
    )
    assert journeys(more, "A", "C") == ["8:00-8:25 1", "9:00-9:25 2"]


SEATED = """
    60: A    B    C
        8:00 8:10 8:20
    61: C    D
        8:25 8:35
"""


@pytest.mark.parametrize(
    "change",
    [
        {"type": "curtail", "line": "60", "stop": "B", "beyond": "C"},
        {"type": "skip_stops", "line": "60", "stops": ["C"]},
    ],
    ids=lambda change: change["type"],
)
def test_nobody_stays_seated_from_a_stop_to_which_the_trip_does_not_ride(
    change: dict[str, Any],
) -> None:
    day = timetable(SEATED, rules="4 - - from_trip=60/1 to_trip=61/1")
    assert journeys(day, "A", "D") == ["8:00-8:35 1"]
    assert journeys(made(day, change), "A", "D") == []


def test_other_rules_go_on_to_hold_for_a_trip_that_ends_elsewhere() -> None:
    """The trip that is cut is still waited for half a minute at B, and 61 is seated from S9."""
    day = timetable(
        """
        60: A    B    C
            8:00 8:10 8:20
        61: C    D
            8:25 8:35
        62: B       E
            8:10:30 8:30
        63: F    C
            8:00 8:15
        """,
        rules="""
        4 - - from_trip=60/1 to_trip=61/1
        4 - - from_trip=63/1 to_trip=61/1
        2 B B min=30 from_trip=60/1 to_trip=62/1
        """,
    )
    cut = made(day, {"type": "curtail", "line": "60", "stop": "B", "beyond": "C"})
    assert journeys(cut, "A", "D") == []
    assert journeys(cut, "F", "D") == ["8:00-8:35 1"]
    assert journeys(cut, "A", "E") == ["8:00-8:30 2"]


def test_a_trip_that_ends_elsewhere_says_so() -> None:
    cut = made(
        LINE, {"type": "curtail", "line": "60", "stop": "B", "beyond": "C", "days": ["schultag"]}
    )
    said = {
        when: {str(cut.trip_headsign[trip]) for trip in cut.trips_on(when)} for when in (DAY, LATER)
    }
    assert said == {DAY: {"A", "B"}, LATER: {"A", "C"}}


# --- frequencies, untimed calls ------------------------------------------------------------------


def often(folder: Path) -> Timetable:
    """Return a bus from 8:00 every ten minutes, written out of frequencies.txt."""
    lines = """
        60: A    B    C
            7:00 .    7:10
    """
    feed = write_feed(folder, lines, frequencies="60/1 8:00 8:40 600", on=DAY)
    return read_timetable([feed])[0]


def test_of_the_trips_of_a_frequency_each_is_changed_by_itself(tmp_path: Path) -> None:
    day = often(tmp_path)
    fewer = made(day, {"type": "remove_trips", "line": "60", "at": ["8:10"]})
    assert first_of(fewer, "60") == ["A 8:00", "A 8:20", "A 8:30"]
    later = made(day, {"type": "shift", "line": "60", "minutes": 2.0, "span": ["8:20", "8:30"]})
    assert first_of(later, "60") == ["A 8:00", "A 8:10", "A 8:22", "A 8:30"]


def test_a_frequency_is_carried_on(tmp_path: Path) -> None:
    more = made(
        often(tmp_path), {"type": "extend_hours", "line": "60", "minutes": 10, "last": "8:55"}
    )
    assert first_of(more, "60") == ["A 8:00", "A 8:10", "A 8:20", "A 8:30", "A 8:40", "A 8:50"]


def test_an_untimed_call_is_changed_at_the_time_it_was_given(tmp_path: Path) -> None:
    slow = made(often(tmp_path), {"type": "scale_running_time", "line": "60", "factor": 2.0})
    assert trips_of(slow)[0] == "A 8:00, B 8:10, C 8:20"  # B at 8:05 before


# --- rings, overtaking, hops in no time ----------------------------------------------------------

RING = timetable("""
    A: M    P    Q    M
       8:00 8:05 8:10 8:15
       9:00 9:05 9:10 9:15
""")


def test_a_ring_ends_where_it_is_cut() -> None:
    cut = made(RING, {"type": "curtail", "line": "A", "stop": "Q", "beyond": "M"})
    assert trips_of(cut, "A")[0] == "M 8:00, P 8:05, Q 8:10"


def test_a_ring_has_nothing_beyond_its_end() -> None:
    change = {"type": "curtail", "line": "A", "stop": "M", "beyond": "M"}
    assert refused(RING, change) == "no trip of line A runs beyond 'M'"


def test_a_stop_called_at_twice_is_the_end_that_gives_up_less_both_ways() -> None:
    spur = timetable("""
        60: A    B    C    B    D
            8:00 8:10 8:15 8:20 8:30
        60: D    B    C    B    A
            9:00 9:10 9:15 9:20 9:30
    """)
    cut = made(spur, {"type": "curtail", "line": "60", "stop": "B", "beyond": "D"})
    assert trips_of(cut) == [
        "A 8:00, B 8:10, C 8:15, B 8:20", "B 9:10, C 9:15, B 9:20, A 9:30",
    ]  # fmt: skip


def test_a_stop_called_at_twice_is_passed_twice() -> None:
    quick = made(RING, {"type": "skip_stops", "line": "A", "stops": ["M"], "saved_seconds": 60})
    assert trips_of(quick, "A")[0] == "P 8:05, Q 8:10"  # at its ends nothing is saved


def test_between_two_stops_of_a_ring_is_the_way_it_rides() -> None:
    slow = made(
        RING,
        {
            "type": "scale_running_time",
            "line": "A",
            "factor": 2.0,
            "from_stop": "Q",
            "to_stop": "M",
        },
    )
    assert trips_of(slow, "A")[0] == "M 8:00, P 8:05, Q 8:10, M 8:20"


def test_a_ring_rides_another_way_where_it_is_told_to() -> None:
    wide = timetable("""
        A: M    P    Q    M
           8:00 8:05 8:10 8:15
        B: R    M
           7:00 7:10
    """)
    other = made(
        wide,
        {"type": "reroute", "line": "A", "from_stop": "Q", "to_stop": "M", "via": ["R"],
         "minutes": [4.0, 9.0]},
    )  # fmt: skip
    assert trips_of(other, "A") == ["M 8:00, P 8:05, Q 8:10, R 8:14, M 8:19"]


def test_a_ring_calls_at_a_further_stop_once() -> None:
    """C lies between B and D: on the way there, and on the way back along the same road."""
    ring = along("""
        A: A    B    D    A
           8:00 8:06 8:18 8:36
        61: C    B
            7:00 7:06
    """)
    more = changed(ring, {"type": "add_stops", "line": "A", "stops": ["C"], "lost_seconds": 60})
    assert trips_of(more, "A") == ["A 8:00, B 8:06, C 8:12, D 8:19, A 8:37"]


def test_a_trip_may_overtake_another_of_its_line() -> None:
    slow = made(
        LINE, {"type": "scale_running_time", "line": "60", "towards": "C", "factor": 5.0},
        {"type": "shift", "line": "60", "towards": "A", "minutes": 1.0},
        {"type": "remove_trips", "line": "60", "towards": "C", "at": ["7:00"]},
        {"type": "add_trips", "line": "60", "stops": ["A", "C"], "arrivals": ["6:30", "6:50"],
         "departures": ["6:30"]},
    )  # fmt: skip
    assert trips_of(slow)[:2] == ["A 6:00, B 6:50/6:52, C 7:32", "A 6:30, C 6:50"]
    assert journeys(slow, "A", "C") == ["6:30-6:50 1"]


def test_a_hop_in_no_time_takes_none_however_slow_the_ride() -> None:
    hop = timetable("""
        60: A    B    C
            8:00 8:00 8:10
    """)
    slow = made(hop, {"type": "scale_running_time", "line": "60", "factor": 3.0})
    assert trips_of(slow) == ["A 8:00, B 8:00, C 8:30"]


def test_rides_in_no_time_are_not_scaled() -> None:
    hop = timetable("""
        60: A    B    C
            8:00 8:00 8:10
    """)
    change = {
        "type": "scale_running_time", "line": "60", "factor": 3.0, "from_stop": "A", "to_stop": "B",
    }  # fmt: skip
    assert refused(hop, change) == "the rides of line 60 take no time that could be scaled"


# --- boarding, alighting, Rufbus -----------------------------------------------------------------


def test_what_one_may_do_at_a_call_moves_with_it_and_is_copied() -> None:
    day = timetable("""
        60: A     B     C     D
            8:00i 8:05p 8:10p 8:15o
    """)
    flags = day.pickup.copy(), day.drop_off.copy()
    flags[0][2] = flags[1][2] = DRIVER
    day = day.with_columns(pickup=flags[0], drop_off=flags[1])
    more = made(
        day,
        {"type": "shift", "line": "60", "minutes": 1.0},
        {"type": "extend_hours", "line": "60", "minutes": 60, "last": "9:10"},
    )
    assert trips_of(more) == [
        "A 8:01, B 8:06, C 8:11, D 8:16", "A 9:01, B 9:06, C 9:11, D 9:16",
    ]  # fmt: skip
    assert more.pickup.tolist() == [0, PHONE, DRIVER, FORBIDDEN] * 2
    assert more.drop_off.tolist() == [FORBIDDEN, PHONE, DRIVER, 0] * 2


def test_a_rufbus_that_is_one_on_some_dates_stays_one() -> None:
    day = timetable(f"""
        60 {DAYS}: A     B     C
                   8:00p 8:05p 8:10p
    """)
    parted = made(day, {"type": "skip_stops", "line": "60", "stops": ["B"], "days": ["samstag"]})
    assert (trips_of(parted), trips_of(parted, on=LATER)) == (
        ["A 8:00, B 8:05, C 8:10"], ["A 8:00, C 8:10"],
    )  # fmt: skip
    assert set(parted.pickup.tolist() + parted.drop_off.tolist()) == {PHONE}


# --- passing stops -------------------------------------------------------------------------------


def test_at_its_first_stop_left_a_trip_leaves_as_before() -> None:
    short = made(
        LINE, {"type": "skip_stops", "line": "60", "stops": ["A", "B"], "saved_seconds": 60}
    )
    assert trips_of(short) == []  # C alone is no trip
    four = timetable("""
        60: A    B    C    D
            8:00 8:10 8:20 8:30
    """)
    passing = made(
        four, {"type": "skip_stops", "line": "60", "stops": ["A", "C"], "saved_seconds": 60}
    )
    assert trips_of(passing) == ["B 8:10, D 8:29"]


# --- waiting -------------------------------------------------------------------------------------

TRAINS = f"""
    60 {DAYS}:   B    C
                 8:00 8:10
    S1 ({DAY}):  X    B    Y
                 7:50 8:02 8:20
    S1 ({LATER}): X    B    Y
                  7:50 8:06 8:20
"""


def hold(**said: Any) -> dict[str, Any]:
    told = {"type": "hold_connection", "line": "60", "from_line": "S1", "stop": "B"}
    return {**told, "minutes": 10.0, **said}


def test_a_bus_waits_on_each_date_for_the_train_of_that_date() -> None:
    held = made(timetable(TRAINS), hold())
    assert trips_of(held) == ["B 8:00/8:02, C 8:12"]
    assert trips_of(held, on=LATER) == ["B 8:00/8:06, C 8:16"]


def test_a_bus_does_not_wait_on_dates_without_a_train() -> None:
    held = made(timetable(TRAINS), hold(minutes=5.0))
    assert trips_of(held) == ["B 8:00/8:02, C 8:12"]
    assert trips_of(held, on=LATER) == ["B 8:00, C 8:10"]  # six minutes are too many


def test_a_bus_waits_on_the_dates_of_the_change() -> None:
    held = made(timetable(TRAINS), hold(days=["samstag"]))
    assert trips_of(held) == ["B 8:00, C 8:10"]
    assert trips_of(held, on=LATER) == ["B 8:00/8:06, C 8:16"]


@pytest.mark.parametrize(
    "lines",
    [
        "60: A B\n7:50 8:00\nS1: X B Y\n7:50 8:02 8:20",  # the bus ends there
        "60: B C\n8:00 8:10\nS1: B Y\n8:02 8:20",  # the train begins there
        "60: B C\n8:00 8:10\nS1: X B Y\n7:50 8:02i 8:20",  # nobody alights
    ],
    ids=["the bus ends", "the train begins", "nobody alights"],
)
def test_nobody_is_waited_for_who_does_not_change(lines: str) -> None:
    assert refused(timetable(lines), hold(minutes=5.0)) == (
        "no trip of line 60 at 'B' leaves less than 5 min before one of line S1 arrives"
    )


# --- headways ------------------------------------------------------------------------------------

WEEK = timetable(f"""
    60 ({DAY}):   A    B
                  6:30 6:50
                  7:30 7:50
                  18:30 18:50
    60 ({LATER}): A    B
                  9:30 9:50
                  13:30 13:50
""")


def test_hours_are_extended_on_each_date_from_its_own_first_and_last_trip() -> None:
    longer = made(
        WEEK,
        {"type": "extend_hours", "line": "60", "minutes": 60, "first": "5:00", "last": "20:30"},
    )
    assert first_of(longer, "60") == [
        "A 18:30", "A 19:30", "A 20:30", "A 5:30", "A 6:30", "A 7:30",
    ]  # fmt: skip
    assert first_of(longer, "60", LATER) == [
        *(f"A {hour}:30" for hour in (13, 14, 15, 16, 17, 18, 19, 20)),
        *(f"A {hour}:30" for hour in (5, 6, 7, 8, 9)),
    ]


def test_where_a_line_does_not_run_its_hours_are_not_extended() -> None:
    weekday = timetable(f"""
        60 ({DAY}):   A    B
                      6:30 6:50
        61 ({LATER}): A    B
                      6:30 6:50
    """)
    change = {"type": "extend_hours", "line": "60", "minutes": 60, "last": "8:00"}
    assert first_of(made(weekday, change), "60", LATER) == []
    assert refused(weekday, {**change, "days": ["samstag"]}) == (
        "line 60 has no trip over all of it on samstag towards B to carry on"
    )


def test_a_headway_that_keeps_the_trips_fills_up_each_date_by_itself() -> None:
    filled = made(
        WEEK,
        {
            "type": "set_headway",
            "line": "60",
            "minutes": 60,
            "keep": True,
            "span": ["7:00", "10:00"],
        },
    )
    assert first_of(filled, "60") == ["A 18:30", "A 6:30", "A 7:30", "A 8:30", "A 9:30"]
    assert first_of(filled, "60", LATER) == ["A 13:30", "A 7:30", "A 8:30", "A 9:30"]


def test_a_headway_begins_at_the_time_told_or_at_the_minute_of_the_line() -> None:
    change = {"type": "set_headway", "line": "60", "minutes": 30, "span": ["21:00", "22:30"]}
    days = {"days": ["schultag"]}
    evening = first_of(made(WEEK, {**change, **days}), "60")
    assert evening[1:4] == ["A 21:00", "A 21:30", "A 22:00"]
    hourly = first_of(made(WEEK, {**change, **days, "minutes": 60}), "60")
    assert [row for row in hourly if row >= "A 2" and len(row) == 7] == ["A 21:30"]
    told = first_of(made(WEEK, {**change, **days, "first": "21:10"}), "60")
    assert told[1:4] == ["A 21:10", "A 21:40", "A 22:10"]


def test_a_headway_copies_the_trip_told() -> None:
    uneven = timetable("""
        60: A    B
            6:00 6:20
            7:00 7:35
    """)
    change = {
        "type": "set_headway", "line": "60", "minutes": 60, "span": ["8:00", "10:00"],
        "template": "6:00",
    }  # fmt: skip
    assert trips_of(made(uneven, change))[2:] == ["A 8:00, B 8:20", "A 9:00, B 9:20"]


def test_a_line_that_runs_that_often_already_is_not_filled_up() -> None:
    change = {
        "type": "set_headway", "line": "60", "minutes": 60, "span": ["6:00", "8:00"], "keep": True,
        "towards": "C", "days": ["schultag", "samstag"],
    }  # fmt: skip
    assert refused(LINE, change) == "line 60 already runs that often"


# --- templates -----------------------------------------------------------------------------------


def test_a_plusbus_in_its_timetable() -> None:
    plus = made(LINE, {"type": "upgrade_to_plusbus", "line": "60"})
    starts = first_of(plus, "60"), first_of(plus, "60", LATER)
    assert sorted(starts[0]) == sorted(
        [f"A {hour}:00" for hour in range(5, 21)] + [f"C {hour}:30" for hour in range(5, 21)]
    )
    assert [row for row in starts[1] if row.startswith("A")] == [
        *("A 11:00", "A 13:00", "A 15:00", "A 17:00", "A 19:00", "A 21:00"),
        *("A 6:00", "A 7:00", "A 9:00"),  # behind 7:00 every two hours
    ]


def test_a_taktbus_in_its_timetable() -> None:
    takt = made(LINE, {"type": "upgrade_to_taktbus", "line": "60"})
    assert first_of(takt, "60")[:4] == ["A 10:00", "A 12:00", "A 14:00", "A 16:00"]
    assert first_of(takt, "60", LATER) == first_of(LINE, "60", LATER)


def test_a_stadtbus_in_its_timetable() -> None:
    town = made(
        LINE,
        {"type": "stadtbus", "line": "T", "stops": ["A", "B"], "minutes": [0, 6], "headway": 360,
         "saturday_headway": 480},
    )  # fmt: skip
    assert trips_of(town, "T") == [
        "A 12:00, B 12:06", "A 18:00, B 18:06", "A 6:00, B 6:06",
        "B 12:00, A 12:06", "B 18:00, A 18:06", "B 6:00, A 6:06",
    ]  # fmt: skip
    assert trips_of(town, "T", LATER) == [
        "A 16:00, B 16:06", "A 8:00, B 8:06", "B 16:00, A 16:06", "B 8:00, A 8:06",
    ]  # fmt: skip


def test_a_tourist_line_in_its_timetable() -> None:
    lake = made(
        LINE,
        {"type": "tourist_line", "line": "See", "stops": ["A", "C"], "minutes": [0, 9],
         "months": ["2024-05-01", "2024-05-31"], "headway": 480},
    )  # fmt: skip
    assert trips_of(lake, "See") == []
    assert trips_of(lake, "See", LATER) == [
        "A 17:00, C 17:09", "A 9:00, C 9:09", "C 17:00, A 17:09", "C 9:00, A 9:09",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "upgrade_to_plusbus", "line": "61"}, "no line '61'"),
        ({"type": "upgrade_to_taktbus", "line": "60", "days": ["samstag"]},
         "the region has no day type for it among samstag"),
        ({"type": "stadtbus", "line": "T", "stops": ["A", "Z"], "minutes": [0, 6]},
         "no stop or place 'Z'"),
        ({"type": "tourist_line", "line": "See", "stops": ["A", "C"], "minutes": [0, 9],
          "months": ["2025-05-01", "2025-05-31"]},
         "no date of the timetable is among 2025-05-01 to 2025-05-31"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_template_that_cannot_be_made_says_why(change: dict[str, Any], said: str) -> None:
    assert refused(LINE, change).startswith(said)


def test_a_line_whose_trips_are_all_gone_has_none_left() -> None:
    gone = {"type": "remove_line", "line": "60"}
    assert refused(LINE, gone, gone) == "line '60' has no trips (left)"
    assert not made(LINE, gone).trip_id.size
    assert np.array_equal(made(LINE, gone).stop_id, LINE.stop_id)
