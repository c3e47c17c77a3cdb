"""HTML lines: the lines of a map as a table, and as what the map says where one points at them."""

from typing import Any

import numpy as np
import shapely

from accessibility.html_page import Cell, Head, note, table
from accessibility.html_svg import FINEST, Sheet
from accessibility.html_symbols import line_swatch
from accessibility.picture import MapPicture
from accessibility.strokes import known_product
from accessibility.words import number


def lines_table(picture: MapPicture) -> str:
    """Return the table of all lines of a map of lines."""
    if picture.offer is None:
        return ""
    heads = [
        *(Head(text) for text in ("Linie", "Produkt", "Verlauf", "Betreiber")),
        Head("Fahrten am Tag", number=True),
    ]
    rows = [
        (
            Cell(name),
            Cell(product, swatch=line_swatch(drawn)),
            Cell(course),
            Cell(operator),
            Cell(number(trips), trips),
        )
        for name, product, drawn, course, operator, trips in zip(
            *(picture.offer[column] for column in ("name", "product")),
            known_product(picture.offer["product"]),
            *(picture.offer[column] for column in ("course", "operator", "trips")),
            strict=True,
        )
    ]
    caption = f"{picture.title} · {picture.subtitle}"
    return table(caption, heads, rows, sortable=True) + note(picture.definition)


def line_facts(sheet: Sheet) -> list[list[Any]]:
    """Return ``[section]`` its product, its lines and their trips by turns, its points by turns.

    Only of a map of lines: elsewhere one points at places.
    """
    layer = sheet.picture.layers.lines
    if sheet.picture.offer is None or layer is None or layer.empty:
        return []
    layer = layer.sort_values(["section", "trips"], ascending=[True, False], kind="stable")
    sections = layer.drop_duplicates("section")
    shapes = sections.to_crs(sheet.picture.imprint.crs).geometry.to_numpy()
    xy, owner = shapely.get_coordinates(
        shapely.simplify(shapes, FINEST * sheet.metres), return_index=True
    )
    points = np.split(
        sheet.units(xy).round().astype(int), np.searchsorted(owner, np.arange(1, len(shapes)))
    )
    lines = layer.groupby("section")[["name", "trips"]].agg(list)
    return [
        [product, [part for line in zip(*row, strict=True) for part in line], one.ravel().tolist()]
        for product, row, one in zip(
            known_product(sections["product"]), lines.itertuples(index=False), points, strict=True
        )
    ]
