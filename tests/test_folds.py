"""Folds: what a set of journeys says of waiting and of arriving by, worked out by head."""

import numpy as np
import pytest
from door_journeys import journeys, no_walk, sets_of, slots_of, span, walk
from hypothesis import given, settings
from minute_times import travel_times
from naive_figures import Naive, journey_sets, pareto

from accessibility.folds import (
    NO_TIME,
    Window,
    find_useful,
    plan,
)
from accessibility.minutes import ranked_times, served_hours
from gtfs.timetable import Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

FOUR_HOURS = 14_400  # the default of max_travel_s


def waits(
    sets: Sets, window: str, *, walk_s: Ints | None = None, arriving: bool = False
) -> dict[str, float | None]:
    """Return the minutes a traveller needs by the minute of the clock, None where never."""
    asked = span(window, arriving=arriving)
    on_foot = no_walk(sets) if walk_s is None else walk_s
    starts = range(asked.from_s, asked.until_s, 60)
    times = [
        percentiles(sets, Window(at, at + 60, arriving), 100, walk_s=on_foot)[0] for at in starts
    ]
    clock = [f"{at // 3600}:{at // 60 % 60:02d}" for at in starts]
    return {at: None if s is None else s / 60 for at, s in zip(clock, times, strict=True)}


def percentiles(
    sets: Sets, window: Window, *wanted: int, walk_s: Ints | None = None
) -> list[int | None]:
    """Return the percentiles of the first door in seconds, None where that is never."""
    on_foot = no_walk(sets) if walk_s is None else walk_s
    asked = np.array(wanted, np.int32)
    return shown(ranked_times(sets, on_foot, window, FOUR_HOURS, asked).percentile)[0]


# --- random departure ----------------------------------------------------------------------------


def test_the_wait_for_the_next_departure_counts() -> None:
    needs = waits(journeys("6:10 6:30 1, 6:40 7:00 1"), "6:00-6:45")

    assert needs["6:00"] == 30  # 10 of waiting, 20 of travelling
    assert needs["6:10"] == 20
    assert needs["6:11"] == 49  # just missed: 6:40 it is, there at 7:00
    assert needs["6:40"] == 20
    assert needs["6:41"] is None


def test_a_window_is_half_open_and_has_a_minute_for_every_minute() -> None:
    needs = waits(journeys("9:00 9:20 1"), "6:00-9:00")

    assert len(needs) == 180
    assert min(needs) == "6:00"
    assert max(needs) == "8:59"
    assert needs["8:59"] == 21  # who leaves after the window is waited for


def test_whoever_waits_for_a_faster_one_is_there_earlier() -> None:
    needs = waits(journeys("6:00 7:00 1, 6:10 6:40 2"), "6:00-6:11")

    assert needs["6:00"] == 40  # by the one of 6:10, though it has two rides
    assert needs["6:10"] == 30


def test_a_departure_at_half_past_the_minute_is_missed_a_minute_later() -> None:
    needs = waits(journeys("6:10:30 6:20 1"), "6:09-6:12")

    assert needs == {"6:09": 11, "6:10": 10, "6:11": None}


def test_walking_all_the_way_caps_every_minute() -> None:
    needs = waits(journeys("6:10 6:22 1"), "6:00-6:12", walk_s=walk(15))

    assert needs["6:00"] == 15  # not 22
    assert needs["6:07"] == 15  # bus and walk are equal
    assert needs["6:08"] == 14
    assert needs["6:11"] == 15


def test_who_can_walk_needs_no_journey() -> None:
    assert set(waits(journeys(""), "6:00-9:00", walk_s=walk(20)).values()) == {20}


def test_with_its_wait_a_journey_may_last_four_hours_and_no_longer() -> None:
    needs = waits(journeys("10:30 11:00 1"), "6:59-7:01")

    assert needs == {"6:59": None, "7:00": 240}


def test_every_door_has_its_own_journeys_and_its_own_walk() -> None:
    sets = journeys("6:10 6:30 1", "", "6:05 6:15 1, 6:20 6:30 1")
    on_foot = np.array([UNREACHED, UNREACHED, 720], np.int32)
    wanted = np.array([50, 100], np.int32)
    ranked = ranked_times(sets, on_foot, span("6:00-6:02"), FOUR_HOURS, wanted)

    assert shown(ranked.percentile) == [[1740, 1800], [None, None], [720, 720]]
    assert ranked.reached.tolist() == [2, 0, 2]


# --- arriving by ---------------------------------------------------------------------------------


def test_arriving_by_counts_back_to_the_latest_departure_that_is_there_in_time() -> None:
    needs = waits(journeys("6:10 6:30 1, 6:20 7:00 1"), "6:29-7:02", arriving=True)

    assert needs["6:29"] is None
    assert needs["6:30"] == 20
    assert needs["6:59"] == 49  # still the one of 6:10
    assert needs["7:00"] == 40
    assert needs["7:01"] == 41


def test_a_late_departure_that_overtakes_is_the_latest_to_be_there() -> None:
    needs = waits(journeys("6:00 6:50 1, 6:15 6:40 2"), "6:40-6:51", arriving=True)

    assert needs["6:40"] == 25
    assert needs["6:50"] == 35  # the one of 6:00 is no reason to leave earlier


def test_walking_caps_the_time_before_an_appointment_too() -> None:
    needs = waits(journeys("6:10 6:20 1"), "6:19-6:30", walk_s=walk(12), arriving=True)

    assert needs["6:19"] == 12
    assert needs["6:20"] == 10
    assert needs["6:25"] == 12  # not 15


def test_nobody_leaves_more_than_four_hours_before_an_appointment() -> None:
    needs = waits(journeys("6:00 7:00 1"), "9:59-10:02", arriving=True)

    assert needs == {"9:59": 239, "10:00": 240, "10:01": None}


# --- percentiles ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "rank"),
    [(1, 2), (5, 9), (25, 45), (50, 90), (51, 92), (95, 171), (99, 179), (100, 180)],
)
def test_percentiles_of_three_hours_are_values_by_nearest_rank(percent: int, rank: int) -> None:
    sets = journeys("8:59 9:00 1")  # at 8:59 it takes a minute, at 6:00 it takes 180

    assert percentiles(sets, span("6:00-9:00"), percent) == [rank * 60]


@pytest.mark.parametrize(
    ("percent", "minutes"),
    [(1, 10), (25, 10), (26, 11), (50, 11), (51, None), (100, None)],
)
def test_minutes_without_any_arrival_are_the_slowest(percent: int, minutes: int | None) -> None:
    sets = journeys("6:01 6:11 1")  # caught at 6:00 and 6:01, missed at 6:02 and 6:03

    assert percentiles(sets, span("6:00-6:04"), percent) == [minutes and minutes * 60]


def test_every_percentile_of_one_minute_is_that_minute() -> None:
    assert percentiles(journeys("6:00 6:07 1"), span("6:00-6:01"), 1, 50, 100) == [420] * 3
    assert percentiles(journeys(""), span("6:00-6:01"), 1, 50, 100) == [None] * 3


# --- against the definitions, minute by minute ---------------------------------------------------


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(journey_sets())
def test_the_kernels_say_what_the_definitions_say(drawn: Naive) -> None:
    sets = sets_of(drawn.doors)
    walk_s = np.array([UNREACHED if w is None else w for w in drawn.walks_s], np.int32)
    window = Window(drawn.from_s, drawn.until_s, drawn.arriving)

    times = travel_times(sets, walk_s, window, drawn.longest_s)
    wanted = np.array([1, 5, 50, 95, 100], np.int32)
    figures = plan(sets, find_useful(sets), walk_s, window)
    assert shown(times) == drawn.travel_times()
    ranked = ranked_times(sets, walk_s, window, drawn.longest_s, wanted)
    assert shown(ranked.percentile) == drawn.percentiles(wanted.tolist())
    assert ranked.reached.tolist() == (times < UNREACHED).sum(axis=1).tolist()
    assert find_useful(sets).tolist() == drawn.useful()
    slots = slots_of(sets, window, 7200)
    assert slots.tolist() == drawn.planned("every_slot")
    assert served_hours(sets, walk_s, 1800).tolist() == drawn.served_hours(1800)
    for name, column in figures._asdict().items():
        assert shown(column[:, None]) == [[value] for value in drawn.planned(name)], name


def shown(values: Ints) -> list[list[int | None]]:
    """Return the rows with None for what does not exist."""
    return [[None if v in {UNREACHED, NO_TIME} else v for v in row] for row in values.tolist()]


def test_the_sets_drawn_are_sets_of_the_engine() -> None:
    dominated = [(100, 200, 1), (100, 200, 2), (90, 200, 1), (100, 150, 2), (100, 150, 2)]

    assert pareto(dominated) == [(100, 150, 2), (100, 200, 1)]
