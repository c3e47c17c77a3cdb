"""Result tables: the tables of a result's folder by name, and the rows one asks of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from accessibility.point_results import HELD
from accessibility.report_evaluation import WORDS, TableWords
from accessibility.standards import CLASSES
from accessibility.store import read_about, read_table
from api.scenarios.run import BASE, BEFORE
from api.windows import QuestionError

FEW = 12  # names that are listed where one is wrong
OF_CLASS = re.compile(rf"({'|'.join(CLASSES)})_.+")
COMPARED = {
    "vergleich": TableWords(
        "Vergleich: Kreis, Kommunen, Ortsteile",
        "Je Gebiet, Tag, Zielklasse und Ziel (frei gewählt oder das von vorher) die Werte vorher "
        "und nachher, und wer gewinnt oder verliert.",
    ),
    "vergleich_ortsteile": TableWords(
        "Vergleich: Ortsteile für Karten",
        "Dasselbe eine Zeile je Ortsteil und Tag; mit dem Ziel von vorher endet die Spalte auf "
        "_fest.",
    ),
    "stunden": TableWords(
        "Vergleich nach Stunden",
        "Anteil der Einwohner mit brauchbarer Verbindung je Stunde, hin und zurück.",
    ),
    "kriterien": TableWords("Maßstäbe vorher und nachher", "Befund jedes Kriteriums je Gebiet."),
    "verlierer": TableWords(
        "Verliererliste",
        "Verbindungen, die es nicht mehr gibt, was statt ihrer bleibt und wie viele es trifft.",
    ),
    "linien": TableWords(
        "Linienprüfung vorher und nachher", "Kriterien jeder berührten Linie."
    ),
    "anschluesse": TableWords(
        "Anschlüsse vorher und nachher", "Beziehungen, die öfter oder seltener gelingen."
    ),
    HELD: TableWords(
        "Wohnorte, Ziel von vorher", "Je Wohnort und Tag zum Ziel, das er vorher hatte."
    ),
    "bestellung": TableWords(
        "Bestellung", "Fahrten, Kilometer und Stunden jeder Linie, die sich ändert."
    ),
    "matrix": TableWords("Reisezeiten", "Eine Zeile je Paar von Punkten."),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class ResultTable:
    """A table of a result, read when its rows are asked for."""

    name: str
    path: Path

    @cached_property
    def notes(self) -> pq.FileMetaData:
        """What its file says of it."""
        return pq.read_metadata(self.path)

    @property
    def placed(self) -> bool:
        """Whether its rows have a place on a map."""
        return b"geo" in (self.notes.metadata or {})

    @property
    def about(self) -> dict[str, Any]:
        """What it was made from."""
        return read_about(self.path)

    @property
    def words(self) -> TableWords:
        """What it is called and what it says, for people."""
        known: Mapping[str, TableWords] = {**WORDS, **COMPARED}
        title, text = known.get(self.path.stem, TableWords(self.path.stem, ""))
        side = self.path.parent.name
        return TableWords(f"{side}: {title}" if side in (BEFORE, BASE) else title, text)

    @property
    def columns(self) -> list[str]:
        """The names of its columns, that of the place left out."""
        return [one for one in self.notes.schema.to_arrow_schema().names if one != "geometry"]

    def rows(self) -> pd.DataFrame:
        """Return all rows, with their places where they have one."""
        return read_table(self.path) if self.placed else pd.read_parquet(self.path)


def tables_of(folder: Path) -> dict[str, ResultTable]:
    """Return the tables in the folder of a result by name.

    ``vergleich/stunden.parquet`` is called vergleich.stunden, ``vergleich/vergleich_ortsteile``
    vergleich.ortsteile, ``vergleich/vergleich`` just vergleich.
    """
    found = dict[str, ResultTable]()
    for path in sorted(folder.rglob("*.parquet")):
        name = _name(path.relative_to(folder).with_suffix(""))
        found[name] = ResultTable(name, path)
    return found


def _name(path: Path) -> str:
    *above, stem = path.parts
    folder = above[-1] if above else ""
    said = [] if folder == stem else [stem.removeprefix(f"{folder}_") if folder else stem]
    return ".".join([*above, *said]).lower()


def only(table: pd.DataFrame, column: str, wanted: Sequence[str]) -> pd.DataFrame:
    """Return the rows that have one of the values, all of them where none is wanted.

    A value no row has is refused, but of a table without rows.
    """
    if not wanted:
        return table
    if column not in table:
        raise QuestionError(f"the table has no column {column}")
    known = table[column].dropna().astype(str).unique().tolist()
    unknown = [one for one in wanted if one not in known]
    if unknown and len(table):
        raise QuestionError(f"no {column} {', '.join(unknown)}; there are {_some(known)}")
    return table[table[column].isin(wanted)]


def of_classes(table: pd.DataFrame, wanted: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the classes, or their columns where each class has some."""
    if not wanted or "class" in table:
        return only(table, "class", wanted)
    classes = {name: OF_CLASS.fullmatch(str(name)) for name in table.columns}
    if not any(classes.values()):
        raise QuestionError("the table knows no classes")
    unknown = [one for one in wanted if one not in CLASSES]
    if unknown:
        raise QuestionError(f"no class {', '.join(unknown)}; there are {', '.join(CLASSES)}")
    kept = [name for name, found in classes.items() if not found or found.group(1) in wanted]
    return table[kept]


def with_status(table: pd.DataFrame, status: str) -> pd.DataFrame:
    """Return the table with the standing of the data in every row."""
    return table if "data_status" in table else table.assign(data_status=status)


def key_of(table: gpd.GeoDataFrame) -> str:
    """Return the column that names the rows of a table of places."""
    named = [name for name in table if str(name) in ("ortsteil_id", "station_id", "area_id")]
    return str([*named, table.columns[0]][0])


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more
