"""Serving: a socket, and one process or several that answer on it until they are told to end."""

import logging
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from api.http.hosts import careless
from api.http.logs import logging_to_stderr
from api.http.settings import Settings, SettingsError
from api.http.workers import Workers

log = logging.getLogger(__name__)

WAITING = 2048  # connections the system holds before they are taken


Started: TypeAlias = Callable[[], None]
Here: TypeAlias = Callable[[Path, Settings, socket.socket, Started], None]


def serve(network: Path, settings: Settings, here: Here, tell: Callable[[str], object]) -> None:
    """Answer requests until told to end, here or in processes of their own.

    The address is told once it is answered. What answers is handed in: it is slow to load, and a
    process that only looks after others does without.
    """
    if settings.workers > 1 and sys.platform == "win32":
        raise SettingsError(f"workers = {settings.workers}: Windows has one process only; use 1")
    with (
        _listening(settings) as listening,
        logging_to_stderr(settings.log_format),
        suppress(KeyboardInterrupt),  # told to end before there was anything to end
    ):

        def started() -> None:
            for told in careless(settings):  # once, however many processes answer
                log.warning("%s", told)
            tell(f"http://{_named(settings.host)}:{listening.getsockname()[1]}/")
            sys.stdout.flush()

        if settings.workers == 1:
            here(network, settings, listening, started)
        else:
            Workers(network, settings, listening).run(started)


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        msg = f"{settings.host}:{settings.port}: {error.strerror}; name another with --port"
        raise SettingsError(msg) from error
    listening.listen(WAITING)
    return listening


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host
