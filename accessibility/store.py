"""Store: tables as files, for people, notebooks and QGIS; the format follows the ending."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accessibility.report_workbook import readable

TABLE = "accessibility.parquet"
FORMATS = (".gpkg", ".parquet", ".geojson", ".csv", ".xlsx")
SHEETS = {"accessibility": ("Ortsteile", "Spalten")}  # what a clerk reads, and what it means
XLSX_ROWS = 1_048_576  # of a sheet, with the header
FORMULA, TEXT = "f", "s"  # what a cell holds, as openpyxl names it
META = b"mobility"  # key in a parquet file's own notes: what the table was made from


class FormatError(ValueError):
    """A file of a format that cannot be written, or read; the message names those that can."""


def check_format(path: Path, formats: Sequence[str] = FORMATS) -> None:
    """Refuse a file name whose ending is none of the formats."""
    ending = path.suffix.lower()
    if ending not in formats:
        what = f"cannot write {ending}" if ending else "the ending says the format"
        raise FormatError(f"{path.name}: {what}; choose one of {', '.join(formats)}")


def write_table(
    table: pd.DataFrame,
    path: Path,
    *,
    about: Mapping[str, Any] | None = None,
    layer: str = "accessibility",
) -> None:
    """Write the table in the format of the path's ending; ``about`` goes into parquet files.

    CSV and XLSX hold the point as columns ``lon, lat``; missing values are empty cells.
    """
    check_format(path)
    match path.suffix.lower():
        case ".parquet":
            _write_parquet(table, path, about)
        case ".csv":
            flat(table).to_csv(path, index=False)
        case ".xlsx":
            path.write_bytes(_workbook(table, path, layer))
        case ending:
            driver = "GPKG" if ending == ".gpkg" else "GeoJSON"
            path.write_bytes(_layer(table, path, driver, layer))


def read_table(path: Path) -> gpd.GeoDataFrame:
    """Return a table written as GeoParquet."""
    try:
        table: gpd.GeoDataFrame = gpd.read_parquet(path)
    except ValueError as error:
        raise FormatError(f"{path}: cannot be read as GeoParquet ({error})") from error
    return table


def read_about(path: Path) -> dict[str, Any]:
    """Return what a parquet file was made from, empty if it does not say."""
    try:
        notes = pq.read_schema(path).metadata or {}
    except ValueError as error:
        raise FormatError(f"{path}: cannot be read as Parquet ({error})") from error
    about: dict[str, Any] = json.loads(notes.get(META, b"{}"))
    return about


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without geometry, its points as columns lon and lat."""
    if not isinstance(table, gpd.GeoDataFrame):
        return table
    lon_lat = pd.DataFrame({"lon": table.geometry.x, "lat": table.geometry.y})
    return pd.DataFrame(table.drop(columns=table.geometry.name)).assign(**lon_lat)


def _workbook(table: pd.DataFrame, path: Path, sheet: str) -> bytes:
    """Return the table as XLSX, made in memory: on a full disk the writer leaves a broken file."""
    if len(table) >= XLSX_ROWS:
        msg = f"{path.name}: {len(table)} rows, a sheet holds {XLSX_ROWS - 1}; choose .parquet"
        raise FormatError(msg)
    workbook = BytesIO()
    sheets = {sheet: flat(table)}
    if sheet in SHEETS:  # what a clerk reads comes first, then the columns of all formats
        (first, meaning), (read, legend) = SHEETS[sheet], readable(flat(table))
        sheets = {first: read, **sheets, meaning: legend}
    with pd.ExcelWriter(workbook) as writer:
        for name, content in sheets.items():
            content.to_excel(writer, index=False, sheet_name=name)
            _texts_only(writer.sheets[name])
    return workbook.getvalue()


def _texts_only(sheet: Any) -> None:  # noqa: ANN401 - openpyxl says nothing of its types
    """Let no name of a stop or scenario be taken for a formula, as ``=HYPERLINK(…)`` would be."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == FORMULA:
                cell.data_type = TEXT


def _layer(table: pd.DataFrame, path: Path, driver: str, name: str) -> bytes:
    """Return the table as a map layer, made in memory: GDAL says nothing of a disk that is full."""
    if not isinstance(table, gpd.GeoDataFrame):
        raise FormatError(f"{path.name}: the table has no geometry; choose .csv, .xlsx or .parquet")
    content = BytesIO()
    options = {"RFC7946": "YES"} if driver == "GeoJSON" else {}
    table.to_file(content, driver=driver, engine="pyogrio", layer=name, **options)
    return content.getvalue()


def _write_parquet(table: pd.DataFrame, path: Path, about: Mapping[str, Any] | None) -> None:
    table.to_parquet(path, index=False)
    if about is None:
        return
    arrow = pq.read_table(path)
    notes = dict(arrow.schema.metadata or {})
    notes[META] = json.dumps(about, ensure_ascii=False).encode()
    pq.write_table(
        pa.Table.from_batches(arrow.to_batches(), arrow.schema.with_metadata(notes)), path
    )
