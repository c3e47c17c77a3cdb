"""Overtaking: trips that leave a stop earlier than others of their way and reach the end later."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

import numpy as np

from gtfs.timetable import Ints, Timetable


class Overtaken(NamedTuple):
    """A trip that is overtaken by another one that calls at the same stops."""

    trip: int
    by: int
    departs: int  # call of the trip behind which it is overtaken


def find_overtaken(timetable: Timetable, when: date, trips: Ints) -> list[Overtaken]:
    """Return the pairs of trips of a date and route of which one of ``trips`` is overtaken.

    Or overtakes. Only trips that call at the same stops in the same order are held against each
    other; each trip is told once, with the first that overtakes it.
    """
    asked = set(trips.tolist())
    found = []
    for group in _alike(timetable, when, trips):
        if len(group) < 2 or asked.isdisjoint(group):
            continue
        rows = np.array(group)
        calls = timetable.first_call[rows, None] + np.arange(_size(timetable, group[0]))
        departs, arrives = timetable.departure_s[calls[:, :-1]], timetable.arrival_s[calls[:, 1:]]
        order = np.lexsort((rows, departs[:, 0]))
        for place, row in enumerate(order.tolist()):
            later = order[place + 1 :]
            passed = (departs[later] >= departs[row]) & (arrives[later] < arrives[row])
            for other, hop in np.argwhere(passed)[:1].tolist():
                pair = int(rows[row]), int(rows[later[other]])
                if not asked.isdisjoint(pair):
                    found.append(Overtaken(*pair, int(calls[row, hop])))
    return found


def _alike(timetable: Timetable, when: date, trips: Ints) -> list[list[int]]:
    """Return the trips of the date by route and stops, of the routes of ``trips``."""
    running = timetable.trips_on(when)
    routes = np.unique(timetable.trip_route[trips])
    running = running[np.isin(timetable.trip_route[running], routes)]
    groups: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for trip in running.tolist():
        stops = timetable.call_stop[timetable.calls_of(trip)].tobytes()
        groups[int(timetable.trip_route[trip]), stops].append(trip)
    return list(groups.values())


def _size(timetable: Timetable, trip: int) -> int:
    calls = timetable.calls_of(trip)
    return len(range(calls.start, calls.stop))
