"""A real server: started as a command, asked over a socket, ended by a signal."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2

COMMAND = (sys.executable, "-m", "api.cli", "serve")
PATIENCE_S = 60


@dataclass(frozen=True, eq=False)
class Served:
    """A server at work."""

    process: subprocess.Popen[str]
    address: str
    errors: Path  # what it writes to stderr

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self.errors.read_text(encoding="utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The same, where it logs JSON."""
        return [json.loads(line) for line in self.log.splitlines()]

    @property
    def workers(self) -> list[int]:
        """The processes it has started that live."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in task.read_text().split() if is_alive(int(one))]

    def end(self, sig: int = signal.SIGTERM) -> int:
        """Send a signal; return how it ended."""
        self.process.send_signal(sig)
        return self.process.wait(PATIENCE_S)

    def until(self, found: Callable[[], object]) -> None:
        """Wait until something holds."""
        patience = time.monotonic() + PATIENCE_S
        while not found():
            assert time.monotonic() < patience, self.log
            time.sleep(0.02)


@contextmanager
def served(network: Path, *arguments: object, **settings: object) -> Iterator[Served]:
    """Yield a server once it answers; arguments are those of the command."""
    with begun(network, *arguments, **settings) as server:
        stdout = server.process.stdout
        assert stdout is not None
        yield replace(server, address=stdout.readline().strip())


@contextmanager
def begun(network: Path, *arguments: object, **settings: object) -> Iterator[Served]:
    """Yield a server that may not answer yet."""
    environment = {f"MOBILITY_{name.upper()}": str(value) for name, value in settings.items()}
    command = [*COMMAND, str(network), "--port", "0", *map(str, arguments)]
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "errors"
        with (
            errors.open("w") as told,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=told, text=True,
                env={**os.environ, "PYTHONWARNINGS": "default", **environment},
            ) as process,
        ):  # fmt: skip
            try:
                yield Served(process, "", errors)
            finally:
                process.kill()


@contextmanager
def asking(server: Served) -> Iterator[httpx2.Client]:
    """Yield a client of the server once it is ready."""
    with httpx2.Client(base_url=server.address, timeout=PATIENCE_S) as client:
        server.until(lambda: client.get("/ready").status_code == 200)
        yield client


def is_alive(process: int) -> bool:
    """Return whether a process is there and no zombie."""
    return standing(process) not in ("", "Z")


def standing(process: int) -> str:
    """Return the letter of what a process does, e.g. T for held; nothing without one."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return ""
    return stat.rpartition(")")[2].split()[0]
