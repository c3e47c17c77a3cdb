"""Fahrplan signs: what stands in a cell and above a column, and what each sign means."""

from collections.abc import Iterable, Iterator, Sequence

from accessibility.fahrplan import (
    ARRIVES,
    DROPPED,
    NEW,
    RETIMED,
    Cells,
    Column,
    Fahrplan,
    Row,
    bounds,
)
from accessibility.fahrplan_days import DAY_SIGNS, SELDOM, WEEKDAYS
from accessibility.fahrplan_trips import BOOKED, NIGHT, ONLY_IN, ONLY_OUT, REQUEST
from accessibility.words import day_name

PASSES = "│"
HOUR_MIN, DAY_MIN = 60, 24 * 60
MEANINGS = {
    DAY_SIGNS["schultag"]: "nur an Schultagen",
    DAY_SIGNS["ferientag"]: "nur in den Schulferien",
    BOOKED: "Rufbus: fährt nur nach Anmeldung",
    NIGHT: "Zeiten ab 00:00 sind die des folgenden Tages",
    SELDOM: "nicht an den meisten Tagen dieser Art, siehe Datum des Fahrplans",
    ONLY_IN: "hält nur zum Einsteigen",
    ONLY_OUT: "hält nur zum Aussteigen",
    REQUEST: "Bedarfshalt",
    PASSES: "hält hier nicht oder fährt einen anderen Weg",
    NEW: "neue Fahrt",
    DROPPED: "entfallende Fahrt, durchgestrichen",
    RETIMED: "andere Zeiten, Halte oder Tage; die bisherigen klein und durchgestrichen",
}
ON_WEEKDAYS = "nur an diesen Wochentagen (① Montag bis ⑦ Sonntag)"


def cell_text(cells: Cells, row: Row) -> str:
    """Return ``08:05``, with its sign; ``│`` where the trip passes, "" before and behind it."""
    call = cells[row.stop]
    first, last = bounds(cells)
    if call is None:
        return PASSES if first < row.stop < last else ""
    if row.split and row.stop == (first if row.label == ARRIVES else last):
        return ""
    arrives = row.stop == last or (row.split and row.label == ARRIVES)
    time = clock_text(call.arrival if arrives else call.departure)
    return f"{time}\u202f{call.sign}" if call.sign else time


def clock_text(minutes: int) -> str:
    """Return ``00:15`` for a quarter past midnight, on whatever service date."""
    return f"{minutes % DAY_MIN // HOUR_MIN:02d}:{minutes % HOUR_MIN:02d}"


def legend(fahrplan: Fahrplan, columns: Iterable[Column]) -> list[tuple[str, str]]:
    """Return each sign of some columns of the table with its meaning, as ``MEANINGS`` lists it."""
    used = set(_used(columns, fahrplan.rows))
    told = [(sign, meaning) for sign, meaning in MEANINGS.items() if sign in used]
    if any(set(sign) & set(WEEKDAYS) for sign in used):
        told.append(("①–⑦", ON_WEEKDAYS))
    known = {sign for sign, _ in told}
    own = [sign for sign in fahrplan.dates if sign in used and sign not in known]
    return told + [(day_name(sign), "nur an solchen Tagen") for sign in own]


def _used(columns: Iterable[Column], rows: Sequence[Row]) -> Iterator[str]:
    for column in _with_old(columns):
        yield column.state
        yield from column.notes
        yield from (call.sign for call in column.cells if call is not None)
        if any(cell_text(column.cells, row) == PASSES for row in rows):
            yield PASSES


def _with_old(columns: Iterable[Column]) -> Iterator[Column]:
    for column in columns:
        yield column
        if column.old is not None:
            yield column.old
