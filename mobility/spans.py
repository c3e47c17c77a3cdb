"""Spans: the rides of a day between two times, and what one changes to, as a lane scan reads it."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import NONE, Bools, Ints
from mobility.changes import Changes
from mobility.connections import Connections
from mobility.transfers import IMPOSSIBLE, Transfers, first_of


class Span(NamedTuple):
    """Rides in the order of the scan; times count from ``from_s`` on, rides from its first.

    A change leads to a row: that of a ride stands for it and all later ones of its stop, one of
    those behind for a single ride. The last row is never reached.
    """

    from_s: int
    from_stop: Ints  # [ride]
    to_stop: Ints  # [ride]
    departure_s: Ints  # [ride]
    arrival_s: Ints  # [ride]
    may_board: Bools  # [ride]
    may_alight: Bools  # [ride]
    later: Ints  # [ride] row of the next boarding of its stop
    alone: Ints  # [ride] the row that stands for it alone, else NONE
    run: Ints  # [ride] numbered within the span
    ends: Bools  # [ride] whether its run ends with it
    stay_first: Ints  # [run + 1]
    stay_run: Ints  # [stay] run one may stay seated into
    change_first: Ints  # [ride + 1]
    change_row: Ints  # [change]
    leaving_first: Ints  # [stop + 1]
    leaving: Ints  # [departure] boardable rides of a stop by rising departure
    rows: int


class _Changes(NamedTuple):
    """From a ride one alights from to one that one boards."""

    ride: Ints  # [change]
    boarding: Ints  # [change]
    exact: Bools  # [change] to this one alone, not to later ones of its stop


def span_of(
    connections: Connections, transfers: Transfers, changes: Changes, from_s: int, until_s: int
) -> Span | None:
    """Return the rides departing in [``from_s``, ``until_s``).

    None if some ride continues in one that stands behind it: between rides of 0 minutes one may
    change in no time, and no order suits all of them.
    """
    falling = -connections.departure_s
    begin, end = (int(np.searchsorted(falling, -at, side="right")) for at in (until_s, from_s))
    part, count = slice(begin, end), end - begin
    leaving_first, leaving = _leaving(connections, begin, end)
    run, stay_first, stay_run, in_order = _runs(connections, begin, end)
    found = _plain(changes, begin, end)
    if len(transfers.special_to):
        found = _joined(found, _special(connections, transfers, part, leaving_first, leaving))
    if not in_order or np.any(found.boarding >= found.ride):
        return None
    alone = np.full(count, NONE, np.int32)
    by_itself = np.unique(found.boarding[found.exact])
    alone[by_itself] = np.arange(count, count + len(by_itself), dtype=np.int32)
    rows = count + len(by_itself) + 1
    return Span(
        from_s,
        connections.from_stop[part],
        connections.to_stop[part],
        connections.departure_s[part] - np.int32(from_s),
        connections.arrival_s[part] - np.int32(from_s),
        connections.may_board[part],
        connections.may_alight[part],
        _later(leaving_first, leaving, count, rows - 1),
        alone,
        run,
        connections.following[part] == NONE,
        stay_first,
        stay_run,
        first_of(found.ride, count),
        np.where(found.exact, alone[found.boarding], found.boarding).astype(np.int32),
        leaving_first,
        leaving,
        rows,
    )


def _leaving(connections: Connections, begin: int, end: int) -> tuple[Ints, Ints]:
    """Return the boardable rides of the span by stop, earliest first."""
    leaving = connections.leaving
    inside = (leaving >= begin) & (leaving < end)
    counts = np.concatenate(([0], np.cumsum(inside)))
    first = counts[connections.leaving_first].astype(np.int32)
    return first, leaving[inside] - np.int32(begin)


def _later(leaving_first: Ints, leaving: Ints, count: int, never: int) -> Ints:
    """Return ``[ride]`` the next boarding of its stop."""
    stop = np.repeat(np.arange(len(leaving_first) - 1), np.diff(leaving_first))
    together = stop[1:] == stop[:-1]
    later = np.full(count, never, np.int32)
    later[leaving[:-1][together]] = leaving[1:][together]
    return later


def _runs(connections: Connections, begin: int, end: int) -> tuple[Ints, Ints, Ints, bool]:
    """Return ``[ride]`` the run, runs one may stay seated into, and whether those stand before."""
    known, run = np.unique(connections.run[begin:end], return_inverse=True)
    number = np.full(len(connections.run_first), NONE, np.int32)
    number[known] = np.arange(len(known), dtype=np.int32)
    here = np.repeat(np.arange(len(number)), np.diff(connections.stay_first))
    there = connections.stay_run
    kept = (number[here] != NONE) & (number[there] != NONE)
    here, there = here[kept], there[kept]
    ending = begin + np.flatnonzero(connections.following[begin:end] == NONE)
    last = np.full(len(number), end, np.int64)
    last[connections.run[ending]] = ending
    in_order = bool(np.all(connections.run_first[there] < last[here]))
    stay_first = first_of(number[here], len(known))
    return run.astype(np.int32), stay_first, number[there], in_order


def _plain(changes: Changes, begin: int, end: int) -> _Changes:
    """Return the changes within the span."""
    first = changes.first[begin : end + 1]
    boarding = changes.boarding[first[0] : first[-1]]
    ride = np.repeat(np.arange(end - begin, dtype=np.int32), np.diff(first))
    inside = boarding >= begin
    exact = np.zeros(np.count_nonzero(inside), np.bool_)
    return _Changes(ride[inside], boarding[inside] - np.int32(begin), exact)


def _joined(one: _Changes, other: _Changes) -> _Changes:
    """Return the changes of both, by ride."""
    columns = [np.concatenate(both) for both in zip(one, other, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return _Changes(*(column[order] for column in columns))


def _special(
    connections: Connections,
    transfers: Transfers,
    part: slice,
    leaving_first: Ints,
    leaving: Ints,
) -> _Changes:
    """Return the changes whose rules depend on route or trip.

    From some boarding on all can be made: its row stands for them. What can be made before it is
    boarded by itself alone.
    """
    alighting = np.flatnonzero(connections.may_alight[part]).astype(np.int32)
    stop = connections.to_stop[part][alighting]
    arriving = alighting[np.argsort(stop, kind="stable")]
    arriving_first = first_of(stop, len(leaving_first) - 1)
    nothing = np.empty(0, np.int32)
    found = [_Changes(nothing, nothing, np.empty(0, np.bool_))]
    from_stop = np.repeat(np.arange(len(leaving_first) - 1), np.diff(transfers.special_first))
    for pair, (one, other) in enumerate(zip(from_stop, transfers.special_to, strict=True)):
        here = arriving[arriving_first[one] : arriving_first[one + 1]]
        there = leaving[leaving_first[other] : leaving_first[other + 1]]
        may = _may_change(connections, transfers, pair, part.start + here, part.start + there)
        all_later = np.logical_and.accumulate(may[:, ::-1], axis=1)[:, ::-1]
        first = all_later.copy()
        first[:, 1:] &= ~all_later[:, :-1]
        for marked, exact in ((first, False), (may & ~all_later, True)):
            ride, boarding = np.nonzero(marked)
            found.append(_Changes(here[ride], there[boarding], np.full(len(ride), exact)))
    return _Changes(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _may_change(
    connections: Connections, transfers: Transfers, pair: int, here: Ints, there: Ints
) -> Bools:
    """Return ``[alighting, boarding]`` whether the first rule that names both allows it in time."""
    ready_s = np.full((len(here), len(there)), IMPOSSIBLE, np.int32)
    first = transfers.special_rule_first
    for rule in range(first[pair + 1] - 1, first[pair] - 1, -1):
        ends = (
            (transfers.rule_from_route, transfers.rule_from_source, here),
            (transfers.rule_to_route, transfers.rule_to_source, there),
        )
        from_run, to_run = (
            _named(route[rule], connections.run_route[connections.run[rides]])
            & _named(source[rule], connections.run_source[connections.run[rides]])
            for route, source, rides in ends
        )
        ready_s[from_run[:, None] & to_run] = transfers.rule_ready_s[rule]
    wait_s = connections.departure_s[there] - connections.arrival_s[here][:, None]
    may: Bools = (ready_s != IMPOSSIBLE) & (wait_s >= np.maximum(ready_s, 0))
    return may


def _named(wanted: int, given: Ints) -> Bools:
    named: Bools = (given == wanted) | (wanted == NONE)
    return named
