"""Hops: the way from each call of a trip to the next, and which of them cannot be true."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gtfs.earth import EARTH_M
from gtfs.findings import Finding, Severity
from gtfs.join import file_of
from gtfs.timetable import Floats, Ints, Timetable, calls_of_trips

ROAD_KMH, RAIL_KMH = 100.0, 250.0  # beeline, a minute added because timetables are in minutes
ROUNDING_S = 60
FILE = "stop_times.txt"


class Hops(NamedTuple):
    """Ways from a call to the next."""

    trip: Ints  # [hop]
    start: Ints  # [hop] stop
    end: Ints  # [hop] stop
    seconds: Ints  # [hop]
    metres: Floats  # [hop] beeline
    excess: Floats  # [hop] how fast it is, as a multiple of what anything drives


def hops_of(timetable: Timetable, trips: Ints) -> Hops:
    """Return the hops of some trips."""
    calls = calls_of_trips(timetable, trips)
    trip = np.repeat(trips, np.diff(timetable.first_call)[trips])
    hop = np.flatnonzero(trip[1:] == trip[:-1])
    here, there = calls[hop], calls[hop + 1]
    start, end = timetable.call_stop[here], timetable.call_stop[there]
    seconds = timetable.arrival_s[there] - timetable.departure_s[here]
    metres = beeline_m(timetable, start, end)
    rail = timetable.route_rail[timetable.trip_route[trip[hop]]]
    limit_kmh = np.where(rail, RAIL_KMH, ROAD_KMH)
    excess = metres * 3.6 / (seconds + ROUNDING_S) / limit_kmh
    return Hops(trip[hop], start, end, seconds, metres, excess)


def find_odd_hops(timetable: Timetable) -> Iterator[Finding]:
    """Yield findings about hops that are too fast, and calls that stand twice."""
    trip, start, end, seconds, metres, excess = hops_of(
        timetable, np.arange(len(timetable.trip_id))
    )
    if (excess > 1).any():
        worst = int(np.argmax(excess))
        line = timetable.route_name[timetable.trip_route[trip[worst]]]
        way = " – ".join(timetable.stop_name[[start[worst], end[worst]]].tolist())
        german = (
            f"Luftlinie von Halt zu Halt zu schnell (Straße über {ROAD_KMH:.0f}, Bahn über "
            f"{RAIL_KMH:.0f} km/h), am weitesten Linie {line}, {way}: "
            f"{metres[worst] / 1000:.0f} km in {seconds[worst] // 60} min"
        )
        done = "gilt, wie der Feed es angibt"
        file = file_of(timetable, FILE, timetable.trip_id[trip[excess > 1]])
        count = int((excess > 1).sum())
        yield Finding(Severity.WARNING, "too_fast", german, file, count=count, done=done)
    for severity, code, german, hits in (
        (
            Severity.INFO,
            "stop_repeated",
            "Zwei Halte nacheinander an derselben Haltestelle",
            start == end,
        ),
        (
            Severity.FACT,
            "zero_minute_hops",
            "Von Halt zu Halt ohne Fahrzeit",
            (seconds == 0) & (start != end),
        ),
    ):
        if hits.any():
            file = file_of(timetable, FILE, timetable.trip_id[trip[hits]])
            yield Finding(severity, code, german, file, count=int(hits.sum()))


def beeline_m(timetable: Timetable, start: Ints, end: Ints) -> Floats:
    """Return the beelines between stops; NONE at an end counts as the last stop."""
    lon, lat = np.radians(timetable.stop_lon), np.radians(timetable.stop_lat)
    half = np.sin((lat[end] - lat[start]) / 2) ** 2
    half += np.cos(lat[start]) * np.cos(lat[end]) * np.sin((lon[end] - lon[start]) / 2) ** 2
    metres: Floats = 2 * EARTH_M * np.arcsin(np.sqrt(half))
    return metres
