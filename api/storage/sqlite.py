"""SQLite: connections that lose nothing they have answered for, and can read from a full disk."""

import logging
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event

log = logging.getLogger(__name__)

BUSY_S = 30.0  # a writer waits so long for another: each takes milliseconds
NO_ROOM = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}  # what it may be
PRIMARY = 0xFF  # of an error code: the rest says which kind of it


class Frozen(sqlite3.Connection):
    """A connection that only reads, and makes no file beside the database to do so."""


class Pooled(Protocol):
    """What the pool keeps of a connection."""

    def invalidate(self) -> None:
        """Let it go."""


def sqlite_engine(url: URL) -> Engine:
    """Return an engine on a file; each of its transactions reads or writes, as its option says."""
    path = Path(url.database or "")

    def connect(*_: object) -> sqlite3.Connection:
        return _connect(path)

    engine = create_engine(url)
    event.listen(engine, "do_connect", connect)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _forget)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    """Connect; where a full disk has no room for the files beside it, read what is there."""
    connection = sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False)
    try:
        _prepare(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        log_file = path.with_name(f"{path.name}-wal")
        unread = log_file.exists() and log_file.stat().st_size > 0
        if error.sqlite_errorcode & PRIMARY not in NO_ROOM or unread or not path.exists():
            raise
        log.warning("%s: %s; is the disk full? it can only be read", path, error)
        return _frozen(path)
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see ``_begin``
    # a full disk cannot change the mode of a file that has it already
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _frozen(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, factory=Frozen
    )
    connection.isolation_level = None
    return connection


def _begin(connection: Connection) -> None:
    """Begin; a writer takes its turn at once: one that has read first could no longer wait."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _forget(connection: Any, record: Pooled) -> None:  # noqa: ANN401 - a driver's
    """Keep no frozen connection: there may be room again."""
    if isinstance(connection, Frozen):
        record.invalidate()
