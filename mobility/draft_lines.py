"""Draft lines: the line a change is about, and which of its trips.

Only the routes that may be the line are looked at, so that a change costs what its line costs.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from gtfs.edit import on_dates
from gtfs.timetable import NONE, Bools, Ints, Strings, Timetable, take_trips
from mobility.clocks import clock_text
from mobility.draft import Draft, find_dates, hint
from mobility.line_parts import had_part
from mobility.lines import Lines, find_lines, lines_named, names_of_routes
from mobility.scenario_values import Dated, OfLine, ScenarioError
from mobility.ways import BACK, OUT


@dataclass(frozen=True, eq=False)
class LineTrips:
    """Trips of a line, where they stand in the draft's timetable."""

    line_id: str
    name: str
    ends: tuple[int, int]  # stations: OUT runs from the first to the second
    trips: Ints  # [trip of the line]
    way: Ints  # [trip of the line] OUT or BACK
    whole: Bools  # [trip of the line] whether it runs over the whole line
    offset: Ints  # [trip of the line] calls before the one at which the line begins
    booked: Bools  # [trip of the line] one has to phone for it

    def take(self, chosen: Bools | Ints) -> Self:
        """Return the line with these of its trips alone."""
        return replace(
            self,
            trips=self.trips[chosen],
            way=self.way[chosen],
            whole=self.whole[chosen],
            offset=self.offset[chosen],
            booked=self.booked[chosen],
        )

    def departures(self, timetable: Timetable) -> Ints:
        """Return when the trips begin: at the end of the line if they run over all of it."""
        departures: Ints = timetable.departure_s[timetable.first_call[self.trips] + self.offset]
        return departures


def find_line(draft: Draft, text: str) -> LineTrips:
    """Return the line of an id, or of a name only one line has, with all its trips."""
    timetable, said = draft.timetable, draft.ground.said
    keys, names = names_of_routes(timetable, said)
    routes = _candidates(keys, names, text)
    trips = np.flatnonzero(routes[timetable.trip_route])
    if not routes.any():
        raise ScenarioError(f"no line {text!r}{hint(text, _known(timetable, names, keys))}")
    if not len(trips):
        raise ScenarioError(f"line {text!r} has no trips (left)")
    lines = find_lines(take_trips(timetable, trips), said, draft.built)
    found = lines_named(lines, text)
    if len(found) > 1:
        ids = ", ".join(lines.line_id[found].tolist())
        raise ScenarioError(f"several lines are named {text!r}: write one of {ids}")
    if not len(found) and had_part(draft.built, text):
        raise ScenarioError(
            f"line {text!r} has no trips left: changes before this one removed them, "
            f"or they run with another part of it now{hint(text, lines.line_id)}"
        )
    if not len(found):
        raise ScenarioError(f"no line {text!r}{hint(text, lines.line_id)}")
    return _line(lines, int(found[0]), trips, timetable)


def _candidates(keys: Strings, names: Strings, text: str) -> Bools:
    """Return ``[route]`` all routes of the lines that may be meant."""
    whole_key = text.rpartition("/")[0]  # "<agency>:<name>/2" is a part of what routes share
    meant: Bools = (keys == text) | (names == text)
    if not meant.any() and whole_key:
        meant = keys == whole_key
    return np.isin(keys, keys[meant])


def _known(timetable: Timetable, names: Strings, keys: Strings) -> Strings:
    runs = np.zeros(len(names), np.bool_)
    runs[timetable.trip_route] = True
    return np.concatenate((names[runs], keys[runs]))


def _line(lines: Lines, line: int, trips: Ints, timetable: Timetable) -> LineTrips:
    own = np.flatnonzero(lines.trip_line == line)
    size = np.diff(timetable.first_call)[trips]
    begin = np.cumsum(size) - size  # in the timetable of these trips alone
    core = lines.core_first[own]
    return LineTrips(
        line_id=str(lines.line_id[line]),
        name=str(lines.name[line]),
        ends=(int(lines.core_from[line]), int(lines.core_to[line])),
        trips=trips[own],
        way=lines.trip_way[own],
        whole=lines.whole[own],
        offset=np.where(core == NONE, 0, core - begin[own]),
        booked=lines.trip_booked[own],
    )


def towards(draft: Draft, line: LineTrips, end: str | None) -> LineTrips:
    """Return the line's trips that run to its end so named, all for None."""
    if end is None:
        return line
    timetable = draft.timetable
    ends = {BACK: line.ends[0], OUT: line.ends[1]}
    names = {way: str(timetable.station_name[station]) for way, station in ends.items()}
    ids = {way: str(timetable.station_id[station]) for way, station in ends.items()}
    ways = [way for way in ends if end in (names[way], ids[way])]
    if not ways:
        raise ScenarioError(f"line {line.name} runs to {names[OUT]} and {names[BACK]}, not {end!r}")
    return line.take(np.isin(line.way, ways))


def own_trips(draft: Draft, line: LineTrips, dates: Bools | None) -> tuple[Draft, LineTrips]:
    """Return the draft in which the trips run as trips of their own on the dates, and those."""
    if dates is None or not len(line.trips):
        return draft, line
    timetable, chosen, source = on_dates(draft.timetable, line.trips, dates)
    return draft.changed(timetable), replace(line.take(source), trips=chosen)


def chosen_trips(
    draft: Draft,
    change: OfLine,
    *,
    at: tuple[int, ...] | None = None,
    span: tuple[int, int] | None = None,
) -> tuple[Draft, LineTrips]:
    """Return the trips of the change as trips of their own; refuse if there are none.

    Those of its line, way and days, that begin at the times ``at`` and in the half-open span.
    """
    dates = find_dates(draft, change)
    line = towards(draft, find_line(draft, change.line), change.towards)
    line = line.take(runs_on(draft.timetable, line.trips, dates))
    line = line.take(in_span(line.departures(draft.timetable), span))
    if at is not None:
        line = _at(draft, line, at, change)
    if not len(line.trips):
        raise ScenarioError(f"no trip of line {change.line}{said_when(change)} is concerned")
    return own_trips(draft, line, dates)


def runs_on(timetable: Timetable, trips: Ints, dates: Bools | None) -> Bools:
    """Return ``[trip]`` which of them run on any of the dates; None: on any at all."""
    asked = np.ones(timetable.dates, np.bool_) if dates is None else dates
    runs: Bools = np.any(timetable.service_runs & asked, axis=1)
    return runs[timetable.trip_service[trips]]


def _at(draft: Draft, line: LineTrips, at: tuple[int, ...], change: OfLine) -> LineTrips:
    departures = line.departures(draft.timetable)
    missing = sorted(set(at) - set(departures.tolist()))
    if missing:
        told = ", ".join(f"{clock_text(one)}{nearest_clocks(departures, one)}" for one in missing)
        raise ScenarioError(f"line {change.line}{said_when(change)} has no departure at {told}")
    return line.take(np.isin(departures, at))


def nearest_clocks(departures_s: Ints, at_s: int) -> str:
    """Return the last departure before and the first after in words, "" where there is neither."""
    before, after = departures_s[departures_s < at_s], departures_s[departures_s > at_s]
    near = [clock_text(int(one)) for one in (*np.sort(before)[-1:], *np.sort(after)[:1])]
    return f" (nearest: {', '.join(near)})" if near else ""


def in_span(departures_s: Ints, span: tuple[int, int] | None) -> Bools:
    """Return which departures lie in the half-open span."""
    if span is None:
        return np.ones(len(departures_s), np.bool_)
    inside: Bools = (departures_s >= span[0]) & (departures_s < span[1])
    return inside


def said_when(change: Dated) -> str:
    """Return on what days and which way, in words for a message."""
    days = f" on {', '.join(change.days)}" if change.days else ""
    end = change.towards if isinstance(change, OfLine) else None
    return days + (f" towards {end}" if end else "")
