"""Jobs: long computations run beside the answers, a few at a time, each content once.

The queue is in the database, so several processes may share it. A process that dies leaves its
jobs to be found as interrupted; resumed, they go on from their finished parts.
"""

import logging
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from threading import Condition, Semaphore, Thread
from typing import Self

from api.folders import FULL
from api.http.ending import Ending
from api.http.logs import JOB
from api.jobs.tasks import Stopped, Task, Teller, Work
from api.storage.errors import StorageError
from api.storage.files import Files
from api.storage.job_list import ANEW, STOPPED, JobList, Wish, wish_of
from api.storage.records import Job, Result, new_id
from api.storage.schema import State
from api.storage.store import Store
from api.terminal import refusal
from mobility.network import NetworkError
from mobility.threads import give_way

log = logging.getLogger(__name__)

POLL_S = 0.5  # what other processes have done is seen so late
RETRY_S = 2.0  # a database that could not be written to is tried again after
SLIP = "internal error; the log of the service says more"
NO_ROOM = "the disk of the service is full; make room and resume the job"


@dataclass(frozen=True, eq=False)
class Runner:
    """Runs the jobs of one network in this process, ``most`` at once; use it as ``with``."""

    store: Store
    files: Files
    network: str  # key of the network the work knows
    work: Work
    most: int = 1
    ending: Ending = field(default_factory=Ending)
    name: str = field(default_factory=new_id)
    _changed: Condition = field(default_factory=Condition)
    _held: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Tell the jobs of dead processes interrupted, then take those that wait."""
        self._held.enter_context(self.files.at_work(self.name))
        self.files.sweep()
        for job in self._jobs.interrupt_orphans(self.files.alive, self.network):
            log.warning("job %s (%s): %s", job.id, job.kind, job.error)
        self._taker.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop: a job at work ends as interrupted when it next tells; those that wait keep so.

        One that tells nothing in the time there is, is interrupted without its knowledge.
        """
        self.ending.set()
        self._notify()
        self._taker.join()
        if not all(self._free.acquire(timeout=self.ending.left_s()) for _one in range(self.most)):
            self._abandon()
        self._held.close()

    def submit(self, wish: Wish) -> Job:
        """Queue a job; what is computed already, or being computed, is not computed again.

        A result that stands is from now on told as it was wished last.
        """
        there = self.result(wish.key)
        if there is not None:
            self.store.results.wish_again(there.id, wish)
        job = self._jobs.add(wish, self.name, None if there is None else there.id)
        self._notify()
        return job

    def result(self, key: str) -> Result | None:
        """Return the result of a content if its folder stands."""
        found = self.store.results.find(key)
        if found is not None and not self.files.result(found.folder).is_dir():
            self.store.results.lose(found.id)
            return None
        return found

    def cancel(self, job_id: str) -> Job:
        """Cancel a job and forget its parts; one at work stops when it next tells."""
        job = self._jobs.cancel(job_id)
        if job.state == "cancelled":
            self._forget_parts(job.key)
        self._notify()
        return job

    def resume(self, job_id: str) -> Job:
        """Queue a job again that failed, was cancelled or interrupted."""
        job = self._jobs.resume(job_id, self.network, self.name)
        self._notify()
        return job

    def wait(self, job_id: str, *, revision: int | None = None, seconds: float = 15.0) -> Job:
        """Return the job once it is over or past the revision, at the latest after the seconds."""
        until = time.monotonic() + seconds
        while True:
            job = self._jobs.read(job_id)
            left = until - time.monotonic()
            past = revision is not None and job.revision > revision
            if job.over or past or left <= 0 or self.ending.is_set():
                return job
            self._pause(min(left, POLL_S))

    @property
    def _jobs(self) -> JobList:
        return self.store.jobs

    @cached_property
    def _taker(self) -> Thread:
        return Thread(target=self._take_jobs, name="jobs")

    @cached_property
    def _free(self) -> Semaphore:
        return Semaphore(self.most)

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _pause(self, seconds: float) -> None:
        """Sleep until something changes here, so long at most."""
        with self._changed:
            self._changed.wait(seconds)

    def _take_jobs(self) -> None:
        """Take waiting jobs as long as the service runs, each into a thread of its own.

        The kernels bring threads of their own; these only wait for them.
        """
        while not self.ending.is_set():
            if not self._free.acquire(timeout=POLL_S):
                continue
            job = self._claim()
            if job is None:
                self._free.release()
                self._pause(POLL_S)
            else:
                Thread(target=self._run, args=(job,), name=f"job-{job.id[:8]}").start()

    def _claim(self) -> Job | None:
        try:
            return self._jobs.claim(self.network, self.name)
        except StorageError as error:
            log.warning("no job was taken: %s", error)
            self.ending.wait(RETRY_S)
            return None

    def _run(self, job: Job) -> None:
        """Do a job and write how it ended, whatever happens."""
        JOB.set(job.id)  # all that is logged in this thread is about it
        give_way()  # to who waits for an answer
        self._notify()
        end = _End("failed", SLIP)
        try:
            end = self._ended(job)
        finally:
            self._write_end(job, end)
            log.info("%s: %s", job.kind, end.state)
            self._free.release()
            self._notify()

    def _ended(self, job: Job) -> "_End":
        try:
            return _End("done", None, self._made(job).id)
        except Stopped:
            closing = self.ending.is_set()
            return _End("interrupted", STOPPED) if closing else _End("cancelled")
        except (ValueError, LookupError, OSError) as error:
            told = _told(error).replace(f"{self.files.folder}/", "")  # no place of the server
            log.warning("job %s (%s) failed", job.id, job.kind, exc_info=error)
            return _End("failed", told)

    def _made(self, job: Job) -> Result:
        """Make the result, or take the one a process has left that died right after making it."""
        with self.files.parts_held():
            pass  # whoever removes parts has either seen that this job runs, or is done now
        if not self.files.result(job.key).is_dir():
            with self.files.new_result(job.key) as out:
                tell = Teller(self._jobs, job, self.ending, self._notify)
                self.work(Task(job, out, self.files, tell))
                if self._jobs.read(job.id).cancel_asked:  # since it last told
                    raise Stopped
        return self.store.results.add(wish_of(job), job.key)

    def _abandon(self) -> None:
        """Tell jobs of this process interrupted that are at work; what they still do is lost."""
        try:
            for job in self._jobs.interrupt_orphans(lambda name: name != self.name, self.network):
                log.warning("job %s (%s): %s", job.id, job.kind, job.error)
        except StorageError as error:
            log.warning("the next start tells jobs interrupted: %s", error)

    def _write_end(self, job: Job, end: "_End") -> None:
        """Write how a job ended; as long as that cannot be written it is tried again."""
        while True:
            try:
                self._jobs.end(job.id, end.state, error=end.error, result_id=end.result_id)
            except StorageError as error:
                log.warning("job %s: its end could not be written: %s", job.id, error)
                if self.ending.wait(RETRY_S):
                    return  # the next start tells it interrupted
            else:
                break
        if end.state in ("done", "cancelled"):
            try:
                self._forget_parts(job.key)
            except StorageError as error:
                log.warning("job %s: its parts are left: %s", job.id, error)

    def _forget_parts(self, key: str) -> None:
        """Remove the parts of a content unless another job waits or is at work for it."""
        with self.files.parts_held():
            if self._jobs.active(key) is None:
                self.files.remove_parts(key)


@dataclass(frozen=True)
class _End:
    state: State
    error: str | None = None
    result_id: str | None = None


def _told(error: Exception) -> str:
    """Return what a person far away is told: no place of the server, no slip of ours."""
    if isinstance(error, NetworkError):
        return ANEW
    if isinstance(error, OSError):
        causes = (error, error.__cause__)
        full = any(isinstance(one, OSError) and one.errno in FULL for one in causes)
        return NO_ROOM if full else SLIP
    return refusal(error) or SLIP
