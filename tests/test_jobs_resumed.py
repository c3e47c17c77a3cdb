"""Jobs stopped by hand, by the end of the service or of the network, and taken up again."""

import threading

import pytest
from job_bench import KEY, Bench, Start, fails, over, running, text_of, wish

from api.jobs.runner import NO_ROOM
from api.jobs.tasks import Task
from api.storage.errors import Conflict
from api.storage.files import Files
from api.storage.job_list import ANEW, STOPPED


def test_a_waiting_job_is_cancelled_at_once(start_runner: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start_runner(bench) as runner:
        first, second = runner.submit(wish()), runner.submit(wish("b" * 64))
        assert runner.cancel(second.id).state == "cancelled"
        bench.gate.release(4)
        assert over(runner, first).state == "done"
        assert runner.cancel(first.id).state == "done"
    assert len(bench.made) == 4


@pytest.mark.usefixtures("every_step")
def test_a_job_at_work_stops_when_it_next_tells(start_runner: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start_runner(bench) as runner:
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


def test_a_job_cancelled_after_it_last_told_leaves_nothing_all_the_same(
    start_runner: Start,
) -> None:
    def work(task: Task) -> None:
        (task.out / "result.json").touch()
        assert runner.cancel(task.job.id).cancel_asked

    with start_runner(work) as runner:
        job = over(runner, runner.submit(wish()))
        assert (job.state, job.result_id) == ("cancelled", None)
        assert runner.result(KEY) is None
        assert not runner.files.result(KEY).exists()


@pytest.mark.usefixtures("every_step")
def test_a_stopped_service_tells_its_job_interrupted_and_goes_on_from_its_parts(
    start_runner: Start,
) -> None:
    bench = Bench(gate=threading.Semaphore(2))
    with start_runner(bench) as runner:
        job = runner.submit(wish())
        while bench.begun != ["1", "2", "3"]:
            threading.Event().wait(0.01)
        threading.Timer(0.1, bench.gate.release).start()  # part 3 ends while the service stops
    assert bench.made == ["1", "2", "3"]
    bench.gate.release()
    with start_runner(bench) as runner:
        there = runner.store.jobs.read(job.id)
        assert (there.state, there.error) == ("interrupted", STOPPED)
        assert text_of(runner, over(runner, runner.resume(job.id))) == "1234"
    assert bench.made == ["1", "2", "3", "4"]


def test_a_job_that_waits_outlives_the_service(start_runner: Start) -> None:
    bench = Bench()
    idle = start_runner(bench)
    job = idle.submit(wish())  # not begun: nobody takes it
    with start_runner(bench) as runner:
        assert over(runner, job).state == "done"


def test_a_job_of_a_network_built_anew_is_not_taken_up(start_runner: Start) -> None:
    idle = start_runner(Bench())
    job = idle.submit(wish())
    with start_runner(Bench(), network="m" * 64) as runner:
        there = runner.store.jobs.read(job.id)
        assert (there.state, there.error) == ("interrupted", ANEW)
        with pytest.raises(Conflict, match="the network was built anew since"):
            runner.resume(job.id)


def test_a_job_of_a_living_process_is_left_alone(start_runner: Start) -> None:
    bench = Bench(gate=threading.Semaphore(0))
    with start_runner(bench) as one:
        job = one.submit(wish())
        running(one, job)
        with start_runner(bench):
            assert one.store.jobs.read(job.id).state == "running"
        bench.gate.release(4)
        assert over(one, job).state == "done"


def test_only_a_job_that_stopped_is_resumed(start_runner: Start) -> None:
    with start_runner(Bench()) as runner:
        job = over(runner, runner.submit(wish()))
        with pytest.raises(Conflict, match="is done; only one that stopped is resumed"):
            runner.resume(job.id)


def test_who_cancels_an_interrupted_job_gives_its_disk_back(
    start_runner: Start, job_files: Files
) -> None:
    with job_files.new_part(KEY, "1") as path:
        path.touch()
    work = fails(OSError(28, "No space left on device"))
    with start_runner(work) as runner:
        job = over(runner, runner.submit(wish()))
        assert job_files.part(KEY, "1").exists()
        assert (runner.cancel(job.id).state, job.error) == ("cancelled", NO_ROOM)
        assert not job_files.part(KEY, "1").exists()


def test_parts_another_job_works_with_are_not_removed(
    start_runner: Start, job_files: Files
) -> None:
    with start_runner(fails(OSError(28, "No space left on device"))) as runner:
        failed = over(runner, runner.submit(wish()))
    bench = Bench(gate=threading.Semaphore(1))
    with start_runner(bench) as runner:
        job = runner.submit(wish())
        while bench.begun != ["1", "2"]:
            threading.Event().wait(0.01)
        assert runner.cancel(failed.id).state == "cancelled"
        assert job_files.part(KEY, "1").exists()
        bench.gate.release(3)
        assert over(runner, job).state == "done"


def test_a_job_begins_once_nobody_removes_parts_any_longer(
    start_runner: Start, job_files: Files
) -> None:
    bench = Bench()
    with start_runner(bench) as runner:
        with job_files.parts_held():
            job = runner.submit(wish())
            running(runner, job)
            assert runner.wait(job.id, seconds=0.3).state == "running"
            assert bench.begun == []
        assert over(runner, job).state == "done"


@pytest.mark.usefixtures("every_step")
def test_parts_of_a_cancelled_job_stay_for_who_asks_the_same_before_they_are_removed(
    start_runner: Start, job_files: Files
) -> None:
    bench = Bench(gate=threading.Semaphore(1))
    with start_runner(bench) as runner:
        job = runner.submit(wish())
        while bench.begun != ["1", "2"]:
            threading.Event().wait(0.01)
        with job_files.parts_held():
            runner.cancel(job.id)
            bench.gate.release()
            assert over(runner, job).state == "cancelled"
            again = runner.submit(wish())
        bench.gate.release(4)
        assert over(runner, again).state == "done"
        assert bench.begun == ["1", "2", "3", "4"]  # none is made twice
