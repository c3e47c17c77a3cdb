"""Watch: whether a file of SQLite has been written to, without reading it."""

import logging
import sqlite3
from pathlib import Path

log = logging.getLogger(__name__)


class Watch:
    """A connection of its own that sees when others write; it belongs to one thread."""

    def __init__(self, path: Path) -> None:
        """Take the file; it is opened when first looked at."""
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._opened = 0

    def mark(self) -> tuple[int, int] | None:
        """Return another mark after every write of anyone, None where that cannot be told.

        It takes microseconds and waits for nobody: SQLite looks into memory it shares.
        """
        try:
            found = self._open().execute("PRAGMA data_version").fetchone()
        except sqlite3.Error as error:  # a full disk, a file that was moved
            log.warning("%s: cannot be watched: %s", self._path, error)
            self.close()
            return None
        return self._opened, int(found[0])

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            uri = f"{self._path.as_uri()}?mode=rw"  # never makes a file
            self._connection = sqlite3.connect(uri, uri=True, timeout=0, check_same_thread=False)
            self._opened += 1  # versions count anew with every connection
        return self._connection
