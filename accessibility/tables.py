"""Tables people write: columns taken out of them with complaints that name the row."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtfs.findings import Finding
from gtfs.timetable import Bools, Floats, Ints, Strings

WGS84 = "EPSG:4326"
MAX_SHOWN = 25  # complaints of one file that are printed; a person mends the pattern, not row 900

Aliases = Mapping[str, tuple[str, ...]]


class PlacesError(ValueError):
    """What is wrong with the tables of places, everything at once."""


@dataclass(frozen=True, eq=False)
class Table:
    """One table as written; cells of CSV files are text, complaints gather in ``problems``."""

    path: Path
    columns: dict[str, pd.Series]  # by the names of this project, lower case
    header: tuple[str, ...]  # as written
    row: Ints  # [row] line as an editor numbers it (header = 1), or number of the feature
    row_word: str  # "row" or "feature"
    geometry: NDArray[np.object_] | None  # [row] EPSG:4326, None for CSV
    decimal_comma: bool  # semicolon-separated, as German spreadsheets write it
    problems: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def complain(self, wrong: Bools, field_name: str, text: Callable[[int], str]) -> None:
        """Note a problem for each marked row ``[row]``; ``text`` says what is wrong with it."""
        for index in np.flatnonzero(wrong):
            where = f"{self.path.name}, {self.row_word} {self.row[index]}, {field_name}"
            self.problems.append(f"{where}: {text(int(index))}")

    def refuse_problems(self) -> None:
        """Raise what was noted, if anything was."""
        refuse(self.problems)


def refuse(problems: Sequence[str]) -> None:
    """Raise all problems in one ``PlacesError``; long lists are cut and counted."""
    if not problems:
        return
    more = len(problems) - MAX_SHOWN
    rest = [f"... and {more} more of this kind"] if more > 0 else []
    raise PlacesError("\n".join([*problems[:MAX_SHOWN], *rest]))


def require_column(table: Table, name: str) -> None:
    """Note a missing column; its cells may be empty."""
    if name not in table.columns:
        hint = nearest(name, table.header)
        columns = ", ".join(table.header)
        table.problems.append(
            f"{table.path.name}: no column {name!r}{hint}; its columns are {columns}"
        )


def texts(table: Table, name: str, *, required: bool = True) -> Strings:
    """Return ``[row]`` the column as stripped text; a required one must exist and be filled."""
    if required:
        require_column(table, name)
    column = table.columns.get(name)
    if column is None:
        return np.full(len(table.row), "", dtype=np.str_)
    values = _as_text(column)
    if required:
        table.complain(values == "", name, lambda _: "is empty; every row needs one")
    return values


def numbers(table: Table, name: str, *, required: bool = True, thousands: bool = False) -> Floats:
    """Return ``[row]`` the column as numbers, nan where an optional one is empty.

    ``thousands`` refuses German thousands separators (1.234), which would read as 1.234 people.
    """
    text = texts(table, name, required=required)
    if name not in table.columns:
        return np.full(len(table.row), np.nan)
    series = pd.Series(text, dtype=object)
    if table.decimal_comma:
        if thousands:
            grouped = series.str.fullmatch(r"\d{1,3}([.\s]\d{3})+").to_numpy(dtype=bool)
            table.complain(
                grouped, name, lambda i: f"'{text[i]}' has a thousands separator; write 1234"
            )
        series = series.str.replace(",", ".", regex=False)
    values = pd.to_numeric(series, errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~np.isfinite(values) & (text != "")
    table.complain(wrong, name, lambda i: f"'{text[i]}' is not a number")
    return np.where(wrong, np.nan, values)


def unique_ids(table: Table, name: str = "id") -> Strings:
    """Return ``[row]`` the ids: filled, unique, and not of a form that means something else."""
    ids = texts(table, name)
    distinct(table, ids, name)
    series = pd.Series(ids, dtype=object)
    reserved = series.str.match(r"(?:stop|bahn|sbahn|poi):").to_numpy(dtype=bool)
    table.complain(
        reserved,
        name,
        lambda i: f"'{ids[i]}' starts with a word kept for stops, stations and targets",
    )
    pair = series.str.fullmatch(r"\s*-?\d+(\.\d+)?\s*,\s*-?\d+(\.\d+)?\s*").to_numpy(dtype=bool)
    table.complain(pair, name, lambda i: f"'{ids[i]}' reads like lon,lat; choose another id")
    return ids


def distinct(table: Table, ids: Strings, name: str = "id") -> None:
    """Note every id ``[row]`` that stands twice."""
    first = dict(zip(ids[::-1], table.row[::-1], strict=True))
    table.complain(
        pd.Series(ids, dtype=object).duplicated().to_numpy() & (ids != ""),
        name,
        lambda i: f"'{ids[i]}' repeats {table.row_word} {first[ids[i]]}; ids must be unique",
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean "…"?)`` with the closest known word, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.5)
    return f' (did you mean "{by_folded[found[0]]}"?)' if found else ""


def _as_text(column: pd.Series) -> Strings:
    if pd.api.types.is_float_dtype(column) and bool((column.dropna() % 1 == 0).all()):
        column = column.astype("Int64")  # ids read as 7.0 because one cell is empty
    blank = column.isna().to_numpy(dtype=bool)
    text = np.array([str(value).strip() for value in column.to_numpy(dtype=object)], dtype=np.str_)
    return np.where(blank, "", text).astype(np.str_)
