"""Names: Zentren, line numbers and Ortsteile written into the printed map where there is room."""

from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from accessibility.frame import Frame, point_xy
from accessibility.labels import Box, Label, around, centred, place_labels
from accessibility.page import font, text_size
from accessibility.picture import MapPicture, clear_of_town, diameters
from accessibility.shapes import named_lines
from accessibility.style import INK, LARGEST, LEVELS, PRODUCTS, SMALLEST, SYMBOLS

Floats = NDArray[np.float64]

PAD = 1.2  # points between a symbol and its name
FURTHER = (5.0, 10.0, 18.0)  # points: a centre has to be named, if need be from farther away
EDGE_PAD = 3.0  # points between a name and the edge of the map
CENTRE_SIZES = {"oberzentrum": 10.5, "mittelzentrum": 9.2, "grundzentrum": 8.0}
PLACE_SIZE, LINE_SIZE = 6.4, 5.8
PLACE_COLOR = "#3a3a38"
ALONG = np.array([0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.45, 0.55, 0.35, 0.65])  # of the course
SCALE_BAR_BOX = (0.0, 0.0, 165.0, 30.0)  # points


@dataclass(frozen=True, eq=False)
class Name:
    """A label and how it is written; with ``fill`` as a badge of that colour."""

    text: str
    label: Label
    size: float
    color: str = INK
    bold: bool = False
    fill: str = ""


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
    crs = picture.imprint.crs
    circle_xy = scene.xy(point_xy(picture.places, crs))
    population = picture.places["population"].to_numpy(float)
    radius = diameters(population, largest=LARGEST, smallest=SMALLEST) / 2
    zentren = _zentren(scene, circle_xy, radius)
    known = {name.text for name in zentren}
    names = [*zentren, *_lines(scene), *_ortsteile(picture, circle_xy, radius, known)]
    boxes = place_labels(
        [name.label for name in names],
        frame=Box(EDGE_PAD, EDGE_PAD, size[0] - EDGE_PAD, size[1] - EDGE_PAD),
        hard=np.vstack([[SCALE_BAR_BOX], _symbol_boxes(scene)]),
        soft=centred(circle_xy, np.column_stack([radius, radius]) * 2),
    )
    for name, box in zip(names, boxes, strict=True):
        if box is not None:
            _write(panel, name, box, size)


def _zentren(scene: Scene, circle_xy: Floats, radius: Floats) -> list[Name]:
    """Return the names of the centres, higher levels first."""
    layer = scene.picture.layers.zentren
    if layer is None or layer.empty:
        return []
    xy = scene.xy(point_xy(layer, scene.picture.imprint.crs))
    level, name = layer["level"].to_numpy(str), layer["name"].to_numpy(str)
    names = []
    for kind in LEVELS:
        size = CENTRE_SIZES[kind]
        for index in np.flatnonzero(level == kind):
            text = str(name[index])
            beside = SYMBOLS[kind].size / 2 + PAD
            clear = max(beside, clear_of_town(xy[index], circle_xy, radius) + PAD)
            distances = (clear, beside, *(clear + further for further in FURTHER))
            extent = text_size(text, size, bold=True)
            boxes = np.vstack([around(xy[index], distance, extent) for distance in distances])
            names.append(Name(text, Label(boxes, tolerance=5.0), size, bold=True))
    return names


def _lines(scene: Scene) -> list[Name]:
    """Return a badge for every line of the better products, somewhere along it."""
    names = []
    for line in named_lines(scene.picture.layers.lines, scene.picture.imprint.crs):
        spots = shapely.line_interpolate_point(line.course, ALONG, normalized=True)
        width, height = text_size(line.name, LINE_SIZE, bold=True)
        boxes = centred(scene.xy(shapely.get_coordinates(spots)), (width + 3, height + 1))
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
