"""The storage when things go wrong: killed in the middle, many processes, a full disk."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from storage_writers import PARTS, WISH

from api.jobs.runner import Runner
from api.jobs.tasks import Task
from api.storage.database import open_database
from api.storage.errors import StorageError
from api.storage.files import Files
from api.storage.job_list import STOPPED
from api.storage.store import Store, open_store
from mobility.scenario import Scenario

SCRIPT = Path(__file__).with_name("storage_writers.py")


def writer(*arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=SCRIPT.parents[1])


def killed_after(lines: int, *arguments: object) -> list[str]:
    """Kill a writer once it has told so many lines; return all it has told."""
    with writer(*arguments) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return [line.strip() for line in told]


def test_a_kill_amid_fifty_writes_loses_none_that_was_answered(database_url: str) -> None:
    answered = list[str]()
    for after in (1, 20):
        answered += killed_after(after, "create", database_url, 50)
    with closing(Store(open_database(database_url))) as store:
        kept = {f"{head.id} {head.name}" for head in store.scenarios.page(limit=1_000)}
        assert set(answered) <= kept
        assert len(kept) <= len(answered) + 2  # kept, and killed before it could be told
        assert store.scenarios.create(Scenario(name="danach")).head.version == 1


def test_of_changes_by_several_processes_at_once_none_is_lost(database_url: str) -> None:
    with closing(Store(open_database(database_url))) as store:
        one = store.scenarios.create(Scenario(name="A", description="0")).head.id
        writers = [writer("add", database_url, one, 10) for _ in range(3)]
        for process in writers:
            with process:
                assert process.wait(120) == 0
        end = store.scenarios.read(one)
        assert (end.scenario.description, end.head.version) == ("30", 31)


def test_a_killed_job_is_told_interrupted_and_goes_on_from_its_parts(
    database_url: str, tmp_path: Path
) -> None:
    finished = killed_after(5, "job", database_url, tmp_path / "files")
    made = list[str]()

    def work(task: Task) -> None:
        def make(name: str, path: Path) -> None:
            made.append(name)
            path.write_text(name, encoding="utf-8")

        parts = task.parts(PARTS, make)
        told = "".join(part.read_text(encoding="utf-8") for part in parts)
        (task.out / "result.json").write_text(told, encoding="utf-8")

    with closing(Store(open_database(database_url))) as store:
        files = Files(tmp_path / "files")
        (before,) = store.jobs.page()
        assert before.state == "running"
        with Runner(store, files, WISH.network, work) as runner:
            job = store.jobs.read(before.id)
            assert (job.state, job.error) == ("interrupted", STOPPED)
            job = runner.wait(runner.resume(job.id).id, seconds=60)
        assert job.state == "done"
        assert (files.result(WISH.key) / "result.json").read_text() == "".join(PARTS)
    # the last one told was perhaps not in its place yet
    assert made in (list(PARTS[len(finished) :]), list(PARTS[len(finished) - 1 :]))
    assert list(files.folder.glob(".*")) == []  # what the killed one has left is cleared away


# Full disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a disk of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)]
    tried = subprocess.run(mount, capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no disk may be mounted here: {tried.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path) -> None:
    """Leave no byte on a disk."""
    with (disk / "ballast").open("ab", buffering=0) as ballast:
        for size in (4096, 1):
            try:
                while True:
                    ballast.write(b"x" * size)
            except OSError:
                continue
    assert shutil.disk_usage(disk).free == 0


def test_a_full_disk_is_told_and_what_is_stored_can_be_read_and_goes_on_when_there_is_room(
    small_disk: Path,
) -> None:
    with closing(open_store(small_disk)) as store:
        kept = [store.scenarios.create(Scenario(name="A", description="x" * 1_000))]
        large = Scenario(name="B", description="x" * 5_000)
        fill(small_disk)
        with pytest.raises(StorageError, match=r"storage\.sqlite: .*; nothing was written"):
            kept.extend(map(store.scenarios.create, [large] * 1_000))
        assert [store.scenarios.read(one.head.id) for one in kept] == kept
        assert store.scenarios.count() == len(kept)
        (small_disk / "ballast").unlink()
        kept.append(store.scenarios.create(Scenario(name="C")))
        assert [head.id for head in store.scenarios.page()] == [one.head.id for one in kept]


def test_on_a_full_disk_a_service_that_starts_can_read(small_disk: Path) -> None:
    with closing(open_store(small_disk)) as store:
        kept = store.scenarios.create(Scenario(name="A"))
    fill(small_disk)
    with closing(open_store(small_disk)) as store:
        assert store.scenarios.read(kept.head.id) == kept
        with pytest.raises(StorageError, match="nothing was written"):
            store.scenarios.create(Scenario(name="B"))
        (small_disk / "ballast").unlink()
        store.scenarios.create(Scenario(name="B"))
        assert store.scenarios.count() == 2


def test_a_job_on_a_full_disk_fails_in_words_and_is_resumed_when_there_is_room(
    small_disk: Path, tmp_path: Path
) -> None:
    def work(task: Task) -> None:
        (task.out / "result.json").write_bytes(b"x" * 500_000)

    with closing(open_store(tmp_path)) as store:
        fill(small_disk)
        with Runner(store, Files(small_disk), WISH.network, work) as runner:
            job = runner.wait(runner.submit(WISH).id, seconds=60)
            assert (job.state, job.error) == (
                "failed",
                "the disk of the service is full; make room and resume the job",
            )
            (small_disk / "ballast").unlink()
            assert runner.wait(runner.resume(job.id).id, seconds=60).state == "done"
