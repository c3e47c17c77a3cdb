"""Names: centres, line numbers and Ortsteile written into the printed map where there is room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accessibility import pens
from accessibility.frame import Frame, inside_region, point_xy
from accessibility.labels import Box, centred, place_labels
from accessibility.named import (
    ARROW,
    Name,
    Scene,
    name_beyond,
    name_centres,
    name_lines,
    name_places,
)
from accessibility.page import font
from accessibility.picture import MapPicture
from accessibility.signs import line_signs
from accessibility.style import INK, LEVELS, SYMBOLS

Floats = NDArray[np.float64]
Found = list[tuple[Name, Box | None]]

EDGE_PAD = 3.0  # points between a name and the edge of the map
SCALE_BAR_BOX = (0.0, 0.0, 165.0, 30.0)  # points


def write_names(
    panel: pens.Axes, picture: MapPicture, frame: Frame, size: tuple[float, float]
) -> None:
    """Write the names, the most important first; ``size`` of the map in points.

    Ober- and Mittelzentren come before anything else and are named whatever they cover.
    """
    scene = Scene(picture, frame, size)
    ours, others = _station_boxes(scene)
    fixed = np.vstack([[SCALE_BAR_BOX], _centre_boxes(scene)])
    diameter = scene.radius * 2
    soft = np.vstack([centred(scene.circle_xy, np.column_stack([diameter, diameter])), others])
    found = _place(name_centres(scene, LEVELS[:2]), scene, np.vstack([fixed, ours]), soft)
    lost = [name for name, box in found if box is None]
    found = [one for one in found if one[1] is not None]
    found += _place(lost, scene, np.vstack([fixed, _boxes(found)]), soft)
    signs, known = line_signs(picture, frame), {name.text for name, _ in found}
    grundzentren = name_centres(scene, LEVELS[2:])
    known |= {name.text for name in grundzentren}
    rest = [
        *name_beyond(scene),
        *grundzentren,
        *name_lines(scene, [sign for sign in signs if sign.ours]),
        *name_places(scene, known),
        *name_lines(scene, [sign for sign in signs if not sign.ours]),
    ]
    found += _place(rest, scene, np.vstack([fixed, ours, _boxes(found)]), soft)
    for name, box in found:
        if box is not None:
            _write(panel, name, box, size)


def _place(names: list[Name], scene: Scene, hard: Floats, soft: Floats) -> Found:
    width, height = scene.size
    inner = Box(EDGE_PAD, EDGE_PAD, width - EDGE_PAD, height - EDGE_PAD)
    boxes = place_labels([name.label for name in names], frame=inner, hard=hard, soft=soft)
    return list(zip(names, boxes, strict=True))


def _boxes(found: Found) -> Floats:
    sides = [box.sides for _, box in found if box is not None]
    return np.array(sides, np.float64).reshape(-1, 4)


def _centre_boxes(scene: Scene) -> Floats:
    """Return ``[centre, 4]`` of the symbols of the Zentren, which no name covers."""
    layer = scene.picture.layers.zentren
    if layer is None or layer.empty:
        return np.empty((0, 4))
    sizes = np.array([SYMBOLS[level].size for level in layer["level"]], np.float64)
    xy = scene.xy(point_xy(layer, scene.picture.imprint.crs))
    return centred(xy, np.column_stack([sizes, sizes]))


def _station_boxes(scene: Scene) -> tuple[Floats, Floats]:
    """Return the boxes of the region's stations, and of the others, which matter less."""
    layer = scene.picture.layers.stations
    if layer is None or layer.empty:
        return np.empty((0, 4)), np.empty((0, 4))
    metres = point_xy(layer, scene.picture.imprint.crs)
    ours, size = inside_region(scene.picture, metres), SYMBOLS["sbahn"].size
    boxes = centred(scene.xy(metres), (size, size))
    return boxes[ours], boxes[~ours]


def _write(panel: pens.Axes, name: Name, box: Box, size: tuple[float, float]) -> None:
    """Write a name into the middle of its box, with a halo or as a badge."""
    if name.point is not None:
        _lead(panel, name, name.point, box, size)
    badge = {"boxstyle": "round,pad=0.18", "facecolor": name.fill, "edgecolor": "white", "lw": 0.6}
    halo = pens.withStroke(linewidth=1.8, foreground="white")
    panel.text(
        (box.left + box.right) / 2 / size[0],
        (box.bottom + box.top) / 2 / size[1],
        name.text,
        transform=panel.transAxes,
        fontproperties=font(name.size, bold=name.bold),
        color=name.color,
        ha="center",
        va="center_baseline",
        parse_math=False,
        zorder=6,
        bbox=badge if name.fill else None,
        path_effects=[] if name.fill else [halo],
    )


def _lead(panel: pens.Axes, name: Name, point: Floats, box: Box, size: tuple[float, float]) -> None:
    """Draw what joins a name to its point: a line where it stands far off, an arrow at the edge."""
    if name.towards is not None:
        turned = pens.Affine2D().rotate(np.arctan2(name.towards[1], name.towards[0]) - np.pi / 2)
        marker = pens.MarkerStyle("^", transform=turned)
        x, y = point / size
        panel.scatter(
            x, y, s=ARROW**2, marker=marker, color=INK, edgecolors="white",
            linewidths=0.6, transform=panel.transAxes, zorder=6,
        )  # fmt: skip
        return
    end = np.clip(point, (box.left, box.bottom), (box.right, box.top))
    if np.hypot(*(end - point)) > name.reach:
        ends = np.array([point, end]) / size
        line = pens.LineCollection([ends], color=INK, linewidth=0.7, transform=panel.transAxes)
        panel.add_collection(line, autolim=False)
