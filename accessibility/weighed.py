"""Weighed: columns that are medians or shares by people, a value an Ortsteil, found all at once."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from accessibility.folds import NO_TIME
from accessibility.medians import Grouped, grouped, medians, shares
from accessibility.words import MET, NOT_CHECKED, NOT_MET
from gtfs.timetable import Bools, Floats, Ints, Strings
from mobility.profiles import UNREACHED


class Median(NamedTuple):
    """A column of lower weighted medians, null for what cannot be reached."""

    of: Ints  # [point] UNREACHED sorts last
    weights: Floats  # [point]


class Fraction(NamedTuple):
    """A column of lower weighted medians of fractions, nan for what cannot be reached."""

    of: Floats  # [point] UNREACHED sorts last
    weights: Floats  # [point]


class Share(NamedTuple):
    """A column of shares of people, nan of nobody."""

    mask: Bools  # [point]
    weights: Floats  # [point]


class Verdict(NamedTuple):
    """A column of words: whether something holds for half of the people or more."""

    mask: Bools  # [point]
    weights: Floats  # [point] of nobody where it cannot be checked


Folded: TypeAlias = Median | Fraction | Share | Verdict
VERDICTS = np.array([NOT_MET, MET, NOT_CHECKED], object)


def weighed(columns: Mapping[str, Any], group: Ints, groups: int) -> dict[str, Any]:
    """Return the columns, ``[group]`` where they are folded of points, all others as they are."""
    wanted = {name: one for name, one in columns.items() if isinstance(one, Folded)}
    weights = {id(one.weights): one.weights for one in wanted.values()}
    row = {number: at for at, number in enumerate(weights)}
    by = {name: row[id(one.weights)] for name, one in wanted.items()}
    points = grouped([*weights.values()], group, groups)
    found = _medians(wanted, by, points) | _shares(wanted, by, points)
    return {name: found.get(name, column) for name, column in columns.items()}


def _shares(wanted: Mapping[str, Folded], by: Mapping[str, int], points: Grouped) -> dict[str, Any]:
    """Return the shares by name, verdicts in words."""
    masks = {name: one.mask for name, one in wanted.items() if isinstance(one, Share | Verdict)}
    found = shares([*masks.values()], np.array([by[name] for name in masks], np.int64), points)
    return {
        name: _said(share) if isinstance(wanted[name], Verdict) else share
        for name, share in zip(masks, found, strict=True)
    }


def _said(met: Floats) -> Strings:
    return np.asarray(VERDICTS[np.where(np.isnan(met), 2, met >= 0.5)])


def _medians(
    wanted: Mapping[str, Folded], by: Mapping[str, int], points: Grouped
) -> dict[str, Any]:
    """Return the medians by name; fractions go by their rank."""
    values = {name: one.of for name, one in wanted.items() if isinstance(one, Median)}
    fractions = {name: one.of for name, one in wanted.items() if isinstance(one, Fraction)}
    order = {name: np.argsort(some) for name, some in fractions.items()}
    whole = values | {name: _ranks(some, order[name]) for name, some in fractions.items()}
    found = medians([*whole.values()], np.array([by[name] for name in whole], np.int64), points)
    missing = (found >= UNREACHED) | (found == NO_TIME)
    filled = np.where(missing, 0, found).astype(np.int64)
    return {
        name: np.where(absent, np.nan, fractions[name][order[name][figure]])
        if name in order
        else pd.arrays.IntegerArray(figure, absent)
        for name, figure, absent in zip(whole, filled, missing, strict=True)
    }


def _ranks(values: Floats, order: Ints) -> Ints:
    """Return ``[point]`` whole numbers in the same order, ``UNREACHED`` as it is."""
    rank = np.empty(len(values), np.int32)
    rank[order] = np.where(values[order] < UNREACHED, np.arange(len(values)), UNREACHED)
    return rank
