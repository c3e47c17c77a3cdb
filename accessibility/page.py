"""Page: an A4 sheet in millimetres, and the words and legend around the map."""

from __future__ import annotations

from typing import Protocol

from accessibility import pens
from accessibility.picture import Imprint
from accessibility.style import INK, SOFT, STATUS_EDGE, STATUS_FILL

WIDTH, HEIGHT = A4 = 297.0, 210.0  # landscape, mm
A3 = 420.0, 297.0
MARGIN = 9.0
LEGEND_WIDTH = 68.0
POINT = 25.4 / 72  # mm
FONT = "DejaVu Sans"  # comes with matplotlib: the same picture on every machine
LEADING = 1.32  # from line to line, in sizes of the font


class Words(Protocol):
    """What is written around a picture."""

    @property
    def title(self) -> str:
        """The first line."""
        ...

    @property
    def subtitle(self) -> str:
        """Region, day, timetable."""
        ...

    @property
    def status(self) -> str:
        """The standing of the data, "" for nothing to say."""
        ...

    @property
    def definition(self) -> str:
        """What is shown and how it was computed."""
        ...

    @property
    def imprint(self) -> Imprint:
        """Sources and provenance."""
        ...


def font(size: float, *, bold: bool = False) -> pens.FontProperties:
    """Return the one font family in a size."""
    return pens.FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")


def text_size(text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Return width and height of one line in points; all lines of a size are equally high."""
    width, _, _ = pens.text_to_path.get_text_width_height_descent(
        text, font(size, bold=bold), ismath=False
    )
    return width, 1.3 * size


def wrapped(text: str, width_mm: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the text in lines that fit the width."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_size(longer, size, bold=bold)[0] * POINT > width_mm:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def write(
    page: pens.Axes, at: tuple[float, float], text: str, *, size: float, bold: bool = False,
    color: str = INK, align: str = "left",
) -> None:  # fmt: skip
    """Write one line, ``at`` = (x, middle y); a name with a dollar sign is no formula."""
    page.text(
        *at, text, fontproperties=font(size, bold=bold), color=color, ha=align,
        va="center_baseline", parse_math=False,
    )  # fmt: skip


def write_lines(
    page: pens.Axes,
    top: float,
    lines: list[str],
    *,
    size: float,
    color: str = INK,
    bold: bool = False,
) -> float:
    """Write lines from ``top`` downwards over the whole page; return the y below them."""
    step = LEADING * size * POINT
    for line in lines:
        write(page, (MARGIN, top - step / 2), line, size=size, color=color, bold=bold)
        top -= step
    return top


def write_heading(page: pens.Axes, picture: Words) -> float:
    """Write title, subtitle and the standing of the data; return the y the map may reach."""
    width, height = page.get_xlim()[1], page.get_ylim()[1]
    wide = width - 2 * MARGIN
    y = write_lines(
        page, height - MARGIN + 2, wrapped(picture.title, wide, 17, bold=True), size=17, bold=True
    )
    y = write_lines(page, y, wrapped(picture.subtitle, wide, 10.5), size=10.5, color=SOFT) - 1.5
    if not picture.status:
        return y - 0.5
    lines = wrapped(picture.status, wide - 4, 7.6, bold=True)
    step = LEADING * 7.6 * POINT
    high = step * len(lines) + 1.8
    page.add_patch(
        pens.Rectangle(
            (MARGIN, y - high), wide, high, facecolor=STATUS_FILL, edgecolor=STATUS_EDGE, lw=0.8
        )
    )
    for row, line in enumerate(lines):
        middle = y - 0.9 - step * (row + 0.5)
        write(page, (width / 2, middle), line, size=7.6, bold=True, align="center")
    return y - high - 2


def write_footer(page: pens.Axes, picture: Words) -> float:
    """Write definition, sources and provenance at the foot; return the y above them."""
    wide = page.get_xlim()[1] - 2 * MARGIN
    sources = f"Quellen: {picture.imprint.sources}" if picture.imprint.sources else ""
    blocks = [
        (wrapped(picture.definition, wide, 7.2), 7.2, INK),
        (wrapped(sources, wide, 6.2), 6.2, SOFT),
        (wrapped(picture.imprint.provenance, wide, 6.2), 6.2, SOFT),
    ]
    high = sum(LEADING * size * POINT * len(lines) for lines, size, _ in blocks)
    top = y = MARGIN - 3 + high + 1.5
    for lines, size, color in blocks:
        y = write_lines(page, y, lines, size=size, color=color) - 0.5
    return top + 2.0
