"""The first question after the start: kernels compiled anew, and taken from the cache.

As a program, ``first_start.py WORK OUT`` is such a start: it loads the county and asks one
question of each kind.
"""

import json
import os
import sys
import time
from itertools import pairwise
from pathlib import Path

from measure import RUNS, Row, Timing, row_of, run_child

NAMES = ("imports", "the network and the day", "the first questions")


def first_start(work: Path) -> list[Row]:
    """Start once with an empty cache of kernels, then several times with a filled one."""
    rows = []
    for what, runs in (("cold", 1), ("from the cache", RUNS)):
        starts = [_start(work) for _ in range(runs)]
        seconds, peaks = zip(*starts, strict=True)
        columns = dict(zip(NAMES, zip(*seconds, strict=True), strict=True))
        after = tuple(map(sum, zip(columns[NAMES[1]], columns[NAMES[2]], strict=True)))
        rows.append(row_of(f"{what}: all but the imports", Timing(after), peak=max(peaks)))
        rows += [row_of(f"  {what}: {name}", Timing(columns[name])) for name in NAMES]
    return rows


def _start(work: Path) -> tuple[list[float], float]:
    out = work / "start.json"
    environment = {
        "NUMBA_CACHE_DIR": str(work / "start-kernels"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    _, peak = run_child([__file__, str(work), str(out)], environment)
    return json.loads(out.read_text(encoding="utf-8")), peak


def _ask(work: Path, out: Path) -> None:
    started = time.perf_counter()
    import first_questions  # noqa: PLC0415 - the import is what is timed

    imported = time.perf_counter() - started
    points = first_questions.draw()
    clock = [time.perf_counter()]
    county = first_questions.load(work)
    clock.append(time.perf_counter())
    first_questions.ask(county, points)
    clock.append(time.perf_counter())
    steps = [imported, *(later - sooner for sooner, later in pairwise(clock))]
    out.write_text(json.dumps(steps), encoding="utf-8")


if __name__ == "__main__":
    _ask(Path(sys.argv[1]), Path(sys.argv[2]))
