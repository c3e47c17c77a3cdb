"""Tokens that do not hold are tried a few times only; those that do are kept in memory."""

import asyncio
from pathlib import Path

import pytest
from door import NETWORK, basic, bearer, open_door

from api.http.failures import MOST_ADDRESSES, Failures
from api.http.known_tokens import KEPT_S, KnownTokens
from api.http.login import secret_of
from api.storage.store import open_store


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
