"""A scenario evaluated while one waits: its figures are those of ``mobility scenario run``."""

import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
from commands import mobility
from fastapi.testclient import TestClient
from http_client import asking, refused
from http_evaluations import CSV, GEOJSON, HERE, LATER, WITHOUT, evaluate, kept
from http_jobs import ASYNC
from pandas.testing import assert_frame_equal

from api.storage.store import open_store
from mobility.scenario import Scenario

KEYS = (
    *("area", "area_id", "day", "class", "target"),  # of a row of figures
    *("ortsteil_id", "way", "target_id", "departure", "trip_ids"),  # and of one that is lost
)


class Ran(NamedTuple):
    """What ``mobility scenario run`` wrote and said."""

    comparison: Path
    said: str


Runs = Callable[..., Ran]


@pytest.fixture(scope="module")
def runs(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Return a function from a day and scenarios, the lowest first, to what a run makes of them."""
    made = dict[str, Ran]()

    def run(day: str, *scenarios: dict[str, Any]) -> Ran:
        key = json.dumps([day, scenarios])
        if key not in made:
            folder, base = tmp_path_factory.mktemp("run"), None
            for number, scenario in enumerate(scenarios):
                path = folder / f"{number}.json"
                path.write_text(json.dumps({**scenario, "base": base}), encoding="utf-8")
                base = path.name
            out = folder / "out"
            said = mobility("scenario", "run", valley / "net", path, "--day", day, "-o", out)
            assert (said.code, said.err) == (0, "")
            made[key] = Ran(out / "vergleich", said.out)
        return made[key]

    return run


def rows(told: dict[str, Any]) -> pd.DataFrame:
    """Return the rows of an answer as a table."""
    return pd.DataFrame([*told["kreis"], *told["kommunen"], *told["ortsteile"]])


def assert_same(told: pd.DataFrame, files: pd.DataFrame) -> None:
    """Assert that an answer has the rows and columns of a file, every figure to the last bit."""
    assert list(told.columns) == list(files.columns)
    plain = (one.astype(object).where(one.notna(), None) for one in (told, files))
    keys = [name for name in KEYS if name in told]
    one, other = (table.sort_values(keys).reset_index(drop=True) for table in plain)
    assert_frame_equal(one, other, check_dtype=False, check_exact=True)


# The same figures as the files


@pytest.mark.parametrize(
    ("day", "scenario"),
    [("schultag", LATER), ("schultag", WITHOUT), ("samstag", WITHOUT)],
    ids=["later", "without", "without on Saturday"],
)
def test_the_rows_are_those_a_run_writes(
    ask: TestClient, runs: Runs, day: str, scenario: dict[str, Any]
) -> None:
    folder, said = runs(day, scenario)
    scenario_id = kept(ask, scenario)
    told = evaluate(ask, scenario_id, days=[day], losers=1000)
    assert_same(rows(told), pd.read_parquet(folder / "vergleich.parquet"))
    assert told["headline"] in said
    notes = json.loads((folder / "vergleich.json").read_text(encoding="utf-8"))
    (result,) = notes["results"].values()
    assert result == {"headline": told["headline"], "reading": told["reading"]}
    csv = ask.post(f"{HERE}/{scenario_id}/evaluate", json={"days": [day]}, headers=CSV)
    assert csv.text == (folder / "vergleich.csv").read_text(encoding="utf-8")


def test_the_losers_are_those_a_run_writes(ask: TestClient, runs: Runs) -> None:
    losers = pd.read_parquet(runs("schultag", WITHOUT).comparison / "verlierer.parquet")
    told = evaluate(ask, kept(ask, WITHOUT), losers=1000)["losers"]
    assert_same(pd.DataFrame(told["items"]), losers)
    assert told["numberMatched"] == told["numberReturned"] == len(losers) > 0


def test_as_geojson_it_is_a_row_per_ortsteil_as_the_file_for_qgis(
    ask: TestClient, runs: Runs
) -> None:
    file = gpd.read_parquet(runs("schultag", WITHOUT).comparison / "vergleich_ortsteile.parquet")
    answer = ask.post(f"{HERE}/{kept(ask, WITHOUT)}/evaluate", headers=GEOJSON)
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["data_status"] == "official"
    told = [one["properties"] for one in answer.json()["features"]]
    assert_same(pd.DataFrame(told), pd.DataFrame(file.drop(columns="geometry")))
    found = gpd.read_file(io.BytesIO(answer.content))
    assert found.geometry.geom_equals_exact(file.geometry, 1e-6).all()


def test_a_scenario_on_another_is_held_against_that_one(ask: TestClient, runs: Runs) -> None:
    files = pd.read_parquet(runs("schultag", LATER, WITHOUT).comparison / "vergleich.parquet")
    told = evaluate(ask, kept(ask, {**WITHOUT, "base": kept(ask, LATER)}))
    assert (told["before"], told["scenario"]["base"]) == ("Später", ["Später"])
    assert_same(rows(told), files)


# As a job


def test_whoever_prefers_to_come_back_gets_a_job_and_all_a_run_writes(
    ask: TestClient, runs: Runs
) -> None:
    here = f"{HERE}/{kept(ask, LATER)}/evaluate"
    answer = ask.post(here, headers=ASYNC)
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    assert ask.get(f"{answer.headers['location']}/events").status_code == 200  # until it is over
    job = ask.get(answer.headers["location"]).json()
    assert job["state"] == "done", job
    file = ask.get(f"{job['result']}/files/vergleich/vergleich.csv")
    assert file.content == (runs("schultag", LATER).comparison / "vergleich.csv").read_bytes()
    again = ask.post(here, headers=ASYNC).json()
    assert (again["state"], again["result"]) == ("done", job["result"])


def test_several_days_are_a_job_though_nobody_prefers_it(ask: TestClient) -> None:
    here = f"{HERE}/{kept(ask, LATER)}/evaluate"
    answer = ask.post(here, json={"days": ["schultag", "samstag"]})
    assert (answer.status_code, answer.json()["kind"]) == (202, "evaluation")
    assert "preference-applied" not in answer.headers
    for every in ("all", ["all"]):
        assert ask.post(here, json={"days": every}).json()["days"] == ["schultag", "samstag"]
    for one in (["schultag", "schultag"], "schultag"):
        assert ask.post(here, json={"days": one}).status_code == 200


def test_a_viewer_may_ask_but_starts_no_job(valley: Path, tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        scenario_id = store.scenarios.create(Scenario.model_validate(LATER)).head.id
        _, secret = store.tokens.create("Gast", "viewer")
    with asking(valley / "net", storage=tmp_path, require_login=True) as ask:
        who = {"Authorization": f"Bearer {secret}"}
        here = f"{HERE}/{scenario_id}/evaluate"
        assert ask.post(here, headers=who).status_code == 200
        refused(ask.post(here, headers={**who, **ASYNC}), 403)
        refused(ask.post(HERE, json=LATER, headers=who), 403)
        refused(ask.post(here), 401)
        assert ask.get("/api/v1/jobs", headers=who).json()["items"] == []
