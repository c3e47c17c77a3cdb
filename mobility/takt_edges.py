"""Takt edges: the lines that keep a Takt, cut at their Knoten, with the minutes at both ends."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gtfs.earth import points_m
from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable
from mobility.line_course import course_of
from mobility.lines import Lines
from mobility.takt import find_takt, takt_minute
from mobility.takt_knoten import Way, along_knoten, needed, town_knoten, trimmed
from mobility.ways import BACK, OUT

Times = Mapping[tuple[int, bool], Mapping[int, int]]  # (station, arrives) → trip → second
COLUMNS = (
    "line", "headway_s", "from_knoten", "to_knoten", "leaves", "arrives", "back_leaves",
    "back_arrives", "from_beyond", "to_beyond",
)  # fmt: skip


class TaktLine(NamedTuple):
    """A line that keeps a Takt: its stations in the order of OUT, and when its trips call."""

    line: int
    headway_s: int
    way: Way
    times: tuple[Times, Times]  # OUT, BACK; also of trips over a part of it

    @property
    def calls(self) -> Way:
        """All stations at which it calls, in whichever way; stops face to face may be two."""
        return tuple(sorted({*self.way, *(station for one in self.times for station, _ in one)}))


def takt_edges(
    timetable: Timetable, lines: Lines, found: Sequence[TaktLine], inside: Bools
) -> pd.DataFrame:
    """Return a row per line and section between two Knoten on its way.

    Columns ``line, headway_s, from_knoten, to_knoten, leaves, arrives, back_leaves, back_arrives,
    from_beyond, to_beyond``: a Knoten is the station it is named after; minutes of the headway OUT,
    and BACK (from ``to_knoten``), -1 where that way keeps none; at the Knoten's own station, of
    lines that pass it by at their stop nearest to it. The headway is that of the section: less than
    the line's where trips over a part of it come in between. ``inside [station]``: of a way beyond
    the region one Knoten is left, and the end of the line, ``from_beyond`` or ``to_beyond``, else
    NONE.
    """
    rail = timetable.route_rail[lines.route]
    trains = np.zeros(len(timetable.station_id), np.bool_)
    for one in found:
        trains[list(one.calls)] |= rail[one.line]
    knoten = town_knoten(timetable, [one.calls for one in found], trains, inside)
    whole = {one.line: along_knoten(one.way, knoten) for one in found}
    calls = np.bincount([one for way in whole.values() for one in way], minlength=len(inside))
    shown = {line: trimmed(way, inside, calls) for line, way in whole.items()}
    ways = needed({line: way for line, way in shown.items() if len(way) > 1})
    xyz = points_m(timetable.station_lon, timetable.station_lat)
    away_m = np.linalg.norm(xyz - xyz[knoten], axis=1)
    rows = [
        row
        for one in found
        if one.line in ways
        for row in _sections(one, ways[one.line], whole[one.line], _at(one, knoten, away_m))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def takt_lines(
    timetable: Timetable, lines: Lines, chosen: Ints, day: date, *, longest_s: int = 7200
) -> list[TaktLine]:
    """Return those of the lines that keep a Takt of at most ``longest_s`` over their whole way.

    It is the Takt OUT; of a line that runs only BACK the one it has there.
    """
    running = timetable.trips_on(day)
    found = []
    for line in chosen.tolist():
        own = running[(lines.trip_line[running] == line) & ~lines.trip_booked[running]]
        ways = [own[lines.trip_way[own] == way] for way in (OUT, BACK)]
        out_s, back_s = (_headway_s(timetable, lines, trips) for trips in ways)
        headway_s = out_s or back_s
        if 0 < headway_s <= longest_s:
            way = tuple(course_of(timetable, lines, line, running).station.tolist())
            times = _times(timetable, ways[0]), _times(timetable, ways[1])
            found.append(TaktLine(line, headway_s, way, times))
    return found


def _headway_s(timetable: Timetable, lines: Lines, trips: Ints) -> int:
    whole = trips[lines.whole[trips]]
    return find_takt(np.sort(timetable.departure_s[lines.core_first[whole]])).headway_s


def _sections(
    one: TaktLine, way: Way, whole: Way, at: tuple[Times, Times]
) -> Iterator[dict[str, Any]]:
    out, back = at
    for here, there in pairwise(way):
        going, coming = _ridden(out, here, there), _ridden(back, there, here)
        headway_s = _dense(going[0], one.headway_s) if len(going[0]) else one.headway_s
        minutes = [_minute(times, headway_s) for times in (*going, *coming)]
        yield {
            "line": one.line,
            "headway_s": headway_s,
            "from_knoten": here,
            "to_knoten": there,
            "leaves": minutes[0],
            "arrives": minutes[1],
            "back_leaves": minutes[2],
            "back_arrives": minutes[3],
            "from_beyond": one.way[0] if here == way[0] != whole[0] else NONE,
            "to_beyond": one.way[-1] if there == way[-1] != whole[-1] else NONE,
        }


def _ridden(times: Times, here: int, there: int) -> tuple[Ints, Ints]:
    """Return departures here and arrivals there of the trips that run from here to there."""
    leaves, arrives = times.get((here, False), {}), times.get((there, True), {})
    trips = [trip for trip, time_s in leaves.items() if arrives.get(trip, NONE) >= time_s]
    return (
        np.array([leaves[trip] for trip in trips], np.int64),
        np.array([arrives[trip] for trip in trips], np.int64),
    )


def _dense(departures_s: Ints, headway_s: int) -> int:
    """Return the headway of a section, never more than that of the whole line."""
    own_s = find_takt(np.sort(departures_s)).headway_s
    return min(own_s, headway_s) if own_s else headway_s


def _minute(times_s: Ints, headway_s: int) -> int:
    return takt_minute(times_s, headway_s) // 60 if len(times_s) else -1


def _at(one: TaktLine, knoten: Ints, away_m: Floats) -> tuple[Times, Times]:
    """Return the times OUT and BACK by Knoten: of each trip those at its station nearest to it."""
    merged: list[dict[tuple[int, bool], dict[int, int]]] = []
    for told in one.times:
        by_knoten: dict[tuple[int, bool], dict[int, int]] = {}
        for (station, arrives), times in sorted(told.items(), key=lambda row: -away_m[row[0][0]]):
            by_knoten.setdefault((int(knoten[station]), arrives), {}).update(times)  # nearest last
        merged.append(by_knoten)
    return merged[0], merged[1]


def _times(timetable: Timetable, trips: Ints) -> dict[tuple[int, bool], dict[int, int]]:
    """Return when the trips call, by station and whether they arrive."""
    times: dict[tuple[int, bool], dict[int, int]] = {}
    for trip in trips.tolist():
        calls = timetable.calls_of(trip)
        stations = timetable.stop_station[timetable.call_stop[calls]].tolist()
        for arrives, column in ((True, timetable.arrival_s), (False, timetable.departure_s)):
            for station, time_s in zip(stations, column[calls].tolist(), strict=True):
                times.setdefault((station, arrives), {}).setdefault(trip, time_s)
    return times
