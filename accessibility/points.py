"""Points: the ends people ask from and to, as a file of their own lists them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from accessibility.coordinates import coordinates
from accessibility.table_files import read_table
from accessibility.tables import Aliases, Table, distinct, texts
from gtfs.findings import Finding
from gtfs.timetable import Bools

ALIASES: Aliases = {
    "id": (),
    "lon": ("longitude", "laenge", "länge"),
    "lat": ("latitude", "breite"),
}


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
