"""Journeys that are gone, and the next best: the quick search finds what a slow one finds."""

from random import Random

import numpy as np
import pytest

from accessibility.losers_journeys import Journeys, find_lost
from mobility.profiles import UNREACHED

PAIRS = 12


def drawn(lot: Random) -> Journeys:
    """Return journeys of some pairs, none of a pair dominated; those that take long not useful."""
    rows: list[tuple[int, int, int]] = []
    for pair in range(PAIRS):
        found = {lot.randint(0, 60): lot.randint(5, 40) for _ in range(lot.randint(0, 8))}
        best = 1000
        for departure in sorted(found, reverse=True):
            arrival = departure + found[departure]
            if arrival < best:
                best = arrival
                rows.append((pair, departure, arrival))
    table = np.array(sorted(rows), np.int64).reshape(-1, 3)
    pairs, departure_s, arrival_s = table.T
    useful = arrival_s - departure_s < 30
    return Journeys(pairs, departure_s, arrival_s, np.ones(len(pairs), np.int64), useful)


@pytest.mark.parametrize("seed", range(40))
def test_the_lost_and_their_next_best_are_those_of_a_slow_search(seed: int) -> None:
    lot = Random(seed)
    before, after = drawn(lot), drawn(lot)
    walk_s = np.array(
        [lot.choice([UNREACHED, UNREACHED, lot.randint(10, 50)]) for _ in range(PAIRS)]
    )
    left: dict[int, list[tuple[int, int, bool]]] = {pair: [] for pair in range(PAIRS)}
    for pair, a, b, useful in zip(
        after.pair.tolist(), after.departure_s.tolist(), after.arrival_s.tolist(),
        after.useful.tolist(), strict=True,
    ):  # fmt: skip
        left[pair].append((a, b, useful))
    expected = list[tuple[int, int, int, int, bool]]()
    for pair, a, b, useful in zip(
        before.pair.tolist(), before.departure_s.tolist(), before.arrival_s.tolist(),
        before.useful.tolist(), strict=True,
    ):  # fmt: skip
        walk = int(walk_s[pair])
        if useful and walk > b - a and not any(c >= a and d <= b for c, d, _ in left[pair]):
            # of what costs the same the walk, then what leaves last
            costs = [(max(0, a - c) + max(0, d - b), 1, -c, usable) for c, d, usable in left[pair]]
            costs += [(walk - (b - a), 0, 0, True)] if walk < UNREACHED else []
            cost, _, _, usable = min(costs, default=(UNREACHED, 0, 0, True))
            expected.append((pair, a, b, cost, usable))

    lost = find_lost(before, after, walk_s)

    cost = np.minimum(lost.earlier_s + lost.later_s, UNREACHED).tolist()
    columns = (lost.journeys.pair, lost.journeys.departure_s, lost.journeys.arrival_s)
    told = (*(one.tolist() for one in columns), cost, lost.next_useful.tolist())
    assert list(zip(*told, strict=True)) == expected


def test_of_what_is_left_a_ride_more_that_is_no_quicker_is_never_the_next_best() -> None:
    def of(*rows: tuple[int, int, int]) -> Journeys:
        departure_s, arrival_s, rides = np.array(rows, np.int64).T
        pair, useful = np.zeros(len(rows), np.int64), np.ones(len(rows), np.bool_)
        return Journeys(pair, departure_s, arrival_s, rides, useful)

    # 0:50 with one ride less arrives later than 0:55: of both only 0:55 can be the best
    after = of((10, 70, 2), (50, 100, 1), (55, 90, 2))

    lost = find_lost(of((20, 60, 1)), after, np.array([UNREACHED]))

    assert (lost.earlier_s.tolist(), lost.later_s.tolist()) == ([10], [10])
    late = find_lost(of((52, 60, 1)), after, np.array([UNREACHED]))
    assert (late.earlier_s.tolist(), late.later_s.tolist()) == ([0], [30])
