"""Measuring: medians of several runs, peak memory of child processes, the kind of machine.

Nothing of ours and nothing heavy is imported here: the process that starts the others must stay
small, because Linux counts a parent's memory in the peak of its children.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

RUNS = 5
LONGEST_S = 30.0  # for the runs of one work: on a busy machine there are fewer, and it is said
SHARED = Path(__file__).parents[2] / "shared" / "data"  # beside the project
FEEDS = {"rnv": "rnv/rnv.gtfs.zip", "koeln": "koeln/koeln_kvb.gtfs.zip"}
LIBRARIES = ("numpy", "pandas", "numba", "llvmlite", "scipy", "partridge", "osmium")


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of the same work."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...] = ()  # of all threads; empty: unknown

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(self.wall)


@dataclass(frozen=True)
class Row:
    """One line of the table: what took how long, and what it is held against."""

    what: str
    seconds: float | None = None  # median
    least: float | None = None
    most: float | None = None
    runs: int = 0
    cpu_s: float | None = None  # median, all threads
    peak_mb: float | None = None  # of the whole process
    baseline: str = ""
    baseline_s: float | None = None
    ratio: float | None = None  # baseline / ours: times as fast
    note: str = ""


def row_of(
    what: str,
    timing: Timing,
    *,
    against: tuple[str, Timing] | None = None,
    peak: float | None = None,
    note: str = "",
) -> Row:
    """Return the line of a timing; ``against`` names a baseline timed in the same run."""
    baseline, other = against if against is not None else ("", None)
    return Row(
        what,
        timing.seconds,
        min(timing.wall),
        max(timing.wall),
        len(timing.wall),
        statistics.median(timing.cpu) if timing.cpu else None,
        peak,
        baseline,
        other.seconds if other else None,
        other.seconds / timing.seconds if other else None,
        note,
    )


def timed(work: Callable[[], object], *, runs: int = RUNS) -> Timing:
    """Return the timing of some runs: fewer where they would take longer than ``LONGEST_S``."""
    return in_turn(work, runs=runs)[0]


def in_turn(*works: Callable[[], object], runs: int = RUNS) -> list[Timing]:
    """Time several works A B A B …, so that a machine that slows down slows all of them."""
    longest_s = LONGEST_S * len(works)
    clocks: list[list[tuple[float, float]]] = [[] for _ in works]
    started = time.perf_counter()
    for number in range(runs):
        if number and (time.perf_counter() - started) * (number + 1) / number > longest_s:
            break
        for work, clock in zip(works, clocks, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            clock.append((time.perf_counter() - wall, time.process_time() - cpu))
    return [Timing(*zip(*clock, strict=True)) for clock in clocks]


def peak_mb() -> float:
    """Return the largest memory this process has had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def run_child(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Timing, float]:
    """Run a Python process to its end; return its timing and its peak memory in MB.

    Compiled modules are kept even where the surroundings say otherwise: who starts a program
    for the second time does not pay for translating all its libraries once more.
    """
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    wall = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments], env=inherited | dict(environment), stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"{' '.join(arguments)}: exit {process.returncode}, see above"
        raise RuntimeError(msg)
    seconds = time.perf_counter() - wall
    peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Timing((seconds,), (usage.ru_utime + usage.ru_stime,)), peak


def machine() -> dict[str, Any]:
    """Return what kind of machine this is: no names, no paths."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def load() -> float:
    """Return how many processes wanted a core in the last minute: others disturb the figures."""
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return platform.machine()
    lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write lines for the process that asked for them."""
    path.write_text(json.dumps([vars(row) for row in rows]), encoding="utf-8")


def read_rows(path: Path) -> list[Row]:
    """Read the lines another process wrote."""
    return [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
