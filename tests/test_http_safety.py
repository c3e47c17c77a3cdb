"""The door as whoever means harm finds it: nothing opens, nothing breaks, nothing is told."""

import time
from pathlib import Path

import pandas as pd
import pytest
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.testclient import TestClient
from http_client import fields, refused

from accessibility.store import write_table
from api.http.problems import MOST_TOLD
from api.routes.roles import role_named
from api.storage.errors import StorageError

STOPS = "/api/v1/stops"
MATRIX = "/api/v1/matrix"
GOOD = {"from": [{"id": "west"}], "to": [{"id": "ost"}], "window": "06:00-07:00"}
READING = {"GET", "HEAD"}
MAY = {  # who may ask what beside reading; all else names no role and is open to every token
    ("POST", "/api/v1/matrix"): "viewer",
    ("POST", "/api/v1/opportunities"): "viewer",
    ("POST", "/api/v1/accessibility/area"): "viewer",
    ("POST", "/api/v1/scenarios/check"): "viewer",
    ("POST", "/api/v1/scenarios/{scenario_id}/check"): "viewer",
    ("POST", "/api/v1/scenarios/{scenario_id}/evaluate"): "viewer",  # as a job: planner
    ("POST", "/api/v1/scenarios"): "planner",
    ("POST", "/api/v1/scenarios/from-gtfs"): "planner",
    ("PUT", "/api/v1/scenarios/{scenario_id}"): "planner",
    ("DELETE", "/api/v1/scenarios/{scenario_id}"): "planner",
    ("POST", "/api/v1/scenarios/{scenario_id}/duplicate"): "planner",
    ("POST", "/api/v1/jobs/{job_id}/cancel"): "planner",
    ("POST", "/api/v1/jobs/{job_id}/resume"): "planner",
    ("DELETE", "/api/v1/results/{result_id}"): "planner",
    ("POST", "/api/v1/compare"): "planner",
}


def routes(ask: TestClient) -> list[RouteContext]:
    """Return all routes of the application behind the door."""
    app = ask.app
    while hasattr(app, "_app"):
        app = app._app
    return list(iter_route_contexts(app.routes))  # type: ignore[attr-defined]


# Every route


def test_every_route_that_writes_names_who_may(ask: TestClient) -> None:
    named = {
        (method, route.path): role_named(route)
        for route in routes(ask)
        for method in (route.methods or set()) - READING
    }
    assert named == MAY


def test_every_route_says_405_and_what_it_answers(ask: TestClient) -> None:
    by_path: dict[str, set[str]] = {}
    for route in routes(ask):
        by_path.setdefault(str(route.path), set()).update(route.methods or ())
    for path, methods in by_path.items():
        allowed = methods | ({"HEAD"} if "GET" in methods else set())
        plain = path.replace(":path}", "}").replace("{", "").replace("}", "")
        for method in ("TRACE", "PATCH", "OPTIONS", "PROPFIND"):
            answer = ask.request(method, plain)
            refused(answer, 405)
            assert allowed <= set(answer.headers["allow"].split(", ")), path


@pytest.mark.parametrize(
    "inner", ["..%2f..%2fetc%2fpasswd", "%00", "%0d%0aX-Evil:%201", "'%20OR%201=1--", "%ff%fe", "~"]
)
def test_no_name_in_an_address_leads_anywhere(ask: TestClient, inner: str) -> None:
    paths = {str(one.path) for one in routes(ask) if "GET" in (one.methods or ())}
    for path in sorted(one for one in paths if "{" in one):
        before, _, rest = path.partition("{")
        answer = ask.get(f"{before}{inner}{rest.partition('}')[2]}".replace("{", "").split("}")[0])
        assert answer.status_code in (404, 405, 422), path
        assert "x-evil" not in answer.headers
        assert "root:" not in answer.text
        assert str(Path.cwd()) not in answer.text


# What is sent


def test_a_packed_body_is_refused(ask: TestClient) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    told = refused(ask.post(MATRIX, content=b"\x1f\x8b", headers=headers), 415)
    assert fields(told) == {"header.content-encoding": "gzip"}


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 900 + b"]" * 900,
        b"[" * 100_000,
        b'{"from":' * 50_000,
        b'{"from":' + b"9" * 5000 + b"}",
        b'{"from":[{"id":"\\ud800"}],"to":[{"id":"ost"}],"window":"06:00-07:00"}',
        b'{"from":[{"id":"a","lon":NaN,"lat":1e999}],"to":[{"id":"ost"}],"window":"06:00-07:00"}',
        b'{"from":[' + b",".join([b'{"a":1}'] * 200_000) + b"]}",
        b'{"from":[' + b",".join([b"1"] * 1_000_000) + b"]}",
        b"{" + b",".join(b'"k%d":1' % one for one in range(200_000)) + b"}",
        b'{"from":[{' + b",".join(b'"k%d":1' % one for one in range(200_000)) + b"}]}",
    ],
    ids=["deep", "deeper", "open", "digits", "surrogate", "nan", "wrong", "ones", "keys", "fields"],
)
def test_a_body_that_is_meant_to_tire_is_refused_at_once(ask: TestClient, body: bytes) -> None:
    begun = time.monotonic()
    answer = ask.post(MATRIX, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert len(answer.content) < 100_000
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(("size", "too_many"), [(100, False), (101, True)])
def test_a_scenario_of_so_many_fields_and_no_more_is_looked_into(
    ask: TestClient, size: int, *, too_many: bool
) -> None:
    change = {f"k{one}": 1 for one in range(size - 1)} | {"type": "remove_line"}
    answer = ask.post("/api/v1/scenarios/check", json={"name": "x", "changes": [change]})
    assert ("no object has more than 100" in refused(answer, 422)["detail"]) == too_many


def test_of_many_faults_the_first_are_told(ask: TestClient) -> None:
    told = refused(ask.get(STOPS, params={f"k{one}": "1" for one in range(MOST_TOLD + 1)}), 422)
    assert len(told["errors"]) <= MOST_TOLD
    told = refused(ask.get("/api/v1/accessibility?" + "class=x&" * (MOST_TOLD + 5)), 422)
    assert len(told["errors"]) == MOST_TOLD
    assert told["detail"].endswith("and 5 more")


@pytest.mark.parametrize(("letters", "status"), [(60_000, 404), (66_000, 431)])
def test_headers_so_long_and_no_longer(ask: TestClient, letters: int, status: int) -> None:
    refused(ask.get("/nothing", headers={"X-Long": "a" * letters}), status)


def test_a_line_of_the_log_stays_one(ask: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="api.access"):
        ask.get("/api/v1/x%0d%0aPOST /forged?where=home", headers={"X-Request-ID": "a\tb c"})
    line = caplog.records[-1].getMessage()
    assert "GET /api/v1/x%0D%0APOST%20/forged 404" in line
    assert "home" not in line
    assert "\n" not in line


def test_every_answer_says_what_browsers_must_not_do(ask: TestClient) -> None:
    for path in ("/", "/docs", STOPS, "/nothing", "/health"):
        headers = ask.get(path).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in headers
        assert "strict-transport-security" not in headers
        assert "public" not in headers["cache-control"]


def test_a_storage_that_fails_tells_nobody_where_it_lies(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageError("/srv/secret/storage.sqlite: disk I/O error")

    monkeypatch.setattr("api.storage.scenarios.Scenarios.read", fail)
    monkeypatch.setattr("api.storage.job_list.JobList.read", fail)
    for path in (f"/api/v1/scenarios/{'0' * 32}", f"/api/v1/jobs/{'0' * 32}"):
        assert "secret" not in str(refused(ask.get(path), 503))


# Files


def test_a_name_is_no_formula_in_a_sheet(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_table(pd.DataFrame({"name": ["=1+1", "+49", "@a", "Grimma"]}), file, layer="Linien")
    assert list(pd.read_excel(file)["name"]) == ["=1+1", "+49", "@a", "Grimma"]
