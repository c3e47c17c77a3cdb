"""Catchment field: kernel that finds how deep inside the ground beside the streets points lie."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gtfs.timetable import Floats, Ints

FAR_OUT = -1e4  # metres: where no street is near

Field = NDArray[np.float32]


@njit(nogil=True, cache=True)
def raise_field(field: Field, pieces: Floats, which: Ints, beside: float, margin: float) -> None:
    """Raise ``[row, column]`` to ``beside`` less the distance to the nearest of the pieces.

    All lengths in cells, pieces ``[piece, 2, 2]`` counted from the first point of the field.
    ``which`` are the pieces meant; points farther than ``beside + margin`` may keep what they had.
    """
    rows, columns = field.shape
    reach = beside + margin
    for piece in which:
        x, y = pieces[piece, 0, 0], pieces[piece, 0, 1]
        x_end, y_end = pieces[piece, 1, 0], pieces[piece, 1, 1]
        along_x, along_y = x_end - x, y_end - y
        square = along_x * along_x + along_y * along_y
        scale = 1.0 / square if square > 0 else 0.0
        first = max(0, int(math.ceil(min(x, x_end) - reach)))
        last = min(columns - 1, int(max(x, x_end) + reach))
        top = min(rows - 1, int(max(y, y_end) + reach))
        for row in range(max(0, int(math.ceil(min(y, y_end) - reach))), top + 1):
            to_y = row - y
            for column in range(first, last + 1):
                to_x = column - x
                share = min(max((to_x * along_x + to_y * along_y) * scale, 0.0), 1.0)
                off_x, off_y = to_x - share * along_x, to_y - share * along_y
                deep = np.float32(beside - math.sqrt(off_x * off_x + off_y * off_y))
                field[row, column] = max(field[row, column], deep)
