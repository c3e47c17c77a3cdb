"""Bounds: kernels that say what a window may hold at best, from what the stops offer."""

import numba
import numpy as np

from gtfs.timetable import Bools, Ints
from mobility.doors import Doors, one_type
from mobility.merging import Pairs
from mobility.offers import Offers
from mobility.rows import TOO_LONG, Small


def within(offers: Offers, from_s: int, until_s: int) -> Offers:
    """Return the offers with the shortest rides of those departures ``[from_s, until_s)`` alone."""
    return offers._replace(shortest_s=_shortest_within(offers, from_s, until_s))


@numba.njit(cache=True, nogil=True)
def _shortest_within(offers: Offers, from_s: int, until_s: int) -> Small:
    """Return ``[stop, destination]`` the shortest ride, TOO_LONG if there is none."""
    first, time_s, ahead_s = offers.first, offers.time_s, offers.ahead_s
    stops, destinations = offers.shortest_s.shape
    shortest_s = np.full((stops, destinations), TOO_LONG, np.uint16)
    for stop in range(stops):
        for at in range(first[stop], first[stop + 1]):
            if time_s[at] < from_s:
                break  # by falling time
            if time_s[at] < until_s:
                for to in range(destinations):
                    shortest_s[stop, to] = min(shortest_s[stop, to], ahead_s[at, to])
    return shortest_s


def could_serve(offers: Offers, doors: Doors, pairs: Pairs, slots_s: Ints) -> Bools:
    """Return ``[pair]`` whether something that leads there leaves the door in every slot.

    Slots are half-open, between neighbours of ``slots_s``. Whether it is a useful journey is not
    asked: where nothing leaves there is none.
    """
    return _could_serve(offers, one_type(doors), pairs, slots_s)


@numba.njit(cache=True, nogil=True)
def _could_serve(offers: Offers, doors: Doors, pairs: Pairs, slots_s: Ints) -> Bools:
    door_first, stop, walk_s = doors.first, doors.stop, doors.walk_s
    pair_door, pair_to, slack_s = pairs.door, pairs.to, offers.leaving.slack_s
    served = np.zeros(len(pair_door), np.bool_)
    for pair in range(len(pair_door)):
        door, to = pair_door[pair], pair_to[pair]
        slot = len(slots_s) - 1  # the last first: it is the shortest
        hit = True
        while hit and slot > 0:
            hit, link = False, door_first[door]
            while not hit and link < door_first[door + 1]:
                ahead_s = walk_s[link] + slack_s
                span = slots_s[slot - 1] + ahead_s, slots_s[slot] + ahead_s
                hit = _leaves(offers, stop[link], to, span)
                link += 1
            slot -= 1
        served[pair] = hit
    return served


@numba.njit(cache=True, nogil=True)
def _leaves(offers: Offers, stop: int, to: int, span: tuple[int, int]) -> bool:
    """Return whether anything leaves the stop for the destination in the span."""
    time_s, ahead_s = offers.time_s, offers.ahead_s
    low, end = offers.first[stop], offers.first[stop + 1]
    high = end
    while low < high:  # the first that leaves before its end, by falling time
        middle = (low + high) >> 1
        if time_s[middle] >= span[1]:
            low = middle + 1
        else:
            high = middle
    while low < end and time_s[low] >= span[0]:
        if ahead_s[low, to] != TOO_LONG:
            return True
        low += 1
    return False
