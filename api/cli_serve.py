"""Verb of the command line that answers over HTTP."""

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from api.arguments import Verbs, add_network, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from api.http.settings import Settings


USUAL = 700  # objects made until garbage is looked for


def add_serve(verbs: Verbs) -> None:
    """Add the verb that serves a network."""
    verb = verbs.add_parser("serve", help="answer over HTTP, with a documentation page")
    add_network(verb)
    verb.add_argument("--host", default=None, help="address to listen on (127.0.0.1)")
    port, workers = whole(0, 65535), whole(1, 64)  # of all else the settings know the limits
    verb.add_argument("--port", type=port, default=None, help="8000; 0: any that is free")
    verb.add_argument("--workers", type=workers, default=None, metavar="N", help="processes (1)")
    verb.add_argument("--settings", type=Path, default=None, metavar="FILE.toml")
    verb.set_defaults(run=_run_serve)


def _run_serve(options: argparse.Namespace) -> None:
    from api.http.serving import serve
    from api.http.settings import read_settings

    given = {name: getattr(options, name) for name in ("host", "port", "workers")}
    settings = read_settings(options.settings, **given)
    serve(options.network, settings, _answer, print)


def _answer(
    network: Path, settings: "Settings", listening: "socket", started: "Callable[[], None]"
) -> None:
    gc.disable()  # what is loaded stays: to look through it again and again is a sixth of the start
    gc.set_threshold(USUAL)  # for what is answered afterwards, for months
    from api.http.ahead import serve_ahead

    serve_ahead(network, settings, listening, started, alone=True)
