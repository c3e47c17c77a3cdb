"""Bildfahrplan: a line's day as a time–distance diagram, the classic picture of a timetable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from accessibility import pens
from accessibility.labels import Box
from accessibility.page import POINT, font, text_size
from accessibility.sheet import MM, Sheet, figure_svg, new_sheet, panel_in, save_figure
from accessibility.style import INK, RULE, SOFT
from accessibility.words import number
from gtfs.timetable import Bools, Floats, Ints, Strings
from mobility.line_course import Course, Run
from mobility.ways import OUT

HOUR_S = 3600
OUT_COLOR, BACK_COLOR, TRAIN_COLOR = "#1b478c", "#b4540a", "#1f7a35"
LEGEND_MM, CLOCK_MM = 7.0, 5.0
BESIDE_NAMES_MM, MOST_NAMES = 4.0, 0.4  # of the width, if names are long
NAME_SIZE, LEAST_APART_MM = 6.4, 2.9  # of the names of stations
BESIDE_MM = 0.7  # trains that come lie above the line of their station, those that go below
DEFINITION = (
    "Jede Linie ist eine Fahrt: waagerecht die Uhrzeit, senkrecht der Weg der Linie in Kilometern, "
    "zwischen zwei Haltestellen gleichmäßig. Gestrichelt: Fahrten auf einem Teil der Linie. "
    "Dreiecke: Züge an Bahnhöfen der Linie, Spitze nach oben Abfahrt, nach unten Ankunft."
)


class TrainCalls(NamedTuple):
    """Trains at stations of the course."""

    metres: Floats  # [call]
    time_s: Ints  # [call]
    departs: bool


class Diagram(NamedTuple):
    """What a Bildfahrplan shows: a course, the trips on it, trains at its stations."""

    course: Course
    runs: Sequence[Run]
    names: Strings  # [place] of the course
    trains: Sequence[TrainCalls] = ()


def draw_bildfahrplan(
    sheet: Sheet,
    course: Course,
    runs: Sequence[Run],
    names: Strings,
    trains: Sequence[TrainCalls],
    path: Path,
) -> None:
    """Write the diagram; ``names`` are those of the stations ``[place]`` of the course."""
    figure, _, room = new_sheet(sheet)
    _draw(figure, room, Diagram(course, runs, names, trains))
    save_figure(figure, path)


def bildfahrplan_svg(diagram: Diagram, size: tuple[float, float]) -> str:
    """Return the diagram alone as SVG of so many millimetres, for pages that say all the rest."""
    width, height = size
    figure = pens.Figure(figsize=(width / MM, height / MM), facecolor="white")
    _draw(figure, Box(0.5, 1.0, width - 2.5, height - 0.5), diagram)
    return figure_svg(figure)


def _draw(figure: pens.Figure, room: Box, diagram: Diagram) -> None:
    course, runs, names, trains = diagram
    names_mm = _names_mm(names, course, room.right - room.left)
    box = Box(room.left + names_mm, room.bottom + CLOCK_MM, room.right, room.top - LEGEND_MM)
    first, last = _span(runs)
    panel = panel_in(figure, box, xlim=(first, last), ylim=(course.metres[-1], 0.0))
    mm_per_m = (box.top - box.bottom) / max(course.metres[-1], 1.0)
    met = np.unique(np.concatenate([np.empty(0), *(calls.metres for calls in trains)]))
    named = _named(course.metres * mm_per_m, np.isin(course.metres, met))
    _draw_grid(panel, course, names, named)
    for way, color in ((OUT, OUT_COLOR), (1 - OUT, BACK_COLOR)):
        own = [run for run in runs if run.way == way]
        for whole, dash in ((True, "solid"), (False, (0, (3, 2)))):
            tracks = [_track(run) for run in own if _is_whole(run, course) == whole]
            panel.add_collection(
                pens.LineCollection(
                    tracks, colors=color, linewidths=0.9, linestyles=[dash], zorder=3
                )
            )
    for calls in trains:
        shown = (calls.time_s >= first) & (calls.time_s <= last)
        beside_m = (BESIDE_MM if calls.departs else -BESIDE_MM) / mm_per_m
        panel.scatter(
            calls.time_s[shown], calls.metres[shown] + beside_m, s=6, zorder=4, clip_on=False,
            marker="^" if calls.departs else "v", facecolor=TRAIN_COLOR, edgecolor="none",
        )  # fmt: skip
    _write_legend(panel, diagram, names_mm / (box.right - box.left))


def _span(runs: Sequence[Run]) -> tuple[int, int]:
    """Return the full hours around all runs."""
    starts = [int(run.departure_s[0]) for run in runs]
    ends = [int(run.arrival_s[-1]) for run in runs]
    first, last = min(starts, default=5 * HOUR_S), max(ends, default=21 * HOUR_S)
    return first // HOUR_S * HOUR_S, -(-last // HOUR_S) * HOUR_S


def _track(run: Run) -> Floats:
    """Return the points of a run: both times of each call on the course."""
    times = np.column_stack((run.arrival_s, run.departure_s)).ravel().astype(np.float64)
    metres = np.repeat(run.metres, 2)
    kept = ~np.isnan(metres)
    return np.column_stack((times[kept], metres[kept]))


def _is_whole(run: Run, course: Course) -> bool:
    reached = run.metres[~np.isnan(run.metres)]
    ends = course.metres[[0, -1]]
    return bool(len(reached)) and bool(np.isin(ends, reached).all())


def _draw_grid(panel: pens.Axes, course: Course, names: Strings, named: Sequence[int]) -> None:
    panel.set_facecolor("white")
    for spine in panel.spines.values():
        spine.set(edgecolor=RULE, linewidth=0.8)
    panel.xaxis.set_major_locator(pens.MultipleLocator(HOUR_S))
    panel.xaxis.set_minor_locator(pens.MultipleLocator(HOUR_S / 6))
    panel.xaxis.set_major_formatter(pens.FuncFormatter(lambda s, _: f"{int(s) // HOUR_S}"))
    panel.grid(visible=True, which="major", axis="x", color=RULE, linewidth=0.7)
    panel.grid(visible=True, which="minor", axis="x", color=RULE, linewidth=0.25)
    panel.tick_params(axis="x", length=0, pad=2, labelcolor=INK)
    panel.tick_params(axis="both", which="minor", length=0)
    for label in panel.get_xticklabels():
        label.set_fontproperties(font(7))
    panel.hlines(course.metres, *panel.get_xlim(), color=RULE, linewidth=0.4, zorder=1)
    panel.set_yticks([])
    for place in named:
        panel.annotate(
            _name(str(names[place]), float(course.metres[place])),
            (panel.get_xlim()[0], course.metres[place]), xytext=(-6, 0),
            textcoords="offset points", ha="right", va="center", annotation_clip=False,
            fontproperties=font(NAME_SIZE, bold=place in (0, len(names) - 1)), color=INK,
        )  # fmt: skip


def _name(name: str, metres: float) -> str:
    return f"{name}  {number(metres / 1000, 1)}"


def _names_mm(names: Strings, course: Course, wide_mm: float) -> float:
    """Return the room that the names take, at most a part of the width."""
    told = map(_name, names.tolist(), course.metres.tolist())
    widest = max(text_size(name, NAME_SIZE, bold=True)[0] for name in told) * POINT
    return float(min(widest + BESIDE_NAMES_MM, MOST_NAMES * wide_mm))


def _named(at_mm: Floats, met: Bools) -> list[int]:
    """Return the places whose names fit above each other: ends, those met by trains, others."""
    named = [0, len(at_mm) - 1]
    for place in np.argsort(~met, kind="stable").tolist():
        if all(abs(at_mm[place] - at_mm[other]) >= LEAST_APART_MM for other in named):
            named.append(place)
    return named


def _write_legend(panel: pens.Axes, diagram: Diagram, left: float) -> None:
    """Write what is drawn, from ``left`` of the diagram on, in widths of it."""
    names = diagram.names
    handles = [
        pens.Line2D([], [], color=OUT_COLOR, label=f"Richtung {names[-1]}"),
        pens.Line2D([], [], color=BACK_COLOR, label=f"Richtung {names[0]}"),
    ]
    if not all(_is_whole(run, diagram.course) for run in diagram.runs):
        part = "auf einem Teil der Linie"
        handles.append(pens.Line2D([], [], color=SOFT, linestyle=(0, (3, 2)), label=part))
    if diagram.trains:
        handles += [
            pens.Line2D(
                [], [], color=TRAIN_COLOR, marker="^", linestyle="none", label="Zug fährt ab"
            ),
            pens.Line2D(
                [], [], color=TRAIN_COLOR, marker="v", linestyle="none", label="Zug kommt an"
            ),
        ]
    panel.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-left, 1.005),
        ncols=len(handles), frameon=False, prop=font(7.2), borderaxespad=0, handlelength=2,
        columnspacing=1.4,
    )  # fmt: skip
