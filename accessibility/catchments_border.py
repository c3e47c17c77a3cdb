"""Catchment borders: the lines on a grid of depths where a field falls below a level.

Marching squares: W. E. Lorensen, H. E. Cline, *Marching cubes*, SIGGRAPH 1987, in the plane. All
squares are looked at in one go, and the points of a border are put in order by following twice as
many at each step.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from accessibility.catchments_field import SIDE, Field
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
WHOLE = 15  # all four corners
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
    row, column, case = _squares(field, level)
    columns = field.tile.shape[1] * SIDE
    one, other = (_side(row, column, sides[case], columns) for sides in (FROM, TO))
    used = one != NONE
    start, end = one[used], other[used]
    order = np.argsort(start)
    side = start[order]  # each is where one piece of border starts and another ends
    then = np.searchsorted(side, end[order])
    in_order, first = _in_order(then)
    return Rings(_crossing(field, level, side[in_order], columns), first)


def _squares(field: Tiled, level: float) -> tuple[Ints, Ints, Ints]:
    """Return row, column and the corners inside of the squares that the border runs through."""
    inside = (field.depth >= level).view(np.uint8)
    at = np.argwhere(field.tile < len(inside) - 1)
    east, north, beyond = (field.tile[*(at + to).T] for to in ((0, 1), (1, 0), (1, 1)))
    points = np.zeros((len(at), SIDE + 1, SIDE + 1), np.uint8)
    points[:, :SIDE, :SIDE] = inside[:-1]
    points[:, :SIDE, SIDE] = inside[east, :, 0]
    points[:, SIDE, :SIDE] = inside[north, 0]
    points[:, SIDE, SIDE] = inside[beyond, 0, 0]
    corners = points[:, :-1, :-1] + 2 * points[:, :-1, 1:]
    corners += 4 * points[:, 1:, 1:] + 8 * points[:, 1:, :-1]
    corners = corners.ravel()
    square = np.flatnonzero((corners != 0) & (corners != WHOLE))
    tile, place = np.divmod(square, SIDE * SIDE)
    row, column = np.divmod(place, SIDE)
    case = corners[square].astype(np.int64)
    return at[tile, 0] * SIDE + row, at[tile, 1] * SIDE + column, case


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


def _in_order(then: Ints) -> tuple[Ints, Ints]:
    """Return the points ring by ring, and where each ring begins; ``then`` follows each point."""
    points = np.arange(len(then))
    graph = coo_array((np.ones(len(then), np.int8), (points, then)), shape=(len(then),) * 2)
    rings, ring = connected_components(graph, directed=False)
    start = np.full(rings, len(then))
    np.minimum.at(start, ring, points)
    at_end = start[ring] == then
    ahead = np.where(at_end, points, then)
    left = np.where(at_end, 0, 1)  # points to the end of the ring
    for _ in range(len(then).bit_length()):
        left += left[ahead]
        ahead = ahead[ahead]
    first = np.append(0, np.cumsum(np.bincount(ring, minlength=rings)))
    order = np.empty(len(then), np.int64)
    order[first[ring + 1] - 1 - left] = points
    return order, first
