"""Matrix: travel times between any ends, a row a pair."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pandas as pd

from accessibility.ends import Linked, walks_between
from accessibility.folds import MINUTE_S, Planned, Window, find_useful, plan
from accessibility.minutes import ranked_times
from gtfs.timetable import Ints
from mobility.boards import Boards
from mobility.day import Day, look_from, look_to, make_ready, sets_back, together
from mobility.doors import Sets, door_s, sets_of
from mobility.network import Network
from mobility.profiles import UNREACHED
from mobility.threads import in_threads


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
    follows count the useful journeys leaving (or arriving) in it. Scans once per destination, or
    once per origin where those are fewer; the answer is the same.
    """
    walk_s = walks_between(network, origins, destinations)
    there, here = destinations.doors, origins.doors
    backward = walk_s.shape[1] <= walk_s.shape[0]
    make_ready(day)

    def rows(some: Sequence[int]) -> list[pd.DataFrame]:
        ends = np.stack([door_s(there if backward else here, one, day.stops) for one in some])
        seen = look_to(day, ends, here) if backward else look_from(day, ends, there)
        return [row(one, boards) for one, boards in zip(some, seen, strict=True)]

    def row(one: int, boards: Boards) -> pd.DataFrame:
        if backward:
            walk = np.ascontiguousarray(walk_s[:, one])
            sets = sets_of(boards, here, walk)
        else:
            walk = walk_s[one]
            sets = sets_back(boards, there, walk)
        return _figures(sets, walk, window, wanted, day.moving.max_travel_s)

    some = together(range(min(walk_s.shape)))
    found = in_threads(rows, some, threads=threads, label="Matrix")
    figures = pd.concat(chain.from_iterable(found), ignore_index=True)
    if backward:  # destination-major: turn it round
        turned = np.arange(walk_s.size).reshape(walk_s.shape[::-1]).T.ravel()
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
