"""A scenario evaluated while one waits: what is said besides figures, once for all who ask."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from http_client import fields, refused
from http_evaluations import CSV, GEOJSON, HERE, LATER, WITHOUT, evaluate, kept
from http_jobs import ASYNC

import api.http.scenario_desk
from api.evaluated import evaluated

NOWHERE = {"type": "remove_line", "line": "61"}


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
        ({"days": "montag"}, "body.days.0"),
        ({"days": 1}, "body.days"),
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
