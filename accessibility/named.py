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
HIDES_DOT = 0.05  # share of a badge
PAD = 1.2  # points between a symbol and its name
FURTHER = (6.0, 12.0, 20.0, 32.0)  # points
# In things hidden: what a worse place must spare. A name that stands nearer to another town than to
# its own would be read as that town's.
FAR, ON_TOWN, MISLEADING = 0.4, 0.3, 0.6
ARROW, ARROW_PAD = 6.0, 5.5  # points: its size, and how far from the edge its middle lies
CENTRE_SIZES = {"oberzentrum": 10.5, "mittelzentrum": 9.2, "grundzentrum": 8.0}
PLACE_SIZE, LINE_SIZE, BEYOND_SIZE = 6.4, 5.8, 7.6
WIDER = 1.03  # than the outlines of its letters a word may become in pixels
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
    circles = scene.circle_xy, scene.radius
    reach = np.array([clear_of_town(centre, *circles) for centre in xy])
    towns = xy, np.maximum(reach, [SYMBOLS[kind].size / 2 for kind in level])
    return [
        _centre(str(name[index]), kind, int(index), towns)
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
        boxes = around(point, ARROW / 2 + PAD, _extent(text, BEYOND_SIZE, bold=True), AROUND)
        label = Label(boxes, tolerance=COVERS)
        way = xy - point
        names.append(Name(text, label, BEYOND_SIZE, bold=True, point=point, towards=way))
    return names


def name_lines(scene: Scene, signs: Sequence[Sign]) -> list[Name]:
    """Return a badge for every sign; on a map of lines it may hide the dot of a place."""
    tolerance = 0.0 if scene.picture.offer is None else HIDES_DOT
    names = []
    for sign in signs:
        width, height = _extent(sign.name, LINE_SIZE, bold=True)
        boxes = centred(scene.xy(sign.spots), (width + 3, height + 1))
        fill = PRODUCTS[sign.product].color
        label = Label(boxes, tolerance)
        names.append(Name(sign.name, label, LINE_SIZE, color="white", bold=True, fill=fill))
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
        boxes = around(circle_xy[place], radius[place] + PAD, _extent(text, PLACE_SIZE))
        names.append(Name(text, Label(boxes, tolerance=0.02), PLACE_SIZE, color=PLACE_COLOR))
    return names


def _extent(text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Return width and height a name takes; a printer's pixels make letters a little wider."""
    width, height = text_size(text, size, bold=bold)
    return WIDER * width, height


def _centre(text: str, kind: SymbolKind, index: int, towns: tuple[Floats, Floats]) -> Name:
    """Return the name of one of the ``towns``: beside it, on it, or farther off with a line to it.

    They are the middles of the centres and how far their circles reach.
    """
    xy, reach = towns[0][index], towns[1]
    size = CENTRE_SIZES[kind]
    extent = _extent(text, size, bold=True)
    beside = SYMBOLS[kind].size / 2 + PAD
    clear = reach[index] + PAD
    places = [(clear, 0.0), (beside, ON_TOWN), *((clear + more, FAR) for more in FURTHER)]
    boxes = np.vstack([around(xy, distance, extent, AROUND) for distance, _ in places])
    penalty: Floats = PREFERENCE * np.arange(len(boxes), dtype=np.float64)
    penalty += np.repeat([worse for _, worse in places], len(AROUND))
    apart = away(boxes, towns[0]) - reach
    others = np.delete(apart, index, axis=1).min(axis=1, initial=np.inf)
    penalty += MISLEADING * (others <= apart[:, index] + PAD)
    label = Label(boxes, tolerance=COVERS, penalty=penalty)
    return Name(text, label, size, bold=True, point=xy, reach=clear + 3.0)
