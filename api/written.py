"""Written: tables and pictures of lines and Knoten as files."""

from pathlib import Path

import numpy as np
import pandas as pd

from accessibility.bildfahrplan import DEFINITION, TrainCalls, draw_bildfahrplan
from accessibility.line_report import LineTables
from accessibility.sheet import Sheet
from accessibility.store import check_format, write_table
from accessibility.words import day_name, timetable_of
from api.folders import whole_file
from api.knoten import KnotenService
from api.lines import LineService
from api.windows import QuestionError
from gtfs.timetable import Ints
from mobility.connections import Runs, runs_on
from mobility.events import Events, arrivals, departures
from mobility.line_course import Course, runs_of

TABLES = (".csv", ".parquet", ".xlsx")
PICTURES = (".png", ".pdf", ".svg")


def is_picture(out: Path, *, of_one: bool) -> bool:
    """Return whether the file is to be a picture; only one line or Knoten can be drawn."""
    check_format(out, (*TABLES, *PICTURES))
    picture = out.suffix.lower() in PICTURES
    if picture and not of_one:
        msg = f"{out.name}: a picture shows one line or Knoten; name it with --line or --station"
        raise QuestionError(msg)
    return picture


def write_audit(lines: LineService, tables: LineTables, out: Path) -> None:
    """Write the audit, a row per line, profile and criterion."""
    declared = tables.lines[["line_id", "product", "declared_by"]]
    audit = declared.merge(tables.audit, on="line_id", how="right")
    _write(lines, audit.assign(data_status=lines.service.status), out, "Linien")


def write_relations(knoten: KnotenService, stations: Ints | None, out: Path) -> None:
    """Write the relations of the Knoten, a row each."""
    _write(knoten.lines, knoten.table(stations), out, "Knoten")


def write_knotenuhr(
    knoten: KnotenService, stations: Ints | None, hour: int | None, out: Path
) -> None:
    """Draw the Knotenuhr of the stations."""
    if stations is None or hour is None:
        raise QuestionError("a Knotenuhr needs --station NAME and --hour H")
    with whole_file(out) as path:
        knoten.draw(stations, hour, path)


def write_bildfahrplan(lines: LineService, line: int | None, day: str | None, out: Path) -> None:
    """Draw the Bildfahrplan of a line on a day, the region's first by default."""
    service, timetable = lines.service, lines.timetable
    name = day or next(iter(service.days))
    if line is None or name not in service.days:
        raise QuestionError(f"no day {name}; the region names {', '.join(service.days)}")
    when = service.days[name]
    running = timetable.trips_on(when)
    if not (lines.lines.trip_line[running] == line).any():
        raise QuestionError(f"line {lines.lines.name[line]} does not run on {when} ({name})")
    course, runs = runs_of(timetable, lines.lines, line, running)
    names = timetable.station_name[course.station]
    sheet = Sheet(
        f"Bildfahrplan {lines.lines.name[line]}",
        f"{names[0]} – {names[-1]}, {day_name(name)}, {timetable_of(when)}",
        DEFINITION,
        service.imprint([name]),
    )
    with whole_file(out) as path:
        draw_bildfahrplan(sheet, course, runs, names, train_calls(lines, line, course, name), path)


def train_calls(lines: LineService, line: int, course: Course, day: str) -> list[TrainCalls]:
    """Return the trains at the stations of the course on the day; none beside a train itself."""
    timetable = lines.timetable
    if timetable.route_rail[lines.lines.route[line]]:
        return []
    runs = runs_on(timetable, lines.service.days[day])
    rail = timetable.route_rail[timetable.trip_route[runs.trip]]
    trains = Runs(*(column[rail] for column in runs))
    return [
        _on_course(events, timetable.stop_station[events.stop], course, departs=departs)
        for events, departs in (
            (departures(timetable, trains), True),
            (arrivals(timetable, trains), False),
        )
    ]


def _on_course(events: Events, station: Ints, course: Course, *, departs: bool) -> TrainCalls:
    size = int(max(station.max(initial=0), course.station.max())) + 1
    place = np.full(size, np.nan)
    place[course.station[::-1]] = course.metres[::-1]  # of two calls the first
    metres = place[station]
    here = ~np.isnan(metres)
    return TrainCalls(metres[here], events.time_s[here], departs)


def _write(lines: LineService, table: pd.DataFrame, out: Path, sheet: str) -> None:
    check_format(out, TABLES)
    with whole_file(out) as path:
        write_table(table, path, about=lines.service.provenance(), layer=sheet)
