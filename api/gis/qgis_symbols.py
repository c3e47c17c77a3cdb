"""QGIS symbols: circles, squares and lines of the maps as QGIS writes them, sizes in points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from accessibility.classes import MISSING_EDGE, Band, Mark
from accessibility.style import CORE_WIDTH, INK, SYMBOLS, Stroke, SymbolKind
from accessibility.symbols import LARGEST_DOT

POINTS = "Point"  # the unit
EXPRESSION = "3"  # what a data-defined property is, in QGIS's own numbers


@dataclass(frozen=True)
class Part:
    """One layer of a symbol: what it is, its properties, and those an expression gives."""

    kind: str
    properties: Mapping[str, str]
    computed: Mapping[str, str]
    order: int = 0  # parts of a higher one are drawn above all of a lower one


def symbol(name: str, parts: Iterable[Part]) -> Element:
    """Return a symbol of its parts, the lowest first."""
    drawn = list(parts)
    kind = "line" if drawn[0].kind.endswith("Line") else "marker"
    if drawn[0].kind.endswith("Fill"):
        kind = "fill"
    made = Element("symbol", {"name": name, "type": kind})
    for part in drawn:
        said = {"class": part.kind, "pass": str(part.order)}
        layer = SubElement(made, "layer", said)
        layer.append(_texts(part.properties))
        if part.computed:
            SubElement(layer, "data_defined_properties").append(_computed(part.computed))
    return made


def circle(band: Band, diameter: str) -> list[Part]:
    """Return the circle of a class with its mark; ``diameter`` is an expression in points."""
    missing = band.mark == "cross"
    edge, width = (MISSING_EDGE, 0.8) if missing else (INK, 0.5)
    size = {"size": diameter}
    return [_marker("circle", band.color, edge, width, size), *_marks(band.mark, diameter)]


def dot(color: str, diameter: float) -> list[Part]:
    """Return a dot of one size."""
    return [_marker("circle", color, "#ffffff", 0.3, {}, diameter)]


def place_symbol(kind: SymbolKind) -> list[Part]:
    """Return the symbol of a centre or a station."""
    drawn = SYMBOLS[kind]
    shape = "square" if drawn.square else "circle"
    parts = [_marker(shape, drawn.color, drawn.edge, 0.9, {}, drawn.size)]
    if drawn.core:
        parts.append(_marker(shape, "#ffffff", "#ffffff", 0.0, {}, drawn.core * drawn.size))
    return parts


def stroke(drawn: Stroke, order: int) -> list[Part]:
    """Return a line product: its line, and the core line inside."""
    parts = [_line(drawn.color, drawn.width, drawn.dash, 2 * order)]
    if drawn.core:
        core = CORE_WIDTH * drawn.width
        parts.append(_line(drawn.core, core, drawn.core_dash, 2 * order + 1))
    return parts


def outline(color: str, width: float) -> list[Part]:
    """Return the edge of an area, nothing inside."""
    said = {
        "style": "no", "outline_color": rgba(color), "outline_width": f"{width:g}",
        "outline_width_unit": POINTS, "outline_style": "solid", "joinstyle": "round",
    }  # fmt: skip
    return [Part("SimpleFill", said, {})]


def rgba(color: str) -> str:
    """Return ``#rrggbb`` as QGIS writes it."""
    return ",".join(str(int(color[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


def _marks(mark: Mark, diameter: str) -> list[Part]:
    if mark == "cross":
        return [_marker("cross2", MISSING_EDGE, MISSING_EDGE, 1.0, {"size": f"0.5*({diameter})"})]
    if mark == "dot":
        return [
            _marker("circle", INK, INK, 0.0, {"size": f"min(0.36*({diameter}), {LARGEST_DOT})"})
        ]
    return []


def _marker(
    shape: str, color: str, edge: str, width: float, computed: Mapping[str, str], size: float = 4.0
) -> Part:
    said = {
        "name": shape, "color": rgba(color), "outline_color": rgba(edge),
        "outline_width": f"{width:g}", "outline_width_unit": POINTS,
        "size": f"{size:g}", "size_unit": POINTS,
    }  # fmt: skip
    if width == 0:
        said["outline_style"] = "no"
    return Part("SimpleMarker", said, computed)


def _line(color: str, width: float, dash: tuple[float, float] | None, order: int) -> Part:
    said = {
        "line_color": rgba(color), "line_width": f"{width:g}", "line_width_unit": POINTS,
        "line_style": "solid", "capstyle": "flat", "joinstyle": "round",
    }  # fmt: skip
    if dash is not None:
        steps = ";".join(f"{step * width:g}" for step in dash)
        said |= {"use_custom_dash": "1", "customdash": steps, "customdash_unit": POINTS}
    return Part("SimpleLine", said, {}, order)


def _texts(said: Mapping[str, str]) -> Element:
    made = Element("Option", {"type": "Map"})
    for name, value in said.items():
        SubElement(made, "Option", {"type": "QString", "name": name, "value": value})
    return made


def _computed(said: Mapping[str, str]) -> Element:
    made = Element("Option", {"type": "Map"})
    SubElement(made, "Option", {"type": "QString", "name": "name", "value": ""})
    every = SubElement(made, "Option", {"type": "Map", "name": "properties"})
    for name, expression in said.items():
        one = SubElement(every, "Option", {"type": "Map", "name": name})
        SubElement(one, "Option", {"type": "bool", "name": "active", "value": "true"})
        SubElement(one, "Option", {"type": "QString", "name": "expression", "value": expression})
        SubElement(one, "Option", {"type": "int", "name": "type", "value": EXPRESSION})
    SubElement(made, "Option", {"type": "QString", "name": "type", "value": "collection"})
    return made
