"""Features: rows of a table on a page, as GeoJSON, plain JSON or CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from accessibility.store import flat
from api.http.accept import CSV, JSON
from api.http.json_text import as_json
from api.http.row_text import Written, feature_text, row_text, table_text
from api.http.rows import DECIMALS
from api.http.sheet import Column, Sheet, sheet_of
from api.windows import QuestionError
from gtfs.timetable import Floats

Box: TypeAlias = tuple[float, float, float, float]  # west, south, east, north, in degrees
BBOX = r"^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$"


class Page(NamedTuple):
    """Which rows of a list are sent."""

    limit: int
    offset: int


@dataclass(frozen=True)
class Listing:
    """What is asked of a table: the box its rows lie in, the page, the way back to it."""

    path: str
    question: Mapping[str, Any]  # what was asked besides the page
    page: Page
    bbox: str | None = None


def listed(
    table: gpd.GeoDataFrame | Sheet, asked: Listing, media: str, told: Mapping[str, Any], key: str
) -> bytes:
    """Return a page of the table; ``told`` stands above it, ``key`` names its rows."""
    found = table if isinstance(table, Sheet) else sheet_of(table)
    if asked.bbox is not None:
        found = found.rows(shapely.intersects(np.asarray(found.shapes), box_of(asked.bbox)))
    page = found.rows(slice(asked.page.offset, asked.page.offset + asked.page.limit))
    status = told["data_status"]
    if media == CSV:
        return csv(_beside(flat(page.frame().assign(data_status=status)), told))
    if media == JSON:
        rows = row_text(_items(page), len(page), data_status=status)
        return as_json(page_of(rows, len(found), asked, told))
    rows = feature_text(page, key, data_status=status)
    heading = {"type": "FeatureCollection"}
    return as_json(heading | page_of(rows, len(found), asked, told, "features"))


def tabled(table: pd.DataFrame, asked: Listing, media: str, told: Mapping[str, Any]) -> bytes:
    """Return a page of a table that has no place on a map, as plain JSON or CSV."""
    page = table.iloc[asked.page.offset : asked.page.offset + asked.page.limit]
    if media == CSV:
        return csv(page)
    return as_json(page_of(table_text(page), len(table), asked, told))


def paged(
    rows: Sequence[Mapping[str, Any]], asked: Listing, told: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a page of rows that have no place on a map."""
    page = rows[asked.page.offset : asked.page.offset + asked.page.limit]
    return page_of(page, len(rows), asked, told)


def page_of(
    page: Sequence[Any] | Written,
    matched: int,
    asked: Listing,
    told: Mapping[str, Any],
    name: str = "items",
) -> dict[str, Any]:
    """Return the rows of a page by their name, of so many that match."""
    rows, count = page if isinstance(page, Written) else (list(page), len(page))
    return {
        **told,
        "numberMatched": matched,
        "numberReturned": count,
        "links": _links(asked, matched),
        name: rows,
    }


def box_of(text: str) -> shapely.Polygon:
    """Return the box of ``west,south,east,north`` in degrees."""
    west, south, east, north = (float(part) for part in text.split(","))
    if west > east or south > north or not (-180 <= west <= east <= 180):
        raise QuestionError(f"{text}: write west,south,east,north in degrees")
    if not -90 <= south <= north <= 90:
        raise QuestionError(f"{text}: latitudes go from -90 to 90; lon comes first")
    return shapely.box(west, south, east, north)


def check_box(box: Box, county: Box) -> None:
    """Refuse a box that lies outside the county only because its latitudes stand first."""
    here, turned = shapely.box(*county), (box[1], box[0], box[3], box[2])
    if shapely.box(*box).intersects(here) or not shapely.box(*turned).intersects(here):
        return
    sides = ",".join(f"{side:.2f}" for side in county)
    raise QuestionError(
        f"latitude comes first in it; write west,south,east,north (the county lies in {sides})"
    )


def csv(table: pd.DataFrame) -> bytes:
    """Return the rows as CSV, points as lon and lat."""
    return flat(table).to_csv(index=False).encode()


def _beside(table: pd.DataFrame, told: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows with the window last, where one was asked for: a CSV has nothing above it."""
    window = told.get("window")
    return table if window is None else table.assign(window=window)


def _items(sheet: Sheet) -> dict[str, Column]:
    """Return the columns without the shapes, points as lon and lat."""
    shapes, points = np.asarray(sheet.shapes), dict[str, Floats]()
    if len(sheet) and (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        points = {"lon": shapely.get_x(shapes), "lat": shapely.get_y(shapes)}
    return {**sheet.columns, **{name: side.round(DECIMALS) for name, side in points.items()}}


def _links(asked: Listing, matched: int) -> list[dict[str, str]]:
    limit, offset = asked.page
    pages = {"self": offset}
    if offset + limit < matched:
        pages["next"] = offset + limit
    if offset:
        pages["prev"] = max(0, offset - limit)
    return [{"rel": rel, "href": _href(asked, at)} for rel, at in pages.items()]


def _href(asked: Listing, offset: int) -> str:
    question = {**asked.question, "limit": asked.page.limit, "offset": offset}
    return f"{asked.path}?{urlencode(question, doseq=True)}"
