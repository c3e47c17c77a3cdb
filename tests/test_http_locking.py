"""Nobody overwrites another's work: a change names the version it was made on, over HTTP, too."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from http_client import fields, refused

HERE = "/api/v1/scenarios"
PATIENCE_S = 120


def kept(ask: TestClient, name: str = "A", base: str | None = None) -> str:
    """Return the address of a new scenario."""
    answer = ask.post(HERE, json={"name": name, "base": base})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


def put(ask: TestClient, here: str, said: str | None, name: str = "B") -> Any:
    headers = {} if said is None else {"If-Match": said}
    return ask.put(here, json={"name": name}, headers=headers)


def test_a_change_makes_the_next_version(ask: TestClient) -> None:
    here = kept(ask)
    answer = put(ask, here, '"1"')
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["version"], answer.json()["name"]) == (2, "B")
    assert {**ask.get(here).json(), "derived": []} == answer.json()
    assert ask.get(here, headers={"If-None-Match": '"1"'}).status_code == 200


@pytest.mark.parametrize("said", ['"1"', '"1", "7"', '"7","1"', '"1.toml"', "*", '"x", "1"'])
def test_the_version_there_is_may_be_changed_however_it_is_named(
    ask: TestClient, said: str
) -> None:
    assert put(ask, kept(ask), said).status_code == 200


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (None, 428),
        ("", 428),
        ('"2"', 412),
        ('"0"', 412),
        ('"x"', 412),
        ('W/"1"', 412),  # weak: it does not say that nothing has changed
        ('"2", W/"1"', 412),
        ('"' + "9" * 50 + '"', 412),
        ("1", 422),
        ('"1', 422),
        ('"1" "2"', 422),
        ('*, "1"', 422),
    ],
)
def test_any_other_version_is_refused_and_nothing_changes(
    ask: TestClient, said: str | None, status: int
) -> None:
    here = kept(ask)
    for answer in (
        put(ask, here, said),
        ask.delete(here, headers={} if said is None else {"If-Match": said}),
    ):
        assert fields(refused(answer, status)) == {"header.if-match": said or None}
    assert ask.get(here).json()["version"] == 1


def test_of_two_who_change_the_same_version_one_is_told(ask: TestClient) -> None:
    here = kept(ask)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda name: put(ask, here, '"1"', name), "ABCDEFGH"))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    (winner,) = [answer for answer in answers if answer.status_code == 200]
    assert {**ask.get(here).json(), "derived": []} == winner.json()
    told = refused(next(one for one in answers if one.status_code == 412), 412)
    assert "at version 2" in told["detail"]
    assert "read it again" in told["detail"]


def test_of_those_who_change_whatever_is_there_none_is_lost(ask: TestClient) -> None:
    here = kept(ask)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda name: put(ask, here, "*", name), "ABCD"))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sorted(answer.json()["version"] for answer in answers) == [2, 3, 4, 5]


def test_a_deleted_scenario_is_gone(ask: TestClient) -> None:
    here = kept(ask)
    answer = ask.delete(here, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.content) == (204, b"")
    refused(ask.get(here), 404)
    refused(put(ask, here, '"1"'), 404)
    refused(ask.delete(here, headers={"If-Match": "*"}), 404)


def test_a_scenario_others_stand_on_stays(ask: TestClient) -> None:
    below = kept(ask, "unten")
    above = kept(ask, "oben", below.rpartition("/")[2])
    told = refused(ask.delete(below, headers={"If-Match": '"1"'}), 409)
    assert "others stand on it" in told["detail"]
    assert ask.delete(above, headers={"If-Match": '"1"'}).status_code == 204
    assert ask.delete(below, headers={"If-Match": '"1"'}).status_code == 204


def test_scenarios_cannot_stand_on_each_other_in_a_circle(ask: TestClient) -> None:
    below = kept(ask, "unten")
    above = kept(ask, "oben", below.rpartition("/")[2])
    circle = {"name": "unten", "base": above.rpartition("/")[2]}
    answer = ask.put(below, json=circle, headers={"If-Match": '"1"'})
    assert fields(refused(answer, 422)) == {"body.base": circle["base"]}
    assert ask.get(below).json()["version"] == 1


# Killed


@contextmanager
def served(network: Path, storage: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Yield the process of a real server, and its address."""
    command = [sys.executable, "-m", "api.cli", "serve", str(network), "--port", "0"]
    environment = {**os.environ, "MOBILITY_STORAGE": str(storage)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip().rstrip("/")
        finally:
            process.kill()


def test_a_kill_amid_fifty_writes_loses_none_that_was_answered(
    valley: Path, tmp_path: Path
) -> None:
    answered, asked = dict[str, str](), count()
    with served(valley / "net", tmp_path) as (process, address), ThreadPoolExecutor(5) as threads:

        def write(_: int) -> None:
            name = f"Takt {next(asked)}"
            try:
                answer = httpx2.post(address + HERE, json={"name": name}, timeout=PATIENCE_S)
            except httpx2.TransportError:
                return  # not answered
            if answer.status_code == 201:
                answered[answer.json()["id"]] = name
            if len(answered) >= 20:
                process.send_signal(signal.SIGKILL)

        list(threads.map(write, range(50)))
        assert process.wait(PATIENCE_S) == -signal.SIGKILL
    assert 20 <= len(answered) < 50
    with served(valley / "net", tmp_path) as (_, address):
        until = time.monotonic() + PATIENCE_S
        page = httpx2.get(f"{address}{HERE}", timeout=PATIENCE_S)
        while page.status_code != 200 and time.monotonic() < until:
            time.sleep(0.2)
            page = httpx2.get(f"{address}{HERE}", timeout=PATIENCE_S)
        there = {one["id"]: one["name"] for one in page.json()["items"]}
        assert answered.items() <= there.items()
        assert len(there) <= len(answered) + 5  # kept, and killed before it could be told
        for scenario_id, name in answered.items():
            one = httpx2.get(f"{address}{HERE}/{scenario_id}", timeout=PATIENCE_S)
            assert (one.json()["scenario"], one.headers["etag"]) == ({"name": name}, '"1"')
