"""Window fold: what a window holds of the journeys of a day, worked out by head."""

import numpy as np
import pytest
from door_journeys import journeys, no_walk, sets_of, slots_of, span, walk

from accessibility.folds import Window, find_useful, plan
from accessibility.window_fold import InWindow, fold_window
from gtfs.timetable import Ints
from mobility.doors import Sets
from mobility.profiles import UNREACHED

HOURS_2 = 7200


def within(out: Sets, home: Sets, window: Window, walk_s: Ints | None = None) -> InWindow:
    on_foot = no_walk(out) if walk_s is None else walk_s
    there, back = (out, find_useful(out)), (home, find_useful(home))
    return fold_window(there, back, on_foot, window, HOURS_2)


OUT = journeys("6:00 6:30 1, 7:00 7:20 2, 9:00 9:24 1, 12:00 12:21 1")
HOME = journeys("7:30 8:00 1, 9:59 10:20 1")


def test_three_buses_from_six_to_ten_take_24_minutes_in_the_middle() -> None:
    found = within(OUT, HOME, span("6:00-10:00"))
    assert found.journey_time_min.tolist() == [1200]
    assert found.journey_time_p50.tolist() == [1440]
    assert found.rides_min.tolist() == [1]
    assert found.every_slot.tolist() == [True]  # 6:00, 7:00 and 9:00; back 7:30 and 9:59


def test_a_last_slot_of_one_minute_needs_a_bus_of_its_own() -> None:
    assert not within(OUT, HOME, span("6:00-10:01")).every_slot[0]


def test_who_can_leave_in_every_slot_and_not_come_back_is_not_served() -> None:
    assert not within(OUT, journeys("7:30 8:00 1"), span("6:00-10:00")).every_slot[0]


def test_arrivals_count_where_one_asks_when_to_be_there() -> None:
    found = within(OUT, HOME, span("7:00-8:00", arriving=True))
    assert found.journey_time_p50.tolist() == [1200]  # the bus of 7:00 is there at 7:20


def test_a_window_without_a_bus_holds_nothing_but_the_walk() -> None:
    found = within(OUT, HOME, span("22:00-24:00"))
    assert (found.journey_time_min[0], found.journey_time_p50[0]) == (UNREACHED, UNREACHED)
    assert (found.rides_min[0], found.every_slot[0]) == (UNREACHED, False)
    on_foot = within(OUT, HOME, span("22:00-24:00"), walk(15))
    assert on_foot.rides_min.tolist() == [0]


@pytest.mark.parametrize("seed", range(20))
def test_it_says_what_the_folds_of_the_day_say_of_the_window(seed: int) -> None:
    lot = np.random.default_rng(seed)
    doors = [
        [
            (leave, leave + int(lot.integers(300, 5000)), int(lot.integers(1, 4)))
            for leave in lot.integers(4 * 3600, 26 * 3600, int(lot.integers(0, 60))).tolist()
        ]
        for _ in range(30)
    ]
    out, home = sets_of(doors), sets_of(doors[::-1])
    from_s, until_s = sorted((60 * lot.integers(240, 1680, 2)).tolist())
    for arriving in (False, True):
        window = Window(from_s, until_s + 60, arriving)
        found = within(out, home, window)
        planned = plan(out, find_useful(out), no_walk(out), window)
        for figure in ("journey_time_min", "journey_time_p50", "rides_min"):
            assert getattr(found, figure).tolist() == getattr(planned, figure).tolist()
        served = [slots_of(one, window, HOURS_2) for one in (out, home)]
        assert found.every_slot.tolist() == (served[0] & served[1]).tolist()
