"""Every limit of the settings lets through what it says, and refuses what is one more."""

import asyncio
from pathlib import Path
from threading import Event

import pytest
from http_client import asking, fields, refused

from api.http.problems import Refused
from api.http.work import Work


def question(origins: int, destinations: int) -> dict[str, object]:
    here, there = (
        [{"id": f"{name} {number}", "lon": 12.71, "lat": 51.2} for number in range(many)]
        for name, many in (("from", origins), ("to", destinations))
    )
    return {"from": here, "to": there, "window": "06:00-07:00"}


def test_so_many_points_and_no_more(valley: Path) -> None:
    with asking(valley / "net", most_points=3) as ask:
        for path in ("/api/v1/matrix", "/api/v1/opportunities"):
            assert ask.post(path, json=question(3, 3)).status_code == 200
            told = refused(ask.post(path, json=question(4, 1)), 413)
            assert fields(told) == {"body.from": "4"}
            assert fields(refused(ask.post(path, json=question(1, 4)), 413)) == {"body.to": "4"}


def test_so_many_pairs_and_no_more(valley: Path) -> None:
    with asking(valley / "net", most_pairs=6) as ask:
        assert ask.post("/api/v1/matrix", json=question(2, 3)).status_code == 200
        told = refused(ask.post("/api/v1/matrix", json=question(7, 1)), 413)
        assert fields(told) == {"body.from × body.to": "7 × 1"}


def test_so_many_bytes_and_no_more(valley: Path) -> None:
    body = b'{"from":[{"id":"stop:A"}],"to":[{"id":"stop:C"}],"window":"06:00-07:00"}'
    json = {"Content-Type": "application/json"}
    with asking(valley / "net", most_body_bytes=len(body)) as ask:
        assert ask.post("/api/v1/matrix", content=body, headers=json).status_code == 200
        told = refused(ask.post("/api/v1/matrix", content=body + b" ", headers=json), 413)
        assert fields(told) == {"header.content-length": str(len(body) + 1)}


def test_a_body_of_unsaid_length_is_bounded_too(valley: Path) -> None:
    with asking(valley / "net", most_body_bytes=100) as ask:
        parts = (b" " * 60 for _ in range(2))
        refused(ask.post("/api/v1/matrix", content=parts), 413)


def test_a_window_so_long_and_no_longer(valley: Path) -> None:
    with asking(valley / "net", longest_window_min=120) as ask:
        paths = (
            "/api/v1/accessibility?window=",
            "/api/v1/isochrones?from=west&window=",
            "/api/v1/isochrones?from=west&arrive_by=",
        )
        for path in paths:
            assert ask.get(f"{path}07:00-09:00").status_code == 200
            refused(ask.get(f"{path}07:00-09:01"), 422)
        long = {**question(1, 1), "window": "07:00-09:01"}
        assert fields(refused(ask.post("/api/v1/matrix", json=long), 422)) == {
            "body.window": "07:00-09:01"
        }


def test_so_many_rows_and_no_more(valley: Path) -> None:
    with asking(valley / "net", most_rows=3, page_size=2) as ask:
        assert ask.get("/api/v1/stops").json()["numberReturned"] == 2
        assert ask.get("/api/v1/stops?limit=3").json()["numberReturned"] == 3
        assert fields(refused(ask.get("/api/v1/stops?limit=4"), 422)) == {"query.limit": "4"}
        whole = ask.get("/api/v1/stops", headers={"Accept": "text/csv"})  # says of no next page
        matched = ask.get("/api/v1/stops").json()["numberMatched"]
        assert len(whole.text.splitlines()) == 1 + matched > 3


@pytest.mark.parametrize(("most", "answered"), [(2, 2), (1, 1)])
def test_so_many_questions_wait_and_no_more(most: int, answered: int) -> None:
    async def two_at_once() -> list[object]:
        work, go = Work(threads=1, most=most), Event()
        first = asyncio.create_task(work.run(go.wait))
        await asyncio.sleep(0)
        second = asyncio.create_task(work.run(go.wait))
        await asyncio.sleep(0)
        go.set()
        return list(await asyncio.gather(first, second, return_exceptions=True))

    ends = asyncio.run(two_at_once())
    assert ends.count(True) == answered
    busy = [end for end in ends if isinstance(end, Refused)]
    assert len(busy) == 2 - answered
    assert all((end.status, end.headers) == (503, {"Retry-After": "5"}) for end in busy)


def test_what_takes_long_is_computed_aside_and_keeps_no_other_question_waiting() -> None:
    async def answered_beside() -> str:
        work, go = Work(threads=1, most=1), Event()
        file = asyncio.create_task(work.run(go.wait, aside=True))
        await asyncio.sleep(0)
        table = await work.run(lambda: "table")
        assert not file.done()
        go.set()
        await file
        return table

    assert asyncio.run(answered_beside()) == "table"
