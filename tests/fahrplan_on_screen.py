"""Fahrpläne as a test reads them: rows of cells, a column a trip, notes and changes above."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from timetables import DAY

from accessibility.fahrplan import Every, Fahrplan, timetable_table
from accessibility.fahrplan_signs import cell_text
from accessibility.fahrplan_trips import Plan, Side
from gtfs.timetable import Bools, Timetable
from mobility.lines import find_lines, lines_named

SCHOOL, HOLIDAY = date(2024, 5, 14), date(2024, 5, 21)  # two Tuesdays


def plan_of(timetable: Timetable) -> Plan:
    return Plan(timetable, find_lines(timetable))


def side_of(
    timetable: Timetable,
    line: str = "60",
    way: int = 0,
    dates: Mapping[str, date] | None = None,
    types: Mapping[str, Bools] | None = None,
) -> Side:
    plan = plan_of(timetable)
    number = int(lines_named(plan.lines, line)[0])
    return Side(plan, number, way, dates or {"schultag": DAY}, types or {})


def table_of(timetable: Timetable, **asked: object) -> Fahrplan:
    return timetable_table(side_of(timetable, **asked), "Tabelle")  # type: ignore[arg-type]


def on_screen(table: Fahrplan, *, compressed: bool = False) -> str:
    """Return the table as text: notes and changes in the first two rows, if there are any."""
    told = table.told(compressed=compressed)
    rows = [
        ["", "", *("" if isinstance(one, Every) else one.state for one in told)],
        ["", "", *("" if isinstance(one, Every) else " ".join(one.notes) for one in told)],
    ]
    rows = [row for row in rows if any(row)]
    for row in table.rows:
        cells = [
            f"/{one.minutes}/" if isinstance(one, Every) else cell_text(one.cells, row)
            for one in told
        ]
        rows.append([row.name, row.label, *cells])
    widths = np.array([[len(cell) for cell in row] for row in rows]).max(axis=0)
    lines = [
        " ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join(lines)
