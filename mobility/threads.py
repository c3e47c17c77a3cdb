"""Threads: the one place that has them; kernels give up the interpreter's lock, so they help."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import copy_context
from functools import cache
from threading import Lock, get_native_id
from typing import TypeVar

from tqdm import tqdm

GIVES_WAY = 10  # of 19: an eighth of the time where others want to work, all of it otherwise
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
    with nullcontext() if workers == 1 else ThreadPoolExecutor(workers) as pool:
        results: Iterable[Result] = map(work, jobs) if pool is None else pool.map(work, jobs)
        if label is not None:
            results = tqdm(results, total=len(jobs), desc=label, disable=None, leave=False)
        return list(results)


def beneath(work: Callable[[], Result]) -> Result:
    """Return what the work finds in a thread of its own, which gives way to all others."""
    with ThreadPoolExecutor(1, initializer=give_way) as pool:
        return pool.submit(copy_context().run, work).result()


def give_way() -> None:
    """Let this thread, and those it starts, work where others leave a core to them.

    No thread can take that back. Elsewhere than on Linux only whole processes could give way.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), GIVES_WAY)


def once(work: Callable[[], Result]) -> Callable[[], Result]:
    """Return work that is done at the first call alone; who asks meanwhile waits for it."""
    lock, kept = Lock(), cache(work)

    def found() -> Result:
        with lock:
            return kept()

    return found
