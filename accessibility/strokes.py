"""Strokes: the lines of a picture as they are drawn, each section once, by product and width."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from accessibility.picture import MapPicture, lines_by_product
from accessibility.style import PRODUCTS, WIDTHS, Stroke

Ints = NDArray[np.int64]


class Drawn(NamedTuple):
    """Lines of one product and one stroke."""

    product: str
    stroke: Stroke
    lines: gpd.GeoDataFrame  # one multi-line: dashes run on from section to section


def widths_present(picture: MapPicture) -> dict[str, float]:
    """Return the widths that a map of lines shows, by what they mean."""
    lines = picture.layers.lines
    if picture.offer is None or lines is None or lines.empty:
        return {}
    present = set(_width_of(lines))
    return {
        label: width for index, (label, (_, width)) in enumerate(WIDTHS.items()) if index in present
    }


def drawn_lines(picture: MapPicture) -> Iterator[Drawn]:
    """Yield the lines in drawing order; on a map of lines the width tells their trips."""
    for product, lines in lines_by_product(picture.layers).items():
        sections = lines.drop_duplicates("section")
        if picture.offer is None:
            yield Drawn(product, PRODUCTS[product], _joined(sections))
            continue
        wide = _width_of(sections)
        for index, (_, width) in enumerate(WIDTHS.values()):
            if (wide == index).any():
                stroke = replace(PRODUCTS[product], width=width)
                yield Drawn(product, stroke, _joined(sections[wide == index]))


def _width_of(sections: gpd.GeoDataFrame) -> Ints:
    """Return ``[section]`` which of the widths its trips have."""
    limits = [limit for limit, _ in WIDTHS.values()]
    return np.searchsorted(limits, sections["section_trips"].to_numpy(float))


def _joined(sections: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the sections as courses from fork to fork."""
    parts = shapely.get_parts(sections.geometry.to_numpy())
    joined = shapely.line_merge(shapely.multilinestrings(parts))
    return gpd.GeoDataFrame(geometry=[joined], crs=sections.crs)
