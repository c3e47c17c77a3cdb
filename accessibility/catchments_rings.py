"""Catchment rings: kernels that find where a border runs, put its points in order and thin them."""

import math

import numpy as np

from accessibility.catchments_field import SIDE, Field
from gtfs.timetable import Bytes, Floats, Ints
from mobility.kernels import kernel, part

WHOLE = 15  # all four corners of a square
STRAIGHT_M = 0.08  # points that lie so near to the line between their neighbours are left out,
ROUNDS = 5  # every other one, so many times: in sum less than half of an area's hem
SMALLEST = 8  # points a ring may keep


@kernel
def border_squares(depth: Field, tile: Ints, level: np.float32) -> Ints:
    """Return ``[square, 3]`` row, column and the corners inside of those the border runs through.

    ``depth`` is ``[tile, row, column]``, ``tile`` says where on the grid it stands, the last one
    nowhere. Corners count 1 south-west, 2 south-east, 4 north-east, 8 north-west.
    """
    found, size = np.empty((1024, 3), np.int64), 0
    inside = np.zeros((SIDE + 1, SIDE + 1), np.int8)
    for row in range(tile.shape[0] - 1):
        for column in range(tile.shape[1] - 1):
            if tile[row, column] == len(depth) - 1:
                continue
            _mark_inside(depth, tile[row : row + 2, column : column + 2], level, inside)
            if inside.min() == inside.max():
                continue
            if size + SIDE * SIDE > len(found):
                found = np.concatenate((found, np.empty_like(found)))
            for j in range(SIDE):
                for i in range(SIDE):
                    case = inside[j, i] + 2 * inside[j, i + 1]
                    case += 4 * inside[j + 1, i + 1] + 8 * inside[j + 1, i]
                    if case not in (0, WHOLE):
                        found[size, 0], found[size, 1] = row * SIDE + j, column * SIDE + i
                        found[size, 2] = case
                        size += 1
    return found[:size]


@part
def _mark_inside(depth: Field, tiles: Ints, level: np.float32, inside: Bytes) -> None:
    """Write which points of a tile lie inside, with those its squares share with the next ones."""
    here, east, north, beyond = tiles[0, 0], tiles[0, 1], tiles[1, 0], tiles[1, 1]
    for j in range(SIDE):
        for i in range(SIDE):
            inside[j, i] = depth[here, j, i] >= level
        inside[j, SIDE] = depth[east, j, 0] >= level
        inside[SIDE, j] = depth[north, 0, j] >= level
    inside[SIDE, SIDE] = depth[beyond, 0, 0] >= level


@kernel
def in_order(then: Ints) -> tuple[Ints, Ints]:
    """Return the points ring by ring, and where each ring begins; ``then`` follows each point."""
    order, seen = np.empty(len(then), np.int64), np.zeros(len(then), np.bool_)
    first, rings, size = np.zeros(len(then) + 1, np.int64), 0, 0
    for start in range(len(then)):
        if seen[start]:
            continue
        at = start
        while not seen[at]:
            seen[at], order[size] = True, at
            at, size = then[at], size + 1
        rings += 1
        first[rings] = size
    return order, first[: rings + 1]


@kernel
def thinned(xy: Floats, first: Ints) -> tuple[Floats, Ints]:
    """Return rings without the second, fourth … of their points where these are on the way.

    ``xy`` ``[point, 2]``, each ring from its ``first``; again and again, ``ROUNDS`` times.
    """
    kept, kept_first = xy.copy(), first.copy()
    for ring in range(len(first) - 1):
        begin, size = kept_first[ring], first[ring + 1] - first[ring]
        for at in range(size):
            kept[begin + at, 0], kept[begin + at, 1] = xy[first[ring] + at]
        for _ in range(ROUNDS):
            if size > SMALLEST:
                size = _without_straight(kept, begin, size)
        kept_first[ring + 1] = begin + size
    return kept[: kept_first[-1]], kept_first


@part
def _without_straight(xy: Floats, begin: int, size: int) -> int:
    """Close up a ring over every other point that is on the way; return how many are left."""
    end = begin
    for at in range(begin, begin + size):
        x, y = xy[at, 0], xy[at, 1]
        after = at + 1 if at + 1 < begin + size else begin
        before = xy[end - 1, 0], xy[end - 1, 1]
        if (at - begin) % 2 == 0 or _beside_m(
            x, y, before, (xy[after, 0], xy[after, 1])
        ) > STRAIGHT_M:
            xy[end, 0], xy[end, 1] = x, y
            end += 1
    return end - begin


@part
def _beside_m(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return how far a point is from the line through its neighbours, or from the first."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    off_x, off_y = x - start[0], y - start[1]
    length = math.hypot(along_x, along_y)
    if length > 0:
        return float(abs(along_x * off_y - along_y * off_x) / length)
    return math.hypot(off_x, off_y)
