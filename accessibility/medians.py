"""Medians by people: one figure an Ortsteil from the figures of its population points."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gtfs.timetable import Bools, Floats, Ints
from mobility.kernels import kernel, summed
from mobility.profiles import UNREACHED
from mobility.threads import in_threads

NOISE = 1e-6  # share of a group's weight that summing over all groups may lose: never a person
NEVER = np.int32(UNREACHED)
LANES = 16  # values compared at once: groups are filled up to that, what is left over is dear
WORTH_SHARING = 400_000  # values: from there on two cores are sooner done than one


class Grouped(NamedTuple):
    """The points group by group, and what they weigh."""

    order: Ints | slice  # [point] by group
    first: Ints  # [group+1] where each group begins in that order
    weights: Floats  # [weighing, point] in that order
    total: Floats  # [weighing, group]


def weights_of(people: Floats, group: Ints, groups: int) -> Floats:
    """Return ``[point]`` the weights: people; 1 where nobody is known to live in the group."""
    known = np.where(np.isnan(people), 1.0, people)
    total = np.bincount(group, known, groups)
    return np.where(total[group] > 0, known, 1.0)


def grouped(weights: Sequence[Floats], group: Ints, groups: int) -> Grouped:
    """Return the points by group, with each of the weights ``[point]``."""
    order, first = _order(group, groups)
    total: Floats = np.array([np.bincount(group, one, groups) for one in weights], np.float64)
    ordered = np.array([one[order] for one in weights]).reshape(len(weights), len(group))
    return Grouped(order, first, ordered, total.reshape(len(weights), groups))


def _order(group: Ints, groups: int) -> tuple[Ints | slice, Ints]:
    """Return the points by group, and where each group begins among them."""
    rising = bool((group[1:] >= group[:-1]).all())  # as a rule: then there is nothing to sort
    order = slice(None) if rising else np.argsort(group, kind="stable")
    return order, np.searchsorted(group[order], np.arange(groups + 1))


def median(values: Ints, weights: Floats, group: Ints, groups: int) -> Ints:
    """Return ``[group]`` the lower weighted median, see ``medians``."""
    found = medians([values], np.zeros(1, np.int64), grouped([weights], group, groups))
    return np.asarray(found[0].astype(values.dtype))


def medians(columns: Sequence[Ints], by: Ints, points: Grouped) -> Ints:
    """Return ``[column, group]`` the lower weighted medians, ``UNREACHED`` where it is no value.

    The smallest value *v* with weight(≤ *v*) ≥ half of all weight; ``UNREACHED`` sorts last. A
    group without weight has no median. ``by`` ``[column]`` are rows of the weights.
    """
    values = np.empty((len(columns), points.weights.shape[1]), np.int32)
    for row, column in zip(values, columns, strict=True):
        row[:] = column[points.order]
    half = (1 - NOISE) * points.total / 2
    found = np.full((len(columns), half.shape[1]), UNREACHED, np.int32)

    def find(some: slice) -> None:
        _medians(values[some], by[some], points.weights, half, points.first, found[some])

    middle = len(columns) // 2 if values.size >= WORTH_SHARING else len(columns)
    in_threads(find, [slice(middle), slice(middle, None)][: 1 + (middle < len(columns))])
    return found


@kernel
def _medians(
    values: Ints, by: Ints, weights: Floats, half: Floats, first: Ints, found: Ints
) -> None:
    """Find ``[column, group]`` the medians by halving: many times quicker than sorting."""
    value, weight = np.empty(values.shape[1] + LANES, np.int32), np.empty(values.shape[1] + LANES)
    for one in range(len(first) - 1):
        begin, size, last = first[one], first[one + 1] - first[one], -1
        filled = (size + LANES - 1) // LANES * LANES
        for i in range(size, filled):
            value[i] = UNREACHED
        for column in range(len(values)):
            if by[column] != last:
                last = by[column]
                for i in range(size):
                    weight[i] = weights[last, begin + i]
            low, high = NEVER, np.int32(-NEVER)
            for i in range(size):
                here = values[column, begin + i] if weight[i] > 0 else NEVER
                value[i], low = here, min(low, here)
                high = max(high, here if here < NEVER else np.int32(-NEVER))
            if high < low or _weight_to(value, weight, filled, high) < half[last, one]:
                continue
            while low < high:
                middle = np.int32((low + high) >> 1)
                if _weight_to(value, weight, filled, middle) < half[last, one]:
                    low = np.int32(middle + 1)
                else:
                    high = middle
            found[column, one] = low


@summed
def _weight_to(value: Ints, weight: Floats, filled: int, limit: np.int32) -> float:
    """Return the weight of the values that are at most the limit."""
    total = 0.0
    for i in range(filled):
        total += weight[i] if value[i] <= limit else 0.0
    return total


def share(mask: Bools, weights: Floats, group: Ints, groups: int) -> Floats:
    """Return ``[group]`` the share of weight for which the mask holds, see ``shares``."""
    found = shares([mask], np.zeros(1, np.int64), grouped([weights], group, groups))
    return np.asarray(found[0])


def shares(masks: Sequence[Bools], by: Ints, points: Grouped) -> Floats:
    """Return ``[mask, group]`` the shares of weight for which each holds, nan without weight.

    Rounded to 12 decimals: half is half in whatever order fractions of people are added. ``by``
    ``[mask]`` are rows of the weights.
    """
    holds = np.empty((len(masks), points.weights.shape[1]), np.bool_)
    for row, mask in zip(holds, masks, strict=True):
        row[:] = mask[points.order]
    whole = points.total[by]
    part = np.zeros(whole.shape)
    _weights_where(holds, by, points.weights, points.first, part)
    found: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return found.round(12)


@kernel
def _weights_where(masks: Bools, by: Ints, weights: Floats, first: Ints, part: Floats) -> None:
    """Find ``[mask, group]`` the weight for which each mask holds."""
    for mask in range(len(masks)):
        for one in range(len(first) - 1):
            total = 0.0
            for i in range(first[one], first[one + 1]):
                total += weights[by[mask], i] if masks[mask, i] else 0.0
            part[mask, one] = total


def most(values: Ints, weights: Floats, group: Ints, groups: int) -> Ints:
    """Return ``[group]`` the value ≥ 0 that most weight has, the smallest on ties, else -1."""
    order, first = _order(group, groups)
    some, found = values[order].astype(np.int64), np.full(groups, -1, np.int64)
    _most(some, weights[order], first, np.zeros(some.max(initial=-1) + 1), found)
    return found


@kernel
def _most(values: Ints, weights: Floats, first: Ints, total: Floats, found: Ints) -> None:
    """Find the heaviest values; a sum is taken back before the next group needs its place."""
    for one in range(len(first) - 1):
        members, heaviest = range(first[one], first[one + 1]), 0.0
        for i in members:
            if values[i] >= 0:
                total[values[i]] += weights[i]
        for i in members:
            value = values[i]
            if value >= 0 and (
                total[value] > heaviest or (total[value] == heaviest > 0 and value < found[one])
            ):
                found[one], heaviest = value, total[value]
        for i in members:
            if values[i] >= 0:
                total[values[i]] = 0.0
