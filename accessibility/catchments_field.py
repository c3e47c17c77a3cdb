"""Catchment field: kernel that finds how deep inside the ground beside the streets points lie."""

import math

import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import Floats, Ints
from mobility.kernels import kernel

SIDE = 32  # points along a side of a tile of the field

Field = NDArray[np.float32]


@kernel
def raise_field(field: Field, tile: Ints, pieces: Floats, beside: float, margin: float) -> None:
    """Raise ``[tile, row, column]`` to ``beside`` less the distance to the nearest of the pieces.

    All lengths in steps of the grid, pieces ``[piece, 2, 2]`` counted from its first point;
    ``tile`` ``[tile row, tile column]`` is where the field has it. Points farther than
    ``beside + margin`` from a piece may keep what they had.
    """
    reach = beside + margin
    for piece in range(len(pieces)):
        x, y = pieces[piece, 0, 0], pieces[piece, 0, 1]
        x_end, y_end = pieces[piece, 1, 0], pieces[piece, 1, 1]
        along_x, along_y = x_end - x, y_end - y
        square = along_x * along_x + along_y * along_y
        scale = 1.0 / square if square > 0 else 0.0
        first, last = math.ceil(min(x, x_end) - reach), math.floor(max(x, x_end) + reach)
        low, high = math.ceil(min(y, y_end) - reach), math.floor(max(y, y_end) + reach)
        for row in range(low, high + 1):
            to_y = row - y
            for column in range(first, last + 1):
                to_x = column - x
                share = min(max((to_x * along_x + to_y * along_y) * scale, 0.0), 1.0)
                off_x, off_y = to_x - share * along_x, to_y - share * along_y
                deep = np.float32(beside - math.sqrt(off_x * off_x + off_y * off_y))
                at = tile[row // SIDE, column // SIDE], row % SIDE, column % SIDE
                field[at] = max(field[at], deep)
