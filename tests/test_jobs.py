"""Jobs: each content is computed once, by no more at a time than told, and can be watched."""

import threading
from dataclasses import replace

import pytest
from job_bench import KEY, Bench, Start, fails, over, text_of, wish

from api.jobs.runner import NO_ROOM
from api.jobs.tasks import Task
from api.storage.errors import Conflict, StorageError, Unfit
from api.storage.files import Files


def test_a_job_ends_with_its_result(start_runner: Start) -> None:
    with start_runner(Bench()) as runner:
        job = runner.submit(wish())
        assert (job.state, job.progress, job.over) == ("queued", 0.0, False)
        job = over(runner, job)
        assert (job.state, job.progress, job.error) == ("done", 1.0, None)
        assert text_of(runner, job) == "1234"
        assert job.started is not None
        assert job.ended is not None
        assert job.created <= job.started <= job.ended
        assert not runner.files.part(KEY, "1").parent.exists()


def test_the_same_asked_again_is_not_computed_again(start_runner: Start) -> None:
    bench = Bench()
    with start_runner(bench) as runner:
        one = over(runner, runner.submit(wish()))
        other = runner.submit(wish())
        assert (other.state, other.result_id) == ("done", one.result_id)
        third = over(runner, runner.submit(wish("b" * 64)))
        assert third.result_id != one.result_id
    assert bench.made == ["1", "2", "3", "4"] * 2


def test_a_result_asked_for_again_is_told_as_it_was_asked_last(start_runner: Start) -> None:
    with start_runner(Bench()) as runner:
        over(runner, runner.submit(wish()))
        runner.submit(replace(wish(), parameters={"day": "samstag"}))
        there = runner.result(KEY)
    assert there is not None
    assert there.parameters == {"day": "samstag"}


def test_progress_is_told_in_thousandths(start_runner: Start) -> None:
    told = list[float]()

    def work(task: Task) -> None:
        task.tell(0.1 + 0.2)  # 0.30000000000000004
        told.append(runner.store.jobs.read(task.job.id).progress)
        (task.out / "result.json").touch()

    with start_runner(work) as runner:
        over(runner, runner.submit(wish()))
    assert told == [0.3]


def test_the_same_asked_meanwhile_is_the_same_job(start_runner: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start_runner(bench) as runner, start_runner(bench) as elsewhere:
        one = runner.submit(wish())
        assert {elsewhere.submit(wish()).id, runner.submit(wish()).id} == {one.id}
        bench.gate.release(4)
        assert over(elsewhere, one).state == "done"
    assert bench.made == ["1", "2", "3", "4"]


def test_a_result_whose_folder_is_gone_is_computed_again_under_its_id(start_runner: Start) -> None:
    bench = Bench()
    with start_runner(bench) as runner:
        one = over(runner, runner.submit(wish()))
        runner.files.remove_result(KEY)
        again = over(runner, runner.submit(wish()))
        assert text_of(runner, again) == "1234"
        assert again.result_id == one.result_id
    assert len(bench.made) == 8


def test_a_result_made_right_before_a_death_is_taken(start_runner: Start, job_files: Files) -> None:
    bench = Bench()
    with job_files.new_result(KEY) as folder:
        (folder / "result.json").write_text("before", encoding="utf-8")
    with start_runner(bench) as runner:
        assert text_of(runner, over(runner, runner.submit(wish()))) == "before"
    assert bench.made == []


MISSED = {("queued", 0.0), ("running", 1.0)}  # steps that may be over before anybody looks


@pytest.mark.usefixtures("every_step")
def test_who_watches_sees_every_step_until_the_end(start_runner: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start_runner(bench) as runner:
        job, seen = runner.submit(wish()), list[tuple[str, float]]()
        while not job.over:
            job = runner.wait(job.id, revision=job.revision)
            step = (job.state, job.progress)
            if step not in seen and job.state == "running":
                bench.gate.release()  # one part more
            seen.append(step)
        told = [step for step in dict.fromkeys(seen) if step not in MISSED]
        assert told == [("running", part / 4) for part in range(4)] + [("done", 1.0)]


def test_no_more_jobs_run_at_once_than_told(start_runner: Start) -> None:
    running, most, lock = list[str](), list[int](), threading.Lock()

    def work(task: Task) -> None:
        with lock:
            running.append(task.job.id)
            most.append(len(running))
        threading.Event().wait(0.05)
        with lock:
            running.remove(task.job.id)
        (task.out / "result.json").touch()

    with start_runner(work, most=2) as runner:
        jobs = [runner.submit(wish(f"{number:064}")) for number in range(6)]
        assert {over(runner, job).state for job in jobs} == {"done"}
    assert max(most) <= 2


# What goes wrong


def test_what_the_asker_can_mend_is_told(start_runner: Start) -> None:
    with start_runner(fails(Conflict("no line '99'; nearest: 9"))) as runner:
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
    start_runner: Start, error: Exception, told: str
) -> None:
    with start_runner(fails(error)) as runner:
        job = over(runner, runner.submit(wish()))
        assert job.state == "failed"
        assert told in (job.error or "")
        assert "secret" not in (job.error or "")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_slip_in_the_work_stops_neither_the_service_nor_the_next_job(start_runner: Start) -> None:
    def work(task: Task) -> None:
        if task.job.key == KEY:
            raise ZeroDivisionError
        (task.out / "result.json").touch()

    with start_runner(work) as runner:
        assert over(runner, runner.submit(wish())).state == "failed"
        assert over(runner, runner.submit(wish("b" * 64))).state == "done"


def test_an_end_that_cannot_be_written_is_written_later(
    start_runner: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.runner.RETRY_S", 0.01)
    with start_runner(Bench()) as runner:
        refusals = iter([StorageError("database or disk is full")] * 3)
        end = type(runner.store.jobs).end

        def full(*arguments: object, **words: object) -> object:
            for error in refusals:
                raise error
            return end(*arguments, **words)  # type: ignore[arg-type]

        monkeypatch.setattr(type(runner.store.jobs), "end", full)
        assert over(runner, runner.submit(wish())).state == "done"
        assert next(refusals, None) is None


def test_names_of_parts_lead_nowhere_else(job_files: Files) -> None:
    for bad in ("../x", "a/b", "", ".", "..", "x\x00", "a" * 101):
        with pytest.raises(Unfit, match="cannot be the name of a file"):
            job_files.part(KEY, bad)
        with pytest.raises(Unfit, match="cannot be the name of a file"):
            job_files.result(bad)


def test_a_runner_lives_as_long_as_it_works(start_runner: Start, job_files: Files) -> None:
    runner = start_runner(Bench())
    assert not job_files.alive(runner.name)
    with runner:
        assert job_files.alive(runner.name)
    assert not job_files.alive(runner.name)


def threads_of_jobs() -> set[int | None]:
    return {one.ident for one in threading.enumerate() if one.name.startswith("job")}


def test_nothing_is_left_running(start_runner: Start) -> None:
    before = threads_of_jobs()  # of servers other tests still hold
    with start_runner(Bench()) as runner:
        over(runner, runner.submit(wish()))
    assert threads_of_jobs() <= before
