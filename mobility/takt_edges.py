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

Minutes = Mapping[tuple[int, bool], int]  # of (station, whether it arrives)
COLUMNS = (
    "line", "headway_s", "from_knoten", "to_knoten", "leaves", "arrives", "back_leaves",
    "back_arrives", "from_beyond", "to_beyond",
)  # fmt: skip


class TaktLine(NamedTuple):
    """A line that keeps a Takt: its stations in the order of OUT, and the minutes it calls at."""

    line: int
    headway_s: int
    way: Way
    minutes: tuple[Minutes, Minutes]  # OUT, BACK

    @property
    def calls(self) -> Way:
        """All stations at which it calls, in whichever way; stops face to face may be two."""
        return tuple(sorted({*self.way, *(station for one in self.minutes for station, _ in one)}))


def takt_edges(
    timetable: Timetable, lines: Lines, found: Sequence[TaktLine], inside: Bools
) -> pd.DataFrame:
    """Return a row per line and section between two Knoten on its way.

    Columns ``line, headway_s, from_knoten, to_knoten, leaves, arrives, back_leaves, back_arrives,
    from_beyond, to_beyond``: a Knoten is the station it is named after; minutes of the headway OUT,
    and BACK (from ``to_knoten``), -1 where that way keeps none; at the Knoten's own station, of
    lines that pass it by at their stop nearest to it. ``inside [station]``: of a way beyond the
    region one Knoten is left, and the end of the line, ``from_beyond`` or ``to_beyond``, else NONE.
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
        own = running[(lines.trip_line[running] == line) & lines.whole[running]]
        out, back = (own[lines.trip_way[own] == way] for way in (OUT, BACK))
        headway_s = _headway_s(timetable, lines, out) or _headway_s(timetable, lines, back)
        if 0 < headway_s <= longest_s:
            way = tuple(course_of(timetable, lines, line, running).station.tolist())
            minutes = _minutes(timetable, out, headway_s), _minutes(timetable, back, headway_s)
            found.append(TaktLine(line, headway_s, way, minutes))
    return found


def _headway_s(timetable: Timetable, lines: Lines, trips: Ints) -> int:
    return find_takt(np.sort(timetable.departure_s[lines.core_first[trips]])).headway_s


def _sections(
    one: TaktLine, way: Way, whole: Way, at: tuple[Minutes, Minutes]
) -> Iterator[dict[str, Any]]:
    out, back = at
    for here, there in pairwise(way):
        yield {
            "line": one.line,
            "headway_s": one.headway_s,
            "from_knoten": here,
            "to_knoten": there,
            "leaves": out.get((here, False), -1),
            "arrives": out.get((there, True), -1),
            "back_leaves": back.get((there, False), -1),
            "back_arrives": back.get((here, True), -1),
            "from_beyond": one.way[0] if here == way[0] != whole[0] else NONE,
            "to_beyond": one.way[-1] if there == way[-1] != whole[-1] else NONE,
        }


def _at(one: TaktLine, knoten: Ints, away_m: Floats) -> tuple[Minutes, Minutes]:
    """Return the minutes OUT and BACK by Knoten: those of the line's station nearest to it."""
    out, back = (
        {
            (int(knoten[station]), arrives): minute
            for (station, arrives), minute in sorted(
                told.items(), key=lambda row: -away_m[row[0][0]]
            )
        }
        for told in one.minutes
    )  # the nearest last: it stays
    return out, back


def _minutes(timetable: Timetable, trips: Ints, headway_s: int) -> dict[tuple[int, bool], int]:
    """Return the minute at which most of the trips call, by station and whether they arrive."""
    times: dict[tuple[int, bool], list[int]] = {}
    for trip in trips.tolist():
        calls = timetable.calls_of(trip)
        stations = timetable.stop_station[timetable.call_stop[calls]].tolist()
        for arrives, column in ((True, timetable.arrival_s), (False, timetable.departure_s)):
            for station, time_s in zip(stations, column[calls].tolist(), strict=True):
                times.setdefault((station, arrives), []).append(time_s)
    return {key: takt_minute(np.array(found), headway_s) // 60 for key, found in times.items()}
