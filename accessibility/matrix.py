"""Matrix: travel times between any ends, a row a pair."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from accessibility.ends import Linked
from accessibility.folds import MINUTE_S, Planned, Window, find_useful, plan
from accessibility.minutes import ranked_times
from accessibility.pairs import between, each_scanned
from gtfs.timetable import Ints
from mobility.day import Day
from mobility.doors import Sets
from mobility.network import Network
from mobility.profiles import UNREACHED


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

    def rows(_: int, sets: Sets, walk_s: Ints) -> pd.DataFrame:
        return _figures(sets, walk_s, window, wanted, day.moving.max_travel_s)

    found = each_scanned(asked, rows, threads=threads, label="Matrix")
    figures = pd.concat(found, ignore_index=True)
    if asked.by_destination:  # destination-major: turn it round
        turned = np.arange(asked.walk_s.size).reshape(asked.walk_s.shape[::-1]).T.ravel()
        figures = figures.take(turned).reset_index(drop=True)
    return pd.concat((_pairs(origins, destinations), figures), axis=1)


def _pairs(origins: Linked, destinations: Linked) -> pd.DataFrame:
    from_id, to_id = list(origins.ends.end_id), list(destinations.ends.end_id)
    return pd.DataFrame(
        {
            "from_id": np.repeat(np.array(from_id, object), len(to_id)),
            "to_id": np.tile(np.array(to_id, object), len(from_id)),
        }
    )


def _figures(
    sets: Sets, walk_s: Ints, window: Window, wanted: Sequence[int], longest_s: int
) -> pd.DataFrame:
    """Return the figures of one destination, a row an origin (or the reverse)."""
    values, reached = ranked_times(sets, walk_s, window, longest_s, np.array(wanted, np.int32))
    planned = plan(sets, find_useful(sets), walk_s, window)
    columns = {f"travel_time_p{p}": nullable(values[:, n]) for n, p in enumerate(wanted)}
    return pd.DataFrame(columns | _planned_columns(planned)).assign(
        reachable_share=reached / ((window.until_s - window.from_s) // MINUTE_S)
    )


def _planned_columns(planned: Planned) -> dict[str, pd.arrays.IntegerArray]:
    return {
        "journeys": nullable(planned.journeys),
        "journey_time_min": nullable(planned.journey_time_min),
        "journey_time_p50": nullable(planned.journey_time_p50),
        "rides_min": nullable(planned.rides_min),
    }


def nullable(values: Ints) -> pd.arrays.IntegerArray:
    """Return integers with null for what cannot be reached."""
    missing = values >= UNREACHED
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
