"""Worker: one of the processes of a server, started by ``api/http/workers.py``."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from socket import socket
from threading import Thread

from api.http.ahead import serve_ahead
from api.http.logs import logging_to_stderr
from api.terminal import refusal

REFUSED = 1
BEAT_S = 1.0


def main() -> int:
    """Answer until told to end; say through the pipe "" while it answers, or why it cannot."""
    pipe, listening = Connection(int(sys.argv[1])), socket(fileno=int(sys.argv[2]))
    network, settings = pipe.recv()
    with listening, logging_to_stderr(settings.log_format):
        Thread(target=_end_with, args=(pipe,), daemon=True).start()
        try:
            serve_ahead(network, settings, listening, lambda: _beat(pipe), alone=False)
        except (ValueError, LookupError, OSError) as error:
            words = refusal(error)
            if words is None:
                raise
            pipe.send(words)
            return REFUSED
    return 0


def _beat(pipe: Connection) -> None:
    """Say that it answers, now and every moment: a loop that hangs says nothing any more."""
    with suppress(OSError):  # who listened has gone, and this process ends
        pipe.send("")
    asyncio.get_running_loop().call_later(BEAT_S, _beat, pipe)


def _end_with(pipe: Connection) -> None:
    """End in order when the process that started this one has gone, in whatever way."""
    with suppress(EOFError, OSError):
        pipe.recv()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
