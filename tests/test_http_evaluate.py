"""A scenario evaluated while one waits: its figures are those of ``mobility scenario run``."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from commands import mobility
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from pandas.testing import assert_frame_equal

import api.scenario_desk

HERE = "/api/v1/scenarios"
LATER = {"name": "Später", "changes": [{"type": "shift", "line": "60", "minutes": 5}]}
WITHOUT = {"name": "Ohne Bus", "changes": [{"type": "remove_line", "line": "60"}]}
ASYNC = {"Prefer": "respond-async"}
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


def ran(folder: Path, network: Path, scenario: Path, day: str) -> Path:
    """Return the folder of ``mobility scenario run``."""
    said = mobility("scenario", "run", network, scenario, "--day", day, "-o", folder)
    assert (said.code, said.err) == (0, "")
    return folder


def written(path: Path, scenario: dict[str, Any]) -> Path:
    path.write_text(json.dumps(scenario), encoding="utf-8")
    return path


def rows(told: dict[str, Any]) -> pd.DataFrame:
    """Return the rows of an answer as a table."""
    return pd.DataFrame([*told["kreis"], *told["kommunen"], *told["ortsteile"]])


def by_area(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows in an order that does not hang on how they are listed, missing ones as nan."""
    keys = ["area", "area_id", "day", "class", "target"]
    plain = table.astype(object).where(table.notna(), None)
    return plain.sort_values(keys).reset_index(drop=True)


# The same figures as the files


@pytest.mark.parametrize("day", ["schultag", "samstag"])
@pytest.mark.parametrize("scenario", [LATER, WITHOUT], ids=["later", "without"])
def test_the_rows_are_those_a_run_writes(
    ask: TestClient, valley: Path, tmp_path: Path, scenario: dict[str, Any], day: str
) -> None:
    path = written(tmp_path / "s.json", scenario)
    folder = ran(tmp_path / "out", valley / "net", path, day) / "vergleich"
    told = evaluate(ask, kept(ask, scenario), days=[day], losers=1000)
    files = pd.read_parquet(folder / "vergleich.parquet")
    assert list(rows(told).columns) == list(files.columns)
    assert_frame_equal(by_area(rows(told)), by_area(files), check_dtype=False, check_exact=True)
    here = f"{HERE}/{kept(ask, scenario)}/evaluate"
    csv = ask.post(here, json={"days": [day]}, headers=CSV)
    assert csv.text == (folder / "vergleich.csv").read_text(encoding="utf-8")
    lost = pd.DataFrame(told["losers"]["items"])
    if (folder / "verlierer.parquet").exists():
        losers = pd.read_parquet(folder / "verlierer.parquet")
        assert list(lost.columns) == list(losers.columns)
        assert lost.astype(object).where(lost.notna(), None).equals(
            losers.astype(object).where(losers.notna(), None)
        )
    assert told["losers"]["numberMatched"] == len(lost)
    assert told["headline"] in mobility_summary(folder)


def mobility_summary(folder: Path) -> str:
    """Return what the report of a comparison says."""
    return (folder / "vergleich.md").read_text(encoding="utf-8")


def test_as_geojson_it_is_a_row_per_ortsteil_as_the_file_for_qgis(
    ask: TestClient, valley: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "s.json", WITHOUT)
    folder = ran(tmp_path / "out", valley / "net", path, "schultag") / "vergleich"
    answer = ask.post(f"{HERE}/{kept(ask, WITHOUT)}/evaluate", headers=GEOJSON)
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["data_status"] == "official"
    found = gpd.read_file(io.BytesIO(answer.content))
    file = gpd.read_parquet(folder / "vergleich_ortsteile.parquet")
    told = [one["properties"] for one in answer.json()["features"]]
    plain = pd.DataFrame(file.drop(columns="geometry"))
    plain = plain.astype(object).where(plain.notna(), None)
    assert told == plain.to_dict("records")
    assert found.geometry.geom_equals_exact(file.geometry, 1e-6).all()


def test_a_scenario_on_another_is_held_against_that_one(
    ask: TestClient, valley: Path, tmp_path: Path
) -> None:
    below = written(tmp_path / "below.json", LATER)
    path = written(tmp_path / "s.json", {**WITHOUT, "base": below.name})
    folder = ran(tmp_path / "out", valley / "net", path, "schultag") / "vergleich"
    told = evaluate(ask, kept(ask, {**WITHOUT, "base": kept(ask, LATER)}))
    assert (told["before"], told["scenario"]["base"]) == ("Später", ["Später"])
    files = pd.read_parquet(folder / "vergleich.parquet")
    assert_frame_equal(by_area(rows(told)), by_area(files), check_dtype=False, check_exact=True)


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
    assert {len(told["kreis"]), 2 * len(told["kommunen"])} >= {len(told["kreis"])}


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
    below = kept(ask, {"name": "unten", "changes": [{"type": "remove_line", "line": "61"}]})
    wrong = {"type": "shift", "line": "6O", "minutes": 5}
    here = f"{HERE}/{kept(ask, {'name': 'A', 'base': below, 'changes': [*LATER['changes'], wrong]})}"
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
    computed, evaluated = list[str](), api.scenario_desk.evaluated

    def counted(*args: Any, **named: Any) -> Any:
        computed.append(args[1][0])
        return evaluated(*args, **named)

    monkeypatch.setattr(api.scenario_desk, "evaluated", counted)
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
    ask: TestClient, valley: Path, tmp_path: Path
) -> None:
    here = f"{HERE}/{kept(ask, LATER)}/evaluate"
    answer = ask.post(here, headers=ASYNC)
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    job = answer.headers["location"]
    ended = json.loads(list(ask.get(f"{job}/events").iter_lines())[-2].removeprefix("data: "))
    assert ended["state"] == "done", ended
    path = written(tmp_path / "s.json", LATER)
    ran(tmp_path / "out", valley / "net", path, "schultag")
    told = evaluate(ask, kept(ask, LATER))
    files = pd.read_parquet(tmp_path / "out" / "vergleich" / "vergleich.parquet")
    assert_frame_equal(by_area(rows(told)), by_area(files), check_dtype=False, check_exact=True)
    again = ask.post(here, headers=ASYNC).json()
    assert (again["state"], again["result"]) == ("done", ended["result"])


def test_several_days_are_a_job_though_nobody_prefers_it(ask: TestClient) -> None:
    here = f"{HERE}/{kept(ask, LATER)}/evaluate"
    answer = ask.post(here, json={"days": ["schultag", "samstag"]})
    assert (answer.status_code, answer.json()["kind"]) == (202, "evaluation")
    assert "preference-applied" not in answer.headers
    once = ask.post(here, json={"days": ["schultag", "schultag"]})
    assert once.status_code == 200
