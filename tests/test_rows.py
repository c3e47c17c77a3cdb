"""Rows: those of a table are the dictionaries JSON is written of, and the text says no less."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from api.http.json_text import as_json, written
from api.http.rows import features, records


def text(table: pd.DataFrame) -> str:
    """Return the rows as they are sent."""
    return as_json(written(records(table))).decode()


def test_each_row_is_an_object_with_null_for_what_is_missing() -> None:
    table = pd.DataFrame({
        "name": ["Colditz", None],
        "whole": pd.array([600, None], "Int64"),
        "share": [np.nan, 0.5],
        "stops": [3, 3],
        "served": [True, False],
    })  # fmt: skip
    assert text(table) == (
        '[{"name":"Colditz","whole":600,"share":null,"stops":3,"served":true},'
        '{"name":null,"whole":null,"share":0.5,"stops":3,"served":false}]'
    )


def test_numbers_are_read_as_they_were() -> None:
    floats = [0.0, -0.0, 1.0, 0.1 + 0.2, 1e-7, 123456789012.0, 1e22]
    wholes = [0, -1, 1, 2**62, -(2**62), 10**15, 7]
    read = json.loads(text(pd.DataFrame({"float": floats, "whole": wholes})))
    assert [repr(row["float"]) for row in read] == [repr(one) for one in floats]
    assert [repr(row["whole"]) for row in read] == [repr(one) for one in wholes]


def test_lists_in_a_column_stay_lists_and_letters_stay_letters() -> None:
    table = pd.DataFrame({"lines": [["615", "616"], []], "name": ["Mügeln", "„Süd“"]})
    assert text(table) == '[{"lines":["615","616"],"name":"Mügeln"},{"lines":[],"name":"„Süd“"}]'


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
        text(pd.DataFrame({"share": [np.inf]}))
