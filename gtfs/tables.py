"""Tables of a feed: text as it stands in the file, and the columns that are numbers or times."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtfs.timetable import NONE, Bools, Floats, Ints, Strings

UNREADABLE = -2  # a cell that is filled, but not with what the column wants
EPOCH = date(1970, 1, 1).toordinal()
LAST_DAY = (date(2150, 1, 1) - date(1970, 1, 1)).days  # beyond it: a slip of the keyboard


@dataclass(frozen=True)
class Table:
    """One member of a feed, all cells text, gaps as empty text."""

    file: str  # "stops.txt"
    path: Path  # of the file laid out for reading
    lines: int  # after the header; more than rows if cells hold line breaks
    frame: pd.DataFrame

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def text(self, column: str) -> "pd.Series[str]":
        """Return the cells of a column, all empty if the file has no such column."""
        if column in self.frame:
            return self.frame[column].fillna("")
        return pd.Series("", index=self.frame.index, dtype="str")

    def strings(self, column: str) -> Strings:
        """Return the cells of a column as an array."""
        return np.asarray(self.text(column).to_numpy(dtype=object), np.str_)

    def filled(self, column: str) -> Bools:
        """Return ``[row]`` whether there is anything in the cell."""
        if column not in self.frame:
            return np.zeros(len(self), np.bool_)
        return (self.text(column) != "").to_numpy(np.bool_)


def integers(table: Table, column: str) -> Ints:
    """Return ``[row]`` whole numbers from 0 on, NONE where empty, else UNREADABLE."""
    codes, values = _distinct(table, column)
    parts = values.str.extract(r"^\+?([0-9]{1,9})(?:\.0*)?$")[0]  # 1.0: spreadsheets do that
    numbers = pd.to_numeric(parts).fillna(UNREADABLE).to_numpy(np.int32)
    return _spread(numbers, codes)


def decimals(table: Table, column: str) -> Floats:
    """Return ``[row]`` numbers, nan where empty, inf where unreadable."""
    codes, values = _distinct(table, column)
    parsed = pd.to_numeric(values, errors="coerce").to_numpy(np.float64)
    return np.append(np.where(np.isnan(parsed), np.inf, parsed), np.nan)[codes]


def times_s(table: Table, column: str) -> Ints:
    """Return ``[row]`` seconds of ``H:MM:SS``, NONE where empty, else UNREADABLE."""
    codes, values = _distinct(table, column)
    parts = values.str.extract(r"^(\d{1,3}):([0-5]\d):([0-5]\d)$")
    good = parts[0].notna().to_numpy(np.bool_)
    seconds = np.full(len(values), UNREADABLE, np.int32)
    hours, minutes, rest = (parts[i][good].astype(np.int32).to_numpy() for i in range(3))
    seconds[good] = hours * 3600 + minutes * 60 + rest
    return _spread(seconds, codes)


def days(table: Table, column: str) -> Ints:
    """Return ``[row]`` days since 1970 of ``YYYYMMDD``, NONE where empty, else UNREADABLE."""
    codes, values = _distinct(table, column)
    shaped = values.where(values.str.fullmatch(r"[12][0-9]{7}"))
    parsed = pd.to_datetime(shaped, format="%Y%m%d", errors="coerce")
    number = (parsed - pd.Timestamp(1970, 1, 1)).dt.days.fillna(UNREADABLE).to_numpy(np.int32)
    return _spread(np.where((number < 0) | (number > LAST_DAY), UNREADABLE, number), codes)


def date_of(day: int) -> date:
    """Return the date of a day since 1970."""
    return date.fromordinal(EPOCH + int(day))


def find_index(ids: "pd.Series[str]", wanted: "pd.Series[str]") -> Ints:
    """Return ``[wanted]`` the place of each among the ids (the first), NONE if not there."""
    codes, values = wanted.factorize()
    first = pd.Index(ids.drop_duplicates())
    place = ids.drop_duplicates().index.to_numpy(np.int32)
    found = first.get_indexer(pd.Index(values))
    index = np.where(found < 0, NONE, place[found] if len(place) else NONE).astype(np.int32)
    return _spread(index, codes)


def _distinct(table: Table, column: str) -> tuple[NDArray[np.intp], "pd.Series[str]"]:
    """Return the code of each cell (-1: empty) and the distinct texts: few, so quick to parse."""
    if column not in table.frame:
        return np.full(len(table), -1, np.intp), pd.Series([], dtype="str")
    text = table.frame[column]
    codes, values = text.where(text != "").factorize()
    return codes, pd.Series(values, dtype="str")


def _spread(values: Ints, codes: NDArray[np.intp]) -> Ints:
    return np.append(values, np.int32(NONE))[codes]
