"""Under which names the server answers, which pages may write to it, which proxy is believed."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import asking, fields, refused

from api.http.settings import SettingsError, read_settings
from api.storage.store import open_store

STOPS = "/api/v1/stops"
MATRIX = "/api/v1/matrix"
GOOD = {"from": [{"id": "west"}], "to": [{"id": "ost"}], "window": "06:00-07:00"}


def test_two_names_are_none(ask: TestClient) -> None:
    pairs = [("Host", "127.0.0.1"), ("Host", "evil.example")]
    assert ask.get("/health", headers=pairs).status_code == 421


@pytest.mark.parametrize(
    ("settings", "answered", "refused_names"),
    [
        ({}, ["127.0.0.1", "localhost:80", "[::1]"], ["192.168.1.5", "kreis.example"]),
        (
            {"host": "::", "hosts": ("Fahrt.Kreis.example",)},
            ["localhost", "192.168.1.5:8000", "[2001:db8::1]", "fahrt.kreis.example:443"],
            ["evil.example", "fahrt.kreis.example.evil.example", ""],
        ),
        ({"host": "kreis.example"}, ["kreis.example", "10.1.1.1"], ["evil.example"]),
    ],
)
def test_a_server_answers_to_its_own_names_and_others_reach_it_by_address(
    valley: Path,
    tmp_path: Path,
    settings: dict[str, object],
    answered: list[str],
    refused_names: list[str],
) -> None:
    store = open_store(tmp_path)
    store.tokens.create("A", "viewer")
    store.close()
    with asking(valley / "net", storage=tmp_path, **settings) as ask:
        for host in answered:
            assert ask.get("/health", headers={"Host": host}).status_code == 200, host
        for host in refused_names:
            assert ask.get("/health", headers={"Host": host}).status_code == 421, host


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # no browser
        ({"Origin": "http://127.0.0.1"}, 200),
        ({"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_a_page_of_another_server_cannot_write(
    ask: TestClient, headers: dict[str, str], status: int
) -> None:
    assert ask.post(MATRIX, json=GOOD, headers=headers).status_code == status
    assert ask.get("/health", headers=headers).status_code == 200


def test_a_page_that_is_named_may_write_and_no_other_may_read(valley: Path) -> None:
    page, evil = {"Origin": "https://kreis.example"}, {"Origin": "https://evil.example"}
    with asking(valley / "net", cors_origins=("https://kreis.example",)) as ask:
        answer = ask.post(MATRIX, json=GOOD, headers=page)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://kreis.example"
        assert "access-control-allow-credentials" not in answer.headers
        assert "access-control-allow-origin" not in ask.get(STOPS, headers=evil).headers
        wish = {"Access-Control-Request-Method": "DELETE"}
        assert ask.options(STOPS, headers=page | wish).status_code == 200
        assert ask.options(STOPS, headers=evil | wish).status_code == 400


@pytest.mark.parametrize(
    "origin", ["*", "null", "kreis.example", "https://*.example", "https://a/b"]
)
def test_all_pages_at_once_cannot_be_named(origin: str) -> None:
    with pytest.raises(SettingsError, match="CORS_ORIGINS"):
        read_settings(cors_origins=(origin,))


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host"])
def test_a_proxy_before_a_server_without_login_is_refused(ask: TestClient, name: str) -> None:
    told = refused(ask.get(STOPS, headers={name: "203.0.113.9"}), 403)
    assert fields(told) == {f"header.{name.lower()}": "203.0.113.9"}


def test_a_proxy_is_believed_only_where_it_is_named(
    valley: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(tmp_path)
    store.tokens.create("A", "viewer")
    store.close()
    lines = []
    for proxies in ((), ("198.51.100.0/24",)):
        with asking(valley / "net", storage=tmp_path, behind_tls=True, proxies=proxies) as ask:
            through = TestClient(ask.app, base_url="http://127.0.0.1", client=("198.51.100.7", 5))
            caplog.clear()
            caplog.set_level("INFO", logger="api.access")
            through.get("/health", headers={"X-Forwarded-For": "203.0.113.9"})
            said = (one.getMessage() for one in caplog.records if one.name == "api.access")
            lines.append(next(said))
    assert " 198.51.100.0 " in lines[0]  # without its last part, as every address
    assert " 203.0.113.0 " in lines[1]
