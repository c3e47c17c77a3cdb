"""A server of a network in a process of its own, asked by many at once, and its memory."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE_S = 120
LOAD = "wrk"  # of Debian's package of that name
SENT = re.compile(r"99%\s+([\d.]+)(us|ms|s)\b.*?Requests/sec:\s+([\d.]+)", re.DOTALL)
UNIT_S = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True)
class Request:
    """A request with a body where it posts one."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    address: str
    ready_s: float  # from the start of the process

    def memory_mb(self) -> float:
        """Return what the process holds in memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index] # Linux says so

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is kept."""
        return http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE_S)

    def one(self, request: Request) -> bytes:
        """Return the body of an answer."""
        return _asked(self.connection(), request)

    def seconds(self, requests: Sequence[Request], users: int = 1) -> list[float]:
        """Ask, each user on a connection of his own, one after the other; return how long each."""
        shares = [requests[user::users] for user in range(users)]
        with ThreadPoolExecutor(users) as pool:
            return [second for part in pool.map(self._in_turn, shares) for second in part]

    def _in_turn(self, requests: Sequence[Request]) -> list[float]:
        connection, clock = self.connection(), []
        for request in requests:
            started = time.perf_counter()
            _asked(connection, request)
            clock.append(time.perf_counter() - started)
        return clock


@contextmanager
def serving(network: Path, storage: Path, *arguments: str) -> Iterator[Server]:
    """Yield a server that is ready."""
    command = [sys.executable, "-m", "api.cli", "serve", str(network), "--port", "0", *arguments]
    environment = {**os.environ, "MOBILITY_STORAGE": str(storage)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            if process.stdout is None:
                raise RuntimeError(command)
            address = process.stdout.readline().strip()
            _wait(Server(process, address, 0.0), started)
            yield Server(process, address, time.perf_counter() - started)
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def load(url: str, connections: int, seconds: int) -> tuple[float, float]:
    """Return requests a second and the 99th percentile in seconds, by a real load tool."""
    command = [
        LOAD, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency",
        "-H", "Accept-Encoding: gzip", url,
    ]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = SENT.search(told)
    if found is None or "Non-2xx" in told:
        raise RuntimeError(told)
    return float(found[3]), float(found[1]) * UNIT_S[found[2]]


@contextmanager
def bare_server(size: int) -> Iterator[str]:
    """Yield the address of a server that answers so many bytes and does nothing else."""
    command = [sys.executable, str(Path(__file__).with_name("bare.py")), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def has_load_tool() -> bool:
    """Return whether the load tool is there."""
    return shutil.which(LOAD) is not None


def posted(path: str, body: object) -> Request:
    """Return a request that posts JSON."""
    return Request(path, "POST", json.dumps(body).encode(), {"Content-Type": "application/json"})


def _wait(server: Server, started: float) -> None:
    connection = server.connection()
    while time.perf_counter() - started < PATIENCE_S:
        connection.request("GET", "/ready")
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            return
        time.sleep(0.02)
    msg = f"{server.address}: not ready after {PATIENCE_S} s"
    raise RuntimeError(msg)


def _asked(connection: http.client.HTTPConnection, request: Request) -> bytes:
    headers = {"Accept-Encoding": "gzip", **(request.headers or {})}
    connection.request(request.method, request.path, body=request.body, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status >= 300:
        msg = f"{request.method} {request.path}: {answer.status} {body[:300]!r}"
        raise RuntimeError(msg)
    return body
