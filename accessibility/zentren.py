"""Zentren: the central places with their level, at the point of their Versorgungskern."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from accessibility.coordinates import coordinates
from accessibility.table_files import read_table
from accessibility.tables import Aliases, nearest, texts, unique_ids
from gtfs.findings import Finding
from gtfs.timetable import Floats, Strings

LEVELS = ("grundzentrum", "mittelzentrum", "oberzentrum")

ALIASES: Aliases = {
    "id": (),
    "name": ("zentrum",),
    "level": ("stufe", "zentralität"),
    "lon": ("longitude", "laenge", "länge"),
    "lat": ("latitude", "breite"),
    "verbund": (),
}


@dataclass(frozen=True, eq=False)
class Zentren:
    """Central places as their file lists them."""

    zentrum_id: Strings  # [zentrum]
    name: Strings  # [zentrum]
    level: Strings  # [zentrum] one of LEVELS
    lon: Floats  # [zentrum]
    lat: Floats  # [zentrum]
    verbund: Strings  # [zentrum] name of the grundzentraler Verbund, "" if none


def read_zentren(path: Path, *, crs: str) -> tuple[Zentren, list[Finding]]:
    """Read ``id,name,level,lon,lat[,verbund]``; all that is wrong is raised in one PlacesError."""
    table = read_table(path, ALIASES)
    ids, names = unique_ids(table), texts(table, "name")
    written = texts(table, "level")
    folded = pd.Series(written, dtype=object).str.lower()
    table.complain(
        ~folded.isin(LEVELS).to_numpy() & (written != ""),
        "level",
        lambda i: f"'{written[i]}' is none of {', '.join(LEVELS)}{nearest(written[i], LEVELS)}",
    )
    lon, lat = coordinates(table, crs)
    verbund = texts(table, "verbund", required=False)
    table.refuse_problems()
    level = folded.to_numpy().astype(str)
    return Zentren(ids, names, level, lon, lat, verbund), table.findings
