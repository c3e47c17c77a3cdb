"""Matrix: travel times between any ends, a row a pair."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from accessibility.ends import Linked
from accessibility.folds import MINUTE_S, Window, find_useful, plan
from accessibility.minutes import ranked_times
from accessibility.pairs import between, each_scanned
from gtfs.timetable import Ints
from mobility.day import Day
from mobility.doors import Sets
from mobility.network import Network
from mobility.profiles import UNREACHED

PLANNED = ("journeys", "journey_time_min", "journey_time_p50", "rides_min")

Objects = NDArray[np.object_]


def find_matrix(
    network: Network,
    day: Day,
    origins: Linked,
    destinations: Linked,
    window: Window,
    *,
    wanted: Sequence[int] = (5, 50, 95),
    threads: int | None = None,
) -> pd.DataFrame:
    """Return a row per pair, ordered as given, no pair missing; whole seconds, null if unreached.

    ``travel_time_p…`` are percentiles over the minutes of the window; ``journeys`` and what
    follows count the useful journeys leaving (or arriving) in it.
    """
    asked = between(network, day, origins, destinations)

    def rows(_: int, sets: Sets, walk_s: Ints) -> list[Ints]:
        return _figures(sets, walk_s, window, wanted, day.moving.max_travel_s)

    found = each_scanned(asked, rows, threads=threads, label="Matrix")
    figures = np.array(found, np.int32)  # [end scanned, figure, other end]
    order = (1, 2, 0) if asked.by_destination else (1, 0, 2)
    *whole, reached = figures.transpose(order).reshape(figures.shape[1], -1)
    names = (*(f"travel_time_p{p}" for p in wanted), *PLANNED)
    columns = {name: nullable(values) for name, values in zip(names, whole, strict=True)}
    share = {"reachable_share": reached / ((window.until_s - window.from_s) // MINUTE_S)}
    return pd.DataFrame(_pairs(origins, destinations) | columns | share)


def _pairs(origins: Linked, destinations: Linked) -> dict[str, Objects]:
    from_id, to_id = list(origins.ends.end_id), list(destinations.ends.end_id)
    return {
        "from_id": np.repeat(np.array(from_id, object), len(to_id)),
        "to_id": np.tile(np.array(to_id, object), len(from_id)),
    }


def _figures(
    sets: Sets, walk_s: Ints, window: Window, wanted: Sequence[int], longest_s: int
) -> list[Ints]:
    """Return ``[figure, end]`` of one end scanned; the last are the minutes with any arrival."""
    values, reached = ranked_times(sets, walk_s, window, longest_s, np.array(wanted, np.int32))
    planned = plan(sets, find_useful(sets), walk_s, window)
    return [*values.T, *(getattr(planned, name) for name in PLANNED), reached]


def nullable(values: Ints) -> pd.arrays.IntegerArray:
    """Return integers with null for what cannot be reached."""
    missing = values >= UNREACHED
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
