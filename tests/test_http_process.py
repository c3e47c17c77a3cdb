"""The real server: started as a command, asked over a socket, ended politely."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from commands import refused

MOBILITY = (sys.executable, "-m", "api.cli", "serve")
PATIENCE_S = 60


@contextmanager
def serving(network: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield a server's process and address."""
    command = [*MOBILITY, str(network), "--port", "0", *arguments]
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            if process.poll() is None:
                process.kill()


@contextmanager
def ready(address: str) -> Iterator[httpx2.Client]:
    """Yield a client of the server once it is ready."""
    with httpx2.Client(base_url=address, timeout=PATIENCE_S) as client:
        patience = time.monotonic() + PATIENCE_S
        while client.get("/ready").status_code != 200 and time.monotonic() < patience:
            time.sleep(0.1)
        yield client


def test_a_server_answers_over_a_socket_and_ends_when_told(valley: Path) -> None:
    with serving(valley / "net") as (process, address):
        with ready(address) as ask:
            assert ask.get("/api/v1/stops?limit=2").json()["numberReturned"] == 2
            head = ask.head("/api/v1/stops")
            assert (head.status_code, head.content) == (200, b"")
            assert "server" not in head.headers
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, log
    assert "GET /api/v1/stops 200" in log
    assert "interrupted" not in log
    assert "Traceback" not in log


def test_a_port_that_is_taken_is_refused(valley: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in refused("serve", valley / "net", "--port", port)
