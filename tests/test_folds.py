"""Folds: what a set of journeys says of waiting, planning, gaps and hours, worked out by head."""

import numpy as np
import pytest
from hypothesis import given, settings
from minute_times import travel_times
from naive_figures import Journey, Naive, journey_sets, pareto
from timetables import seconds

from accessibility.folds import (
    NO_TIME,
    Planned,
    Window,
    find_useful,
    plan,
)
from accessibility.minutes import ranked_times, served_hours
from accessibility.window_fold import fold_window
from gtfs.timetable import Bools, Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

FOUR_HOURS = 14_400  # the default of max_travel_s


def journeys(*doors: str) -> Sets:
    """Return the sets of doors typed as ``8:00 8:20 1, 9:00 9:30 2``: departure, arrival, rides."""
    return sets_of([[_typed(word) for word in filter(None, door.split(","))] for door in doors])


def _typed(text: str) -> Journey:
    departure, arrival, rides = text.split()
    return seconds(departure), seconds(arrival), int(rides)


def sets_of(doors: list[list[Journey]]) -> Sets:
    """Return the sets as the engine hands them over: by rising departure, then arrival."""
    rows = np.array([one for door in doors for one in sorted(door)], np.int32).reshape(-1, 3)
    first = np.cumsum([0] + [len(door) for door in doors])
    return Sets(first, rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].astype(np.int8))


def no_walk(sets: Sets) -> Ints:
    return np.full(len(sets.first) - 1, UNREACHED, np.int32)


def walk(minutes: float) -> Ints:
    return np.array([minutes * 60], np.int32)


def span(text: str, *, arriving: bool = False) -> Window:
    from_s, until_s = map(seconds, text.split("-"))
    return Window(from_s, until_s, arriving)


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


def planned(
    sets: Sets, window: str, *, walk_s: Ints | None = None, arriving: bool = False
) -> Planned:
    on_foot = no_walk(sets) if walk_s is None else walk_s
    return plan(sets, find_useful(sets), on_foot, span(window, arriving=arriving))


def served(sets: Sets, window: str, *, slot_s: int = 7200, arriving: bool = False) -> list[bool]:
    """Return of each door whether every slot is served."""
    found = slots_of(sets, span(window, arriving=arriving), slot_s)
    return [bool(one) for one in found]


def slots_of(sets: Sets, window: Window, slot_s: int) -> Bools:
    """Return ``[door]`` whether every slot is served, there and, by the same journeys, back."""
    both = (sets, find_useful(sets))
    return fold_window(both, both, no_walk(sets), window, slot_s).every_slot


def useful(door: str) -> list[str]:
    """Return the useful journeys of the door as they were typed."""
    typed = sorted((_typed(text), text.strip()) for text in door.split(","))
    chosen = find_useful(journeys(door))
    return [text for (_, text), is_useful in zip(typed, chosen, strict=True) if is_useful]


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


# --- useful journeys -----------------------------------------------------------------------------


def test_a_leaflet_does_not_print_what_leaves_earlier_and_arrives_later() -> None:
    assert useful("6:00 6:40 1, 6:05 6:35 2, 7:00 7:30 1") == ["6:05 6:35 2", "7:00 7:30 1"]


def test_fewer_rides_alone_make_no_journey_useful() -> None:
    assert useful("6:00 6:40 1, 6:00 6:30 2") == ["6:00 6:30 2"]  # same departure
    assert useful("6:00 6:40 1, 6:10 6:40 2") == ["6:10 6:40 2"]  # same arrival
    assert useful("6:00 6:50 1, 6:00 6:40 2, 6:00 6:30 3") == ["6:00 6:30 3"]


def test_one_that_leaves_earlier_and_arrives_earlier_is_useful_beside_a_later_one() -> None:
    assert useful("6:00 6:30 1, 6:05 6:40 1") == ["6:00 6:30 1", "6:05 6:40 1"]


def test_half_as_long_again_as_the_shortest_is_useful_and_a_second_more_is_not() -> None:
    assert useful("6:00 7:00 1, 8:00 9:30 1") == ["6:00 7:00 1", "8:00 9:30 1"]
    assert useful("6:00 7:00 1, 8:00 9:30:01 1") == ["6:00 7:00 1"]


def test_of_short_journeys_twenty_minutes_more_are_useful_and_a_second_more_is_not() -> None:
    assert useful("6:00 6:20 1, 8:00 8:40 1") == ["6:00 6:20 1", "8:00 8:40 1"]
    assert useful("6:00 6:20 1, 8:00 8:40:01 1") == ["6:00 6:20 1"]


def test_an_odd_shortest_journey_allows_half_a_second() -> None:
    # 1.5 x 3601 s = 5401.5 s
    assert useful("6:00 7:00:01 1, 8:00 9:30:01 1") == ["6:00 7:00:01 1", "8:00 9:30:01 1"]
    assert useful("6:00 7:00:01 1, 8:00 9:30:02 1") == ["6:00 7:00:01 1"]


def test_the_shortest_of_the_whole_day_is_the_measure_of_all_others() -> None:
    sets = journeys("4:30 4:50 1, 7:00 7:41 1, 8:00 8:41 1")  # at night the bus takes no detour

    assert find_useful(sets).tolist() == [True, False, False]
    assert planned(sets, "6:00-9:00").journeys.tolist() == [0]


def test_doors_do_not_measure_each_other() -> None:
    sets = journeys("6:00 6:10 1", "6:00 7:00 1, 6:30 8:00 1")

    assert find_useful(sets).tolist() == [True, True, True]


# --- planned departure ---------------------------------------------------------------------------


def test_journeys_count_from_the_first_second_of_the_window_to_before_its_last() -> None:
    sets = journeys("5:59:59 6:20 1, 6:00 6:21 1, 8:59:59 9:19 1, 9:00 9:20 1")

    assert planned(sets, "6:00-9:00").journeys.tolist() == [2]
    assert planned(sets, "6:00-9:00").day_journeys.tolist() == [4]


def test_planned_times_leave_out_the_wait_at_home() -> None:
    figures = planned(journeys("6:00 6:30 1, 7:00 7:20 1, 8:00 8:40 1"), "6:00-9:00")

    assert figures.journey_time_min.tolist() == [20 * 60]
    assert figures.journey_time_p50.tolist() == [30 * 60]


@pytest.mark.parametrize(
    ("door", "median"),
    [
        ("6:00 6:20 1", 20),
        ("6:00 6:20 1, 7:00 7:40 1", 20),
        ("6:00 6:20 1, 7:00 7:40 1, 8:00 8:30 1", 30),
        ("6:00 6:20 1, 7:00 7:40 1, 8:00 8:30 1, 8:30 9:05 1", 30),
    ],
)
def test_of_an_even_number_the_lower_of_the_two_is_the_median(door: str, median: int) -> None:
    assert planned(journeys(door), "6:00-9:00").journey_time_p50.tolist() == [median * 60]


def test_arriving_journeys_are_counted_by_their_arrival() -> None:
    sets = journeys("5:30 6:00 1, 8:20 8:59:59 2, 8:30 9:00 1")
    figures = planned(sets, "6:00-9:00", arriving=True)

    assert figures.journeys.tolist() == [2]
    assert figures.journey_time_min.tolist() == [30 * 60]
    assert figures.rides_min.tolist() == [1]
    assert planned(sets, "8:10-9:00", arriving=True).rides_min.tolist() == [2]


def test_first_and_last_are_those_of_the_operating_day_whatever_the_window() -> None:
    figures = planned(journeys("4:40 5:00 1, 12:00 12:20 1, 24:50 25:10 1"), "6:00-9:00")

    assert figures.journeys.tolist() == [0]
    assert figures.first_departure.tolist() == [seconds("4:40")]
    assert figures.last_departure.tolist() == [seconds("24:50")]


def test_without_any_journey_there_is_nothing_to_plan() -> None:
    figures = planned(journeys(""), "6:00-20:00")

    assert figures.journeys.tolist() == figures.day_journeys.tolist() == [0]
    assert figures.journey_time_min.tolist() == figures.journey_time_p50.tolist() == [UNREACHED]
    assert figures.rides_min.tolist() == [UNREACHED]
    assert figures.first_departure.tolist() == figures.last_departure.tolist() == [NO_TIME]
    assert figures.longest_gap.tolist() == [14 * 3600]


def test_the_walk_all_the_way_has_no_rides_and_counts_nowhere_else() -> None:
    figures = planned(journeys(""), "6:00-20:00", walk_s=walk(10))

    assert figures.rides_min.tolist() == [0]
    assert figures.journeys.tolist() == [0]
    assert figures.journey_time_min.tolist() == [UNREACHED]
    assert figures.first_departure.tolist() == [NO_TIME]
    assert figures.longest_gap.tolist() == [14 * 3600]


# --- gaps, slots, hours --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("departures", "minutes"),
    [
        ("6:00 13:00 20:00", 7 * 60),
        ("7:00 19:30", 12 * 60 + 30),
        ("9:30 12:00 17:00 19:00", 5 * 60),
        ("9:30 12:00 14:00 16:00 18:00 19:00", 3 * 60 + 30),  # from 6:00 on
        ("6:30 9:00 12:00 14:00 16:30", 3 * 60 + 30),  # until 20:00
        ("5:59 20:01", 14 * 60),  # neither is within
        ("5:00 7:00 20:30", 13 * 60),
        ("6:00", 14 * 60),
        ("20:00", 14 * 60),
    ],
)
def test_the_longest_gap_counts_both_edges_of_the_core_of_the_day(
    departures: str, minutes: int
) -> None:
    door = ",".join(f"{at} {at}:30 1" for at in departures.split())

    assert planned(journeys(door), "6:00-20:00").longest_gap.tolist() == [minutes * 60]


def test_a_gap_is_between_useful_departures_alone() -> None:
    slow = journeys("6:00 6:20 1, 12:00 13:00 1, 20:00 20:20 1")  # 60 minutes are not useful

    assert planned(slow, "6:00-20:00").longest_gap.tolist() == [14 * 3600]


@pytest.mark.parametrize(
    ("departures", "window", "every"),
    [
        ("6:00 8:00 10:00 12:00 14:00 16:00 18:00", "6:00-20:00", True),
        ("7:59 9:59 11:59 13:59 15:59 17:59 19:59", "6:00-20:00", True),
        ("7:59 9:59 11:59 13:59 15:59 17:59 20:00", "6:00-20:00", False),
        ("5:59 8:00 10:00 12:00 14:00 16:00 18:00", "6:00-20:00", False),
        ("6:00 8:00 10:00 12:00 14:00 18:00 19:00", "6:00-20:00", False),  # none from 16 to 18
        ("8:00 10:00 12:00 14:00 16:00 18:00", "8:00-20:00", True),
        ("6:30 8:30", "6:00-9:00", True),  # the last slot is an hour
        ("6:30 9:00", "6:00-9:00", False),
    ],
)
def test_every_slot_of_two_hours_needs_a_journey(departures: str, window: str, every: bool) -> None:
    door = ",".join(f"{at} {at}:30 1" for at in departures.split())

    assert served(journeys(door), window) == [every]


@pytest.mark.parametrize(
    ("slot_min", "every"), [(30, False), (59, False), (60, True), (100, True), (1000, True)]
)
def test_slots_are_as_long_as_is_asked(slot_min: int, *, every: bool) -> None:
    # from 6:00 in slots of 59 minutes the third, 7:58 to 8:57, holds none; the last is what is left
    sets = journeys("6:30 6:50 1, 7:30 7:50 1, 8:58 9:10 1")

    assert served(sets, "6:00-9:00", slot_s=60 * slot_min) == [every]


def test_every_slot_is_of_useful_journeys_alone() -> None:
    sets = journeys("6:00 6:20 1, 8:00 9:00 1")  # 60 minutes are not useful

    assert served(sets, "6:00-8:00") == [True]
    assert served(sets, "6:00-10:00") == [False]


def test_when_one_asks_for_arrivals_those_fill_the_slots() -> None:
    sets = journeys("5:50 6:10 1, 7:50 8:10 1, 9:50 10:10 1")

    assert served(sets, "6:00-10:00", arriving=True) == [True]
    assert served(sets, "6:00-10:00") == [True]
    assert served(sets, "10:00-12:00", arriving=True) == [True]
    assert served(sets, "10:00-12:00") == [False]


def test_nobody_serves_a_slot_on_foot() -> None:
    assert served(journeys(""), "6:00-20:00") == [False]


@pytest.mark.parametrize(
    ("door", "hours"),
    [
        ("", 0),
        ("5:40 6:00 1", 1),  # from 5:30 on within 30 minutes
        ("8:05 8:25 1", 2),  # at 7:55 too: the hour of 7 is served
        ("8:10 8:30 1", 1),  # at 8:00 it is 30 minutes, at 7:59 it is 31
        ("8:10 8:31 1", 1),
        ("8:00 8:30 1", 1),
        ("8:00 8:30:01 1", 0),
        ("4:59 5:20 1", 0),  # before five
        ("22:05 22:25 1", 1),  # at 21:55
        ("22:10 22:30 1", 0),  # at 22:00 only
        ("5:00 5:30 1, 21:59 22:29 1", 2),
    ],
)
def test_an_hour_is_served_if_one_of_its_minutes_is_within_the_limit(door: str, hours: int) -> None:
    sets = journeys(door)

    assert served_hours(sets, no_walk(sets), 30 * 60).tolist() == [hours]


def test_on_foot_within_the_limit_all_seventeen_hours_are_served() -> None:
    sets = journeys("8:00 8:10 1")

    assert served_hours(sets, walk(15), 15 * 60).tolist() == [17]
    assert served_hours(sets, walk(20), 15 * 60).tolist() == [2]  # bus: 7:55 to 8:00


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
