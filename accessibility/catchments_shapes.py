"""Shapes of catchments: ways begun, and the ground beside ways as areas that hold each other."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import shapely

from accessibility.catchments_border import Tiled, border_rings, empty_tiles
from accessibility.catchments_field import SIDE, raise_field
from accessibility.catchments_polygons import ground_of
from gtfs.timetable import Bools, Floats, Ints

STEP_M = 10.0  # between the points whose distance to the streets is measured
MOST_TILES = 4000  # in a row of that grid: larger regions have larger steps
HEM_M = 1.0  # an area reaches at least so far beyond the one inside it
MARGIN = 1.5  # steps: farther than from a point to the next

Way: TypeAlias = tuple[Floats, float]  # [piece, 2, 2] and how far to both sides


class _Grid(NamedTuple):
    """Where the points of a field lie."""

    origin: Floats  # [2]
    step_m: float


def begun(start: Floats, end: Floats, metres: Floats, left_m: Floats) -> Floats:
    """Return the first ``left_m`` of each way; none where that is negative."""
    kept = left_m >= 0
    share = np.clip(left_m[kept] / np.maximum(metres[kept], 1e-6), 0, 1)[:, None]
    return np.stack((start[kept], start[kept] + share * (end[kept] - start[kept])), axis=1)


def areas_beside(ways: Sequence[Sequence[Way]]) -> list[shapely.MultiPolygon]:
    """Return the ground beside the ways of each limit, and of all limits before it with a hem.

    Its border is that of the distance to the streets, measured every ``STEP_M`` metres and taken
    as linear between: corners that point inwards may be cut by half a step. Small holes
    are filled.
    """
    pieces = np.concatenate([np.empty((0, 2, 2)), *(way for limit in ways for way, _ in limit)])
    if not len(pieces):
        return [shapely.MultiPolygon() for _ in ways]
    reach_m = max(beside for limit in ways for _, beside in limit) + len(ways) * HEM_M
    grid, field = _field(pieces, reach_m)
    return list(_areas(grid, field, ways))


def _areas(
    grid: _Grid, field: Tiled, ways: Sequence[Sequence[Way]]
) -> Iterator[shapely.MultiPolygon]:
    """Yield the areas; the level falls by a hem from each limit to the next."""
    hem = HEM_M / grid.step_m
    margin = MARGIN + len(ways) * hem
    for number, limit in enumerate(ways):
        level = -number * hem
        for pieces, beside_m in limit:
            placed = np.ascontiguousarray((pieces - grid.origin) / grid.step_m)
            raise_field(field.depth, field.tile, placed, beside_m / grid.step_m + level, margin)
        rings = border_rings(field, level)
        yield ground_of(rings._replace(xy=rings.xy * grid.step_m + grid.origin))


def _field(pieces: Floats, reach_m: float) -> tuple[_Grid, Tiled]:
    """Return a field with room for what lies so near to the pieces."""
    low, high = pieces.min(axis=1), pieces.max(axis=1)
    extent = float((high.max(axis=0) - low.min(axis=0)).max())
    step_m = max(STEP_M, extent / (MOST_TILES * SIDE))
    beyond_m = reach_m + 2 * MARGIN * step_m
    origin = low.min(axis=0) - beyond_m - SIDE * step_m  # a row of tiles that stays empty
    tile_m = SIDE * step_m
    first = ((low - beyond_m - origin) // tile_m).astype(np.int64)
    last = ((high + beyond_m - origin) // tile_m).astype(np.int64)
    return _Grid(origin, step_m), empty_tiles(_covered(first, last))


def _covered(first: Ints, last: Ints) -> Bools:
    """Return ``[row, column]`` which tiles the boxes cover, ``first`` and ``last`` of x and y."""
    corners = np.zeros(last.max(axis=0) + 2, np.int64)
    np.add.at(corners, (first[:, 0], first[:, 1]), 1)
    np.add.at(corners, (last[:, 0] + 1, last[:, 1] + 1), 1)
    np.add.at(corners, (first[:, 0], last[:, 1] + 1), -1)
    np.add.at(corners, (last[:, 0] + 1, first[:, 1]), -1)
    covered: Bools = corners.cumsum(axis=0).cumsum(axis=1).T > 0
    return covered
