"""Terminal: what a command has to do with the process around it, and how it is refused in words."""

import io
import logging
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

ROOMS = {"gtfs", "mobility", "accessibility", "api"}
NEGATIVE = re.compile(r"-\d")  # a place west of Greenwich, not an option


@contextmanager
def on_terminal(*, verbose: bool) -> Iterator[None]:
    """Log to stderr, write names no terminal font is missing for, and end politely when killed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    handler = logging.StreamHandler(sys.stderr)
    form = "%(asctime)s %(name)s: %(message)s" if verbose else "%(message)s"
    handler.setFormatter(logging.Formatter(form))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO if verbose else logging.WARNING)
    # SIGTERM as Ctrl-C: what is half done is cleared away
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        root.setLevel(level)
        root.removeHandler(handler)


def refusal(error: Exception) -> str | None:
    """Return what the planner needs to know, None for a slip of our own: it keeps its traceback."""
    if isinstance(error, OSError):
        if error.strerror and error.filename:
            return f"{error.filename}: {error.strerror}"
        return error.strerror or str(error)
    ours = type(error).__module__.split(".")[0] in ROOMS
    return str(error) if ours else None


def leave_pipe() -> None:
    """Let nobody complain that the reader of our output (head, less) has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def joined(arguments: Sequence[str]) -> list[str]:
    """Join ``--from -73.17,44.01`` to one argument: a value that begins so is no option."""
    whole: list[str] = []
    for argument in arguments:
        before = whole[-1] if whole else ""
        if before.startswith("--") and "=" not in before and NEGATIVE.match(argument):
            whole[-1] = f"{before}={argument}"
        else:
            whole.append(argument)
    return whole
