"""Changes of leaflets: kernel that says what is the same in two networks, door by door."""

import numpy as np

from gtfs.timetable import Bools
from mobility.doors import Doors, one_type
from mobility.kernels import kernel
from mobility.leaflets import Leaflets
from mobility.merging import Pairs


def same_leaflets(before: Leaflets, after: Leaflets) -> Bools:
    """Return ``[destination, stop after]`` whether a leaflet of both networks is the same.

    Stops are the same by their rows; one that is new has no leaflet that is. Two leaflets without
    departures are the same: it is the caller's to know that both have been asked for.
    """
    return _same_leaflets(before, after)


@kernel
def _same_leaflets(before: Leaflets, after: Leaflets) -> Bools:
    destinations = len(after.arrival_first) - 1
    stops_before = (len(before.first) - 1) // max(1, destinations)
    stops_after = (len(after.first) - 1) // max(1, destinations)
    old_first, new_first = before.first, after.first
    old_key, new_key = before.key, after.key
    old_arrival, new_arrival = before.arrival, after.arrival
    same = np.zeros((destinations, stops_after), np.bool_)
    for to in range(destinations):
        old_s = before.arrival_s[before.arrival_first[to] :]
        new_s = after.arrival_s[after.arrival_first[to] :]
        for stop in range(min(stops_before, stops_after)):
            here = to * stops_after + stop
            begin, end = new_first[here], new_first[here + 1]
            old = old_first[to * stops_before + stop]
            length = old_first[to * stops_before + stop + 1] - old
            equal = length == end - begin
            i = begin
            while equal and i < end:
                j = old + i - begin
                there = old_s[old_arrival[j]] == new_s[new_arrival[i]]
                equal = there and old_key[j] == new_key[i]
                i += 1
            same[to, stop] = equal
    return same


def unchanged(before: Doors, after: Doors, pairs: Pairs, same: Bools) -> Bools:
    """Return ``[pair]`` whether the door has the same walks to the same stops and leaflets.

    ``same`` is ``[destination, stop after]``.
    """
    return _unchanged(one_type(before), one_type(after), pairs, same)


@kernel
def _unchanged(before: Doors, after: Doors, pairs: Pairs, same: Bools) -> Bools:
    old_first, new_first, old_stop, new_stop = before.first, after.first, before.stop, after.stop
    old_walk_s, new_walk_s, pair_door, pair_to = before.walk_s, after.walk_s, pairs.door, pairs.to
    kept = np.zeros(len(pair_door), np.bool_)
    for pair in range(len(pair_door)):
        door, to = pair_door[pair], pair_to[pair]
        begin, end, old = new_first[door], new_first[door + 1], old_first[door]
        equal = old_first[door + 1] - old == end - begin
        link = begin
        while equal and link < end:
            known = old + link - begin
            equal = (
                old_stop[known] == new_stop[link]
                and old_walk_s[known] == new_walk_s[link]
                and same[to, new_stop[link]]
            )
            link += 1
        kept[pair] = equal
    return kept
