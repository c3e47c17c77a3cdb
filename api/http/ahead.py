"""Ahead: a network loaded and evaluated while the server around it is still being imported."""

import logging
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from socket import socket
from threading import Thread

from api.http.found_days import keep_days
from api.http.kept_tables import KeptTables
from api.http.settings import Settings
from api.service import Service, load_service
from mobility.threads import once

OF_SERVICE = logging.getLogger(Service.__module__)


def serve_ahead(
    network: Path,
    settings: Settings,
    listening: socket,
    started: Callable[[], object],
    *,
    alone: bool,
) -> None:
    """Answer requests about a network until the process is told to end, as ``run_server`` does."""
    loaded, heard = once(lambda: _load(network)), OF_SERVICE.level
    evaluating = Thread(target=_evaluate, args=(loaded,), name="ahead")
    evaluating.start()
    try:
        server = import_module("api.http.server")  # meanwhile the network is evaluated
        server.run_server(loaded, settings, listening, started, alone=alone)
    finally:
        evaluating.join()  # it needs threads, which an interpreter that ends gives nobody
        OF_SERVICE.setLevel(heard)


def _load(network: Path) -> KeptTables:
    service = load_service(network)
    # what it warns of stands in the answers; where somebody asks from is no matter of the log
    OF_SERVICE.setLevel(logging.ERROR)
    return KeptTables(keep_days(service))


def _evaluate(loaded: Callable[[], KeptTables]) -> None:
    with suppress(ValueError, LookupError, OSError):  # who asks for the same is told
        tables = loaded()
        tables.of(next(iter(tables.service.days)), None)
