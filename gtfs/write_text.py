"""Text of a feed that is written: ids that stand once, clock times, dates and decimals."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from io import BytesIO

import numpy as np
import pyarrow as pa
from pyarrow import csv

from gtfs.timetable import NONE, Floats, Ints, Strings

Members = Mapping[str, pa.Table]  # file name → its rows, gaps are null


def unique_ids(ids: Strings, taken: Iterable[str] = ()) -> Strings:
    """Return the ids, each that stood before or is taken with ``~2``, ``~3``, … behind it."""
    told, used = ids.tolist(), set(taken)
    known, last = used | set(told), Counter[str]()
    for place, name in enumerate(told):
        while told[place] in used:
            last[name] += 1
            changed = f"{name}~{last[name] + 1}"
            told[place] = name if changed in known else changed
        used.add(told[place])
    return np.array(told, np.str_)


def named(ids: Strings, index: Ints) -> pa.Array:
    """Return ``[row]`` the id each index means, null for NONE."""
    return pa.array(ids.tolist(), pa.string()).take(numbers(index))


def numbers(values: Ints) -> pa.Array:
    """Return whole numbers, null for NONE."""
    return pa.array(values, pa.int32(), mask=np.asarray(values) == NONE)


def clock_times(seconds: Ints) -> pa.Array:
    """Return ``HH:MM:SS`` that may pass 24 hours."""
    values, place = np.unique(seconds, return_inverse=True)
    texts = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in values.tolist()]
    return pa.array(texts, pa.string()).take(pa.array(place.reshape(-1)))


def dates(first: date, column: Ints) -> pa.Array:
    """Return ``YYYYMMDD`` of dates counted from the first."""
    values, place = np.unique(column, return_inverse=True)
    texts = [f"{first + timedelta(days=day):%Y%m%d}" for day in values.tolist()]
    return pa.array(texts, pa.string()).take(pa.array(place.reshape(-1)))


def decimals(values: Floats) -> pa.Array:
    """Return the shortest text that reads back as the same number, never with an exponent."""
    return pa.array([np.format_float_positional(value, trim="0") for value in values.tolist()])


def csv_bytes(table: pa.Table) -> bytes:
    """Return a member of a feed; texts in quotation marks only where some text needs them."""
    head = ",".join(table.column_names).encode() + b"\n"
    for quoting in ("none", "needed"):
        text = BytesIO()
        options = csv.WriteOptions(include_header=False, quoting_style=quoting)
        try:
            csv.write_csv(table, text, options)
        except pa.ArrowInvalid:  # a comma or a quotation mark in some name
            continue
        break
    return head + text.getvalue()
