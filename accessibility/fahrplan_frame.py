"""Fahrplan frame: printed timetables as tables, a row a call, or a column a trip."""

from collections.abc import Iterator, Sequence

import pandas as pd

from accessibility.fahrplan import Cells, Column, Fahrplan, bounds
from accessibility.fahrplan_signs import cell_text

MINUTE_S = 60
CALL_COLUMNS = (
    *("line_id", "line", "from_name", "to_name", "table", "trip", "notes", "change", "row", "stop"),
    *("arrival_s", "departure_s", "sign", "old_arrival_s", "old_departure_s", "trip_ids"),
)


def printed_frame(tables: Sequence[Fahrplan]) -> pd.DataFrame:
    """Return the tables as printed, one below the other: a row a stop, a column a trip.

    Columns ``Tabelle, Haltestelle, an/ab, 1, 2, …``. The first two rows of each table hold the
    signs of its trips and what became of them. Equal trips at equal headway all have columns.
    """
    return pd.concat([_printed(table) for table in tables], ignore_index=True).fillna("")


def _printed(table: Fahrplan) -> pd.DataFrame:
    heads = {
        "Tabelle": f"{table.start} → {table.end}, {table.title}",
        "Haltestelle": ["Hinweise", "Änderung", *(row.name for row in table.rows)],
        "an/ab": ["", "", *(row.label for row in table.rows)],
    }
    trips = {
        str(number): [
            " ".join(column.notes),
            column.state,
            *(cell_text(column.cells, row) for row in table.rows),
        ]
        for number, column in enumerate(table.columns, start=1)
    }
    return pd.DataFrame(heads | trips)


def call_frame(tables: Sequence[Fahrplan]) -> pd.DataFrame:
    """Return a row per call of every trip of the tables, with ``CALL_COLUMNS``.

    Times are seconds since 00:00 of the service date, full minutes as printed; those before a
    change stand beside, null for none. A call that is no longer made has its old times alone.
    """
    rows = [row for table in tables for row in _calls(table)]
    frame = pd.DataFrame(rows, columns=list(CALL_COLUMNS))
    seconds = [name for name in CALL_COLUMNS if name.endswith("_s")]
    return frame.astype(dict.fromkeys(seconds, "Int32"))


def _calls(table: Fahrplan) -> Iterator[tuple[object, ...]]:
    about = (table.line_id, table.line, table.start, table.end, table.title)
    names = {row.stop: row.name for row in table.rows}
    for number, column in enumerate(table.columns, start=1):
        of_trip = (number, " ".join(column.notes), column.state)
        for stop, times in enumerate(_times(column)):
            if times is not None:
                yield (*about, *of_trip, stop + 1, names[stop], *times, " ".join(column.trip_id))


def _times(column: Column) -> Iterator[tuple[object, ...] | None]:
    """Yield per stop arrival, departure, sign and the old arrival and departure, None for none."""
    for stop, call in enumerate(column.cells):
        old = _seconds(column.old.cells, stop) if column.old else (None, None)
        now = _seconds(column.cells, stop)
        told = (*now, call.sign if call else "", *old)
        yield told if (*now, *old) != (None,) * 4 else None


def _seconds(cells: Cells, stop: int) -> tuple[int | None, int | None]:
    """Return arrival and departure; a trip arrives not at its first stop nor leaves its last."""
    call = cells[stop]
    if call is None:
        return None, None
    first, last = bounds(cells)
    return (
        None if stop == first else call.arrival * MINUTE_S,
        None if stop == last else call.departure * MINUTE_S,
    )
