"""Apply: what each change of a scenario makes of a timetable one can read at a glance."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from changed import trips_of
from timetables import DAY, timetable

from gtfs.timetable import Bools, Timetable
from mobility.apply import apply_scenario
from mobility.draft import Ground
from mobility.lines import Said
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError

LATER = DAY + timedelta(days=4)  # a Saturday
DAYS = f"({DAY} {LATER})"
BUS = timetable(f"""
    60 {DAYS}: A    B         C
               6:00 6:10/6:12 6:20
               7:00 7:10/7:12 7:20
               8:00 8:10/8:12 8:20
    60 {DAYS}: C    B         A
               6:30 6:38/6:40 6:50
               7:30 7:38/7:40 7:50
    S1 {DAYS}: X    B         Y
               6:00 6:14/6:15 6:40
""")


def types(day: Timetable) -> dict[str, Bools]:
    dates = [day.first_date + timedelta(days=n) for n in range(day.dates)]
    return {
        "schultag": np.array([one == DAY for one in dates]),
        "samstag": np.array([one == LATER for one in dates]),
    }


def applied(
    *changes: dict[str, Any], to: Timetable = BUS, said: dict[str, Said] | None = None
) -> Timetable:
    scenario = Scenario.model_validate({"name": "test", "changes": changes})
    ground = Ground(to, types(to), said or {})
    return apply_scenario(scenario, ground).timetable


def starts(day: Timetable, at: str, on: date = DAY) -> list[str]:
    return [
        row.split(", ")[0].removeprefix(f"{at} ")
        for row in trips_of(day, on=on)
        if row.startswith(at)
    ]


def refused(*changes: dict[str, Any], to: Timetable = BUS) -> str:
    with pytest.raises(ScenarioError) as error:
        applied(*changes, to=to)
    return str(error.value)


def test_no_change_is_the_baseline_itself() -> None:
    assert applied() is BUS


def test_the_timetable_changed_is_another_one() -> None:
    before = BUS.departure_s.copy()
    applied({"type": "shift", "line": "60", "minutes": 3.0})
    assert (BUS.departure_s == before).all()


def test_a_line_is_removed_on_one_day_type_and_runs_on_the_other() -> None:
    without = applied({"type": "remove_line", "line": "60", "days": ["samstag"]})
    assert trips_of(without) == trips_of(BUS)
    assert trips_of(without, on=LATER) == []
    assert trips_of(without, "S1", LATER) == trips_of(BUS, "S1", LATER)


def test_single_trips_are_removed_by_their_departure() -> None:
    fewer = applied({"type": "remove_trips", "line": "60", "towards": "C", "at": ["7:00"]})
    assert starts(fewer, "A") == ["6:00", "8:00"]
    assert starts(fewer, "C") == ["6:30", "7:30"]


def test_trips_of_a_span_are_removed_its_end_not_included() -> None:
    fewer = applied({"type": "remove_trips", "line": "60", "span": ["6:30", "8:00"]})
    assert (starts(fewer, "A"), starts(fewer, "C")) == (["6:00", "8:00"], [])


def test_trips_run_later_with_all_their_calls() -> None:
    later = applied(
        {"type": "shift", "line": "60", "towards": "C", "minutes": 4.0, "span": ["8:00", "9:00"]}
    )
    assert trips_of(later)[2] == "A 8:04, B 8:14/8:16, C 8:24"
    assert starts(later, "A") == ["6:00", "7:00", "8:04"]


def test_a_shift_by_the_headway_moves_the_hours_of_service_alone() -> None:
    later = applied({"type": "shift", "line": "60", "towards": "C", "minutes": 60.0})
    assert starts(later, "A") == ["7:00", "8:00", "9:00"]


def test_a_slower_ride_keeps_the_stand() -> None:
    slow = applied({"type": "scale_running_time", "line": "60", "towards": "C", "factor": 1.5})
    assert trips_of(slow)[0] == "A 6:00, B 6:15/6:17, C 6:29"  # 15 min, 2 min, 12 min


def test_between_two_stops_alone_both_ways() -> None:
    slow = applied({
        "type": "scale_running_time", "line": "60", "factor": 2.0, "from_stop": "B", "to_stop": "C",
    })  # fmt: skip
    rows = trips_of(slow)
    assert rows[0] == "A 6:00, B 6:10/6:12, C 6:28"
    assert rows[3] == "C 6:30, B 6:46/6:48, A 6:58"


def test_a_longer_stand_moves_what_follows() -> None:
    longer = applied(
        {"type": "set_dwell", "line": "60", "towards": "C", "stop": "B", "seconds": 300}
    )
    assert trips_of(longer)[0] == "A 6:00, B 6:10/6:15, C 6:23"


def test_a_stop_passed_saves_its_seconds() -> None:
    quick = applied({
        "type": "skip_stops", "line": "60", "towards": "C", "stops": ["B"], "saved_seconds": 60,
    })  # fmt: skip
    assert trips_of(quick)[0] == "A 6:00, C 6:19"


def test_a_line_cut_at_a_stop_begins_and_ends_there() -> None:
    short = applied({"type": "curtail", "line": "60", "stop": "B", "beyond": "C"})
    assert trips_of(short) == [
        "A 6:00, B 6:10/6:12", "A 7:00, B 7:10/7:12", "A 8:00, B 8:10/8:12",
        "B 6:38/6:40, A 6:50", "B 7:38/7:40, A 7:50",
    ]  # fmt: skip


def test_a_headway_replaces_the_trips_of_the_span_by_copies() -> None:
    half = applied({
        "type": "set_headway", "line": "60", "towards": "C", "minutes": 30,
        "span": ["6:00", "8:00"],
    })  # fmt: skip
    assert starts(half, "A") == ["6:00", "6:30", "7:00", "7:30", "8:00"]
    assert trips_of(half)[1] == "A 6:30, B 6:40/6:42, C 6:50"


def test_a_headway_that_keeps_the_trips_fills_up_between_them() -> None:
    half = applied({
        "type": "set_headway", "line": "60", "towards": "C", "minutes": 30, "keep": True,
        "span": ["6:00", "8:00"], "days": ["schultag"],
    })  # fmt: skip
    assert starts(half, "A") == ["6:00", "6:30", "7:00", "7:30", "8:00"]
    assert starts(half, "A", on=LATER) == ["6:00", "7:00", "8:00"]


def test_the_hours_are_extended_at_the_line_s_own_minute() -> None:
    long = applied({
        "type": "extend_hours", "line": "60", "towards": "C", "minutes": 60,
        "first": "4:30", "last": "10:00",
    })  # fmt: skip
    assert starts(long, "A") == ["10:00", "5:00", "6:00", "7:00", "8:00", "9:00"]


def test_a_bus_waits_for_the_train_that_comes_soon() -> None:
    held = applied({
        "type": "hold_connection", "line": "60", "towards": "C", "from_line": "S1", "stop": "B",
        "minutes": 5.0,
    })  # fmt: skip
    assert trips_of(held)[0] == "A 6:00, B 6:10/6:17, C 6:25"  # 6:14 and three minutes to change
    assert trips_of(held)[1] == "A 7:00, B 7:10/7:12, C 7:20"


def test_changes_are_made_in_the_order_of_the_list() -> None:
    later, gone = (
        {"type": "shift", "line": "60", "towards": "C", "minutes": 60.0},
        {"type": "remove_trips", "line": "60", "towards": "C", "at": ["7:00"]},
    )
    assert starts(applied(later, gone), "A") == ["8:00", "9:00"]
    assert starts(applied(gone, later), "A") == ["7:00", "9:00"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "remove_line", "line": "61"}, "no line '61'; nearest: S1, 60"),
        ({"type": "remove_line", "line": "60", "towards": "D"}, "line 60 runs to C and A, not 'D'"),
        ({"type": "remove_line", "line": "60", "days": ["montag"]},
         "no day type montag; the region names schultag, samstag"),
        ({"type": "remove_trips", "line": "60", "at": ["7:01"]},
         "line 60 has no departure at 07:01 (nearest: 07:00, 07:30)"),
        ({"type": "shift", "line": "60", "towards": "C", "at": ["5:00", "9:00"], "minutes": 5.0},
         "line 60 towards C has no departure at 05:00 (nearest: 06:00), 09:00 (nearest: 08:00)"),
        ({"type": "remove_trips", "line": "60", "span": ["12:00", "13:00"]},
         "no trip of line 60 is concerned"),
        ({"type": "shift", "line": "60", "minutes": 0.0}, "0 minutes change nothing"),
        ({"type": "shift", "line": "60", "minutes": -400.0},
         "a trip would begin before 00:00 of its service date"),
        ({"type": "scale_running_time", "line": "60", "factor": 1.0},
         "a factor of 1 changes nothing"),
        ({"type": "set_dwell", "line": "60", "stop": "B", "seconds": 120},
         "line 60 has no stand at 'B' to change"),
        ({"type": "skip_stops", "line": "60", "stops": ["X"]}, "line 60 does not call at X"),
        ({"type": "skip_stops", "line": "60", "stops": ["B"], "saved_seconds": 1260},
         "more time would be saved than the ride takes"),
        ({"type": "curtail", "line": "60", "stop": "C", "beyond": "C"},
         "no trip of line 60 runs beyond 'C'"),
        ({"type": "extend_hours", "line": "60", "minutes": 60, "first": "6:30"},
         "line 60 already runs that early and that late"),
        ({"type": "set_headway", "line": "60", "minutes": 60, "span": ["6:00", "8:00"],
          "template": "6:05"},
         "line 60 has no trip over all of it at 06:05 (nearest: 06:00, 07:00)"),
        ({"type": "hold_connection", "line": "60", "from_line": "S1", "stop": "C", "minutes": 5.0},
         ("no trip of line 60 at 'C' leaves less than 5 min before who comes with line S1 can"
         " board")),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_changes_nothing_is_an_error_that_says_why(change: dict[str, Any], said: str) -> None:
    assert refused(change) == f"change 1 ({change['type']}): {said}"


def test_all_errors_are_told_together() -> None:
    said = refused(
        {"type": "remove_line", "line": "61"},
        {"type": "shift", "line": "60", "minutes": 3.0},
        {"type": "skip_stops", "line": "60", "stops": ["Nowhere"]},
    )
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "change 1 (remove_line)", "change 3 (skip_stops)",
    ]  # fmt: skip


def test_all_that_is_wrong_with_one_change_is_told() -> None:
    said = refused(
        {
            "type": "curtail", "line": "60", "stop": "Nowhere", "beyond": "Nirgends",
            "days": ["montag"],
        },
        {
            "type": "reroute", "line": "61", "from_stop": "A", "to_stop": "See",
            "via": ["Feld", "Wald"], "kmh": 30.0,
        },
    )  # fmt: skip
    assert [line.split(";")[0] for line in said.splitlines()] == [
        "change 1 (curtail): no day type montag",
        "change 1 (curtail): line 60 runs to C and A, not 'Nirgends'",
        "change 1 (curtail): no stop 'Nowhere'",
        "change 2 (reroute): no stop 'See'",
        "change 2 (reroute): no line '61'",
        "change 2 (reroute): no stop or place 'Feld'",
        "change 2 (reroute): no stop or place 'Wald'",
    ]


def test_the_county_s_own_lines_are_known_to_every_change() -> None:
    said = {"60": Said("main", "Hauptlinie")}
    later = {"type": "shift", "line": "Hauptlinie", "towards": "C", "minutes": 1.0}
    assert starts(applied(later, later, said=said), "A") == ["6:02", "7:02", "8:02"]


def test_a_name_of_two_lines_lists_their_ids() -> None:
    twins = timetable("""
        A: P    Q
           6:00 6:10
        A: R    S
           6:00 6:10
    """)
    said = refused({"type": "remove_line", "line": "A"}, to=twins)
    assert said.endswith("several lines are named 'A': write one of agency:A, agency:A/2")
