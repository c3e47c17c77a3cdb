"""Names: Zentren, line numbers and Ortsteile written into the printed map where there is room."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from accessibility.frame import Frame, point_xy
from accessibility.labels import Box, Label, around, centred, place_labels
from accessibility.page import font, text_size
from accessibility.picture import MapPicture, clear_of_town, diameters
from accessibility.shapes import named_lines
from accessibility.style import INK, LARGEST, LEVELS, PRODUCTS, SMALLEST, SYMBOLS

Floats = NDArray[np.float64]

COVERS = 5.0  # share of its box: the name of a centre may lie on several circles
PAD = 1.2  # points between a symbol and its name
FURTHER = (6.0, 12.0, 20.0)  # points
EDGE_PAD = 3.0  # points between a name and the edge of the map
CENTRE_SIZES = {"oberzentrum": 10.5, "mittelzentrum": 9.2, "grundzentrum": 8.0}
PLACE_SIZE, LINE_SIZE = 6.4, 5.8
PLACE_COLOR = "#3a3a38"
SCALE_BAR_BOX = (0.0, 0.0, 165.0, 30.0)  # points


class Spot(NamedTuple):
    """A centre's point, and the boxes farther away from where a line leads to it."""

    xy: Floats
    boxes: Floats


@dataclass(frozen=True, eq=False)
class Name:
    """A label and how it is written; with ``fill`` as a badge of that colour."""

    text: str
    label: Label
    size: float
    color: str = INK
    bold: bool = False
    fill: str = ""
    spot: Spot | None = None
    leader: bool = False

    def farther(self) -> "Name":
        """Return the name to be written away from its point."""
        if self.spot is None:
            return self
        label = Label(self.spot.boxes, tolerance=self.label.tolerance)
        return replace(self, label=label, leader=True)


@dataclass(frozen=True, eq=False)
class Scene:
    """The map in points from its lower left corner: what names stand beside, and must not cover."""

    picture: MapPicture
    frame: Frame
    width: float
    height: float

    def xy(self, metres: Floats) -> Floats:
        """Return ``[point, 2]`` in points."""
        corner = np.array([self.frame.left, self.frame.bottom])
        scaled: Floats = (metres - corner) * (self.width / self.frame.width)
        return scaled


def write_names(panel: Axes, picture: MapPicture, frame: Frame, size: tuple[float, float]) -> None:
    """Write the names, the most important first; ``size`` of the map in points."""
    scene = Scene(picture, frame, *size)
    circle_xy = scene.xy(point_xy(picture.places, picture.imprint.crs))
    population = picture.places["population"].to_numpy(float)
    radius = diameters(population, largest=LARGEST, smallest=SMALLEST) / 2
    taken = np.vstack([[SCALE_BAR_BOX], _symbol_boxes(scene)])
    soft = centred(circle_xy, np.column_stack([radius, radius]) * 2)
    zentren = _zentren(scene, circle_xy, radius)
    found = _place(zentren, size, taken, soft)
    # who found no room beside its symbol is written farther away, with a line to it
    away = [name.farther() for name, box in zip(zentren, found, strict=True) if box is None]
    known = {name.text for name in zentren}
    rest = [*away, *_lines(scene), *_ortsteile(picture, circle_xy, radius, known)]
    taken = np.vstack([taken, *(box.sides for box in found if box is not None)])
    boxes = found + _place(rest, size, taken, soft)
    for name, box in zip([*zentren, *rest], boxes, strict=True):
        if box is not None:
            _write(panel, name, box, size)


def _place(
    names: list[Name], size: tuple[float, float], hard: Floats, soft: Floats
) -> list[Box | None]:
    inner = Box(EDGE_PAD, EDGE_PAD, size[0] - EDGE_PAD, size[1] - EDGE_PAD)
    return place_labels([name.label for name in names], frame=inner, hard=hard, soft=soft)


def _zentren(scene: Scene, circle_xy: Floats, radius: Floats) -> list[Name]:
    """Return the names of the centres, higher levels first."""
    layer = scene.picture.layers.zentren
    if layer is None or layer.empty:
        return []
    xy = scene.xy(point_xy(layer, scene.picture.imprint.crs))
    level, name = layer["level"].to_numpy(str), layer["name"].to_numpy(str)
    inside = ((xy > 0) & (xy < [scene.width, scene.height])).all(axis=1)
    names = []
    for kind in LEVELS:
        size = CENTRE_SIZES[kind]
        for index in np.flatnonzero((level == kind) & inside):
            text = str(name[index])
            beside = SYMBOLS[kind].size / 2 + PAD
            clear = max(beside, clear_of_town(xy[index], circle_xy, radius) + PAD)
            extent = text_size(text, size, bold=True)
            near = [around(xy[index], distance, extent) for distance in (clear, beside)]
            far = [around(xy[index], clear + further, extent) for further in FURTHER]
            label = Label(np.vstack(near), tolerance=COVERS)
            spot = Spot(xy[index], np.vstack(far))
            names.append(Name(text, label, size, bold=True, spot=spot))
    return names


def _lines(scene: Scene) -> list[Name]:
    """Return a badge for every line of the better products, somewhere along it."""
    names = []
    picture = scene.picture
    for line in named_lines(picture.layers.lines, picture.imprint.crs, scene.frame):
        width, height = text_size(line.name, LINE_SIZE, bold=True)
        boxes = centred(scene.xy(line.spots), (width + 3, height + 1))
        fill = PRODUCTS[line.product].color
        names.append(Name(line.name, Label(boxes), LINE_SIZE, color="white", bold=True, fill=fill))
    return names


def _ortsteile(
    picture: MapPicture, circle_xy: Floats, radius: Floats, known: set[str]
) -> list[Name]:
    """Return the names of the other places, the most people first."""
    order = np.argsort(-radius, kind="stable")
    texts = picture.places["name"].to_numpy(str)
    names = []
    for place in order:
        text = str(texts[place])
        if text in known:
            continue
        boxes = around(circle_xy[place], radius[place] + PAD, text_size(text, PLACE_SIZE))
        names.append(Name(text, Label(boxes, tolerance=0.02), PLACE_SIZE, color=PLACE_COLOR))
    return names


def _symbol_boxes(scene: Scene) -> Floats:
    """Return ``[symbol, 4]`` of Zentren and stations, which no name covers."""
    crs, layers = scene.picture.imprint.crs, scene.picture.layers
    boxes = [np.empty((0, 4))]
    if layers.zentren is not None and not layers.zentren.empty:
        sizes = np.array([SYMBOLS[level].size for level in layers.zentren["level"]], np.float64)
        xy = scene.xy(point_xy(layers.zentren, crs))
        boxes.append(centred(xy, np.column_stack([sizes, sizes])))
    if layers.stations is not None and not layers.stations.empty:
        size = SYMBOLS["sbahn"].size
        boxes.append(centred(scene.xy(point_xy(layers.stations, crs)), (size, size)))
    return np.vstack(boxes)


def _write(panel: Axes, name: Name, box: Box, size: tuple[float, float]) -> None:
    """Write a name into the middle of its box, with a halo or as a badge."""
    if name.leader and name.spot is not None:
        x, y = name.spot.xy
        end = np.clip(x, box.left, box.right), np.clip(y, box.bottom, box.top)
        ends = np.array([(x, y), end]) / size
        line = LineCollection([ends], color=INK, linewidth=0.7, transform=panel.transAxes)
        panel.add_collection(line, autolim=False)
    badge = {"boxstyle": "round,pad=0.18", "facecolor": name.fill, "edgecolor": "white", "lw": 0.6}
    halo = withStroke(linewidth=1.8, foreground="white")
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
