"""Store: tables as files, for people, notebooks and QGIS; the format follows the ending."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accessibility.tables import PlacesError

TABLE = "accessibility.parquet"
FORMATS = (".gpkg", ".parquet", ".geojson", ".csv", ".xlsx")
META = b"mobility"  # key in a parquet file's own notes: what the table was made from


class FormatError(ValueError):
    """A file name whose ending says no format that can be written."""


def write_table(table: pd.DataFrame, path: Path, *, about: Mapping[str, Any] | None = None) -> None:
    """Write the table in the format of the path's ending; ``about`` goes into parquet files.

    CSV and XLSX hold the point as columns ``lon, lat``; missing values are empty cells.
    """
    match path.suffix.lower():
        case ".parquet":
            _write_parquet(table, path, about)
        case ".csv":
            flat(table).to_csv(path, index=False)
        case ".xlsx":
            flat(table).to_excel(path, index=False, sheet_name="Ortsteile")
        case ".gpkg" | ".geojson" as ending:
            driver = "GPKG" if ending == ".gpkg" else "GeoJSON"
            layer = {"layer": "accessibility"} if ending == ".gpkg" else {"RFC7946": "YES"}
            _spatial(table, path).to_file(path, driver=driver, engine="pyogrio", **layer)
        case ending:
            msg = f"{path.name}: cannot write {ending or 'a file without ending'}; "
            raise FormatError(msg + f"choose one of {', '.join(FORMATS)}")


def read_table(path: Path) -> gpd.GeoDataFrame:
    """Return a table written as GeoParquet."""
    table: gpd.GeoDataFrame = gpd.read_parquet(path)
    return table


def read_about(path: Path) -> dict[str, Any]:
    """Return what a parquet file was made from, empty if it does not say."""
    notes = pq.read_schema(path).metadata or {}
    about: dict[str, Any] = json.loads(notes.get(META, b"{}"))
    return about


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without geometry, its points as columns lon and lat."""
    if not isinstance(table, gpd.GeoDataFrame):
        return table
    lon_lat = pd.DataFrame({"lon": table.geometry.x, "lat": table.geometry.y})
    return pd.DataFrame(table.drop(columns=table.geometry.name)).assign(**lon_lat)


def read_points(path: Path) -> pd.DataFrame:
    """Return ``id, lon, lat`` of a CSV, GeoPackage, GeoJSON or Parquet file of points.

    lon and lat are nan where the file leaves them empty (ids of stops and places).
    """
    if not path.is_file():
        raise PlacesError(f"{path}: no such file")
    table = _read_any(path)
    if "id" not in table:
        raise PlacesError(f"{path}: has no column id; its columns are {', '.join(table.columns)}")
    points = pd.DataFrame({"id": table["id"].astype(str)})
    if "geometry" in table:
        shapes = gpd.GeoSeries(table["geometry"]).to_crs("EPSG:4326")
        return points.assign(lon=shapes.x.to_numpy(), lat=shapes.y.to_numpy())
    for column in ("lon", "lat"):
        text = table[column] if column in table else pd.Series(np.nan, index=table.index)
        points[column] = _numbers(text, column, path)
    lost = points["lon"].isna() != points["lat"].isna()
    if lost.any():
        row = int(np.flatnonzero(lost)[0])
        raise PlacesError(f"{path}: row {row + 2}: lon and lat must both be given or both be empty")
    return points


def _read_any(path: Path) -> pd.DataFrame:
    match path.suffix.lower():
        case ".csv":
            return pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
        case ".parquet":
            spatial = b"geo" in (pq.read_schema(path).metadata or {})
            return pd.DataFrame(gpd.read_parquet(path) if spatial else pd.read_parquet(path))
        case ".gpkg" | ".geojson" | ".json":
            return pd.DataFrame(gpd.read_file(path, engine="pyogrio"))
        case _:
            msg = f"{path}: give a .csv, .gpkg, .geojson or .parquet file of points"
            raise PlacesError(msg)


def _numbers(column: "pd.Series[Any]", name: str, path: Path) -> "pd.Series[float]":
    """Return the column as numbers, nan where empty; refuse what is no number."""
    text = column.astype(str).str.strip()
    empty = column.isna() | text.isin(("", "nan", "None"))
    numbers = pd.to_numeric(text.where(~empty), errors="coerce")
    wrong = np.flatnonzero((numbers.isna() & ~empty).to_numpy())
    if len(wrong):
        row = int(wrong[0])
        raise PlacesError(f"{path}: row {row + 2}: {name} {text.iloc[row]!r} is no number")
    return numbers.astype(float)


def _spatial(table: pd.DataFrame, path: Path) -> gpd.GeoDataFrame:
    if not isinstance(table, gpd.GeoDataFrame):
        raise FormatError(f"{path.name}: the table has no geometry; choose .csv, .xlsx or .parquet")
    return table


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
