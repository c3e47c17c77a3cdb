"""Zentren: the central places with their level, at the point of their Versorgungskern."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from accessibility.coordinates import coordinates
from accessibility.table_files import read_table
from accessibility.tables import Aliases, nearest, texts, unique_ids
from gtfs.findings import Finding, Severity
from gtfs.timetable import Floats, Strings

LEVELS = ("grundzentrum", "mittelzentrum", "oberzentrum")
ZENTREN_SOURCE = "zentren_source"  # code of the findings on who says so, and when

ALIASES: Aliases = {
    "id": (),
    "name": ("zentrum",),
    "level": ("stufe", "zentralität"),
    "lon": ("longitude", "laenge", "länge"),
    "lat": ("latitude", "breite"),
    "verbund": (),
    "source": ("quelle",),
    "as_of": ("stand",),
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
    """Read ``id,name,level,lon,lat[,verbund,source,as_of]``; all problems in one PlacesError.

    Who says so, and when, is told as a finding for every source in the order of the table.
    """
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
    source, as_of = (texts(table, name, required=False) for name in ("source", "as_of"))
    table.refuse_problems()
    level = folded.to_numpy().astype(str)
    said = _said(path.name, Counter(zip(source.tolist(), as_of.tolist(), strict=True)))
    return Zentren(ids, names, level, lon, lat, verbund), [*table.findings, *said]


def _said(file: str, counts: Mapping[tuple[str, str], int]) -> list[Finding]:
    """Return a finding for each source and date that the table names."""
    return [
        Finding(
            Severity.FACT,
            ZENTREN_SOURCE,
            f"Quelle der Zentren: {', '.join(filter(None, (source, as_of and f'Stand {as_of}')))}",
            file=file,
            count=count,
        )
        for (source, as_of), count in counts.items()
        if source or as_of
    ]
