"""Catchment borders: the lines on a grid of depths where a field falls below a level.

Marching squares: W. E. Lorensen, H. E. Cline, *Marching cubes*, SIGGRAPH 1987, in the plane. All
squares are looked at in one go, and the pieces of border are put in order by following twice as
many at each step.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from accessibility.catchments_field import Field
from gtfs.timetable import NONE, Bools, Floats, Ints

SOUTH, EAST, NORTH, WEST = range(4)  # sides of a square
# [corners inside] from which side to which the border runs, the ground on its left. Corners count
# 1 south-west, 2 south-east, 4 north-east, 8 north-west. Two inside that face each other are apart.
RUNS = (
    (), ((WEST, SOUTH),), ((SOUTH, EAST),), ((WEST, EAST),), ((EAST, NORTH),),
    ((WEST, SOUTH), (EAST, NORTH)), ((SOUTH, NORTH),), ((WEST, NORTH),), ((NORTH, WEST),),
    ((NORTH, SOUTH),), ((SOUTH, EAST), (NORTH, WEST)), ((NORTH, EAST),), ((EAST, WEST),),
    ((EAST, SOUTH),), ((SOUTH, WEST),), (),
)  # fmt: skip
FROM = np.array([[*(one for one, _ in runs), NONE, NONE][:2] for runs in RUNS])
TO = np.array([[*(other for _, other in runs), NONE, NONE][:2] for runs in RUNS])
APART = 1e-3  # of a side: borders keep so far from corners, or they would meet there


class Rings(NamedTuple):
    """Closed lines, ground on their left; the first point is not said again at the end."""

    xy: Floats  # [point, 2] columns and rows of the field
    first: Ints  # [ring + 1]


def border_rings(field: Field, level: float) -> Rings:
    """Return where the field ``[row, column]``, linear between its points, falls below the level.

    The outermost points of the field must lie below it.
    """
    inside = field >= level
    corners = _corners(inside)
    square = np.flatnonzero(np.isin(corners, (0, 15), invert=True))
    case = corners.ravel()[square]
    row, column = np.divmod(square, corners.shape[1])
    one, other = (_side(row, column, sides[case], field.shape[1]) for sides in (FROM, TO))
    used = one != NONE
    start, end = one[used], other[used]
    side = np.sort(start)  # each is where one piece starts and another ends
    then = np.empty(len(side), np.int64)
    then[np.searchsorted(side, start)] = np.searchsorted(side, end)
    order, first = _in_order(then)
    return Rings(_crossing(field, level, side[order]), first)


def _corners(inside: Bools) -> Ints:
    """Return ``[row, column]`` of each square which of its corners are inside."""
    whole = inside.view(np.uint8)
    south, north = whole[:-1], whole[1:]
    found: Ints = south[:, :-1] + 2 * south[:, 1:] + 4 * north[:, 1:] + 8 * north[:, :-1]
    return found


def _side(row: Ints, column: Ints, side: Ints, columns: int) -> Ints:
    """Return the number of a side of a square, the same for both squares it parts.

    Sides that run east have the even number of the point they begin at, those that run north the
    odd one. ``side`` is ``[square, 2]``, NONE: none.
    """
    point = (row[:, None] + (side == NORTH)) * columns + column[:, None] + (side == EAST)
    number = 2 * point + ((side == EAST) | (side == WEST))
    return np.where(side == NONE, NONE, number)


def _crossing(field: Field, level: float, side: Ints) -> Floats:
    """Return ``[side, 2]`` column and row of where on each side the field passes the level."""
    point, north = np.divmod(side, 2)
    depth, columns = field.ravel(), field.shape[1]
    here = depth[point].astype(np.float64)
    there = depth[point + np.where(north, columns, 1)]
    share = np.clip((here - level) / (here - there), APART, 1 - APART)
    row, column = np.divmod(point, columns)
    return np.column_stack((column + np.where(north, 0, share), row + np.where(north, share, 0)))


def _in_order(then: Ints) -> tuple[Ints, Ints]:
    """Return the points ring by ring, and where each ring begins; ``then`` follows each point."""
    points = np.arange(len(then))
    graph = coo_array((np.ones(len(then), np.bool_), (points, then)), shape=(len(then),) * 2)
    rings, ring = connected_components(graph, directed=False)
    start = np.full(rings, len(then))
    np.minimum.at(start, ring, points)
    ends = start[ring[then]] == then  # what is before the first point of its ring
    ahead = np.where(ends, points, then)
    left = np.where(ends, 0, 1)  # points to the end of the ring
    for _ in range(len(then).bit_length()):
        left += left[ahead]
        ahead = ahead[ahead]
    first = np.append(0, np.cumsum(np.bincount(ring, minlength=rings)))
    order = np.empty(len(then), np.int64)
    order[first[ring + 1] - 1 - left] = points
    return order, first
