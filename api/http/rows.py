"""Rows: those of a table as dictionaries, None for what is missing, or as GeoJSON features."""

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

DECIMALS = 7  # of degrees: a centimetre (RFC 7946, 11.2 asks for no more than is meant)
AS_OBJECTS: Mapping[str, Any] = {"dtype": object, "na_value": None}
INFINITE = "a column holds infinite numbers, and JSON has none; leave them out"


def records(table: pd.DataFrame, **more: str) -> Iterator[dict[str, Any]]:
    """Yield a dictionary per row, with ``more`` that is the same of all."""
    if np.isinf(table.select_dtypes("float").to_numpy(np.float64, na_value=np.nan)).any():
        raise ValueError(INFINITE)
    names = [str(name) for name in table.columns]
    for values in table.to_numpy(**AS_OBJECTS):
        yield dict(zip(names, values.tolist(), strict=True), **more)


def features(table: gpd.GeoDataFrame, key: str, **more: str) -> Iterator[dict[str, Any]]:
    """Yield each row as a GeoJSON feature (RFC 7946); the column ``key`` names it."""
    name, rows = table.geometry.name, records(table, **more)
    for own, shape, row in zip(table[key].tolist(), shapes_of(table.geometry), rows, strict=True):
        del row[name]
        yield {"type": "Feature", "id": str(own), "geometry": shape, "properties": row}


def shapes_of(shapes: gpd.GeoSeries | gpd.array.GeometryArray) -> list[dict[str, Any] | None]:
    """Return each geometry as GeoJSON, None for an empty one."""
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        pairs = shapely.get_coordinates(shapes).tolist()
        if len(pairs) == len(shapes):  # an empty point has no coordinates
            spots = ([round(x, DECIMALS), round(y, DECIMALS)] for x, y in pairs)
            return [{"type": "Point", "coordinates": spot} for spot in spots]
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
