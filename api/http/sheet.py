"""Sheet: a table as its columns alone, where a frame of many would be made for one answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from accessibility.tables import WGS84
from api.http.rows import AS_OBJECTS
from gtfs.timetable import Bools

Column: TypeAlias = "ExtensionArray | np.ndarray[Any, Any]"


@dataclass(frozen=True, eq=False)
class Sheet:
    """The columns of a table, all equally long, and where its rows lie."""

    columns: Mapping[str, Column]
    shapes: gpd.array.GeometryArray

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.shapes)

    def only(self, names: Collection[str]) -> "Sheet":
        """Return the columns of these names."""
        return Sheet({name: self.columns[name] for name in names}, self.shapes)

    def rows(self, some: slice | Bools) -> "Sheet":
        """Return some of the rows."""
        columns = {name: column[some] for name, column in self.columns.items()}
        return Sheet(columns, self.shapes[some])

    def texts(self, name: str) -> list[Any]:
        """Return a column of texts, None where there is none."""
        return values_of(self.columns[name])

    def frame(self) -> gpd.GeoDataFrame:
        """Return the table."""
        return gpd.GeoDataFrame(dict(self.columns), geometry=self.shapes, crs=WGS84, copy=False)


def sheet_of(table: gpd.GeoDataFrame) -> Sheet:
    """Return the columns of a table."""
    return Sheet(columns_of(table, without=table.geometry.name), table.geometry.array)


def columns_of(table: pd.DataFrame, without: str | None = None) -> dict[str, Column]:
    """Return the columns by name."""
    columns = pd.DataFrame(table).items()  # those of a GeoDataFrame are dearer
    return {str(name): column.array for name, column in columns if name != without}


def values_of(column: Column) -> list[Any]:
    """Return the values of a column, None for what is missing."""
    array = pd.arrays.NumpyExtensionArray(column) if isinstance(column, np.ndarray) else column
    values: list[Any] = array.to_numpy(**AS_OBJECTS).tolist()
    return values
