"""Netzgrafik: the lines that keep a Takt as a drawing of Knoten, strokes and minutes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from accessibility import pens
from accessibility.labels import Box
from accessibility.netzgrafik_bundles import (
    Bundle,
    Knoten,
    Places,
    bundles_of,
    ends_of,
    knoten_of,
)
from accessibility.netzgrafik_layout import BESIDE_MM, drawing_of, places_of
from accessibility.netzgrafik_strokes import (
    NAMES_OF_STROKES,
    STROKES,
    Lines,
    draw_bundle,
    look_of,
)
from accessibility.page import A3, POINT, font, text_size
from accessibility.sheet import Sheet, new_sheet, panel_in, save_figure
from accessibility.style import INK, PRODUCTS
from gtfs.timetable import Floats

LEGEND_MM = 7.5
LEAST_HALF_MM = 2.4
PAD_MM, ROUND_MM = 1.1, 0.6
GREAT = 3  # bundles that make the name of a Knoten large
NAME_SIZES = {True: 7.0, False: 5.6}
WRAP = 12  # letters; a longer name is broken where it may be
HOME_FILL, FOREIGN_FILL = "#ffffff", "#e4e0d8"
DEFINITION = (
    "Linien mit einem Takt von höchstens zwei Stunden, schematisch: Himmelsrichtungen ungefähr, "
    "Entfernungen nicht. Ein Knoten fasst die Stationen eines Ortes zusammen (im Kreis 2 km, "
    "außerhalb 8 km um die wichtigste) und steht, wo eine Linie endet oder ihr Weg sich von dem "
    "einer anderen trennt. Zahlen am Knoten: fett die Minute der Abfahrt in Richtung des Strichs, "
    "grau die der Ankunft von dort, an der namengebenden Station oder dem nächsten Halt der Linie; "
    "wo es eng ist, nur die Abfahrt oder keine; bei dichterem Takt die erste der Stunde; g, u: nur "
    "in geraden oder ungeraden Stunden. Grau hinterlegt: außerhalb; Pfeil: die Linien fahren bis "
    "dorthin weiter."
)


class Shown(NamedTuple):
    """A Knoten as it is drawn: its lines of text, their size, half of its box in mm."""

    text: tuple[str, ...]
    size: float
    half: tuple[float, float]


def draw_netzgrafik(
    sheet: Sheet,
    edges: pd.DataFrame,
    places: Places,
    lines: Lines,
    path: Path,
    *,
    size: tuple[float, float] = A3,
) -> None:
    """Write the drawing.

    ``edges`` as ``takt_edges`` returns them, all or those ``around`` a Knoten; ``lines`` by number:
    name and product.
    """
    figure, _, room = new_sheet(sheet, size)
    box = Box(room.left, room.bottom, room.right, room.top - LEGEND_MM)
    panel = panel_in(figure, box, xlim=(box.left, box.right), ylim=(box.bottom, box.top))
    panel.set_axis_off()
    knoten = knoten_of(edges, places)
    bundles = bundles_of(edges, knoten, lines)
    shown = [_shown(one, number, bundles) for number, one in enumerate(knoten)]
    at = _stand(knoten, bundles, shown, places.xy, box)
    half = np.array([one.half for one in shown])
    named: list[Floats] = []
    for bundle in bundles:
        both = [bundle.start, bundle.end]
        named += draw_bundle(panel, bundle, (at[both], half[both]), lines, named)
    for one, look, here in zip(knoten, shown, at, strict=True):
        _draw_knoten(panel, one, look, here)
    _write_legend(panel, lines, {stroke.line for one in bundles for stroke in one.strokes})
    save_figure(figure, path)


def _stand(
    knoten: Sequence[Knoten],
    bundles: Sequence[Bundle],
    shown: Sequence[Shown],
    xy: Floats,
    box: Box,
) -> Floats:
    """Return ``[knoten, 2]`` where they stand on the page."""
    real = xy[[one.station for one in knoten]]
    lines = np.array([len(one.strokes) for one in bundles])
    half = np.array([one.half for one in shown])
    return places_of(drawing_of(real, ends_of(bundles), lines, half, box), box)


def _shown(knoten: Knoten, number: int, bundles: Sequence[Bundle]) -> Shown:
    """Return the words of a Knoten and the box around them, as wide as its widest bundle."""
    own = [len(one.strokes) for one in bundles if number in (one.start, one.end)]
    great = len(own) >= GREAT and not knoten.arrow
    size = NAME_SIZES[great]
    text = _text(knoten)
    wide = max(text_size(line, size, bold=great)[0] for line in text) * POINT
    high = 1.25 * size * POINT * len(text)
    least = max(LEAST_HALF_MM, BESIDE_MM * max(own) / 2)
    return Shown(text, size, (max(wide / 2 + PAD_MM, least), max(high / 2 + PAD_MM / 2, least)))


def _text(knoten: Knoten) -> tuple[str, ...]:
    """Return the name in lines; under an arrow where the lines go on to."""
    if knoten.arrow:
        return tuple(f"→ {end}" for end in knoten.beyond)
    lines = _broken(knoten.name)
    return (*lines, *(f"→ {end}" for end in knoten.beyond[:2]))


def _broken(name: str) -> tuple[str, ...]:
    """Return a long name in two lines, broken at a hyphen, comma or blank near its middle."""
    breaks = [place for place, letter in enumerate(name) if letter in "- ,"]
    if len(name) <= WRAP or not breaks:
        return (name,)
    place = min(breaks, key=lambda one: abs(one - len(name) / 2)) + 1
    return name[:place].rstrip(" ,"), name[place:].strip()


def _draw_knoten(panel: pens.Axes, knoten: Knoten, shown: Shown, at: Floats) -> None:
    bold = shown.size > NAME_SIZES[False]
    (left, bottom), (wide, high) = at - np.array(shown.half), 2 * np.array(shown.half)
    edge_width = 0.0 if knoten.arrow else 0.9 if bold else 0.6
    panel.add_patch(
        pens.FancyBboxPatch(
            (left + ROUND_MM, bottom + ROUND_MM), wide - 2 * ROUND_MM, high - 2 * ROUND_MM,
            boxstyle=pens.BoxStyle.Round(pad=ROUND_MM), zorder=5, edgecolor=INK,
            linewidth=edge_width, facecolor=HOME_FILL if knoten.inside else FOREIGN_FILL,
        )
    )  # fmt: skip
    panel.text(
        at[0], at[1], "\n".join(shown.text), fontproperties=font(shown.size, bold=bold),
        color=INK, ha="center", va="center", linespacing=1.05, zorder=6, parse_math=False,
    )  # fmt: skip


def _write_legend(panel: pens.Axes, lines: Lines, drawn: set[int]) -> None:
    handles = [look_of(limit, label) for limit, label in NAMES_OF_STROKES.items()]
    used = {lines[line][1] for line in drawn}
    handles += [
        look_of(min(STROKES), product, product) for product in reversed(PRODUCTS) if product in used
    ]
    panel.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1.003), ncols=len(handles),
        frameon=False, prop=font(7.5), borderaxespad=0, handlelength=3.2, columnspacing=1.8,
    )  # fmt: skip
