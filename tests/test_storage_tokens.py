"""Tokens: shown once, kept as a hash, shut out when revoked; and their verb."""

import json
import re
from pathlib import Path

import pytest
from commands import mobility, refused
from sqlalchemy import text

from api.storage.store import Store


def test_a_secret_opens_what_its_role_opens(store: Store) -> None:
    token, secret = store.tokens.create("Nahverkehrsamt", "planner")
    found = store.tokens.check(secret)
    assert found == token
    assert found is not None
    assert (found.role, found.revoked) == ("planner", None)


def test_what_is_no_secret_opens_nothing(store: Store) -> None:
    token, secret = store.tokens.create("A", "admin")
    wrong = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    for bad in (
        "",
        ".",
        token.id,
        f"{token.id}.",
        wrong,
        "x\x00",
        "\ud800",
        secret + " ",
        "0" * 99,
    ):
        assert store.tokens.check(bad) is None


def test_a_revoked_token_opens_nothing_and_stays_revoked(store: Store) -> None:
    token, secret = store.tokens.create("A", "admin")
    _, other = store.tokens.create("B", "viewer")
    gone = store.tokens.revoke(token.id)
    assert gone.revoked is not None
    assert store.tokens.check(secret) is None
    assert store.tokens.revoke(token.id) == gone
    assert store.tokens.check(other) is not None
    assert [one.revoked is None for one in store.tokens.all()] == [False, True]


def test_the_secret_is_nowhere_in_the_database(store: Store) -> None:
    _, secret = store.tokens.create("A", "admin")
    with store.database.reading() as session:
        rows = session.execute(text("SELECT * FROM token")).all()
    assert secret.partition(".")[2] not in repr(rows)
    assert len(secret.partition(".")[2]) == 43  # 256 bits


def test_a_role_nobody_has_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no role 'root'; one of viewer, planner, admin"):
        store.tokens.create("A", "root")  # type: ignore[arg-type]


# The verb


def test_tokens_are_made_listed_and_revoked(database_url: str) -> None:
    assert mobility("token", "list", database_url).out == "no tokens\n"
    made = mobility("token", "create", database_url, "--name", "Amt", "--role", "viewer").out
    found = re.fullmatch(
        r"(\w{32})  viewer   \d{4}-\d\d-\d\d \d\d:\d\d UTC  Amt\n"
        r"secret, shown this once: \1\.[\w-]{43}\n",
        made,
    )
    assert found is not None
    listed = mobility("token", "list", database_url).out
    assert listed == made.splitlines(keepends=True)[0]
    assert "Amt  revoked " in mobility("token", "revoke", database_url, found[1]).out
    data = json.loads(mobility("token", "list", database_url, "--json").out)
    assert [(one["name"], one["role"], bool(one["revoked"])) for one in data] == [
        ("Amt", "viewer", True)
    ]
    assert "no token 'x'; mobility token list" in refused("token", "revoke", database_url, "x")


def test_what_belongs_to_a_network_lies_beside_it(valley: Path) -> None:
    made = mobility("token", "create", valley / "net", "--name", "A", "--role", "admin", "--json")
    assert set(json.loads(made.out)) == {"id", "name", "role", "created", "revoked", "secret"}
    assert (valley / "net.storage" / "storage.sqlite").is_file()
    assert " A\n" in mobility("token", "list", valley / "net").out


def test_what_is_no_network_is_refused_and_nothing_made(tmp_path: Path) -> None:
    assert "no network here" in refused("token", "list", tmp_path / "nett")
    assert list(tmp_path.iterdir()) == []


def test_a_database_nobody_knows_is_refused() -> None:
    assert "no database 'mysql'; write postgresql" in refused(
        "token", "list", "mysql://u:geheim@x/y"
    )
    told = refused("token", "list", "postgresql://u:geheim@127.0.0.1:1/y")
    assert "postgresql+psycopg://u:***@127.0.0.1:1/y" in told
    assert "geheim" not in told
