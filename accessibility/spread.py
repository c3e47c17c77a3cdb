"""Spread: quantiles and the Gini coefficient of a figure, by people, in groups of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accessibility.medians import NOISE
from gtfs.timetable import Floats, Ints
from mobility.profiles import UNREACHED


@dataclass(frozen=True, eq=False)
class Ranked:
    """Values sorted within their groups, once for all weights they are looked at with."""

    value: Ints  # [row] by group, then rising; UNREACHED last
    member: Ints  # [row] group
    order: Ints  # [row] where each row stood
    groups: int


def ranked(values: Ints, group: Ints, groups: int) -> Ranked:
    """Sort the values of each group; they are whole, not negative, at most ``UNREACHED``."""
    order = np.argsort(group.astype(np.int64) * (UNREACHED + 1) + values, kind="stable")
    return Ranked(values[order], group[order], order, groups)


def quantiles(rows: Ranked, weights: Floats, shares: Sequence[float]) -> Floats:
    """Return ``[share, group]`` the smallest value *v* with weight(≤ *v*) ≥ share of all weight.

    ``weights`` stand in the order of the values as given. ``UNREACHED`` sorts last; nan where the
    value is ``UNREACHED`` or the group has no weight.
    """
    weight = weights[rows.order]
    running, total = _running(rows, weight)
    some = np.flatnonzero(weight > 0)[::-1]
    running, member, value = running[some], rows.member[some], rows.value[some]
    result = np.full((len(shares), rows.groups), np.nan)
    for row, share in enumerate(shares):
        enough = running >= (share * (1 - NOISE) * total)[member]
        result[row, member[enough]] = value[enough]  # the last written is the smallest
    return np.where(result < UNREACHED, result, np.nan)


def gini(rows: Ranked, weights: Floats) -> Floats:
    """Return ``[group]`` the weighted Gini coefficient, nan where nobody has anything.

    Half the mean difference of all pairs over the mean: Σ Σ P P |A − A| / (2 P² Ā). Sorted, the
    pairs need not be looked at: each value stands above the weight before it and below the rest.
    Who is ``UNREACHED`` has no value and must be told apart.
    """
    weight = weights[rows.order] * (rows.value < UNREACHED)
    value = np.where(rows.value < UNREACHED, rows.value, 0).astype(np.float64)
    running, total = _running(rows, weight)
    have = np.bincount(rows.member, weight * value, rows.groups)
    above = np.bincount(rows.member, weight * value * (2 * running - weight), rows.groups)
    pairs = total * have
    found = np.divide(above, pairs, out=np.full(rows.groups, np.nan), where=pairs > 0) - 1
    whole: Floats = np.maximum(found, 0.0).round(12)  # all alike is 0, not the noise of summing
    return whole


def _running(rows: Ranked, weight: Floats) -> tuple[Floats, Floats]:
    """Return ``[row]`` the weight of its group up to and with the row, ``[group]`` all of it."""
    total = np.asarray(np.bincount(rows.member, weight, rows.groups), np.float64)
    before = np.cumsum(total) - total
    return np.cumsum(weight) - before[rows.member], total
