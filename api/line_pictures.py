"""Line pictures: Bildfahrplan and Steckbrief of a line, Netzgrafik of the region, Knotenuhr."""

from pathlib import Path

import numpy as np
import pandas as pd

from accessibility.bildfahrplan import (
    DEFINITION,
    Diagram,
    TrainCalls,
    bildfahrplan_svg,
    draw_bildfahrplan,
)
from accessibility.knoten_table import delay_data, knoten_data
from accessibility.line_people import Walks, people_served
from accessibility.line_report import as_data
from accessibility.line_sheet import DIAGRAM_MM, LineFacts, line_html, line_markdown
from accessibility.netzgrafik import DEFINITION as NETZGRAFIK
from accessibility.netzgrafik import draw_netzgrafik
from accessibility.netzgrafik_bundles import around, town_name
from accessibility.netzgrafik_region import lines_shown, stations_of
from accessibility.sheet import Sheet
from accessibility.words import day_name, timetable_of
from api.folders import whole_file
from api.knoten import KnotenService
from api.lines import LineService
from api.windows import QuestionError
from gtfs.timetable import Ints, Timetable
from mobility.connections import Runs, runs_on
from mobility.events import Events, arrivals, departures
from mobility.line_course import Course, runs_of
from mobility.line_stops import line_stops, running_day, stops_served
from mobility.takt_edges import takt_edges, takt_lines

SECTIONS = 2  # of lines around a Knoten that a Netzgrafik of its surroundings shows


def write_bildfahrplan(lines: LineService, line: int, day: str | None, out: Path) -> None:
    """Draw the Bildfahrplan of a line on a day, the first it runs on by default."""
    name = day_of_line(lines, line, day)
    diagram = find_diagram(lines, line, name)
    sheet = Sheet(
        f"Bildfahrplan {lines.lines.name[line]}",
        f"{diagram.names[0]} – {diagram.names[-1]}, {_said(lines, name)}",
        DEFINITION,
        lines.service.imprint([name]),
    )
    with whole_file(out) as path:
        course, runs, names, trains = diagram
        draw_bildfahrplan(sheet, course, runs, names, trains, path)


def write_steckbrief(lines: LineService, line: int, day: str | None, out: Path) -> None:
    """Write the Steckbrief of a line as .html, or as .md with its picture beside it."""
    facts = find_facts(KnotenService(lines, day_of_line(lines, line, day)), line)
    if out.suffix.lower() == ".html":
        with whole_file(out) as path:
            path.write_text(line_html(facts), encoding="utf-8")
        return
    picture = out.with_suffix(".svg")
    with whole_file(picture) as path:
        path.write_text(facts.diagram, encoding="utf-8")
    with whole_file(out) as path:
        path.write_text(line_markdown(facts, picture=picture.name), encoding="utf-8")


def write_netzgrafik(lines: LineService, knoten: str | None, day: str | None, out: Path) -> None:
    """Draw the Takt lines of a day, all or those around a Knoten."""
    service, timetable = lines.service, lines.timetable
    name = day or next(iter(service.days))
    when = lines.date_of(name)
    stations = stations_of(timetable, service.places, service.network.crs)
    shown = lines_shown(lines.near, lines.products)
    takt = takt_lines(timetable, lines.lines, shown, when)
    edges = takt_edges(timetable, lines.lines, takt, stations.inside)
    if not len(edges):
        raise QuestionError(f"no line keeps a Takt on {when} ({name})")
    if knoten is not None:
        edges = around(edges, _drawn(timetable, edges, knoten), SECTIONS, stations.inside)
    words = {
        n: (str(lines.lines.name[n]), str(lines.products[n])) for n in np.unique(edges["line"])
    }
    title = f"Netzgrafik {service.manifest['name']}" + ("" if knoten is None else f": {knoten}")
    sheet = Sheet(title, _said(lines, name), NETZGRAFIK, service.imprint([name]))
    with whole_file(out) as path:
        draw_netzgrafik(sheet, edges, stations, words, path)


def _drawn(timetable: Timetable, edges: pd.DataFrame, text: str) -> int:
    """Return the Knoten of a station's or a town's name, among those of the Netzgrafik."""
    drawn = np.unique(edges[["from_knoten", "to_knoten"]].to_numpy())
    names = timetable.station_name[drawn].tolist()
    for named in (names, list(map(town_name, names))):
        folded = [name.casefold() for name in named]
        if text.casefold() in folded:
            return int(drawn[folded.index(text.casefold())])
    known = ", ".join(sorted(set(map(town_name, names))))
    raise QuestionError(f"{text!r} is no Knoten of the Netzgrafik; there are {known}")


def find_facts(knoten: KnotenService, line: int) -> LineFacts:
    """Return what a Steckbrief says of the line."""
    lines, service, timetable = knoten.lines, knoten.service, knoten.lines.timetable
    relations, delays = knoten.tables
    own = relations[(relations["line"] == line) | (relations["to_line"] == line)]
    late = delay_data(delays[delays["line"] == line], lines.lines)
    moving, days = service.network.moving, service.days
    walks = Walks(moving.walk_speed_kmh, moving.max_access_s)
    stops = stops_served(timetable, lines.lines, line, days.values())
    return LineFacts(
        line=as_data(lines.tables(line))[0],
        stops=line_stops(timetable, lines.lines, line, knoten.date),
        knoten=knoten_data(knoten.tables._replace(relations=own), timetable, lines.lines),
        delay=late[0] if late else None,
        people=people_served(service.places, service.question.points, stops, walks),
        diagram=bildfahrplan_svg(find_diagram(lines, line, knoten.day), DIAGRAM_MM),
        day=knoten.day,
        walks=walks,
        limits=knoten.limits,
        imprint=service.imprint(list(days)),
    )


def find_diagram(lines: LineService, line: int, day: str) -> Diagram:
    """Return what the Bildfahrplan of a line shows."""
    timetable = lines.timetable
    running = timetable.trips_on(lines.date_of(day))
    course, runs = runs_of(timetable, lines.lines, line, running)
    trains = _train_calls(lines, line, course, day)
    return Diagram(course, runs, timetable.station_name[course.station], trains)


def _train_calls(lines: LineService, line: int, course: Course, day: str) -> list[TrainCalls]:
    """Return the trains at the stations of the course on the day; none beside a train itself."""
    timetable = lines.timetable
    if timetable.route_rail[lines.lines.route[line]]:
        return []
    runs = runs_on(timetable, lines.date_of(day))
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


def day_of_line(lines: LineService, line: int, day: str | None) -> str:
    """Return the day asked, or the first on which the line runs; it must run."""
    found, name = lines.lines, str(lines.lines.name[line])
    asked = lines.service.days if day is None else {day: lines.date_of(day)}
    running = running_day(lines.timetable, found, line, asked)
    if not running:
        on = ", ".join(f"{when} ({one})" for one, when in asked.items())
        raise QuestionError(f"line {name} does not run on {on}")
    return running


def _said(lines: LineService, day: str) -> str:
    return f"{day_name(day)}, {timetable_of(lines.date_of(day))}"
