"""HTML svg: a MapPicture as inline vector drawing; complete without a script."""

from dataclasses import dataclass
from html import escape

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from accessibility.frame import Frame, frame_of, own_boundary, point_xy
from accessibility.html_symbols import circle, point_symbol, product_class, strokes
from accessibility.picture import MapPicture, clear_of_town
from accessibility.shapes import Shapes, clipped, line_coordinates, united
from accessibility.signs import line_signs
from accessibility.strokes import drawn_lines
from accessibility.style import (
    AREAS,
    EDGE,
    INNER_EDGE,
    LAND,
    LEVELS,
    OUTSIDE,
    PRODUCTS,
    ROAD_COLOR,
    SYMBOLS,
    SymbolKind,
)

Floats = NDArray[np.float64]

WIDTH = 1000.0  # units from left to right
FINEST = 0.15  # units: smaller bends are left out
MARGIN = 400.0  # units beyond the frame that panning can bring into view


@dataclass(frozen=True, eq=False)
class Sheet:
    """A picture in the drawing's own units: ``WIDTH`` from left to right, down from the top."""

    picture: MapPicture
    frame: Frame
    place_xy: Floats  # [place, 2] units
    radius: Floats  # [place] of the circles

    @property
    def metres(self) -> float:
        """Metres of one unit."""
        return self.frame.width / WIDTH

    def units(self, metres: Floats) -> Floats:
        """Return points ``[point, 2]`` in units."""
        return _units(metres, self.frame)

    def points(self, layer: gpd.GeoDataFrame) -> Floats:
        """Return ``[point, 2]`` of a layer of points, in units."""
        return self.units(point_xy(layer, self.picture.imprint.crs))

    def shapes(self, layer: gpd.GeoDataFrame | None) -> Shapes:
        """Return the layer's shapes in and near the frame, in metres."""
        finest, margin = FINEST * self.metres, MARGIN * self.metres
        crs = self.picture.imprint.crs
        return clipped(layer, crs, self.frame, finest_m=finest, margin_m=margin)

    def path(self, shapes: Shapes, keys: str) -> str:
        """Return metric shapes as one ``<path>``, "" if there are none."""
        lines = map(self.units, line_coordinates(shapes))
        steps = ("L".join(f"{x:.1f} {y:.1f}" for x, y in line.tolist()) for line in lines)
        data = "".join(f"M{step}" for step in steps)
        return f'<path {keys} d="{data}"/>' if data else ""


def sheet_of(picture: MapPicture) -> Sheet:
    """Return the picture in drawing units."""
    frame = frame_of(picture)
    xy = _units(point_xy(picture.places, picture.imprint.crs), frame)
    return Sheet(picture, frame, xy, picture.diameters / 2)


def draw_sheet(sheet: Sheet) -> str:
    """Return the ``<svg>`` of the map, later things above earlier ones."""
    picture, frame = sheet.picture, sheet.frame
    label = escape(f"Karte: {picture.title}, {picture.subtitle}")
    parts = [*_ground(sheet), *_lines(sheet), *_places(sheet), *_symbols(sheet)]
    parts += [*_centre_names(sheet), *_line_names(sheet), *_place_names(sheet)]
    box = f"0 0 {WIDTH:g} {frame.height / sheet.metres:.1f}"
    return (
        f'<svg class="sheet" viewBox="{box}" role="img" tabindex="0" aria-label="{label}">\n'
        + "\n".join(part for part in parts if part)
        + "\n</svg>"
    )


def _units(metres: Floats, frame: Frame) -> Floats:
    metre = frame.width / WIDTH
    moved: Floats = (metres - np.array([frame.left, frame.top])) / np.array([metre, -metre])
    return moved


def _ground(sheet: Sheet) -> list[str]:
    layers = sheet.picture.layers
    limits = sheet.shapes(own_boundary(sheet.picture))
    outside = OUTSIDE if len(limits) else LAND
    area = f'x="{-WIDTH:g}" y="{-WIDTH:g}" width="{3 * WIDTH:g}" height="{3 * WIDTH:g}"'
    parts = [
        f'<rect {area} fill="{outside}"/>',
        sheet.path(limits, f'class="filled" fill="{LAND}"'),
    ]
    if layers.areas is not None:
        for kind, (_, color) in AREAS.items():
            shapes = sheet.shapes(layers.areas[layers.areas["kind"] == kind])
            parts.append(sheet.path(shapes, f'class="filled" fill="{color}"'))
    return [
        *parts,
        sheet.path(sheet.shapes(layers.roads), f'fill="none" stroke="{ROAD_COLOR}"'),
        sheet.path(limits, f'fill="none" stroke="{INNER_EDGE}" stroke-width="0.7"'),
        sheet.path(united(limits), f'fill="none" stroke="{EDGE}" stroke-width="2.2"'),
    ]


def _lines(sheet: Sheet) -> list[str]:
    return [
        sheet.path(sheet.shapes(drawn.lines), f'class="{product_class(drawn.product)}" {keys}')
        for drawn in drawn_lines(sheet.picture)
        for keys in strokes(drawn.stroke)
    ]


def _places(sheet: Sheet) -> list[str]:
    bands, classes = sheet.picture.bands, sheet.picture.classes
    parts = []
    for place in np.argsort(-sheet.radius, kind="stable"):
        band, (x, y), r = bands[place], sheet.place_xy[place], sheet.radius[place]
        missing = " missing" if band.mark == "cross" else ""
        parts.append(
            f'<g class="place class-{classes[place]}{missing}" data-index="{place}" '
            f'data-x="{x:.2f}" data-y="{y:.2f}" data-r="{r:.2f}" '
            f'transform="translate({x:.2f} {y:.2f})"><g class="symbol">{circle(band, r)}</g></g>'
        )
    return parts


def _symbols(sheet: Sheet) -> list[str]:
    stations, zentren = sheet.picture.layers.stations, sheet.picture.layers.zentren
    found: list[tuple[SymbolKind, str, Floats]] = []  # names written later keep clear of them
    if stations is not None and not stations.empty:
        kinds: list[SymbolKind] = ["sbahn" if on else "bahn" for on in stations["sbahn"]]
        found += zip(kinds, stations["name"], sheet.points(stations), strict=True)
    if zentren is not None and not zentren.empty:
        centres = list(zip(zentren["level"], zentren["name"], sheet.points(zentren), strict=True))
        found += [centre for level in reversed(LEVELS) for centre in centres if centre[0] == level]
    return [
        f'<g class="point" data-x="{x:.2f}" data-y="{y:.2f}" data-r="{SYMBOLS[kind].size / 2:g}" '
        f'transform="translate({x:.2f} {y:.2f})"><title>{escape(name)}</title>'
        f'<g class="symbol">{point_symbol(kind)}</g></g>'
        for kind, name, (x, y) in found
    ]


def _centre_names(sheet: Sheet) -> list[str]:
    """Return the names of the centres, higher levels first: the script keeps this order."""
    zentren = sheet.picture.layers.zentren
    if zentren is None or zentren.empty:
        return []
    xy, level = sheet.points(zentren), zentren["level"].to_numpy(str)
    parts = []
    for kind in LEVELS:
        for index in np.flatnonzero(level == kind):
            town = clear_of_town(xy[index], sheet.place_xy, sheet.radius)
            clear = max(SYMBOLS[kind].size / 2, town)
            parts.append(_name(zentren["name"].iloc[index], xy[index], f"name-{kind}", clear))
    return parts


def _line_names(sheet: Sheet) -> list[str]:
    """Return the numbers of the lines, each with the spots along its course where it may stand."""
    parts = []
    picture = sheet.picture
    for sign in line_signs(picture, sheet.frame):
        at = sheet.units(sign.spots)
        kind = f"name-line {product_class(sign.product)}"
        halo = PRODUCTS[sign.product].color
        parts.append(_name(sign.name, at, kind, 0.0, f' stroke="{halo}"'))
    return parts


def _place_names(sheet: Sheet) -> list[str]:
    """Return the names of the other places, the most people first."""
    picture = sheet.picture
    zentren = picture.layers.zentren
    known = set() if zentren is None else set(zentren["name"])
    names, classes = picture.places["name"].to_numpy(str), picture.classes
    return [
        _name(names[place], sheet.place_xy[place], f"name-place class-{classes[place]}", radius)
        for place in np.argsort(-sheet.radius, kind="stable")
        if names[place] not in known and (radius := float(sheet.radius[place]))
    ]


def _name(text: str, spots: Floats, kind: str, clear: float, keys: str = "") -> str:
    """Return a name that may stand beside any of the spots; without a script at the first."""
    x, y = np.atleast_2d(spots)[0]
    listed = " ".join(f"{x:.2f},{y:.2f}" for x, y in np.atleast_2d(spots))
    return (
        f'<g transform="translate({x:.2f} {y:.2f})"><text class="{kind}" data-spots="{listed}" '
        f'data-clear="{clear:.1f}" x="{clear + 3:.1f}"{keys} aria-hidden="true">'
        f"{escape(str(text))}</text></g>"
    )
