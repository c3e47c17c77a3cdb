"""Who may come in: at the own computer everybody, from elsewhere whoever has a token that holds."""

import asyncio
import base64
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import refused as refused_verb
from fastapi.testclient import TestClient
from http_client import asking, fields, refused

from api.app import create_app
from api.failures import MOST_ADDRESSES, Failures
from api.known_tokens import KEPT_S, KnownTokens
from api.login import secret_of
from api.service import load_service
from api.settings import SettingsError, read_settings
from api.storage.errors import StorageError
from api.storage.schema import ROLES, Role
from api.storage.store import Store, open_store

NETWORK = "/api/v1/network"
OWN_PAGES = ("/", "/docs", "/openapi.json", "/map.png", "/assets/start.css", "/ready", NETWORK)


@dataclass(frozen=True)
class Door:
    """A server that others reach, a client without a token, and what tokens there are."""

    ask: TestClient
    store: Store
    secrets: dict[Role, str]

    def status(self, role: Role, method: str, path: str) -> int:
        """Return the status of a request with a token of the role."""
        return self.ask.request(method, path, headers=bearer(self.secrets[role])).status_code


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


@contextmanager
def open_door(valley: Path, folder: Path, **settings: object) -> Iterator[Door]:
    """Yield a server with a token of each role that needs one of everybody."""
    store = open_store(folder)
    secrets = {role: store.tokens.create(f"Amt {role}", role)[1] for role in ROLES}
    settings = {"host": "0.0.0.0", "behind_tls": True, **settings}  # noqa: S104 - what is tested
    with asking(valley / "net", storage=folder, **settings) as ask:
        yield Door(ask, store, secrets)
    store.close()


@pytest.fixture(scope="module")
def door(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with open_door(valley, tmp_path_factory.mktemp("door"), most_failures=1000) as one:
        yield one


# Starting


@pytest.mark.parametrize(
    "settings",
    [
        {"host": "0.0.0.0"},  # noqa: S104
        {"host": "::"},
        {"host": "192.168.1.5"},
        {"host": "kreis.example"},
        {"require_login": True},
        {"behind_tls": True},
        {"proxies": ("127.0.0.1",)},
        {"hosts": ("fahrt.kreis.example",)},
    ],
)
def test_whoever_others_reach_does_not_start_without_a_token(
    valley: Path, tmp_path: Path, settings: dict[str, object]
) -> None:
    chosen = read_settings(storage=tmp_path, **settings)
    with pytest.raises(SettingsError, match=r"make one: mobility token create NETWORK --name"):
        create_app(load_service(valley / "net"), chosen)


def test_a_token_that_was_revoked_is_none(valley: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    token, _ = store.tokens.create("A", "admin")
    store.tokens.revoke(token.id)
    store.close()
    with pytest.raises(SettingsError, match="there is no token"):
        create_app(
            load_service(valley / "net"), read_settings(storage=tmp_path, host="192.168.1.5")
        )


def test_the_verb_says_so_in_one_line(valley: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'host = "0.0.0.0"\nport = 0\nstorage = "{tmp_path / "kept"}"\n')
    told = refused_verb("serve", valley / "net", "--settings", file)
    assert "host 0.0.0.0: others could reach it and there is no token; make one" in told


def test_a_server_without_a_host_is_refused() -> None:
    with pytest.raises(SettingsError, match="MOBILITY_HOST = ''"):
        read_settings(host="")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_own_computer_is_served_without_one(valley: Path, tmp_path: Path, host: str) -> None:
    with asking(valley / "net", host=host, storage=tmp_path) as ask:
        assert ask.get(NETWORK).status_code == 200


@pytest.mark.parametrize(
    ("settings", "warned"),
    [
        ({"host": "0.0.0.0"}, ["unencrypted", "addresses only"]),  # noqa: S104
        ({"host": "0.0.0.0", "behind_tls": True}, ["addresses only"]),  # noqa: S104
        ({"host": "0.0.0.0", "behind_tls": True, "hosts": ("kreis.example",)}, []),  # noqa: S104
        ({"require_login": True}, []),
    ],
)
def test_what_could_be_read_on_the_way_is_warned_of(
    valley: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    settings: dict[str, object],
    warned: list[str],
) -> None:
    with (
        caplog.at_level(logging.WARNING),
        open_door(valley, tmp_path, **{"host": "127.0.0.1", "behind_tls": False, **settings}),
    ):
        lines = [line.getMessage() for line in caplog.records if line.name == "api.login"]
    assert len(lines) == len(warned)
    assert all(words in line for words, line in zip(warned, lines, strict=True))


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


# Trying


def test_so_many_wrong_secrets_and_no_more_and_the_right_one_still_opens(
    valley: Path, tmp_path: Path
) -> None:
    with open_door(valley, tmp_path, most_failures=3) as door:
        tried = [door.ask.get(NETWORK, headers=bearer(f"wrong{one}")) for one in range(5)]
        assert [answer.status_code for answer in tried] == [401, 401, 401, 429, 429]
        wait = int(tried[-1].headers["retry-after"])
        assert 0 < wait <= 60
        assert door.status("viewer", "GET", NETWORK) == 200
        assert door.ask.get(NETWORK).status_code == 401  # asked for a token, as before


def test_an_address_that_was_quiet_for_a_minute_may_try_again() -> None:
    now = 0.0
    failures = Failures(2, clock=lambda: now)
    assert [failures.count("192.0.2.1") for _ in range(3)] == [0, 0, 60]
    assert failures.count("192.0.2.2") == 0
    now = 59.0
    assert failures.count("192.0.2.1") == 1
    now = 60.0
    assert failures.count("192.0.2.1") == 0


def test_whoever_has_a_whole_network_of_addresses_is_one() -> None:
    failures = Failures(1)
    assert failures.count("2001:db8:0:1::1") == 0
    assert failures.count("2001:db8:0:1:ffff::2") > 0
    assert failures.count("2001:db8:0:2::1") == 0


def test_a_million_addresses_fill_no_memory() -> None:
    failures = Failures(1)
    for one in range(MOST_ADDRESSES + 1000):
        failures.count(f"10.{one >> 16}.{one >> 8 & 255}.{one & 255}")
    assert len(failures._tried) == MOST_ADDRESSES


# Keeping


def test_tokens_are_read_again_only_when_something_was_written(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(database_url)
    token, secret = store.tokens.create("A", "viewer")
    now, reads, sealed = 0.0, 0, type(store.tokens).sealed

    def counted(tokens: object) -> object:
        nonlocal reads
        reads += 1
        return sealed(tokens)  # type: ignore[arg-type]

    monkeypatch.setattr(type(store.tokens), "sealed", counted)
    known = KnownTokens(store.tokens, clock=lambda: now)

    async def asked() -> None:
        nonlocal now
        assert [await known.check(secret) for _ in range(10)] == [token] * 10
        assert reads == 1
        store.tokens.revoke(token.id)
        now += KEPT_S  # SQLite needs no wait; PostgreSQL does
        assert await known.check(secret) is None
        assert reads == 2

    asyncio.run(asked())
    store.close()


def test_a_secret_is_read_from_what_browsers_and_scripts_send() -> None:
    assert secret_of("Bearer abc.def") == "abc.def"
    assert secret_of(basic("u", "abc.def")["Authorization"]) == "abc.def"
    assert secret_of(basic("u", "a:b")["Authorization"]) == "a:b"


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
