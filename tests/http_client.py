"""The HTTP door on a network in this process: a client of it, or its address on a socket."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from api.http.settings import read_settings
from api.service import load_service

OWN = "http://127.0.0.1"
PATIENCE_S = 60


@contextmanager
def asking(network: Path, **settings: Any) -> Iterator[TestClient]:
    """Yield a client of the network, warmed up; errors of the server end as answers."""
    app = create_app(load_service(network), read_settings(**settings))
    with TestClient(app, base_url=OWN, raise_server_exceptions=False) as client:
        patience = time.monotonic() + PATIENCE_S
        while client.get("/ready").status_code == 503 and time.monotonic() < patience:
            time.sleep(0.05)
        yield client


@pytest.fixture(scope="module")
def ask(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of the valley at the own computer; a module keeps things of its own."""
    with asking(valley / "net", storage=tmp_path_factory.mktemp("kept")) as client:
        yield client


@contextmanager
def serving(network: Path) -> Iterator[str]:
    """Yield the address of a real server of the network, in a thread of this process."""
    app = create_app(load_service(network), read_settings())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"{OWN}:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def refused(answer: Any, status: int) -> dict[str, Any]:
    """Return the problem of an answer that says no, held to RFC 9457."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["request_id"] == answer.headers["x-request-id"]
    assert {"type", "title", "detail", "instance", "errors"} <= set(told)
    assert "Traceback" not in answer.text
    return told


def fields(problem: dict[str, Any]) -> dict[str, str | None]:
    """Return the fields a problem names, with the values that were sent."""
    return {one["field"]: one["value"] for one in problem["errors"]}
