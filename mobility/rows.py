"""Rows: kernels for what a ride is worth, by rides and doors, in seconds from its departure.

They fit into 16 bits, and the compiler makes a few instructions of a row.
"""

import numba
import numpy as np
from numpy.typing import NDArray

from gtfs.timetable import NONE

TOO_LONG = np.uint16(65_535)  # the most in 16 bits; no journey may be that long, so it is no way

Small = NDArray[np.uint16]


@numba.njit(cache=True, nogil=True, inline="always")
def improve(fresh: Small, boarded: int, rows: Small, row: int, sooner_s: int) -> None:
    """Improve ``fresh`` by a row of values that count from so many seconds later.

    ``boarded`` is 0, or the number of doors: then the row is worth a boarding more.
    """
    shift_s = np.uint16(min(sooner_s, int(TOO_LONG)))
    longest_s = np.uint16(TOO_LONG - shift_s)  # what is too long stays too long
    at, ahead = np.uint64(row), np.uint64(boarded)  # numba need not ask whether it is negative
    for i in range(np.uint64(len(fresh) - boarded)):
        value = np.uint16(min(rows[at, i], longest_s) + shift_s)
        fresh[i + ahead] = min(fresh[i + ahead], value)


@numba.njit(cache=True, nogil=True, inline="always")
def is_better(fresh: Small, rows: Small, row: int) -> bool:
    """Return whether any value is smaller than the row's."""
    at, better = np.uint64(row), False
    for i in range(len(fresh)):
        better |= fresh[i] < rows[at, i]
    return better


@numba.njit(cache=True, nogil=True, inline="always")
def write(rows: Small, row: int, fresh: Small) -> None:
    """Write ``fresh`` into the row."""
    at = np.uint64(row)
    for i in range(len(fresh)):
        rows[at, i] = fresh[i]


@numba.njit(cache=True, nogil=True, inline="always")
def pass_on(rows: Small, row: int, fresh: Small, later: int, later_s: int) -> None:
    """Write the better of ``fresh`` and a row that counts from so many seconds later, if any."""
    if later == NONE:
        write(rows, row, fresh)
    else:
        shift_s = np.uint16(min(later_s, int(TOO_LONG)))
        longest_s = np.uint16(TOO_LONG - shift_s)
        here, there = np.uint64(row), np.uint64(later)
        for i in range(len(fresh)):
            value = np.uint16(min(rows[there, i], longest_s) + shift_s)
            rows[here, i] = min(fresh[i], value)


@numba.njit(cache=True, nogil=True, inline="always")
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
