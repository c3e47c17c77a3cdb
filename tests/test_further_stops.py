"""Further stops on the way of a line, and stops that are built."""

from typing import Any

import pytest
from changed import BUS, DAYS, LATER, along, changed, ground_of, new, refused, trips_of
from test_course_changes import drawn

from mobility.scenario import Scenario

LINE = along(BUS)  # A 6:00, B 6:10/6:12, C 6:20 and back; 2.5 km or 6 min by car from stop to stop


# --- further stops -------------------------------------------------------------------------------


def add_stops(*stops: Any, **said: Any) -> dict[str, Any]:
    return {"type": "add_stops", "line": "60", "stops": list(stops), "lost_seconds": 60} | said


def test_a_stop_is_called_at_where_it_is_least_detour_both_ways() -> None:
    more = changed(LINE, add_stops(new("X", 3750)))  # half way from B to C: 8 min
    assert trips_of(more) == [
        "A 6:00, B 6:10/6:12, X 6:16, C 6:21",
        "A 7:00, B 7:10/7:12, X 7:16, C 7:21",
        "C 6:30, X 6:34, B 6:39/6:41, A 6:51",
    ]


def test_several_stops_each_where_it_lies() -> None:
    more = changed(LINE, add_stops(new("Y", 4375), new("X", 1250), towards="C"))
    # X half way of 10 min, Y three quarters of 8 min
    assert trips_of(more)[0] == "A 6:00, X 6:05, B 6:11/6:13, Y 6:19, C 6:22"
    assert trips_of(more)[2] == "C 6:30, B 6:38/6:40, A 6:50"


def test_stops_behind_one_named_in_the_order_given() -> None:
    more = changed(
        LINE, add_stops(new("X", 3750), new("Y", 4375), after="B", towards="C", lost_seconds=0)
    )
    assert trips_of(more)[0] == "A 6:00, B 6:10/6:12, X 6:16, Y 6:18, C 6:20"


def test_a_trip_that_ends_before_the_stop_does_not_go_there() -> None:
    short = along("""
        60: A    B    C
            6:00 6:10 6:20
            7:00 7:10 -
    """)
    more = changed(short, add_stops(new("X", 2600)))
    assert trips_of(more)[1] == "A 7:00, B 7:10"


def test_a_trip_on_another_way_does_not_come_there() -> None:
    # by N trips do not pass X, half way from A to B
    two = along("""
        60: A    B    C
            6:00 6:10 6:20
        60: A    N    C
            7:00 7:20 7:40
    """, N=(2500.0, 2500.0))  # fmt: skip
    more = changed(two, add_stops(new("X", 1875)))
    assert trips_of(more) == ["A 6:00, X 6:07:30, B 6:11, C 6:21", "A 7:00, N 7:20, C 7:40"]


def test_a_stop_added_and_passed_again_is_the_baseline() -> None:
    passed = {"type": "skip_stops", "line": "60", "stops": ["X"], "saved_seconds": 60}
    assert trips_of(changed(LINE, add_stops(new("X", 3000)), passed)) == trips_of(LINE)


def test_a_stop_on_the_way_keeps_the_way() -> None:
    day = drawn(along("60: A B C\n 6:00 6:10 6:20"), (0, 0), (5000, 0))
    more = changed(day, add_stops(new("X", 3750)))
    assert more.call_m.tolist() == [0, 2500, 3750, 5000]
    assert more.trip_shape.tolist() == ["way"]


def test_a_stop_beside_the_way_bends_it() -> None:
    day = drawn(along("60: A C\n 6:00 6:20"), (0, 0), (5000, 0))
    more = changed(day, add_stops(new("X", 2500, 800)))  # into the street to the north and back
    assert more.call_m.tolist() == [0, 3300, 6600]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (add_stops("B"), "line 60 calls at 'B' already"),
        (add_stops(new("X", 2500, 2000)),
         "'X' does not lie on the way of line 60: over 2000 m of detour"),
        (add_stops(new("X", 3750), after="C", towards="C"),
         "no trip of line 60 towards C rides on behind 'C' to 'X'"),
    ],
)  # fmt: skip
def test_what_adds_no_stop_is_an_error(change: dict[str, Any], said: str) -> None:
    assert refused(LINE, change).startswith(said)


def test_behind_a_stop_is_one_way_only() -> None:
    change = add_stops("X", after="B")
    with pytest.raises(ValueError, match="after needs towards"):
        Scenario.model_validate({"name": "test", "changes": [change]})


# --- a stop that is built ------------------------------------------------------------------------


def add_stop(east: float, north: float = 0.0, **said: Any) -> dict[str, Any]:
    told = {"type": "add_stop", **new("X", east, north), "lines": ["60"], "lost_seconds": 60}
    return told | said


def test_lines_that_pass_a_new_stop_call_there() -> None:
    more = changed(LINE, add_stop(3750, 20))
    assert trips_of(more)[0] == "A 6:00, B 6:10/6:12, X 6:16, C 6:21"
    assert trips_of(more)[2] == "C 6:30, X 6:34, B 6:39/6:41, A 6:51"


def test_passing_is_seen_on_the_shape() -> None:
    # the way leads round by the north, past X, where there is no road of ours
    day = drawn(along("60: A B C\n 6:00 6:10 6:20"), (0, 0), (2500, 0), (3750, 400), (5000, 0))
    more = changed(ground_of(day, roads=False), add_stop(3750, 400))
    assert trips_of(more) == ["A 6:00, B 6:10, X 6:15, C 6:21"]
    assert more.call_m.tolist() == [0, 2500, 3750, 5000]


def test_passing_is_seen_on_the_street_where_there_is_no_shape() -> None:
    # from N to C buses ride south to B first, past X
    day = along("60: N C\n 6:00 6:20", N=(2500.0, 2500.0))
    more = changed(day, add_stop(2500, 1250))
    assert trips_of(more) == ["N 6:00, X 6:05, C 6:21"]  # a quarter of 5 km


def test_passing_is_straight_on_where_there_is_no_street_either() -> None:
    more = changed(ground_of(LINE, roads=False), add_stop(3750, 90))
    assert trips_of(more)[0] == "A 6:00, B 6:10/6:12, X 6:16, C 6:21"


def test_a_new_stop_of_some_days() -> None:
    more = changed(LINE, add_stop(3750, days=["samstag"]))
    assert trips_of(more) == trips_of(LINE)
    assert trips_of(more, on=LATER)[0] == "A 6:00, B 6:10/6:12, X 6:16, C 6:21"


def test_a_new_stop_of_two_lines() -> None:
    two = along(f"60 {DAYS}: A B\n 6:00 6:10\n 61 {DAYS}: B A\n 7:00 7:10")
    more = changed(two, add_stop(1250, lines=["60", "61"]))
    assert trips_of(more, "60") + trips_of(more, "61") == [
        "A 6:00, X 6:05, B 6:11", "B 7:00, X 7:05, A 7:11",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (add_stop(7000), "line 60 does not pass 'X': its way comes within 2000 m, not 100 m"),
        (add_stop(2500, 2500), "line 60 does not pass 'X'"),
        (add_stop(3750, 800), "stop too far from a road: 'X' 800 m"),
        (add_stop(3750, lines=["60", "62"]), "no line '62'; nearest: 60"),
        (add_stop(10, name="A"), "line 60 calls at 'A' already"),
    ],
)
def test_what_passes_no_new_stop_is_an_error(change: dict[str, Any], said: str) -> None:
    assert refused(LINE, change).startswith(said)
