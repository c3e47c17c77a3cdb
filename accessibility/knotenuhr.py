"""Knotenuhr: arrivals and departures of an hour around the minute, as on the face of a clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from accessibility import pens
from accessibility.labels import Box
from accessibility.page import POINT, font, write
from accessibility.sheet import Sheet, new_sheet, panel_in, save_figure
from accessibility.style import INK, RULE, SOFT

RAIL_COLOR, BUS_COLOR = "#1f7a35", "#1b478c"
LIST_MM, LIST_SIZE = 78.0, 7.6
FACE, STEP, DOT = 1.0, 0.085, 62  # radius of the face; from dot to dot; points²
REACH = 1.42  # of the picture, in radii
DEFINITION = (
    "Innen die Ankünfte, außen die Abfahrten der Stunde, auf der Minute, zu der sie im Fahrplan "
    "stehen; mehrere zur selben Minute hintereinander. Wo sich Ankünfte kurz vor und Abfahrten "
    "kurz nach derselben Minute sammeln, bestehen Anschlüsse in alle Richtungen."
)


def draw_knotenuhr(sheet: Sheet, calls: pd.DataFrame, path: Path) -> None:
    """Write the clock of what calls at the Knoten in one hour, as ``knoten_hour`` returns it."""
    figure, page, room = new_sheet(sheet)
    face = Box(room.left + LIST_MM, room.bottom, room.right - LIST_MM, room.top)
    wide, high = face.right - face.left, face.top - face.bottom
    reach = (REACH * max(1.0, wide / high), REACH * max(1.0, high / wide))
    panel = panel_in(figure, face, xlim=(-reach[0], reach[0]), ylim=(-reach[1], reach[1]))
    panel.set_axis_off()
    _draw_face(panel)
    for arriving, sign in ((True, -1), (False, 1)):
        _draw_dots(panel, calls[calls["arriving"] == arriving], sign)
    _write_list(page, room, calls[calls["arriving"]], "Ankünfte", left=room.left)
    _write_list(page, room, calls[~calls["arriving"]], "Abfahrten", left=face.right + 2)
    save_figure(figure, path)


def _draw_face(panel: pens.Axes) -> None:
    panel.add_patch(pens.Circle((0, 0), FACE, facecolor="white", edgecolor=INK, linewidth=1.2))
    for minute in range(60):
        x, y = _at(minute)
        length = 0.05 if minute % 5 == 0 else 0.022
        panel.plot([x * (1 - length), x], [y * (1 - length), y], color=RULE, linewidth=0.8)
        if minute % 5 == 0:
            panel.text(
                0.8 * x * 0.55, 0.8 * y * 0.55, f"{minute:02d}", fontproperties=font(7.5),
                color=SOFT, ha="center", va="center",
            )  # fmt: skip
    for radius, label in ((0.16, "Ankunft innen"), (-0.16, "Abfahrt außen")):
        panel.text(
            0, radius / 2.6, label, fontproperties=font(6.6), color=SOFT, ha="center", va="center"
        )


def _draw_dots(panel: pens.Axes, calls: pd.DataFrame, sign: int) -> None:
    minute = (calls["time_s"] // 60 % 60).to_numpy()
    place = calls.assign(minute=minute).groupby("minute").cumcount().to_numpy()
    radius = FACE + sign * (0.12 + STEP * place)
    xy = np.array([_at(one) for one in minute]).reshape(-1, 2) * radius[:, None]
    for rail, color, marker in ((True, RAIL_COLOR, "s"), (False, BUS_COLOR, "o")):
        own = calls["rail"].to_numpy() == rail
        panel.scatter(
            xy[own, 0], xy[own, 1], s=DOT, marker=marker, zorder=3,
            facecolor=color, edgecolor="white", linewidth=0.6,
        )  # fmt: skip


def _at(minute: float) -> tuple[float, float]:
    angle = np.pi / 2 - 2 * np.pi * minute / 60
    return float(np.cos(angle)), float(np.sin(angle))


def _write_list(
    page: pens.Axes, room: Box, calls: pd.DataFrame, title: str, *, left: float
) -> None:
    """Write what comes or goes; what finds no room is counted."""
    step = 1.5 * LIST_SIZE * POINT
    y = room.top - step
    write(page, (left, y), title, size=LIST_SIZE + 1.5, bold=True)
    y -= 1.3 * step
    rows = int((y - room.bottom) / step)
    shown = calls.head(rows if len(calls) <= rows else rows - 1)
    columns = (shown[name].tolist() for name in ("time_s", "rail", "name", "where"))
    for time_s, rail, name, where in zip(*columns, strict=True):
        color = RAIL_COLOR if rail else BUS_COLOR
        write(page, (left, y), f":{time_s // 60 % 60:02d}", size=LIST_SIZE, bold=True)
        write(page, (left + 8, y), name, size=LIST_SIZE, bold=True, color=color)
        write(page, (left + 22, y), where, size=LIST_SIZE)
        y -= step
    if len(calls) > rows:
        write(page, (left, y), f"und {len(calls) - rows + 1} weitere", size=LIST_SIZE, color=SOFT)
