"""Weighed: columns that are medians or shares by people, a value an Ortsteil, found all at once."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from accessibility.folds import NO_TIME
from accessibility.medians import medians, shares
from gtfs.timetable import Bools, Floats, Ints
from mobility.profiles import UNREACHED

Column = TypeVar("Column")


class Median(NamedTuple):
    """A column of lower weighted medians, null for what cannot be reached."""

    values: Ints | Floats  # [point] UNREACHED sorts last
    weights: Floats  # [point]


class Share(NamedTuple):
    """A column of shares of people, nan of nobody."""

    mask: Bools  # [point]
    weights: Floats  # [point]


def weighed(columns: Mapping[str, Any], group: Ints, groups: int) -> dict[str, Any]:
    """Return the columns, ``[group]`` where they are medians or shares, all others as they are."""
    found = _medians(_only(Median, columns), group, groups)
    found |= _shares(_only(Share, columns), group, groups)
    return {name: found.get(name, column) for name, column in columns.items()}


def _only(kind: type[Column], columns: Mapping[str, Any]) -> dict[str, Column]:
    return {name: column for name, column in columns.items() if isinstance(column, kind)}


def _shares(columns: Mapping[str, Share], group: Ints, groups: int) -> dict[str, Any]:
    masks, weights = zip(*columns.values(), strict=True) if columns else ((), ())
    return dict(zip(columns, shares(masks, weights, group, groups), strict=True))


def _medians(columns: Mapping[str, Median], group: Ints, groups: int) -> dict[str, Any]:
    ranked = {
        name: np.argsort(column.values)
        for name, column in columns.items()
        if column.values.dtype.kind == "f"
    }
    values = [
        _ranks(column.values, ranked[name]) if name in ranked else column.values
        for name, column in columns.items()
    ]
    found = medians(values, [column.weights for column in columns.values()], group, groups)
    missing = (found >= UNREACHED) | (found == NO_TIME)
    whole = np.where(missing, 0, found).astype(np.int64)
    made: dict[str, Any] = {}
    for at, (name, column) in enumerate(columns.items()):
        if name in ranked:
            fractions = column.values[ranked[name][whole[at]]]
            made[name] = np.where(missing[at], np.nan, fractions)
        else:
            made[name] = pd.arrays.IntegerArray(whole[at], missing[at])
    return made


def _ranks(values: Floats, order: Ints) -> Ints:
    """Return ``[point]`` whole numbers in the same order, ``UNREACHED`` as it is."""
    rank = np.empty(len(values), np.int32)
    rank[order] = np.where(values[order] < UNREACHED, np.arange(len(values)), UNREACHED)
    return rank
