"""Fahrpläne of a network's lines, and the Bestellgrundlage of a changed one, as files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from accessibility.fahrplan import Fahrplan, timetable_table
from accessibility.fahrplan_changes import changed_table, pair_lines, way_after
from accessibility.fahrplan_days import Days, day_groups
from accessibility.fahrplan_frame import call_frame, printed_frame
from accessibility.fahrplan_page import fahrplan_page
from accessibility.fahrplan_trips import Plan, Side, on_dates_shown
from accessibility.order import order_table, rounded
from accessibility.order_page import Period, order_page
from accessibility.order_trips import Offer
from accessibility.picture import Imprint
from accessibility.store import check_format, write_table
from accessibility.words import day_name
from api.folders import whole_file, whole_folder
from api.lines import LineService
from api.progress import SILENT, Progress
from api.windows import QuestionError
from gtfs.checks import find_service
from gtfs.day_types import dates_of_types
from gtfs.timetable import Bools
from mobility.ways import BACK, OUT

TABLES, PAGE = (".csv", ".parquet", ".xlsx"), ".html"
CALLS, ORDER = "fahrplan", "bestellung"  # names of tables
WAYS = (OUT, BACK)


@dataclass(frozen=True, eq=False)
class FahrplanService:
    """The printed timetables of a network that has been loaded; one day type or all of them."""

    lines: LineService
    day: str | None = None

    @cached_property
    def plan(self) -> Plan:
        """The timetable of the network and its lines."""
        return Plan(self.lines.timetable, self.lines.lines)

    @cached_property
    def types(self) -> Mapping[str, Bools]:
        """``[date]`` by day type which dates of the timetable are such days."""
        service = self.lines.service
        return dates_of_types(service.days, find_service(self.plan.timetable, stops=service.near))

    @property
    def groups(self) -> Mapping[str, Mapping[str, date]]:
        """The days of each table, by its title."""
        if self.day is not None:
            return {day_name(self.day): {self.day: self.lines.date_of(self.day)}}
        return day_groups(self.lines.service.days)

    @property
    def imprint(self) -> Imprint:
        """Who says so."""
        service = self.lines.service
        return service.imprint(list(service.days) if self.day is None else [self.day])

    def offer(self, plan: Plan) -> Offer:
        """Return a timetable on the dates of this one, for the days of the region."""
        service = self.lines.service
        return Offer(plan, Days(service.days, self.types, plan.timetable.first_date))

    @property
    def period(self) -> Period:
        """The dates of the timetable, and how many of them are of no day type."""
        timetable = self.plan.timetable
        told = np.any(list(self.types.values()), axis=0)
        return Period(timetable.first_date, timetable.dates, int((~told).sum()))

    def tables(self, line: int) -> list[Fahrplan]:
        """Return the tables of a line, there and back, those without trips left out."""
        found = [
            timetable_table(side, title)
            for way in WAYS
            for title, dates in self.groups.items()
            for side in on_dates_shown([Side(self.plan, line, way, dates, self.types)])
            if side is not None
        ]
        return [table for table in found if table.columns]

    def changed(self, after: Plan, lines: tuple[int | None, int | None]) -> list[Fahrplan]:
        """Return the tables of a line before and after, None where it is not."""
        found = []
        for way in WAYS:
            ways = way, way_after(self.plan, after, lines, way)
            for title, dates in self.groups.items():
                old, new = on_dates_shown(
                    None if line is None else Side(plan, line, own, dates, self.types)
                    for plan, line, own in zip((self.plan, after), lines, ways, strict=True)
                )
                found.append(changed_table(old, new, title))
        return [table for table in found if table.columns]

    def order(self, after: Plan) -> pd.DataFrame:
        """Return the Bestellgrundlage, with the standing of the data in a column."""
        order = order_table(self.offer(self.plan), self.offer(after))
        return order.assign(data_status=self.lines.service.status)


def write_fahrplan(
    asked: FahrplanService,
    lines: Sequence[int],
    out: Path,
    *,
    compressed: bool = True,
    progress: Progress = SILENT,
) -> list[Path]:
    """Write the tables of the lines and return the files.

    A file is the page of all of them or their calls, by its ending; a folder has per line a page
    and the same as a table, and the calls of all.
    """
    whole = [table for line in progress.through(lines) for table in asked.tables(line)]
    if not whole:
        told = ", ".join(asked.lines.lines.name[list(lines)].tolist())
        raise QuestionError(f"line {told} does not run on the dates of {', '.join(asked.groups)}")
    if not out.suffix:
        with whole_folder(out, f"{CALLS}.csv") as folder:
            names = _write_pages(asked, whole, folder, compressed=compressed)
            _write_calls(asked, whole, folder / f"{CALLS}.csv")
        return [out / name for name in (*names, f"{CALLS}.csv")]
    check_format(out, (*TABLES, PAGE))
    with whole_file(out) as path:
        if out.suffix.lower() == PAGE:
            page = fahrplan_page(whole, asked.imprint, compressed=compressed)
            path.write_text(page, encoding="utf-8")
        else:
            _write_calls(asked, whole, path)
    return [out]


def write_order(asked: FahrplanService, after: Plan, out: Path, scenario: str) -> list[Path]:
    """Write the Bestellgrundlage of a changed timetable into a folder; return the files.

    As page and as table, beside it the page of every changed line with its trips before and after.
    """
    order = asked.order(after)
    changed = set(order["line_id"])
    tables = [
        table
        for line_id, *lines in pair_lines(asked.plan, after)
        if line_id in changed
        for table in asked.changed(after, (lines[0], lines[1]))
    ]
    about, written = asked.lines.service.provenance(), rounded(order)
    with whole_folder(out, f"{ORDER}{PAGE}") as folder:
        page = order_page(order, asked.period, asked.imprint, scenario)
        (folder / f"{ORDER}{PAGE}").write_text(page, encoding="utf-8")
        for ending in (".csv", ".parquet"):
            write_table(written, folder / f"{ORDER}{ending}", about=about, layer="Bestellung")
        pages = _write_pages(asked, tables, folder, scenario=scenario)
    names = (f"{ORDER}{PAGE}", f"{ORDER}.csv", f"{ORDER}.parquet", *pages)
    return [out / name for name in names]


def _write_pages(
    asked: FahrplanService,
    tables: Sequence[Fahrplan],
    folder: Path,
    *,
    scenario: str = "",
    compressed: bool = True,
) -> list[str]:
    """Write a page per line and the same as a table; return their names."""
    by_line: dict[str, list[Fahrplan]] = {}
    for table in tables:
        by_line.setdefault(table.line_id, []).append(table)
    names: list[str] = []
    same: Counter[str] = Counter()
    status = asked.lines.service.status
    for own in by_line.values():
        stem = _stem(own[0].line)
        same[stem] += 1
        name = stem if same[stem] == 1 else f"{stem}--{same[stem]}"
        names += [f"{name}{PAGE}", f"{name}.csv"]
        page = fahrplan_page(own, asked.imprint, scenario=scenario, compressed=compressed)
        (folder / f"{name}{PAGE}").write_text(page, encoding="utf-8")
        write_table(printed_frame(own).assign(data_status=status), folder / f"{name}.csv")
    return names


def _write_calls(asked: FahrplanService, tables: Sequence[Fahrplan], path: Path) -> None:
    service = asked.lines.service
    calls = call_frame(tables).assign(data_status=service.status)
    write_table(calls, path, about=service.provenance(), layer="Fahrplan")


def _stem(line: str) -> str:
    """Return ``fahrplan-d-101``: a name that any disk takes."""
    words = "".join(letter if letter.isalnum() else " " for letter in line.casefold()).split()
    return "-".join([CALLS, *(words or ["linie"])])
