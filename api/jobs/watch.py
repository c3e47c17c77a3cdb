"""Job watch: follows jobs for all who listen, with one question to the storage at a time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from anyio import to_thread

from api.http.ending import Ending
from api.storage.errors import StorageError
from api.storage.records import Job

log = logging.getLogger(__name__)

POLL_S = 0.4  # what any process has done to a job is seen so late
HEARTBEAT_S = 15.0  # where nothing changes: proxies close a line that says nothing for a minute
Ask: TypeAlias = Callable[[Collection[str]], Sequence[Job]]


@dataclass(eq=False)
class _Followed:
    """A job somebody listens to; ``changed`` is set, and replaced, with every change."""

    job: Job
    listeners: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, job: Job) -> None:
        if job.revision > self.job.revision:
            self.job = job
            self.wake()

    def wake(self) -> None:
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()


class Watch:
    """The jobs that are listened to; it asks for them as long as somebody listens."""

    def __init__(self, ask: Ask, ending: Ending) -> None:
        """Take what reads jobs by their ids, and what is set when the service ends."""
        self._ask, self._ending = ask, ending
        self._followed: dict[str, _Followed] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> int:
        """How many listen."""
        return sum(one.listeners for one in self._followed.values())

    async def follow(self, job: Job, seen: int = 0) -> AsyncIterator[Job | None]:
        """Yield the job when it is past the revision seen, and after every change; None in between.

        Ends when the job is over or the service ends.
        """
        followed = self._join(job)
        try:
            while True:
                changed, now = followed.changed, followed.job
                if now.revision > seen:
                    seen = now.revision
                    yield now
                elif now.over or self._ending.is_set():
                    return
                elif not await _set_within(changed, HEARTBEAT_S):
                    yield None
        finally:
            self._leave(job.id)

    def _join(self, job: Job) -> _Followed:
        followed = self._followed.setdefault(job.id, _Followed(job))
        followed.tell(job)
        followed.listeners += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._poll())
        return followed

    def _leave(self, job_id: str) -> None:
        followed = self._followed[job_id]
        followed.listeners -= 1
        if not followed.listeners:
            del self._followed[job_id]

    async def _poll(self) -> None:
        """Ask for the jobs that are listened to, until nobody listens."""
        while self._followed:
            await asyncio.sleep(POLL_S)
            if self._ending.is_set():
                for followed in self._followed.values():
                    followed.wake()
                continue
            for job in await self._asked(list(self._followed)):
                if job.id in self._followed:
                    self._followed[job.id].tell(job)

    async def _asked(self, ids: Sequence[str]) -> Sequence[Job]:
        try:
            return await to_thread.run_sync(self._ask, ids)
        except StorageError as error:
            log.warning("jobs could not be followed just now: %s", error)
            return []


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
