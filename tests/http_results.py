"""Results of the valley: three evaluations and a matrix, made once and then asked for over HTTP."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from http_client import asking
from http_jobs import shifted

from api.http.accept import CSV, JSON
from api.jobs.kinds import Asked, EvaluationAsked, MatrixAsked, Spot, wish_for, work_on
from api.jobs.runner import Runner
from api.service import load_service
from api.storage.files import Files
from api.storage.keys import network_key
from api.storage.store import open_store
from mobility.scenario import Scenario

JOURNEY_TIME = "mittelzentrum_journey_time_p50"
RESULTS, COMPARE, EXPORTS = "/api/v1/results", "/api/v1/compare", "/api/v1/exports"
NEEDED: Mapping[str, Mapping[str, Any]] = {  # what each export needs besides its format
    "map": {"measure": JOURNEY_TIME},
    "difference": {"measure": JOURNEY_TIME},
    "fahrplan": {"line": "60"},
    "bildfahrplan": {"line": "60"},
    "steckbrief": {"line": "60"},
    "knotenuhr": {"station": "C", "hour": 8},
}
DAYS = ("schultag", "samstag")
LATER: EvaluationAsked = shifted("60 später", 40).model_copy(update={"days": DAYS})
EARLIER: EvaluationAsked = shifted("60 früher", -30).model_copy(update={"days": DAYS})
ON_TOP = EvaluationAsked(  # of a scenario that changes nothing: it is held against that one
    scenarios=(Scenario(name="Ohnefall"), LATER.scenarios[0]), days=("schultag",)
)
TIMES = MatrixAsked(
    origins=(Spot(id="west"), Spot(id="mitte")), destinations=(Spot(id="z-ost"),),
    date=date(2024, 5, 14), from_s=6 * 3600, until_s=9 * 3600,
)  # fmt: skip


def needed(what: str) -> dict[str, Any]:
    """Return what an export cannot do without, besides its format."""
    return dict(NEEDED.get(what, {}))


def made(network: Path, kept: Path, asked: Sequence[Asked]) -> list[str]:
    """Let jobs make what is asked in the folder a server keeps its things in; return the ids."""
    service = load_service(network)
    with (
        closing(open_store(kept)) as store,
        Runner(store, Files(kept), network_key(service.manifest), work_on(service)) as runner,
    ):
        jobs = [runner.submit(wish_for(one, runner.network)) for one in asked]
        done = [runner.wait(job.id, seconds=120) for job in jobs]
    assert [job.error for job in done] == [None] * len(done)
    return [str(job.result_id) for job in done]


@dataclass(frozen=True)
class Kept:
    """A server of the valley and the ids of the results it has."""

    ask: TestClient
    network: Path
    where: Path  # what it keeps
    folders: dict[str, Path]  # of the results
    later: str
    earlier: str
    on_top: str
    matrix: str

    @property
    def folder(self) -> Path:
        """The folder of the evaluation ``later``."""
        return self.folders[self.later]

    @property
    def evaluation(self) -> str:
        """Its address."""
        return f"{RESULTS}/{self.later}"

    def rows(self, table: str, accept: str = JSON, **question: Any) -> Any:
        """Ask for rows of a table of the evaluation."""
        path = f"{self.evaluation}/tables/{table}"
        return self.ask.get(path, params=question, headers={"Accept": accept})

    def file(self, name: str, **headers: str) -> Any:
        """Ask for a file of the evaluation."""
        return self.ask.get(f"{self.evaluation}/files/{name}", headers=headers)

    def export(self, what: str, format_: str, **asked: Any) -> bytes:
        """Ask for a file as the commands write it."""
        query = {**needed(what), **asked, "format": format_}
        answer = self.ask.get(f"{EXPORTS}/{what}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.content

    def compared(self, accept: str = JSON, **question: Any) -> Any:
        """Ask for the rows of a comparison."""
        return self.ask.get(COMPARE, params=question, headers={"Accept": accept})

    def comparison(self, **question: Any) -> pd.DataFrame:
        """Return all rows of it as a table."""
        answer = self.compared(CSV, limit=10_000, **question)
        return pd.read_csv(io.BytesIO(answer.content))


@pytest.fixture(scope="session")
def kept(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Return a server with results nobody deletes."""
    where, network = tmp_path_factory.mktemp("kept"), valley / "net"
    ids = made(network, where, [LATER, EARLIER, ON_TOP, TIMES])
    with asking(network, storage=where) as client, closing(open_store(where)) as store:
        folders = {one: where / "results" / store.results.read(one).folder for one in ids}
        yield Kept(client, network, where, folders, *ids)
