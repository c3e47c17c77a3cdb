"""Changes: kernel that finds what one can still board after each ride, once for all scans."""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import NONE, Ints
from mobility.connections import Connections
from mobility.kernels import kernel
from mobility.transfers import Transfers, first_of


class Changes(NamedTuple):
    """The earliest boardings one catches after alighting from a connection, a stop at most one.

    Who catches a boarding may as well wait for all later ones of its stop.
    """

    first: Ints  # [connection + 1]
    boarding: Ints  # [change] connection one boards
    wait_s: Ints  # [change] from the departure of the first connection to that of the other
    later: Ints  # [connection] the next one that leaves its stop, NONE if it is the last
    later_s: Ints  # [connection] from its departure to that of the later one


def find_changes(connections: Connections, transfers: Transfers) -> Changes:
    """Find the changes by plain pairs of stops that are worth making.

    Not worth making is a change for which one may stay seated: where the same vehicle later
    lets one catch the same boarding, or an earlier one of its stop.
    """
    alighting = np.flatnonzero(connections.may_alight)
    stop = connections.to_stop[alighting]
    order = np.lexsort((connections.arrival_s[alighting], stop))
    arriving = alighting[order].astype(np.int32)
    arriving_first = first_of(stop, len(connections.leaving_first) - 1)
    pairs = np.where(connections.may_alight, np.diff(transfers.first)[connections.to_stop], 0)
    first = np.concatenate(([0], np.cumsum(pairs)))
    boarding = _caught(connections, transfers, arriving_first, arriving, first)
    _leave_out(connections, transfers, first, boarding)
    return Changes(*_packed(connections, first, boarding), *_later_at_stop(connections))


@kernel
def _later_at_stop(connections: Connections) -> tuple[Ints, Ints]:
    """Return ``[connection]`` the next one that leaves its stop, and how much later."""
    leaving_first, leaving = connections.leaving_first, connections.leaving
    departure_s = connections.departure_s
    later = np.full(len(departure_s), NONE, np.int32)
    later_s = np.zeros(len(departure_s), np.int32)
    for stop in range(len(leaving_first) - 1):
        for i in range(leaving_first[stop], leaving_first[stop + 1] - 1):
            here, there = leaving[i], leaving[i + 1]
            later[here], later_s[here] = there, departure_s[there] - departure_s[here]
    return later, later_s


@kernel
def _caught(
    connections: Connections,
    transfers: Transfers,
    arriving_first: Ints,
    arriving: Ints,
    first: Ints,
) -> Ints:
    """Return by connection and pair the place among the leaving ones, ``NONE``: all have left.

    Arrivals at a stop rise and so do the departures of others: one walk along all is enough.
    """
    leaving_first, arrival_s = connections.leaving_first, connections.arrival_s
    leaving_s = connections.departure_s[connections.leaving]
    pair_first, pair_to, pair_ready_s = transfers.first, transfers.to_stop, transfers.ready_s
    boarding = np.full(first[-1], NONE, np.int32)
    caught = leaving_first[pair_to]  # so far, of each pair
    for stop in range(len(pair_first) - 1):
        for i in range(arriving_first[stop], arriving_first[stop + 1]):
            here = first[arriving[i]] - pair_first[stop]
            for pair in range(pair_first[stop], pair_first[stop + 1]):
                ready_s = arrival_s[arriving[i]] + pair_ready_s[pair]
                at, end = caught[pair], leaving_first[pair_to[pair] + 1]
                while at < end and leaving_s[at] < ready_s:
                    at += 1
                caught[pair] = at
                boarding[here + pair] = at if at < end else NONE
    return boarding


@kernel
def _leave_out(connections: Connections, transfers: Transfers, first: Ints, boarding: Ints) -> None:
    """Set to ``NONE`` what the same run lets one catch later as well."""
    following, run_first, to_stop = (
        connections.following,
        connections.run_first,
        connections.to_stop,
    )
    pair_first, pair_to = transfers.first, transfers.to_stop
    stops = len(pair_first) - 1
    caught = np.empty(stops, np.int32)  # from later stops of the run
    caught_by = np.full(stops, NONE, np.int32)  # the run it was written for
    ride = np.empty(len(following), np.int32)
    for run in range(len(run_first)):
        length, c = 0, run_first[run]
        while c != NONE:
            ride[length] = c
            length += 1
            c = following[c]
        for back in range(length - 1, -1, -1):
            c = ride[back]
            pair = pair_first[to_stop[c]] - first[c]
            for i in range(first[c], first[c + 1]):
                other, at = pair_to[pair + i], boarding[i]
                if at == NONE:
                    continue
                if caught_by[other] == run and caught[other] <= at:
                    boarding[i] = NONE
                else:
                    caught[other], caught_by[other] = at, run


@kernel
def _packed(connections: Connections, first: Ints, boarding: Ints) -> tuple[Ints, Ints, Ints]:
    """Return what is left, closed up, by connections instead of places among the leaving ones."""
    leaving, departure_s = connections.leaving, connections.departure_s
    packed_first = np.zeros(len(first), np.int64)
    wait_s = np.empty(len(boarding), np.int32)
    end = 0
    for c in range(len(first) - 1):
        for i in range(first[c], first[c + 1]):
            if boarding[i] != NONE:
                boarding[end] = leaving[boarding[i]]
                wait_s[end] = departure_s[boarding[end]] - departure_s[c]
                end += 1
        packed_first[c + 1] = end
    return packed_first, boarding[:end].copy(), wait_s[:end].copy()
