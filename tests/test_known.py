"""Known figures: a changed network answers as if nothing had been known."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from asked_questions import POINTS, TARGETS, draw_doors, draw_services, drawn, with_service
from services import Trip, draw_trip, shifted

from accessibility.choice import reach_targets
from accessibility.folds import Window
from accessibility.known import Known, figures_again, keep
from accessibility.measures import Asked, Figures, figures_of, look_around
from gtfs.timetable import Bools

EVERY = np.ones((TARGETS, POINTS), np.bool_)


def removed(service: Sequence[Trip], lot: Random) -> list[Trip]:
    return [trip for trip in service if lot.random() < 0.9]


def delayed(service: Sequence[Trip], lot: Random) -> list[Trip]:
    return [trip if lot.random() < 0.9 else shifted([trip], 7)[0] for trip in service]


def added(service: Sequence[Trip], lot: Random) -> list[Trip]:
    return [*service, *(draw_trip(lot) for _ in range(5))]


def known_of(asked: Asked) -> Known:
    views = look_around(asked)
    return keep(asked, views, reach_targets(asked, views))


def again(asked: Asked, known: Known) -> Figures:
    return figures_again(asked, look_around(asked), EVERY, known)


def kept(asked: Asked, known: Known) -> Bools:
    """Return ``[pair]`` which figures are taken from the known: those are marked beforehand."""
    marked = known.figures._replace(journeys=np.full_like(known.figures.journeys, 99))
    return np.asarray(again(asked, replace(known, figures=marked)).journeys == 99)


def the_same(one: Figures, other: Figures) -> bool:
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("change", [removed, delayed, added])
@pytest.mark.parametrize("seed", range(10))
def test_what_is_known_changes_no_figure(
    seed: int, change: Callable[[Sequence[Trip], Random], list[Trip]]
) -> None:
    service, before = draw_services(Random(seed)), drawn(seed)
    after = with_service(before, change(service, Random(seed + 100)))
    known, views = known_of(before), look_around(after)

    assert the_same(reach_targets(after, views, known=known), reach_targets(after, views))


def test_where_nothing_has_changed_nothing_known_is_computed_again() -> None:
    asked = drawn(4)
    known = known_of(asked)

    assert kept(asked, known).sum() == len(known.figures.target)
    assert the_same(again(asked, known), figures_of(asked, look_around(asked), EVERY))


def test_one_trip_changes_some_pairs_and_not_others() -> None:
    service, before = draw_services(Random(4)), drawn(4)
    known, after = known_of(before), with_service(before, service[1:])

    assert 0 < kept(after, known).sum() < len(known.figures.target)


def test_a_home_with_other_walks_to_its_stops_is_computed_again() -> None:
    before = drawn(5)
    known, other = known_of(before), draw_doors(Random(77), POINTS, 900)
    after = replace(before, points=other)

    assert the_same(again(after, known), figures_of(after, look_around(after), EVERY))


def test_a_pair_with_another_walk_all_the_way_is_computed_again() -> None:
    before = drawn(6)
    known, walk_s = known_of(before), before.walk_s.copy()
    walk_s[:30] = 600
    after = replace(before, walk_s=walk_s)

    assert the_same(again(after, known), figures_of(after, look_around(after), EVERY))


def test_another_question_is_answered_anew() -> None:
    before = drawn(7)
    known, noon = known_of(before), Window(11 * 3600, 13 * 3600)
    trips = {name: trip._replace(window=noon) for name, trip in before.trips.items()}
    after = replace(before, trips=trips)

    assert not kept(after, known).any()
    assert the_same(again(after, known), figures_of(after, look_around(after), EVERY))
