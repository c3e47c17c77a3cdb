"""Run folds: what a window holds of journeys kept as runs is what it holds of the journeys."""

import numpy as np
import pytest
from door_journeys import journeys, no_walk, sets_of, span, walk
from naive_figures import Journey, pareto

from accessibility.folds import Window
from accessibility.measures import Ridden
from accessibility.run_folds import Span, fold_runs
from accessibility.runs import runs_of, shortest_of
from accessibility.window_fold import InWindow, fold_window
from gtfs.timetable import Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

OUT = journeys("6:00 6:30 1, 7:00 7:20 2, 9:00 9:24 1, 12:00 12:21 1")
HOME = journeys("7:30 8:00 1, 9:59 10:20 1")


def held(
    out: Sets, home: Sets, window: Window, slot_min: int = 120, walk_s: Ints | None = None
) -> InWindow:
    """Return the figures of all pairs, the last one first."""
    runs, doors = runs_of(Ridden.of(out, home)), len(out.first) - 1
    asked = Span(window.from_s // 60, window.until_s // 60, slot_min, window.arriving)
    least_s, median_s, rides = np.empty((3, doors), np.int32)
    into = InWindow(least_s, median_s, rides, np.empty(doors, np.bool_))
    on_foot = no_walk(out) if walk_s is None else walk_s
    fold_runs(runs.out, runs.home, on_foot, asked, np.arange(doors)[::-1], into)
    return into


def test_three_buses_from_six_to_ten_take_24_minutes_in_the_middle() -> None:
    found = held(OUT, HOME, span("6:00-10:00"))
    assert found.journey_time_min.tolist() == [1200]
    assert found.journey_time_p50.tolist() == [1440]
    assert found.rides_min.tolist() == [1]
    assert found.every_slot.tolist() == [True]  # 6:00, 7:00 and 9:00; back 7:30 and 9:59


def test_a_last_slot_of_one_minute_needs_a_bus_of_its_own() -> None:
    assert not held(OUT, HOME, span("6:00-10:01")).every_slot[0]


def test_arrivals_count_where_one_asks_when_to_be_there() -> None:
    found = held(OUT, HOME, span("7:00-8:00", arriving=True))
    assert found.journey_time_p50.tolist() == [1200]  # the bus of 7:00 is there at 7:20


def test_a_window_without_a_bus_holds_nothing_but_the_walk() -> None:
    found = held(OUT, HOME, span("22:00-24:00"), walk_s=walk(15))
    assert (found.journey_time_min[0], found.journey_time_p50[0]) == (UNREACHED, UNREACHED)
    assert (found.rides_min.tolist(), found.every_slot.tolist()) == ([0], [False])


def test_the_shortest_of_the_day_is_known_and_that_there_is_none() -> None:
    runs = runs_of(Ridden.of(journeys("6:00 6:30 1, 7:00 7:20 2", ""), journeys("", "")))
    assert shortest_of(runs.out).tolist() == [1200, UNREACHED]


@pytest.mark.parametrize("seed", range(20))
def test_any_window_holds_what_it_does_of_the_journeys_themselves(seed: int) -> None:
    lot = np.random.default_rng(seed)

    def door() -> list[Journey]:
        leaving = lot.integers(4 * 3600, 26 * 3600, int(lot.integers(0, 60))).tolist()
        by_time = pareto([(leave, leave + int(lot.integers(300, 5000)), 1) for leave in leaving])
        return [(leave, arrive, int(lot.integers(1, 6))) for leave, arrive, _ in by_time]

    doors = [door() for _ in range(30)]
    out, home = sets_of(doors), sets_of(doors[::-1])
    from_s, until_s = sorted((60 * lot.integers(240, 1680, 2)).tolist())
    ridden = Ridden.of(out, home)
    both = (out, ridden.useful), (home, ridden.useful_home)
    for arriving in (False, True):
        window = Window(from_s, until_s + 60, arriving)
        found = held(out, home, window, 90)
        for column, other in zip(
            found, fold_window(*both, no_walk(out), window, 90 * 60), strict=True
        ):
            assert column.tolist() == other.tolist()
