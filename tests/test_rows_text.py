"""Rows as text: the rows of a table are the JSON that a writer value by value makes of them."""

import json

import numpy as np
import pandas as pd
import pytest

from api.http.rows_text import objects


def test_each_row_is_an_object_with_null_for_what_is_missing() -> None:
    table = pd.DataFrame({
        "name": ["Colditz", None],
        "whole": pd.array([600, None], "Int64"),
        "share": [np.nan, 0.5],
        "stops": [3, 3],
        "served": [True, False],
    })  # fmt: skip
    assert objects(table) == [
        '{"name":"Colditz","whole":600,"share":null,"stops":3,"served":true}',
        '{"name":null,"whole":null,"share":0.5,"stops":3,"served":false}',
    ]


def test_numbers_are_written_as_python_writes_them() -> None:
    floats = [0.0, -0.0, 1.0, 0.1 + 0.2, 1e-7, 123456789012.0, 1e22]
    wholes = [0, -1, 1, 2**62, -(2**62), 10**15, 7]
    rows = objects(pd.DataFrame({"float": floats, "whole": wholes}))
    pairs = zip(floats, wholes, strict=True)
    assert rows == [f'{{"float":{one!r},"whole":{other!r}}}' for one, other in pairs]


def test_lists_in_a_column_stay_lists() -> None:
    lines = [["615", "616"], []]
    assert [json.loads(row) for row in objects(pd.DataFrame({"lines": lines}))] == [
        {"lines": ["615", "616"]},
        {"lines": []},
    ]


def test_a_column_may_be_left_out_and_no_rows_are_none() -> None:
    table = pd.DataFrame({"id": ["a"], "secret": [1]})
    assert objects(table, leave_out="secret") == ['{"id":"a"}']
    assert objects(table.iloc[:0]) == []


def test_what_json_has_no_number_for_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        objects(pd.DataFrame({"share": [np.inf]}))
