"""A server that others reach, with a token of each role."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi.testclient import TestClient
from http_client import asking

from api.storage.schema import ROLES, Role
from api.storage.store import Store, open_store

NETWORK = "/api/v1/network"


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
