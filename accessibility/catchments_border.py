"""Catchment borders: the lines on a grid of depths where a field falls below a level.

Marching squares: W. E. Lorensen, H. E. Cline, *Marching cubes*, SIGGRAPH 1987, in the plane. All
squares are looked at in one go, and the points of a border are put in order by following twice as
many at each step.
"""

from typing import NamedTuple

import numpy as np

from accessibility.catchments_field import SIDE, Field
from accessibility.catchments_rings import border_squares, in_order
from gtfs.timetable import NONE, Bools, Floats, Ints

FAR_OUT = -1e4  # steps: the depth where no street is near
SOUTH, EAST, NORTH, WEST = range(4)  # sides of a square
# [corners inside] from which side to which the border runs, the ground on its left. Corners count
# 1 south-west, 2 south-east, 4 north-east, 8 north-west. Two inside that face each other are
# joined: ground is broad, what is narrow are the gaps.
RUNS = (
    (), ((SOUTH, WEST),), ((EAST, SOUTH),), ((EAST, WEST),), ((NORTH, EAST),),
    ((NORTH, WEST), (SOUTH, EAST)), ((NORTH, SOUTH),), ((NORTH, WEST),), ((WEST, NORTH),),
    ((SOUTH, NORTH),), ((EAST, NORTH), (WEST, SOUTH)), ((EAST, NORTH),), ((WEST, EAST),),
    ((SOUTH, EAST),), ((WEST, SOUTH),), (),
)  # fmt: skip
FROM = np.array([[*(one for one, _ in runs), NONE, NONE][:2] for runs in RUNS])
TO = np.array([[*(other for _, other in runs), NONE, NONE][:2] for runs in RUNS])
APART = 1e-3  # of a step: borders keep so far from corners, or they would meet there


class Tiled(NamedTuple):
    """A grid of depths, kept only where there is ground."""

    tile: Ints  # [tile row, tile column] where ``depth`` has it; the last of ``depth``: nowhere
    depth: Field  # [tile, row, column] in steps of the grid


class Rings(NamedTuple):
    """Closed lines, ground on their left; the first point is not said again at the end."""

    xy: Floats  # [point, 2] in steps of the grid
    first: Ints  # [ring + 1]


def empty_tiles(covered: Bools) -> Tiled:
    """Return a field without any ground, with room for it in the tiles ``[row, column]`` marked.

    None of the outermost tiles may be.
    """
    tiles = int(covered.sum())
    tile = np.full(covered.shape, tiles)
    tile[covered] = np.arange(tiles)
    return Tiled(tile, np.full((tiles + 1, SIDE, SIDE), FAR_OUT, np.float32))


def border_rings(field: Tiled, level: float) -> Rings:
    """Return where the field, linear between its points, falls below the level.

    Points beside tiles that are not kept must lie below it.
    """
    row, column, case = border_squares(field.depth, field.tile, np.float32(level)).T
    columns = field.tile.shape[1] * SIDE
    one, other = (_side(row, column, sides[case], columns) for sides in (FROM, TO))
    used = one != NONE
    start, end = one[used], other[used]
    order = np.argsort(start)
    side = start[order]  # each is where one piece of border starts and another ends
    then = np.searchsorted(side, end[order])
    order, first = in_order(then)
    return Rings(_crossing(field, level, side[order], columns), first)


def _side(row: Ints, column: Ints, side: Ints, columns: int) -> Ints:
    """Return the number of a side of a square, the same for both squares it parts.

    Sides that run east have twice the number of the point they begin at, those that run north one
    more. ``side`` is ``[square, 2]``, NONE: none.
    """
    point = (row[:, None] + (side == NORTH)) * columns + column[:, None] + (side == EAST)
    number = 2 * point + ((side == EAST) | (side == WEST))
    return np.where(side == NONE, NONE, number)


def _crossing(field: Tiled, level: float, side: Ints, columns: int) -> Floats:
    """Return ``[side, 2]`` where on each side the field passes the level."""
    point, north = np.divmod(side, 2)
    row, column = np.divmod(point, columns)
    here, there = _depth(field, row, column), _depth(field, row + north, column + 1 - north)
    share = np.clip((here - level) / (here - there), APART, 1 - APART)
    return np.column_stack((column + (1 - north) * share, row + north * share))


def _depth(field: Tiled, row: Ints, column: Ints) -> Floats:
    tile = field.tile[row // SIDE, column // SIDE]
    return field.depth[tile, row % SIDE, column % SIDE].astype(np.float64)
