"""Chosen trips: the line, way, stops and trips a change of a scenario is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from gtfs.edit import on_dates
from gtfs.timetable import NONE, Bools, Ints, Strings, Timetable
from mobility.lines import Lines, Said, find_lines, lines_named
from mobility.scenario import ScenarioError
from mobility.ways import BACK, OUT

NAMED = 8  # names offered where one is unknown or stands for several


@dataclass(frozen=True, eq=False)
class Draft:
    """A timetable while changes are made to it."""

    timetable: Timetable
    lines: Lines
    said: Mapping[str, Said]  # what the county says of its lines, by route_id
    day_types: Mapping[str, Bools]  # [date] by day type of the region

    def changed(self, timetable: Timetable) -> "Draft":
        """Return the draft of another timetable, its lines found anew."""
        return Draft(timetable, find_lines(timetable, self.said), self.said, self.day_types)


def find_line(draft: Draft, text: str) -> int:
    """Return the line of an id, or of a name only one line has."""
    lines = draft.lines
    found = lines_named(lines, text)
    if len(found) == 1:
        return int(found[0])
    if len(found):
        ids = ", ".join(lines.line_id[found].tolist())
        raise ScenarioError(f"several lines are named {text!r}: write one of {ids}")
    raise ScenarioError(f"no line {text!r}{_nearest(text, lines.name)}")


def find_way(draft: Draft, line: int, towards: str | None) -> tuple[int, ...]:
    """Return the ways of the line that lead to its end so named, both for None."""
    if towards is None:
        return (OUT, BACK)
    lines, timetable = draft.lines, draft.timetable
    ends = {OUT: int(lines.core_to[line]), BACK: int(lines.core_from[line])}
    names = {way: str(timetable.station_name[end]) for way, end in ends.items()}
    found = [way for way, end in ends.items() if towards in (names[way], timetable.station_id[end])]
    if not found:
        line_name = lines.name[line]
        raise ScenarioError(
            f"line {line_name} runs to {names[OUT]} and {names[BACK]}, not {towards!r}"
        )
    return tuple(found)


def find_stops(draft: Draft, text: str) -> Bools:
    """Return ``[stop]`` the stop of an id, or all platforms of a station's id or name."""
    timetable = draft.timetable
    one: Bools = timetable.stop_id == text
    if one.any():
        return one
    station = (timetable.station_id == text) | (timetable.station_name == text)
    if station.any():
        found: Bools = station[timetable.stop_station]
        return found
    raise ScenarioError(f"no stop {text!r}{_nearest(text, timetable.station_name)}")


def find_dates(draft: Draft, days: tuple[str, ...] | None) -> Bools | None:
    """Return ``[date]`` the dates of the day types, None for all."""
    if days is None:
        return None
    unknown = [day for day in days if day not in draft.day_types]
    if unknown:
        known = ", ".join(draft.day_types)
        raise ScenarioError(f"no day type {', '.join(unknown)}; the region names {known}")
    dates: Bools = np.any([draft.day_types[day] for day in days], axis=0)
    return dates


def own_trips(draft: Draft, trips: Ints, dates: Bools | None) -> tuple[Draft, Ints]:
    """Return the draft in which the trips run as trips of their own on the dates, and those."""
    if dates is None or not len(trips):
        return draft, trips
    timetable, chosen = on_dates(draft.timetable, trips, dates)
    return (draft if timetable is draft.timetable else draft.changed(timetable)), chosen


def trips_of(draft: Draft, line: int, ways: tuple[int, ...]) -> Ints:
    """Return the trips of the line that run the ways."""
    lines = draft.lines
    return np.flatnonzero((lines.trip_line == line) & np.isin(lines.trip_way, ways))


def departures_of(draft: Draft, trips: Ints) -> Ints:
    """Return when the trips begin: at the end of the line if they run over all of it."""
    lines, timetable = draft.lines, draft.timetable
    first = np.where(lines.whole[trips], lines.core_first[trips], timetable.first_call[trips])
    return timetable.departure_s[first]


def in_span(departures_s: Ints, span: tuple[int, int] | None) -> Bools:
    """Return which departures lie in the half-open span."""
    if span is None:
        return np.ones(len(departures_s), np.bool_)
    inside: Bools = (departures_s >= span[0]) & (departures_s < span[1])
    return inside


def first_call_at(draft: Draft, trips: Ints, stops: Bools) -> Ints:
    """Return ``[trip]`` its first call at one of the stops, NONE without any."""
    timetable = draft.timetable
    at = [np.flatnonzero(stops[timetable.call_stop[timetable.calls_of(int(t))]]) for t in trips]
    return np.array(
        [
            timetable.first_call[trip] + found[0] if len(found) else NONE
            for trip, found in zip(trips, at, strict=True)
        ],
        np.int64,
    )


def _nearest(text: str, names: Strings) -> str:
    """Return a hint on the names that look most like it."""
    known = sorted(set(names.tolist()))
    close = [name for name in known if text.lower() in name.lower()][:NAMED]
    close = close or get_close_matches(text, known, n=3, cutoff=0.4)
    return f"; nearest: {', '.join(close)}" if close else ""
