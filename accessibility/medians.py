"""Medians by people: one figure an Ortsteil from the figures of its population points."""

from typing import TypeVar

import numba
import numpy as np

from gtfs.timetable import Bools, Floats, Ints
from mobility.profiles import UNREACHED

Number = TypeVar("Number", Ints, Floats)

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
    if np.issubdtype(values.dtype, np.integer):
        whole = values.astype(np.int32)
        return _median(whole, weights, group, groups).astype(values.dtype)
    order = np.argsort(values)
    rank = np.empty(len(values), np.int32)
    rank[order] = np.where(values[order] < UNREACHED, np.arange(len(values)), UNREACHED)
    found = _median(rank, weights, group, groups)
    result = np.full(groups, UNREACHED, values.dtype)
    known = found < UNREACHED
    result[known] = values[order[found[known]]]
    return result


@numba.njit(cache=True, nogil=True)
def _median(values: Ints, weights: Floats, group: Ints, groups: int) -> Ints:
    """Return the medians of whole values, found by halving: many times quicker than sorting."""
    first, order = _members(group, groups)
    result = np.full(groups, UNREACHED, np.int32)
    value, weight = np.empty(len(values), np.int32), np.empty(len(values), np.float64)
    for one in range(groups):
        known, total = 0, 0.0
        low, high = np.int32(UNREACHED), np.int32(-UNREACHED)
        for i in order[first[one] : first[one + 1]]:
            total += weights[i]
            if weights[i] > 0 and values[i] < UNREACHED:
                value[known], weight[known] = values[i], weights[i]
                low, high = min(low, values[i]), max(high, values[i])
                known += 1
        half = (1 - NOISE) * total / 2
        if known == 0 or _weight_to(value, weight, known, high) < half:
            continue
        while low < high:
            middle = np.int32((low + high) >> 1)
            if _weight_to(value, weight, known, middle) < half:
                low = np.int32(middle + 1)
            else:
                high = middle
        result[one] = low
    return result


@numba.njit(cache=True, nogil=True)
def _members(group: Ints, groups: int) -> tuple[Ints, Ints]:
    """Return where each group begins in an order by group, and that order."""
    first, order = np.zeros(groups + 1, np.int64), np.arange(len(group))
    if _rising(group):  # as a rule: then there is nothing to sort
        for i in range(len(group)):
            first[group[i] + 1] = i + 1
        for one in range(groups):
            first[one + 1] = max(first[one], first[one + 1])
        return first, order
    for one in group:
        first[one + 1] += 1
    first = np.cumsum(first)
    end = first.copy()
    for i in range(len(group)):
        order[end[group[i]]] = i
        end[group[i]] += 1
    return first, order


@numba.njit(cache=True, nogil=True)
def _rising(group: Ints) -> bool:
    """Return whether the points are in the order of their groups."""
    rising = True
    for i in range(1, len(group)):
        rising &= group[i - 1] <= group[i]
    return rising


@numba.njit(cache=True, nogil=True, fastmath={"reassoc", "nsz"})  # sums in lanes
def _weight_to(value: Ints, weight: Floats, known: int, limit: np.int32) -> float:
    """Return the weight of the values that are at most the limit."""
    total = 0.0
    for i in range(known):
        total += weight[i] if value[i] <= limit else 0.0
    return total


def share(mask: Bools, weights: Floats, group: Ints, groups: int) -> Floats:
    """Return ``[group]`` the share of weight for which the mask holds, nan without weight.

    Rounded to 12 decimals: half is half in whatever order fractions of people are added.
    """
    part, total = _weights_where(mask, weights, group, groups)
    shares: Floats = np.divide(part, total, out=np.full(groups, np.nan), where=total > 0)
    return shares.round(12)


@numba.njit(cache=True, nogil=True)
def _weights_where(mask: Bools, weights: Floats, group: Ints, groups: int) -> tuple[Floats, Floats]:
    """Return ``[group]`` the weight for which the mask holds, and all of it."""
    part, total = np.zeros(groups), np.zeros(groups)
    for i in range(len(group)):
        total[group[i]] += weights[i]
        part[group[i]] += weights[i] if mask[i] else 0.0
    return part, total


def most(values: Ints, weights: Floats, group: Ints, groups: int) -> Ints:
    """Return ``[group]`` the value ≥ 0 that most weight has, the smallest on ties, else -1."""
    return _most(values.astype(np.int64), weights, group, groups)


@numba.njit(cache=True, nogil=True)
def _most(values: Ints, weights: Floats, group: Ints, groups: int) -> Ints:
    """Return the heaviest values; a sum is taken back before the next group needs its place."""
    first, order = _members(group, groups)
    result, most_of = np.full(groups, -1, np.int64), 0
    for value in values:
        most_of = max(most_of, value + 1)
    total = np.zeros(most_of)
    for one in range(groups):
        members = order[first[one] : first[one + 1]]
        for i in members:
            if values[i] >= 0:
                total[values[i]] += weights[i]
        heaviest = 0.0
        for i in members:
            value = values[i]
            if value >= 0 and (
                total[value] > heaviest or (total[value] == heaviest > 0 and value < result[one])
            ):
                result[one], heaviest = value, total[value]
        for i in members:
            if values[i] >= 0:
                total[values[i]] = 0.0
    return result
