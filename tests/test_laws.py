"""Laws that hold of any timetable: what more service does, and what figures of one set may be."""

import numpy as np
from engine import Engine
from hypothesis import given
from minute_times import travel_times
from services import (
    LONGEST_S,
    MORNING,
    NAMES,
    WALKS,
    Trip,
    all_journeys,
    engine,
    found,
    lawful,
    services,
)
from timetables import DAY, timetable

from accessibility.folds import find_useful, plan
from accessibility.minutes import ranked_times, served_hours

# --- more service --------------------------------------------------------------------------------


@lawful
@given(services, services)
def test_more_trips_make_nobody_arrive_later(some: list[Trip], more: list[Trip]) -> None:
    before, after = engine(some), engine(some + more)
    for destination in NAMES:
        sets, walk_s = found(before, destination, NAMES)
        richer, _ = found(after, destination, NAMES)
        for window in (MORNING, MORNING._replace(arriving=True)):
            slow = travel_times(sets, walk_s, window, LONGEST_S)
            quick = travel_times(richer, walk_s, window, LONGEST_S)
            assert (quick <= slow).all()
        for limit_s in (900, 1800, 5400):
            hours = served_hours(sets, walk_s, limit_s)
            assert (served_hours(richer, walk_s, limit_s) >= hours).all()


@lawful
@given(services, services)
def test_every_journey_is_still_there_or_beaten_when_trips_are_added(
    some: list[Trip], more: list[Trip]
) -> None:
    before, after = all_journeys(engine(some)), all_journeys(engine(some + more))
    for pair, journeys in before.items():
        for departure, arrival, rides in journeys:
            assert any(d >= departure and a <= arrival and r <= rides for d, a, r in after[pair]), (
                pair,
                departure,
                arrival,
                rides,
            )


def test_more_trips_may_mean_fewer_journeys_and_a_longer_median() -> None:
    # What the contract warns of: a quick bus beats two, and the slow ones are then the most.
    some = "60: A B\n 8:00 8:20\n 8:05 8:25\n 9:00 9:30\n 10:00 10:30\n"
    quick = "61: A B\n 8:06 8:19\n"
    few, many = (
        found(Engine(timetable(lines), WALKS.iloc[:0], DAY), "B", ["A"])
        for lines in (some, some + quick)
    )
    before, after = (plan(sets, find_useful(sets), walk_s, MORNING) for sets, walk_s in (few, many))

    assert (before.journeys.tolist(), after.journeys.tolist()) == ([4], [3])
    assert before.journey_time_p50.tolist() == [21 * 60]
    assert after.journey_time_p50.tolist() == [31 * 60]


def test_the_first_train_at_a_stop_makes_changes_there_a_minute_slower() -> None:
    # The one exception: rail slack is a matter of the stop, so a train nobody takes costs time.
    bus = "60: A C\n 8:00 8:10\n70: C E\n 8:12 8:30\n 8:42 9:00\n"
    train = "S1: C D\n 12:00 12:10\n"
    nobody = WALKS.iloc[:0]
    before, after = (
        Engine(timetable(lines), nobody, DAY).journeys_to("E", ["A"])["A"]
        for lines in (bus, bus + train)
    )

    assert before == {(7 * 3600 + 59 * 60, 8 * 3600 + 30 * 60, 2)}
    assert after == {(7 * 3600 + 59 * 60, 9 * 3600, 2)}


# --- figures of one set --------------------------------------------------------------------------


@lawful
@given(services)
def test_percentiles_rise_with_their_number(some: list[Trip]) -> None:
    service = engine(some)
    everyone = np.arange(1, 101, dtype=np.int32)
    for destination in NAMES:
        sets, walk_s = found(service, destination, NAMES)
        for window in (MORNING, MORNING._replace(arriving=True)):
            times = travel_times(sets, walk_s, window, LONGEST_S)
            values = ranked_times(sets, walk_s, window, LONGEST_S, everyone).percentile
            assert (np.diff(values.astype(np.int64), axis=1) >= 0).all()
            assert (values[:, -1] == times.max(axis=1)).all()


@lawful
@given(services)
def test_no_minute_is_quicker_than_the_quickest_journey_or_the_walk(some: list[Trip]) -> None:
    service = engine(some)
    for destination in NAMES:
        sets, walk_s = found(service, destination, NAMES)
        times = travel_times(sets, walk_s, MORNING, LONGEST_S)
        planned = plan(sets, find_useful(sets), walk_s, MORNING)
        quickest = np.minimum(planned.journey_time_min, walk_s)
        assert (times.min(axis=1) >= quickest).all()
        assert (planned.journey_time_p50 >= planned.journey_time_min).all()
        assert (planned.journeys <= planned.day_journeys).all()
