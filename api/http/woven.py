"""Woven: rows of text, of the values of each column and what stands between them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mobility.kernels import kernel

Bytes = NDArray[np.uint8]
Ends = NDArray[np.int64]
END = ord("\n")  # of a value


def woven(between: Sequence[bytes], columns: Sequence[bytes], rows: int) -> bytes:
    """Return a JSON list of rows: ``between[0]``, the first value, ``between[1]`` and so on.

    The values of a column are lines, one a row. One piece more than there are columns stands
    between them: the last after the last value.
    """
    values = np.frombuffer(b"".join(column + b"\n" for column in columns), np.uint8)
    ends = np.flatnonzero(values == END).reshape(len(columns), rows)
    first = np.append(0, np.cumsum([len(piece) for piece in between]))
    text = np.empty(2 + len(values) - ends.size + rows * int(first[-1] + 1), np.uint8)
    text[0] = ord("[")
    _weave(np.frombuffer(b"".join(between), np.uint8), first, values, ends, text)
    text[-2] = ord("]")  # for the last comma
    return text[:-1].tobytes()


@kernel
def _weave(between: Bytes, first: Ends, values: Bytes, ends: Ends, text: Bytes) -> None:
    """Write the rows, a comma after each; a value ends at ``ends[column, row]``."""
    columns, rows, at = ends.shape[0], ends.shape[1], 1
    for row in range(rows):
        for column in range(columns + 1):
            for i in range(first[column], first[column + 1]):
                text[at] = between[i]
                at += 1
            if column < columns:
                before = column * rows + row - 1
                begin = ends[before // rows, before % rows] + 1 if before >= 0 else 0
                for i in range(begin, ends[column, row]):
                    text[at] = values[i]
                    at += 1
        text[at] = 44  # a comma
        at += 1
