"""Rows: those of a table are the dictionaries JSON is written of."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from api.http.rows import features, records


def test_what_is_the_same_of_all_stands_where_its_column_stood_or_last() -> None:
    table = pd.DataFrame({"status": ["old"], "id": ["a"]})
    assert list(records(table, status="demo")) == [{"status": "demo", "id": "a"}]
    assert list(records(table[["id"]], status="demo")) == [{"id": "a", "status": "demo"}]
    assert list(records(table.iloc[:0])) == []


def test_a_feature_is_called_by_its_key_and_lies_where_its_shape_does() -> None:
    square = [[0.0, 0.0], [1.0, 0.0], [1.0, 0.12345678], [0.0, 0.0]]
    shapes = [shapely.Point(12.123456789, 51.0), shapely.Polygon(square), shapely.Point()]
    table = gpd.GeoDataFrame({"number": [7, 8, 9]}, geometry=shapes)
    first, second, third = features(table, "number")
    assert first == {
        "type": "Feature",
        "id": "7",
        "geometry": {"type": "Point", "coordinates": [12.1234568, 51.0]},
        "properties": {"number": 7},
    }
    assert second["geometry"]["coordinates"][0][2] == [1.0, 0.1234568]
    assert third["geometry"] is None


def test_what_json_has_no_number_for_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite numbers, and JSON has none"):
        list(records(pd.DataFrame({"share": [np.inf]})))
