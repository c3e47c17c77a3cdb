"""Run minutes: the median travel time of a window, worked out by head and as ``minutes`` does."""

import numpy as np
import pytest
from door_journeys import journeys, no_walk, sets_of, span, walk
from naive_figures import pareto

from accessibility.folds import Window
from accessibility.measures import MEDIAN, Ridden
from accessibility.minutes import ranked_times
from accessibility.run_folds import Span
from accessibility.run_minutes import median_runs, room_for
from accessibility.runs import runs_of
from gtfs.timetable import Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

FOUR_HOURS = 14_400  # the default of max_travel_s


def medians(
    out: Sets, window: Window, walk_s: Ints | None = None, longest_s: int = FOUR_HOURS
) -> list[int]:
    """Return the medians of all pairs in seconds."""
    ways = runs_of(Ridden.of(out, out)).ways
    asked = Span(window.from_s // 60, window.until_s // 60, 1, window.arriving), longest_s
    median_s = np.empty(len(out.first) - 1, np.int32)
    on_foot = no_walk(out) if walk_s is None else walk_s
    median_runs(ways, on_foot, asked, np.arange(len(median_s)), (room_for(ways), median_s))
    return list(map(int, median_s))


def test_half_of_four_minutes_take_no_more_than_the_wait_and_the_ride() -> None:
    bus = journeys("6:03:20 6:13:30 1")
    # from 6:00, 6:01, 6:02 and 6:03 it is 13:30, 12:30, 11:30 and 10:30 to the arrival
    assert medians(bus, span("6:00-6:04")) == [11 * 60 + 30]


def test_a_bus_after_the_window_is_waited_for() -> None:
    assert medians(journeys("8:00 8:20 1"), span("6:00-6:01")) == [140 * 60]
    assert medians(journeys("8:00 8:20 1"), span("3:00-3:01")) == [UNREACHED]  # over four hours


def test_who_arrives_by_has_left_with_the_last_bus_in_time() -> None:
    buses = journeys("6:00 6:10 1, 7:00:30 7:10 1")
    # by 7:08 and 7:09 with the first: 68 and 69 minutes; by 7:10 with the other: 9:30
    assert medians(buses, span("7:08-7:11", arriving=True)) == [68 * 60]


def test_the_walk_caps_it_unless_it_is_too_long() -> None:
    bus = journeys("6:30 7:30 1")
    assert medians(bus, span("6:00-6:30"), walk(20)) == [20 * 60]
    assert medians(bus, span("8:00-8:30"), walk(20), longest_s=600) == [UNREACHED]


def test_a_median_over_the_longest_journey_is_none() -> None:
    bus = journeys("6:30 7:00 1")
    assert medians(bus, span("6:00-6:31"), longest_s=45 * 60) == [45 * 60]
    assert medians(bus, span("6:00-6:31"), longest_s=45 * 60 - 1) == [UNREACHED]


@pytest.mark.parametrize("seed", range(20))
def test_any_window_has_the_median_of_its_minutes(seed: int) -> None:
    lot = np.random.default_rng(seed)
    doors = [
        pareto(
            [
                (leave, leave + int(lot.integers(300, FOUR_HOURS)), 1)
                for leave in lot.integers(4 * 3600, 26 * 3600, int(lot.integers(0, 60))).tolist()
            ]
        )
        for _ in range(30)
    ]
    out = sets_of(doors)
    from_s, until_s = sorted((60 * lot.integers(240, 1680, 2)).tolist())
    for arriving in (False, True):
        for longest_s in (FOUR_HOURS, 3333):
            window = Window(from_s, until_s + 60, arriving)
            ranked = ranked_times(out, no_walk(out), window, longest_s, MEDIAN)
            expected = ranked.percentile[:, 0].tolist()
            assert medians(out, window, longest_s=longest_s) == expected
