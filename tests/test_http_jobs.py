"""Long computations over HTTP: asked for once, told step by step, ended by whoever may."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from http_jobs import JOBS, MANY, heard, over, put, shifted
from server_jobs import queue

from api.storage.job_list import Wish

MATRIX = "/api/v1/matrix"
WEST = {"from": [{"id": "west"}, {"id": "mitte"}], "to": [{"id": "z-ost"}], "window": "06:00-09:00"}
NOWHERE = "0" * 32


@pytest.fixture(scope="module")
def net(valley: Path) -> Path:
    return valley / "net"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder the server keeps its things in."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def ask(net: Path, kept: Path) -> Iterator[TestClient]:
    with asking(net, storage=kept) as client:
        yield client


def post(ask: TestClient, question: dict[str, Any], prefer: str = "respond-async") -> Any:
    return ask.post(MATRIX, json=question, headers={"Prefer": prefer})


def test_a_matrix_asked_as_a_job_is_the_matrix(ask: TestClient) -> None:
    at_once = ask.post(MATRIX, json=WEST).json()["rows"]
    taken = post(ask, WEST)
    assert taken.status_code == 202
    assert taken.headers["preference-applied"] == "respond-async"
    assert taken.headers["location"] == f"{JOBS}/{taken.json()['id']}"
    job = over(ask, taken.headers["location"])
    assert (job["kind"], job["state"], job["progress"], job["error"]) == ("matrix", "done", 1, None)
    rows = ask.get(f"{job['result']}/tables/matrix").json()["items"]
    assert [{**row, "data_status": "official"} for row in at_once] == rows
    assert [row["from_id"] for row in rows] == ["west", "mitte"]


@pytest.mark.parametrize(
    ("prefer", "status"),
    [
        ("respond-async", 202),
        ("Respond-Async, wait=10", 202),
        ('return=minimal; foo="respond-async", respond-async;x=1', 202),
        ('foo="a, respond-async"', 200),
        ("respond-asynchronously", 200),
    ],
)
def test_a_job_is_made_of_it_for_who_prefers_that(
    ask: TestClient, prefer: str, status: int
) -> None:
    assert post(ask, WEST, prefer).status_code == status


def test_the_same_asked_by_many_at_once_is_computed_once(
    ask: TestClient, asked_of_engine: list[int]
) -> None:
    question = WEST | {"window": "06:00-09:01"}
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: post(ask, question), range(8)))
    jobs = {one.json()["id"] for one in taken}
    results = {over(ask, f"{JOBS}/{one}")["result"] for one in jobs}
    assert asked_of_engine == [2]
    assert len(results) == 1
    again = post(ask, question).json()
    assert (again["state"], again["result"]) == ("done", *results)
    assert asked_of_engine == [2]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"from": [{"id": "nirgends"}]}, 404, "body.from.0"),
        ({"window": None}, 422, "body.window"),
        ({"day": "montag"}, 422, "body.day"),
        ({"to": [{"id": "x", "lon": 12.7}]}, 422, "body.to.0"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_there_is_a_job(
    ask: TestClient, change: dict[str, Any], status: int, field: str
) -> None:
    before = ask.get(JOBS).json()["numberMatched"]
    assert field in fields(refused(post(ask, WEST | change), status))
    assert ask.get(JOBS).json()["numberMatched"] == before


def test_the_list_has_the_newest_first_in_pages_and_by_state(ask: TestClient) -> None:
    for minute in (10, 11, 12):
        over(ask, post(ask, WEST | {"window": f"06:00-09:{minute}"}).headers["location"])
    told = ask.get(JOBS, params={"limit": 2}).json()
    assert (told["numberReturned"], told["numberMatched"] >= 3) == (2, True)
    one, other = told["items"]
    assert one["created"] > other["created"]
    following = ask.get(told["links"][-1]["href"]).json()
    assert following["items"][0]["created"] < other["created"]
    done = ask.get(JOBS, params={"state": ["done", "failed"]}).json()
    assert {one["state"] for one in done["items"]} == {"done"}
    assert ask.get(JOBS, params={"state": "queued"}).json()["items"] == []
    assert "query.state.0" in fields(refused(ask.get(JOBS, params={"state": "fertig"}), 422))


@pytest.mark.parametrize("verb", ["", "/events", "/cancel", "/resume"])
@pytest.mark.parametrize("job", [NOWHERE, "..%2f..%2fetc", "A" * 99])
def test_a_job_nobody_knows_is_named(ask: TestClient, job: str, verb: str) -> None:
    method = "POST" if verb in ("/cancel", "/resume") else "GET"
    told = refused(ask.request(method, f"{JOBS}/{job}{verb}"), 404)
    assert "path.job_id" in fields(told) or "%2f" in job


# Listening


def test_who_listens_hears_what_happens_until_the_end(ask: TestClient) -> None:
    job = post(ask, WEST | {"window": "06:00-09:20"}).headers["location"]
    told = heard(ask, job)
    assert [one.id for one in told] == sorted({one.id for one in told})
    assert (told[-1].job["state"], told[-1].job["progress"]) == ("done", 1)
    assert told[-1].job == ask.get(job).json()


def test_who_comes_back_hears_only_what_is_new_and_then_no_more(ask: TestClient) -> None:
    job = post(ask, WEST | {"window": "06:00-09:21"}).headers["location"]
    *_, last = heard(ask, job)
    again = heard(ask, job, {"Last-Event-ID": str(last.id - 1)})
    assert again == [last]
    nothing = ask.get(f"{job}/events", headers={"Last-Event-ID": str(last.id)})
    assert (nothing.status_code, nothing.content) == (204, b"")
    assert heard(ask, job, {"Last-Event-ID": "before"}) == [last]


def test_who_asks_for_the_head_alone_is_answered_at_once_while_the_job_waits(
    ask: TestClient, kept: Path
) -> None:
    with queue(kept) as store:
        waiting = store.jobs.add(Wish("d" * 64, "another network", "matrix", {}), "elsewhere")
    job = f"{JOBS}/{waiting.id}"
    began = time.monotonic()
    answer = ask.head(f"{job}/events")
    assert time.monotonic() - began < 5  # it never starts: a listener would wait for ever
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert "content-length" not in answer.headers
    assert ask.post(f"{job}/cancel").json()["state"] == "cancelled"


# What goes wrong, and what is not wanted any longer


def test_a_job_that_cannot_be_done_says_why_in_words(
    ask: TestClient, net: Path, kept: Path
) -> None:
    job = over(ask, put(net, kept, shifted("99 später", 5, line="99")))
    assert (job["state"], job["result"]) == ("failed", None)
    assert "change 1 (shift)" in job["error"]
    assert {link["rel"] for link in job["links"]} == {"self", "events", "cancel", "resume"}
    again = ask.post(f"{JOBS}/{job['id']}/resume")
    assert (again.status_code, again.json()["error"]) == (202, None)
    assert over(ask, again.headers["location"])["state"] == "failed"


def test_a_job_is_cancelled_and_taken_up_again(ask: TestClient, kept: Path) -> None:
    with queue(kept) as store:
        waiting = store.jobs.add(Wish("e" * 64, "another network", "matrix", {}), "elsewhere")
    job = f"{JOBS}/{waiting.id}"
    told = ask.post(f"{job}/cancel").json()
    assert (told["state"], {link["rel"] for link in told["links"]}) == (
        "cancelled", {"self", "events", "resume"},
    )  # fmt: skip
    assert ask.post(f"{job}/cancel").json() == told
    built_anew = refused(ask.post(f"{job}/resume"), 409)
    assert "network was built anew" in built_anew["detail"]


def test_one_at_work_is_cancelled_after_its_part_and_begins_anew(
    ask: TestClient, kept: Path
) -> None:
    job = post(ask, MANY).headers["location"]
    while ask.get(job).json()["progress"] < 0.1:
        time.sleep(0.02)
    assert ask.post(f"{job}/cancel").status_code == 200
    told = over(ask, job)
    assert (told["state"], told["error"], told["progress"] < 1) == ("cancelled", None, True)
    assert list(kept.glob("parts/*/*")) == []
    assert over(ask, ask.post(f"{job}/resume").headers["location"])["state"] == "done"


def test_one_that_is_done_is_neither_cancelled_nor_resumed(ask: TestClient) -> None:
    job = post(ask, WEST).headers["location"]
    done = over(ask, job)
    assert ask.post(f"{job}/cancel").json() == done
    assert "is done" in refused(ask.post(f"{job}/resume"), 409)["detail"]
