"""Verb of the command line that prints timetables."""

import argparse
from pathlib import Path

from api.arguments import Verbs, add_asked
from api.cli_questions import service_of


def add_fahrplan(verbs: Verbs) -> None:
    """Add the verb that writes the printed timetable of a line, or of every line."""
    verb = verbs.add_parser("fahrplan", help="timetables to print: of a line, or of all lines")
    add_asked(verb)
    verb.add_argument("--line", default=None, metavar="LINE", help="all of the region by default")
    verb.add_argument("--day", default=None, help="one day type, all in their tables by default")
    verb.add_argument(
        "--all-trips", action="store_true", help="a column for every trip, no „alle 60 min bis“"
    )
    verb.add_argument(
        "-o", dest="out", type=Path, required=True, metavar="FILE.(html|csv|parquet|xlsx)|DIR",
        help="a page to print, or its calls as a table; a folder has a page per line",
    )  # fmt: skip
    verb.set_defaults(run=_run_fahrplan)


def _run_fahrplan(options: argparse.Namespace) -> None:
    from api.fahrplan import FahrplanService, write_fahrplan
    from api.lines import LineService

    lines = LineService(service_of(options))
    chosen = lines.near.tolist() if options.line is None else [lines.one(options.line)]
    asked = FahrplanService(lines, options.day)
    written = write_fahrplan(asked, chosen, options.out, compressed=not options.all_trips)
    print(options.out if len(written) > 1 else written[0])
