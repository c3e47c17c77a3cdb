"""Who may come in: at the own computer everybody, from elsewhere whoever has a token that holds."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from door import NETWORK, Door, basic, bearer, open_door
from http_client import fields, refused

from api.storage.errors import StorageError

OWN_PAGES = ("/", "/docs", "/openapi.json", "/map.png", "/assets/start.css", "/ready", NETWORK)


@pytest.fixture(scope="module")
def door(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with open_door(valley, tmp_path_factory.mktemp("door"), most_failures=1000) as one:
        yield one


# Coming in


@pytest.mark.parametrize("path", OWN_PAGES)
def test_nothing_but_the_health_is_told_without_a_token(door: Door, path: str) -> None:
    answer = door.ask.get(path)
    assert list(fields(refused(answer, 401))) == ["header.authorization"]
    assert answer.headers.get_list("www-authenticate") == [
        'Basic realm="Landkreis in Fahrt", charset="UTF-8"',
        'Bearer realm="Landkreis in Fahrt"',
    ]
    assert "set-cookie" not in answer.headers


def test_the_health_is_told_to_everybody(door: Door) -> None:
    assert door.ask.get("/health").status_code == 200
    assert door.ask.head("/health").status_code == 200


def test_a_token_is_sent_as_bearer_or_as_the_password_of_any_name(door: Door) -> None:
    secret = door.secrets["viewer"]
    for headers in (
        bearer(secret),
        {"Authorization": f"bearer   {secret} "},
        basic("", secret),
        basic("Grüße aus dem Amt", secret),
    ):
        answer = door.ask.get(NETWORK, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["cache-control"].startswith("private")
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer ", "Basic", "Basic !!!", "Basic /w==", "Digest x", "token",
        basic("SECRET", "")["Authorization"],
    ],
)  # fmt: skip
def test_what_holds_no_secret_is_asked_for_one(door: Door, header: str) -> None:
    told = refused(door.ask.get(NETWORK, headers={"Authorization": header}), 401)
    assert "send a token" in told["detail"]


def test_a_secret_nobody_has_is_refused_and_not_repeated(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = door.secrets["admin"][:-1] + "!"
    with caplog.at_level(logging.DEBUG):
        answer = door.ask.get(NETWORK, headers=bearer(wrong))
    assert "no token that holds" in refused(answer, 401)["detail"]
    logged = " ".join(line.getMessage() for line in caplog.records)
    assert "a token that does not hold" in logged
    assert wrong.partition(".")[2] not in logged + answer.text


def test_an_answer_that_is_kept_is_kept_from_those_without_a_token(door: Door) -> None:
    path = "/api/v1/stops?limit=1"
    assert door.status("viewer", "GET", path) == 200
    assert door.ask.get(path).status_code == 401
    assert door.status("viewer", "GET", path) == 200


def test_a_token_made_while_the_server_runs_opens_it_and_revoked_it_opens_nothing(
    door: Door,
) -> None:
    for _ in range(3):
        token, secret = door.store.tokens.create("Neu", "viewer")
        assert door.ask.get(NETWORK, headers=bearer(secret)).status_code == 200
        door.store.tokens.revoke(token.id)
        assert door.ask.get(NETWORK, headers=bearer(secret)).status_code == 401


def test_the_log_names_the_token_and_not_the_secret(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    secret = door.secrets["viewer"]
    with caplog.at_level(logging.INFO, logger="api.access"):
        door.ask.get(NETWORK, headers=bearer(secret))
    line = caplog.records[-1].getMessage()
    assert line.startswith(f"GET {NETWORK} 200 ")
    assert line.endswith(f" {secret[:8]}")
    assert secret[:16] not in line


# Roles


def test_who_may_look_may_not_write(door: Door) -> None:
    told = refused(
        door.ask.delete(f"/api/v1/scenarios/{'0' * 32}", headers=bearer(door.secrets["viewer"])),
        403,
    )
    assert told["detail"] == "a token of role viewer may not do this; one of role planner may"
    for role in ("planner", "admin"):
        assert door.status(role, "DELETE", f"/api/v1/scenarios/{'0' * 32}") in (404, 428)


def test_the_document_says_who_may_what(door: Door) -> None:
    document = door.ask.get("/openapi.json", headers=bearer(door.secrets["viewer"])).json()
    assert document["security"] == [{"token": []}, {"password": []}]
    assert [one["scheme"] for one in document["components"]["securitySchemes"].values()] == [
        "bearer",
        "basic",
    ]
    assert document["paths"]["/health"]["get"]["security"] == []
    delete = document["paths"]["/api/v1/scenarios/{scenario_id}"]["delete"]
    assert delete["description"].endswith("Rolle: planner oder admin.")
    assert {"401", "403", "429"} <= set(delete["responses"])
    stops = document["paths"]["/api/v1/stops"]["get"]
    assert {"401", "429"} <= set(stops["responses"])


def test_tokens_that_cannot_be_read_let_nobody_in_and_say_not_where_they_lie(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise StorageError("/srv/secret/storage.sqlite: disk I/O error")

    monkeypatch.setattr("api.storage.tokens.Tokens.sealed", fail)
    door.store.tokens.create("Neu", "viewer")  # what is known is no longer sure
    answer = door.ask.get(NETWORK, headers=bearer(door.secrets["viewer"]))
    assert "secret" not in str(refused(answer, 503))
    monkeypatch.undo()
    assert door.status("viewer", "GET", NETWORK) == 200
