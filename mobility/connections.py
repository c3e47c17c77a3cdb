"""Connections: one day of a timetable, three service dates on its clock, as the scan reads it."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from gtfs.timetable import FORBIDDEN, NONE, Bools, Ints, Timetable
from mobility.transfers import first_of, rank

STAY_S = 1800  # longest stand between two trips of a block that one may sit through
TYPE_STAY, TYPE_NO_STAY = 4, 5  # transfer_type: one may stay seated / must alight


class Runs(NamedTuple):
    """Trips on one service date each, on the clock of the day asked for."""

    trip: Ints  # [run] index into the timetable
    shift_s: Ints  # [run] added to the trip's own times
    date: Ints  # [run] -1, 0, 1: service date before, of, after the day


class Connections(NamedTuple):
    """Rides between two calls in the order of the scan: latest departure first.

    Among equal departures the later arrival comes first, then the later call of a run, so every
    ride stands behind those it may continue in, but for chains of rides of 0 minutes. The scan
    takes the columns out by their order (``profiles``).
    """

    from_stop: Ints  # [connection]
    to_stop: Ints  # [connection]
    departure_s: Ints  # [connection]
    arrival_s: Ints  # [connection]
    may_board: Bools  # [connection]
    may_alight: Bools  # [connection]
    run: Ints  # [connection]
    call: Ints  # [connection] call of the timetable one departs at
    following: Ints  # [connection] the next one of the run, NONE at its end
    run_first: Ints  # [run] its first connection
    run_route: Ints  # [run]
    run_source: Ints  # [run] trip_source
    stay_first: Ints  # [run + 1]
    stay_run: Ints  # [stay] run one may stay seated into from the end of another
    leaving_first: Ints  # [stop + 1]
    leaving: Ints  # [departure] boardable connections of a stop by rising departure


def noon_minus_12h(timezone: str, day: date) -> float:
    """Return the origin of GTFS times on the date as seconds since the epoch."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(timezone))
    return noon.timestamp() - 43_200


def runs_on(timetable: Timetable, day: date) -> Runs:
    """Return the trips of the day before, the day and the day after, on the day's clock."""
    clock = noon_minus_12h(str(timetable.feed_timezone[0]), day)
    feed = timetable.service_feed[timetable.trip_service]
    trips, shifts, dates = [], [], []
    for offset in (-1, 0, 1):
        service_date = day + timedelta(days=offset)
        running = timetable.trips_on(service_date)
        per_feed = np.array(
            [noon_minus_12h(str(zone), service_date) - clock for zone in timetable.feed_timezone]
        )
        trips.append(running)
        shifts.append(per_feed[feed[running]].astype(np.int32))
        dates.append(np.full(len(running), offset, np.int32))
    return Runs(np.concatenate(trips), np.concatenate(shifts), np.concatenate(dates))


def build_connections(
    timetable: Timetable, day: date, *, from_s: int, until_s: int
) -> tuple[Connections, Runs]:
    """Return the connections departing in [``from_s``, ``until_s``) of the day's clock."""
    runs = _overlapping(timetable, runs_on(timetable, day), from_s, until_s)
    calls = np.diff(timetable.first_call)[runs.trip]
    first = timetable.first_call[runs.trip]
    run = np.repeat(np.arange(len(runs.trip), dtype=np.int32), calls - 1)
    ends = np.cumsum(calls - 1)
    step = np.arange(len(run)) - np.repeat(ends - (calls - 1), calls - 1)
    call = (first[run] + step).astype(np.int32)
    departure = timetable.departure_s[call] + runs.shift_s[run]
    arrival = timetable.arrival_s[call + 1] + runs.shift_s[run]
    order = np.lexsort((-call, -arrival, -departure))
    position = np.empty(len(order), np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    last = step == (calls - 2)[run]
    following = np.full(len(run), NONE, np.int32)
    following[~last] = position[np.flatnonzero(~last) + 1]
    columns = (
        timetable.call_stop[call][order],
        timetable.call_stop[call + 1][order],
        departure[order].astype(np.int32),
        arrival[order].astype(np.int32),
        (timetable.pickup[call] != FORBIDDEN)[order],
        (timetable.drop_off[call + 1] != FORBIDDEN)[order],
        run[order],
        call[order],
        following[order],
    )
    run_first = position[(ends - (calls - 1)).astype(np.int64)]
    stay_first, stay_run = _stays(timetable, runs)
    stops = len(timetable.stop_id)
    leaving_first, leaving = _leaving(stops, columns)
    return (
        Connections(
            *columns,
            run_first.astype(np.int32),
            timetable.trip_route[runs.trip],
            timetable.trip_source[runs.trip],
            stay_first,
            stay_run,
            leaving_first,
            leaving,
        ),
        runs,
    )


def reverse(connections: Connections) -> Connections:
    """Return the mirror image: time runs backwards, boarding and alighting change places."""
    count = len(connections.run)
    order = np.lexsort(
        (connections.call, connections.departure_s, connections.arrival_s)
    )  # mirrored: latest departure is the earliest arrival
    position = np.empty(count, np.int32)
    position[order] = np.arange(count, dtype=np.int32)
    before = np.full(count, NONE, np.int32)
    has_next = np.flatnonzero(connections.following != NONE)
    before[connections.following[has_next]] = position[has_next]
    last = np.flatnonzero(connections.following == NONE)
    run_first = np.zeros(len(connections.run_first), np.int32)
    run_first[connections.run[last]] = position[last]
    stay_from = np.repeat(
        np.arange(len(connections.run_first), dtype=np.int32), np.diff(connections.stay_first)
    )
    by_to = np.argsort(connections.stay_run, kind="stable")
    columns = (
        connections.to_stop[order],
        connections.from_stop[order],
        -connections.arrival_s[order],
        -connections.departure_s[order],
        connections.may_alight[order],
        connections.may_board[order],
        connections.run[order],
        connections.call[order],
        before[order],
    )
    leaving_first, leaving = _leaving(len(connections.leaving_first) - 1, columns)
    return Connections(
        *columns,
        run_first,
        connections.run_route,
        connections.run_source,
        first_of(connections.stay_run, len(connections.run_first)),
        stay_from[by_to],
        leaving_first,
        leaving,
    )


def _overlapping(timetable: Timetable, runs: Runs, from_s: int, until_s: int) -> Runs:
    """Keep the runs that are under way in the time asked for, whole."""
    start = timetable.departure_s[timetable.first_call[runs.trip]] + runs.shift_s
    end = timetable.arrival_s[timetable.first_call[runs.trip + 1] - 1] + runs.shift_s
    kept = (end >= from_s) & (start < until_s)
    return Runs(*(column[kept] for column in runs))


_Columns = tuple[Ints, Ints, Ints, Ints, Bools, Bools, Ints, Ints, Ints]


def _leaving(stops: int, columns: _Columns) -> tuple[Ints, Ints]:
    """Return the boardable connections by stop, earliest first."""
    from_stop, may_board = columns[0], columns[4]
    boardable = np.flatnonzero(may_board)[::-1]
    by_stop = np.argsort(from_stop[boardable], kind="stable")
    return first_of(from_stop[boardable], stops), boardable[by_stop].astype(np.int32)


def _stays(timetable: Timetable, runs: Runs) -> tuple[Ints, Ints]:
    """Return for each run the runs one may stay seated into: blocks and transfers of type 4."""
    count = np.int64(len(runs.trip))
    from_run, to_run, kind = _linked(timetable, runs)
    said = from_run * count + to_run
    block_from, block_to = _in_block(timetable, runs)
    in_block = block_from * count + block_to
    in_block = in_block[~np.isin(in_block, said[kind == TYPE_NO_STAY])]
    pairs = np.unique(np.concatenate((said[kind == TYPE_STAY], in_block)))
    return first_of(pairs // count, int(count)), (pairs % count).astype(np.int32)


def _ends(timetable: Timetable, runs: Runs) -> tuple[Ints, Ints]:
    """Return ``[run]`` first departure and last arrival."""
    start = timetable.departure_s[timetable.first_call[runs.trip]] + runs.shift_s
    end = timetable.arrival_s[timetable.first_call[runs.trip + 1] - 1] + runs.shift_s
    return start, end


def _in_block(timetable: Timetable, runs: Runs) -> tuple[Ints, Ints]:
    """Return the pairs of runs that one vehicle works one after the other, per service date."""
    start, end = _ends(timetable, runs)
    block = timetable.trip_block[runs.trip]
    order = np.lexsort((runs.trip, end, start, runs.date, block))
    order = order[block[order] != NONE]
    here, there = order[:-1], order[1:]
    last_stop = timetable.call_stop[timetable.first_call[runs.trip[here] + 1] - 1]
    first_stop = timetable.call_stop[timetable.first_call[runs.trip[there]]]
    stand = start[there] - end[here]
    joined = (
        (block[here] == block[there])
        & (runs.date[here] == runs.date[there])
        & (last_stop == first_stop)
        & (stand >= 0)
        & (stand <= STAY_S)
    )
    return here[joined], there[joined]


def _linked(timetable: Timetable, runs: Runs) -> tuple[Ints, Ints, Ints]:
    """Return pairs of runs of one service date named by rows of types 4 and 5, and the type.

    Of several rows for a pair the most specific decides, then the first.
    """
    kinds = (timetable.rule_type == TYPE_STAY) | (timetable.rule_type == TYPE_NO_STAY)
    rules = np.flatnonzero(kinds)
    decided: dict[tuple[int, int], int] = {}
    for rule in rules[np.argsort(-rank(timetable, rules), kind="stable")]:
        for pair in _pairs_of(timetable, runs, int(rule)):
            decided.setdefault(pair, int(timetable.rule_type[rule]))
    pairs = np.array(list(decided), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1], np.array(list(decided.values()), np.int64)


def _pairs_of(timetable: Timetable, runs: Runs, rule: int) -> list[tuple[int, int]]:
    """Return the pairs of runs a row of type 4 or 5 is about."""
    start, end = _ends(timetable, runs)
    trip, source = runs.trip, timetable.trip_source[runs.trip]
    route = timetable.trip_route[trip]
    last_stop = timetable.call_stop[timetable.first_call[trip + 1] - 1]
    first_stop = timetable.call_stop[timetable.first_call[trip]]
    one = np.flatnonzero(
        (source == timetable.rule_from_source[rule]) & _is_at(timetable, last_stop, "from", rule)
    )
    other = np.flatnonzero(
        (source == timetable.rule_to_source[rule])
        & _is_of(route, timetable.rule_to_route[rule])
        & _is_at(timetable, first_stop, "to", rule)
    )
    here, there = (grid.ravel() for grid in np.meshgrid(one, other, indexing="ij"))
    fits = (runs.date[here] == runs.date[there]) & (start[there] >= end[here]) & (here != there)
    return list(zip(here[fits].tolist(), there[fits].tolist(), strict=True))


def _is_at(timetable: Timetable, stop: Ints, side: str, rule: int) -> Bools:
    """Return whether the stops are those the row names on the side; it may name none."""
    named = getattr(timetable, f"rule_{side}_stop")[rule]
    station = getattr(timetable, f"rule_{side}_station")[rule]
    at_stop = (named == NONE) | (stop == named)
    at_station = (station == NONE) | (timetable.stop_station[stop] == station)
    fits: Bools = at_stop & at_station
    return fits


def _is_of(route: Ints, named: int) -> Bools:
    """Return whether the routes are the one the row names; it may name none."""
    fits: Bools = (route == named) | (named == NONE)
    return fits
