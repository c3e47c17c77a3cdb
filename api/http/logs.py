"""Logs: what a server says of itself on stderr, a line each, as text or as one JSON object."""

import json
import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

if sys.platform != "win32":
    import fcntl

log = logging.getLogger(__name__)

Form: TypeAlias = Literal["text", "json"]

# what is being done, for all that is logged meanwhile, also in the threads it is done in
REQUEST: ContextVar[str | None] = ContextVar("request_id", default=None)
JOB: ContextVar[str | None] = ContextVar("job_id", default=None)

TOLD = "told"  # of a record: fields that stand in the line by themselves
HEARD = {"": logging.WARNING, "api": logging.INFO}  # from which level on; "": all others


@contextmanager
def logging_to_stderr(form: Form) -> Iterator[None]:
    """Log so for the time of the block, and in no other way; warnings and slips of threads, too."""
    handler = _WholeLines(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    root = logging.getLogger()
    before, root.handlers = root.handlers, [handler]
    levels = {name: logging.getLogger(name).level for name in HEARD}
    for name, level in HEARD.items():
        logging.getLogger(name).setLevel(min(level, levels[""]))  # -v is heard more of
    hook, threading.excepthook = threading.excepthook, _log_slip
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        threading.excepthook = hook
        root.handlers = before
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _log_slip(slip: threading.ExceptHookArgs) -> None:
    name = "a thread" if slip.thread is None else slip.thread.name
    log.error("%s failed", name, exc_info=slip.exc_value)


class _WholeLines(logging.StreamHandler[Any]):
    """Writes each line whole, though several processes share the stream."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line while no other process does."""
        if sys.platform == "win32":
            super().emit(record)
            return
        # no lock where there is no such file, or none that can be locked: then it does without;
        # it is the process's, so it goes with it however that ends
        with suppress(OSError, ValueError):
            fcntl.lockf(self.stream.fileno(), fcntl.LOCK_EX)
        try:
            super().emit(record)
        finally:
            with suppress(OSError, ValueError):
                fcntl.lockf(self.stream.fileno(), fcntl.LOCK_UN)


class _Json(logging.Formatter):
    """One JSON object; an error stands in it with all its lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without letters that could end it."""
        told = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": os.getpid(),
            **_about(),
            **_told(record),
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str)


class _Text(logging.Formatter):
    """A line to read; the lines of an error follow it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what others have named cannot break it."""
        about = "".join(f" {name}={value}" for name, value in _about().items())
        message = record.getMessage().replace("\r", r"\r").replace("\n", r"\n")
        line = f"{_moment(record)} {record.levelname} {record.name}: {message}{about}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _about() -> dict[str, str]:
    """Return the request and the job that are at work in this thread, as far as there are any."""
    named = {one.name: one.get() for one in (REQUEST, JOB)}
    return {name: value for name, value in named.items() if value is not None}


def _told(record: logging.LogRecord) -> Mapping[str, Any]:
    told: Mapping[str, Any] = getattr(record, TOLD, {})
    return told
