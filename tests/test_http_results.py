"""Results over HTTP: what they are, every table row by row, every file as it lies there."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from http_results import EARLIER, LATER, TIMES, made
from pandas.testing import assert_frame_equal

from api.accept import CSV, GEOJSON, JSON, PARQUET
from api.result_files import file_in, policy_of
from api.scenario_files import Source, scenario_hash
from api.storage.store import open_store

RESULTS = "/api/v1/results"
DATE = "application/geo+json"


class Kept(NamedTuple):
    """A server of the valley and the results it has."""

    ask: TestClient
    folder: Path  # of the evaluation
    evaluation: str
    matrix: str

    def rows(self, table: str, accept: str = JSON, **question: Any) -> Any:
        """Ask for rows of a table of the evaluation."""
        path = f"{self.evaluation}/tables/{table}"
        return self.ask.get(path, params=question, headers={"Accept": accept})


@pytest.fixture(scope="module")
def kept(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    where = tmp_path_factory.mktemp("kept")
    evaluation, matrix = made(valley / "net", where, [LATER, TIMES])
    with asking(valley / "net", storage=where) as client, _store(where) as store:
        folder = where / "results" / store.results.read(evaluation).folder
        yield Kept(client, folder, f"{RESULTS}/{evaluation}", f"{RESULTS}/{matrix}")


def _store(where: Path) -> Any:
    from contextlib import closing

    return closing(open_store(where))
