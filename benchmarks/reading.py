"""Reading feeds: how long, how much memory, and where the time goes."""

from pathlib import Path

import pandas as pd
from measure import Row, in_turn, peak_mb, row_of, timed

from gtfs.assemble import build_timetable
from gtfs.layout import open_feed
from gtfs.problems import Problems
from gtfs.read import SBAHN, _read_tables, read_timetable

BARE = "bare pandas.read_csv of stop_times.txt, unpacked before"


def first(feed: Path, name: str) -> list[Row]:
    """Read the feed once, in a process that has read nothing before."""
    timing = timed(lambda: read_timetable([feed]), runs=1)
    note = "the whole process: libraries included"
    return [row_of(f"{name}: first time in a process", timing, peak=peak_mb(), note=note)]


def bare(feed: Path, name: str) -> list[Row]:
    """Do nothing but turn stop_times.txt into a table, once."""
    with open_feed(feed) as files:
        path = files.folder / "stop_times.txt"
        timing = timed(lambda: pd.read_csv(path), runs=1)
    return [row_of(f"{name}: the baseline, first time", timing, peak=peak_mb())]


def again(feed: Path, name: str) -> list[Row]:
    """Read the feed several times, in turn with the baseline, then part by part."""
    timetable, _ = read_timetable([feed])
    counts = f"{len(timetable.trip_id)} trips, {len(timetable.call_stop)} calls"
    with open_feed(feed) as files:
        path = files.folder / "stop_times.txt"
        ours, baseline = in_turn(lambda: read_timetable([feed]), lambda: pd.read_csv(path))
    return [row_of(f"{name}: again", ours, against=(BARE, baseline), note=counts), *_parts(feed)]


def _parts(feed: Path) -> list[Row]:
    """Return the time of unpacking, of partridge, and of our columns and checks."""

    def unpack() -> None:
        with open_feed(feed):
            pass

    with open_feed(feed) as files:
        problems = Problems(feed.name)
        tables = _read_tables(files, problems)
        parts = {
            "unpacking, UTF-8 checked": unpack,
            "CSV to text by partridge": lambda: _read_tables(files, problems),
            "our columns and checks": lambda: build_timetable("", tables, SBAHN, problems),
        }
        return [row_of(f"  of this: {name}", timed(work)) for name, work in parts.items()]
