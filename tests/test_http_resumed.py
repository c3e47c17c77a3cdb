"""A server that dies: its job is told interrupted, and goes on from its finished parts."""

import signal
from pathlib import Path
from typing import Any

import pandas as pd
from http_client import refused
from http_jobs import ASYNC, JOBS, MANY, PARTS, events
from httpx2 import Client
from pandas.testing import assert_frame_equal
from server_jobs import queue
from server_process import Served, asking, served

from api.storage.job_list import STOPPED, Wish


def ask_for(ask: Client) -> str:
    taken = ask.post("/api/v1/matrix", json=MANY, headers=ASYNC)
    return str(taken.headers["location"])


def progress(ask: Client, job: str) -> float:
    return float(ask.get(job).json()["progress"])


def followed(ask: Client, job: str) -> list[dict[str, Any]]:
    """Return the job at every change until it is over."""
    with ask.stream("GET", f"{job}/events") as stream:
        return [one.job for one in events("".join(stream.iter_text()))]


def rows(ask: Client, result: str) -> pd.DataFrame:
    return pd.DataFrame(ask.get(f"{result}/tables/matrix?limit=10000").json()["items"])


def finished(kept: Path) -> dict[str, int]:
    """Return the parts that lie there and when they were written."""
    return {path.name: path.stat().st_mtime_ns for path in kept.glob("parts/*/*.parquet")}


def kill_at_work(server: Served, ask: Client, job: str) -> None:
    server.until(lambda: 0.1 <= progress(ask, job) < 1)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()


def test_a_job_of_a_killed_server_goes_on_where_it_was(valley: Path, tmp_path: Path) -> None:
    network, kept = valley / "net", tmp_path / "kept"
    with served(network, storage=kept) as server, asking(server) as ask:
        job = ask_for(ask)
        kill_at_work(server, ask, job)
    there = finished(kept)
    assert 0.1 * PARTS <= len(there) < PARTS
    with served(network, storage=kept) as server, asking(server) as ask:
        told = ask.get(job).json()
        assert (told["state"], told["error"]) == ("interrupted", STOPPED)
        assert told["id"] in server.log
        assert ask.get(JOBS, params={"state": "interrupted"}).json()["items"] == [told]
        resumed = ask.post(f"{job}/resume")
        assert (resumed.status_code, resumed.headers["location"]) == (202, job)
        server.until(lambda: len(finished(kept)) > len(there) or progress(ask, job) == 1)
        assert there.items() <= finished(kept).items()  # nothing of it was made again
        steps = followed(ask, job)
        assert min(one["progress"] for one in steps if one["started"]) >= len(there) / PARTS
        result = steps[-1]["result"]
        whole = rows(ask, result)
        assert len(whole) == 10_000
        assert finished(kept) == {}
        assert ask.delete(result).status_code == 204
        refused(ask.get(result), 404)
        anew = followed(ask, ask_for(ask))[-1]["result"]
        assert anew != result
        assert_frame_equal(rows(ask, anew), whole)


def test_a_listener_takes_a_place_until_it_leaves(valley: Path, tmp_path: Path) -> None:
    with (
        served(valley / "net", storage=tmp_path, most_listeners=1) as server,
        asking(server) as ask,
        asking(server) as other,
        queue(tmp_path) as store,
    ):
        waits = store.jobs.add(Wish("e" * 64, "another network", "matrix", {}), "elsewhere")
        job = f"{JOBS}/{waits.id}"
        with other.stream("GET", f"{job}/events") as stream:
            told = stream.iter_text()
            assert next(told).startswith("retry: 2000\nid: 1\nevent: job\n")
            full = refused(ask.get(f"{job}/events"), 503)
            assert full["errors"][0]["field"] == "server.most_listeners"
            assert ask.get(job).json()["state"] == "queued"
        server.until(lambda: may_listen(ask, job))


def may_listen(ask: Client, job: str) -> bool:
    with ask.stream("GET", f"{job}/events") as stream:
        return bool(stream.status_code == 200)
