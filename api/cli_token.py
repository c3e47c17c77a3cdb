"""Verb of the command line about tokens: who may come in where the service listens to a network."""

import argparse
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from api.arguments import Verbs

if TYPE_CHECKING:
    from api.storage.records import Token
    from api.storage.store import Store

ROLES = ("viewer", "planner", "admin")  # as in api/storage/schema.py, which is slow to load


def add_token(verbs: Verbs) -> None:
    """Add the verb that makes, lists and revokes tokens."""
    verb = verbs.add_parser("token", help="who may use the service from elsewhere")
    what = verb.add_subparsers(dest="what", required=True, metavar="create|list|revoke")
    create = _add(what, "create", "make a token; its secret is shown once", _create)
    create.add_argument("--name", required=True, help="whose it is")
    create.add_argument("--role", required=True, choices=ROLES)
    _add(what, "list", "all tokens, revoked ones too", _list)
    revoke = _add(what, "revoke", "shut a token out from now on", _revoke)
    revoke.add_argument("id", metavar="ID", help="as the list shows it")


def _add(what: Verbs, name: str, told: str, run: object) -> argparse.ArgumentParser:
    verb = what.add_parser(name, help=told)
    verb.add_argument("store", metavar="NETWORK|URL", help="a network folder, or postgresql://…")
    verb.add_argument("--settings", type=Path, default=None, metavar="FILE.toml")
    verb.add_argument("--json", action="store_true", help="print it as JSON")
    verb.set_defaults(run=run)
    return verb


def _create(options: argparse.Namespace) -> None:
    with _store(options) as store:
        token, secret = store.tokens.create(options.name, options.role)
    if options.json:
        _print_json(_data(token) | {"secret": secret})
        return
    print(_line(token))
    print(f"secret, shown this once: {secret}")


def _list(options: argparse.Namespace) -> None:
    with _store(options) as store:
        tokens = store.tokens.all()
    if options.json:
        _print_json([_data(token) for token in tokens])
        return
    print("\n".join(map(_line, tokens)) or "no tokens")


def _revoke(options: argparse.Namespace) -> None:
    with _store(options) as store:
        token = store.tokens.revoke(options.id)
    if options.json:
        _print_json(_data(token))
    else:
        print(_line(token))


@contextmanager
def _store(options: argparse.Namespace) -> Iterator["Store"]:
    """Yield what is stored with a network folder, or the database of a URL."""
    from api.http.settings import read_settings
    from api.manifest import read_manifest
    from api.storage.store import open_store, store_of

    settings = read_settings(options.settings)
    if "://" in options.store:
        store = open_store(options.store, settings.database_password)
    else:
        read_manifest(Path(options.store))
        store = store_of(Path(options.store), settings)
    with closing(store):
        yield store


def _data(token: "Token") -> dict[str, str | None]:
    revoked = token.revoked
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "created": token.created.isoformat(timespec="seconds"),
        "revoked": None if revoked is None else revoked.isoformat(timespec="seconds"),
    }


def _line(token: "Token") -> str:
    revoked = f"  revoked {token.revoked:%Y-%m-%d %H:%M} UTC" if token.revoked else ""
    made = f"{token.created:%Y-%m-%d %H:%M} UTC"
    return f"{token.id}  {token.role:7}  {made}  {token.name}{revoked}"


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
