"""Named: what a printed map would name, each with the places where the name could stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accessibility.frame import Frame, centres_beyond, point_xy
from accessibility.labels import AROUND, PREFERENCE, Label, around, away, centred
from accessibility.page import text_size
from accessibility.picture import MapPicture, clear_of_town
from accessibility.signs import Sign
from accessibility.style import INK, PRODUCTS, SYMBOLS, SymbolKind

Floats = NDArray[np.float64]

COVERS = 5.0  # share of its box: the name of a centre may lie on several circles
PAD = 1.2  # points between a symbol and its name
FURTHER = (6.0, 12.0, 20.0, 32.0)  # points
# In things hidden: what a worse place must spare. A name that stands nearer to another town than to
# its own would be read as that town's.
FAR, ON_TOWN, MISLEADING = 0.4, 0.3, 0.6
TOWN = 5.0  # points: circles of that radius are taken for towns
ARROW, ARROW_PAD = 6.0, 5.5  # points: its size, and how far from the edge its middle lies
CENTRE_SIZES = {"oberzentrum": 10.5, "mittelzentrum": 9.2, "grundzentrum": 8.0}
PLACE_SIZE, LINE_SIZE, BEYOND_SIZE = 6.4, 5.8, 7.6
PLACE_COLOR = "#3a3a38"


@dataclass(frozen=True, eq=False)
class Name:
    """A label and how it is written; with ``fill`` as a badge of that colour.

    Where it stands farther than ``reach`` from its ``point`` a line leads there. ``towards`` is the
    direction of a centre beyond the edge of the map: an arrow at the point shows it.
    """

    text: str
    label: Label
    size: float
    color: str = INK
    bold: bool = False
    fill: str = ""
    point: Floats | None = None
    reach: float = 0.0
    towards: Floats | None = None


@dataclass(frozen=True, eq=False)
class Scene:
    """The map in points from its lower left corner: what names stand beside, and must not cover."""

    picture: MapPicture
    frame: Frame
    size: tuple[float, float]

    def xy(self, metres: Floats) -> Floats:
        """Return ``[point, 2]`` in points."""
        corner = np.array([self.frame.left, self.frame.bottom])
        scaled: Floats = (metres - corner) * (self.size[0] / self.frame.width)
        return scaled

    @property
    def circle_xy(self) -> Floats:
        """``[place, 2]`` the middles of the circles."""
        return self.xy(point_xy(self.picture.places, self.picture.imprint.crs))

    @property
    def radius(self) -> Floats:
        """``[place]`` of the circles."""
        return self.picture.diameters / 2


def name_centres(scene: Scene, levels: Sequence[SymbolKind]) -> list[Name]:
    """Return the names of the centres of the levels, in their order."""
    layer = scene.picture.layers.zentren
    if layer is None or layer.empty:
        return []
    xy = scene.xy(point_xy(layer, scene.picture.imprint.crs))
    inside = ((xy > 0) & (xy < scene.size)).all(axis=1)
    level, name = layer["level"].to_numpy(str), layer["name"].to_numpy(str)
    circle_xy, radius = scene.circle_xy, scene.radius
    towns = np.vstack([xy, circle_xy[radius > TOWN]])
    return [
        _centre(str(name[index]), kind, xy[index], (circle_xy, radius), towns)
        for kind in levels
        for index in np.flatnonzero((level == kind) & inside)
    ]


def name_beyond(scene: Scene) -> list[Name]:
    """Return the names of centres beyond the edge, each beside an arrow that points there."""
    names = []
    low, high = np.full(2, ARROW_PAD), np.array(scene.size) - ARROW_PAD
    for text, metres in centres_beyond(scene.picture, scene.frame):
        xy = scene.xy(metres)
        point = np.clip(xy, low, high)
        boxes = around(point, ARROW / 2 + PAD, text_size(text, BEYOND_SIZE, bold=True), AROUND)
        label = Label(boxes, tolerance=COVERS)
        way = xy - point
        names.append(Name(text, label, BEYOND_SIZE, bold=True, point=point, towards=way))
    return names


def name_lines(scene: Scene, signs: Sequence[Sign]) -> list[Name]:
    """Return a badge for every sign."""
    names = []
    for sign in signs:
        width, height = text_size(sign.name, LINE_SIZE, bold=True)
        boxes = centred(scene.xy(sign.spots), (width + 3, height + 1))
        fill = PRODUCTS[sign.product].color
        names.append(Name(sign.name, Label(boxes), LINE_SIZE, color="white", bold=True, fill=fill))
    return names


def name_places(scene: Scene, known: set[str]) -> list[Name]:
    """Return the names of the other places, the most people first."""
    circle_xy, radius = scene.circle_xy, scene.radius
    people = np.nan_to_num(scene.picture.places["population"].to_numpy(float))
    texts = scene.picture.places["name"].to_numpy(str)
    names = []
    for place in np.argsort(-people, kind="stable"):
        text = str(texts[place])
        if text in known:
            continue
        boxes = around(circle_xy[place], radius[place] + PAD, text_size(text, PLACE_SIZE))
        names.append(Name(text, Label(boxes, tolerance=0.02), PLACE_SIZE, color=PLACE_COLOR))
    return names


def _centre(
    text: str, kind: SymbolKind, xy: Floats, circles: tuple[Floats, Floats], towns: Floats
) -> Name:
    """Return the name of a centre: beside its town, on it, or farther away with a line to it."""
    size = CENTRE_SIZES[kind]
    extent = text_size(text, size, bold=True)
    beside = SYMBOLS[kind].size / 2 + PAD
    clear = max(beside, clear_of_town(xy, *circles) + PAD)
    places = [(clear, 0.0), (beside, ON_TOWN), *((clear + more, FAR) for more in FURTHER)]
    boxes = np.vstack([around(xy, distance, extent, AROUND) for distance, _ in places])
    penalty = PREFERENCE * np.arange(len(boxes))
    penalty += np.repeat([worse for _, worse in places], len(AROUND))
    others = towns[np.hypot(*(towns - xy).T) > clear]
    if len(others):
        own = away(boxes, xy[None])[:, 0]
        penalty += MISLEADING * (away(boxes, others).min(axis=1) < own)
    label = Label(boxes, tolerance=COVERS, penalty=penalty)
    return Name(text, label, size, bold=True, point=xy, reach=clear + 3.0)
