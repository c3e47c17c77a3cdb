"""Targets held fixed: what every home has where it went before."""

from random import Random

import numpy as np
import pytest
from services import NAMES, draw_service, engine
from towns import RIN, Home, Target, question

from accessibility.access import Question, asked_of, find_choices
from accessibility.choice import Choice
from accessibility.held import held_choices
from accessibility.measures import figures_of, look_around
from accessibility.point_results import point_table
from accessibility.standards import CLASSES
from mobility.day import Day

LEVELS = ("grundzentrum", "mittelzentrum", "oberzentrum", "bahn", "sbahn")
EVERY = RIN.model_copy(update={"verbund": "alle"})


def drawn(seed: int) -> tuple[Question, dict[str, Day], dict[str, Day]]:
    """Return homes and targets at five stops, and a day before and one after, of random trips."""
    lot = Random(seed)
    homes = [Home(f"O{n // 3}", lot.choice(NAMES), on_foot=_walks(lot)) for n in range(30)]
    targets = [
        Target(f"T{n}", lot.choice(NAMES), lot.choice(LEVELS), lot.choice(["", "", "V"]))
        for n in range(8)
    ]
    before = [trip for _ in range(3) for trip in draw_service(lot)]
    after = [trip for trip in before if lot.random() < 0.7] + draw_service(lot)
    asked = question(homes, targets, list(NAMES), profile=EVERY if seed % 2 else RIN)
    return asked, {"tag": engine(before).day}, {"tag": engine(after).day}


def _walks(lot: Random) -> dict[str, int]:
    return {f"T{n}": 60 * lot.randint(5, 20) for n in range(8) if lot.random() < 0.05}


def said(choice: Choice, kept: tuple[str, ...]) -> list[list[object] | None]:
    rows = choice.row.tolist()
    columns = [getattr(choice.figures, name) for name in kept]
    return [[column[row].tolist() for column in columns] if row >= 0 else None for row in rows]


KEPT = (
    *("travel_time_p50", "journey_time_min", "journey_time_p50", "rides_min", "journeys"),
    *("return_journeys", "first_departure", "last_return", "longest_gap", "every_slot", "walk_s"),
    *("served_hours", "longest_stay", "departure_by"),
)


@pytest.mark.parametrize("seed", range(0, 24, 2))
def test_held_figures_are_those_of_the_pair_with_the_target_chosen_before(seed: int) -> None:
    asked, before, after = drawn(seed)
    old, free = find_choices(asked, before), find_choices(asked, after)
    held = held_choices(asked, after, free, point_table(asked, old))["tag"]
    whole = asked_of(asked, "tag", after["tag"])
    figures = figures_of(whole, look_around(whole), np.ones(whole.walk_s.T.shape, np.bool_))
    row = {(t, p): n for n, (t, p) in enumerate(zip(figures.target, figures.point, strict=True))}

    for kind in CLASSES:
        target = old["tag"][kind].target.tolist()
        rows = np.array([row.get((t, p), -1) for p, t in enumerate(target)])
        served = (figures.journeys[rows] > 0) | (figures.walk_s[rows] < 2_000_000_000)
        expected = Choice(held[kind].trip, figures, np.where(served & (rows >= 0), rows, -1))
        assert said(held[kind], ("target", *KEPT)) == said(expected, ("target", *KEPT)), kind


@pytest.mark.parametrize("seed", range(12))
def test_nothing_changes_where_nothing_has_changed(seed: int) -> None:
    asked, before, _ = drawn(seed)
    free = find_choices(asked, before)
    points = point_table(asked, free)

    assert point_table(asked, held_choices(asked, before, free, points)).equals(points)


@pytest.mark.parametrize("seed", range(1, 24, 2))
def test_of_a_verbund_to_be_reached_whole_the_verbund_is_held(seed: int) -> None:
    """Held again against what it holds nothing changes, though its slowest partner may."""
    asked, before, after = drawn(seed)
    old, free = find_choices(asked, before), find_choices(asked, after)
    held = held_choices(asked, after, free, point_table(asked, old))
    again = held_choices(asked, after, free, point_table(asked, held))

    for kind in CLASSES:
        assert said(held["tag"][kind], KEPT) == said(again["tag"][kind], KEPT), kind
        lost = (held["tag"][kind].row >= 0) & (old["tag"][kind].row < 0)
        assert not lost.any()  # who went nowhere has nothing to be held to
