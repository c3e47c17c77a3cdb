"""Compare figures: what one class gives and takes on a day, a row an area."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from accessibility.compare_settled import Settled
from accessibility.compare_sides import COUNTED, Both, Side
from gtfs.timetable import Bools, Floats, Ints

MASKS = ("newly_reached", "lost", "newly_met", "no_longer_met", "better", "worse")
Columns: TypeAlias = dict[str, Ints | Floats]  # [area] by name; UNREACHED, nan where there is none


def figures_of(settled: Settled, both: Both, measures: Sequence[str]) -> Columns:
    """Return the figures of the areas, see ``compare_table``."""
    columns = _people(settled, both)
    for name in measures:
        for when, side in (("before", both.before), ("after", both.after)):
            columns[f"{name}_{when}"] = settled.median(side.numbers(name), _asked(side, name))
        columns[f"{name}_difference"] = settled.median(both.difference(name), both.has(name))
    return columns | {"time_difference_mean": _mean(settled, both)} | _masks(settled, both)


def _asked(side: Side, name: str) -> Bools:
    """Return who is in the medians of a measure in the accessibility table."""
    return side.known & ~side.walks if name in COUNTED else side.known


def _people(settled: Settled, both: Both) -> Columns:
    masks = np.stack((np.ones_like(both.known), both.known, both.compared))
    names = ("people", "people_known", "people_compared")
    return dict(zip(names, settled.people(masks), strict=True))


def _masks(settled: Settled, both: Both) -> Columns:
    met, was_met = both.after.met, both.before.met
    masks = both.known & np.stack(
        (both.newly_reached, both.lost, met & ~was_met, was_met & ~met, both.better, both.worse)
    )
    found: Columns = {}
    counts, shares = settled.people(masks), settled.share(masks, both.known)
    for name, people, share in zip(MASKS, counts, shares, strict=True):
        found |= {f"people_{name}": people, f"{name}_share": share}
    return found


def _mean(settled: Settled, both: Both) -> Floats:
    """Return the mean difference of the planned journey time in seconds, nan without any."""
    seconds = np.where(both.compared, both.difference("journey_time_p50"), 0)
    return settled.mean(seconds.astype(np.float64), both.compared)
