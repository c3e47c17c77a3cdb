"""Folds of a planned day: useful journeys, their times, gaps and hours, worked out by head."""

import pytest
from door_journeys import journeys, no_walk, slots_of, span, typed_journey, walk
from timetables import seconds

from accessibility.folds import NO_TIME, Planned, find_useful, plan
from accessibility.minutes import served_hours
from gtfs.timetable import Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED


def planned(
    sets: Sets, window: str, *, walk_s: Ints | None = None, arriving: bool = False
) -> Planned:
    on_foot = no_walk(sets) if walk_s is None else walk_s
    return plan(sets, find_useful(sets), on_foot, span(window, arriving=arriving))


def served(sets: Sets, window: str, *, slot_s: int = 7200, arriving: bool = False) -> list[bool]:
    """Return of each door whether every slot is served."""
    return list(slots_of(sets, span(window, arriving=arriving), slot_s))


def useful(door: str) -> list[str]:
    """Return the useful journeys of the door as they were typed."""
    typed = sorted((typed_journey(text), text.strip()) for text in door.split(","))
    chosen = find_useful(journeys(door))
    return [text for (_, text), is_useful in zip(typed, chosen, strict=True) if is_useful]


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
