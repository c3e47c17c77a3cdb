"""Decided: what is said of the limits is what the choice of targets says, for any timetable."""

from dataclasses import replace

import numpy as np
import pytest
from villages import village

from accessibility.choice import choices_of
from accessibility.decided import decide
from accessibility.ends import walks_between
from accessibility.folds import HOUR_S, Window
from accessibility.measures import Asked, Trip
from accessibility.reach import decided_of
from gtfs.timetable import Ints

ROAD = {
    "west": 0, "A": 300, "mitte": 900, "B": 2400, "nah": 2700, "C": 5400, "ost": 5500, "D": 9000,
    "weit": 9600,
}  # fmt: skip
HOMES = ["west", "mitte", "nah", "ost", "weit"]
TARGETS = ["west", "nah", "ost", "weit"]
DAYTIME = Window(6 * HOUR_S, 20 * HOUR_S)


def drawn_lines(seed: int) -> str:
    """Return a few lines there and back, some every hour, some with gaps."""
    drawn = np.random.default_rng(seed)
    text = ""
    for line in range(4):
        stops = sorted(drawn.choice(list("ABCD"), 2 + line % 2, replace=False).tolist())
        for way, called in enumerate((stops, stops[::-1])):
            text += f"{line}{way}: {' '.join(called)}\n"
            for hour in np.flatnonzero(drawn.random(16) < 0.4 + 0.2 * line) + 5:
                minute, ride = int(drawn.integers(0, 30)), int(drawn.integers(5, 14))
                times = [f"{hour}:{minute + ride * n:02d}" for n in range(len(called))]
                text += " " + " ".join(times) + "\n"
    return text


def asked(seed: int, minutes: int, own: Ints) -> Asked:
    place = village(drawn_lines(seed), ROAD)
    homes, targets = place.ends(*HOMES), place.ends(*TARGETS)
    limit_s = 60 * minutes
    trips = {
        "all": Trip(np.array([0, 1, 2, 3]), limit_s, DAYTIME),
        "some": Trip(np.array([1, 3]), limit_s - 300, DAYTIME),
        "own": Trip(np.array([0, 2]), limit_s, DAYTIME, own=own),
        "none": Trip(np.array([], np.int64), limit_s, DAYTIME),
    }
    walk_s = walks_between(place.network, homes, targets)
    return Asked(place.day, homes.doors, targets.doors, walk_s, trips, (), 4 * HOUR_S)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("minutes", [12, 25, 40, 75])
def test_the_limits_are_met_by_those_whose_best_target_meets_them(seed: int, minutes: int) -> None:
    question = asked(seed, minutes, np.array([0, 2, -1, 0, 2]))
    decided = decide(question)
    for kind, choice in choices_of(question).items():
        chosen = decided_of(choice, choice.trip.limit_s or 0)
        assert [one.tolist() for one in decided[kind]] == [one.tolist() for one in chosen]


@pytest.mark.parametrize("seed", range(6))
def test_asked_by_timetable_alone_everyone_has_the_same_target_and_the_same_journeys(
    seed: int,
) -> None:
    question = asked(seed, 40, np.array([0, 2, -1, 0, 2]))
    planned = choices_of(replace(question, planned=True))
    for kind, choice in choices_of(question).items():
        assert planned[kind].target.tolist() == choice.target.tolist()
        for name in ("journey_time_p50", "journeys", "last_return", "every_slot", "walk_s"):
            one, other = (getattr(of.figures, name) for of in (planned[kind], choice))
            assert planned[kind].of(one, 0).tolist() == choice.of(other, 0).tolist()
        assert planned[kind].figures.served_hours.shape[1] == 0


def test_some_meet_the_limit_some_are_in_time_alone_and_some_are_not() -> None:
    """Say that the timetables drawn hold all there is to tell apart."""
    seen = {
        pair
        for seed in range(6)
        for minutes in (12, 25, 40, 75)
        for one in decide(asked(seed, minutes, np.array([0, 2, -1, 0, 2]))).values()
        for pair in zip(one.in_time.tolist(), one.met.tolist(), strict=True)
    }
    assert seen == {(False, False), (True, False), (True, True)}
