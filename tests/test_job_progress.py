"""An evaluation is told between its days and parts, and ends there when nobody wants it more."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from api.jobs.kinds import EvaluationAsked, wish_for, work_on
from api.jobs.runner import Runner
from api.jobs.tasks import Task
from api.progress import Progress
from api.service import Service, load_service
from api.storage.files import Files
from api.storage.keys import network_key
from api.storage.records import Job
from api.storage.store import Store, open_store
from mobility.scenario import Scenario
from mobility.scenario_trips import Shift

LATER = Scenario(name="60 später", changes=(Shift(type="shift", line="60", minutes=5),))
ASKED = EvaluationAsked(scenarios=(LATER,), days=("schultag", "samstag"))


def test_a_stretch_of_a_computation_is_told_as_its_share_of_the_whole() -> None:
    told = list[float]()
    whole = Progress(told.append)
    half = whole.within(0.5, 1.0)
    assert list(half.within(0.0, 0.5).through("ab")) == ["a", "b"]
    half.at(1.0)
    assert told == [0.5, 0.5, 0.5, 0.625, 1.0]


@pytest.fixture(scope="module")
def service(valley: Path) -> Service:
    return load_service(valley / "net")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path)) as one:
        yield one


Listen = Callable[[Task, float], None]


def run(service: Service, store: Store, where: Path, listen: Listen) -> tuple[Runner, Job]:
    """Run the evaluation; whoever listens hears what is told before it is written."""
    work = work_on(service)

    def heard(task: Task) -> None:
        def tell(share: float) -> None:
            listen(task, share)
            task.tell(share)

        work(Task(task.job, task.out, task.files, tell))

    network = network_key(service.manifest)
    with Runner(store, Files(where / "files"), network, heard) as runner:
        return runner, runner.wait(runner.submit(wish_for(ASKED, network)).id, seconds=120)


def test_an_evaluation_tells_of_every_day_and_part(
    service: Service, store: Store, tmp_path: Path
) -> None:
    told = list[float]()
    _, job = run(service, store, tmp_path, lambda _, share: told.append(share))
    assert (job.state, job.progress) == ("done", 1.0)
    assert told == sorted(told)
    assert len(set(told)) > 20
    assert max(later - one for one, later in pairwise(told)) < 0.2


@pytest.mark.usefixtures("every_step")
@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.9])
def test_one_that_is_cancelled_midway_leaves_nothing(
    service: Service, store: Store, tmp_path: Path, share: float
) -> None:
    told = list[float]()

    def cancel(task: Task, now: float) -> None:
        told.append(now)
        if now >= share:
            store.jobs.cancel(task.job.id)

    runner, job = run(service, store, tmp_path, cancel)
    assert (job.state, job.error, job.result_id) == ("cancelled", None, None)
    assert [now for now in told if now >= share] == told[-1:]  # it ends where it is next told
    assert store.results.count() == 0
    assert [one for one in (tmp_path / "files").rglob("*") if one.is_file()] in ([], [
        tmp_path / "files" / "parts.lock"
    ])  # fmt: skip
    assert runner.result(job.key) is None
