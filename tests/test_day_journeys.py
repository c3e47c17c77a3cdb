"""Day journeys: every window of a day answers as if nothing had been kept."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from asked_questions import drawn
from towns import Home, Target, bus, compiled, question

import accessibility.day_journeys
from accessibility.access import asked_of
from accessibility.choice import Choice, choices_of
from accessibility.day_journeys import DayJourneys, ride_out
from accessibility.folds import Window
from accessibility.measures import Asked

H = 3600
WINDOWS = (
    Window(6 * H, 20 * H),
    Window(8 * H, 9 * H),
    Window(8 * H, 10 * H + 60),  # its last slot is one minute
    Window(9 * H + 17 * 60, 9 * H + 18 * 60),
    Window(4 * H, 5 * H),  # before any bus
    Window(24 * H, 28 * H),
    Window(7 * H, 10 * H, arriving=True),
)


def at(asked: Asked, window: Window, slot_s: int | None = None) -> Asked:
    trips = {name: trip._replace(window=window) for name, trip in asked.trips.items()}
    return replace(asked, trips=trips, slot_s=slot_s or asked.slot_s)


def the_same(found: Mapping[str, Choice], fresh: Mapping[str, Choice]) -> bool:
    """Return whether everybody goes to the same target and has the same there."""
    for kind, choice in fresh.items():
        other = found[kind]
        met = np.array_equal(choice.met, other.met)
        if not met or not np.array_equal(choice.row >= 0, other.row >= 0):
            return False
        gone = np.flatnonzero(choice.row >= 0)
        pairs = zip(choice.figures, other.figures, strict=True)
        if not all(np.array_equal(a[choice.row[gone]], b[other.row[gone]]) for a, b in pairs):
            return False
    return list(found) == list(fresh)


@pytest.mark.parametrize("seed", range(12))
def test_any_window_is_answered_as_if_nothing_had_been_kept(seed: int) -> None:
    asked = drawn(seed)
    journeys = ride_out(asked)
    for window in WINDOWS:
        for slot_s in (None, 30 * 60, 4 * H):
            other = at(asked, window, slot_s)
            assert the_same(journeys.choices(other), choices_of(other)), (window, slot_s)


@pytest.mark.parametrize("seed", range(6))
def test_the_first_window_may_be_any(seed: int) -> None:
    asked = drawn(seed)
    for window in WINDOWS:
        journeys = ride_out(at(asked, window))
        assert the_same(journeys.choices(asked), choices_of(asked)), window


@pytest.mark.parametrize("seed", range(4))
def test_looking_for_tighter_bounds_changes_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accessibility.day_journeys, "FEW", -1)
    asked = drawn(seed)
    journeys = ride_out(asked)
    for window in WINDOWS:
        other = at(asked, window)
        assert the_same(journeys.choices(other), choices_of(other)), window


@pytest.mark.parametrize("seed", range(6))
def test_a_class_asked_alone_has_what_it_has_among_all(seed: int) -> None:
    asked = drawn(seed)
    journeys = ride_out(asked)
    for window in WINDOWS:
        other = at(asked, window)
        whole = journeys.choices(other)
        for kind, trip in other.trips.items():
            alone = replace(other, trips={kind: trip}, limits=other.limits_s)
            assert the_same(journeys.choices(alone), {kind: whole[kind]}), (window, kind)


def test_the_number_of_threads_changes_nothing() -> None:
    asked = at(drawn(3), Window(8 * H, 10 * H + 60))
    one = ride_out(drawn(3), threads=1).choices(asked, threads=1)
    assert the_same(one, ride_out(drawn(3), threads=4).choices(asked, threads=4))


def dorf(lines: str) -> tuple[DayJourneys, Asked]:
    """Return the journeys of a Dorf at A to the Mittelzentren at B and C."""
    stops, day = compiled("0: A B C\n3:00 3:01 3:02\n" + lines)
    targets = [Target("Markt", "B", "mittelzentrum"), Target("Burg", "C", "mittelzentrum")]
    asked = asked_of(question([Home("Dorf")], targets, stops), "tag", day)
    return ride_out(asked), asked


def goal(lines: str, hours: tuple[int, int]) -> int:
    """Return 0 if Dorf is best off with Markt within the hours, 1 with Burg."""
    journeys, asked = dorf(lines)
    choices = journeys.choices(at(asked, Window(hours[0] * H, hours[1] * H)))
    return int(choices["mittelzentrum"].target[0])


MORNINGS = bus("60", "A B", "6:05-11:05", takes=20)
AFTERNOONS = bus("70", "A C", "12:05-20:05", takes=30)


def test_who_has_a_bus_to_markt_in_the_morning_goes_to_burg_in_the_afternoon() -> None:
    assert goal(MORNINGS + AFTERNOONS, (6, 20)) == 0  # 20 minutes are less than 30
    assert goal(MORNINGS + AFTERNOONS, (6, 9)) == 0
    assert goal(MORNINGS + AFTERNOONS, (14, 18)) == 1


def test_who_has_no_bus_in_the_window_goes_where_most_of_the_day_lead() -> None:
    assert goal(MORNINGS + AFTERNOONS, (22, 24)) == 1  # nine a day to Burg, six to Markt
