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

from gtfs.timetable import NONE, Bools, Floats, Ints, Strings, Timetable, stops_served
from mobility.connections import Runs, runs_on
from mobility.events import Events, arrivals, departures
from mobility.knoten import knoten_of
from mobility.lines import Lines
from mobility.rail_access import Changing
from mobility.ready import special_ready_s
from mobility.transfers import IMPOSSIBLE, Transfers

Verdict: TypeAlias = Literal["gut", "knapp verpasst", "lang", "keiner"]
GOOD, MISSED, LONG, NOTHING = "gut", "knapp verpasst", "lang", "keiner"
CLOCK_S = 2**20  # longer than any clock: a group and a time in one number
DAY_S = 86_400
CASE = ["trip", "arrival_s", "station", "line", "way"]


class Limits(NamedTuple):
    """What counts as a good Anschluss, and what as one just missed."""

    wait_s: int = 900  # longest good wait, the walk included
    missed_by_s: int = 300  # so much earlier and the one before had been caught
    walk_s: int = 300  # longest walk that still belongs to the Knoten
    look_s: int = 4 * 3600  # a later departure is none


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
    knoten = knoten_of(timetable, lines, runs.trip[today], changing.footpaths, limits.walk_s)
    came = arrivals(timetable, Runs(*(column[today] for column in runs)))
    groups = _groups(lines, departures(timetable, runs))
    pairs = _pairs(timetable, changing, knoten, limits)
    cases = _cases(timetable, lines, came, pairs, groups)
    return _soonest(_judged(timetable, cases, groups, changing, limits))


class _Groups(NamedTuple):
    """Departures by stop, line and way, each group by time."""

    table: pd.DataFrame  # group, stop, line, way, next_station: NONE where trips part
    key: Ints  # [departure] group and time, ascending
    trip: Ints  # [departure]
    time_s: Ints  # [departure]


def _groups(lines: Lines, went: Events) -> _Groups:
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
    return _Groups(table.drop(columns=["min", "max"]), key, went.trip[order], time_s)


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
    rail[timetable.stop_station[stops_served(timetable, timetable.route_rail)]] = True
    return rail


def _cases(
    timetable: Timetable, lines: Lines, came: Events, pairs: pd.DataFrame, groups: _Groups
) -> pd.DataFrame:
    """Return arriving trips by what goes on from there, of several stations from the nearest."""
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
    cases = arriving.merge(pairs.merge(going, on="to_stop"), on="stop")
    back = cases["next_station"] == cases["before"]
    cases = cases[(cases["from_line"] != cases["line"]) & ~back]
    cases = cases.sort_values([*CASE, "walk_s"], kind="stable")
    there = pd.Series(timetable.stop_station[cases["to_stop"]], index=cases.index)
    keys = [cases[name] for name in CASE]
    return pd.DataFrame(cases[there == there.groupby(keys).transform("first")])


def _judged(
    timetable: Timetable,
    cases: pd.DataFrame,
    groups: _Groups,
    changing: Changing,
    limits: Limits,
) -> pd.DataFrame:
    """Return the cases with the first departure one catches, and how late one is for another."""
    going, late_s = _by_rules(timetable, cases, groups, changing, limits)
    some = going != NONE
    departs = np.where(some, groups.time_s[going], np.nan) if len(groups.key) else np.nan
    wait_s = departs - cases["arrival_s"].to_numpy()
    some &= wait_s <= limits.look_s
    table = cases[["station", "trip", "from_line", "from_way", "arrival_s", "line", "way"]]
    return table.set_axis(
        ["station", "trip", "line", "way", "arrival_s", "to_line", "to_way"], axis=1
    ).assign(
        to_trip=np.where(some, groups.trip[going], NONE) if len(groups.key) else NONE,
        departure_s=np.where(some, departs, np.nan),
        wait_s=np.where(some, wait_s, np.nan),
        missed_by_s=late_s,
        verdict=_verdicts(np.where(some, wait_s, np.nan), late_s, limits),
    )


def _verdicts(wait_s: Floats, late_s: Floats, limits: Limits) -> Strings:
    chosen = [wait_s <= limits.wait_s, late_s <= limits.missed_by_s, ~np.isnan(wait_s)]
    return np.select(chosen, [GOOD, MISSED, LONG], NOTHING)


def _soonest(judged: pd.DataFrame) -> pd.DataFrame:
    """Return of several stops the one with the first departure; just missed is one at any."""
    keys = ["station", "arrival_s", "trip", "to_line", "to_way"]
    ordered = judged.sort_values([*keys, "wait_s"], kind="stable", ignore_index=True)
    first = ordered.drop_duplicates(keys, ignore_index=True)
    late = ordered["verdict"] == MISSED
    if not late.any():
        return first
    missed = ordered[late].drop_duplicates(keys)
    found = first.merge(missed[[*keys, "missed_by_s"]], on=keys, how="left", suffixes=("", "_at"))
    hit = found["missed_by_s_at"].notna() & (found["verdict"] != GOOD)
    found.loc[hit, "verdict"] = MISSED
    found.loc[hit, "missed_by_s"] = found.loc[hit, "missed_by_s_at"]
    return found.drop(columns="missed_by_s_at")


def _by_rules(
    timetable: Timetable,
    cases: pd.DataFrame,
    groups: _Groups,
    changing: Changing,
    limits: Limits,
) -> tuple[Ints, Floats]:
    """Return ``[case]`` the first departure caught, and by how much one misses the one before.

    NONE where nothing is caught, nan where nothing went before.
    """
    arrival_s = cases["arrival_s"].to_numpy(np.int64)
    group, named = cases["group"].to_numpy(np.int64), cases["pair"].to_numpy() != NONE
    ready_s = np.where(named, -limits.missed_by_s, cases["ready_s"].to_numpy(np.int64))
    at = np.searchsorted(groups.key, group * CLOCK_S + arrival_s + ready_s + DAY_S)
    before = np.maximum(at - 1, 0)
    late_s = np.where(
        ~named & (at > 0) & (groups.key[before] // CLOCK_S == group),
        (arrival_s + ready_s - groups.time_s[before]).astype(np.float64),
        np.nan,
    )
    going = np.where(_holds(groups, at, group), at, NONE)
    _by_named_rules(timetable, cases, groups, changing.transfers, (going, late_s))
    return going, late_s


def _by_named_rules(
    timetable: Timetable,
    cases: pd.DataFrame,
    groups: _Groups,
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


def _holds(groups: _Groups, at: Ints, group: Ints) -> Bools:
    """Return whether the departure is there and one of the group."""
    inside = np.minimum(at, max(0, len(groups.key) - 1))
    there: Bools = (at == inside) & (groups.key[inside] // CLOCK_S == group)
    return there
