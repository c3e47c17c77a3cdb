"""Laws of time for any timetable: other hours, other dates, time running backwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest
from engine import Journey
from hypothesis import given
from hypothesis import strategies as st
from minute_times import travel_times
from services import (
    LONGEST_S,
    MORNING,
    NAMES,
    Trip,
    all_journeys,
    backwards,
    draw_service,
    draw_trip,
    engine,
    found,
    lawful,
    services,
    shifted,
)
from timetables import DAY

from accessibility.folds import Window
from mobility.parameters import Moving
from mobility.profiles import UNREACHED

HALF_DAY = 12 * 60
PAIRS = list(permutations(NAMES, 2))


def moved(journeys: set[Journey], by_s: int) -> set[Journey]:
    return {(departure + by_s, arrival + by_s, rides) for departure, arrival, rides in journeys}


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
@pytest.mark.parametrize(
    ("day", "later"), [(date(2024, 3, 31), 3600), (date(2024, 10, 27), -3600), (DAY, 0)]
)
@given(some=services)
def test_when_the_clock_changes_the_night_before_is_an_hour_later_or_sooner(
    some: list[Trip], day: date, later: int
) -> None:
    morning = all_journeys(engine(some, on=day, asked=day))
    from_the_night = all_journeys(
        engine(shifted(some, 24 * 60), on=day - timedelta(days=1), asked=day)
    )

    assert from_the_night == {pair: moved(set_, later) for pair, set_ in morning.items()}


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


@dataclass(frozen=True)
class Rule:
    """A row of transfers.txt: its type, stops, trips by number, least seconds."""

    kind: int
    ends: tuple[str, str]
    trips: tuple[int, int] | None
    least_s: int

    def __str__(self) -> str:
        """Return the row as it stands in the text."""
        trips = f" from_trip={self.trips[0]}/1 to_trip={self.trips[1]}/1" if self.trips else ""
        least = f" min={self.least_s}" if self.kind == 2 else ""
        stops = "- -" if self.kind in (4, 5) else " ".join(self.ends)
        return f"{self.kind} {stops}{least}{trips}"

    def turned(self) -> "Rule":
        """Return the row with time running backwards."""
        trips = self.trips and (self.trips[1], self.trips[0])
        return Rule(self.kind, (self.ends[1], self.ends[0]), trips, self.least_s)


def draw_rule(lot: Random, some: Sequence[Trip]) -> Rule:
    """Draw a row for two trips, where the one ends and the other starts, or for those stops."""
    one, other = (lot.randrange(len(some)) for _ in range(2))
    kind = lot.choice([0, 1, 2, 2, 3, 4, 4, 4, 5])
    named = kind in (4, 5) or lot.random() < 0.3
    return Rule(
        kind,
        (some[one][-1].stop, some[other][0].stop),
        (one + 1, other + 1) if named else None,
        lot.choice([0, 60, 300]),
    )


def draw_ruled(lot: Random) -> tuple[list[Trip], list[Rule]]:
    """Draw trips with rows of transfers.txt about them."""
    some = [draw_trip(lot), *draw_service(lot)]
    return some, [draw_rule(lot, some) for _ in range(lot.randint(0, 12))]


ruled_services = st.builds(draw_ruled, st.randoms(use_true_random=True))


@lawful
@given(ruled_services)
def test_backwards_every_journey_goes_the_other_way(drawn: tuple[list[Trip], list[Rule]]) -> None:
    some, rules = drawn
    rows = "\n".join(map(str, rules))
    turned_rows = "\n".join(str(rule.turned()) for rule in rules)
    forth = all_journeys(engine(some, moving=NO_SLACK, rules=rows))
    back = all_journeys(engine(backwards(some, MIRROR), moving=NO_SLACK, rules=turned_rows))

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
