"""First departures: by stop, line and way, and which one somebody catches after an arrival."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable
from mobility.events import Events
from mobility.lines import Lines
from mobility.ready import special_ready_s
from mobility.transfers import IMPOSSIBLE, Transfers

CLOCK_S = 2**20  # longer than any clock: a group and a time in one number
DAY_S = 86_400


class Groups(NamedTuple):
    """Departures by stop, line and way, each group by time."""

    table: pd.DataFrame  # group, stop, line, way, next_station: NONE where trips part
    key: Ints  # [departure] group and time, ascending
    trip: Ints  # [departure]
    time_s: Ints  # [departure]


def groups_of(lines: Lines, went: Events) -> Groups:
    """Return the departures in groups."""
    line, way = lines.trip_line[went.trip], lines.trip_way[went.trip]
    order = np.lexsort((went.trip, went.time_s, way, line, went.stop))
    every = {"stop": went.stop, "line": line, "way": way, "next_station": went.beyond}
    columns = pd.DataFrame(every).iloc[order]
    grouped = columns.groupby(["stop", "line", "way"], sort=True)
    group = grouped.ngroup().to_numpy()
    table = grouped["next_station"].agg(["min", "max"]).reset_index()
    table["next_station"] = np.where(table["min"] == table["max"], table["min"], NONE)
    table["group"] = np.arange(len(table))
    time_s = went.time_s[order].astype(np.int64)
    key = group.astype(np.int64) * CLOCK_S + (time_s + DAY_S)  # the day before has times below 0
    return Groups(table.drop(columns=["min", "max"]), key, went.trip[order], time_s)


def first_caught(
    timetable: Timetable,
    cases: pd.DataFrame,
    groups: Groups,
    transfers: Transfers,
    missed_by_s: int,
) -> tuple[Ints, Floats]:
    """Return ``[case]`` the first departure caught, and by how much one misses the one before.

    NONE where nothing is caught, nan where nothing went before.
    """
    arrival_s = cases["arrival_s"].to_numpy(np.int64)
    group, named = cases["group"].to_numpy(np.int64), cases["pair"].to_numpy() != NONE
    ready_s = np.where(named, -missed_by_s, cases["ready_s"].to_numpy(np.int64))
    at = np.searchsorted(groups.key, group * CLOCK_S + arrival_s + ready_s + DAY_S)
    before = np.maximum(at - 1, 0)
    late_s = np.where(
        ~named & (at > 0) & (groups.key[before] // CLOCK_S == group),
        (arrival_s + ready_s - groups.time_s[before]).astype(np.float64),
        np.nan,
    )
    going = np.where(_holds(groups, at, group), at, NONE)
    _by_named_rules(timetable, cases, groups, transfers, (going, late_s))
    return going, late_s


def _by_named_rules(
    timetable: Timetable,
    cases: pd.DataFrame,
    groups: Groups,
    transfers: Transfers,
    found: tuple[Ints, Floats],
) -> None:
    """Move on to the departure caught where rules name routes or trips, writing into ``found``.

    Each departure has its own time to change: they are asked one after the other.
    """
    going, late_s = found
    pair, trip, group = (cases[name].to_numpy() for name in ("pair", "trip", "group"))
    arrival_s = cases["arrival_s"].to_numpy()
    looking = np.flatnonzero((pair != NONE) & (going != NONE))
    while len(looking):
        asked_s = special_ready_s(
            timetable, transfers, pair[looking], trip[looking], groups.trip[going[looking]]
        )
        wait_s = groups.time_s[going[looking]] - arrival_s[looking]
        caught = (asked_s != IMPOSSIBLE) & (wait_s >= asked_s)
        missed = (asked_s != IMPOSSIBLE) & ~caught
        late_s[looking[missed]] = (asked_s - wait_s)[missed]
        looking = looking[~caught]
        further = going[looking] + 1
        going[looking] = np.where(_holds(groups, further, group[looking]), further, NONE)
        looking = looking[going[looking] != NONE]


def _holds(groups: Groups, at: Ints, group: Ints) -> Bools:
    """Return whether the departure is there and one of the group."""
    inside = np.minimum(at, max(0, len(groups.key) - 1))
    there: Bools = (at == inside) & (groups.key[inside] // CLOCK_S == group)
    return there
