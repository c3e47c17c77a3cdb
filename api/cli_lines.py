"""Verbs of the command line about lines and Knoten."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from api.arguments import Verbs, add_asked
from api.cli_questions import service_of

if TYPE_CHECKING:
    from api.service import Service


def add_lines(verbs: Verbs) -> None:
    """Add the verb that lists lines with Takt, trips and audit."""
    verb = verbs.add_parser("lines", help="every line: Takt, hours, trips, PlusBus/TaktBus audit")
    add_asked(verb)
    verb.add_argument("--line", default=None, metavar="LINE", help="one line, with all reasons")
    verb.add_argument("--day", default=None, help="a day type of the region, for the pictures")
    verb.add_argument("--knoten", default=None, metavar="NAME", help="Netzgrafik around a station")
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.add_argument(
        "-o", dest="out", type=Path, default=None, metavar="FILE",
        help="the audit as .csv, .parquet or .xlsx, the Netzgrafik as .png, .pdf or .svg; with "
        "--line the Bildfahrplan as .png, .pdf or .svg, the Steckbrief as .html or .md",
    )  # fmt: skip
    verb.set_defaults(run=_run_lines)


def _run_lines(options: argparse.Namespace) -> None:
    from accessibility.line_report import as_data, as_text, evidence_text
    from api.lines import LineService

    service = service_of(options)
    asked = LineService(service)
    line = None if options.line is None else asked.one(options.line)
    if options.out is not None:
        from api.written import write_lines

        write_lines(asked, line, options.out, day=options.day, knoten=options.knoten)
        print(options.out)
        return
    tables = asked.tables(line)
    if options.json:
        _print_json(service, lines=as_data(tables))
        return
    _print_heading(service)
    print(as_text(tables) if line is None else evidence_text(as_data(tables)[0]))


def add_knoten(verbs: Verbs) -> None:
    """Add the verb that tells how lines meet."""
    verb = verbs.add_parser("knoten", help="Anschlüsse at every Knoten, and what late lines break")
    add_asked(verb)
    verb.add_argument("--day", default=None, help="a day type of the region, the first by default")
    verb.add_argument("--station", default=None, metavar="NAME", help="one, with all relations")
    verb.add_argument("--hour", type=int, default=None, metavar="H", help="with what calls then")
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.add_argument(
        "-o", dest="out", type=Path, default=None, metavar="FILE",
        help="relations as .csv, .parquet or .xlsx; with --station and --hour the Knotenuhr: "
        ".png, .pdf, .svg",
    )  # fmt: skip
    verb.set_defaults(run=_run_knoten)


def _run_knoten(options: argparse.Namespace) -> None:
    from accessibility.knoten_report import (
        NOBODY,
        delays_text,
        hour_text,
        knoten_text,
        relations_text,
    )
    from api.knoten import KnotenService
    from api.lines import LineService

    service = service_of(options)
    asked = KnotenService(LineService(service), options.day or next(iter(service.days)))
    stations = None if options.station is None else asked.lines.stations(options.station)
    if options.out is not None:
        from api.written import write_knoten

        write_knoten(asked, stations, options.hour, options.out)
        print(options.out)
        return
    found = asked.data(stations)
    hour = asked.hour(stations, options.hour)
    if options.json:
        late = {} if stations is not None else {"delays": asked.delays()}
        day = {"day": asked.day, "date": asked.date.isoformat()}
        _print_json(service, **day, knoten=found, calls=hour, **late)
        return
    _print_heading(service, asked.day)
    if stations is None:
        print(knoten_text(found, asked.limits), delays_text(asked.delays()), sep="\n\n")
        return
    told = [relations_text(one, asked.limits) for one in found] or [NOBODY]
    print("\n\n".join(filter(None, (*told, hour_text(hour)))))


def _print_json(service: "Service", **told: object) -> None:
    whole = {"data_status": service.status, "region": service.title, **told}
    print(json.dumps(whole, ensure_ascii=False, indent=1))


def _print_heading(service: "Service", day: str | None = None) -> None:
    from accessibility.words import day_name, timetable_of

    of_day = "" if day is None else f", {day_name(day)}, {timetable_of(service.days[day])}"
    status = service.standing(None if day is None else [day])
    print("\n".join(filter(None, (status, service.title + of_day))), end="\n\n")
