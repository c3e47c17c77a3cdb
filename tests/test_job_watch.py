"""Following jobs: however many listen, one question to the storage at a time, until nobody does."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.http.ending import Ending
from api.jobs.watch import Watch
from api.storage.errors import StorageError
from api.storage.records import Job

QUEUED = Job(
    id="a" * 32, key="k", network="n", kind="matrix", parameters={}, state="queued", progress=0.0,
    revision=1, runner="r", cancel_asked=False, created=datetime(2026, 4, 21, tzinfo=UTC),
    started=None, ended=None, error=None, result_id=None,
)  # fmt: skip
RUNNING = replace(QUEUED, state="running", revision=2)
DONE = replace(RUNNING, state="done", progress=1.0, revision=3)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass quickly."""
    monkeypatch.setattr("api.jobs.watch.POLL_S", 0.02)


class Store:
    """What is stored of a job, step by step each time it is asked for; the last step stays."""

    def __init__(self, *steps: Job | Exception) -> None:
        self.steps, self.asked = list(steps), list[int]()

    def __call__(self, ids: Collection[str]) -> list[Job]:
        """Return the next step."""
        self.asked.append(len(ids))
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        return [step]


async def heard(watch: Watch, job: Job = QUEUED, seen: int = 0) -> list[int | None]:
    """Return the revisions one hears, None for a sign of life."""
    return [None if one is None else one.revision async for one in watch.follow(job, seen)]


def test_every_change_is_heard_and_the_end_ends_it() -> None:
    watch = Watch(Store(QUEUED, RUNNING, RUNNING, DONE), Ending())
    assert asyncio.run(heard(watch)) == [1, 2, 3]
    assert watch.listeners == 0


def test_who_has_heard_some_hears_the_rest() -> None:
    assert asyncio.run(heard(Watch(Store(RUNNING, DONE), Ending()), seen=2)) == [3]
    assert asyncio.run(heard(Watch(Store(DONE), Ending()), DONE, seen=3)) == []


def test_a_thousand_listeners_are_one_question() -> None:
    async def many() -> list[list[int | None]]:
        return await asyncio.gather(*(heard(watch) for _ in range(1000)))

    store = Store(QUEUED, RUNNING, DONE)
    watch = Watch(store, Ending())
    assert asyncio.run(many()) == [[1, 2, 3]] * 1000
    assert store.asked == [1, 1, 1]


def test_jobs_are_asked_for_together() -> None:
    async def both() -> None:
        await asyncio.gather(heard(watch), heard(watch, replace(QUEUED, id="b" * 32)))

    steps: Iterator[Job] = iter((QUEUED, DONE))
    asked = list[list[str]]()

    def ask(ids: Collection[str]) -> list[Job]:
        asked.append(sorted(ids))
        step = next(steps)
        return [replace(step, id=one) for one in ids]

    watch = Watch(ask, Ending())
    asyncio.run(both())
    assert asked == [["a" * 32, "b" * 32]] * 2


def test_where_nothing_happens_there_is_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.watch.HEARTBEAT_S", 0.05)
    store = Store(*[QUEUED] * 10, DONE)
    first, *signs, last = asyncio.run(heard(Watch(store, Ending())))
    assert (first, last) == (1, 3)
    assert set(signs) == {None}


def test_who_leaves_is_forgotten_and_nobody_asks_any_more() -> None:
    async def leave() -> int:
        listening = watch.follow(QUEUED)
        await anext(listening)
        await listening.aclose()  # type: ignore[attr-defined] # a generator is what it is
        await asyncio.sleep(0.1)
        return len(store.asked)

    store = Store(QUEUED)
    watch = Watch(store, Ending())
    assert asyncio.run(leave()) <= 1
    assert watch.listeners == 0


def test_all_are_let_go_when_the_service_ends() -> None:
    async def ended() -> list[int | None]:
        listening = asyncio.create_task(heard(watch))
        await asyncio.sleep(0.05)
        ending.set()
        return await asyncio.wait_for(listening, 2)

    ending = Ending()
    watch = Watch(Store(QUEUED), ending)
    assert asyncio.run(ended()) == [1]


def test_a_storage_that_cannot_be_read_is_asked_again() -> None:
    store = Store(StorageError("the disk is away"), DONE)
    assert asyncio.run(heard(Watch(store, Ending()))) == [1, 3]
