"""Trip hash: a number for each trip of a timetable that says what it does, whatever its id."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.unsignedinteger[Any]]
Whole = NDArray[np.integer[Any]]

PRIMES = (  # odd, of 64 bits: no column can undo what another has done
    *(0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9),
    *(0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53),
)


def hash_trips(route: Whole, first_call: Whole, columns: Sequence[Whole]) -> Keys:
    """Return ``[trip]`` a number that is the same for trips of a route with the same calls.

    Of 64 bits: among a million trips two different ones share it once in a million timetables.
    """
    size = np.diff(first_call)
    position = np.arange(first_call[-1]) - np.repeat(first_call[:-1], size)
    mixed = _mixed(position.astype(np.uint64) * PRIMES[0])
    for values, prime in zip(columns, PRIMES[1:], strict=True):
        number = values.astype(np.int64).view(np.uint64)
        mixed = _mixed(mixed ^ (number * np.uint64(prime)))
    some = size > 0  # a trip without calls would take those of the next
    total = np.zeros(len(route), np.uint64)
    if some.any():
        total[some] = np.add.reduceat(mixed, first_call[:-1][some])
    return _mixed(total ^ ((route.astype(np.uint64) + np.uint64(1)) * np.uint64(PRIMES[0])))


def _mixed(values: Keys) -> Keys:
    """Return the values with their bits well stirred (finaliser of SplitMix64)."""
    stirred = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    stirred = (stirred ^ (stirred >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return stirred ^ (stirred >> np.uint64(31))
