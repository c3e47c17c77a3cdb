"""Anschlüsse: at every Knoten, how long each arriving trip waits for the lines that go on from it.

A Knoten is a station where trains and buses call, or at least three lines. Changed is by the rules
of changing (walk, slack, ``transfers.txt``); the wait runs from arrival to the *first* departure of
a line and way one can catch. Not asked is what turns back to where the trip came from, and the
line's own next trip.
"""

from datetime import date
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from gtfs.timetable import FORBIDDEN, NONE, Bools, Ints, Timetable
from mobility.connections import Runs, runs_on
from mobility.lines import Lines
from mobility.rail_access import Changing
from mobility.ready import special_ready_s
from mobility.transfers import IMPOSSIBLE

Verdict: TypeAlias = Literal["gut", "knapp verpasst", "lang", "keiner"]
GOOD, MISSED, LONG, NOTHING = "gut", "knapp verpasst", "lang", "keiner"
LINES_AT_KNOTEN = 3
CLOCK_S = 2**20  # longer than any clock: a group and a time in one number
DAY_S = 86_400


class Limits(NamedTuple):
    """What counts as a good Anschluss, and what as one just missed."""

    wait_s: int = 900  # longest good wait, the walk included
    missed_by_s: int = 300  # so much earlier and the one before had been caught
    walk_s: int = 300  # longest walk that still belongs to the Knoten
    look_s: int = 4 * 3600  # a later departure is none


class Events(NamedTuple):
    """Calls where one may alight, or board, on the clock of a date."""

    run: Ints  # [event]
    trip: Ints  # [event]
    stop: Ints  # [event]
    time_s: Ints  # [event]
    beyond: Ints  # [event] station the trip calls at before (alighting) or next (boarding), NONE


def arrivals(timetable: Timetable, runs: Runs) -> Events:
    """Return the calls at which one may alight, but the first of each run."""
    return _events(timetable, runs, alighting=True)


def departures(timetable: Timetable, runs: Runs) -> Events:
    """Return the calls at which one may board, but the last of each run."""
    return _events(timetable, runs, alighting=False)


def _events(timetable: Timetable, runs: Runs, *, alighting: bool) -> Events:
    calls = np.diff(timetable.first_call)[runs.trip]
    run = np.repeat(np.arange(len(runs.trip), dtype=np.int32), calls - 1)
    first = timetable.first_call[runs.trip] + (1 if alighting else 0)
    step = np.arange(len(run)) - np.repeat(np.cumsum(calls - 1) - (calls - 1), calls - 1)
    call = first[run] + step
    barred = timetable.drop_off if alighting else timetable.pickup
    time_s = timetable.arrival_s if alighting else timetable.departure_s
    station = timetable.stop_station[timetable.call_stop]
    columns = (
        run,
        runs.trip[run],
        timetable.call_stop[call],
        time_s[call] + runs.shift_s[run],
        station[call + (-1 if alighting else 1)],
    )
    kept = barred[call] != FORBIDDEN
    return Events(*(column[kept] for column in columns))


def knoten_of(timetable: Timetable, lines: Lines, running: Ints) -> Bools:
    """Return ``[station]`` whether trains and buses, or three lines, call there on the day."""
    calls = np.diff(timetable.first_call)[running]
    trip = np.repeat(running, calls)
    first = np.repeat(timetable.first_call[running] - (np.cumsum(calls) - calls), calls)
    station = timetable.stop_station[timetable.call_stop[first + np.arange(len(trip))]]
    size = len(timetable.station_id)
    line_at = np.unique(station.astype(np.int64) * len(lines.line_id) + lines.trip_line[trip])
    number = np.bincount(line_at // len(lines.line_id), minlength=size)
    rail = timetable.route_rail[timetable.trip_route[trip]]
    by_rail = np.bincount(station[rail], minlength=size) > 0
    by_road = np.bincount(station[~rail], minlength=size) > 0
    knoten: Bools = (by_rail & by_road) | (number >= LINES_AT_KNOTEN)
    return knoten


def find_anschluesse(
    timetable: Timetable,
    lines: Lines,
    day: date,
    changing: Changing,
    limits: Limits = Limits(),  # noqa: B008 - a tuple of numbers
) -> pd.DataFrame:
    """Return a row per arriving trip of the day, and line and way that go on from there.

    Columns ``station, trip, line, way, arrival_s, to_line, to_way, to_trip, departure_s, wait_s,
    missed_by_s, verdict``; departure and wait are missing where nothing follows within 4 h,
    ``missed_by_s`` where nothing went before.
    """
    runs = runs_on(timetable, day)
    today = np.flatnonzero(runs.date == 0)
    knoten = knoten_of(timetable, lines, runs.trip[today])
    came = arrivals(timetable, Runs(*(column[today] for column in runs)))
    went = departures(timetable, runs)
    pairs = _pairs(timetable, changing, knoten, limits)
    groups = _groups(lines, went)
    cases = _cases(lines, came, pairs, groups)
    return _judged(timetable, cases, groups, changing, limits)


class _Groups(NamedTuple):
    """Departures by stop, line and way, each group by time."""

    table: pd.DataFrame  # group, stop, line, way
    key: Ints  # [departure] group and time, ascending
    trip: Ints  # [departure]
    time_s: Ints  # [departure]
    next_station: Ints  # [departure]


def _groups(lines: Lines, went: Events) -> _Groups:
    line, way = lines.trip_line[went.trip], lines.trip_way[went.trip]
    order = np.lexsort((went.trip, went.time_s, way, line, went.stop))
    columns = pd.DataFrame({"stop": went.stop, "line": line, "way": way}).iloc[order]
    group = columns.groupby(["stop", "line", "way"], sort=True).ngroup().to_numpy()
    table = columns.assign(group=group).drop_duplicates("group").reset_index(drop=True)
    time_s = went.time_s[order].astype(np.int64)
    key = group.astype(np.int64) * CLOCK_S + (time_s + DAY_S)  # the day before has times below 0
    return _Groups(table, key, went.trip[order], time_s, went.beyond[order])


def _pairs(timetable: Timetable, changing: Changing, knoten: Bools, limits: Limits) -> pd.DataFrame:
    """Return stop pairs one changes between at a Knoten: ``stop, to_stop, ready_s, walk_s, pair``.

    Both stops lie in the Knoten, or one of them in it and the other near enough.
    """
    transfers, footpaths = changing
    size = len(transfers.first) - 1
    plain = np.repeat(np.arange(size), np.diff(transfers.first))
    special = np.repeat(np.arange(size), np.diff(transfers.special_first))
    table = pd.DataFrame(
        {
            "stop": np.concatenate((plain, special)),
            "to_stop": np.concatenate((transfers.to_stop, transfers.special_to)),
            "ready_s": np.concatenate((transfers.ready_s, np.full(len(special), IMPOSSIBLE))),
            "pair": np.concatenate((np.full(len(plain), NONE), np.arange(len(special)))),
        }
    )
    start = np.repeat(np.arange(size), np.diff(footpaths.first))
    walks = pd.DataFrame({"stop": start, "to_stop": footpaths.to_stop, "walk_s": footpaths.walk_s})
    table = table.merge(walks, on=["stop", "to_stop"], how="left").fillna({"walk_s": 0})
    here, there = (timetable.stop_station[table[name]] for name in ("stop", "to_stop"))
    rail = _rail_stations(timetable)
    near = (here == there) | ((rail[here] | rail[there]) & (table["walk_s"] <= limits.walk_s))
    table["station"] = np.where(rail[there] & ~rail[here], there, here)
    return pd.DataFrame(table[near & knoten[table["station"]]])


def _rail_stations(timetable: Timetable) -> Bools:
    rail = np.zeros(len(timetable.station_id), np.bool_)
    trip = np.repeat(np.arange(len(timetable.trip_id)), np.diff(timetable.first_call))
    by_rail = timetable.route_rail[timetable.trip_route[trip]]
    rail[timetable.stop_station[timetable.call_stop[by_rail]]] = True
    return rail


def _cases(lines: Lines, came: Events, pairs: pd.DataFrame, groups: _Groups) -> pd.DataFrame:
    """Return arriving trips by what goes on from there; of several stops the nearest."""
    arriving = pd.DataFrame(
        {
            "trip": came.trip,
            "stop": came.stop,
            "arrival_s": came.time_s,
            "before": came.beyond,
            "from_line": lines.trip_line[came.trip],
            "from_way": lines.trip_way[came.trip],
        }
    )
    going = groups.table.rename(columns={"stop": "to_stop"})
    reach = pairs.merge(going, on="to_stop")
    cases = arriving.merge(reach, on="stop")
    cases = cases[cases["from_line"] != cases["line"]]
    first = np.searchsorted(groups.key, cases["group"].to_numpy(np.int64) * CLOCK_S)
    cases = cases[groups.next_station[first] != cases["before"].to_numpy()]
    keys = ["trip", "arrival_s", "station", "line", "way"]
    nearest: pd.DataFrame = cases.sort_values([*keys, "walk_s"], kind="stable")
    return nearest.drop_duplicates(keys)


def _judged(
    timetable: Timetable,
    cases: pd.DataFrame,
    groups: _Groups,
    changing: Changing,
    limits: Limits,
) -> pd.DataFrame:
    ready_s = cases["ready_s"].to_numpy(np.int64).copy()
    named = cases["pair"].to_numpy() != NONE
    if named.any():
        ready_s[named] = _named_ready_s(timetable, cases[named], groups, changing)
    group = cases["group"].to_numpy(np.int64)
    earliest = cases["arrival_s"].to_numpy(np.int64) + ready_s
    at = np.searchsorted(groups.key, group * CLOCK_S + earliest + DAY_S)
    inside = np.minimum(at, len(groups.key) - 1)
    departs = groups.time_s[inside].astype(np.float64)
    none = (at != inside) | (groups.key[inside] // CLOCK_S != group) | (ready_s == IMPOSSIBLE)
    wait_s = departs - cases["arrival_s"].to_numpy()
    none |= wait_s > limits.look_s
    before = np.maximum(at - 1, 0)
    had = (at > 0) & (groups.key[before] // CLOCK_S == group)
    missed_by = np.where(had, earliest - groups.time_s[before], np.inf)
    verdict = np.where(
        wait_s <= limits.wait_s, GOOD, np.where(missed_by <= limits.missed_by_s, MISSED, LONG)
    )
    table = pd.DataFrame(
        {
            "station": cases["station"].to_numpy(),
            "trip": cases["trip"].to_numpy(),
            "line": cases["from_line"].to_numpy(),
            "way": cases["from_way"].to_numpy(),
            "arrival_s": cases["arrival_s"].to_numpy(),
            "to_line": cases["line"].to_numpy(),
            "to_way": cases["way"].to_numpy(),
            "to_trip": np.where(none, NONE, groups.trip[inside]),
            "departure_s": np.where(none, np.nan, departs),
            "wait_s": np.where(none, np.nan, wait_s),
            "missed_by_s": np.where(np.isinf(missed_by), np.nan, missed_by),
            "verdict": np.where(none & ~(missed_by <= limits.missed_by_s), NOTHING, verdict),
        }
    )
    keys = ["station", "arrival_s", "trip", "to_line", "to_way"]
    return table.sort_values(keys, ignore_index=True)


def _named_ready_s(
    timetable: Timetable, cases: pd.DataFrame, groups: _Groups, changing: Changing
) -> Ints:
    """Return the time to change where rules name routes or trips: to the next trip they allow."""
    group = cases["group"].to_numpy(np.int64)
    arrival_s = cases["arrival_s"].to_numpy(np.int64)
    at = np.searchsorted(groups.key, group * CLOCK_S + arrival_s + DAY_S)
    ready = np.full(len(cases), IMPOSSIBLE, np.int64)
    looking = np.ones(len(cases), np.bool_)
    while looking.any():
        inside = np.minimum(at, len(groups.key) - 1)
        looking &= (at == inside) & (groups.key[inside] // CLOCK_S == group)
        rows = np.flatnonzero(looking)
        asked = special_ready_s(
            timetable, changing.transfers, cases["pair"].to_numpy()[rows],
            cases["trip"].to_numpy()[rows], groups.trip[inside[rows]],
        )  # fmt: skip
        wait_s = groups.time_s[inside[rows]] - arrival_s[rows]
        caught = (asked != IMPOSSIBLE) & (wait_s >= asked)
        ready[rows[caught]] = wait_s[caught]
        looking[rows[caught]] = False
        at = at + 1
    return ready
