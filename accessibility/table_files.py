"""Table files (CSV, GeoPackage, GeoJSON, Parquet …): read as they are, rows numbered."""

import csv
import io
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio

from accessibility.tables import WGS84, Aliases, PlacesError, Table, refuse
from gtfs.findings import Finding, Severity

UNREADABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.CRSError,
)


def read_table(path: Path, aliases: Aliases) -> Table:
    """Read a table by its suffix; ``aliases`` gives the accepted spellings, best first."""
    if path.is_dir():
        raise PlacesError(f"{path}: is a folder; name the file in it")
    if not path.is_file():
        raise PlacesError(f"{path}: file not found")
    if path.suffix.lower() == ".zip":
        raise PlacesError(f"{path}: unpack the zip and name the file in it")
    is_text = path.suffix.lower() in {".csv", ".txt", ".tsv"}
    table = _read_csv(path, aliases) if is_text else _read_features(path, aliases)
    if not len(table.row):
        raise PlacesError(f"{path}: has no rows")
    return table


def _named(path: Path, frame: pd.DataFrame, aliases: Aliases) -> dict[str, pd.Series]:
    """Return the known columns by our names: the first accepted spelling that occurs."""
    written = [str(name).strip().casefold() for name in frame.columns]
    found = {}
    for name, spellings in aliases.items():
        used = [spelling for spelling in (name, *spellings) if spelling in written]
        if used and written.count(used[0]) > 1:
            raise PlacesError(f"{path.name}: column {used[0]!r} stands twice")
        if used:
            found[name] = frame.iloc[:, written.index(used[0])]
    return found


def _read_csv(path: Path, aliases: Aliases) -> Table:
    text, findings = _decode(path)
    first_line = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=first_line.count)
    lines, cells = _cells(path, text, separator)
    if not cells:
        raise PlacesError(f"{path}: the file is empty; it needs a line with the column names")
    header, body, row = cells[0], cells[1:], lines[1:]
    refuse(
        [
            f"{path.name}, row {number}: {len(record)} fields where the header has {len(header)}"
            for number, record in zip(row, body, strict=True)
            if len(record) != len(header)
        ]
    )
    return Table(
        path=path,
        columns=_named(path, pd.DataFrame(body, columns=header, dtype=object), aliases),
        header=tuple(header),
        row=np.array(row, np.int32),
        row_word="row",
        geometry=None,
        decimal_comma=separator != ",",
        findings=findings,
    )


def _decode(path: Path) -> tuple[str, list[Finding]]:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16"), []
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        message = "Die Tabelle ist nicht in UTF-8 gespeichert."
        done = "als Windows-1252 gelesen"
        finding = Finding(Severity.WARNING, "table_encoding", message, path.name, done=done)
        return raw.decode("cp1252", errors="replace"), [finding]


def _cells(path: Path, text: str, separator: str) -> tuple[list[int], list[list[str]]]:
    """Return the line number each record starts on, and its cells; blank lines are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[int] = []
    cells: list[list[str]] = []
    start = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                lines.append(start)
                cells.append(record)
            start = reader.line_num + 1
    except csv.Error as error:
        raise PlacesError(f"{path.name}, row {start}: {error}; check the quotes") from error
    return lines, cells


def _read_features(path: Path, aliases: Aliases) -> Table:
    frame = _features(path)
    geometry = None
    if isinstance(frame, gpd.GeoDataFrame):
        if frame.crs is None:
            raise PlacesError(f"{path}: has no coordinate reference system; save it with one")
        geometry = frame.geometry.to_crs(WGS84).to_numpy(dtype=object)
        frame = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return Table(
        path=path,
        columns=_named(path, frame, aliases),
        header=tuple(str(name) for name in frame.columns),
        row=np.arange(1, len(frame) + 1, dtype=np.int32),
        row_word="feature",
        geometry=geometry,
        decimal_comma=False,
    )


def _features(path: Path) -> pd.DataFrame:
    """Return the layer of a file; a Parquet file without geometry is a table with lon and lat."""
    try:
        if path.suffix.lower() in {".parquet", ".geoparquet"}:
            plain = b"geo" not in (pq.read_schema(path).metadata or {})
            return pd.read_parquet(path) if plain else gpd.read_parquet(path)
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        if len(layers) != 1:
            found = ", ".join(layers) or "none"
            raise PlacesError(f"{path}: must hold one layer with geometry, has {found}")
        layer: pd.DataFrame = gpd.read_file(path, layer=layers[0])
    except (*UNREADABLE, OSError, ValueError) as error:
        if isinstance(error, PlacesError):
            raise
        raise PlacesError(f"{path}: cannot be read as a map layer ({error})") from error
    return layer
