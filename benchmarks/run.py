"""Benchmarks: one command measures reading, building, the demo and the engine.

Prints a table (Markdown) and writes the same as JSON; ``benchmarks/README.md`` explains it.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from measure import FEEDS, SHARED, Row, load, machine, read_rows, row_of, run_child

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
NETWORK = ("rnv/rnv.gtfs.zip", "rnv/rnv.osm.pbf")
POA = tuple(f"poa/{name}" for name in ("poa_eptc.gtfs.zip", "poa_trensurb.gtfs.zip", "poa.osm.pbf"))
SCALES = ("1", "1.6", "4", "16")
SECTIONS = {  # title → stages, each in a process of its own
    "Reading a feed": tuple(
        f"{kind} {feed}" for feed in FEEDS for kind in ("first", "bare", "again")
    ),
    "Building the network of rnv, OSM included": ("build",),
    "Loading it": ("load",),
    "Walks between its stops": ("walk",),
    "A county drawn by lot": tuple(f"county {scale}" for scale in SCALES),
    "The whole operating day, all stops to 56": tuple(f"day {of}" for of in (*SCALES, "rnv")),
    "Doors, there and back, all indicators of the day": ("doors",),
    "Cells, median of 06:00-09:00": ("cells",),
    "All stops to all stops, every minute 06:00-09:00": ("every_stop",),
    "Hexagons of Porto Alegre": ("hexagons",),
    "Walks in the county, up to 20 minutes": ("county_walks",),
    "First start": ("first_start",),
    "Peers on the same question, the county ×1": ("peers",),
    "mobility demo": ("demo",),
    "Baseline of the county: mobility access on the network of the demo": ("county_table",),
    "Scenarios on the county drawn by lot, and on the network of the demo": (
        "county_changes",
        "demo_scenarios",
    ),
    "The service on the network of the demo, over the loopback": ("service",),
}
NEEDS = {  # stage → files of ../shared/data
    **{f"{kind} {feed}": (FEEDS[feed],) for kind in ("first", "bare", "again") for feed in FEEDS},
    **dict.fromkeys(("build", "load", "walk", "day rnv"), NETWORK),
    "hexagons": POA,
}
FAILED = "failed"
HEAD = ("what", "seconds", "from–to", "runs", "CPU s", "peak MB", "baseline s", "times as fast")


def main() -> None:
    """Run all sections, print the table, write the JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", dest="out", type=Path, default=RESULTS, metavar="RESULTS.json")
    out = parser.parse_args().out
    started, load_before = time.perf_counter(), load()
    sections: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        for title, stages in SECTIONS.items():
            sections[title] = [row for stage in stages for row in _rows(stage, Path(folder))]
            print("\n".join(_table(title, sections[title])), flush=True)
    about = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "load_before_and_after": [load_before, load()],
        "seconds": round(time.perf_counter() - started),
    }
    print(json.dumps(about, ensure_ascii=False))
    results = about | {"sections": {t: [asdict(row) for row in s] for t, s in sections.items()}}
    out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if any(row.note.startswith(FAILED) for rows in sections.values() for row in rows):
        sys.exit(1)


def _rows(stage: str, work: Path) -> list[Row]:
    if stage == "demo":
        return _demo(work)
    missing = [name for name in NEEDS.get(stage, ()) if not (SHARED / name).exists()]
    if missing:
        return [Row(stage, note=f"skipped: no {', '.join(missing)} in ../shared/data")]
    rows = work / "rows.json"
    arguments = [str(HERE / "stages.py"), stage, str(work), str(rows)]
    try:
        run_child(arguments, {"PYTHONPATH": str(HERE.parent / "tests")})
    except RuntimeError as error:  # the others are worth having all the same
        return [Row(stage, note=f"{FAILED}: {error}")]
    return read_rows(rows)


def _demo(work: Path) -> list[Row]:
    """Run ``mobility demo`` twice as a user would, the first time without compiled kernels."""
    cache = {"NUMBA_CACHE_DIR": str(work / "kernels")}
    command = ["-m", "api.cli", "demo", "-o", str(work / "demo")]
    rows = []
    for what in ("first time: kernels are compiled", "second time"):
        timing, peak = run_child(command, cache)
        rows.append(row_of(what, timing, peak=peak))
    imports, peak = run_child(["-c", "import api.demo_run"], cache)
    rows.append(row_of("of this: importing the libraries", imports, peak=peak))
    network, table = work / "demo" / "network", work / "table"
    command = ["-m", "api.cli", "access", str(network), "--day", "all", "-o", str(table)]
    access, peak = run_child(command, cache)
    return [*rows, row_of("mobility access --day all on its network", access, peak=peak)]


def _table(title: str, rows: list[Row]) -> Iterator[str]:
    """Yield the section as Markdown, columns aligned, notes below."""
    cells = [HEAD, *map(_cells, rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEAD))]
    yield f"\n### {title}\n"
    for number, row in enumerate(cells):
        first, *others = zip(row, widths, strict=True)
        yield " | ".join(["| " + first[0].ljust(first[1]), *(c.rjust(w) for c, w in others)]) + " |"
        if number == 0:
            yield (
                "|"
                + "|".join(["-" * (widths[0] + 2), *("-" * (w + 1) + ":" for w in widths[1:])])
                + "|"
            )
    yield ""
    baselines = {row.baseline for row in rows if row.baseline}
    yield from (f"baseline: {name}" for name in sorted(baselines))
    yield from (f"{row.what.strip()}: {row.note}" for row in rows if row.note)


def _cells(row: Row) -> tuple[str, ...]:
    span = f"{_short(row.least)}–{_short(row.most)}" if row.runs > 1 else ""
    runs = str(row.runs) if row.runs else ""
    peak = f"{row.peak_mb:.0f}" if row.peak_mb is not None else ""
    figures = (_short(row.cpu_s), peak, _short(row.baseline_s), _short(row.ratio))
    return (row.what, _short(row.seconds), span, runs, *figures)


def _short(value: float | None) -> str:
    """Return a figure with about three digits."""
    if value is None:
        return ""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:,.0f}"


if __name__ == "__main__":
    main()
