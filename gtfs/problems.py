"""Problems of a feed: collected while it is read, told all at once, each with file and row."""

import csv
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from gtfs.feed import FeedError
from gtfs.findings import Finding, Severity
from gtfs.tables import Table
from gtfs.timetable import Bools

LISTED = 20  # lines of problems in one message: more helps nobody
LISTED_ALIKE = 5  # rows shown of one kind, so that no kind hides the others
CURE = (
    "rows that belong to a trip can be left out with their trips: "
    "`drop_broken_trips = true` under [inputs] of the region file"
)


@dataclass
class Problems:
    """What is wrong with one feed, and what was noticed; a feed with faults is refused."""

    source: str
    drop_broken_trips: bool = False
    findings: list[Finding] = field(default_factory=list)
    _faults: list[str] = field(default_factory=list)
    _total: int = 0
    _curable: bool = False

    def refuse(self, table: Table, bad: Bools, column: str, fault: str) -> None:
        """Refuse the feed for the marked rows ``[row]``: column, value and the fault of each."""
        rows = np.flatnonzero(bad)
        self._total += len(rows)
        shown = rows[:LISTED_ALIKE]
        values = table.text(column).iloc[shown]
        for line, value in zip(_lines_of(table, shown), values, strict=True):
            self._faults.append(f"{table.file} row {line}: {column} {value!r} {fault}")
        if len(rows) > len(shown):
            self._faults.append(f"{table.file}: … {len(rows) - len(shown)} more: {column} {fault}")

    def refuse_feed(self, fault: str) -> None:
        """Refuse the feed for something that stands in no row."""
        self._total += 1
        self._faults.append(fault)

    def refuse_trips(self, table: Table, bad: Bools, column: str, fault: str, german: str) -> None:
        """Refuse the marked rows, or note that their trips are left out if that is asked for."""
        if not bad.any():
            return
        if self.drop_broken_trips:
            self.note("broken_trips", german, table, bad, column, "Fahrten weggelassen")
        else:
            self._curable = True
            self.refuse(table, bad, column, fault)

    def note(
        self,
        code: str,
        german: str,
        table: Table,
        rows: Bools,
        column: str = "",
        done: str = "",
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Note one finding about the marked rows ``[row]``; nothing if none is marked."""
        hits = np.flatnonzero(rows)
        if len(hits):
            (line,) = _lines_of(table, hits[:1])
            self.findings.append(
                Finding(severity, code, german, table.file, line, column, len(hits), done)
            )

    def say(self, finding: Finding) -> None:
        """Note a finding that belongs to no row."""
        self.findings.append(finding)

    def raise_if_any(self) -> None:
        """Raise one FeedError with everything refused so far."""
        if not self._faults:
            return
        counted = "1 problem" if self._total == 1 else f"{self._total} problems"
        head = f"{self.source}: {counted} in the feed"
        lines = [head, *self._faults[:LISTED]]
        if len(self._faults) > LISTED:
            lines.append(f"… {len(self._faults) - LISTED} kinds and rows more")
        if self._curable:
            lines.append(CURE)
        raise FeedError("\n".join(lines))


def _lines_of(table: Table, rows: NDArray[np.intp]) -> list[int]:
    """Return the line of the file, header = 1, in which each row ends, as an editor counts."""
    if len(rows) == 0:
        return []
    if len(table) == table.lines:  # no blank lines, no cells of several lines
        return [int(row) + 2 for row in rows]
    wanted = set(rows.tolist())
    with table.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        ends = (reader.line_num for cells in reader if len(cells) > 1 or "".join(cells).strip())
        data = islice(ends, 1, max(wanted) + 2)  # the first is the header
        found = {row: line for row, line in enumerate(data) if row in wanted}
    return [found[row] for row in rows.tolist()]
