"""What is wrong with a scenario of many faults is told at once: the first, and how many more."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import asking, refused

CHECK = "/api/v1/scenarios/check"
MANY = 500_000


@pytest.fixture(scope="module")
def ask(valley: Path) -> Iterator[TestClient]:
    with asking(valley / "net") as client:
        yield client


def skipping(stops: list[Any]) -> dict[str, Any]:
    return {"name": "x", "changes": [{"type": "skip_stops", "line": "60", "stops": stops}]}


@pytest.mark.parametrize(
    ("stops", "first", "count", "more"),
    [
        ([1] * 100, "body.changes.0.stops.0", 100, ""),
        ([1] * 101, "body.changes.0.stops.0", 100, "; and 1 more"),
        (["A"] * 50 + [1] * MANY, "body.changes.0.stops.50", 50, "; and 499950 more"),
        (["A"] * 200 + [1] * MANY, "body", 1, "500000 errors in it, all behind item 100 of a list"),
    ],
)
def test_the_first_faults_are_told_and_how_many_more_there_are(
    ask: TestClient, stops: list[Any], first: str, count: int, more: str
) -> None:
    begun = time.process_time()
    told = refused(ask.post(CHECK, json=skipping(stops)), 422)
    assert time.process_time() - begun < 5  # it took 9 s to tell of all of them
    assert (told["errors"][0]["field"], len(told["errors"])) == (first, count)
    assert told["detail"].endswith(f"valid string{more}" if first != "body" else more)


def test_what_fits_only_as_a_whole_is_not_told_of_a_list_that_was_cut(ask: TestClient) -> None:
    fits = {"stops": ["A"] * 150, "minutes": [0] * 150, "runs": [{"departures": ["8:00"]}]}
    line = {"type": "add_line", "line": "x", **fits}
    text = skipping([1] * 150)
    text["changes"].append(line)
    told = refused(ask.post(CHECK, json=text), 422)
    assert {one["field"].rpartition(".")[0] for one in told["errors"]} == {"body.changes.0.stops"}
