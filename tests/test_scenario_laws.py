"""Laws of scenarios: what holds of every list of changes, on services drawn by lot."""

from dataclasses import fields
from random import Random
from typing import Any

import numpy as np
from engine import Engine
from hypothesis import given
from hypothesis import strategies as st
from minute_times import travel_times
from services import LONGEST_S, MORNING, NAMES, WALKS, Trip, engine, found, lawful, services
from timetables import DAY, timetable

from accessibility.minutes import served_hours
from gtfs.timetable import Timetable
from mobility.apply import apply_scenario, try_scenario
from mobility.draft import Ground
from mobility.scenario import Scenario

TAKT = timetable("""
    60: A    B    C
        6:00 6:10 6:20
        6:30 6:40 6:50
        7:00 7:10 7:20
        7:30 7:40 7:50
        8:00 8:10 8:20
    S1: C    D
        6:25 6:40
        6:55 7:10
        7:25 7:40
        7:55 8:10
        8:25 8:40
""")


def ground(day: Timetable) -> Ground:
    return Ground(day, {"schultag": np.ones(day.dates, np.bool_)})


def scenario(changes: list[dict[str, Any]]) -> Scenario:
    return Scenario.model_validate({"name": "drawn", "changes": changes})


def tried(changes: list[dict[str, Any]], day: Timetable) -> Timetable:
    """Return the timetable with the changes that can be made."""
    return try_scenario(scenario(changes), ground(day))[0].timetable


def draw_change(lot: Random) -> dict[str, Any]:
    line = str(lot.randint(1, 8))
    return lot.choice(
        [
            {"type": "remove_line", "line": line},
            {"type": "shift", "line": line, "minutes": lot.choice([-7, -1, 2, 5])},
            {"type": "scale_running_time", "line": line, "factor": lot.choice([0.7, 1.5])},
            {"type": "skip_stops", "line": line, "stops": [lot.choice(NAMES)]},
            {"type": "set_dwell", "line": line, "stop": lot.choice(NAMES), "seconds": 120},
            {"type": "curtail", "line": line, "stop": lot.choice(NAMES), "beyond": "A"},
        ]
    )


drawn = st.builds(
    lambda lot: [draw_change(lot) for _ in range(lot.randint(1, 5))],
    st.randoms(use_true_random=True),
)


def same(one: Timetable, other: Timetable) -> bool:
    return all(
        np.array_equal(getattr(one, column.name), getattr(other, column.name))
        for column in fields(Timetable)
    )


def test_the_empty_scenario_is_the_baseline_bit_for_bit() -> None:
    assert apply_scenario(scenario([]), ground(TAKT)).timetable is TAKT


@lawful
@given(services, drawn)
def test_the_timetable_changed_is_left_as_it_was(
    some: list[Trip], changes: list[dict[str, Any]]
) -> None:
    day = engine(some).timetable
    kept = {column.name: np.copy(getattr(day, column.name)) for column in fields(Timetable)}
    tried(changes, day)
    for name, values in kept.items():
        assert np.array_equal(getattr(day, name), values), name


@lawful
@given(services, drawn)
def test_changes_are_made_in_the_order_of_the_list(
    some: list[Trip], changes: list[dict[str, Any]]
) -> None:
    day = one_by_one = engine(some).timetable
    for change in changes:
        one_by_one = tried([change], one_by_one)
    assert same(tried(changes, day), one_by_one)


@lawful
@given(services, services)
def test_whoever_loses_trips_gets_nowhere_sooner(some: list[Trip], more: list[Trip]) -> None:
    full = engine(some + more)
    gone = [str(number) for number in range(len(some) + 1, len(some) + len(more) + 1)]
    left = apply_scenario(
        scenario([{"type": "remove_line", "line": line} for line in gone]), ground(full.timetable)
    )
    fewer = Engine(left.timetable, WALKS, DAY)
    for destination in NAMES:
        sets, walk_s = found(full, destination, NAMES)
        poorer, _ = found(fewer, destination, NAMES)
        quick = travel_times(sets, walk_s, MORNING, LONGEST_S)
        assert (travel_times(poorer, walk_s, MORNING, LONGEST_S) >= quick).all()
        hours = served_hours(sets, walk_s, 1800)
        assert (served_hours(poorer, walk_s, 1800) <= hours).all()


@lawful
@given(services, services)
def test_whoever_gains_trips_gets_nowhere_later(some: list[Trip], more: list[Trip]) -> None:
    few = engine(some)
    added = [
        {
            "type": "add_trips", "line": f"new {number}",
            "stops": [call.stop for call in trip],
            "arrivals": [f"{call.arrival // 60}:{call.arrival % 60:02d}" for call in trip],
            "stands": [60 * (call.departure - call.arrival) for call in trip],
            "departures": [f"{trip[0].departure // 60}:{trip[0].departure % 60:02d}"],
        }
        for number, trip in enumerate(more)
    ]  # fmt: skip
    after = Engine(apply_scenario(scenario(added), ground(few.timetable)).timetable, WALKS, DAY)
    for destination in NAMES:
        sets, walk_s = found(few, destination, NAMES)
        richer, _ = found(after, destination, NAMES)
        slow = travel_times(sets, walk_s, MORNING, LONGEST_S)
        assert (travel_times(richer, walk_s, MORNING, LONGEST_S) <= slow).all()
        hours = served_hours(sets, walk_s, 1800)
        assert (served_hours(richer, walk_s, 1800) >= hours).all()


def test_a_shift_by_the_headway_of_a_perfect_takt_changes_nothing_within_its_hours() -> None:
    later = apply_scenario(
        scenario([{"type": "shift", "line": "60", "minutes": 30}]), ground(TAKT)
    ).timetable
    nobody = WALKS.iloc[:0]
    before, after = (Engine(day, nobody, DAY).journeys_to("D", ["A"])["A"] for day in (TAKT, later))
    inside = {one for one in before if one[0] >= 6 * 3600 + 1800 - 60}
    assert inside
    assert inside <= after
