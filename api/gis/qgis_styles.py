"""QGIS styles: the classes and colours of the maps as rules of QGIS, one source for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from accessibility.boundary import COUNTY
from accessibility.classes import MAJORITY, Scale
from accessibility.figures import HEADLINE, MEASURES, measure_of
from accessibility.style import (
    DOT,
    EDGE,
    INK,
    INNER_EDGE,
    LARGEST,
    LEVELS,
    OTHER_PRODUCT,
    PRODUCTS,
    SMALLEST,
    SOFT,
    SYMBOLS,
    SymbolKind,
)
from accessibility.words import TARGETS, day_name
from api.gis.qgis_symbols import Part, circle, dot, outline, place_symbol, rgba, stroke, symbol

VERSION = "3.22.0"  # of QGIS, the oldest these are made for
Shape: TypeAlias = Literal["Point", "Line", "Polygon"]
GEOMETRY: Mapping[Shape, str] = {"Point": "0", "Line": "1", "Polygon": "2"}
ELSE = "ELSE"
BESIDE = "6"  # placement of a label: the first free position around its point
STATIONS: tuple[tuple[SymbolKind, str], ...] = (("sbahn", '"sbahn"'), ("bahn", '"rail"'))


@dataclass(frozen=True)
class Rule:
    """A class of a layer: its name in the legend, which rows it has, how they are drawn."""

    label: str
    filter: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Style:
    """How a layer looks; ``title`` stands above its classes in the legend."""

    title: str
    shape: Shape
    rules: Sequence[Rule]
    labelled: str = ""  # by this column
    largest_first: str = ""  # by this column, that small ones stay in sight
    by_order: bool = False  # parts are drawn by their order, not row by row
    only: str = ""  # rows for which this holds


def layer_styles() -> dict[str, Style]:
    """Return the styles of the layers that need no measure, by the name of their collection."""
    levels = [
        Rule(SYMBOLS[kind].label, f"\"level\" = '{kind}'", place_symbol(kind)) for kind in LEVELS
    ]
    stations = [Rule(SYMBOLS[kind].label, said, place_symbol(kind)) for kind, said in STATIONS]
    stops = [*_one_of(stations), Rule("Haltestelle", ELSE, dot(SOFT, DOT))]
    ortsteile = [Rule("Ortsteil", ELSE, dot(SOFT, DOT))]
    limits = [
        Rule("Landkreis", f'"admin_level" = {COUNTY}', outline(EDGE, 1.6)),
        Rule("Kommune", ELSE, outline(INNER_EDGE, 0.5)),
    ]
    return {
        "zentren": Style("Zentrale Orte", "Point", levels, labelled="name"),
        "stops": Style("Haltestellen", "Point", stops),
        "ortsteile": Style("Ortsteile", "Point", ortsteile, labelled="name"),
        "grenzen": Style("Grenzen", "Polygon", limits),
        "lines": _lines(),
    }


def measure_style(column: str, most_people: float) -> Style:
    """Return the style of a column of the accessibility table; a circle's area tells people."""
    target, measure = measure_of(column)
    size = f'max({LARGEST}*sqrt(coalesce("population", 0)/{max(most_people, 1.0):g}), {SMALLEST})'
    walkers = f'coalesce("{target}_walk_share", 0) >= {MAJORITY}' if measure.walkers_apart else ""
    filters = _filters(measure.scale, column, walkers)
    bands = zip(measure.scale.classes, filters, strict=True)
    rules = [Rule(band.label, said, circle(band, size)) for band, said in bands if said]
    return Style(measure.titled(target), "Point", rules, largest_first="population")


def measures_of(target: str) -> list[str]:
    """Return the columns of a target class that can be drawn."""
    return [f"{target}_{name}" for name in MEASURES]


def style_names() -> list[str]:
    """Return every style there is."""
    return [*layer_styles(), *(column for target in TARGETS for column in measures_of(target))]


def style_named(name: str, most_people: float) -> Style:
    """Return a style by its name."""
    own = layer_styles()
    return own[name] if name in own else measure_style(name, most_people)


def day_styles(table: pd.DataFrame) -> list[Style]:
    """Return the headline on each day of an accessibility table, for a layer that holds them."""
    days = dict.fromkeys(map(str, table["day"]))
    style = measure_style(HEADLINE, float(table["population"].max()))
    return [
        replace(style, title=f"{style.title}, {day_name(day)}", only=f"\"day\" = '{day}'")
        for day in days
    ]


def as_qml(*styles: Style) -> bytes:
    """Return a style file of QGIS; of several styles the first is drawn, the others can be."""
    root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology|Labeling"})
    add_style(root, *styles)
    return as_bytes(root, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>")


def as_bytes(root: Element, doctype: str) -> bytes:
    """Return the document as QGIS writes it."""
    indent(root, " ")
    return f"{doctype}\n{tostring(root, encoding='unicode')}\n".encode()


def add_style(parent: Element, style: Style, *others: Style) -> None:
    """Put a style into a style file or a layer of a project; others are switched off."""
    said = {
        "type": "RuleRenderer", "forceraster": "0", "symbollevels": str(int(style.by_order)),
        "enableorderby": str(int(bool(style.largest_first))),
    }  # fmt: skip
    renderer = SubElement(parent, "renderer-v2", said)
    every = SubElement(renderer, "rules", {"key": "{root}"})
    symbols = SubElement(renderer, "symbols")
    for group, one in enumerate((style, *others)):
        heading = {"key": f"{{title {group}}}", "label": one.title, "filter": one.only}
        drawn = {} if group == 0 else {"checkstate": "0"}
        _add_rules(SubElement(every, "rule", heading | drawn), symbols, one.rules)
    if style.largest_first:
        order = SubElement(renderer, "orderby")
        clause = SubElement(order, "orderByClause", {"asc": "0", "nullsFirst": "0"})
        clause.text = f'"{style.largest_first}"'
    if style.labelled:
        _add_labels(parent, style.labelled)
    SubElement(parent, "layerGeometryType").text = GEOMETRY[style.shape]


def _add_rules(titled: Element, symbols: Element, rules: Sequence[Rule]) -> None:
    """Put rules under their title, each with a symbol of its own."""
    for number, rule in enumerate(rules, len(symbols)):
        told = {"key": f"{{{number}}}", "symbol": str(number), "label": rule.label}
        SubElement(titled, "rule", told | {"filter": rule.filter})
        symbols.append(symbol(str(number), rule.parts))


def _filters(scale: Scale, column: str, walkers: str) -> list[str]:
    """Return which rows each class of a scale has, in its order; "" is a class of none."""
    sign = "-" if scale.more_is_better else ""
    value, apart = f'{sign}"{column}"', f"NOT ({walkers}) AND " if walkers else ""
    limits = [f"{-limit if scale.more_is_better else limit:g}" for limit in scale.limits]
    upper = [*limits, *[""] * (len(scale.bands) - len(limits))][: len(scale.bands)]
    bands = []
    for number, most in enumerate(upper):
        sides = [f"{value} > {upper[number - 1]}"] if number else []
        sides += [f"{value} <= {most}"] if most else []
        bands.append(apart + " AND ".join(sides))
    return [walkers, *bands, ELSE]


def _lines() -> Style:
    rules = [
        Rule(product, f"\"product\" = '{product}'", stroke(drawn, order))
        for order, (product, drawn) in enumerate(PRODUCTS.items())
        if product != OTHER_PRODUCT
    ]
    other = Rule(OTHER_PRODUCT, ELSE, stroke(PRODUCTS[OTHER_PRODUCT], 0))
    return Style("Linien", "Line", [*reversed(rules), other], by_order=True)


def _one_of(rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules such that the first that holds is the only one."""
    before: list[str] = []
    alone = []
    for rule in rules:
        alone.append(Rule(rule.label, " AND ".join([*before, rule.filter]), rule.parts))
        before.append(f"NOT {rule.filter}")
    return alone


def _add_labels(parent: Element, column: str) -> None:
    """Write a column beside each point, where there is room."""
    labels = SubElement(parent, "labeling", {"type": "simple"})
    settings = SubElement(labels, "settings")
    words = {
        "fieldName": column, "fontFamily": "Sans", "fontSize": "8.5", "fontSizeUnit": "Point",
        "textColor": rgba(INK),
    }  # fmt: skip
    style = SubElement(settings, "text-style", words)
    halo = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM"}
    SubElement(style, "text-buffer", halo | {"bufferColor": rgba("#ffffff")})
    around = {"placement": BESIDE, "predefinedPositionOrder": "TR,BR,TL,BL,R,L", "dist": "0.5"}
    SubElement(settings, "placement", around | {"offsetType": "1"})  # from the symbol's edge
    SubElement(settings, "rendering", {"obstacle": "1"})
