"""Legend: what every colour, size, line and symbol of the printed map means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from accessibility import pens
from accessibility.classes import Band
from accessibility.frame import Frame
from accessibility.page import LEGEND_WIDTH, MARGIN, POINT, WIDTH, text_size, wrapped, write
from accessibility.picture import (
    MapPicture,
    diameters,
    people_by_class,
    size_examples,
    symbols_present,
)
from accessibility.strokes import lines_by_product, offered, widths_present
from accessibility.style import (
    AREAS,
    EDGE,
    INK,
    INNER_EDGE,
    LARGEST,
    PRODUCTS,
    ROAD_COLOR,
    RULE,
    SMALLEST,
    SOFT,
    SYMBOLS,
    Stroke,
)
from accessibility.symbols import draw_circles, draw_symbols, stroke_lines
from accessibility.words import number, percent

TEXT, SMALL, HEADING = 8.6, 7.0, 9.6  # points
HALF = LEGEND_WIDTH / 2
ROW = 5.3  # mm from line to line
GAP = 2.6  # mm between sections
SWATCH = 2.2  # points: a line whose width means nothing


@dataclass(frozen=True)
class Cursor:
    """Where the next line goes: left edge, and y of the line's middle."""

    page: pens.Axes
    x: float
    y: float

    def down(self, mm: float) -> Cursor:
        """Return the cursor moved down."""
        return Cursor(self.page, self.x, self.y - mm)

    def write(self, dx: float, text: str, *, size: float = TEXT, color: str = INK) -> None:
        """Write on this line, ``dx`` from the left."""
        write(self.page, (self.x + dx, self.y), text, size=size, color=color)

    def write_right(self, dx: float, text: str, *, size: float = TEXT, color: str = INK) -> None:
        """Write on this line, ending ``dx`` before the legend's right edge."""
        right = self.x + LEGEND_WIDTH - dx
        write(self.page, (right, self.y), text, size=size, color=color, align="right")


def write_legend(page: pens.Axes, picture: MapPicture, top: float) -> float:
    """Write the legend at the right; return the y below it."""
    at = Cursor(page, WIDTH - MARGIN - LEGEND_WIDTH, top - 2.2)
    figures, lines = (_classes, _sizes, _products), (_offer, _widths)
    for section in (*(figures if picture.offer is None else lines), _symbols, _ground):
        at = section(at, picture)
    return at.y


def draw_scale_bar(
    page: pens.Axes, frame: Frame, corner: tuple[float, float], mm_per_m: float
) -> None:
    """Draw the scale bar into the lower left corner of the map."""
    left, bottom = corner
    kilometres = max(km for km in (1, 2, 5, 10, 20, 50) if km == 1 or km * 1000 < frame.width / 5)
    length = kilometres * 1000 * mm_per_m
    page.add_patch(
        pens.Rectangle(
            (left, bottom), length + 11, 7.6, facecolor="white", edgecolor="none", alpha=0.85
        )
    )
    ticks = np.linspace(left + 3, left + 3 + length, 5)
    for step, (start, end) in enumerate(pairwise(ticks)):
        bar = pens.Rectangle(
            (start, bottom + 1.5), end - start, 1.2, edgecolor=INK, linewidth=0.5,
            facecolor=INK if step % 2 == 0 else "white",
        )  # fmt: skip
        page.add_patch(bar)
    write(page, (ticks[0], bottom + 5.0), "0", size=6.5, align="center")
    write(page, (ticks[-1], bottom + 5.0), f"{kilometres} km", size=6.5, align="center")


def _heading(at: Cursor, text: str) -> Cursor:
    for line in wrapped(text, LEGEND_WIDTH, HEADING, bold=True):
        write(at.page, (at.x, at.y), line, size=HEADING, bold=True)
        at = at.down(4.5)
    return at.down(0.9)


def _classes(at: Cursor, picture: MapPicture) -> Cursor:
    people, places = people_by_class(picture)
    unit, counts = ("Einwohner", people) if people.sum() > 0 else ("Ortsteile", places)
    at = _heading(at, picture.measure.name)
    at.write_right(14, unit, size=SMALL, color=SOFT)
    at.write_right(0, "Anteil", size=SMALL, color=SOFT)
    at = at.down(ROW)
    for index, band in enumerate(picture.measure.scale.classes):
        if index == 0 and not picture.measure.walkers_apart:
            continue
        draw_circles(at.page, np.array([[at.x + 2.2, at.y]]), np.array([11.0]), [band], zorder=3)
        at.write(6.5, band.label)
        at.write_right(14, number(counts[index]))
        at.write_right(0, percent(counts[index] / counts.sum()))
        at = at.down(ROW)
    return at.down(GAP)


def _sizes(at: Cursor, picture: MapPicture) -> Cursor:
    population = picture.places["population"].to_numpy(float)
    most = float(np.nanmax(population, initial=0.0))
    floor = most * (SMALLEST / LARGEST) ** 2
    examples = size_examples(population, smallest_shown=floor)
    if not examples:
        return at
    size = diameters(np.array([*examples, most]), largest=LARGEST, smallest=SMALLEST)[:-1]
    at = _heading(at, "Einwohner je Ortsteil").down(size[0] * POINT / 2 - 2.2)
    dx = 0.0
    for people, diameter in zip(examples, size, strict=True):
        wide = diameter * POINT
        centre = np.array([[at.x + dx + wide / 2, at.y]])
        draw_circles(at.page, centre, np.array([diameter]), [Band("", "#ffffff")], zorder=3)
        at.write(dx + wide + 1.2, number(people))
        dx += wide + text_size(number(people), TEXT)[0] * POINT + 5
    at = at.down(size[0] * POINT / 2 + 2.4)
    unknown = " und unbekannt" if np.isnan(population).any() else ""
    at.write(0, f"kleinster Kreis: bis {number(floor)}{unknown}", size=SMALL, color=SOFT)
    return at.down(ROW + GAP)


def _products(at: Cursor, picture: MapPicture) -> Cursor:
    shown = list(lines_by_product(picture.layers))[::-1]
    if not shown:
        return at
    at = _heading(at, "Linien")
    for index, product in enumerate(shown):
        dx, here = _in_columns(at, index, len(shown))
        _swatch(Cursor(at.page, at.x + dx, here.y), PRODUCTS[product])
        here.write(dx + 12.3, product)
    return at.down(ROW * ((len(shown) + 1) // 2) + GAP)


def _offer(at: Cursor, picture: MapPicture) -> Cursor:
    at = _heading(at, "Linien am Tag")
    at.write_right(16, "Linien", size=SMALL, color=SOFT)
    at.write_right(0, "Fahrten", size=SMALL, color=SOFT)
    at = at.down(ROW)
    for product, lines, trips in offered(picture):
        _swatch(at, replace(PRODUCTS[product], width=SWATCH))
        at.write(12.3, product)
        at.write_right(16, number(lines))
        at.write_right(0, number(trips))
        at = at.down(ROW)
    return at.down(GAP)


def _widths(at: Cursor, picture: MapPicture) -> Cursor:
    shown = widths_present(picture)
    if not shown:
        return at
    at = _heading(at, "Fahrten am Tag je Abschnitt")
    for index, (label, width) in enumerate(shown.items()):
        dx, here = _in_columns(at, index, len(shown))
        _swatch(Cursor(at.page, at.x + dx, here.y), Stroke(INK, width))
        here.write(dx + 12.3, label)
    return at.down(ROW * ((len(shown) + 1) // 2) + GAP)


def _symbols(at: Cursor, picture: MapPicture) -> Cursor:
    shown = symbols_present(picture.layers)
    dots = [] if picture.offer is None else picture.bands[:1]
    count = len(shown) + len(dots)
    if not count:
        return at
    at = _heading(at, "Zentren und Stationen")
    for index in range(count):
        dx, here = _in_columns(at, index, count)
        spot = np.array([[at.x + dx + 2.2, here.y]])
        if index < len(shown):
            draw_symbols(at.page, spot, shown[index], zorder=3)
            here.write(dx + 6.0, SYMBOLS[shown[index]].label)
        else:
            draw_circles(at.page, spot, picture.diameters[:1], dots, zorder=3)
            here.write(dx + 6.0, dots[0].label)
    return at.down(ROW * ((count + 1) // 2) + GAP)


def _ground(at: Cursor, picture: MapPicture) -> Cursor:
    areas, boundary, roads = picture.layers.areas, picture.layers.boundary, picture.layers.roads
    kinds = [] if areas is None else [kind for kind in AREAS if (areas["kind"] == kind).any()]
    dx = 0.0
    for kind in kinds:
        label, color = AREAS[kind]
        corner = (at.x + dx, at.y - 1.4)
        at.page.add_patch(
            pens.Rectangle(corner, 5, 2.8, facecolor=color, edgecolor=RULE, linewidth=0.4)
        )
        at.write(dx + 6.3, label)
        dx += 6.3 + text_size(label, TEXT)[0] * POINT + 3
    at = at.down(ROW if kinds else 0)
    lines = [("Straße", ROAD_COLOR, 0.7)] if roads is not None and not roads.empty else []
    if boundary is not None and not boundary.empty:
        lines += [("Gebietsgrenze", EDGE, 1.6), ("Gemeindegrenze", INNER_EDGE, 0.6)]
    for index, (label, color, width) in enumerate(lines):
        dx, here = _in_columns(at, index, len(lines))
        ends = [[(at.x + dx, here.y), (at.x + dx + 5, here.y)]]
        at.page.add_collection(pens.LineCollection(ends, color=color, linewidth=width))
        here.write(dx + 6.3, label)
    return at.down(ROW * ((len(lines) + 1) // 2))


def _swatch(at: Cursor, stroke: Stroke) -> None:
    """Draw a piece of line."""
    ends = [[(at.x, at.y), (at.x + 10.5, at.y)]]
    for keywords in stroke_lines(stroke):
        at.page.add_collection(pens.LineCollection(ends, **keywords))


def _in_columns(at: Cursor, index: int, count: int) -> tuple[float, Cursor]:
    """Return where entry ``index`` of ``count`` goes in two columns, first column first."""
    rows = (count + 1) // 2
    return HALF * (index // rows), at.down(ROW * (index % rows))
