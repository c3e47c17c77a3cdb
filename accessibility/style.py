"""Style: colours, strokes and symbols that paper and screen share."""

from dataclasses import dataclass
from typing import Literal

SymbolKind = Literal["oberzentrum", "mittelzentrum", "grundzentrum", "sbahn", "bahn"]

INK, SOFT, RULE = "#1d1d1b", "#4a4a48", "#b9b4ab"
LAND, OUTSIDE, EDGE, INNER_EDGE = "#fcfbf8", "#ece9e3", "#8d857a", "#b3aca1"
ROAD_COLOR = "#d5cfc5"
STATUS_FILL, STATUS_EDGE = "#fff1d6", "#a35a00"

LARGEST, SMALLEST = 34.0, 4.2  # diameters of circles, points
DOT = 2.6  # of a place on a map of lines


@dataclass(frozen=True)
class Stroke:
    """How a line product is drawn: width in points, dashes in widths, a core line inside."""

    color: str
    width: float
    dash: tuple[float, float] | None = None
    core: str = ""
    core_dash: tuple[float, float] | None = None


CORE_WIDTH = 0.42  # of the stroke's width

# Drawn in this order, so trains lie on top; legends list them the other way round. All are cold
# colours: the warm ones belong to the classes.
PRODUCTS = {
    "Bus": Stroke("#647181", 0.8),
    "StadtBus": Stroke("#0f7f8c", 1.3, (1.0, 1.0)),
    "TaktBus": Stroke("#2b62ad", 1.4, (3.5, 1.3)),
    "PlusBus": Stroke("#1b478c", 2.1),
    "Straßenbahn": Stroke("#0b6e80", 2.4, core="#ffffff", core_dash=(1.0, 2.4)),
    "Bahn": Stroke("#2b2b2b", 2.4, core="#ffffff", core_dash=(3.0, 3.0)),
    "S-Bahn": Stroke("#1f7a35", 2.9, core="#d9f2dc"),
}
OTHER_PRODUCT = "Bus"

# On a map of lines the width tells the trips of a section in a day, both ways: roughly less than
# every two hours, every two hours, hourly, more.
WIDTHS = {"bis 10": (10, 0.8), "11–24": (24, 1.3), "25–48": (48, 1.9), "über 48": (1e9, 2.7)}


@dataclass(frozen=True)
class Symbol:
    """A point symbol: its German name, size in points, colours; ``core`` is a share of the size."""

    label: str
    size: float
    square: bool
    color: str
    edge: str
    core: float = 0.0


SYMBOLS: dict[SymbolKind, Symbol] = {
    "oberzentrum": Symbol("Oberzentrum", 9.5, square=True, color=INK, edge="#ffffff", core=0.5),
    "mittelzentrum": Symbol("Mittelzentrum", 7.5, square=True, color=INK, edge="#ffffff", core=0.3),
    "grundzentrum": Symbol("Grundzentrum", 5.0, square=True, color=INK, edge="#ffffff"),
    "sbahn": Symbol(
        "S-Bahn-Station", 5.4, square=False, color="#1f7a35", edge="#ffffff", core=0.36
    ),
    "bahn": Symbol("Bahnstation", 5.0, square=False, color="#ffffff", edge=INK),
}
LEVELS: tuple[SymbolKind, ...] = ("oberzentrum", "mittelzentrum", "grundzentrum")

AREAS = {  # kind → German name, colour
    "wood": ("Wald", "#dde8d2"),
    "settlement": ("Siedlung", "#e8e0d6"),
    "water": ("Wasser", "#b5d5ea"),
}
