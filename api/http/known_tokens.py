"""Known tokens: those that hold, kept in memory until the database has changed."""

import asyncio
import time
from collections.abc import Callable, Mapping

from anyio import to_thread

from api.storage.records import Token
from api.storage.tokens import Sealed, Tokens, opens

KEPT_S = 1.0  # where nothing tells of a change, as with PostgreSQL; docs/operations.md


class KnownTokens:
    """The tokens of a database, for one event loop."""

    def __init__(self, tokens: Tokens, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the tokens as they are stored, and what time it is."""
        self._tokens, self._clock = tokens, clock
        self._known: Mapping[str, Sealed] = {}
        self._mark: tuple[int, int] | None = None
        self._until = -1.0
        self._lock = asyncio.Lock()

    async def check(self, secret: str) -> Token | None:
        """Return the token a secret belongs to; None if it is unknown or revoked."""
        if not self._fresh():
            async with self._lock:  # of many who wait one reads
                if not self._fresh():
                    await self._read()
        found = self._known.get(secret.partition(".")[0])
        return found.token if opens(secret, found) and found is not None else None

    def _fresh(self) -> bool:
        if self._mark is None:
            return self._clock() < self._until
        return self._tokens.database.mark() == self._mark

    async def _read(self) -> None:
        """Read all tokens; what is written meanwhile makes the mark stale."""
        mark, now = self._tokens.database.mark(), self._clock()
        self._known = await to_thread.run_sync(self._tokens.sealed)
        self._mark, self._until = mark, now + KEPT_S
