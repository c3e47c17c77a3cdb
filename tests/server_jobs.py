"""Jobs for a real server, put into its queue beside it: long ones, and how they ended."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import numpy as np

from api.jobs.kinds import MatrixAsked, Spot, wish_for
from api.manifest import read_manifest
from api.storage.keys import network_key
from api.storage.records import Job
from api.storage.store import Store, open_store

SECONDS = 100_000  # points that are scanned as one part: some seconds
WORKSHOP = "*.parquet.*.part"  # where a part is made


@contextmanager
def queue(kept: Path) -> Iterator[Store]:
    """Yield the storage a server keeps in a folder."""
    with closing(open_store(kept)) as store:
        yield store


def long_job(store: Store, network: Path) -> Job:
    """Queue a matrix of one part that takes seconds."""
    homes = np.linspace(12.70, 12.79, SECONDS).round(6).tolist()
    asked = MatrixAsked(
        origins=tuple(Spot(id=str(row), lon=lon, lat=51.2) for row, lon in enumerate(homes)),
        destinations=tuple(Spot(id=f"stop:{stop}") for stop in "ABCD"),
        date=date(2024, 5, 14),
        from_s=6 * 3600,
        until_s=20 * 3600,
    )
    return store.jobs.add(wish_for(asked, network_key(read_manifest(network))), "elsewhere")


def state(store: Store, job: Job) -> str:
    """Return the state of a job by now."""
    return store.jobs.read(job.id).state


def process_of(kept: Path, runner: str, among: Iterable[int]) -> int:
    """Return which of the processes runs a job: it holds the runner's file."""
    file = (kept / "runners" / runner).resolve()
    return next(
        one
        for one in among
        if file in {handle.resolve() for handle in Path(f"/proc/{one}/fd").iterdir()}
    )
