"""Transfers: when one may board after alighting, by walks, slack and the feed's own rules."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import NONE, Bools, Ints, Timetable, stops_served
from mobility.parameters import Moving

IMPOSSIBLE = -1  # as ready_s: the change cannot be made
GUARANTEED, TIMED, FORBIDDEN = 1, 2, 3  # transfer_type: no slack, min_transfer_time, not possible


class Footpaths(NamedTuple):
    """Walks between stops ≤ ``max_transfer_s``, by origin; no self loops, slack not included."""

    first: Ints  # [stop + 1]
    to_stop: Ints  # [footpath] ascending within an origin
    walk_s: Ints  # [footpath]


class Transfers(NamedTuple):
    """Time from alighting to the earliest boarding; ``special`` pairs depend on route or trip.

    The rules of a special pair are tried in order, the first that matches decides; the plain
    pairs leave the special ones out. The scan takes the columns out by their order.
    """

    first: Ints  # [stop + 1] plain pairs by the stop one alights at
    to_stop: Ints  # [pair]
    ready_s: Ints  # [pair]
    special_first: Ints  # [stop + 1] special pairs by the stop one alights at
    special_to: Ints  # [special]
    special_rule_first: Ints  # [special + 1]
    rule_from_route: Ints  # [rule] NONE matches every route
    rule_to_route: Ints
    rule_from_source: Ints  # [rule] trip_source; NONE matches every trip
    rule_to_source: Ints
    rule_ready_s: Ints  # [rule] or IMPOSSIBLE


class Pairs(NamedTuple):
    """Stop pairs in order of (from, to), each with its time; the content of transfers.parquet."""

    from_stop: Ints
    to_stop: Ints
    ready_s: Ints


class _Rows(NamedTuple):
    """Rows of transfers.txt written out for pairs of platforms, the deciding row first."""

    key: Ints  # [row] from * stops + to
    row: Ints  # [row] index into the timetable's rule_* columns


def footpaths_of(stops: int, from_stop: Ints, to_stop: Ints, walk_s: Ints) -> Footpaths:
    """Return the walks as CSR by origin."""
    order = np.lexsort((to_stop, from_stop))
    return Footpaths(
        first_of(from_stop, stops),
        to_stop[order].astype(np.int32),
        walk_s[order].astype(np.int32),
    )


def first_of(index: Ints, size: int) -> Ints:
    """Return ``[size + 1]`` where each group starts once its members are sorted by ``index``."""
    counts = np.bincount(index, minlength=size)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def general_pairs(timetable: Timetable, footpaths: Footpaths, moving: Moving) -> Pairs:
    """Return every possible change of stop by general rules alone, self pairs included."""
    stops = len(timetable.stop_id)
    key, walk_s = _walked(stops, footpaths)
    general = _is_general(timetable)
    rows = _written_out(timetable, np.flatnonzero(general & (timetable.rule_type <= FORBIDDEN)))
    decided, index = np.unique(rows.key, return_index=True)
    row = rows.row[index]
    timed = decided[_is_timed(timetable, row)]
    key, walk_s = _joined(key, walk_s, timed)
    ready = _ready_s(timetable, moving, key, walk_s, _lookup(decided, row, key))
    possible = ready != IMPOSSIBLE
    key, ready = key[possible], ready[possible]
    return Pairs((key // stops).astype(np.int32), (key % stops).astype(np.int32), ready)


def build_transfers(timetable: Timetable, footpaths: Footpaths, moving: Moving) -> Transfers:
    """Combine walks, slack and ``transfers.txt``: the most specific row of a pair decides.

    Rows with trips win over rows with routes, those over general ones; then a row that names the
    platform over one that names its station; then the first in the file (GTFS reference,
    transfers.txt, "specificity").
    """
    stops = len(timetable.stop_id)
    pairs = general_pairs(timetable, footpaths, moving)
    pair_key = pairs.from_stop.astype(np.int64) * stops + pairs.to_stop
    specific = ~_is_general(timetable) & (timetable.rule_type <= FORBIDDEN)
    rows = _written_out(timetable, np.flatnonzero(specific))
    special_key = np.unique(rows.key)
    plain = ~np.isin(pair_key, special_key)
    from_stop, to_stop, ready = (column[plain] for column in pairs)
    special_from = (special_key // stops).astype(np.int32)
    return Transfers(
        first_of(from_stop, stops),
        to_stop,
        ready,
        first_of(special_from, stops),
        (special_key % stops).astype(np.int32),
        *_special_rules(timetable, footpaths, moving, rows, special_key, (pair_key, pairs.ready_s)),
    )


def reverse(transfers: Transfers) -> Transfers:
    """Return the mirror image: who changed from A to B now changes from B to A."""
    stops = len(transfers.first) - 1
    alighted = np.repeat(np.arange(stops, dtype=np.int32), np.diff(transfers.first))
    by_to = np.argsort(transfers.to_stop, kind="stable")
    specials = np.diff(transfers.special_first)
    from_stop = np.repeat(np.arange(stops, dtype=np.int32), specials)
    order = np.argsort(transfers.special_to, kind="stable")
    rules = np.diff(transfers.special_rule_first)
    new_position = np.empty(len(order), np.int64)
    new_position[order] = np.arange(len(order))
    by_pair = np.argsort(np.repeat(new_position, rules), kind="stable")
    return Transfers(
        first_of(transfers.to_stop, stops),
        alighted[by_to],
        transfers.ready_s[by_to],
        first_of(transfers.special_to, stops),
        from_stop[order],
        np.concatenate(([0], np.cumsum(rules[order]))).astype(np.int32),
        transfers.rule_to_route[by_pair],
        transfers.rule_from_route[by_pair],
        transfers.rule_to_source[by_pair],
        transfers.rule_from_source[by_pair],
        transfers.rule_ready_s[by_pair],
    )


def _special_rules(
    timetable: Timetable,
    footpaths: Footpaths,
    moving: Moving,
    rows: _Rows,
    special_key: Ints,
    general: tuple[Ints, Ints],
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Return the rules of the special pairs, the general rule of each pair as its last."""
    stops = len(timetable.stop_id)
    walked_key, walked_s = _walked(stops, footpaths)
    walk_s = _lookup(walked_key, walked_s, rows.key)
    ready = _ready_s(timetable, moving, rows.key, walk_s, rows.row)
    last = np.full(len(special_key), NONE, np.int32)
    key = np.concatenate((rows.key, special_key))
    row = np.concatenate((rows.row, last))
    ready = np.concatenate((ready, _lookup(*general, special_key)))
    order = np.argsort(key, kind="stable")  # rows come in order of rank, the general rule last
    row, ready = row[order], ready[order]

    def end(column: Ints) -> Ints:
        return np.where(row == NONE, NONE, column[row]).astype(np.int32) if len(column) else row

    return (
        first_of(np.searchsorted(special_key, key[order]), len(special_key)),
        end(timetable.rule_from_route),
        end(timetable.rule_to_route),
        end(timetable.rule_from_source),
        end(timetable.rule_to_source),
        ready.astype(np.int32),
    )


def _is_general(timetable: Timetable) -> Bools:
    """Return ``[rule]`` whether the row names stops or stations alone."""
    named = (
        timetable.rule_from_route,
        timetable.rule_to_route,
        timetable.rule_from_source,
        timetable.rule_to_source,
    )
    general: Bools = np.all([column == NONE for column in named], axis=0)
    return general


def _is_timed(timetable: Timetable, row: Ints) -> Bools:
    """Return whether the rows set a time of their own (type 2 without a time is type 0)."""
    timed: Bools = (timetable.rule_type[row] == TIMED) & (timetable.rule_min_s[row] != NONE)
    return timed


def _walked(stops: int, footpaths: Footpaths) -> tuple[Ints, Ints]:
    """Return keys and seconds of all walked pairs, self pairs of 0 s included, keys ascending."""
    from_stop = np.repeat(np.arange(stops, dtype=np.int64), np.diff(footpaths.first))
    own = np.arange(stops, dtype=np.int64)
    key = np.concatenate((from_stop * stops + footpaths.to_stop, own * stops + own))
    walk_s = np.concatenate((footpaths.walk_s, np.zeros(stops, np.int32)))
    order = np.argsort(key)
    return key[order], walk_s[order]


def _joined(key: Ints, walk_s: Ints, further: Ints) -> tuple[Ints, Ints]:
    """Add pairs that have a time of their own and no walk."""
    new = further[~np.isin(further, key)]
    key = np.concatenate((key, new))
    walk_s = np.concatenate((walk_s, np.full(len(new), IMPOSSIBLE, np.int32)))
    order = np.argsort(key)
    return key[order], walk_s[order]


def _lookup(keys: Ints, values: Ints, wanted: Ints) -> Ints:
    """Return the values at the wanted keys (``keys`` ascending), ``NONE`` where there is none."""
    if not len(keys):
        return np.full(len(wanted), NONE, np.int32)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], NONE).astype(np.int32)


def _ready_s(timetable: Timetable, moving: Moving, key: Ints, walk_s: Ints, row: Ints) -> Ints:
    """Return the seconds from alighting to boarding for each pair under its deciding row."""
    stops = len(timetable.stop_id)
    rail = stops_served(timetable, timetable.route_rail)
    either = rail[key // stops] | rail[key % stops]
    slack = np.where(either, moving.transfer_slack_rail_s, moving.transfer_slack_s)
    if not len(timetable.rule_type):
        return np.where(walk_s == IMPOSSIBLE, IMPOSSIBLE, walk_s + slack).astype(np.int32)
    kind = np.where(row == NONE, 0, timetable.rule_type[row])
    ready = walk_s + np.where(kind == GUARANTEED, 0, slack)
    ready = np.where((walk_s == IMPOSSIBLE) | (kind == FORBIDDEN), IMPOSSIBLE, ready)
    timed = (row != NONE) & _is_timed(timetable, row)
    return np.where(timed, timetable.rule_min_s[row], ready).astype(np.int32)


def _written_out(timetable: Timetable, rows: Ints) -> _Rows:
    """Return the rows for every pair of platforms they hold for, by falling rank."""
    stops = len(timetable.stop_id)
    members, first = _platforms(timetable)
    key, row = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    for one in rows[np.argsort(-rank(timetable, rows), kind="stable")]:
        starts, ends = (
            members[first[station] : first[station + 1]] if stop == NONE else np.array([stop])
            for stop, station in (
                (timetable.rule_from_stop[one], timetable.rule_from_station[one]),
                (timetable.rule_to_stop[one], timetable.rule_to_station[one]),
            )
        )
        pairs = (starts[:, None].astype(np.int64) * stops + ends[None, :]).ravel()
        key.append(pairs)
        row.append(np.full(len(pairs), one, np.int32))
    return _Rows(np.concatenate(key), np.concatenate(row))


def rank(timetable: Timetable, rows: Ints) -> Ints:
    """Return how specific each row is: trips, then routes; then platforms; then how much is named.

    Each step outweighs all that follow: there are at most two of anything.
    """

    def named(one: Ints, other: Ints) -> Ints:
        both: Ints = (one[rows] != NONE).astype(np.int64) + (other[rows] != NONE)
        return both

    trips = named(timetable.rule_from_source, timetable.rule_to_source)
    routes = named(timetable.rule_from_route, timetable.rule_to_route)
    platforms = named(timetable.rule_from_stop, timetable.rule_to_stop)
    stations = named(timetable.rule_from_station, timetable.rule_to_station)
    group = np.select([trips > 0, routes > 0], [200, 100], 0)
    order: Ints = group + 10 * platforms + trips + routes + platforms + stations
    return order


def _platforms(timetable: Timetable) -> tuple[Ints, Ints]:
    """Return the stops by station and ``[station + 1]`` where each station's begin."""
    members = np.argsort(timetable.stop_station, kind="stable")
    return members, first_of(timetable.stop_station, len(timetable.station_id))
