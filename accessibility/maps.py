"""Maps: a MapPicture drawn on an A4 sheet, as PNG, PDF or SVG."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from accessibility import pens
from accessibility.frame import Frame, frame_of, inside_region, own_boundary, point_xy
from accessibility.labels import Box
from accessibility.legend import draw_scale_bar, write_legend
from accessibility.names import write_names
from accessibility.page import LEGEND_WIDTH, POINT
from accessibility.picture import MapPicture
from accessibility.shapes import Shapes, clipped, line_coordinates, united
from accessibility.sheet import DPI, new_sheet, panel_in, save_figure
from accessibility.strokes import drawn_lines
from accessibility.style import AREAS, EDGE, INNER_EDGE, LAND, LEVELS, OUTSIDE, ROAD_COLOR, RULE
from accessibility.symbols import draw_circles, draw_symbols, stroke_lines

PIXELS = 1600  # across the map
BEYOND_SCALE = 0.62  # of symbols: stations outside the region matter less
GUTTER = 5.0  # mm between map and legend


def draw_map(picture: MapPicture, path: Path, *, dpi: int = DPI) -> None:
    """Write the map as the file's ending asks: .png, .pdf or .svg; A4 landscape."""
    save_figure(build_figure(picture), path, dpi=dpi)


def build_figure(picture: MapPicture) -> pens.Figure:
    """Return the sheet with everything on it."""
    figure, page, box = new_sheet(picture)
    _draw_panel(figure, page, picture, replace(box, right=box.right - LEGEND_WIDTH - GUTTER))
    write_legend(page, picture, box.top)
    return figure


def _draw_panel(figure: pens.Figure, page: pens.Axes, picture: MapPicture, box: Box) -> None:
    """Draw the map itself into a box of the page, mm."""
    wide, high = box.right - box.left, box.top - box.bottom
    frame = frame_of(picture, aspect=wide / high)
    panel = panel_in(figure, box, xlim=(frame.left, frame.right), ylim=(frame.bottom, frame.top))
    panel.set(xticks=[], yticks=[])
    for spine in panel.spines.values():
        spine.set(edgecolor=RULE, linewidth=0.8)
    _draw_ground(panel, picture, frame)
    _draw_lines(panel, picture, frame)
    _draw_places(panel, picture)
    _draw_symbols(panel, picture)
    write_names(panel, picture, frame, (wide / POINT, high / POINT))
    draw_scale_bar(page, frame, (box.left + 1.5, box.bottom + 1.5), wide / frame.width)


def _draw_ground(panel: pens.Axes, picture: MapPicture, frame: Frame) -> None:
    layers = picture.layers
    limits = _clipped(own_boundary(picture), picture, frame)
    panel.set_facecolor(OUTSIDE if len(limits) else LAND)
    panel.add_collection(_filled(limits, LAND, zorder=0.1))
    if layers.areas is not None:
        for rank, (kind, (_, color)) in enumerate(AREAS.items()):
            shapes = _clipped(layers.areas[layers.areas["kind"] == kind], picture, frame)
            panel.add_collection(_filled(shapes, color, zorder=0.2 + rank / 10))
    roads = line_coordinates(_clipped(layers.roads, picture, frame))
    inner, outer = line_coordinates(limits), line_coordinates(united(limits))
    panel.add_collection(pens.LineCollection(roads, color=ROAD_COLOR, linewidth=0.45, zorder=0.6))
    panel.add_collection(pens.LineCollection(inner, color=INNER_EDGE, linewidth=0.5, zorder=0.7))
    panel.add_collection(pens.LineCollection(outer, color=EDGE, linewidth=1.6, zorder=0.8))


def _draw_lines(panel: pens.Axes, picture: MapPicture, frame: Frame) -> None:
    for rank, drawn in enumerate(drawn_lines(picture)):
        courses = line_coordinates(_clipped(drawn.lines, picture, frame))
        for layer, keywords in enumerate(stroke_lines(drawn.stroke)):
            collection = pens.LineCollection(
                courses, zorder=1 + (rank + layer / 2) / 40, **keywords
            )
            panel.add_collection(collection)


def _draw_places(panel: pens.Axes, picture: MapPicture) -> None:
    """Draw the circles, large ones first, so that a village is seen beside its town."""
    xy = point_xy(picture.places, picture.imprint.crs)
    size, bands = picture.diameters, picture.bands
    order = np.argsort(-size, kind="stable")
    draw_circles(panel, xy[order], size[order], [bands[index] for index in order], zorder=2)


def _draw_symbols(panel: pens.Axes, picture: MapPicture) -> None:
    layers, crs = picture.layers, picture.imprint.crs
    if layers.stations is not None and not layers.stations.empty:
        xy, sbahn = point_xy(layers.stations, crs), layers.stations["sbahn"].to_numpy(bool)
        ours = inside_region(picture, xy)
        for rows, scale, height in ((~ours, BEYOND_SCALE, 3.8), (ours, 1.0, 4.0)):
            draw_symbols(panel, xy[rows & ~sbahn], "bahn", zorder=height, scale=scale)
            draw_symbols(panel, xy[rows & sbahn], "sbahn", zorder=height + 0.1, scale=scale)
    if layers.zentren is not None and not layers.zentren.empty:
        xy, level = point_xy(layers.zentren, crs), layers.zentren["level"].to_numpy()
        for rank, kind in enumerate(reversed(LEVELS)):
            draw_symbols(panel, xy[level == kind], kind, zorder=4.2 + rank / 10)


def _clipped(layer: gpd.GeoDataFrame | None, picture: MapPicture, frame: Frame) -> Shapes:
    """Return the layer's shapes as fine as the print can show them."""
    pixel_m = frame.width / PIXELS
    return clipped(layer, picture.imprint.crs, frame, finest_m=pixel_m / 2, margin_m=10 * pixel_m)


def _filled(shapes: Shapes, color: str, *, zorder: float) -> pens.PathCollection:
    """Return polygons with their holes as one collection."""
    polygons = shapely.get_parts(shapes)
    polygons = polygons[shapely.get_type_id(polygons) == 3]
    outlines = [
        pens.Outline.make_compound_path(
            *(pens.Outline(ring, closed=True) for ring in line_coordinates(np.array([polygon])))
        )
        for polygon in polygons
    ]
    return pens.PathCollection(outlines, facecolor=color, edgecolor="none", zorder=zorder)
