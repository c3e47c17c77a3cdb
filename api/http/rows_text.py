"""Rows as text: the rows of a table as JSON, written column by column."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pandas.api.extensions import ExtensionArray
from shapely.geometry.base import BaseGeometry

DECIMALS = 7  # of degrees: a centimetre (RFC 7946, 11.2 asks for no more than is meant)
BETWEEN = "\n"  # cells of a column as they are written: no text in JSON holds it
NUMBERS = (np.int64, np.float64)  # as many bits each: equal ones are found by them
AS_OBJECTS: Mapping[str, Any] = {"dtype": object, "na_value": None}
COLUMN = json.JSONEncoder(ensure_ascii=False, separators=(BETWEEN, ":"), allow_nan=False)


def objects(table: pd.DataFrame, leave_out: str | None = None) -> list[str]:
    """Return each row as a JSON object, null for what is missing; a column may be left out."""
    columns = {str(name): column.array for name, column in table.items() if name != leave_out}
    parts = list[Iterable[str]]()
    named = zip(_encoded(list(columns)), _cells(list(columns.values())), strict=True)
    for name, cells in named:
        parts += [repeat(f"{',' if parts else '{'}{name}:"), cells]
    if not parts:
        return ["{}"] * len(table)
    return ["".join(row) + "}" for row in zip(*parts, strict=False)]  # the names have no end


def feature_objects(table: gpd.GeoDataFrame, key: str) -> list[str]:
    """Return each row as a GeoJSON feature (RFC 7946); the column ``key`` names it."""
    names = _encoded([str(one) for one in table[key].tolist()])
    rows = objects(pd.DataFrame(table), leave_out=table.geometry.name)
    parts = zip(names, _shapes(table.geometry), rows, strict=True)
    return [
        f'{{"type":"Feature","id":{name},"geometry":{shape},"properties":{row}}}'
        for name, shape, row in parts
    ]


def as_text(value: object) -> str:
    """Return compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _cells(columns: Sequence[ExtensionArray]) -> list[list[str]]:
    """Return each value as JSON, column by column."""
    cells = [list[str]() for _ in columns]
    for kind in NUMBERS:
        some = [at for at, column in enumerate(columns) if column.dtype.kind == np.dtype(kind).kind]
        for at, written in zip(some, _numbers([columns[at] for at in some], kind), strict=True):
            cells[at] = written
    return [one or _written(column) for one, column in zip(cells, columns, strict=True)]


def _numbers(columns: Sequence[ExtensionArray], kind: type) -> list[list[str]]:
    """Return the numbers of columns of a kind as JSON; of equal ones one is written."""
    if not columns:
        return []
    missing = np.stack([column.isna() for column in columns])
    values = np.stack([column.to_numpy(dtype=kind, na_value=0) for column in columns])
    bits, number = np.unique(values.view(np.int64), return_inverse=True)  # 0.0 is not -0.0
    texts = np.array(_encoded(bits.view(kind).tolist()), object)
    cells = texts[number].reshape(values.shape)
    cells[missing] = "null"
    written: list[list[str]] = cells.tolist()
    return written


def _written(column: ExtensionArray) -> list[str]:
    """Return each value as JSON."""
    values = column.to_numpy(**AS_OBJECTS).tolist()
    cells = _encoded(values)
    return cells if len(cells) == len(values) else [as_text(value) for value in values]


def _encoded(values: list[Any]) -> list[str]:
    """Return each value as JSON; of lists and dictionaries there are more parts than values."""
    return COLUMN.encode(values)[1:-1].split(BETWEEN) if values else []


def _shapes(shapes: gpd.GeoSeries) -> list[str]:
    """Return each geometry as GeoJSON, null for an empty one."""
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        pairs = shapely.get_coordinates(shapes).tolist()
        if len(pairs) == len(shapes):  # an empty point has no coordinates
            return [
                f'{{"type":"Point","coordinates":[{round(x, DECIMALS)!r},{round(y, DECIMALS)!r}]}}'
                for x, y in pairs
            ]
    return [_shape(shape) for shape in shapes]


def _shape(shape: BaseGeometry) -> str:
    if shape.is_empty:
        return "null"
    drawn = shapely.geometry.mapping(shape)
    return as_text({"type": drawn["type"], "coordinates": _round(drawn["coordinates"])})


def _round(value: Any) -> Any:  # noqa: ANN401 - numbers, nested as deep as the kind of shape asks
    if isinstance(value, float):
        return round(value, DECIMALS)
    return [_round(one) for one in value]
