"""Rows: those of a table as dictionaries, None for what is missing; with their shapes, features."""

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

DECIMALS = 7  # of degrees: a centimetre (RFC 7946, 11.2 asks for no more than is meant)


def records(table: pd.DataFrame, **more: str) -> Iterator[dict[str, Any]]:
    """Yield a dictionary per row, with ``more`` that is the same of all."""
    if np.isinf(table.select_dtypes("float").to_numpy(np.float64, na_value=np.nan)).any():
        raise ValueError("a column holds infinite numbers, and JSON has none; leave them out")
    names = [str(name) for name in table.columns]
    for values in table.to_numpy(object, na_value=None):
        yield dict(zip(names, values.tolist(), strict=True), **more)


def features(table: gpd.GeoDataFrame, key: str, **more: str) -> Iterator[dict[str, Any]]:
    """Yield each row as a GeoJSON feature (RFC 7946); the column ``key`` names it."""
    name, rows = table.geometry.name, records(pd.DataFrame(table), **more)
    for own, shape, row in zip(table[key].tolist(), _shapes(table.geometry), rows, strict=True):
        del row[name]
        yield {"type": "Feature", "id": str(own), "geometry": shape, "properties": row}


def _shapes(shapes: gpd.GeoSeries) -> list[dict[str, Any] | None]:
    """Return each geometry as GeoJSON, None for an empty one."""
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        pairs = shapely.get_coordinates(shapes).tolist()
        if len(pairs) == len(shapes):  # an empty point has no coordinates
            return [{"type": "Point", "coordinates": _round(pair)} for pair in pairs]
    return [_shape(shape) for shape in shapes]


def _shape(shape: BaseGeometry) -> dict[str, Any] | None:
    if shape.is_empty:
        return None
    drawn = shapely.geometry.mapping(shape)
    return {"type": drawn["type"], "coordinates": _round(drawn["coordinates"])}


def _round(value: Any) -> Any:  # noqa: ANN401 - numbers, nested as deep as the kind of shape asks
    if isinstance(value, float):
        return round(value, DECIMALS)
    return [_round(one) for one in value]
