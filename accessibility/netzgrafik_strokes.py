"""Netzgrafik strokes: the lines of a bundle side by side, their names and minutes on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from accessibility import pens
from accessibility.netzgrafik_bundles import Bundle, Stroke
from accessibility.netzgrafik_layout import BESIDE_MM
from accessibility.page import POINT, font, text_size
from accessibility.style import INK, OTHER_PRODUCT, PRODUCTS, SOFT
from gtfs.timetable import Floats

Lines: TypeAlias = Mapping[int, tuple[str, str]]  # name and product by number
Dash: TypeAlias = Literal["solid"] | tuple[float, tuple[float, float]]

STROKES: dict[int, tuple[float, Dash]] = {  # of a Takt up to so many seconds: points, dashes
    1800: (2.6, "solid"),
    3600: (1.3, "solid"),
    7200: (1.3, (0, (3.2, 1.6))),
}
NAMES_OF_STROKES = {
    1800: "alle 30 Minuten und dichter",
    3600: "stündlich",
    7200: "seltener, bis alle 2 Stunden",
}
MINUTE_SIZE, LINE_SIZE = 4.9, 4.9
BOLD = (True, False)  # departures, arrivals
SHARES, FREE_MM = (0.5, 0.35, 0.65), 6.0  # where names may stand; so far from other bundles'
GAP_MM = 0.5  # between box, minutes and name
HIGH_MM, MOST_CLEAR_MM = 1.5, 2.0  # of the figures of a minute; however flat a stroke leaves
FILLED = ("S-Bahn", "Bahn", "PlusBus", "Straßenbahn")  # their names stand white on colour


class Track(NamedTuple):
    """A stroke on the page: where it leaves the boxes, and its direction."""

    start: Floats
    end: Floats
    upright: float  # degrees by which its text is turned
    clear: tuple[float, float]  # mm at either end that the box would hide of a slanting text

    @property
    def length(self) -> float:
        """Millimetres between both boxes."""
        return float(np.linalg.norm(self.end - self.start))

    def at(self, mm: float) -> Floats:
        """Return the point so far along it."""
        point: Floats = self.start + (self.end - self.start) * mm / max(self.length, 1e-6)
        return point


def draw_bundle(
    panel: pens.Axes,
    bundle: Bundle,
    ends: tuple[Floats, Floats],
    lines: Lines,
    named: Sequence[Floats],
) -> list[Floats]:
    """Draw a bundle between two boxes; return where the names of its lines stand.

    ``ends`` are the middles and halves of the boxes, ``[2, 2]`` each; the names keep away from
    those of other bundles, ``named``.
    """
    number = len(bundle.strokes)
    share = _free_share(*ends, named)
    places = []
    for place, stroke in enumerate(bundle.strokes):
        track = track_of(*ends, BESIDE_MM * (place - (number - 1) / 2))
        places.append(_draw_stroke(panel, stroke, (track, share), lines[stroke.line]))
    return places


def _free_share(at: Floats, half: Floats, named: Sequence[Floats]) -> float:
    """Return where along a bundle its names are farthest from others, the middle if it is free."""
    track = track_of(at, half, 0.0)
    away = {
        share: min(
            (float(np.linalg.norm(track.at(share * track.length) - one)) for one in named),
            default=np.inf,
        )
        for share in SHARES
    }
    return next(
        (share for share in SHARES if away[share] > FREE_MM), max(SHARES, key=away.__getitem__)
    )


def track_of(at: Floats, half: Floats, aside: float) -> Track:
    """Return the stroke so far aside of the line between the middles, from box to box.

    Aside is to the left of the way that reads from left to right, or upwards.
    """
    way = at[1] - at[0]
    length = max(float(np.linalg.norm(way)), 1e-6)
    along = way / length
    angle = float(np.degrees(np.arctan2(along[1], along[0])))
    upright = angle if -90 < angle <= 90 else angle - 180 * np.sign(angle)
    across = np.array([-along[1], along[0]]) * (aside if upright == angle else -aside)
    leave = [_out_of(half[0], across, along), _out_of(half[1], across, -along)]
    clear = [
        _hidden(half[side], across + sign * along * leave[side], along)
        for side, sign in ((0, 1), (1, -1))
    ]
    start, end = at[0] + across + along * leave[0], at[1] + across - along * leave[1]
    return Track(start, end, float(upright), (clear[0], clear[1]))


def look_of(headway_s: int, label: str, product: str = "") -> pens.Line2D:
    """Return how a line of a Takt and product looks, for the legend."""
    width, dash = STROKES[_class(headway_s)]
    color = _color(product) if product else SOFT
    return pens.Line2D([], [], color=color, linewidth=width, linestyle=dash, label=label)


def _out_of(half: Floats, across: Floats, along: Floats) -> float:
    """Return how far along one leaves a box, begun ``across`` of its middle."""
    towards = np.sign(along) * half - across
    steep = np.abs(along) > 1e-6
    return float(max(0.0, np.min((towards / np.where(steep, along, 1.0))[steep])))


def _hidden(half: Floats, out: Floats, along: Floats) -> float:
    """Return how far a text must keep from the edge it slants across, ``out`` of the middle."""
    side = int(np.argmax(np.abs(out) / half))  # left through a vertical edge or a horizontal one
    slant = abs(along[1 - side]) / max(abs(along[side]), 1e-6)
    return float(min(slant * HIGH_MM / 2, MOST_CLEAR_MM))


def _draw_stroke(
    panel: pens.Axes, stroke: Stroke, where: tuple[Track, float], line: tuple[str, str]
) -> Floats:
    """Draw a line with its minutes and, at that share of its way, its name; return where."""
    (track, share), (name, product) = where, line
    color = _color(product)
    width, dash = STROKES[_class(stroke.headway_s)]
    ends = np.array([track.start, track.end])
    panel.plot(*ends.T, color=color, linewidth=width, linestyle=dash, zorder=2)
    tag_mm = text_size(name, LINE_SIZE, bold=True)[0] * POINT + 1.0
    at_start, at_end = _fitting(stroke, track, tag_mm)
    left = [
        _minutes_mm(one) + clear for one, clear in zip((at_start, at_end), track.clear, strict=True)
    ]
    free = left[0] + tag_mm / 2, track.length - left[1] - tag_mm / 2
    middle = (free[0] + free[1]) / 2
    if free[1] > free[0]:
        middle = float(np.clip(middle + (share - 0.5) * track.length, *free))
    if track.length >= tag_mm:
        _write_tag(panel, track, middle, name, (color, product in FILLED))
    _write_minutes(panel, track, at_start, from_start=True)
    _write_minutes(panel, track, at_end, from_start=False)
    return track.at(middle)


def _fitting(stroke: Stroke, track: Track, tag_mm: float) -> tuple[Sequence[str], Sequence[str]]:
    """Return the minutes at both ends that leave room for the name: all, departures, or none."""
    for kept in (2, 1):
        both = stroke.at_start[:kept], stroke.at_end[:kept]
        if sum(map(_minutes_mm, both)) + sum(track.clear) + tag_mm <= track.length:
            return both
    return (), ()


def _minutes_mm(minutes: Sequence[str]) -> float:
    """Return how much room departure and arrival take along the stroke."""
    return sum(_wide(text, bold=bold) + GAP_MM for text, bold in zip(minutes, BOLD, strict=False))


def _wide(text: str, *, bold: bool) -> float:
    return text_size(text, MINUTE_SIZE, bold=bold)[0] * POINT


def _write_minutes(
    panel: pens.Axes, track: Track, minutes: Sequence[str], *, from_start: bool
) -> None:
    """Write the departure next to the box and the arrival behind it."""
    gone = GAP_MM + track.clear[0 if from_start else 1]
    for text, bold in zip(minutes, BOLD, strict=False):
        wide = _wide(text, bold=bold)
        middle = gone + wide / 2
        at = track.at(middle if from_start else track.length - middle)
        panel.text(
            at[0], at[1], text, fontproperties=font(MINUTE_SIZE, bold=bold),
            color=INK if bold else SOFT, rotation=track.upright, rotation_mode="anchor",
            ha="center", va="center_baseline", zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.15},
        )  # fmt: skip
        gone += wide + GAP_MM


def _write_tag(
    panel: pens.Axes, track: Track, middle: float, name: str, look: tuple[str, bool]
) -> None:
    color, filled = look
    at = track.at(middle)
    panel.text(
        at[0], at[1], name, fontproperties=font(LINE_SIZE, bold=True), parse_math=False,
        color="white" if filled else color, rotation=track.upright, rotation_mode="anchor",
        ha="center", va="center_baseline", zorder=4,
        bbox={"facecolor": color if filled else "white", "edgecolor": color, "linewidth": 0.4,
              "pad": 0.55},
    )  # fmt: skip


def _color(product: str) -> str:
    return PRODUCTS.get(product, PRODUCTS[OTHER_PRODUCT]).color


def _class(headway_s: int) -> int:
    return next((limit for limit in STROKES if headway_s <= limit), max(STROKES))
