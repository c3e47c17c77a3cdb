"""Work: questions computed off the event loop, so many at once and no more waiting than that."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from api.http.problems import Refused, field_error

Found = TypeVar("Found")
RETRY_S = 5  # when a refused question may be asked again: most take less


class Work:
    """The threads questions are computed in."""

    def __init__(self, threads: int, most: int) -> None:
        """Take how many are computed at once, and how many may be computed or wait."""
        self._limiter, self._most, self._asked = CapacityLimiter(threads), most, 0

    async def run(self, work: Callable[[], Found]) -> Found:
        """Compute in a thread; refuse with 503 where too many wait already."""
        if self._asked >= self._most:
            message = f"{self._asked} questions wait already; ask again later"
            errors = [field_error("server.most_waiting", self._most, message)]
            raise Refused(503, errors, {"Retry-After": str(RETRY_S)})
        self._asked += 1
        try:
            return await to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._asked -= 1
