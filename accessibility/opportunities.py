"""Opportunities: how much one can reach, and how long the n-th takes, from every cell.

Cumulative opportunities and their decays after Levinson and King, *Transport Access Manual*
(2020), ch. 4; dual access after Cui and Levinson, *Primal and Dual Access* (2020).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from accessibility.ends import Linked
from accessibility.folds import MINUTE_S
from accessibility.pair_times import NO_WAY, Seconds
from gtfs.timetable import Floats, Ints

Decay = Literal["step", "exponential", "logistic"]
SPREAD_S = 600.0  # standard deviation of the logistic decay: who goes a little farther, who less
BLOCK = 256  # origins weighed at a time: keeps the weights of all pairs from standing in memory

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Wanted:
    """What is asked: minutes of the cumulative figures, the decay, and which n-th ones.

    ``percentile`` is that of the travel times over the window; mind that what is reached within
    the median time is not the median of what is reached.
    """

    minutes: tuple[int, ...] = (30, 45, 60)
    decay: Decay = "step"
    nth: tuple[float, ...] = (1, 3)
    percentile: int = 50


@dataclass(frozen=True, eq=False)
class Opportunities:
    """Places with what one finds there: columns ``[place]`` by name."""

    places: Linked
    columns: Mapping[str, Floats]


def opportunity_table(
    ids: Sequence[str], seconds: Seconds, columns: Mapping[str, Floats], wanted: Wanted
) -> pd.DataFrame:
    """Return a row per origin: ``<column>_30`` … reached, ``<column>_time_1`` … to the n-th.

    ``seconds`` is ``[origin, opportunity place]``. ``<column>_30`` is the sum over the places of
    their ``column``, each weighed by the decay of its travel time; ``<column>_time_n`` is the
    travel time within which places with at least n of it in all are reached, null if never.
    """
    weights = (
        np.column_stack(list(columns.values())) if columns else np.zeros((seconds.shape[1], 0))
    )
    found: dict[str, object] = {"from_id": np.array(list(ids), object)}
    for minute in wanted.minutes:
        sums = cumulative(seconds, weights, minute * MINUTE_S, wanted.decay)
        found |= {f"{name}_{minute}": sums[:, n] for n, name in enumerate(columns)}
    for n, name in enumerate(columns):
        times = dual(seconds, weights[:, n], np.array(wanted.nth, np.float64))
        found |= {
            f"{name}_time_{count:g}": pd.arrays.IntegerArray(
                np.where(times[:, i] == NO_WAY, 0, times[:, i]).astype(np.int64),
                times[:, i] == NO_WAY,
            )
            for i, count in enumerate(wanted.nth)
        }
    return pd.DataFrame(found)


def cumulative(seconds: Seconds, weights: Weights, limit_s: float, decay: Decay) -> Weights:
    """Return ``[origin, column]`` the sum of ``weights`` ``[place, column]`` within the limit.

    step: 1 up to the limit, 0 beyond. exponential: halves with every limit. logistic: a half at
    the limit, 1 at 0 s, with a standard deviation of ``SPREAD_S`` (as Conveyal R5 defines it).
    """
    sums = np.empty((len(seconds), weights.shape[1]))
    for begin in range(0, len(seconds), BLOCK):
        part = slice(begin, begin + BLOCK)
        sums[part] = _decayed(seconds[part], limit_s, decay) @ weights
    return sums


def _decayed(seconds: Seconds, limit_s: float, decay: Decay) -> Weights:
    time_s = seconds.astype(np.float64)
    match decay:
        case "step":
            share = (time_s <= limit_s).astype(np.float64)
        case "exponential":
            share = np.exp2(-time_s / limit_s)
        case "logistic":
            slope = np.pi / (SPREAD_S * np.sqrt(3))
            share = (1 + np.exp(-limit_s * slope)) / (1 + np.exp((time_s - limit_s) * slope))
    share[seconds == NO_WAY] = 0
    return np.asarray(share, np.float64)


def dual(seconds: Seconds, weight: Floats, nth: Floats) -> Ints:
    """Return ``[origin, n]`` the seconds within which places with n in all are reached.

    ``NO_WAY`` where there are never so many.
    """
    found = np.full((len(seconds), len(nth)), int(NO_WAY), np.int32)
    useful = np.flatnonzero(weight > 0)
    for begin in range(0, len(seconds), BLOCK):
        near = seconds[begin : begin + BLOCK][:, useful]
        order = np.argsort(near, axis=1, kind="stable")
        times = np.take_along_axis(near, order, axis=1)
        sums = np.cumsum(np.where(times == NO_WAY, 0.0, weight[useful][order]), axis=1)
        for i, count in enumerate(nth):
            enough = sums >= count
            rows = np.flatnonzero(enough.any(axis=1))
            found[begin + rows, i] = times[rows, np.argmax(enough[rows], axis=1)]
    return found
