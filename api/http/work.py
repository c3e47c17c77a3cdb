"""Work: questions computed off the event loop, so many at once and no more waiting than that.

What may take long, files and comparisons, has a lane of its own: nobody who asks for a table of a
moment waits until a summary of twenty seconds is written, and its threads give way to all others.
"""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from api.http.problems import Refused, field_error
from mobility.threads import beneath

Found = TypeVar("Found")
RETRY_S = 5  # when a refused question may be asked again: most take less


class _Lane:
    """Threads that only some questions are computed in."""

    def __init__(self, threads: int, most: int) -> None:
        self._limiter, self._most, self._asked = CapacityLimiter(threads), most, 0

    async def run(self, work: Callable[[], Found]) -> Found:
        if self._asked >= self._most:
            message = f"{self._asked} questions wait already; ask again later"
            errors = [field_error("server.most_waiting", self._most, message)]
            raise Refused(503, errors, {"Retry-After": str(RETRY_S)})
        self._asked += 1
        try:
            return await to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._asked -= 1


class Work:
    """The threads questions are computed in."""

    def __init__(self, threads: int, most: int) -> None:
        """Take how many are computed at once, and how many may be computed or wait, per lane."""
        self._usual, self._aside = _Lane(threads, most), _Lane(threads, most)

    async def run(self, work: Callable[[], Found], *, aside: bool = False) -> Found:
        """Compute in a thread, aside what may take long; refuse with 503 where too many wait."""
        if not aside:
            return await self._usual.run(work)
        return await self._aside.run(lambda: beneath(work))
