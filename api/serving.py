"""Serving: the application on a socket, until it is told to end."""

import logging
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

import uvicorn

from api.app import create_app
from api.guards import access_log
from api.service import Service
from api.settings import Settings, SettingsError

WAITING = 2048  # connections the system holds before they are taken


def serve(load: Callable[[], Service], settings: Settings, tell: Callable[[str], object]) -> None:
    """Answer requests until the process is told to end; the address is told once it is taken."""
    refuse_open(settings.host)
    with _listening(settings) as listening:
        app = create_app(load(), settings)
        _log_access()
        tell(f"http://{_named(settings.host)}:{listening.getsockname()[1]}/")
        sys.stdout.flush()
        config = uvicorn.Config(
            app, access_log=False, log_config=None, server_header=False,
            timeout_graceful_shutdown=settings.stop_within_s,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # how uvicorn passes on that it was told to end
            uvicorn.Server(config).run(sockets=[listening])


def refuse_open(host: str) -> None:
    """Refuse an address others can reach: there is no login yet."""
    try:
        own = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        msg = (
            f"host {host}: others could reach it and there are no access tokens yet; "
            "use 127.0.0.1, ::1 or localhost"
        )
        raise SettingsError(msg)


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


def _log_access() -> None:
    """Write the access log whatever else is logged, a request a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    access_log.addHandler(handler)
    access_log.setLevel(logging.INFO)
    access_log.propagate = False
    # what it warns of stands in the answers; where somebody asks from is no matter of the log
    logging.getLogger(Service.__module__).setLevel(logging.ERROR)
