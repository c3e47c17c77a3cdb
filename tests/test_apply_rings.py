"""Apply, rings: stops called at twice, overtaking, hops in no time, Rufbus, stops passed."""

from applied import journeys, made, refused
from changed import BUS, DAYS, LATER, along, changed, trips_of
from timetables import timetable

from gtfs.timetable import DRIVER, FORBIDDEN, PHONE

LINE = timetable(BUS)  # A 6:00, B 6:10/6:12, C 6:20 and 7:00; back 6:30; on two days


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
