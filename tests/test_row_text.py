"""Row text: what is sent of a table is what its rows say, whatever stands in them."""

import datetime as dt
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from api.http.json_text import as_json
from api.http.row_text import feature_text, row_text
from api.http.rows import features, records
from api.http.sheet import columns_of, sheet_of


def text(table: pd.DataFrame, **more: str) -> str:
    """Return the rows as they are sent."""
    return as_json(row_text(columns_of(table), len(table), **more).json).decode()


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


def test_letters_of_json_in_names_and_values_stay_what_they_are() -> None:
    table = pd.DataFrame({'a "b", 100 %': ['x",\n  "y', "[],;{}\\"], "ü": ["\t", "„Süd“"]})
    assert json.loads(text(table)) == table.to_dict("records")


def test_lists_and_dates_in_a_column_stay_what_they_are() -> None:
    day = dt.date(2024, 5, 14)
    table = pd.DataFrame({"lines": [["615", "616"], []], "of": [{"a": [1, 2]}, None]})
    assert text(table.assign(day=[day, day])) == (
        '[{"lines":["615","616"],"of":{"a":[1,2]},"day":"2024-05-14"},'
        '{"lines":[],"of":null,"day":"2024-05-14"}]'
    )


def test_what_is_the_same_of_all_stands_where_its_column_stood_or_last() -> None:
    table = pd.DataFrame({"status": ["old", "old"], "id": ["a", "b"]})
    assert text(table, status="demo") == ('[{"status":"demo","id":"a"},{"status":"demo","id":"b"}]')
    assert text(table[["id"]], status="demo") == (
        '[{"id":"a","status":"demo"},{"id":"b","status":"demo"}]'
    )
    assert text(table[["status"]], status="demo") == '[{"status":"demo"},{"status":"demo"}]'
    assert text(table[[]]) == "[{},{}]"
    assert text(table.iloc[:0]) == "[]"


def test_features_are_the_same_as_text_and_as_dictionaries() -> None:
    shapes = [shapely.Point(12.123456789, 51.0), shapely.box(0, 0, 1, 1), shapely.Point()]
    named = {"number": [7, 8, 9], "people": pd.array([1, None, 3], "Int64")}
    table = gpd.GeoDataFrame(named, geometry=shapes)
    sent = feature_text(sheet_of(table), "number", status="demo")
    assert sent.rows == 3
    assert as_json(sent.json) == as_json(list(features(table, "number", status="demo")))


def test_rows_are_the_same_as_text_and_as_dictionaries_of_every_kind_of_number() -> None:
    kinds = ("int8", "uint16", "int32", "float32", "Int32", "UInt8", "Float64", "bool", "boolean")
    table = pd.DataFrame(
        {kind: pd.Series([1, 0, 1]).astype(pd.api.types.pandas_dtype(kind)) for kind in kinds}
    )
    table.loc[1, ["Int32", "UInt8", "Float64", "boolean"]] = pd.NA
    assert text(table) == as_json(list(records(table))).decode()


def test_what_json_has_no_number_for_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite numbers, and JSON has none"):
        text(pd.DataFrame({"share": [np.inf]}))
