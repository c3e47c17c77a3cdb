"""A job and its result say what they are of, and whether that still is what it was."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import asking
from http_jobs import ASYNC, JOBS, over
from http_results import RESULTS
from sqlalchemy import text

from api.storage.database import Database
from api.storage.migrations.versions.v0002_result_network import OF_ITS_JOB
from api.storage.store import Store, open_store

SCENARIOS = "/api/v1/scenarios"


def later(minutes: int, **more: Any) -> dict[str, Any]:
    shift = {"type": "shift", "line": "60", "minutes": minutes}
    return {"name": "60 später", "changes": [shift], **more}


@pytest.fixture
def ask(valley: Path, tmp_path: Path) -> Iterator[TestClient]:
    with asking(valley / "net", storage=tmp_path) as client:
        yield client


def kept(ask: TestClient, scenario: dict[str, Any]) -> str:
    return str(ask.post(SCENARIOS, json=scenario).json()["id"])


def put(ask: TestClient, scenario_id: str, scenario: dict[str, Any]) -> Any:
    return ask.put(f"{SCENARIOS}/{scenario_id}", json=scenario, headers={"If-Match": "*"})


def evaluated(ask: TestClient, scenario_id: str) -> dict[str, Any]:
    taken = ask.post(f"{SCENARIOS}/{scenario_id}/evaluate", json={}, headers=ASYNC)
    assert taken.status_code == 202
    return over(ask, taken.headers["location"])


def changed(ask: TestClient, address: str) -> list[str]:
    told = ask.get(address).json()
    assert told["current"] == (not told["changed"])
    found: list[str] = told["changed"]
    return found


def test_an_evaluation_says_scenario_version_and_days(ask: TestClient) -> None:
    one = kept(ask, later(1))
    put(ask, one, later(5))
    job = evaluated(ask, one)
    result, stored = ask.get(job["result"]).json(), ask.get(f"{SCENARIOS}/{one}").json()
    for told in (
        job,
        result,
        ask.get(JOBS).json()["items"][0],
        ask.get(RESULTS).json()["items"][0],
    ):
        assert told["title"] == "Szenario „60 später“, Schultag"
        assert told["scenario"] == {
            "id": one, "name": "60 später", "version": 2, "sha256": stored["sha256"]
        }  # fmt: skip
        assert (told["days"], told["current"], told["changed"]) == (["schultag"], True, [])


def test_a_scenario_that_was_changed_makes_its_result_old_until_it_is_changed_back(
    ask: TestClient,
) -> None:
    one = kept(ask, later(5))
    job = evaluated(ask, one)
    addresses = (f"{JOBS}/{job['id']}", job["result"])
    put(ask, one, later(6))
    for address in addresses:
        assert changed(ask, address) == [
            "Szenario „60 später“ geändert (jetzt Fassung 2, gerechnet 1)"
        ]
    put(ask, one, later(5))
    assert [changed(ask, address) for address in addresses] == [[], []]
    assert ask.delete(f"{SCENARIOS}/{one}", headers={"If-Match": "*"}).status_code == 204
    for address in addresses:
        assert changed(ask, address) == ["Szenario „60 später“ wurde gelöscht"]


def test_so_does_the_scenario_it_stands_on(ask: TestClient) -> None:
    base = kept(ask, {"name": "Ohnefall", "changes": []})
    one = kept(ask, later(5, base=base))
    result = evaluated(ask, one)["result"]
    assert ask.get(result).json()["title"] == "Szenario „60 später“ gegenüber „Ohnefall“, Schultag"
    put(ask, base, {"name": "Ohnefall", "changes": later(9)["changes"]})
    assert changed(ask, result) == ["Szenario „Ohnefall“ geändert (jetzt Fassung 2, gerechnet 1)"]
    put(ask, one, later(5))
    assert changed(ask, result)[1:] == ["Szenario „60 später“ steht auf einem anderen Ohnefall"]


def test_a_comparison_is_as_old_as_what_it_compares(ask: TestClient) -> None:
    one = kept(ask, later(5))
    result = evaluated(ask, one)["result"].rpartition("/")[2]
    taken = ask.post("/api/v1/compare", json={"after": [result]}, headers=ASYNC)
    job = over(ask, taken.headers["location"])
    assert (job["title"], job["current"]) == ("Vergleich „60 später“ gegenüber Bestand", True)
    put(ask, one, later(6))
    told = ["Szenario „60 später“ geändert (jetzt Fassung 2, gerechnet 1)"]
    assert changed(ask, job["result"]) == told
    ask.delete(f"{RESULTS}/{result}")
    assert changed(ask, job["result"]) == ["das Ergebnis „60 später“ gibt es nicht mehr"]


def test_a_file_is_as_old_as_the_result_it_is_made_of(ask: TestClient) -> None:
    one = kept(ask, later(5))
    of = evaluated(ask, one)["result"].rpartition("/")[2]
    table = f"/api/v1/exports/table?result={of}&format=csv"
    file = over(ask, ask.get(table, headers=ASYNC).headers["location"])["result"]
    told = ask.get(file).json()
    assert told["scenario"] == ask.get(f"{RESULTS}/{of}").json()["scenario"]
    assert (told["scenario"]["id"], told["current"]) == (one, True)
    put(ask, one, later(6))
    assert changed(ask, file) == ["Szenario „60 später“ geändert (jetzt Fassung 2, gerechnet 1)"]
    ask.delete(f"{RESULTS}/{of}")
    assert changed(ask, file) == ["das Ergebnis, aus dem die Datei ist, gibt es nicht mehr"]


def test_a_result_asked_for_again_is_of_the_scenario_that_was_asked_last(ask: TestClient) -> None:
    one = kept(ask, later(5))
    result = evaluated(ask, one)["result"]
    ask.delete(f"{SCENARIOS}/{one}", headers={"If-Match": "*"})
    assert changed(ask, result) == ["Szenario „60 später“ wurde gelöscht"]
    again = kept(ask, later(5))
    assert evaluated(ask, again)["result"] == result
    assert (changed(ask, result), ask.get(result).json()["scenario"]["id"]) == ([], again)


def test_of_an_old_result_it_is_not_known_until_it_is_asked_for_again(
    ask: TestClient, tmp_path: Path
) -> None:
    one = kept(ask, later(5))
    result = evaluated(ask, one)["result"]
    with closing(open_store(tmp_path)) as store:
        run(
            store.database,
            "UPDATE result SET network = NULL, parameters = "
            """'{"days": ["schultag"], "scenarios": [{"name": "60 später", "changes": []}]}'""",
        )
    told = ask.get(result).json()
    assert (told["current"], told["scenario"]["id"], told["changed"]) == (
        None, None,
        [
            "nicht bekannt, mit welchem Netz gerechnet wurde",
            "nicht bekannt, in welcher Fassung das Szenario gerechnet wurde",
        ],
    )  # fmt: skip
    assert ask.get(RESULTS).json()["items"][0]["current"] is None
    assert evaluated(ask, one)["result"] == result
    assert ask.get(result).json()["current"] is True


def test_a_result_of_another_network_says_so(ask: TestClient, tmp_path: Path) -> None:
    result = evaluated(ask, kept(ask, later(5)))["result"]
    with closing(open_store(tmp_path)) as store:
        run(store.database, "UPDATE result SET network = 'another'")
    assert changed(ask, result) == ["Netz, Parameter oder Programm sind andere"]


def test_a_result_of_an_older_program_is_taken_for_one_of_its_jobs_network(store: Store) -> None:
    run(
        store.database,
        "INSERT INTO result (id, key, kind, parameters, folder, status, created) "
        "VALUES ('r', 'k', 'matrix', '{}', 'k', 'whole', '2026-04-21 08:00:00+00:00')",
        "INSERT INTO job (id, key, network, kind, parameters, state, progress, revision, runner, "
        "cancel_asked, created, result_id) VALUES ('j', 'k', 'n', 'matrix', '{}', 'done', 1, 1, "
        "'x', false, '2026-04-21 08:00:00+00:00', 'r')",
        OF_ITS_JOB,
    )
    assert store.results.of_keys(["k"])["k"].network == "n"


def run(database: Database, *statements: str) -> None:
    with database.writing() as session:
        for one in statements:
            session.execute(text(one))
