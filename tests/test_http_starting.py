"""A server that others reach starts with a token only, and warns of what could be overheard."""

import logging
from pathlib import Path
from typing import Any

import pytest
from commands import refused as refused_verb
from door import NETWORK
from http_client import asking

from api.app import create_app
from api.http.hosts import careless
from api.http.settings import SettingsError, read_settings
from api.service import load_service
from api.storage.store import open_store


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
    valley: Path, tmp_path: Path, settings: dict[str, Any]
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
    heard = logging.getLogger("api.service").level
    told = refused_verb("serve", valley / "net", "--settings", file)
    assert "host 0.0.0.0: others could reach it and there is no token; make one" in told
    assert logging.getLogger("api.service").level == heard  # the warnings of what runs next


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
    settings: dict[str, Any], warned: list[str]
) -> None:
    chosen = read_settings(**{"host": "127.0.0.1", "behind_tls": False, **settings})
    told = list(careless(chosen))
    assert len(told) == len(warned)
    assert all(words in line for words, line in zip(warned, told, strict=True))
