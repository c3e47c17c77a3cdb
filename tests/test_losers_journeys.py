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
    expected = []
    for pair, a, b, useful in zip(
        before.pair.tolist(), before.departure_s.tolist(), before.arrival_s.tolist(),
        before.useful.tolist(), strict=True,
    ):  # fmt: skip
        walk = int(walk_s[pair])
        if useful and walk > b - a and not any(c >= a and d <= b for c, d, _ in left[pair]):
            costs = [max(0, a - c) + max(0, d - b) for c, d, usable in left[pair] if usable]
            costs += [walk - (b - a)] if walk < UNREACHED else []
            expected.append((pair, a, b, min(costs, default=UNREACHED)))

    lost = find_lost(before, after, walk_s)

    cost = np.minimum(lost.earlier_s + lost.later_s, UNREACHED).tolist()
    columns = (lost.journeys.pair, lost.journeys.departure_s, lost.journeys.arrival_s)
    assert list(zip(*(one.tolist() for one in columns), cost, strict=True)) == expected
