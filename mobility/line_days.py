"""Line days: what a line offers on a date, each way: trips, departures, Takt, first and last."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gtfs.earth import points_m
from gtfs.timetable import NONE, Ints, Timetable
from mobility.lines import Lines
from mobility.takt import find_takt, spaced
from mobility.ways import BACK, OUT

HOURS = 30  # clock hours of a service date that a trip may begin in: the night belongs to it
HOUR_S = 3600


class Trips(NamedTuple):
    """Trips of a line one way on a date, by departure."""

    trip: Ints
    departure_s: Ints  # from the beginning of the Kernabschnitt, or of the trip if not over it
    arrival_s: Ints  # at its end


class LineDay(NamedTuple):
    """A line one way on a service date."""

    whole: Trips  # over the whole Kernabschnitt, not booked ahead
    part: Trips  # over a part of it alone, not booked ahead
    booked: Trips  # on demand


def line_day(timetable: Timetable, lines: Lines, line: int, way: int, running: Ints) -> LineDay:
    """Return the trips of the line that are among those ``running``."""
    own = running[(lines.trip_line[running] == line) & (lines.trip_way[running] == way)]
    booked, whole = lines.trip_booked[own], lines.whole[own]
    return LineDay(
        _trips(timetable, lines, own[whole & ~booked]),
        _trips(timetable, lines, own[~whole & ~booked]),
        _trips(timetable, lines, own[booked]),
    )


def pairs_of(out: LineDay, back: LineDay) -> int:
    """Return the Fahrtenpaare: trips over the whole line the weaker way, twins not counted."""
    return min(len(spaced(way.whole.departure_s)) for way in (out, back))


def line_table(
    timetable: Timetable, lines: Lines, days: Mapping[str, date], chosen: Ints | None = None
) -> pd.DataFrame:
    """Return a row per line, day and way that runs on it; of all lines by default.

    Columns ``line_id, name, day, date, way, from_name, to_name, trips, whole, part, on_demand,
    pairs, headway_s, minute_s, kept, filled, strength, first_s, last_s, main_share, length_m,
    by_hour``. ``pairs`` are of both ways; ``length_m`` is that of the commonest order of stops,
    along the shape, from stop to stop in a straight line where there is none (``length_known``).
    ``by_hour`` lists the whole trips that begin in each of the 30 clock hours of the date.
    """
    rows: list[dict[str, Any]] = []
    for day, when in days.items():
        running = timetable.trips_on(when)
        found = np.unique(lines.trip_line[running])
        for line in (found if chosen is None else np.intersect1d(found, chosen)).tolist():
            rows += _rows(timetable, lines, line, (day, when, running))
    return pd.DataFrame(rows)


def _rows(
    timetable: Timetable, lines: Lines, line: int, on: tuple[str, date, Ints]
) -> Iterator[dict[str, Any]]:
    day, when, running = on
    both = [line_day(timetable, lines, line, way, running) for way in (OUT, BACK)]
    ends = timetable.station_name[[lines.core_from[line], lines.core_to[line]]].tolist()
    for way, offer in zip(("out", "back"), both, strict=True):
        fixed = np.concatenate((offer.whole.trip, offer.part.trip))
        if not len(fixed) + len(offer.booked.trip):
            continue
        start, end = ends if way == "out" else ends[::-1]
        yield {
            "line_id": str(lines.line_id[line]),
            "name": str(lines.name[line]),
            "day": day,
            "date": when.isoformat(),
            "way": way,
            "from_name": start,
            "to_name": end,
            "trips": len(fixed),
            "whole": len(offer.whole.trip),
            "part": len(offer.part.trip),
            "on_demand": len(offer.booked.trip),
            "pairs": pairs_of(*both),
            **_takt_columns(offer.whole.departure_s),
            **_course_columns(timetable, lines, fixed if len(fixed) else offer.booked.trip),
        }


def _takt_columns(departure_s: Ints) -> dict[str, Any]:
    takt = find_takt(departure_s)
    hours = np.clip(departure_s // HOUR_S, 0, HOURS - 1)
    some = len(departure_s) > 0
    return {
        **takt._asdict(),
        "first_s": int(departure_s[0]) if some else None,
        "last_s": int(departure_s[-1]) if some else None,
        "by_hour": np.bincount(hours, minlength=HOURS).tolist(),
    }


def _course_columns(timetable: Timetable, lines: Lines, trips: Ints) -> dict[str, Any]:
    """Return the share of trips that call at the commonest order of stations, and its length."""
    patterns, count = np.unique(lines.patterns.trip_pattern[trips], return_counts=True)
    main = patterns[np.argmax(count)]
    trip = int(trips[lines.patterns.trip_pattern[trips] == main][0])
    length, known = length_m(timetable, trip)
    return {"main_share": count.max() / len(trips), "length_m": length, "length_known": known}


def length_m(timetable: Timetable, trip: int) -> tuple[int, bool]:
    """Return the metres of a trip, and whether they are along its shape; else straight hops."""
    calls = timetable.calls_of(trip)
    along = timetable.call_m[calls]
    if along[0] != NONE and along[-1] != NONE:
        return int(along[-1] - along[0]), True
    stops = timetable.call_stop[calls]
    hops = np.diff(points_m(timetable.stop_lon[stops], timetable.stop_lat[stops]), axis=0)
    return round(float(np.linalg.norm(hops, axis=1).sum())), False


def _trips(timetable: Timetable, lines: Lines, trips: Ints) -> Trips:
    whole = lines.whole[trips]
    first = np.where(whole, lines.core_first[trips], timetable.first_call[trips])
    last = np.where(whole, lines.core_last[trips], timetable.first_call[trips + 1] - 1)
    departure, arrival = timetable.departure_s[first], timetable.arrival_s[last]
    order = np.lexsort((trips, arrival, departure))
    return Trips(trips[order], departure[order], arrival[order])
