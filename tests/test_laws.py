"""Laws that hold of any timetable: more service, other hours, time running backwards, no service.

Trips are drawn between five stops from 8 to 12 o'clock; A and B are 5 minutes apart on foot, C and
D 100 seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from random import Random

import numpy as np
from engine import Engine, Journey
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_text import footpaths
from timetables import DAY, timetable

from accessibility.folds import Window, find_useful, percentiles, plan, travel_times
from accessibility.minutes import served_hours
from gtfs.timetable import Ints
from mobility.day import sets_to
from mobility.doors import Doors, Sets
from mobility.parameters import Moving
from mobility.profiles import UNREACHED

NAMES = "ABCDE"
PAIRS = list(permutations(NAMES, 2))
WALKS = footpaths("A=B 300, C=D 100")
MORNING = Window(7 * 3600, 13 * 3600)
LONGEST_S = 14_400
HALF_DAY = 12 * 60
lawful = settings(max_examples=40, deadline=None, derandomize=True, database=None)


@dataclass(frozen=True)
class Call:
    """A stop with arrival and departure in minutes of the day."""

    stop: str
    arrival: int
    departure: int


Trip = tuple[Call, ...]


def draw_trip(lot: Random) -> Trip:
    """Draw a trip of two or three stops, at times that often meet those of others."""
    minute = 8 * 60 + 5 * lot.randint(0, 24)
    calls = []
    for stop in lot.sample(NAMES, lot.choice([2, 2, 3])):
        stands = lot.choice([0, 0, 1, 3])
        calls.append(Call(stop, minute, minute + stands))
        minute += stands + lot.choice([0, 1, 3, 5, 10, 20])
    return tuple(calls)


def draw_service(lot: Random) -> list[Trip]:
    return [draw_trip(lot) for _ in range(lot.randint(0, 30))]


# By seed, because parts drawn one by one come in clumps.
services = st.builds(draw_service, st.randoms(use_true_random=True))


def shifted(service: Sequence[Trip], minutes: int) -> list[Trip]:
    return [
        tuple(Call(c.stop, c.arrival + minutes, c.departure + minutes) for c in trip)
        for trip in service
    ]


def backwards(service: Sequence[Trip], mirror: int) -> list[Trip]:
    """Return the trips with time running backwards from a minute on."""
    return [
        tuple(Call(c.stop, mirror - c.departure, mirror - c.arrival) for c in reversed(trip))
        for trip in service
    ]


def engine(
    service: Sequence[Trip], *, on: date = DAY, asked: date = DAY, moving: Moving | None = None
) -> Engine:
    """Return the engine of a service that runs on one date, asked about a date."""
    lines = ["0 (2000-01-01): A B C D E", "1:00 1:01 1:02 1:03 1:04"]  # names every stop
    for number, trip in enumerate(service, start=1):
        lines.append(f"{number} ({on}): " + " ".join(c.stop for c in trip))
        lines.append(" ".join(f"{_clock(c.arrival)}/{_clock(c.departure)}" for c in trip))
    return Engine(timetable("\n".join(lines)), WALKS, asked, moving)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def found(service: Engine, destination: str, origins: Sequence[str]) -> tuple[Sets, Ints]:
    """Return the sets of the origins and their walks all the way."""
    reach = [service.reach_s(origin, leaving=True) for origin in origins]
    near = [np.flatnonzero(one < UNREACHED) for one in reach]
    doors = Doors(
        np.cumsum([0] + [len(one) for one in near]).astype(np.int32),
        np.concatenate(near).astype(np.int32),
        np.concatenate([one[at] for one, at in zip(reach, near, strict=True)]),
    )
    walk_s = np.array([service.walk_s(origin, destination) for origin in origins], np.int32)
    egress_s = service.reach_s(destination, leaving=False)
    return sets_to(service.day, doors, egress_s, walk_s), walk_s


def all_journeys(service: Engine) -> dict[tuple[str, str], set[Journey]]:
    """Return the sets of all pairs of stops."""
    return {
        (origin, destination): journeys
        for destination in NAMES
        for origin, journeys in service.journeys_to(destination, NAMES).items()
    }


def moved(journeys: set[Journey], by_s: int) -> set[Journey]:
    return {(departure + by_s, arrival + by_s, rides) for departure, arrival, rides in journeys}


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
            values = percentiles(times, everyone)
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


# --- other hours, other dates --------------------------------------------------------------------


@lawful
@given(services)
def test_twelve_hours_later_everything_is_twelve_hours_later(some: list[Trip]) -> None:
    morning, evening = all_journeys(engine(some)), all_journeys(engine(shifted(some, HALF_DAY)))

    assert evening == {pair: moved(set_, HALF_DAY * 60) for pair, set_ in morning.items()}


@lawful
@given(services)
def test_the_night_of_one_date_is_the_morning_of_the_next(some: list[Trip]) -> None:
    tomorrow = DAY + timedelta(days=1)
    morning = all_journeys(engine(some, on=tomorrow, asked=tomorrow))
    past_midnight = all_journeys(engine(shifted(some, 24 * 60), on=DAY, asked=tomorrow))

    assert past_midnight == morning


@lawful
@given(services)
def test_on_a_date_without_service_one_can_only_walk(some: list[Trip]) -> None:
    service = engine(some, asked=DAY + timedelta(days=40))
    sets, walk_s = found(service, "B", NAMES)

    assert set().union(*all_journeys(service).values()) == set()
    assert travel_times(sets, walk_s, MORNING, LONGEST_S)[:2].tolist() == [[300] * 360, [0] * 360]
    assert (travel_times(sets, walk_s, MORNING, LONGEST_S)[2:] == UNREACHED).all()


# --- time running backwards ----------------------------------------------------------------------

MIRROR = 32 * 60  # the operating day, 4 to 28 o'clock, backwards: 8 o'clock becomes 24 o'clock
NO_SLACK = Moving(board_slack_s=0)  # one waits before boarding, never after alighting


@lawful
@given(services)
def test_backwards_every_journey_goes_the_other_way(some: list[Trip]) -> None:
    forth = all_journeys(engine(some, moving=NO_SLACK))
    back = all_journeys(engine(backwards(some, MIRROR), moving=NO_SLACK))

    for origin, destination in PAIRS:
        turned = {
            (MIRROR * 60 - arrival, MIRROR * 60 - departure, rides)
            for departure, arrival, rides in back[destination, origin]
        }
        assert turned == forth[origin, destination]


@lawful
@given(services)
def test_arriving_by_is_departing_at_with_time_running_backwards(some: list[Trip]) -> None:
    forth = engine(some, moving=NO_SLACK)
    back = engine(backwards(some, MIRROR), moving=NO_SLACK)
    arriving = Window(8 * 3600, 12 * 3600, arriving=True)
    leaving = Window((MIRROR - 12 * 60 + 1) * 60, (MIRROR - 8 * 60 + 1) * 60)  # the same minutes
    for origin, destination in PAIRS:
        there, walk_s = found(forth, destination, [origin])
        turned, _ = found(back, origin, [destination])
        by = travel_times(there, walk_s, arriving, LONGEST_S)
        at = travel_times(turned, walk_s, leaving, LONGEST_S)
        assert by[0].tolist() == at[0, ::-1].tolist()
