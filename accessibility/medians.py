"""Medians by people: one figure an Ortsteil from the figures of its population points."""

from typing import TypeVar

import numpy as np

from gtfs.timetable import Bools, Floats, Ints
from mobility.profiles import UNREACHED

Number = TypeVar("Number", Ints, Floats)

BITS = 33  # of a whole value: ±4e9 hold UNREACHED and any time
NOISE = 1e-6  # share of a group's weight that summing over all groups may lose: never a person


def weights_of(people: Floats, group: Ints, groups: int) -> Floats:
    """Return ``[point]`` the weights: people; 1 where nobody is known to live in the group."""
    known = np.where(np.isnan(people), 1.0, people)
    total = np.bincount(group, known, groups)
    return np.where(total[group] > 0, known, 1.0)


def median(values: Number, weights: Floats, group: Ints, groups: int) -> Number:
    """Return ``[group]`` the lower weighted median, ``UNREACHED`` where it is no value.

    The smallest value *v* with weight(≤ *v*) ≥ half of all weight; ``UNREACHED`` sorts last. A
    group without weight has no median.
    """
    order = _by_group(values, group)
    value, weight, member = values[order], weights[order], group[order]
    running = np.cumsum(weight)
    total = np.bincount(member, weight, groups)
    before = np.concatenate(([0.0], np.cumsum(total)))[member]
    reached = (2 * (running - before) >= (1 - NOISE) * total[member]) & (total[member] > 0)
    result = np.full(groups, UNREACHED, values.dtype)
    hits = np.flatnonzero(reached)[::-1]
    result[member[hits]] = value[hits]  # the last written is the smallest
    return result


def _by_group(values: Number, group: Ints) -> Ints:
    """Return the order by group, then value; as one whole number both sort many times quicker."""
    if not np.issubdtype(values.dtype, np.integer):
        return np.lexsort((values, group))
    return np.argsort((group.astype(np.int64) << BITS) + values, kind="stable")


def share(mask: Bools, weights: Floats, group: Ints, groups: int) -> Floats:
    """Return ``[group]`` the share of weight for which the mask holds, nan without weight.

    Rounded to 12 decimals: half is half in whatever order fractions of people are added.
    """
    total = np.bincount(group, weights, groups)
    part = np.bincount(group, weights * mask, groups)
    shares: Floats = np.divide(part, total, out=np.full(groups, np.nan), where=total > 0)
    return shares.round(12)


def most(values: Ints, weights: Floats, group: Ints, groups: int) -> Ints:
    """Return ``[group]`` the value ≥ 0 that most weight has, the smallest on ties, else -1."""
    result = np.full(groups, -1, np.int64)
    held = np.flatnonzero((values >= 0) & (weights > 0))
    if not len(held):
        return result
    span = int(values.max()) + 1
    pairs, index = np.unique(
        group[held].astype(np.int64) * span + values[held], return_inverse=True
    )
    weight = np.bincount(index, weights[held])
    of, value = np.divmod(pairs, span)
    order = np.lexsort((-value, weight, of))
    result[of[order]] = value[order]  # the heaviest is written last
    return result
