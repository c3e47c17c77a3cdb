"""Several processes behind one address: they answer alike, and what befalls one stays with it."""

import json
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from commands import refused
from server_jobs import long_job, process_of, queue, state
from server_process import Served, is_alive, served, standing

from api.storage.job_list import STOPPED

NOBODY = "postgresql://postgres@127.0.0.1:1/kreis"  # no database listens there
ACCESS = "/api/v1/accessibility"
JOURNEYS = "/api/v1/journeys?from=stop:A&to=stop:D"
MATRIX = {
    "from": [{"id": "stop:A"}, {"id": "stop:B"}],
    "to": [{"id": "stop:C"}, {"id": "stop:D"}],
    "day": "schultag",
    "window": "06:00-09:00",
}
ASYNC = {"Prefer": "respond-async"}


@contextmanager
def only(server: Served, worker: int) -> Iterator[httpx2.Client]:
    """Yield a client that one of the processes alone answers: the others are held."""
    others = [one for one in server.workers if one != worker]
    try:
        for one in others:
            hold(one)
        with httpx2.Client(base_url=server.address, timeout=60) as client:
            while client.get("/ready").status_code != 200:
                time.sleep(0.05)
            yield client
    finally:
        for one in others:
            os.kill(one, signal.SIGCONT)


def hold(worker: int) -> None:
    """Stop a process, and wait until it stands: it could still take a call."""
    os.kill(worker, signal.SIGSTOP)
    while standing(worker) != "T":
        time.sleep(0.005)


@pytest.fixture(scope="module")
def pair(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server of two processes that logs JSON."""
    kept = tmp_path_factory.mktemp("kept")
    with served(valley / "net", "--workers", 2, log_format="json", storage=kept) as server:
        server.until(lambda: ready(server) == 2)  # one held while it starts would hold up both
        yield server


@pytest.mark.parametrize("address", [ACCESS, JOURNEYS, "/openapi.json", "/api/v1/lines"])
def test_two_workers_answer_alike(pair: Served, address: str) -> None:
    told = list[tuple[int, str, bytes]]()
    for worker in pair.workers:
        with only(pair, worker) as ask:
            answer = ask.get(address)
            told.append((answer.status_code, answer.headers["etag"], answer.content))
    assert told[0] == told[1]
    assert told[0][0] == 200


def test_the_same_asked_of_both_is_one_job(pair: Served) -> None:
    jobs = list[str]()
    for worker in pair.workers:
        with only(pair, worker) as ask:
            answer = ask.post("/api/v1/matrix", json=MATRIX, headers=ASYNC)
            assert answer.status_code == 202
            job = answer.headers["Location"]
            while ask.get(job).json()["state"] != "done":
                time.sleep(0.1)
            jobs.append(ask.get(job).json()["result"])
    assert jobs[0] == jobs[1]
    assert sum(line["message"] == "matrix: done" for line in pair.lines) == 1


def test_what_is_written_through_one_is_read_through_the_other(pair: Served) -> None:
    one, other = pair.workers
    with only(pair, one) as ask:
        made = ask.post("/api/v1/scenarios", json={"name": "Nichts", "changes": []})
        assert made.status_code == 201
    with only(pair, other) as ask:
        assert ask.get(made.headers["Location"]).json()["name"] == "Nichts"


def test_every_line_of_the_log_is_whole_and_says_when_who_and_what(pair: Served) -> None:
    def ask(number: int) -> None:
        with httpx2.Client(base_url=pair.address, timeout=60) as client:
            for _one in range(25):
                headers = {"X-Request-ID": f"w{number}"}
                assert client.get("/health", headers=headers).status_code == 200

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))

    def asked() -> list[dict[str, Any]]:
        return [line for line in pair.lines if line.get("request_id", "").startswith("w")]

    pair.until(lambda: len(asked()) >= 200)  # a line comes after its answer
    lines = asked()
    assert len(lines) == 200
    assert all({"time", "level", "logger", "process", "message"} <= set(line) for line in lines)
    assert {line["process"] for line in lines} <= set(pair.workers)


def test_a_worker_that_is_killed_is_started_again_and_its_job_told_interrupted(
    valley: Path, tmp_path: Path
) -> None:
    network = valley / "net"
    with (
        served(network, workers=2, storage=tmp_path, log_format="json") as server,
        queue(tmp_path) as store,
        httpx2.Client(base_url=server.address, timeout=60) as ask,
    ):
        server.until(lambda: ready(server) == 2)
        before = set(server.workers)
        job = long_job(store, network)
        server.until(lambda: state(store, job) == "running")
        at_work = process_of(tmp_path, store.jobs.read(job.id).runner, before)
        os.kill(at_work, signal.SIGKILL)
        assert ask.get("/health").status_code == 200
        server.until(lambda: state(store, job) == "interrupted")
        assert store.jobs.read(job.id).error == STOPPED
        server.until(lambda: len(server.workers) == 2)
        after = set(server.workers)
        assert before & after == before - {at_work}
        told = [line for line in server.lines if line["logger"] == "api.http.workers"]
        assert [line["message"] for line in told] == [
            f"process {at_work} ended (signal 9); another is started"
        ]
        server.until(lambda: ready(server) == 3)
        store.jobs.resume(job.id, job.network, "elsewhere")
        server.until(lambda: state(store, job) == "done")
        assert server.end() == 0


def told_of_processes(server: Served) -> list[str]:
    """Return what was told of the processes, without what follows from it."""
    told = [line["message"] for line in server.lines if line["logger"] == "api.http.workers"]
    return [line.partition(";")[0] for line in told]


def test_a_process_that_hangs_is_replaced(valley: Path, tmp_path: Path) -> None:
    given = {"silent_within_s": 8, "storage": tmp_path, "log_format": "json"}
    with served(valley / "net", "--workers", 2, **given) as server:
        server.until(lambda: ready(server) == 2)
        hung, other = server.workers
        os.kill(hung, signal.SIGSTOP)
        server.until(lambda: len(server.workers) == 2 and hung not in server.workers)
        assert other in server.workers
        server.until(lambda: f"process {hung} ended (signal 9)" in told_of_processes(server))
        assert server.end() == 0


def test_processes_that_were_held_with_the_one_that_looks_after_them_are_left_alone(
    valley: Path, tmp_path: Path
) -> None:
    given = {"silent_within_s": 3, "storage": tmp_path, "log_format": "json"}
    with served(valley / "net", "--workers", 2, **given) as server:
        server.until(lambda: ready(server) == 2)
        before = set(server.workers)
        everyone = [server.process.pid, *before]
        for sig, then_s in ((signal.SIGSTOP, 5), (signal.SIGCONT, 3)):
            for one in everyone:
                os.kill(one, sig)
            time.sleep(then_s)
        assert set(server.workers) == before
        assert [line for line in server.lines if line["logger"] == "api.http.workers"] == []
        assert server.end() == 0


def test_what_is_careless_is_warned_of_once_for_all_processes(valley: Path, tmp_path: Path) -> None:
    with queue(tmp_path) as store:
        store.tokens.create("Amt", "viewer")
    given = {"hosts": '["kreis.example"]', "storage": tmp_path, "log_format": "json"}
    with served(valley / "net", "--workers", 2, **given) as server:
        server.until(lambda: ready(server) == 2)
        told = [line["message"] for line in server.lines if line["level"] == "warning"]
        assert [line.partition(";")[0] for line in told] == [
            "host 127.0.0.1: tokens and answers cross the network unencrypted"
        ]


def test_workers_do_not_outlive_who_started_them(valley: Path) -> None:
    with served(valley / "net", workers=2) as server:
        workers = server.workers
        server.process.kill()
        server.until(lambda: not any(map(is_alive, workers)))
        assert "told to end" in server.log


@pytest.mark.parametrize(
    ("workers", "setting", "value", "told"),
    [
        (1, "database", NOBODY, "127.0.0.1:1/kreis: "),
        (2, "database", NOBODY, "127.0.0.1:1/kreis: "),
        (1, "storage", "{file}/kept", "cannot be made (Not a directory)"),
        (2, "host", "0.0.0.0", "mobility token create"),  # noqa: S104 - that it is refused
    ],
)
def test_what_cannot_start_says_so_in_one_line(
    valley: Path, tmp_path: Path, workers: int, setting: str, value: str, told: str
) -> None:
    (tmp_path / "file").touch()
    given = {"storage": str(tmp_path), setting: value.format(file=tmp_path / "file")}
    with served(valley / "net", "--workers", workers, **given) as server:
        assert server.process.wait(60) == 1
        assert server.log.startswith("mobility serve: "), server.log
        assert server.log.count("\n") == 1
        assert told in server.log


def test_a_network_of_an_older_format_is_refused(valley: Path, tmp_path: Path) -> None:
    older = tmp_path / "net"
    shutil.copytree(valley / "net", older)
    manifest = json.loads((older / "network.json").read_text(encoding="utf-8"))
    (older / "network.json").write_text(json.dumps(manifest | {"format": 1}), encoding="utf-8")
    with served(older, "--workers", 2) as server:
        assert server.process.wait(60) == 1
        assert server.log.count("\n") == 1
        assert "mobility build" in server.log


def test_a_port_that_is_taken_is_refused(valley: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in refused("serve", valley / "net", "--port", port)


def ready(server: Served) -> int:
    """Return how many processes have become ready so far."""
    return sum(line["message"].startswith("ready after ") for line in server.lines)
