"""Trips of two timetables on a day: which run as before, at other times, no more, or newly."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from gtfs.timetable import Ints, Strings, Timetable, calls_of_trips


class Side(NamedTuple):
    """One of the two timetables, its lines and stops in the words both share."""

    timetable: Timetable
    line: Strings  # [trip] the same text for the same line
    stop: Ints  # [stop] the same number for the same stop
    station: Ints  # [stop]


class Run(NamedTuple):
    """A trip as both sides can compare it."""

    line: str
    stations: bytes  # of its calls
    calls: bytes  # stop, arrival, departure, pickup and drop-off of its calls
    departure_s: int


class DayMatch(NamedTuple):
    """The trips of a day, by what has become of them."""

    same: list[tuple[int, int]]  # old and new trip
    retimed: list[tuple[int, int]]
    removed: list[int]  # old trips
    added: list[int]  # new trips


def runs_of(side: Side, trips: Ints) -> dict[int, Run]:
    """Return the runs of the trips, by trip."""
    timetable = side.timetable
    calls, size = calls_of_trips(timetable, trips), np.diff(timetable.first_call)[trips]
    stop = timetable.call_stop[calls]
    columns = (side.stop[stop], timetable.arrival_s[calls], timetable.departure_s[calls])
    codes = (timetable.pickup[calls], timetable.drop_off[calls])
    table = np.column_stack((*columns, *codes)).astype(np.int32)
    stations = side.station[stop].astype(np.int32)
    ends = np.cumsum(size).tolist()
    runs = {}
    for trip, first, end in zip(trips.tolist(), [0, *ends], ends, strict=False):
        line, leaves = str(side.line[trip]), int(columns[2][first])
        runs[trip] = Run(line, stations[first:end].tobytes(), table[first:end].tobytes(), leaves)
    return runs


def match_runs(old: dict[int, Run], new: dict[int, Run], within_s: int) -> DayMatch:
    """Return what has become of the old runs and where the new ones come from.

    Runs equal in line, stops, times and boarding rules are the same. Of the others, those of one
    line with the same stations in the same order are one run at another time if they leave within
    so many seconds of each other: the nearest first, each once.
    """
    alike: dict[tuple[str, bytes], list[int]] = defaultdict(list)
    for trip, run in old.items():
        alike[run.line, run.calls].append(trip)
    same, added = [], []
    for trip, run in new.items():
        twins = alike[run.line, run.calls]
        if twins:
            same.append((twins.pop(0), trip))
        else:
            added.append(trip)
    left = sorted(trip for twins in alike.values() for trip in twins)
    retimed = _nearest({trip: old[trip] for trip in left}, {t: new[t] for t in added}, within_s)
    gone, come = {one for one, _ in retimed}, {other for _, other in retimed}
    return DayMatch(
        same,
        retimed,
        [trip for trip in left if trip not in gone],
        [trip for trip in added if trip not in come],
    )


def _nearest(old: dict[int, Run], new: dict[int, Run], within_s: int) -> list[tuple[int, int]]:
    by_course: dict[tuple[str, bytes], list[int]] = defaultdict(list)
    for trip, run in new.items():
        by_course[run.line, run.stations].append(trip)
    apart = sorted(
        (abs(new[other].departure_s - run.departure_s), run.departure_s, one, other)
        for one, run in old.items()
        for other in by_course[run.line, run.stations]
        if abs(new[other].departure_s - run.departure_s) <= within_s
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, one, other in apart:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return sorted(pairs.items())
