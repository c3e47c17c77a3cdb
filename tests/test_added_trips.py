"""Trips added one by one, lines in place of others, and what of it cannot run."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from changed import BUS, LATER, along, changed, ground_of, refused, trips_of
from engine import Engine
from test_new_lines import line
from timetables import DAY, timetable

from gtfs.timetable import PHONE, Timetable
from mobility.scenario import Scenario

LINE = along(BUS)
AT_SEVEN = [{"departures": ["7:00"], "back_departures": ["8:00"]}]


# --- in place of a line --------------------------------------------------------------------------


def test_a_line_in_place_of_another_leaves_nothing_running_twice() -> None:
    by = {"line": "61", "like": "60", "runs": AT_SEVEN}
    day = changed(LINE, {"type": "replace_line", "line": "60", "by": by})
    assert trips_of(day) == []
    assert trips_of(day, "61") == ["A 7:00, B 7:10/7:12, C 7:20", "C 8:00, B 8:08/8:10, A 8:20"]
    assert day.agency_name[day.route_agency[-1]] == "Agency"


def test_on_other_days_the_old_line_runs_as_before() -> None:
    by = {"line": "60", "like": "60", "runs": AT_SEVEN}
    day = changed(LINE, {"type": "replace_line", "line": "60", "days": ["samstag"], "by": by})
    assert trips_of(day) == trips_of(LINE)
    assert trips_of(day, on=LATER)[0] == "A 7:00, B 7:10/7:12, C 7:20"


def test_two_lines_may_become_one() -> None:
    two = along("""
        60: A    B    C
            6:00 6:10 6:20
        62: B    C
            7:00 7:10
    """)
    day = changed(two, *(
        {"type": "replace_line", "line": old,
         "by": {"line": "S 7", "like": old, "both_ways": False, "runs": [{"departures": [when]}]}}
        for old, when in (("60", "8:00"), ("62", "9:00"))
    ))  # fmt: skip
    assert trips_of(day, "S 7") == ["A 8:00, B 8:10, C 8:20", "B 9:00, C 9:10"]
    assert (day.route_name == "S 7").sum() == 1


# --- single trips --------------------------------------------------------------------------------


def trips(**said: Any) -> dict[str, Any]:
    told = {"type": "add_trips", "line": "60", "stops": ["A", "B", "C"]}
    return told | {"arrivals": ["9:00", "9:10", "9:20"], "departures": ["9:00", "9:30"]} | said


def test_trips_are_added_to_their_line_call_by_call() -> None:
    day = changed(LINE, trips(stands=[0, 60, 0]))
    assert len(day.route_id) == 1
    assert trips_of(day)[2:4] == ["A 9:00, B 9:10/9:11, C 9:20", "A 9:30, B 9:40/9:41, C 9:50"]


def test_trips_of_one_day_type_run_on_it_alone() -> None:
    day = changed(LINE, trips(days=["samstag"]))
    assert trips_of(day) == trips_of(LINE)
    assert len(trips_of(day, on=LATER)) == 5


def test_booked_trips_have_to_be_phoned_for() -> None:
    day = changed(LINE, trips(booked=True))
    assert day.pickup[-3:].tolist() == [PHONE] * 3
    assert day.drop_off[-3:].tolist() == [PHONE] * 3


def test_trips_of_a_line_nobody_has_are_a_new_one() -> None:
    day = changed(LINE, trips(line="62", product="TaktBus"))
    assert trips_of(day, "62") == ["A 9:00, B 9:10, C 9:20", "A 9:30, B 9:40, C 9:50"]
    assert day.route_desc[-1] == "TaktBus"


def test_a_line_taken_out_and_added_trip_by_trip_gives_the_same_journeys() -> None:
    there, back = (
        trips(arrivals=["6:00", "6:10", "6:20"], stands=[0, 120, 0], departures=["6:00", "7:00"]),
        trips(stops=["C", "B", "A"], arrivals=["6:30", "6:38", "6:50"], stands=[0, 120, 0],
              departures=["6:30"]),
    )  # fmt: skip
    again = changed(LINE, GONE, there, back)
    assert (trips_of(again), trips_of(again, on=LATER)) == (trips_of(LINE), trips_of(LINE))
    assert _journeys(again) == _journeys(LINE)


def test_a_line_like_another_that_is_taken_out_gives_the_same_journeys() -> None:
    like = line(
        stops=[], like="60", runs=[{"departures": ["6:00", "7:00"], "back_departures": ["6:30"]}]
    )
    for changes in ([like, GONE], [{"type": "replace_line", "line": "60", "by": _line(like)}]):
        assert _journeys(changed(LINE, *changes)) == _journeys(LINE)


GONE = {"type": "remove_line", "line": "60"}


def _line(change: dict[str, Any]) -> dict[str, Any]:
    return {key: told for key, told in change.items() if key != "type"}


def _journeys(day: Timetable) -> list[set[tuple[int, int, int]]]:
    """Return departures, arrivals and rides of all journeys there and back."""
    asked = Engine(day, pd.DataFrame(columns=["from_stop_id", "to_stop_id", "walk_s"]), DAY)
    return [found for end in ("A", "B", "C") for found in asked.journeys_to(end, "ABC").values()]


# --- errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (line(minutes=[0, 5, 5.5], dwell_seconds=60),
         "negative running time: 'B' is reached at minute 5 and stands 60 s, 'C' at minute 5.5"),
        (line(stops=["A", "B", "B"], kmh=50), "'B' follows itself: the same stop twice in a row"),
        (line(stops=["A", "Nowhere"], kmh=50), "no stop or place 'Nowhere'"),
        (line(kmh=50, agency="Nobody"), "no agency 'Nobody'"),
        (line(kmh=50, line="60", agency="agency"),
         "there is a line '60' of Agency already: name the new one otherwise, or change that one"),
        (line(kmh=50, runs=[{"departures": []}]), "line 61 has no departure"),
        (line(kmh=50, runs=[{"departures": ["7:00", "7:00"]}]),
         "line 61 leaves twice at 07:00: let one of the runs end before the other begins"),
        (line(kmh=50, runs=[{"headway": 60, "first": "6:00", "last": "7:00"},
                            {"headway": 30, "first": "7:00", "last": "8:00"}]),
         "line 61 leaves twice at 07:00: let one of the runs end before the other begins"),
        (line(kmh=50, runs=[{"headway": 60, "first": "6:00", "last": "7:00",
                             "back_first": "8:00"}]),
         "the way back begins at 08:00 and ends at 07:00"),
        (line(kmh=50, days=["samstag"], runs=[{"departures": ["7:00"], "days": ["schultag"]}]),
         "the change and its runs on schultag share no date"),
        (line(stops=[], like="62"), "no line '62'; nearest: 60"),
        ({"type": "replace_line", "line": "62",
          "by": {"line": "61", "like": "60", "runs": AT_SEVEN}}, "no line '62'; nearest: 60"),
    ],
)  # fmt: skip
def test_what_cannot_run_is_an_error_that_says_why(change: dict[str, Any], said: str) -> None:
    assert refused(LINE, change).startswith(said)


def test_without_a_trip_all_over_it_a_line_cannot_be_copied() -> None:
    there = along("60: A B C\n 6:00 6:10 6:20")
    said = refused(there, line(stops=[], like="60"))
    assert said == "line 60 has no trip over all of it to copy towards A"


def test_a_ring_has_no_departures_back() -> None:
    ring = along("60: A B C A\n 6:00 6:10 6:20 6:30")
    said = refused(ring, line(stops=[], like="60"))
    assert said == "line 61 has departures back, but runs one way only"


def test_without_streets_minutes_have_to_be_told() -> None:
    said = refused(ground_of(LINE, roads=False), line(kmh=50))
    assert said == "the network has no streets to ride on: tell the minutes"


def test_where_no_road_leads_minutes_have_to_be_told() -> None:
    day = along("60: A F\n 6:00 6:10", F=(0.0, 9000.0))
    said = refused(day, line(stops=["A", "F"], kmh=50))
    assert said == ("no way by car from 'A' to 'F', both within 500 m of a road: tell the minutes")


def test_a_name_of_two_lines_is_refused_unless_the_agency_decides() -> None:
    twins = timetable("60: A B C\n 6:00 6:10 6:20\n 62: A B\n 7:00 7:10")
    twins = twins.with_columns(
        agency_id=np.array(["one", "two"]), agency_name=np.array(["One", "Two"]),
        route_name=np.array(["60", "60"]), route_agency=np.array([0, 1], np.int32),
    )  # fmt: skip
    said = refused(ground_of(twins, roads=False), trips())
    assert said == "several lines are named '60': write one of one:60, two:60"
    day = changed(ground_of(twins, roads=False), trips(agency="Two"))
    assert day.trip_route[-2:].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (line(minutes=[5, 10, 15]), "minutes count from the first departure: the first one is 0"),
        (line(minutes=[0, 10]), "has 3 stops and 2 minutes"),
        (line(stops=["A"], kmh=50), "a line needs at least two stops"),
        (line(), "say how long it rides: minutes, kmh or factor"),
        (line(like="60", kmh=50), "name either its stops, or a line it is like"),
        (line(stops=[], like="60", dwell_seconds=30),
         "a line like another takes its times; a factor alone may change them"),
        (line(kmh=50, both_ways=False), "runs one way only: nothing departs back"),
        (trips(arrivals=["9:00", "9:10", "9:05"]),
         "negative running time: arrives at a stop before it leaves the last"),
        (trips(departures=["9:10"]), "the first departure is the first arrival and its stand"),
        (trips(arrivals=["9:00", "9:10"]),
         "needs one arrival for each stop, and a stand for each or for none"),
    ],
)  # fmt: skip
def test_what_is_written_wrong_is_refused_before_it_is_made(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Scenario.model_validate({"name": "test", "changes": [change]})


def test_a_line_like_another_takes_the_earliest_of_equally_common_trips() -> None:
    day = along("""
        60: A    B    C
            7:00 7:12 7:24
            6:00 6:10 6:20
    """)
    like = {"type": "add_line", "line": "61", "like": "60", "both_ways": False}
    new_line = changed(day, {**like, "runs": [{"departures": ["9:00"]}]})
    assert trips_of(new_line, "61") == ["A 9:00, B 9:10, C 9:20"]
