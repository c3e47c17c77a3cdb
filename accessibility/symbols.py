"""Symbols: how circles, centres, stations and line products are drawn on paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accessibility import pens
from accessibility.classes import MISSING_EDGE, Band, Mark
from accessibility.style import CORE_WIDTH, INK, SYMBOLS, Stroke, SymbolKind

Floats = NDArray[np.float64]

LARGEST_DOT = 4.5  # points, of the mark "zu Fuß erreichbar"


def draw_circles(
    axes: pens.Axes, xy: Floats, diameter: Floats, bands: Sequence[Band], *, zorder: float
) -> None:
    """Draw circles at ``xy [place, 2]``, ``diameter [place]`` in points, classes ``bands [place]``.

    Later places lie above earlier ones, with their marks: runs of equal mark are drawn at once.
    """
    start = 0
    for mark, run in groupby(band.mark for band in bands):
        stop = start + len(list(run))
        part = slice(start, stop)
        height = zorder + start / len(bands)
        _circles(axes, xy[part], diameter[part], bands[part], zorder=height)
        _marks(axes, xy[part], diameter[part], mark, zorder=height)
        start = stop


def _circles(
    axes: pens.Axes, xy: Floats, diameter: Floats, bands: Sequence[Band], *, zorder: float
) -> None:
    missing = [band.mark == "cross" for band in bands]
    axes.scatter(
        xy[:, 0],
        xy[:, 1],
        s=np.square(diameter),
        c=[band.color for band in bands],
        edgecolors=[MISSING_EDGE if cross else INK for cross in missing],
        linewidths=[0.8 if cross else 0.5 for cross in missing],
        zorder=zorder,
    )


def _marks(axes: pens.Axes, xy: Floats, diameter: Floats, mark: Mark, *, zorder: float) -> None:
    x, y = xy[:, 0], xy[:, 1]
    if mark == "cross":
        size, width = np.square(0.5 * diameter), np.clip(0.12 * diameter, 0.6, 1.2).tolist()
        axes.scatter(x, y, s=size, c=MISSING_EDGE, marker="x", linewidths=width, zorder=zorder)
    if mark == "dot":
        size = np.square(np.minimum(0.36 * diameter, LARGEST_DOT))
        axes.scatter(x, y, s=size, c=INK, linewidths=0, zorder=zorder)


def draw_symbols(
    axes: pens.Axes, xy: Floats, kind: SymbolKind, *, zorder: float, scale: float = 1.0
) -> None:
    """Draw Zentren of one level, or stations: ``xy [symbol, 2]``."""
    symbol = SYMBOLS[kind]
    size = scale * symbol.size
    marker = "s" if symbol.square else "o"
    axes.scatter(
        xy[:, 0],
        xy[:, 1],
        s=size**2,
        c=symbol.color,
        marker=marker,
        edgecolors=symbol.edge,
        linewidths=0.9 * scale,
        zorder=zorder,
    )
    if symbol.core:
        core = (symbol.core * size) ** 2
        axes.scatter(
            xy[:, 0], xy[:, 1], s=core, c="white", marker=marker, linewidths=0, zorder=zorder
        )


def stroke_lines(stroke: Stroke) -> list[dict[str, Any]]:
    """Return the keywords of a stroke's line, and of its core line if it has one."""
    outer = _line(stroke.color, stroke.width, stroke.dash)
    if not stroke.core:
        return [outer]
    return [outer, _line(stroke.core, CORE_WIDTH * stroke.width, stroke.core_dash)]


def _line(color: str, width: float, dash: tuple[float, float] | None) -> dict[str, Any]:
    style = "solid" if dash is None else (0, dash)
    return {"color": color, "linewidth": width, "linestyle": style, "capstyle": "butt"}
