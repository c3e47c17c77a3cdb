"""Jobs: each content is computed once, can be watched, stopped and taken up again."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from api.jobs import NO_ROOM, Runner
from api.storage.errors import Conflict, StorageError
from api.storage.files import Files
from api.storage.job_list import ANEW, STOPPED, Wish
from api.storage.records import Job
from api.storage.store import Store
from api.tasks import Task, Work

NETWORK, KEY = "n" * 64, "a" * 64


def wish(key: str = KEY, network: str = NETWORK) -> Wish:
    return Wish(key, network, "matrix", {"day": "schultag"})


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


Start = Callable[..., Runner]


@pytest.fixture
def start(store: Store, files: Files) -> Start:
    def runner(work: Work, network: str = NETWORK, most: int = 1) -> Runner:
        return Runner(store, files, network, work, most)

    return runner


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


def test_a_job_ends_with_its_result(start: Start) -> None:
    with start(Bench()) as runner:
        job = runner.submit(wish())
        assert (job.state, job.progress, job.over) == ("queued", 0.0, False)
        job = over(runner, job)
        assert (job.state, job.progress, job.error) == ("done", 1.0, None)
        assert text_of(runner, job) == "1234"
        assert job.started is not None
        assert job.ended is not None
        assert job.created <= job.started <= job.ended
        assert not runner.files.part(KEY, "1").parent.exists()


def test_the_same_asked_again_is_not_computed_again(start: Start) -> None:
    bench = Bench()
    with start(bench) as runner:
        one = over(runner, runner.submit(wish()))
        other = runner.submit(wish())
        assert (other.state, other.result_id) == ("done", one.result_id)
        third = over(runner, runner.submit(wish("b" * 64)))
        assert third.result_id != one.result_id
    assert bench.made == ["1", "2", "3", "4"] * 2


def test_the_same_asked_meanwhile_is_the_same_job(start: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start(bench) as runner, start(bench) as elsewhere:
        one = runner.submit(wish())
        assert {elsewhere.submit(wish()).id, runner.submit(wish()).id} == {one.id}
        bench.gate.release(4)
        assert over(elsewhere, one).state == "done"
    assert bench.made == ["1", "2", "3", "4"]


def test_a_result_whose_folder_is_gone_is_computed_again_under_its_id(start: Start) -> None:
    bench = Bench()
    with start(bench) as runner:
        one = over(runner, runner.submit(wish()))
        runner.files.remove_result(KEY)
        again = over(runner, runner.submit(wish()))
        assert text_of(runner, again) == "1234"
        assert again.result_id == one.result_id
    assert len(bench.made) == 8


def test_a_result_made_right_before_a_death_is_taken(start: Start, files: Files) -> None:
    bench = Bench()
    with files.new_result(KEY) as folder:
        (folder / "result.json").write_text("before", encoding="utf-8")
    with start(bench) as runner:
        assert text_of(runner, over(runner, runner.submit(wish()))) == "before"
    assert bench.made == []


@pytest.mark.usefixtures("steps")
def test_who_watches_sees_every_step_until_the_end(start: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start(bench) as runner:
        seen = list[tuple[str, float]]()
        for job in runner.events(runner.submit(wish()).id, seconds=0.05):
            seen.append((job.state, job.progress))
            if job.state == "running":
                bench.gate.release()
        told = list(dict.fromkeys(seen))
        assert set(told) >= {("running", 0.0), ("running", 0.25), ("running", 0.5)}
        assert told == sorted(told, key=lambda step: step[1])
        assert told[-1] == ("done", 1.0)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write every step, however soon it follows."""
    monkeypatch.setattr("api.tasks.TELL_S", 0.0)


def test_no_more_jobs_run_at_once_than_told(start: Start) -> None:
    running, most, lock = list[str](), list[int](), threading.Lock()

    def work(task: Task) -> None:
        with lock:
            running.append(task.job.id)
            most.append(len(running))
        threading.Event().wait(0.05)
        with lock:
            running.remove(task.job.id)
        (task.out / "result.json").touch()

    with start(work, most=2) as runner:
        jobs = [runner.submit(wish(f"{number:064}")) for number in range(6)]
        assert {over(runner, job).state for job in jobs} == {"done"}
    assert max(most) <= 2


# Stopped, and taken up again


def test_a_waiting_job_is_cancelled_at_once(start: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start(bench) as runner:
        first, second = runner.submit(wish()), runner.submit(wish("b" * 64))
        assert runner.cancel(second.id).state == "cancelled"
        bench.gate.release(4)
        assert over(runner, first).state == "done"
        assert runner.cancel(first.id).state == "done"
    assert len(bench.made) == 4


@pytest.mark.usefixtures("steps")
def test_a_job_at_work_stops_when_it_next_tells(start: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start(bench) as runner:
        job = runner.submit(wish())
        running(runner, job)
        assert runner.cancel(job.id).cancel_asked
        bench.gate.release(4)
        assert over(runner, job).state == "cancelled"
        assert len(bench.made) < 4
        assert runner.result(KEY) is None
        assert not runner.files.part(KEY, "1").exists()
        again = runner.resume(job.id)
        bench.gate.release(4)
        assert over(runner, again).state == "done"


def running(runner: Runner, job: Job) -> Job:
    while job.state == "queued":
        job = runner.wait(job.id, revision=job.revision)
    return job


@pytest.mark.usefixtures("steps")
def test_a_stopped_service_tells_its_job_interrupted_and_goes_on_from_its_parts(
    start: Start,
) -> None:
    bench = Bench(gate=threading.Semaphore(2))
    with start(bench) as runner:
        job = runner.submit(wish())
        while bench.begun != ["1", "2", "3"]:
            threading.Event().wait(0.01)
        threading.Timer(0.1, bench.gate.release).start()  # part 3 ends while the service stops
    assert bench.made == ["1", "2", "3"]
    bench.gate.release()
    with start(bench) as runner:
        there = runner.store.jobs.read(job.id)
        assert (there.state, there.error) == ("interrupted", STOPPED)
        assert text_of(runner, over(runner, runner.resume(job.id))) == "1234"
    assert bench.made == ["1", "2", "3", "4"]


def test_a_job_that_waits_outlives_the_service(start: Start) -> None:
    bench = Bench()
    idle = start(bench)
    job = idle.submit(wish())  # not begun: nobody takes it
    with start(bench) as runner:
        assert over(runner, job).state == "done"


def test_a_job_of_a_network_built_anew_is_not_taken_up(start: Start) -> None:
    idle = start(Bench())
    job = idle.submit(wish())
    with start(Bench(), network="m" * 64) as runner:
        there = runner.store.jobs.read(job.id)
        assert (there.state, there.error) == ("interrupted", ANEW)
        with pytest.raises(Conflict, match="the network was built anew since"):
            runner.resume(job.id)


def test_a_job_of_a_living_process_is_left_alone(start: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start(bench) as one:
        job = one.submit(wish())
        running(one, job)
        with start(bench):
            assert one.store.jobs.read(job.id).state == "running"
        bench.gate.release(4)
        assert over(one, job).state == "done"


def test_only_a_job_that_stopped_is_resumed(start: Start) -> None:
    with start(Bench()) as runner:
        job = over(runner, runner.submit(wish()))
        with pytest.raises(Conflict, match="is done; only one that stopped is resumed"):
            runner.resume(job.id)


# What goes wrong


def fails(error: Exception) -> Work:
    def work(_: Task) -> None:
        raise error

    return work


def test_what_the_asker_can_mend_is_told(start: Start) -> None:
    with start(fails(Conflict("no line '99'; nearest: 9"))) as runner:
        job = over(runner, runner.submit(wish()))
        assert (job.state, job.error) == ("failed", "no line '99'; nearest: 9")
        assert runner.result(KEY) is None


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left on device", "/srv/secret"), NO_ROOM),
        (PermissionError(13, "denied", "/srv/secret"), "internal error; the log"),
        (KeyError("x"), "internal error; the log"),
    ],
)
def test_no_slip_and_no_place_of_the_server_is_told(
    start: Start, error: Exception, told: str
) -> None:
    with start(fails(error)) as runner:
        job = over(runner, runner.submit(wish()))
        assert job.state == "failed"
        assert told in (job.error or "")
        assert "secret" not in (job.error or "")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_slip_in_the_work_stops_neither_the_service_nor_the_next_job(start: Start) -> None:
    def work(task: Task) -> None:
        if task.job.key == KEY:
            raise ZeroDivisionError
        (task.out / "result.json").touch()

    with start(work) as runner:
        assert over(runner, runner.submit(wish())).state == "failed"
        assert over(runner, runner.submit(wish("b" * 64))).state == "done"


def test_an_end_that_cannot_be_written_is_written_later(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.RETRY_S", 0.01)
    with start(Bench()) as runner:
        refusals = iter([StorageError("database or disk is full")] * 3)
        end = type(runner.store.jobs).end

        def full(*arguments: object, **words: object) -> object:
            for error in refusals:
                raise error
            return end(*arguments, **words)  # type: ignore[arg-type]

        monkeypatch.setattr(type(runner.store.jobs), "end", full)
        assert over(runner, runner.submit(wish())).state == "done"
        assert next(refusals, None) is None


def test_names_of_parts_lead_nowhere_else(files: Files) -> None:
    for bad in ("../x", "a/b", "", ".", "..", "x\x00", "a" * 101):
        with pytest.raises(ValueError, match="cannot be the name of a file"):
            files.part(KEY, bad)
        with pytest.raises(ValueError, match="cannot be the name of a file"):
            files.result(bad)


def test_a_runner_lives_as_long_as_it_works(start: Start, files: Files) -> None:
    runner = start(Bench())
    assert not files.alive(runner.name)
    with runner:
        assert files.alive(runner.name)
    assert not files.alive(runner.name)


def threads_of_jobs() -> Iterator[str]:
    yield from (thread.name for thread in threading.enumerate() if thread.name.startswith("job"))


def test_nothing_is_left_running(start: Start) -> None:
    with start(Bench()) as runner:
        over(runner, runner.submit(wish()))
    assert list(threads_of_jobs()) == []
