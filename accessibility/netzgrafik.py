"""Netzgrafik: the lines that keep a Takt as a drawing of Knoten, strokes and minutes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from accessibility.labels import Box
from accessibility.page import font
from accessibility.sheet import Sheet, new_sheet, panel_in, save_figure
from accessibility.style import INK, OTHER_PRODUCT, PRODUCTS, SOFT
from gtfs.timetable import Floats

BESIDE_MM = 1.25  # between strokes that run side by side
STROKES = {1800: (2.1, "solid"), 3600: (1.3, "solid"), 7200: (1.1, (0, (3.2, 1.6)))}
NAMES_OF_STROKES = {1800: "alle 30 min und dichter", 3600: "stündlich", 7200: "alle 2 Stunden"}
MINUTE_SIZE, NAME_SIZE, LINE_SIZE = 3.6, 5.6, 4.2
FROM_END_MM = 3.6  # of the minutes
SHORT_MM = 15.0  # too short for minutes at both ends
MARGIN = 1.12
HOUR_MIN = 60
DEFINITION = (
    "Linien mit einem Takt von höchstens zwei Stunden, von Knoten zu Knoten gerade gezogen; Knoten "
    "sind Linienenden und Haltestellen, an denen mehrere dieser Linien halten. Zahlen: an jedem "
    "Knoten die Minute der Abfahrt in Richtung des Strichs, in Klammern die der Ankunft von dort."
)


def draw_netzgrafik(
    sheet: Sheet,
    edges: pd.DataFrame,
    stations: pd.DataFrame,
    lines: Mapping[int, tuple[str, str]],
    path: Path,
) -> None:
    """Write the drawing.

    ``edges`` as ``takt_edges`` returns them; ``stations`` by number: ``name, x, y`` in metres;
    ``lines`` by number: name and product.
    """
    figure, _, room = new_sheet(sheet)
    box = Box(room.left, room.bottom, room.right, room.top - 7)
    used = stations.loc[np.unique(edges[["from_station", "to_station"]])]
    panel = _panel(figure, box, used)
    per_mm = (panel.get_xlim()[1] - panel.get_xlim()[0]) / (box.right - box.left)
    for edge, (start, end) in _placed(edges, stations, per_mm):
        _draw_edge(panel, edge, (start, end), lines[int(edge["line"])], per_mm)
    _draw_knoten(panel, used, edges)
    _write_legend(panel, {product for _, product in lines.values()})
    save_figure(figure, path)


def _panel(figure: Figure, box: Box, used: pd.DataFrame) -> Axes:
    """Return axes true to scale that hold all Knoten, with room for their names."""
    xy = used[["x", "y"]].to_numpy(float)
    low, high = xy.min(axis=0), xy.max(axis=0)
    middle, size = (low + high) / 2, np.maximum(high - low, 1000.0) * MARGIN
    wide, high_mm = box.right - box.left, box.top - box.bottom
    per_mm = max(size[0] / wide, size[1] / high_mm)
    half = np.array([wide, high_mm]) * per_mm / 2
    panel = panel_in(
        figure,
        box,
        xlim=(middle[0] - half[0], middle[0] + half[0]),
        ylim=(middle[1] - half[1], middle[1] + half[1]),
    )
    panel.set_axis_off()
    return panel


def _placed(
    edges: pd.DataFrame, stations: pd.DataFrame, per_mm: float
) -> Iterator[tuple[dict[str, Any], tuple[Floats, Floats]]]:
    """Yield each edge with its ends; those between the same two Knoten lie side by side."""
    ends = np.sort(edges[["from_station", "to_station"]].to_numpy(), axis=1)
    place = stations[["x", "y"]]
    for (low, high), own in edges.groupby([ends[:, 0], ends[:, 1]]):
        a, b = place.loc[low].to_numpy(float), place.loc[high].to_numpy(float)
        along = (b - a) / max(float(np.linalg.norm(b - a)), 1.0)
        across = np.array([-along[1], along[0]]) * BESIDE_MM * per_mm
        for number, edge in enumerate(own.to_dict("records")):
            aside = across * (number - (len(own) - 1) / 2)
            ends_of = (a + aside, b + aside)
            yield edge, ends_of if edge["from_station"] == low else ends_of[::-1]


def _draw_edge(
    panel: Axes,
    edge: Mapping[str, Any],
    ends: tuple[Floats, Floats],
    line: tuple[str, str],
    per_mm: float,
) -> None:
    name, product = line
    color = PRODUCTS.get(product, PRODUCTS[OTHER_PRODUCT]).color
    width, dash = STROKES[_class(edge["headway_s"])]
    panel.add_collection(
        LineCollection([np.array(ends)], colors=color, linewidths=width, linestyles=[dash])
    )
    start, end = ends
    length = float(np.linalg.norm(end - start))
    along = (end - start) / max(length, 1.0)
    angle = np.degrees(np.arctan2(along[1], along[0]))
    upright = angle if -90 < angle <= 90 else angle + 180
    _write(panel, (start + end) / 2, name, (LINE_SIZE, color, upright))
    if length < SHORT_MM * per_mm:
        return
    for at, leaves, arrives in (
        (start + along * FROM_END_MM * per_mm, edge["leaves"], edge["back_arrives"]),
        (end - along * FROM_END_MM * per_mm, edge["back_leaves"], edge["arrives"]),
    ):
        _write(panel, at, _minutes(leaves, arrives, edge["headway_s"]), (MINUTE_SIZE, INK, upright))


def _minutes(leaves: int, arrives: int, headway_s: int) -> str:
    """Return ``07 (53)``, minutes of the hour; of a Takt of two hours with the odd or even one."""
    told = [f"{minute % HOUR_MIN:02d}" if minute >= 0 else "–" for minute in (leaves, arrives)]
    return f"{told[0]} ({told[1]})" if headway_s else ""


def _class(headway_s: int) -> int:
    return next((limit for limit in STROKES if headway_s <= limit), max(STROKES))


def _write(panel: Axes, at: Floats, text: str, look: tuple[float, str, float]) -> None:
    size, color, angle = look
    panel.text(
        float(at[0]), float(at[1]), text, fontproperties=font(size), color=color, rotation=angle,
        ha="center", va="center", zorder=4,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.25, "alpha": 0.9},
    )  # fmt: skip


def _draw_knoten(panel: Axes, used: pd.DataFrame, edges: pd.DataFrame) -> None:
    """Draw the Knoten, larger the more lines meet; names beside them."""
    at = pd.concat([edges["from_station"], edges["to_station"]])
    number = at.groupby(at).size()
    for station, row in used.iterrows():
        size = min(4.5, 1.6 + 0.35 * int(number[station]))
        panel.plot(
            row["x"], row["y"], "o", markersize=size, markerfacecolor="white",
            markeredgecolor=INK, markeredgewidth=0.8, zorder=5,
        )  # fmt: skip
        panel.annotate(
            str(row["name"]), (row["x"], row["y"]), xytext=(size * 0.6 + 0.6, size * 0.6 + 0.6),
            textcoords="offset points", fontproperties=font(NAME_SIZE, bold=number[station] > 6),
            color=INK, zorder=6, parse_math=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2, "alpha": 0.75},
        )  # fmt: skip


def _write_legend(panel: Axes, products: set[str]) -> None:
    handles = [
        Line2D([], [], color=SOFT, linewidth=width, linestyle=dash, label=NAMES_OF_STROKES[limit])
        for limit, (width, dash) in STROKES.items()
    ]
    handles += [
        Line2D([], [], color=stroke.color, linewidth=2, label=product)
        for product, stroke in PRODUCTS.items()
        if product in products
    ]
    panel.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1.003), ncols=len(handles),
        frameon=False, prop=font(7), borderaxespad=0, handlelength=2.4, columnspacing=1.4,
    )  # fmt: skip
