"""Server: the application of a network on a socket; told to end, it ends in time."""

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from socket import socket
from threading import Event, Thread
from types import FrameType
from typing import NoReturn

import uvicorn

from api.app import create_app
from api.http.connection import Connection
from api.http.ending import Ending
from api.http.kept_tables import KeptTables
from api.http.settings import Settings

log = logging.getLogger(__name__)

KILLED = 128  # what a shell adds to the signal a process has ended by


def run_server(
    loaded: Callable[[], KeptTables],
    settings: Settings,
    listening: socket,
    started: Callable[[], object],
    *,
    alone: bool,
) -> None:
    """Answer requests about what has been loaded until the process is told to end.

    The process is over ``stop_within_s`` after that, whatever is under way. Alone, it listens to
    Ctrl-C, and ends at once when told again; one of several leaves both to who has started it.
    """
    ending = Ending(settings.grace_s)
    app = create_app(loaded(), settings, ending, prepared=_settle)
    gc.freeze()  # what is loaded stays: no answer waits until all of it has been looked through
    gc.enable()
    config = uvicorn.Config(
        app, access_log=False, log_config=None, server_header=False, proxy_headers=False,
        ws="none", http=Connection,
        timeout_graceful_shutdown=int(settings.grace_s),
    )  # fmt: skip
    server = _Server(config, started, alone=alone)
    watch = Thread(target=_watch, args=(server.told, ending, settings.stop_within_s), daemon=True)
    watch.start()
    server.run(sockets=[listening])
    log.info("ended")
    _leave()


class _Server(uvicorn.Server):
    """A server that says when it answers and when it is told to end."""

    def __init__(
        self, config: uvicorn.Config, started: Callable[[], object], *, alone: bool
    ) -> None:
        super().__init__(config)
        self.told = Event()  # nobody waits for it in the thread that gets the signals
        self._started, self._alone = started, alone

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal to end."""
        del frame
        if sig == signal.SIGINT and not self._alone:
            return  # Ctrl-C reaches all processes of a terminal; who has started this one ends it
        if self.should_exit and self._alone:
            os._exit(KILLED + sig)
        self.should_exit = True
        self.told.set()


def _settle() -> None:
    """Let the collector pass by what has been found when the server started, too."""
    gc.collect()
    gc.freeze()


def _leave() -> NoReturn:
    """End the process: all is written, and to take apart what is in memory takes seconds.

    A thread that is still at work does what has been told interrupted already.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _watch(told: Event, ending: Ending, within_s: float) -> None:
    """End jobs and who listens to them as soon as it is told, and the process in time."""
    told.wait()
    ending.set()
    log.info("told to end: at most %d s for what is under way", within_s)
    time.sleep(within_s)
    log.warning("not over after %d s: ended by force", within_s)
    os._exit(0)
