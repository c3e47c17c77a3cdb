"""Rows: kernels for what a ride is worth towards some doors, from its departure on.

A row has either the seconds by rides and doors, which fit into 16 bits; or a rank by doors: the
least seconds, and of these the fewest boardings. The compiler makes a few instructions of a row.
"""

import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import NONE
from mobility.kernels import woven

TOO_LONG = np.uint16(65_535)  # the most in 16 bits; no journey may be that long, so it is no way

RANKS = 256  # a rank is RANKS * seconds + boardings, of which no journey has so many

Small = NDArray[np.uint16]
Ranks = NDArray[np.uint32]
Rows = Small | Ranks


@woven
def most(rows: Rows) -> int:
    """Return the most a number of the rows can be, all bits set: it stands for no way."""
    return int(rows.dtype.type(-1))


@woven
def clear(fresh: Rows) -> None:
    """Make a row one without any way."""
    none = fresh.dtype.type(-1)
    for i in range(len(fresh)):
        fresh[i] = none


@woven
def improve(fresh: Rows, boarded: int, rows: Rows, row: int, more: int) -> None:
    """Improve ``fresh`` by a row of values with so much more.

    ``boarded`` is 0, or the number of doors: then the row is worth a boarding more.
    """
    shift = rows.dtype.type(min(more, most(rows)))
    longest = rows.dtype.type(most(rows) - shift)  # what is too long stays too long
    at, ahead = np.uint64(row), np.uint64(boarded)  # numba need not ask whether it is negative
    for i in range(np.uint64(len(fresh) - boarded)):
        value = rows.dtype.type(min(rows[at, i], longest) + shift)
        fresh[i + ahead] = min(fresh[i + ahead], value)


@woven
def is_better(fresh: Rows, rows: Rows, row: int) -> bool:
    """Return whether any value is smaller than the row's."""
    at, better = np.uint64(row), False
    for i in range(len(fresh)):
        better |= fresh[i] < rows[at, i]
    return better


@woven
def write(rows: Rows, row: int, fresh: Rows) -> None:
    """Write ``fresh`` into the row."""
    at = np.uint64(row)
    for i in range(len(fresh)):
        rows[at, i] = fresh[i]


@woven
def pass_on(rows: Rows, row: int, fresh: Rows, later: int, more: int) -> None:
    """Write the better of ``fresh`` and a later row with so much more, if there is any."""
    if later == NONE:
        write(rows, row, fresh)
    else:
        shift = rows.dtype.type(min(more, most(rows)))
        longest = rows.dtype.type(most(rows) - shift)
        here, there = np.uint64(row), np.uint64(later)
        for i in range(len(fresh)):
            value = rows.dtype.type(min(rows[there, i], longest) + shift)
            rows[here, i] = min(fresh[i], value)


@woven
def overtake(best: Small, sooner_s: int, rows: Small, row: int) -> bool:
    """Let ``best`` count from so many seconds sooner, improve it; return whether anything was."""
    shift_s = np.uint16(min(sooner_s, int(TOO_LONG)))
    longest_s = np.uint16(TOO_LONG - shift_s)
    at, better = np.uint64(row), False
    for i in range(len(best)):
        later_s = np.uint16(min(best[i], longest_s) + shift_s)
        better |= rows[at, i] < later_s
        best[i] = min(rows[at, i], later_s)
    return better
