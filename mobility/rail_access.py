"""Rail access: how long trips of lines wait for trains of the Hauptrelation, Knoten by Knoten.

A Knoten is a railway station one may change at by the rules of changing (walk, slack,
``transfers.txt``). The people of one side of the line ride to it and on by train, and come back
the same way: trips towards the Knoten meet the next train to the Oberzentrum, trips away from it
the last train from there.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from gtfs.timetable import FORBIDDEN, NONE, Bools, Ints, Timetable, calls_of_trips
from mobility.connections import runs_on
from mobility.lines import Lines
from mobility.ready import special_ready_s
from mobility.transfers import IMPOSSIBLE, Footpaths, Transfers
from mobility.ways import OUT

FROM_SIDE, TO_SIDE = 0, 1  # the people live where the Kernabschnitt begins, or where it ends
CLOCK_S = 10**6  # longer than any clock: stop and time in one number


class Trains(NamedTuple):
    """Calls of trains of the Hauptrelation on a date's clock, in the order of stop and time."""

    stop: Ints  # [call]
    time_s: Ints  # [call]
    trip: Ints  # [call]


class Hauptrelation(NamedTuple):
    """Trains to the Oberzentrum as they depart, and from it as they arrive."""

    inbound: Trains
    outbound: Trains


class Changing(NamedTuple):
    """How one changes between stops."""

    transfers: Transfers
    footpaths: Footpaths


def find_hauptrelation(timetable: Timetable, day: date, centre: Bools) -> Hauptrelation:
    """Return the trains of the day that call at the Oberzentrum, stops ``[stop]`` of it marked."""
    runs = runs_on(timetable, day)
    rail = timetable.route_rail[timetable.trip_route[runs.trip]]
    trip, shift_s = runs.trip[rail], runs.shift_s[rail]
    call = calls_of_trips(timetable, trip)
    run = np.repeat(np.arange(len(trip)), np.diff(timetable.first_call)[trip])
    away = ~centre[timetable.call_stop[call]]
    first, last = _first_and_last(run[~away], call[~away], len(trip))
    inbound = away & (call < last[run]) & (timetable.pickup[call] != FORBIDDEN)
    outbound = away & (call > first[run]) & (timetable.drop_off[call] != FORBIDDEN)
    departs_s = timetable.departure_s[call] + shift_s[run]
    arrives_s = timetable.arrival_s[call] + shift_s[run]
    stop = timetable.call_stop[call].astype(np.int64)
    return Hauptrelation(
        _sorted(stop[inbound], departs_s[inbound], trip[run[inbound]]),
        _sorted(stop[outbound], arrives_s[outbound], trip[run[outbound]]),
    )


def _first_and_last(run: Ints, call: Ints, runs: int) -> tuple[Ints, Ints]:
    """Return ``[run]`` its first and last of some calls; without any, none is between them."""
    first, last = np.full(runs, np.iinfo(np.int64).max), np.full(runs, NONE, np.int64)
    np.minimum.at(first, run, call)
    np.maximum.at(last, run, call)
    return first, last


def rail_waits(
    timetable: Timetable, lines: Lines, trips: Ints, relation: Hauptrelation, changing: Changing
) -> pd.DataFrame:
    """Return what the whole ``trips`` have at each Knoten they can change at.

    Columns ``line, station, side, towards, trip, ride_s, wait_s, wait_walked_s``: the ride on the
    bus, the wait from bus to train or train to bus with and without the walk; missing where no
    train is caught. ``side`` is whose people ride ``towards`` the train or back from it. One
    changes at the call with the shortest walk: to walk on to another stop is no Anschluss.
    """
    parts = [
        _waits(timetable, _calls(timetable, lines, trips, towards=towards), relation, changing)
        for towards in (True, False)
    ]
    waits = pd.concat(parts, ignore_index=True)
    waits["station"] = timetable.stop_station[waits.pop("train_stop")]
    keys = ["line", "station", "side", "towards", "trip"]
    waits["least_s"] = waits.groupby([*keys, "call"])["walk_s"].transform("min")
    waits = waits.sort_values(["least_s", "call"])
    nearest = waits.groupby(keys)["call"].transform("first")
    at_knoten = waits[waits["call"] == nearest].groupby(keys, as_index=False)
    best: pd.DataFrame = at_knoten[["ride_s", "wait_s", "wait_walked_s"]].min()
    return best


def _sorted(stop: Ints, time_s: Ints, trip: Ints) -> Trains:
    order = np.lexsort((trip, time_s, stop))
    return Trains(stop[order], time_s[order], trip[order])


def _calls(timetable: Timetable, lines: Lines, trips: Ints, *, towards: bool) -> pd.DataFrame:
    """Return the calls at which the trips are left for a train, or boarded from one."""
    first = lines.core_first[trips] + (1 if towards else 0)
    size = lines.core_last[trips] - lines.core_first[trips]
    call = np.repeat(first - (np.cumsum(size) - size), size) + np.arange(size.sum())
    trip = np.repeat(trips, size)
    barred = timetable.drop_off if towards else timetable.pickup
    times = timetable.arrival_s if towards else timetable.departure_s
    out = lines.trip_way[trip] == OUT
    start_s, end_s = timetable.departure_s[lines.core_first], timetable.arrival_s[lines.core_last]
    table = pd.DataFrame(
        {
            "line": lines.trip_line[trip],
            "side": np.where(out == towards, FROM_SIDE, TO_SIDE),
            "towards": towards,
            "trip": trip,
            "call": call,
            "stop": timetable.call_stop[call],
            "time_s": times[call].astype(np.int64),
            "ride_s": times[call] - start_s[trip] if towards else end_s[trip] - times[call],
        }
    )
    return pd.DataFrame(table[barred[call] != FORBIDDEN])


def _waits(
    timetable: Timetable, calls: pd.DataFrame, relation: Hauptrelation, changing: Changing
) -> pd.DataFrame:
    towards = bool(calls["towards"].iloc[0]) if len(calls) else True
    trains = relation.inbound if towards else relation.outbound
    served = np.unique(trains.stop)
    plain = calls.merge(_plain_pairs(changing, served, towards=towards), on="stop")
    found = [_next_trains(plain, trains, towards=towards)]
    if len(changing.transfers.special_to):
        special = calls.merge(_special_pairs(changing, served, towards=towards), on="stop")
        found.append(_named_trains(timetable, special, trains, changing.transfers, towards=towards))
    table = pd.concat(found, ignore_index=True)
    table["wait_walked_s"] = table["wait_s"] - table["walk_s"]
    return table


def _plain_pairs(changing: Changing, served: Ints, *, towards: bool) -> pd.DataFrame:
    """Return the pairs of bus stop and train stop with the time to change and the walk."""
    transfers = changing.transfers
    alighted = np.repeat(np.arange(len(transfers.first) - 1), np.diff(transfers.first))
    pairs = pd.DataFrame({"from": alighted, "to": transfers.to_stop, "ready_s": transfers.ready_s})
    return _of_trains(pairs, changing.footpaths, served, towards=towards)


def _special_pairs(changing: Changing, served: Ints, *, towards: bool) -> pd.DataFrame:
    transfers = changing.transfers
    alighted = np.repeat(np.arange(len(transfers.first) - 1), np.diff(transfers.special_first))
    number = np.arange(len(transfers.special_to))
    pairs = pd.DataFrame({"from": alighted, "to": transfers.special_to, "pair": number})
    return _of_trains(pairs, changing.footpaths, served, towards=towards)


def _of_trains(
    pairs: pd.DataFrame, footpaths: Footpaths, served: Ints, *, towards: bool
) -> pd.DataFrame:
    """Return the pairs of a stop trains call at, with the walk, 0 where there is none."""
    bus, train = ("from", "to") if towards else ("to", "from")
    pairs = pairs[np.isin(pairs[train], served)]
    start, stops = np.arange(len(footpaths.first) - 1), len(footpaths.first)
    walks = np.repeat(start, np.diff(footpaths.first)) * stops + footpaths.to_stop
    order = np.argsort(walks)
    asked = pairs["from"].to_numpy() * stops + pairs["to"].to_numpy()
    at = np.minimum(np.searchsorted(walks, asked, sorter=order), len(order) - 1)
    known = walks[order[at]] == asked if len(order) else np.zeros(len(asked), np.bool_)
    walk_s = np.zeros(len(asked), np.int64)
    walk_s[known] = footpaths.walk_s[order[at[known]]]
    return pairs.rename(columns={bus: "stop", train: "train_stop"}).assign(walk_s=walk_s)


def _next_trains(rows: pd.DataFrame, trains: Trains, *, towards: bool) -> pd.DataFrame:
    """Look up the next train one catches, or the last one that still makes the bus."""
    key = trains.stop * CLOCK_S + trains.time_s
    sign = 1 if towards else -1
    wanted = rows["train_stop"] * CLOCK_S + rows["time_s"] + sign * rows["ready_s"]
    at = np.searchsorted(key, wanted) if towards else np.searchsorted(key, wanted, "right") - 1
    inside = np.clip(at, 0, max(0, len(key) - 1))
    same = (at == inside) & (trains.stop[inside] == rows["train_stop"].to_numpy())
    wait_s = sign * (trains.time_s[inside] - rows["time_s"].to_numpy())
    return rows.assign(wait_s=np.where(same, wait_s, np.nan)).drop(columns="ready_s")


def _named_trains(
    timetable: Timetable,
    rows: pd.DataFrame,
    trains: Trains,
    transfers: Transfers,
    *,
    towards: bool,
) -> pd.DataFrame:
    """Look through all trains where rules name routes or trips."""
    calls = pd.DataFrame(
        {"train_stop": trains.stop, "train_s": trains.time_s, "train": trains.trip}
    )
    every = rows.merge(calls, on="train_stop")
    there, here = ("trip", "train") if towards else ("train", "trip")
    ready_s = special_ready_s(
        timetable, transfers, every["pair"].to_numpy(), every[there].to_numpy(),
        every[here].to_numpy(),
    )  # fmt: skip
    wait_s = (every["train_s"] - every["time_s"]).to_numpy() * (1 if towards else -1)
    caught = (ready_s != IMPOSSIBLE) & (wait_s >= ready_s)
    kept = every.assign(wait_s=np.where(caught, wait_s, np.nan))
    return kept.drop(columns=["pair", "train_s", "train"])


def of_far_end(waits: pd.DataFrame) -> pd.DataFrame:
    """Return of each Knoten the side that rides longer to it: for its people the line is there."""
    keys = ["line", "station"]
    ride_s = waits.groupby([*keys, "side"], as_index=False).agg(ride_s=("ride_s", "mean"))
    far = ride_s.sort_values("ride_s", kind="stable").groupby(keys, as_index=False).last()
    return waits.merge(far[[*keys, "side"]], on=[*keys, "side"])
