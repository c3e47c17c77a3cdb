"""Job list: the queue of long computations in the database, shared by all processes of a service.

Every step is one guarded UPDATE: of two processes that want the same one gets it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from api.storage.database import Database
from api.storage.errors import Conflict, Missing
from api.storage.records import Job, is_id, new_id
from api.storage.schema import ACTIVE, JobRow, State, now

_COLUMNS = tuple(field.name for field in fields(Job))
STOPPED = "the service was stopped while the job was at work; resume it"
ANEW = "the network was built anew since; ask anew"
RESUMABLE = ("failed", "cancelled", "interrupted")


@dataclass(frozen=True)
class Wish:
    """What is to be computed, of which network; equal keys are equal results."""

    key: str
    network: str
    kind: str
    parameters: dict[str, Any]


def wish_of(job: Job) -> Wish:
    """Return what a job computes."""
    return Wish(job.key, job.network, job.kind, job.parameters)


@dataclass(frozen=True)
class JobList:
    """The jobs of a database."""

    database: Database

    def add(self, wish: Wish, runner: str, result_id: str | None = None) -> Job:
        """Queue a job and return it, or the one that computes the same already.

        With a result there is nothing left to do: the job is done.
        """
        moment = now()
        row = JobRow(
            id=new_id(), key=wish.key, network=wish.network, kind=wish.kind,
            parameters=wish.parameters, state="queued" if result_id is None else "done",
            progress=0.0 if result_id is None else 1.0, revision=1, runner=runner,
            cancel_asked=False, created=moment, result_id=result_id,
            ended=None if result_id is None else moment,
        )  # fmt: skip
        try:
            with self.database.writing() as session:
                session.add(row)
                session.flush()
                return _job(row)
        except IntegrityError as error:
            there = self.active(wish.key)
            if there is None:
                raise Conflict("the same job ended just now; ask again") from error
            return there

    def active(self, key: str) -> Job | None:
        """Return the job that waits or is at work for a content, None if there is none."""
        with self.database.reading() as session:
            asked = select(JobRow).where(JobRow.key == key, JobRow.state.in_(ACTIVE))
            row = session.scalar(asked)
            return None if row is None else _job(row)

    def read(self, job_id: str) -> Job:
        """Return a job."""
        with self.database.reading() as session:
            row = session.get(JobRow, job_id) if is_id(job_id) else None
            if row is None:
                raise Missing(f"no job {job_id!r}")
            return _job(row)

    def page(
        self, *, states: Collection[State] | None = None, limit: int = 100, offset: int = 0
    ) -> list[Job]:
        """Return jobs, the newest first, of some states only."""
        asked = select(JobRow).order_by(JobRow.created.desc(), JobRow.id)
        if states is not None:
            asked = asked.where(JobRow.state.in_(states))
        with self.database.reading() as session:
            return [_job(row) for row in session.scalars(asked.limit(limit).offset(offset))]

    def count(self, *, states: Collection[State] | None = None) -> int:
        """Return how many jobs there are, in some states only."""
        asked = select(func.count()).select_from(JobRow)
        if states is not None:
            asked = asked.where(JobRow.state.in_(states))
        with self.database.reading() as session:
            return session.scalar(asked) or 0

    def some(self, ids: Collection[str]) -> list[Job]:
        """Return the jobs of the ids, in any order; those nobody knows are left out."""
        with self.database.reading() as session:
            asked = select(JobRow).where(JobRow.id.in_(ids))
            return [_job(row) for row in session.scalars(asked)]

    def claim(self, network: str, runner: str) -> Job | None:
        """Take the oldest queued job of the network; None if there is none."""
        here = [JobRow.state == "queued", JobRow.network == network]
        oldest = select(JobRow.id).where(*here).order_by(JobRow.created, JobRow.id).limit(1)
        with self.database.reading() as session:
            job_id = session.scalar(oldest)
        if job_id is None:
            return None
        began = {"state": "running", "runner": runner, "started": now()}
        return self._step(job_id, ("queued",), began)

    def advance(self, job_id: str, progress: float) -> Job | None:
        """Note how far a running job is; None if it runs no longer."""
        return self._step(job_id, ("running",), {"progress": progress})

    def end(
        self, job_id: str, state: State, *, error: str | None = None, result_id: str | None = None
    ) -> Job | None:
        """End a running job; None if it runs no longer."""
        told: dict[str, Any] = {"state": state, "error": error, "ended": now()}
        told |= {"result_id": result_id}
        told |= {"progress": 1.0} if state == "done" else {}
        return self._step(job_id, ("running",), told)

    def cancel(self, job_id: str) -> Job:
        """Cancel a job that waits or came to nothing; ask one that runs to stop.

        One that is done or cancelled stays as it is.
        """
        self.read(job_id)
        waiting = {"state": "cancelled", "cancel_asked": True, "ended": now()}
        return (
            self._step(job_id, ("queued", "failed", "interrupted"), waiting)
            or self._step(job_id, ("running",), {"cancel_asked": True})
            or self.read(job_id)
        )

    def resume(self, job_id: str, network: str, runner: str) -> Job:
        """Queue a job again that came to nothing; its finished parts are kept."""
        there = self.read(job_id)
        if there.network != network:
            raise Conflict(f"job {job_id!r}: {ANEW}")
        again = {
            "state": "queued", "runner": runner, "cancel_asked": False, "error": None,
            "started": None, "ended": None,
        }  # fmt: skip
        try:
            job = self._step(job_id, RESUMABLE, again)
        except IntegrityError as error:
            raise Conflict(f"job {job_id!r}: another one computes the same now") from error
        if job is None:
            raise Conflict(f"job {job_id!r} is {there.state}; only one that stopped is resumed")
        return job

    def interrupt_orphans(self, alive: Callable[[str], bool], network: str) -> list[Job]:
        """Interrupt jobs whose process is gone; those that wait for this network keep waiting."""
        found = list[Job]()
        for job in self.page(states=ACTIVE, limit=10_000):
            if alive(job.runner) or (job.state == "queued" and job.network == network):
                continue
            why = STOPPED if job.state == "running" else ANEW
            told = {"state": "interrupted", "error": why, "ended": now()}
            found += filter(None, [self._step(job.id, (job.state,), told, runner=job.runner)])
        return found

    def _step(
        self,
        job_id: str,
        states: Collection[str],
        values: dict[str, Any],
        *,
        runner: str | None = None,
    ) -> Job | None:
        """Change a job if it is in one of the states, and still of the runner; None if not."""
        here = [JobRow.id == job_id, JobRow.state.in_(states)]
        here += [] if runner is None else [JobRow.runner == runner]
        with self.database.writing() as session:
            change = update(JobRow).where(*here).returning(JobRow)
            row = session.scalar(change.values(revision=JobRow.revision + 1, **values))
            return None if row is None else _job(row)


def _job(row: JobRow) -> Job:
    return Job(*(getattr(row, name) for name in _COLUMNS))
