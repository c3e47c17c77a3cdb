"""Ready: how long the change between two given trips takes by the rules, for many at once."""

import numpy as np

from gtfs.timetable import NONE, Bools, Ints, Timetable
from mobility.transfers import IMPOSSIBLE, Transfers


def ready_between(
    timetable: Timetable, transfers: Transfers, stops: tuple[Ints, Ints], trips: tuple[Ints, Ints]
) -> Ints:
    """Return ``[change]`` the seconds from alighting to the earliest boarding, or ``IMPOSSIBLE``.

    Of each change the stop and trip one leaves, and the stop and trip one boards.
    """
    size = len(transfers.first) - 1
    asked = stops[0].astype(np.int64) * size + stops[1]
    ready_s = np.full(len(asked), IMPOSSIBLE, np.int64)
    plain, number = _found(transfers.first, transfers.to_stop, asked)
    ready_s[plain] = transfers.ready_s[number[plain]]
    special, pair = _found(transfers.special_first, transfers.special_to, asked)
    ready_s[special] = special_ready_s(
        timetable, transfers, pair[special], trips[0][special], trips[1][special]
    )
    return ready_s


def special_ready_s(
    timetable: Timetable, transfers: Transfers, pair: Ints, from_trip: Ints, to_trip: Ints
) -> Ints:
    """Return ``[case]`` the time to change by the first rule that names both trips."""
    ready_s = np.full(len(pair), IMPOSSIBLE, np.int64)
    open_ = np.ones(len(pair), np.bool_)
    first, last = transfers.special_rule_first[pair], transfers.special_rule_first[pair + 1]
    for step in range(int((last - first).max(initial=0))):
        rule = np.minimum(first + step, len(transfers.rule_ready_s) - 1)
        fits = open_ & (first + step < last)
        for wanted, given in (
            (transfers.rule_from_route, timetable.trip_route[from_trip]),
            (transfers.rule_to_route, timetable.trip_route[to_trip]),
            (transfers.rule_from_source, timetable.trip_source[from_trip]),
            (transfers.rule_to_source, timetable.trip_source[to_trip]),
        ):
            fits &= (wanted[rule] == NONE) | (wanted[rule] == given)
        ready_s[fits] = transfers.rule_ready_s[rule[fits]]
        open_ &= ~fits
    return ready_s


def _found(first: Ints, to_stop: Ints, asked: Ints) -> tuple[Bools, Ints]:
    """Return ``[change]`` whether its stops are one of the pairs, and which."""
    size = len(first) - 1
    start = np.repeat(np.arange(size, dtype=np.int64), np.diff(first))
    key = start * size + to_stop
    order = np.argsort(key, kind="stable")
    at = np.minimum(np.searchsorted(key[order], asked), max(0, len(key) - 1))
    if not len(key):
        return np.zeros(len(asked), np.bool_), at
    return key[order][at] == asked, order[at]
