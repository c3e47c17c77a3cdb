"""OGC provider: how pygeoapi reads the rows of a layer: a page, in a box, by values, in a CRS."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pygeoapi.provider.base import (
    BaseProvider,
    ProviderInvalidQueryError,
    ProviderItemNotFoundError,
)
from pygeoapi.util import CrsTransformSpec
from pyproj import CRS, Transformer

from api.gis.ogc_layers import Layer
from api.http.rows import features

ID = "_feature_id"  # no column of a table is called so
TRUTH = {"true": True, "false": False}


class TableProvider(BaseProvider):  # type: ignore[misc] # pygeoapi says no types
    """A layer's table; ``data`` of the definition is the layer itself."""

    def __init__(self, definition: dict[str, Any]) -> None:
        """Read the table; pygeoapi makes a provider for every question."""
        super().__init__(definition)
        layer: Layer = self.data
        self._table = layer.read()
        self._fields = self.get_fields()

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Return the JSON type of each column but the geometry."""
        columns = self._table.drop(columns=self._table.geometry.name)
        return {str(name): {"type": _type(columns[name])} for name in columns}

    def query(  # noqa: PLR0913 - the signature is pygeoapi's
        self,
        *,
        offset: int = 0,
        limit: int = 10,
        resulttype: str = "results",
        bbox: Sequence[float] = (),
        properties: Sequence[tuple[str, str]] = (),
        sortby: Sequence[Mapping[str, str]] = (),
        select_properties: Sequence[str] = (),
        skip_geometry: bool = False,
        crs_transform_spec: CrsTransformSpec | None = None,
        **_: object,
    ) -> dict[str, Any]:
        """Return a page of the rows in the box that have the values, sorted."""
        found = _sorted(self._chosen(bbox, properties), sortby)
        page = found.iloc[offset : offset + limit] if resulttype == "results" else found.iloc[:0]
        return {
            "type": "FeatureCollection",
            "numberMatched": len(found),
            "numberReturned": len(page),
            "features": _features(
                page, crs_transform_spec, list(select_properties), bare=skip_geometry
            ),
        }

    def get(
        self, identifier: str, crs_transform_spec: CrsTransformSpec | None = None, **_: object
    ) -> dict[str, Any]:
        """Return one row."""
        if identifier not in self._table.index:
            raise ProviderItemNotFoundError(user_msg=f"no feature {identifier!r} here")
        found: dict[str, Any] = _features(self._table.loc[[identifier]], crs_transform_spec)[0]
        return found

    def _chosen(
        self, bbox: Sequence[float], properties: Sequence[tuple[str, str]]
    ) -> gpd.GeoDataFrame:
        found = self._table
        if bbox:
            west, south, east, north = bbox
            found = found[found.geometry.intersects(shapely.box(west, south, east, north))]
        for name, text in properties:
            if name not in self._fields:
                known = ", ".join(self._fields)
                raise ProviderInvalidQueryError(
                    user_msg=f"{name}: no such column; there are {known}"
                )
            found = found[found[name].eq(_value(found[name], name, text)).fillna(value=False)]
        return found


def _type(column: "pd.Series[Any]") -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"


def _value(column: "pd.Series[Any]", name: str, text: str) -> str | float | bool:
    """Return the value a text means in a column; refuse one that none of its rows can have."""
    kind = _type(column)
    if kind == "string":
        return text
    if kind == "boolean" and text in TRUTH:
        return TRUTH[text]
    if kind != "boolean":
        number = pd.to_numeric(text, errors="coerce")
        if not pd.isna(number):
            return float(number)
    raise ProviderInvalidQueryError(user_msg=f"{name}: {text!r} is not {_a(kind)}")


def _a(kind: str) -> str:
    return "true or false" if kind == "boolean" else "a number"


def _sorted(table: gpd.GeoDataFrame, by: Sequence[Mapping[str, str]]) -> gpd.GeoDataFrame:
    if not by:
        return table
    return table.sort_values(
        [one["property"] for one in by],
        ascending=[one["order"] == "+" for one in by],
        kind="stable",
    )


def _features(
    rows: gpd.GeoDataFrame,
    into: CrsTransformSpec | None = None,
    columns: Sequence[str] = (),
    *,
    bare: bool = False,
) -> list[dict[str, Any]]:
    """Return the rows as features, of these columns or all; ``bare`` ones have no geometry."""
    name = rows.geometry.name
    kept = [*(columns or rows.columns.drop(name)), name]
    named = _transformed(rows, into)[kept].assign(**{ID: rows.index})
    made = list(features(named, ID))
    for one in made:
        del one["properties"][ID]
        if bare:
            one["geometry"] = None
    return made


def _transformed(rows: gpd.GeoDataFrame, into: CrsTransformSpec | None) -> gpd.GeoDataFrame:
    """Return the rows in another CRS, its axes in the order the authority gives them (Part 2)."""
    if into is None:
        return rows
    crs = CRS.from_wkt(into.target_crs_wkt)
    change = Transformer.from_crs(CRS.from_wkt(into.source_crs_wkt), crs)

    def changed(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(change.transform(corners[:, 0], corners[:, 1]))

    shapes = shapely.transform(rows.geometry.to_numpy(), changed)
    return rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=crs))
