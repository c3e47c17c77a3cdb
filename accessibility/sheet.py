"""Sheet: a page with heading, standing of the data and sources, whatever stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from accessibility import pens
from accessibility.figures import MapError
from accessibility.labels import Box
from accessibility.page import A4, MARGIN, Words, write_footer, write_heading
from accessibility.picture import Imprint
from accessibility.words import status_sentence

DPI = 200
MM = 25.4  # an inch
SVG_SALT = "mobility"  # ids in SVG files are hashes of it and the content, not random

# What a reader would see of when and by whom a file was made is in the imprint; dates in the file
# itself would only make two equal pictures differ.
METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "svg": {"Date": None, "Creator": None},
}


@dataclass(frozen=True)
class Sheet:
    """The words around a picture that is no map."""

    title: str
    subtitle: str
    definition: str
    imprint: Imprint

    @property
    def status(self) -> str:
        """The sentence on the standing of the data, "" where they are official."""
        return status_sentence(self.imprint.data_status)


def new_sheet(words: Words, size: tuple[float, float] = A4) -> tuple[pens.Figure, pens.Axes, Box]:
    """Return the figure, its page in mm with all words, and the room left for a picture."""
    width, height = size
    figure = pens.Figure(figsize=(width / MM, height / MM), dpi=DPI, facecolor="white")
    pens.FigureCanvasAgg(figure)
    page = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height), zorder=2)
    page.set_axis_off()
    top, bottom = write_heading(page, words), write_footer(page, words)
    return figure, page, Box(MARGIN, bottom, width - MARGIN, top)


def panel_in(
    figure: pens.Figure, box: Box, *, xlim: tuple[float, float], ylim: tuple[float, float]
) -> pens.Axes:
    """Return axes that fill the box of the page, mm."""
    width, height = figure.get_size_inches() * MM
    rectangle = (
        box.left / width,
        box.bottom / height,
        (box.right - box.left) / width,
        (box.top - box.bottom) / height,
    )
    return figure.add_axes(rectangle, zorder=1, xlim=xlim, ylim=ylim)


def save_figure(figure: pens.Figure, path: Path, *, dpi: int = DPI) -> None:
    """Write the figure as the file's ending asks: .png, .pdf or .svg."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in METADATA:
        raise MapError(f"cannot draw {path.name}: a picture is .png, .pdf or .svg")
    path.write_bytes(_written(figure, kind, dpi))


def figure_svg(figure: pens.Figure) -> str:
    """Return the figure as SVG, the same from run to run."""
    return _written(figure, "svg", DPI).decode()


def _written(figure: pens.Figure, kind: str, dpi: int) -> bytes:
    pens.rcParams["svg.hashsalt"] = SVG_SALT  # always the same value: safe from any thread
    buffer = BytesIO()
    figure.savefig(buffer, format=kind, dpi=dpi, metadata=METADATA[kind])
    return buffer.getvalue()
