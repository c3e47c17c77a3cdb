"""Strokes: the lines of a picture by product, and how they are drawn: each section once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from accessibility.picture import Layers, MapPicture
from accessibility.style import OTHER_PRODUCT, PRODUCTS, WIDTHS, Stroke

Ints = NDArray[np.int64]


class Drawn(NamedTuple):
    """Lines of one product and one stroke."""

    product: str
    stroke: Stroke
    lines: gpd.GeoDataFrame  # one multi-line: dashes run on from section to section


def lines_by_product(layers: Layers) -> dict[str, gpd.GeoDataFrame]:
    """Return the lines of each product on the map, in drawing order; unknown ones are buses."""
    if layers.lines is None or layers.lines.empty:
        return {}
    product = known_product(layers.lines["product"])
    present = [name for name in PRODUCTS if (product == name).any()]
    return {name: layers.lines[product == name] for name in present}


def known_product(product: "pd.Series[str]") -> "pd.Series[str]":
    """Return the products, those without a stroke of their own as buses."""
    return product.where(product.isin(list(PRODUCTS)), OTHER_PRODUCT)


def offered(picture: MapPicture) -> list[tuple[str, int, int]]:
    """Return product, number of lines and trips of a map of lines, in the order of the legend."""
    if picture.offer is None:
        return []
    rows = picture.offer.groupby(known_product(picture.offer["product"]))["trips"].agg(
        ["size", "sum"]
    )
    present = [name for name in reversed(PRODUCTS) if name in rows.index]
    return [(name, int(rows["size"][name]), int(rows["sum"][name])) for name in present]


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
    width: Ints = np.searchsorted(limits, sections["section_trips"].to_numpy(float))
    return width


def _joined(sections: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the sections as courses from fork to fork."""
    parts = shapely.get_parts(sections.geometry.to_numpy())
    joined = shapely.line_merge(shapely.multilinestrings(parts))
    return gpd.GeoDataFrame(geometry=[joined], crs=sections.crs)
