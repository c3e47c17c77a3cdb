"""A scenario evaluated while one waits: its figures are those of ``mobility scenario run``."""

import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
import schemathesis
from commands import mobility
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from pandas.testing import assert_frame_equal

import api.http.scenario_desk
from api.evaluated import evaluated
from api.storage.store import open_store
from mobility.scenario import Scenario

HERE = "/api/v1/scenarios"
LATER: dict[str, Any] = {
    "name": "Später",
    "changes": [{"type": "shift", "line": "60", "minutes": 5}],
}
NOWHERE = {"type": "remove_line", "line": "61"}
WITHOUT = {"name": "Ohne Bus", "changes": [{"type": "remove_line", "line": "60"}]}
ASYNC = {"Prefer": "respond-async"}
KEYS = (
    *("area", "area_id", "day", "class", "target"),  # of a row of figures
    *("ortsteil_id", "way", "target_id", "departure", "trip_ids"),  # and of one that is lost
)
GEOJSON, CSV = {"Accept": "application/geo+json"}, {"Accept": "text/csv"}


@pytest.fixture(scope="module")
def ask(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of the valley."""
    with asking(valley / "net", storage=tmp_path_factory.mktemp("kept")) as client:
        yield client


def kept(ask: TestClient, scenario: dict[str, Any]) -> str:
    """Return the id of a new scenario."""
    answer = ask.post(HERE, json=scenario)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def evaluate(ask: TestClient, scenario_id: str, **asked: Any) -> dict[str, Any]:
    answer = ask.post(f"{HERE}/{scenario_id}/evaluate", json=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


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


# What the answer says besides


def test_the_answer_says_what_was_evaluated_and_how_the_data_stand(ask: TestClient) -> None:
    scenario_id = kept(ask, WITHOUT)
    told = evaluate(ask, scenario_id)
    assert (told["data_status"], told["region"]) == ("official", "Tal")
    assert (told["day"], told["date"], told["before"]) == ("schultag", "2024-05-14", "Bestand")
    assert told["timetable"] == "Soll-Fahrplan vom 14.05.2024"
    head = ask.get(f"{HERE}/{scenario_id}").json()
    made = told["scenario"]
    assert {name: made[name] for name in ("id", "name", "version", "sha256")} == {
        name: head[name] for name in ("id", "name", "version", "sha256")
    }
    (change,) = made["changes"]
    assert {(one["day"], one["gone"]) for one in change["trips"]} == {
        ("schultag", 12), ("samstag", 12)
    }  # fmt: skip
    assert told["losers"] is None
    assert {one["area_name"] for one in told["kommunen"]} == {"Tal"}
    assert {one["area_id"] for one in told["ortsteile"]} == {"west", "mitte", "ost"}


def test_only_so_many_losers_are_told_as_are_asked_for_but_all_are_counted(
    ask: TestClient,
) -> None:
    scenario_id = kept(ask, WITHOUT)
    whole = evaluate(ask, scenario_id, losers=1000)["losers"]
    first = evaluate(ask, scenario_id, losers=1)["losers"]
    assert first["items"] == whole["items"][:1]
    assert first["numberReturned"] == 1
    assert first["numberMatched"] == whole["numberMatched"] == len(whole["items"]) > 1


def test_a_scenario_that_cannot_be_made_is_refused_for_all_that_is_wrong_at_once(
    ask: TestClient,
) -> None:
    below = kept(ask, {"name": "unten", "changes": [NOWHERE]})
    wrong = {"type": "shift", "line": "6O", "minutes": 5}
    scenario = {"name": "A", "base": below, "changes": [LATER["changes"][0], wrong]}
    here = f"{HERE}/{kept(ask, scenario)}"
    for headers in ({}, ASYNC):
        told = refused(ask.post(f"{here}/evaluate", headers=headers), 422)
        assert [one["field"] for one in told["errors"]] == [
            "scenario.base.changes.0", "scenario.changes.1",
        ]  # fmt: skip
        assert "change 2 (shift): no line '6O'" in told["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"days": ["montag"]}, "body.days.0"),
        ({"days": ["schultag", "montag"]}, "body.days.1"),
        ({"days": []}, "body.days"),
        ({"days": "schultag"}, "body.days"),
        ({"losers": -1}, "body.losers"),
        ({"losers": 1001}, "body.losers"),
        ({"day": "schultag"}, "body.day"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field(
    ask: TestClient, body: dict[str, Any], field: str
) -> None:
    answer = ask.post(f"{HERE}/{kept(ask, LATER)}/evaluate", json=body)
    assert field in fields(refused(answer, 422))


def test_nobody_and_no_format_are_refused(ask: TestClient) -> None:
    refused(ask.post(f"{HERE}/{'0' * 32}/evaluate"), 404)
    refused(ask.post(f"{HERE}/{'0' * 32}/check"), 404)
    pdf = {"Accept": "application/pdf"}
    refused(ask.post(f"{HERE}/{kept(ask, LATER)}/evaluate", headers=pdf), 406)


# Once


def test_the_same_asked_by_many_at_once_is_computed_once(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = list[str]()

    def counted(*args: Any, **named: Any) -> Any:
        computed.append(args[1][0])
        return evaluated(*args, **named)

    monkeypatch.setattr(api.http.scenario_desk, "evaluated", counted)
    change = {"type": "shift", "line": "60", "minutes": 7}
    here = f"{HERE}/{kept(ask, {'name': 'Einmal', 'changes': [change]})}/evaluate"
    evaluate(ask, kept(ask, LATER), days=["samstag"])  # what all are held against
    computed.clear()
    asked = [{}, GEOJSON, CSV] * 3
    with ThreadPoolExecutor(9) as threads:
        answers = list(
            threads.map(
                lambda headers: ask.post(here, json={"days": ["samstag"]}, headers=headers), asked
            )
        )
    assert computed == ["samstag"]
    assert [answer.status_code for answer in answers] == [200] * 9
    tags = [answer.headers["etag"] for answer in answers]
    assert len(set(tags)) == 3
    assert tags == tags[:3] * 3
    answer = ask.post(here, json={"days": ["samstag"]})
    assert (answer.headers["etag"], computed) == (tags[0], ["samstag"])


def test_a_changed_scenario_is_evaluated_anew(ask: TestClient) -> None:
    scenario_id = kept(ask, LATER)
    before = evaluate(ask, scenario_id)
    ask.put(f"{HERE}/{scenario_id}", json=WITHOUT, headers={"If-Match": '"1"'})
    after = evaluate(ask, scenario_id)
    assert (before["scenario"]["version"], after["scenario"]["version"]) == (1, 2)
    assert after["scenario"]["name"] == "Ohne Bus"
    assert after["kreis"] != before["kreis"]
    below = kept(ask, LATER)
    above = kept(ask, {"name": "darauf", "base": below})
    assert evaluate(ask, above)["before"] == "Später"
    ask.put(f"{HERE}/{below}", json=WITHOUT, headers={"If-Match": '"1"'})
    assert evaluate(ask, above)["before"] == "Ohne Bus"


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
    once = ask.post(here, json={"days": ["schultag", "schultag"]})
    assert once.status_code == 200


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


# As the document says


def test_the_answers_are_as_the_document_says(ask: TestClient) -> None:
    document = schemathesis.openapi.from_dict(ask.get("/openapi.json").json())
    scenario_id, one = kept(ask, WITHOUT), "/{scenario_id}"
    asked: dict[tuple[str, str], Any] = {
        ("GET", ""): ask.get(HERE),
        ("GET", one): ask.get(f"{HERE}/{scenario_id}"),
        ("PUT", one): ask.put(f"{HERE}/{scenario_id}", json=LATER, headers={"If-Match": "*"}),
        ("POST", f"{one}/duplicate"): ask.post(f"{HERE}/{scenario_id}/duplicate"),
        ("POST", f"{one}/check"): ask.post(f"{HERE}/{scenario_id}/check"),
        ("POST", "/check"): ask.post(f"{HERE}/check", json={"name": "A", "changes": [NOWHERE]}),
        ("POST", f"{one}/evaluate"): ask.post(f"{HERE}/{scenario_id}/evaluate", json={"losers": 9}),
    }
    for (method, path), answer in asked.items():
        assert answer.status_code in (200, 201), answer.text
        document[HERE + path][method].validate_response(answer)
    for headers in (GEOJSON, CSV, ASYNC):
        answer = ask.post(f"{HERE}/{scenario_id}/evaluate", headers=headers)
        assert answer.status_code in (200, 202), answer.text
        document[f"{HERE}{one}/evaluate"]["POST"].validate_response(answer)
