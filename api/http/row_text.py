"""Row text: the rows of a table as the JSON they will be, written a column at a time."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson
import pandas as pd

from api.http.json_text import as_json
from api.http.rows import INFINITE, shapes_of
from api.http.sheet import Column, Sheet, columns_of, values_of
from api.http.woven import woven

BETWEEN = b",\n  "  # values of an indented list: no text in JSON holds a new line
MISSING = np.iinfo(np.int64).min  # no figure is so small


class Written(NamedTuple):
    """A list of rows as JSON."""

    json: orjson.Fragment
    rows: int


class _Parts(NamedTuple):
    """What a row is made of: pieces that are the same of all, and a value between two of them."""

    between: list[bytes]
    columns: list[bytes]  # lines, a value a row

    def written(self, rows: int) -> Written:
        text = woven(self.between, self.columns, rows) if rows else b"[]"
        return Written(orjson.Fragment(text), rows)


def row_text(columns: Mapping[str, Column], rows: int, **more: str) -> Written:
    """Return each row as an object, null for what is missing, with ``more`` the same of all."""
    return _object(columns, more).written(rows)


def table_text(table: pd.DataFrame) -> Written:
    """Return each row of a table that has no place on a map as an object."""
    return row_text(columns_of(table), len(table))


def feature_text(sheet: Sheet, key: str, **more: str) -> Written:
    """Return each row as a GeoJSON feature (RFC 7946); the column ``key`` names it."""
    names = _lines([str(one) for one in values_of(sheet.columns[key])])
    shapes = b"\n".join(as_json(shape) for shape in shapes_of(sheet.shapes))
    (first, *inner), columns = _object(sheet.columns, more)
    head = [b'{"type":"Feature","id":', b',"geometry":', b',"properties":' + first]
    between = [*head, *inner]
    between[-1] += b"}"
    return _Parts(between, [names, shapes, *columns]).written(len(sheet))


def _object(columns: Mapping[str, Column], more: Mapping[str, str]) -> _Parts:
    """Return the parts of an object; what is the same of all needs no column."""
    lines = _columns({name: column for name, column in columns.items() if name not in more})
    between, text = list[bytes](), b""
    for at, name in enumerate({**columns, **more}):
        text += b"%b%b:" % (b"," if at else b"{", as_json(name))
        if name in more:
            text += as_json(more[name])
        else:
            between.append(text)
            text = b""
    end = text + b"}" if columns or more else b"{}"
    return _Parts([*between, end], [lines[name] for name in columns if name not in more])


def _columns(columns: Mapping[str, Column]) -> dict[str, bytes]:
    """Return the values of each column as lines of JSON; numbers of a kind are written at once."""
    lines = dict[str, bytes]()
    for kind, missing in (("f", np.nan), ("i", MISSING)):
        some = {name: column for name, column in columns.items() if column.dtype.kind == kind}
        numbers = [
            column
            if isinstance(column, np.ndarray)
            else column.to_numpy(f"{kind}8", na_value=missing)
            for column in some.values()
        ]
        lines |= zip(some, _numbers(numbers), strict=True)
    texts = {name: column for name, column in columns.items() if name not in lines}
    return lines | {name: _lines(values_of(column)) for name, column in texts.items()}


def _numbers(columns: Sequence["np.ndarray[Any, Any]"]) -> list[bytes]:
    """Return the numbers of each column as lines of JSON."""
    if not columns or not len(columns[0]):
        return [b"" for _ in columns]
    values = np.array(columns)
    if np.isinf(values).any():
        raise ValueError(INFINITE)
    text = as_json(values).replace(b"%d" % MISSING, b"null")
    return text[2:-2].replace(b"],[", b";").replace(b",", b"\n").split(b";")


def _lines(values: Sequence[Any]) -> bytes:
    """Return each value as a line of JSON; lists and dictionaries take more when indented."""
    indented = orjson.dumps(values, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY)
    lines = indented[4:-2].replace(BETWEEN, b"\n")
    if lines.count(b"\n") + 1 == len(values):
        return lines
    return b"\n".join(as_json(value) for value in values)
