"""Netzgrafik layout: where the Knoten stand on a page, schematic, in the compass order they have.

Hill climbing on a grid, as for metro maps (Stott et al. 2011): the first places keep the order from
west to east and from south to north and spread dense areas; then each Knoten moves to the best
free place around it, or changes places with a neighbour, until nothing gets better.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from accessibility import pens
from accessibility.labels import Box
from accessibility.netzgrafik_cost import ROOM_MM, Drawing, cost
from gtfs.timetable import Bools, Floats, Ints

SPARE = (2.1, 3.0)  # cells of the grid for each Knoten: both are tried
BY_RANK = 0.6  # of the first places: 1 as far apart as they come, 0 true to scale
AROUND, BESIDE = 3, 1  # cells a Knoten looks around for free ones, and to change places
BESIDE_MM = 2.35  # between lines of a bundle
SWEEPS = 20
STRICT = (0.3, 1.0)  # first Knoten find their order, then strokes get out of their boxes
BETTER = 1e-6
Found: TypeAlias = tuple[float, int, int | None]  # change of cost, cell, Knoten that changes places


def drawing_of(xy: Floats, ends: Ints, lines: Ints, half: Floats, box: Box) -> Drawing:
    """Return the drawing of Knoten at ``xy [knoten, 2]`` metres, ``lines [bundle]`` among them."""
    way = xy[ends[:, 1]] - xy[ends[:, 0]]
    return Drawing(
        ends=ends,
        wide=BESIDE_MM * lines.astype(np.float64),
        half=half,
        weight=np.sqrt(lines),
        bearing=np.arctan2(way[:, 1], way[:, 0]),
        wanted=_wanted(xy, half, box),
    )


def places_of(drawing: Drawing, box: Box) -> Floats:
    """Return ``[knoten, 2]`` where each stands, mm: on the grid on which it reads best."""
    tried = [_placed(drawing, _cells(drawing.half, box, spare)) for spare in SPARE]
    every = np.arange(len(drawing.half))
    judged = [float(cost(drawing, at[None], every)[0]) for at in tried]
    return tried[int(np.argmin(judged))]


def _placed(drawing: Drawing, cells: Floats) -> Floats:
    away = ((drawing.wanted[:, None] - cells[None]) ** 2).sum(axis=2)
    _, cell = pens.linear_sum_assignment(away)
    for strict in STRICT:
        _settle(drawing._replace(strict=strict), cells, cell)
    at: Floats = cells[cell]
    return at


def _settle(drawing: Drawing, cells: Floats, cell: Ints) -> None:
    """Move the Knoten, in place, until none finds a better place."""
    waiting = np.ones(len(cell), np.bool_)
    for _ in range(SWEEPS):
        for knoten in np.flatnonzero(waiting).tolist():
            waiting[knoten] = False
            before = cell.copy()
            if _move(drawing, cells, cell, knoten):
                waiting |= _disturbed(drawing, cells, cell, np.flatnonzero(before != cell))
        if not waiting.any():
            break


def _disturbed(drawing: Drawing, cells: Floats, cell: Ints, moved: Ints) -> Bools:
    """Return ``[knoten]`` who may find a better place now that some have moved."""
    told = np.isin(drawing.ends, moved).any(axis=1)
    disturbed = np.zeros(len(cell), np.bool_)
    disturbed[drawing.ends[told].ravel()] = True
    for knoten in moved.tolist():
        disturbed |= np.isin(cell, _around(cells, int(cell[knoten]), BESIDE))
    return disturbed


def _wanted(xy: Floats, half: Floats, box: Box) -> Floats:
    """Return places on the page between true to scale and evenly spread, by axis."""
    low = np.array([box.left, box.bottom]) + half.max(axis=0)
    high = np.array([box.right, box.top]) - half.max(axis=0)
    span = np.maximum(np.ptp(xy, axis=0), 1.0)
    true = (xy - xy.min(axis=0)) / span
    rank = np.argsort(np.argsort(xy, axis=0, kind="stable"), axis=0) / max(len(xy) - 1, 1)
    wanted: Floats = low + (BY_RANK * rank + (1 - BY_RANK) * true) * (high - low)
    return wanted


def _cells(half: Floats, box: Box, spare: float) -> Floats:
    """Return the middles of a grid with room to spare, boxes at the rim within the page."""
    number, rim = len(half), half.max(axis=0)
    size = np.array([box.right - box.left, box.top - box.bottom])
    wide, high = size / (2 * np.median(half, axis=0) + ROOM_MM)  # cells one would like
    columns = max(2, round(float(np.sqrt(spare * number * wide / high))))
    rows = max(2, -(-int(np.ceil(spare * number)) // columns))
    x = np.linspace(box.left + rim[0], box.right - rim[0], columns)
    y = np.linspace(box.bottom + rim[1], box.top - rim[1], rows)
    return np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)


def _move(drawing: Drawing, cells: Floats, cell: Ints, knoten: int) -> bool:
    """Move a Knoten to the best place around it, in place; return whether it moved."""
    here = int(cell[knoten])
    near = _around(cells, here, AROUND)
    best: Found = _best(drawing, cells, cell, (knoten, near[~np.isin(near, cell)]))
    for other in np.flatnonzero(np.isin(cell, _around(cells, here, BESIDE))).tolist():
        better = _swapped(drawing, cells, cell, (knoten, other))
        if better < best[0]:
            best = better, int(cell[other]), other
    if best[0] >= -BETTER:
        return False
    _, place, swapped = best
    if swapped is not None:
        cell[swapped] = here
    cell[knoten] = place
    return True


def _best(drawing: Drawing, cells: Floats, cell: Ints, what: tuple[int, Ints]) -> Found:
    """Return by how much the best free place changes the cost, and the place."""
    knoten, free = what
    places = np.append(cell[knoten], free)
    at = np.repeat(cells[cell][None], len(places), axis=0)
    at[:, knoten] = cells[places]
    judged = cost(drawing, at, np.array([knoten]))
    best = int(np.argmin(judged))
    return float(judged[best] - judged[0]), int(places[best]), None


def _swapped(drawing: Drawing, cells: Floats, cell: Ints, pair: Sequence[int]) -> float:
    """Return by how much the cost changes if two Knoten change places."""
    both = np.array(pair)
    at = np.repeat(cells[cell][None], 2, axis=0)
    at[1, both] = at[0, both[::-1]]
    judged = cost(drawing, at, both)
    return float(judged[1] - judged[0])


def _around(cells: Floats, here: int, steps: int) -> Ints:
    """Return the cells so many steps around one, itself left out."""
    columns, rows = (np.unique(cells[:, axis]) for axis in (0, 1))
    step = np.array([np.diff(columns).min(initial=np.inf), np.diff(rows).min(initial=np.inf)])
    apart = np.abs(cells - cells[here]) / step
    near = (apart.max(axis=1) <= steps + 0.1) & (apart.max(axis=1) > 0)
    return np.flatnonzero(near)
