"""Baselines: the textbook answers to the same questions, as short as they can be."""

from typing import NamedTuple

import numba
import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from gtfs.timetable import Bools, Floats, Ints
from mobility.day import DAY_FROM_S, DAY_UNTIL_S, Day
from mobility.doors import Doors
from mobility.profiles import UNREACHED
from mobility.snapping import Snapped
from mobility.streets import StreetNetwork

BATCH = 64  # origins at a time: scipy fills a row of all nodes for each


class Rides(NamedTuple):
    """Connections in the order of their departure."""

    from_stop: Ints
    to_stop: Ints
    departure_s: Ints
    arrival_s: Ints
    may_board: Bools
    may_alight: Bools
    run: Ints


class Walking(NamedTuple):
    """What follows on alighting at a stop: changes to other stops, walks to the destinations."""

    change_first: Ints  # [stop + 1]
    change_to: Ints
    change_s: Ints
    egress_first: Ints  # [stop + 1]
    egress_to: Ints  # destination
    egress_s: Ints


class Sheet(NamedTuple):
    """What one scan writes on."""

    arrived: Ints  # [stop] in a vehicle
    ready: Ints  # [stop] to board after a change
    aboard: Bools  # [run]
    best: Ints  # [destination] arrival


def rides_of(day: Day) -> Rides:
    """Return the day's connections by rising departure, in the order of the run among equals."""
    connections = day.connections
    return Rides(*(np.ascontiguousarray(getattr(connections, n)[::-1]) for n in Rides._fields))


def walking_of(day: Day, destinations: Doors) -> Walking:
    """Return changes and egress by the stop one alights at; general rules of changing only."""
    if len(day.transfers.special_to):
        msg = "the baseline knows no changes that depend on route or trip: take another feed"
        raise ValueError(msg)
    order = np.argsort(destinations.stop, kind="stable")
    destination = np.repeat(np.arange(len(destinations.first) - 1), np.diff(destinations.first))
    stops = np.arange(len(day.transfers.first))
    return Walking(
        day.transfers.first,
        day.transfers.to_stop,
        day.transfers.ready_s,
        np.searchsorted(destinations.stop[order], stops).astype(np.int32),
        destination[order].astype(np.int32),
        destinations.walk_s[order],
    )


def travel_times(day: Day, rides: Rides, walking: Walking, access_s: Ints, walk_s: Ints) -> Ints:
    """Return ``[destination, minute]`` of the whole day from one door, ``UNREACHED`` if none.

    ``access_s`` is ``[stop]`` the walk to it, ``walk_s`` ``[destination]`` the walk all the way.
    """
    reached = access_s < UNREACHED
    access_s = np.where(reached, access_s + day.moving.board_slack_s, UNREACHED).astype(np.int32)
    return _travel_times(rides, walking, access_s, walk_s.astype(np.int32), day.moving.max_travel_s)


@numba.njit(cache=True, nogil=True)
def _travel_times(
    rides: Rides, walking: Walking, access_s: Ints, walk_s: Ints, longest_s: int
) -> Ints:
    times = np.empty((len(walk_s), (DAY_UNTIL_S - DAY_FROM_S) // 60), np.int32)
    sheet = Sheet(
        np.empty_like(access_s),
        np.empty_like(access_s),
        np.empty(rides.run.max() + 1, np.bool_),
        np.empty_like(walk_s),
    )
    best = sheet.best
    for minute in range(times.shape[1]):
        now = DAY_FROM_S + 60 * minute
        for d in range(len(walk_s)):
            best[d] = now + min(walk_s[d], longest_s + 1)
        _scan(rides, walking, access_s, now, sheet)
        for d in range(len(walk_s)):
            times[d, minute] = best[d] - now if best[d] <= now + longest_s else UNREACHED
    return times


@numba.njit(cache=True, nogil=True)
def _scan(rides: Rides, walking: Walking, access_s: Ints, now: int, sheet: Sheet) -> None:
    """Improve ``sheet.best`` by leaving now (Dibbelt, Pajor, Strasser, Wagner 2018, section 3).

    Counts no rides, and ends when no destination can be reached any earlier.
    """
    from_stop, to_stop, run = rides.from_stop, rides.to_stop, rides.run
    departure_s, arrival_s = rides.departure_s, rides.arrival_s
    may_board, may_alight = rides.may_board, rides.may_alight
    change_first, change_to, change_s = walking.change_first, walking.change_to, walking.change_s
    egress_first, egress_to, egress_s = walking.egress_first, walking.egress_to, walking.egress_s
    arrived, ready, aboard, best = sheet.arrived, sheet.ready, sheet.aboard, sheet.best
    arrived[:] = UNREACHED
    ready[:] = UNREACHED
    aboard[:] = False
    latest = best.max()
    for c in range(np.searchsorted(departure_s, now), len(run)):
        departure, stop = departure_s[c], from_stop[c]
        if departure >= latest:
            break
        if not aboard[run[c]]:
            at_first = now + access_s[stop] <= departure < DAY_UNTIL_S + access_s[stop]
            if not may_board[c] or not (at_first or ready[stop] <= departure):
                continue
            aboard[run[c]] = True
        stop, arrival = to_stop[c], arrival_s[c]
        if not may_alight[c] or arrival >= arrived[stop]:
            continue
        arrived[stop] = arrival
        for i in range(change_first[stop], change_first[stop + 1]):
            ready[change_to[i]] = min(ready[change_to[i]], arrival + change_s[i])
        for i in range(egress_first[stop], egress_first[stop + 1]):
            best[egress_to[i]] = min(best[egress_to[i]], arrival + egress_s[i])
            latest = best.max()


def walks(streets: StreetNetwork, points: Snapped, max_m: float) -> tuple[Ints, Ints, Floats]:
    """Return (from, to, metres) of all walks between the points: scipy's Dijkstra.

    Every point becomes two nodes, one to leave from and one to arrive at, joined to both ends of
    its edge and to the points on the same edge.
    """
    nodes, count = len(streets.node_lon), len(points.edge)
    graph = _with_points(streets, points)
    found: list[tuple[Ints, Ints, Floats]] = []
    for begin in range(0, count, BATCH):
        origins = np.arange(begin, min(begin + BATCH, count))
        metres = dijkstra(graph, indices=nodes + origins, limit=max_m)[:, nodes + count :]
        one, two = np.nonzero(np.isfinite(metres))
        other = origins[one] != two
        found.append((origins[one][other], two[other], metres[one, two][other]))
    one, two, length = (np.concatenate(column) for column in zip(*found, strict=True))
    return one, two, length


def _with_points(streets: StreetNetwork, points: Snapped) -> csr_array:
    """Return the streets as a sparse matrix of metres, with the points in it."""
    nodes, count = len(streets.node_lon), len(points.edge)
    linked = np.flatnonzero(points.linked)
    snap_m, a_m, b_m = points.snap_m[linked], points.a_m[linked], points.b_m[linked]
    leave, arrive = nodes + linked, nodes + count + linked
    order = np.argsort(points.edge[linked], kind="stable")
    one, two = _neighbours(points.edge[linked][order])
    one, two = order[one], order[two]
    along = snap_m[one] + np.abs(a_m[one] - a_m[two]) + snap_m[two]
    edges = [
        (streets.edge_source, streets.edge_target, streets.edge_m),
        (leave, points.node_a[linked], snap_m + a_m),
        (leave, points.node_b[linked], snap_m + b_m),
        (points.node_a[linked], arrive, a_m + snap_m),
        (points.node_b[linked], arrive, b_m + snap_m),
        (leave[one], arrive[two], along),
    ]
    source, target, metres = (np.concatenate(column) for column in zip(*edges, strict=True))
    return _shortest_only(source, target, metres, nodes + 2 * count)


def _neighbours(edge: Ints) -> tuple[Ints, Ints]:
    """Return all ordered pairs of different points on one edge; the edges ascend."""
    first, last = np.searchsorted(edge, edge), np.searchsorted(edge, edge, side="right")
    pairs = [(i, j) for i, (a, b) in enumerate(zip(first, last, strict=True)) for j in range(a, b)]
    both = np.array([pair for pair in pairs if pair[0] != pair[1]], np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _shortest_only(source: Ints, target: Ints, metres: Floats, size: int) -> csr_array:
    """Return the matrix with the shortest of parallel edges: scipy would add them up."""
    order = np.lexsort((metres, target, source))
    source, target, metres = source[order], target[order], metres[order]
    first = np.append(True, (np.diff(source) != 0) | (np.diff(target) != 0))
    # an edge of 0 m would be no edge to scipy: a nanometre keeps it
    kept = (np.maximum(metres[first], 1e-9), (source[first], target[first]))
    matrix: csr_array = coo_array(kept, shape=(size, size)).tocsr()
    return matrix
