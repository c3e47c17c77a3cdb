"""Verbs of the command line about lines and Knoten."""

import argparse
import json

from api.arguments import Verbs, add_network
from api.cli_questions import service_of


def add_lines(verbs: Verbs) -> None:
    """Add the verb that lists lines with Takt, trips and audit."""
    verb = verbs.add_parser("lines", help="every line: Takt, hours, trips, PlusBus/TaktBus audit")
    add_network(verb)
    verb.add_argument("--line", default=None, metavar="LINE", help="one line, with all reasons")
    verb.add_argument("--json", action="store_true", help="print them as JSON")
    verb.set_defaults(run=_run_lines)


def _run_lines(options: argparse.Namespace) -> None:
    import numpy as np

    from accessibility.line_report import as_data, as_text, evidence_text
    from api.lines import LineService

    service = service_of(options)
    asked = LineService(service)
    chosen = None if options.line is None else np.array([asked.one(options.line)])
    tables = asked.tables(chosen)
    if options.json:
        told = {"data_status": service.status, "lines": as_data(tables)}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    status = service.standing()
    print("\n".join(filter(None, (status, service.manifest["name"], ""))))
    print(as_text(tables) if chosen is None else evidence_text(as_data(tables)[0]))
