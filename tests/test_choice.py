"""Which target a point is best off with: leaving out what cannot win changes nothing."""

from dataclasses import replace

import numpy as np
import pytest
from asked_questions import POINTS, TARGETS, drawn

from accessibility import measures
from accessibility.choice import choose, reach_targets
from accessibility.measures import Figures, figures_of, look_around, taken
from accessibility.verbuende import of_class
from gtfs.timetable import Ints
from mobility.doors import taken_doors


def said_of(figures: Figures, chosen: Ints) -> list[list[object] | None]:
    """Return what is known of each point's choice."""
    return [[column[pair].tolist() for column in figures] if pair >= 0 else None for pair in chosen]


@pytest.mark.parametrize("seed", range(25))
def test_what_is_left_out_could_not_have_been_the_best(seed: int) -> None:
    asked = drawn(seed)
    every = np.ones((TARGETS, POINTS), np.bool_)
    few, whole = reach_targets(asked), figures_of(asked, look_around(asked), every)

    for name, trip in asked.trips.items():
        of_few, of_whole = (of_class(figures, trip, POINTS) for figures in (few, whole))
        some, all_of_them = (choose(figures, trip, POINTS) for figures in (of_few, of_whole))
        assert said_of(of_few, some) == said_of(of_whole, all_of_them), name
    assert len(few.target) < 0.8 * len(whole.target)


def test_of_the_classes_drawn_some_homes_have_a_target_and_some_have_none() -> None:
    counts = dict.fromkeys(drawn(0).trips, 0)
    for seed in range(5):
        asked = drawn(seed)
        figures = reach_targets(asked)
        for name, trip in asked.trips.items():
            counts[name] += int((choose(of_class(figures, trip, POINTS), trip, POINTS) >= 0).sum())
    assert counts.pop("none") == 0
    assert all(0 < count < 5 * POINTS for count in counts.values()), counts


def test_no_pair_is_computed_twice_and_each_is_where_it_belongs() -> None:
    asked = drawn(1)
    few = reach_targets(asked)
    pairs = list(zip(few.target.tolist(), few.point.tolist(), strict=True))

    assert len(set(pairs)) == len(pairs)
    assert few.walk_s.tolist() == asked.walk_s[few.point, few.target].tolist()


@pytest.mark.parametrize("threads", [1, 3])
def test_doors_scanned_together_see_what_each_sees_alone(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures, "TOGETHER", 8)  # 20 targets in three scans
    asked = drawn(2)
    every = np.ones((TARGETS, POINTS), np.bool_)
    whole = figures_of(asked, look_around(asked, threads=threads), every, threads=threads)

    for target in range(TARGETS):
        one = {
            name: trip._replace(targets=np.array([0]), own=None, together=None)
            for name, trip in asked.trips.items()
        }
        alone = replace(
            asked,
            targets=taken_doors(asked.targets, np.array([target])),
            walk_s=asked.walk_s[:, [target]],
            trips=one,
        )
        single = figures_of(alone, look_around(alone), every[:1])
        together = taken(whole, np.flatnonzero(whole.target == target))
        for column, other, name in zip(together, single, Figures._fields, strict=True):
            if name != "target":
                assert column.tolist() == other.tolist(), name
