"""The real server: started as a command, asked over a socket, ended politely and in time."""

import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Semaphore
from urllib.parse import urlsplit

import pytest
from job_bench import Bench, Start, running, wish
from server_jobs import WORKSHOP, long_job, queue
from server_process import Served, asking, begun, is_alive, served

from api.http.ending import Ending
from api.storage.job_list import STOPPED

MATRIX = {
    "from": [{"id": "stop:A"}],
    "to": [{"id": "stop:C"}],
    "day": "schultag",
    "window": "06:00-09:00",
}


class HalfAsked:
    """A request whose body has arrived by half: it is under way until the rest does."""

    def __init__(self, server: Served) -> None:
        self.body = json.dumps(MATRIX).encode()
        self.line = HTTPConnection(urlsplit(server.address).netloc, timeout=60)
        self.line.putrequest("POST", "/api/v1/matrix")
        self.line.putheader("Content-Type", "application/json")
        self.line.putheader("Content-Length", str(len(self.body)))
        self.line.endheaders(self.body[:20])
        time.sleep(0.3)  # until the server has read it

    def whole(self) -> int:
        """Send the rest; return the status of the answer."""
        self.line.send(self.body[20:])
        return self.line.getresponse().status


@contextmanager
def half_asked(server: Served) -> Iterator[HalfAsked]:
    asked = HalfAsked(server)
    with closing(asked.line):
        yield asked


def test_a_server_answers_over_a_socket_and_ends_when_told(valley: Path) -> None:
    with served(valley / "net") as server:
        with asking(server) as ask:
            assert ask.get("/api/v1/stops?limit=2").json()["numberReturned"] == 2
            head = ask.head("/api/v1/stops")
            assert (head.status_code, head.content) == (200, b"")
            assert "server" not in head.headers
        assert server.end() == 0, server.log
        assert "GET /api/v1/stops 200" in server.log
        assert "interrupted" not in server.log
        assert "Traceback" not in server.log


def test_a_request_under_way_is_answered_and_new_ones_are_refused(valley: Path) -> None:
    with served(valley / "net") as server, asking(server), half_asked(server) as asked:
        server.process.send_signal(signal.SIGTERM)
        server.until(lambda: not takes_calls(server.address))
        assert asked.whole() == 200
        assert server.process.wait(10) == 0, server.log
        assert "Traceback" not in server.log


def test_a_request_that_does_not_end_is_cut_off_in_time(valley: Path) -> None:
    with served(valley / "net", stop_within_s=2) as server, asking(server), half_asked(server):
        started = time.monotonic()
        assert server.end() == 0, server.log
        assert time.monotonic() - started < 4


@pytest.mark.parametrize("workers", [1, 2])
def test_a_second_signal_ends_at_once(valley: Path, workers: int) -> None:
    with served(valley / "net", workers=workers) as server, asking(server), half_asked(server):
        server.process.send_signal(signal.SIGTERM)
        server.until(lambda: "told to end" in server.log)
        workers_left = server.workers
        started = time.monotonic()
        assert server.end(signal.SIGINT) == 128 + signal.SIGINT
        assert time.monotonic() - started < 5
        server.until(lambda: not any(map(is_alive, workers_left)))


@pytest.mark.parametrize("workers", [1, 2])
def test_told_to_end_before_it_answers_a_server_ends_well(valley: Path, workers: int) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with begun(valley / "net", "--workers", workers, "--port", port) as server:
        server.until(lambda: takes_calls(f"http://127.0.0.1:{port}"))  # it is loading yet
        assert server.end() == 0, server.log
        assert "Traceback" not in server.log


def test_a_job_at_work_is_told_interrupted_in_time(valley: Path, tmp_path: Path) -> None:
    network = valley / "net"
    with (
        served(network, storage=tmp_path, stop_within_s=10) as server,
        queue(tmp_path) as store,
    ):
        job = long_job(store, network)
        server.until(lambda: list(tmp_path.rglob(WORKSHOP)))  # its only part is being made
        started = time.monotonic()
        assert server.end() == 0, server.log
        assert time.monotonic() - started < 13
        there = store.jobs.read(job.id)
        assert (there.state, there.error) == ("interrupted", STOPPED)


def test_who_listens_to_a_job_is_let_go(valley: Path, tmp_path: Path) -> None:
    network = valley / "net"
    with (
        served(network, storage=tmp_path) as server,
        asking(server) as ask,
        queue(tmp_path) as kept,
    ):
        job = long_job(kept, network)
        with ask.stream("GET", f"/api/v1/jobs/{job.id}/events") as stream:
            told = stream.iter_text()
            assert "event: job" in next(told) + next(told)
            server.process.send_signal(signal.SIGTERM)
            started = time.monotonic()
            for _rest in told:
                pass
            assert time.monotonic() - started < 3
        assert server.process.wait(25) == 0, server.log


def test_a_job_gets_the_time_there_is_and_no_more(start_runner: Start) -> None:
    bench = Bench(gate=Semaphore(0))
    with start_runner(bench, ending=Ending(0.5)) as runner:
        job = running(runner, runner.submit(wish()))
        while not bench.begun:
            time.sleep(0.01)
        started = time.monotonic()
    assert 0.5 <= time.monotonic() - started < 5
    there = runner.store.jobs.read(job.id)
    assert (there.state, there.error) == ("interrupted", STOPPED)
    bench.gate.release(4)  # what it still does changes nothing
    time.sleep(0.3)
    assert runner.store.jobs.read(job.id).state == "interrupted"


def test_time_runs_from_being_told_to_end_and_telling_again_adds_none() -> None:
    ending = Ending(10)
    assert (ending.is_set(), ending.left_s()) == (False, 10)
    ending.set()
    time.sleep(0.1)
    ending.set()
    assert 9 < ending.left_s() <= 9.9


def takes_calls(address: str) -> bool:
    """Return whether a server takes new connections."""
    parts = urlsplit(address)
    try:
        socket.create_connection((str(parts.hostname), parts.port or 0), timeout=5).close()
    except ConnectionError:
        return False
    return True
