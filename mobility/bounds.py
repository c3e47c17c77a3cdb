"""Bounds: kernel that says what a window may hold at best, from what the stops offer."""

import numpy as np

from mobility.kernels import kernel
from mobility.offers import Offers
from mobility.rows import TOO_LONG, Small


def within(offers: Offers, from_s: int, until_s: int) -> Offers:
    """Return the offers with the shortest rides of those departures ``[from_s, until_s)`` alone."""
    return offers._replace(shortest_s=_shortest_within(offers, from_s, until_s))


@kernel
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
