"""Worker: one of the processes of a server, started by ``api/http/workers.py``."""

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


def main() -> int:
    """Answer until told to end; say through the pipe "" when it answers, or why it cannot."""
    pipe, listening = Connection(int(sys.argv[1])), socket(fileno=int(sys.argv[2]))
    network, settings = pipe.recv()
    with listening, logging_to_stderr(settings.log_format):
        Thread(target=_end_with, args=(pipe,), daemon=True).start()
        try:
            serve_ahead(network, settings, listening, lambda: pipe.send(""), alone=False)
        except (ValueError, LookupError, OSError) as error:
            words = refusal(error)
            if words is None:
                raise
            pipe.send(words)
            return REFUSED
    return 0


def _end_with(pipe: Connection) -> None:
    """End in order when the process that started this one has gone, in whatever way."""
    with suppress(EOFError, OSError):
        pipe.recv()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
