"""Reading feeds: their files, read by partridge, become one Timetable and what was noticed."""

import logging
import time
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gtfs.assemble import build_timetable
from gtfs.calls import FLEX_CODE
from gtfs.feed import FeedError, feed_name
from gtfs.findings import Finding, Severity, worst_first
from gtfs.join import join
from gtfs.late import Late
from gtfs.layout import FeedFiles, clean_name, open_feed
from gtfs.members import FLEX_FILES, REQUIRED_COLUMNS, columns_of
from gtfs.problems import Problems
from gtfs.routes import SbahnRule
from gtfs.shapes import SHAPES, read_shapes
from gtfs.stations import with_stations
from gtfs.tables import Table
from gtfs.timetable import Timetable

if TYPE_CHECKING:
    import partridge
else:
    partridge = Late("partridge")  # half a second, and a service reads few feeds

log = logging.getLogger(__name__)

SBAHN = SbahnRule()
# Columns where pandas must not take the texts "NA", "null" and "None" for gaps.
TEXT_COLUMNS = ("_id", "_name", "_code", "_desc", "_headsign", "parent_station")


def read_timetable(
    paths: Sequence[Path], *, sbahn: SbahnRule = SBAHN, drop_broken_trips: bool = False
) -> tuple[Timetable, list[Finding]]:
    """Return the timetable of one or several feeds and the findings, worst first."""
    _check_names(paths)
    timetables: list[Timetable] = []
    findings: list[Finding] = []
    for path in paths:
        begin = time.perf_counter()
        problems = Problems(str(path), drop_broken_trips=drop_broken_trips)
        with open_feed(path) as files:
            tables = _read_tables(files, problems)
            timetable = build_timetable(files.name, tables, sbahn, problems)
            _note_unread(files, problems)
        prefix = f"{files.name}/" if len(paths) > 1 else ""
        findings += [replace(f, file=prefix + f.file) for f in problems.findings]
        timetables.append(timetable)
        log.info(
            "%s: %d trips, %d calls in %.1f s",
            files.name,
            len(timetable.trip_id),
            len(timetable.call_stop),
            time.perf_counter() - begin,
        )
    return with_stations(join(timetables)), worst_first(findings)


def _check_names(paths: Sequence[Path]) -> None:
    names = [feed_name(path) for path in paths]
    if not names:
        msg = "no feed given: name at least one GTFS zip or folder"
        raise FeedError(msg)
    for name in names:
        if names.count(name) > 1:
            twins = ", ".join(str(p) for p, n in zip(paths, names, strict=True) if n == name)
            msg = f"feeds of equal name {name!r}: {twins}; rename one, the name goes into its ids"
            raise FeedError(msg)


def _read_tables(files: FeedFiles, problems: Problems) -> dict[str, Table]:
    """Return every member that is read, all text, no row left out; missing ones are empty."""
    names = [name for name in REQUIRED_COLUMNS if name != SHAPES]
    feed, tables = _feed(files.folder, names), {}
    for name in names:
        lines = files.lines.get(name, 0)
        frame = _read_member(feed, files, name) if lines else pd.DataFrame()
        tables[name] = Table(name, files.folder / name, lines, frame)
        if lines:
            _say(problems, "rows_read", "Zeilen gelesen", name, len(frame))
        if lines != len(frame):
            _note_line_breaks(tables[name], problems)
    tables[SHAPES] = read_shapes(files.folder / SHAPES, files.lines.get(SHAPES, 0), problems)
    if len(tables[SHAPES]):
        _say(problems, "rows_read", "Zeilen gelesen", SHAPES, len(tables[SHAPES]))
    return tables


def _feed(folder: Path, names: Sequence[str]) -> "partridge.gtfs.Feed":
    """Return the members as partridge reads them."""
    config = partridge.config.empty_config()
    for name in names:  # no edges between them: partridge prunes along edges
        config.add_node(name, transformations=[partial(_mend, folder / name)])
    return partridge.load_feed(str(folder), view={}, config=config)


def _note_unread(files: FeedFiles, problems: Problems) -> None:
    """Note the files nobody looks at; service on demand is a fault where no row told of it."""
    for name in files.unread:
        _say(problems, "file_not_used", "Nicht ausgewertet", name, 1)
    flex = [name for name in FLEX_FILES if name in files.unread or files.lines.get(name)]
    if flex and not any(f.code == FLEX_CODE for f in problems.findings):
        german = f"Bedarfsverkehr (GTFS-Flex) ohne Fahrten: nur {', '.join(flex)}"
        done = "nicht ausgewertet"
        problems.say(Finding(Severity.WARNING, FLEX_CODE, german, flex[0], done=done))


def _read_member(feed: "partridge.gtfs.Feed", files: FeedFiles, name: str) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # it means cells were cut off
            frame: pd.DataFrame = feed.get(name)
            return frame
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as error:
        msg = (
            f"{files.source}: {name} cannot be read as a table: {str(error).strip()}; "
            "look for a quotation mark that is not closed or a comma too many"
        )
        raise FeedError(msg) from error


def _mend(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns we use, their names without quotes, texts such as "NA" put back."""
    frame = frame.rename(columns=clean_name)
    used = [column for column in columns_of(path.name) if column in frame]
    frame = frame[used]
    gaps = [c for c in used if c.endswith(TEXT_COLUMNS) and frame[c].isna().any()]
    if not gaps:
        return frame
    raw = pd.read_csv(
        path,
        dtype=str,
        index_col=False,
        keep_default_na=False,
        usecols=lambda column: clean_name(column) in gaps,
    ).rename(columns=clean_name)
    return frame.assign(**{column: raw[column].str.strip() for column in gaps})


def _note_line_breaks(table: Table, problems: Problems) -> None:
    """Note cells of several lines: rows may have vanished between two stray quotation marks."""
    for column in table.frame:
        broken = table.text(str(column)).str.contains("\n").to_numpy(np.bool_)
        problems.note(
            "line_break_in_cell",
            "Zeilenumbruch in der Zelle: fehlt ein Anführungszeichen, fehlen hier Zeilen",
            table,
            broken,
            str(column),
        )


def _say(problems: Problems, code: str, german: str, file: str, count: int) -> None:
    problems.say(Finding(Severity.FACT, code, german, file, count=count))
