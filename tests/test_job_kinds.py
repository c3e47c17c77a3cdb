"""Job kinds on the valley: the same figures as asked directly, in parts that are not made twice."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from accessibility.folds import Window
from api.jobs.kinds import MATRIX, EvaluationAsked, MatrixAsked, Spot, wish_for, work_on
from api.jobs.runner import Runner
from api.jobs.tasks import Task
from api.results import network_of, read_result
from api.scenarios.files import Source
from api.scenarios.run import run_scenario
from api.service import Service, load_service
from api.storage.files import Files
from api.storage.keys import network_key
from api.storage.store import open_store
from mobility.scenario import Scenario
from mobility.scenario_trips import Shift
from mobility.scenario_values import Written

TUESDAY = date(2024, 5, 14)
WINDOW = Window(6 * 3600, 14 * 3600)
STOPS = ("stop:A", "stop:B", "stop:B2", "stop:C", "stop:D")


@pytest.fixture(scope="module")
def service(valley: Path) -> Service:
    return load_service(valley / "net")


@pytest.fixture
def runner(service: Service, tmp_path: Path) -> Iterator[Runner]:
    with closing(open_store(tmp_path)) as store:
        network = network_key(service.manifest)
        with Runner(store, Files(tmp_path / "files"), network, work_on(service)) as one:
            yield one


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every end be a part."""
    monkeypatch.setattr("api.jobs.kinds.SCANNED", 1)


def question(origins: tuple[str, ...], destinations: tuple[str, ...]) -> MatrixAsked:
    ends = [tuple(Spot(id=one) for one in some) for some in (origins, destinations)]
    return MatrixAsked(
        origins=ends[0], destinations=ends[1], date=TUESDAY, from_s=WINDOW.from_s,
        until_s=WINDOW.until_s, percentiles=(5, 50),
    )  # fmt: skip


def made(runner: Runner, asked: MatrixAsked | EvaluationAsked) -> Path:
    job = runner.wait(runner.submit(wish_for(asked, runner.network)).id, seconds=120)
    assert (job.state, job.error) == ("done", None)
    return runner.files.result(job.key)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    ("origins", "destinations"),
    [(STOPS, STOPS[:2]), (STOPS[:2], STOPS), (STOPS, STOPS), (STOPS[:1], STOPS[-1:])],
)
def test_a_matrix_in_parts_is_the_matrix(
    runner: Runner, service: Service, origins: tuple[str, ...], destinations: tuple[str, ...]
) -> None:
    folder = made(runner, question(origins, destinations))
    ends = service.linked(origins), service.linked(destinations)
    whole = service.matrix(*ends, TUESDAY, WINDOW, wanted=(5, 50))
    assert_frame_equal(pd.read_parquet(folder / MATRIX), whole, check_dtype=True)
    told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert told["inputs"] == service.provenance()["inputs"]


def test_a_point_is_asked_by_lon_and_lat(runner: Runner, service: Service) -> None:
    at = Spot(id="home", lon=12.70, lat=51.20)
    asked = question(("stop:A",), ("stop:D",)).model_copy(update={"origins": (at,)})
    found = pd.read_parquet(made(runner, asked) / MATRIX)
    assert found[["from_id", "to_id"]].to_numpy().tolist() == [["home", "stop:D"]]
    assert service.days["schultag"] == TUESDAY


@pytest.mark.usefixtures("small_parts")
def test_a_resumed_matrix_scans_only_what_is_missing(
    service: Service, tmp_path: Path, asked_of_engine: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.tasks.TELL_S", 0.0)
    asked = wish_for(question(STOPS, STOPS[:4]), network_key(service.manifest))
    work = work_on(service)

    def stops_after_three(task: Task) -> None:
        tell, stopping = task.tell, iter(range(3))

        def told(progress: float) -> None:
            tell(progress)
            if next(stopping, None) is None:
                raise OSError("the power went")

        work(Task(task.job, task.out, task.files, told))

    with closing(open_store(tmp_path)) as store:
        files = Files(tmp_path / "files")
        with Runner(store, files, asked.network, stops_after_three) as runner:
            job = runner.wait(runner.submit(asked).id, seconds=60)
            assert job.state == "failed"
        assert asked_of_engine == [5, 5, 5]
        with Runner(store, files, asked.network, work) as runner:
            assert runner.wait(runner.resume(job.id).id, seconds=60).state == "done"
    assert asked_of_engine == [5, 5, 5, 5]


def scenario(minutes: float) -> Scenario:
    return Scenario(name="60 später", changes=(Shift(type="shift", line="60", minutes=minutes),))


def test_an_evaluation_is_what_scenario_run_writes(
    runner: Runner, service: Service, tmp_path: Path
) -> None:
    folder = made(runner, EvaluationAsked(scenarios=(scenario(5),)))
    run_scenario(service, (Source(scenario(5)),), tmp_path / "run")
    for name in ("accessibility", "points"):
        one, other = (pd.read_parquet(at / f"{name}.parquet") for at in (folder, tmp_path / "run"))
        assert_frame_equal(one, other)
    table, about = read_result(folder)
    assert len(table) == 3
    assert network_of(folder, about).folder.resolve() == service.folder.resolve()


def test_what_cannot_be_made_fails_in_words(runner: Runner) -> None:
    nowhere = Scenario(name="X", changes=(Shift(type="shift", line="99", minutes=5),))
    asked = EvaluationAsked(scenarios=(nowhere,))
    job = runner.wait(runner.submit(wish_for(asked, runner.network)).id, seconds=60)
    assert job.state == "failed"
    assert "change 1 (shift)" in (job.error or "")
    assert "99" in (job.error or "")


def test_the_same_question_has_the_same_key_wherever_its_scenario_is_kept() -> None:
    here, there = (scenario(5).model_copy(update={"base": base}) for base in (None, "f" * 32))
    keys = [wish_for(EvaluationAsked(scenarios=(one,)), "n").key for one in (here, there)]
    assert keys[0] == keys[1]
    assert wish_for(EvaluationAsked(scenarios=(scenario(6),)), "n").key != keys[0]
    assert wish_for(EvaluationAsked(scenarios=(here,), days=("samstag",)), "n").key != keys[0]


def test_what_is_queued_says_all_that_is_asked() -> None:
    one: Written
    for one in (question(STOPS, STOPS), EvaluationAsked(scenarios=(scenario(5),), days=("a",))):
        told = json.dumps(wish_for(one, "n").parameters)
        assert type(one).model_validate_json(told) == one
