"""Verb of the command line that answers over HTTP."""

import argparse
from pathlib import Path

from api.arguments import Verbs, add_network
from api.cli_questions import service_of


def add_serve(verbs: Verbs) -> None:
    """Add the verb that serves a network to this computer."""
    verb = verbs.add_parser("serve", help="answer over HTTP, with a documentation page")
    add_network(verb)
    verb.add_argument("--host", default=None, help="address to listen on (127.0.0.1)")
    verb.add_argument("--port", type=int, default=None, help="8000; 0: any that is free")
    verb.add_argument("--settings", type=Path, default=None, metavar="FILE.toml")
    verb.set_defaults(run=_run_serve)


def _run_serve(options: argparse.Namespace) -> None:
    from api.serving import serve
    from api.settings import read_settings

    settings = read_settings(options.settings, host=options.host, port=options.port)
    serve(lambda: service_of(options), settings, tell=print)
