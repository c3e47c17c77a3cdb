"""Tables of a feed: named columns over rows, written as the text GTFS wants."""

import csv
import io
from typing import NamedTuple

Row = tuple[object, ...]


class Table(NamedTuple):
    """A file of the feed."""

    columns: tuple[str, ...]
    rows: list[Row]

    def at(self, column: str) -> int:
        """Return the place of a column in every row."""
        return self.columns.index(column)


Tables = dict[str, Table]  # by file name without its ending


def table_of(header: str, rows: list[Row]) -> Table:
    """Return the table whose columns are named as in the first line of its file."""
    return Table(tuple(header.split(",")), rows)


def text_of(table: Table) -> str:
    """Return the table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return out.getvalue()


def clock(seconds: int) -> str:
    """Return the time ``HH:MM:SS``; hours may pass 24."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
