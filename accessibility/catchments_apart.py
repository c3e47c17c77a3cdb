"""Catchments apart: streets in groups so far from each other that the ground beside them is too.

What cannot touch is joined on its own: sooner, and on all cores.
"""

import numpy as np
from scipy.ndimage import label

from gtfs.timetable import Floats, Ints

GROUPS = 32  # portions of work: more than cores, few enough that each is worth starting
CELL_M = 100.0  # of the grid on which neighbours are found
MOST_CELLS = 2000  # in a row of that grid: larger regions have larger cells


def groups_apart(pieces: Floats, beside_m: float) -> Ints:
    """Return ``[piece]`` a group; pieces ``[piece, 2, 2]`` of two of them are well apart.

    Areas that reach ``beside_m`` from their pieces cannot touch those of another group.
    """
    low, high = pieces.min(axis=1) - beside_m, pieces.max(axis=1) + beside_m
    origin = low.min(axis=0)
    cell_m = max(CELL_M, float((high.max(axis=0) - origin).max()) / MOST_CELLS)
    first, last = (((corner - origin) // cell_m).astype(np.int64) for corner in (low, high))
    town = label(_covered(first, last))[0][first[:, 0], first[:, 1]] - 1
    before = np.cumsum(np.bincount(town)) - 1
    group: Ints = (before * GROUPS // len(pieces))[town]
    return group


def _covered(first: Ints, last: Ints) -> Ints:
    """Return ``[column, row]`` how many of the boxes cover a cell; both corners are included."""
    corners = np.zeros(last.max(axis=0) + 2, np.int64)
    np.add.at(corners, (first[:, 0], first[:, 1]), 1)
    np.add.at(corners, (last[:, 0] + 1, last[:, 1] + 1), 1)
    np.add.at(corners, (first[:, 0], last[:, 1] + 1), -1)
    np.add.at(corners, (last[:, 0] + 1, first[:, 1]), -1)
    covered: Ints = corners.cumsum(axis=0).cumsum(axis=1)
    return covered
