"""Threads: the one place that has them; kernels give up the interpreter's lock, so they help."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import TypeVar

from tqdm import tqdm

Job = TypeVar("Job")
Result = TypeVar("Result")


def in_threads(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    *,
    threads: int | None = None,
    label: str | None = None,
) -> list[Result]:
    """Return the results in the order of the jobs, with a progress bar on a terminal."""
    workers = min(threads or os.cpu_count() or 1, max(1, len(jobs)))
    with ThreadPoolExecutor(workers) as pool:
        results: Iterable[Result] = pool.map(work, jobs)
        if label is not None:
            results = tqdm(results, total=len(jobs), desc=label, disable=None, leave=False)
        return list(results)


def once(work: Callable[[], Result]) -> Callable[[], Result]:
    """Return work that is done at the first call alone; who asks meanwhile waits for it."""
    lock, kept = Lock(), cache(work)

    def found() -> Result:
        with lock:
            return kept()

    return found
