"""Fahrplan columns: trips in time order, though they share few stops and may overtake."""

from collections.abc import Sequence

import numpy as np

from accessibility.fahrplan_trips import Call
from gtfs.timetable import Bools, Floats


def column_order(columns: Sequence[Sequence[Call | None]]) -> list[int]:
    """Return the columns in time order.

    A trip never later than another where both call, and once earlier, comes first; where one
    overtakes the other, or they share no stop, that which is earlier over the whole line.
    """
    if not columns:
        return []
    times = np.array([[_minute(call) for call in column] for column in columns])
    reference = _references(times)
    before = _before(times)
    waiting = before.sum(axis=0)
    left = set(range(len(columns)))
    order: list[int] = []
    while left:
        free = [one for one in left if not waiting[one]] or left  # a circle of overtakings
        chosen = min(free, key=lambda one: (round(float(reference[one]), 6), one))
        order.append(chosen)
        left.remove(chosen)
        waiting = waiting - before[chosen]
    return order


def _minute(call: Call | None) -> float:
    return np.nan if call is None else call.departure


def _before(times: Floats) -> Bools:
    """Return ``[column, column]`` whether one must stand before the other."""
    here = times[:, None, :]
    with np.errstate(invalid="ignore"):
        later = (here > times[None]).any(axis=2)
        earlier = (here < times[None]).any(axis=2)
    return np.asarray(earlier & ~later)


def _references(times: Floats) -> Floats:
    """Return ``[column]`` the time at which a trip would be at the middle of the stops.

    Least squares over time = column + stop, one running time for all trips; the columns are
    eliminated first, for there are many.
    """
    called = (~np.isnan(times)).astype(np.float64)
    found = np.nan_to_num(times)
    calls = called.sum(axis=1)
    share = called / calls[:, None]
    normal = np.diag(called.sum(axis=0)) - called.T @ share
    right = found.sum(axis=0) - share.T @ found.sum(axis=1)
    stops = np.linalg.lstsq(normal, right, rcond=None)[0]
    reference: Floats = (found.sum(axis=1) - called @ stops) / calls
    return reference
