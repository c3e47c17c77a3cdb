"""Points: the ends people ask from and to, as a file of their own lists them."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from accessibility.coordinates import coordinates
from accessibility.table_files import read_table
from accessibility.tables import Aliases, Table, distinct, numbers, texts
from gtfs.findings import Finding, Severity
from gtfs.timetable import Bools, Floats

ALIASES: Aliases = {
    "id": (),
    "lon": ("longitude", "laenge", "länge"),
    "lat": ("latitude", "breite"),
}


NUMBER = r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?"


def read_points(path: Path, *, crs: str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read ``id,lon,lat`` (CSV) or points with ``id``; all that is wrong in one PlacesError.

    lon and lat are nan where the file leaves both empty: there the id is a stop's or a place's.
    """
    table = read_table(path, ALIASES)
    ids = texts(table, "id")
    distinct(table, ids)
    table.refuse_problems()
    bare = _bare(table)
    lon_lat = np.full((2, len(ids)), np.nan)
    if not bare.all():
        lon_lat[:, ~bare] = coordinates(_rows(table, ~bare), crs)
    table.refuse_problems()
    return pd.DataFrame({"id": ids, "lon": lon_lat[0], "lat": lon_lat[1]}), table.findings


def _bare(table: Table) -> Bools:
    """Return ``[row]`` whether neither coordinate is given."""
    if table.geometry is not None:
        return np.asarray(shapely.is_missing(table.geometry), np.bool_)
    lon, lat = (texts(table, name, required=False) for name in ("lon", "lat"))
    return np.asarray((lon == "") & (lat == ""), np.bool_)


def _rows(table: Table, kept: Bools) -> Table:
    """Return some rows of the table, whose problems are still told by the whole table."""
    return replace(
        table,
        columns={name: column[kept] for name, column in table.columns.items()},
        row=table.row[kept],
        geometry=None if table.geometry is None else table.geometry[kept],
    )


def read_opportunities(
    path: Path, *, crs: str
) -> tuple[pd.DataFrame, dict[str, Floats], list[Finding]]:
    """Read points with what is to be reached there: every further column that holds numbers.

    Returns the points, the columns ``[point]`` by their names as written (empty cells count 0),
    and findings. A column without any number is left out with a finding, one with some is
    refused where it has text. A file without columns of numbers counts its points: ``places``.
    """
    points, findings = read_points(path, crs=crs)
    header = read_table(path, ALIASES).header
    names = {name.strip(): name.strip().casefold() for name in header if not _is_coordinate(name)}
    table = read_table(path, dict.fromkeys(names.values(), ()))
    left_out = [name for name, key in names.items() if not _has_number(table, key)]
    columns = {name: _counts(table, key) for name, key in names.items() if name not in left_out}
    table.refuse_problems()
    findings = [*findings, *(_is_no_count(path, name) for name in left_out)]
    if not columns:
        findings.append(_no_counts(path))
    return points, columns or {"places": np.ones(len(points))}, findings


def _counts(table: Table, key: str) -> Floats:
    values = numbers(table, key, required=False)
    table.complain(values < 0, key, lambda _: "is negative; opportunities are counts")
    return np.nan_to_num(values)


def _is_no_count(path: Path, name: str) -> Finding:
    message = f"Spalte {name!r} enthält keine Zahlen,"
    return Finding(Severity.INFO, "column_not_used", message, path.name, done="nicht ausgewertet")


def _no_counts(path: Path) -> Finding:
    message = "Keine Spalte mit Zahlen:"
    done = "jeder Punkt zählt 1 (Spalte places)"
    return Finding(Severity.INFO, "points_counted", message, path.name, done=done)


def _is_coordinate(name: str) -> bool:
    folded = name.strip().casefold()
    return folded == "geometry" or any(folded in (key, *other) for key, other in ALIASES.items())


def _has_number(table: Table, key: str) -> bool:
    cells = texts(table, key, required=False).tolist()
    return any(re.fullmatch(NUMBER, cell) for cell in cells)
