"""A bench for jobs: work that waits until it may go on, and runners on a new store."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from api.http.ending import Ending
from api.jobs.runner import Runner
from api.jobs.tasks import Task, Work
from api.service import Service
from api.storage.files import Files
from api.storage.job_list import Wish
from api.storage.records import Job
from api.storage.store import Store

NETWORK, KEY = "n" * 64, "a" * 64


def wish(key: str = KEY, network: str = NETWORK) -> Wish:
    return Wish(key, network, "matrix", {"day": "schultag"})


@dataclass
class Bench:
    """Work of parts, each of which waits until it may go on."""

    names: tuple[str, ...] = ("1", "2", "3", "4")
    gate: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(1_000))
    begun: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    def __call__(self, task: Task) -> None:
        """Make the parts and put them together."""
        parts = task.parts(self.names, self.make)
        text = "".join(part.read_text(encoding="utf-8") for part in parts)
        (task.out / "result.json").write_text(text, encoding="utf-8")

    def make(self, name: str, path: Path) -> None:
        """Make one."""
        self.begun.append(name)
        self.gate.acquire()
        self.made.append(name)
        path.write_text(name, encoding="utf-8")


def over(runner: Runner, job: Job) -> Job:
    return runner.wait(job.id, seconds=30)


def text_of(runner: Runner, job: Job) -> str:
    assert job.result_id is not None
    folder = runner.files.result(runner.store.results.read(job.result_id).folder)
    return (folder / "result.json").read_text(encoding="utf-8")


def running(runner: Runner, job: Job) -> Job:
    while job.state == "queued":
        job = runner.wait(job.id, revision=job.revision)
    return job


def fails(error: Exception) -> Work:
    def work(_: Task) -> None:
        raise error

    return work


@pytest.fixture
def job_files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


Start: TypeAlias = Callable[..., Runner]


@pytest.fixture
def start_runner(store: Store, job_files: Files) -> Start:
    def runner(
        work: Work, network: str = NETWORK, most: int = 1, ending: Ending | None = None
    ) -> Runner:
        return Runner(store, job_files, network, work, most, ending or Ending())

    return runner


@pytest.fixture
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write every step, however soon it follows."""
    monkeypatch.setattr("api.jobs.tasks.TELL_S", 0.0)


@pytest.fixture
def asked_of_engine(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the pairs of every question to the engine."""
    asked, matrix = list[int](), Service.matrix

    def counted(self: Service, origins: Any, destinations: Any, *rest: Any, **words: Any) -> Any:
        asked.append(len(origins.ends.end_id) * len(destinations.ends.end_id))
        return matrix(self, origins, destinations, *rest, **words)

    monkeypatch.setattr(Service, "matrix", counted)
    return asked
