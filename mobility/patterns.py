"""Patterns: trips of a line that call at the same stations in the same order."""

from dataclasses import dataclass

import numpy as np

from gtfs.timetable import Floats, Ints, Timetable

Stations = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Patterns:
    """The distinct orders of stations of every line, a station a call."""

    trip_pattern: Ints  # [trip]
    line: Ints  # [pattern]
    stations: tuple[Stations, ...]  # [pattern]
    runs: Floats  # [pattern] trips times the dates they run on


def find_patterns(timetable: Timetable, trip_line: Ints) -> Patterns:
    """Return the patterns in the order of their first trips."""
    station = timetable.stop_station[timetable.call_stop]
    first = timetable.first_call
    known: dict[tuple[int, bytes], int] = {}
    trip_pattern = np.empty(len(trip_line), np.int32)
    for trip, line in enumerate(trip_line.tolist()):
        key = line, station[first[trip] : first[trip + 1]].tobytes()
        trip_pattern[trip] = known.setdefault(key, len(known))
    dates = timetable.service_runs.sum(axis=1).astype(np.float64)[timetable.trip_service]
    return Patterns(
        trip_pattern,
        np.array([line for line, _ in known], np.int32),
        tuple(tuple(np.frombuffer(row, station.dtype).tolist()) for _, row in known),
        np.bincount(trip_pattern, dates, len(known)).astype(np.float64),
    )


def ends_of(stations: Stations) -> tuple[int, int]:
    """Return both ends, the smaller number first: the same for both directions."""
    return min(stations[0], stations[-1]), max(stations[0], stations[-1])
