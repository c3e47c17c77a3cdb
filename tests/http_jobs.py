"""Jobs over HTTP: put into the queue of a server, listened to until they are over."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fastapi.testclient import TestClient
from server_jobs import queue

from api.jobs.kinds import Asked, EvaluationAsked, wish_for
from api.manifest import read_manifest
from api.storage.keys import network_key
from mobility.scenario import Scenario
from mobility.scenario_trips import Shift

ASYNC = {"Prefer": "respond-async"}
JOBS = "/api/v1/jobs"
PLACES, STOPS = 600, 400
MANY: dict[str, Any] = {  # a matrix of a second or two
    "from": [
        {"id": f"home {row}", "lon": round(12.7 + row / 10_000, 4), "lat": 51.2005}
        for row in range(PLACES)
    ],
    "to": [
        {"id": f"door {row}", "lon": round(12.7 + row / 5_000, 4), "lat": 51.2002}
        for row in range(STOPS)
    ],
    "window": "06:00-14:00",
}
PARTS = STOPS // 8


class Event(NamedTuple):
    """What a listener hears."""

    id: int
    job: dict[str, Any]


def put(network: Path, kept: Path, asked: Asked) -> str:
    """Queue a job beside the server that keeps its things in a folder; return its address."""
    with queue(kept) as store:
        wish = wish_for(asked, network_key(read_manifest(network)))
        return f"{JOBS}/{store.jobs.add(wish, 'elsewhere').id}"


def heard(ask: TestClient, job: str, headers: Mapping[str, str] | None = None) -> list[Event]:
    """Return what who listens to a job hears until it is over."""
    with ask.stream("GET", f"{job}/events", headers=headers) as stream:
        assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
        return events("".join(stream.iter_text()))


def events(text: str) -> list[Event]:
    """Return the events of a stream, in their order."""
    said = text.removeprefix("retry: 2000\n").split("\n\n")
    blocks = [block.splitlines() for block in said if block.startswith("id:")]
    for number, kind, _ in blocks:
        assert (number[:4], kind) == ("id: ", "event: job")
    return [Event(int(one[0][4:]), json.loads(one[2].removeprefix("data: "))) for one in blocks]


def over(ask: TestClient, job: str) -> dict[str, Any]:
    """Return a job once it is over."""
    heard(ask, job)
    told: dict[str, Any] = ask.get(job).json()
    return told


def shifted(name: str, minutes: float, line: str = "60") -> EvaluationAsked:
    """Return the question what it gives when the trips of a line run later."""
    change = Shift(type="shift", line=line, minutes=minutes)
    return EvaluationAsked(scenarios=(Scenario(name=name, changes=(change,)),))
