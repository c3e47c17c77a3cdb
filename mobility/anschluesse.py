"""Anschlüsse: at every Knoten, how long each arriving trip waits for the lines that go on from it.

A Knoten is a station where trains and buses call, or at least three lines. Changed is by the rules
of changing (walk, slack, ``transfers.txt``); the wait runs from arrival to the *first* departure of
a line and way one can catch. Not asked is what turns back to where the trip came from, and the
line's own next trip; nor a ride of one stop within the Knoten.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from gtfs.timetable import NONE, Bools, Floats, Strings, Timetable, stops_served
from mobility.connections import Runs, runs_on
from mobility.events import Events, arrivals, departures
from mobility.first_departures import Groups, first_caught, groups_of
from mobility.knoten import knoten_of
from mobility.lines import Lines
from mobility.rail_access import Changing
from mobility.transfers import IMPOSSIBLE

GOOD, MISSED, LONG, NOTHING = "gut", "knapp verpasst", "lang", "keiner"
CASE = ["visit", "line", "way"]


class Limits(NamedTuple):
    """What counts as a good Anschluss, and what as one just missed."""

    wait_s: int = 900  # longest good wait, the walk included
    missed_by_s: int = 300  # so much earlier and the one before had been caught
    walk_s: int = 300  # longest walk that still belongs to the Knoten
    look_s: int = 4 * 3600  # a later departure is none


USUAL = Limits()


def find_anschluesse(
    timetable: Timetable,
    lines: Lines,
    day: date,
    changing: Changing,
    limits: Limits = USUAL,
    stations: Bools | None = None,
) -> pd.DataFrame:
    """Return a row per arriving trip of the day, and line and way that go on from there.

    Only at the stations ``[station]`` marked, everywhere by default.

    Columns ``station, trip, line, way, arrival_s, to_line, to_way, to_trip, departure_s, wait_s,
    missed_by_s, verdict``; departure and wait are missing where nothing follows within 4 h,
    ``missed_by_s`` where nothing went before.
    """
    runs = runs_on(timetable, day)
    today = np.flatnonzero(runs.date == 0)
    knoten = knoten_of(timetable, lines, runs.trip[today], changing.footpaths, limits.walk_s)
    knoten = knoten if stations is None else knoten & stations
    came = arrivals(timetable, Runs(*(column[today] for column in runs)))
    groups = groups_of(lines, departures(timetable, runs))
    pairs = _pairs(timetable, changing, knoten, limits)
    cases = _cases(timetable, lines, came, pairs, groups)
    return _soonest(_judged(timetable, cases, groups, changing, limits))


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
    timetable: Timetable, lines: Lines, came: Events, pairs: pd.DataFrame, groups: Groups
) -> pd.DataFrame:
    """Return arriving trips by what goes on from there, of several stations from the nearest."""
    arriving = pd.DataFrame(
        {
            "call": np.arange(len(came.trip)),
            "run": came.run,
            "trip": came.trip,
            "stop": came.stop,
            "arrival_s": came.time_s,
            "before": came.beyond,
            "from_line": lines.trip_line[came.trip],
            "from_way": lines.trip_way[came.trip],
        }
    )
    going = groups.table.rename(columns={"stop": "to_stop"})
    cases = _with_visits(arriving.merge(pairs.merge(going, on="to_stop"), on="stop"))
    back = cases["next_station"] == cases["before"]
    cases = cases[(cases["from_line"] != cases["line"]) & ~back]
    cases = cases[~_walks_back(timetable, cases, pairs)]
    cases = cases.sort_values([*CASE, "walk_s"], kind="stable")
    there = pd.Series(timetable.stop_station[cases["to_stop"]], index=cases.index)
    keys = [cases[name] for name in CASE]
    return pd.DataFrame(cases[there == there.groupby(keys).transform("first")])


def _walks_back(timetable: Timetable, cases: pd.DataFrame, pairs: pd.DataFrame) -> Bools:
    """Return ``[case]`` whether one rides a stop out of the Knoten and walks back, or out and in.

    A trip that begins in the Knoten does not come there at its next stop, nor does one whose next
    stop is in the Knoten go on from there.
    """
    near = pd.MultiIndex.from_arrays((timetable.stop_station[pairs["stop"]], pairs["station"]))
    first = timetable.call_stop[timetable.first_call[cases["trip"]]]
    begun = timetable.stop_station[first] == cases["before"].to_numpy()
    out, in_ = (
        pd.MultiIndex.from_frame(cases[[name, "station"]]).isin(near)
        for name in ("before", "next_station")
    )
    return np.asarray((begun & out) | in_)


def _with_visits(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the cases with ``visit``: a trip at a Knoten, and ``before``, where it came from.

    A trip may call there twice in a row; one alights at whichever stop suits.
    """
    calls = cases[["run", "station", "call", "before"]].drop_duplicates(["station", "call"])
    calls = calls.sort_values(["run", "station", "call"], ignore_index=True)
    follows = (calls[["run", "station"]] == calls[["run", "station"]].shift()).all(axis=1)
    calls["visit"] = (~(follows & (calls["call"] == calls["call"].shift() + 1))).cumsum()
    calls["before"] = calls.groupby("visit")["before"].transform("first")
    return cases.drop(columns=["run", "before"]).merge(calls, on=["station", "call"])


def _judged(
    timetable: Timetable,
    cases: pd.DataFrame,
    groups: Groups,
    changing: Changing,
    limits: Limits,
) -> pd.DataFrame:
    """Return the cases with the first departure one catches, and how late one is for another."""
    going, late_s = first_caught(timetable, cases, groups, changing.transfers, limits.missed_by_s)
    some = going != NONE
    departs = np.where(some, groups.time_s[going], np.nan) if len(groups.key) else np.nan
    wait_s = departs - cases["arrival_s"].to_numpy()
    some &= wait_s <= limits.look_s
    table = cases[["visit", "station", "trip", "from_line", "from_way", "arrival_s", "line", "way"]]
    return table.set_axis(
        ["visit", "station", "trip", "line", "way", "arrival_s", "to_line", "to_way"], axis=1
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
    keys = ["visit", "to_line", "to_way"]
    ordered = judged.sort_values([*keys, "departure_s", "wait_s", "missed_by_s"], kind="stable")
    first = ordered.drop_duplicates(keys)
    missed = ordered[ordered["verdict"] == MISSED].drop_duplicates(keys)
    found = first.merge(missed[[*keys, "missed_by_s"]], on=keys, how="left", suffixes=("", "_at"))
    hit = found["missed_by_s_at"].notna() & (found["verdict"] != GOOD)
    found.loc[hit, "verdict"] = MISSED
    found.loc[hit, "missed_by_s"] = found.loc[hit, "missed_by_s_at"]
    order = ["station", "arrival_s", "trip", "to_line", "to_way"]
    return found.drop(columns=["missed_by_s_at", "visit"]).sort_values(order, ignore_index=True)
