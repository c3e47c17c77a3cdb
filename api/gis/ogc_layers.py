"""OGC layers: the tables with a place on the map that a server offers as collections."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
from pyarrow import ArrowInvalid

from accessibility.boundary import COUNTY, KOMMUNE
from accessibility.ends import NotFound
from accessibility.store import FormatError
from accessibility.words import day_name, german_date, timetable_of
from api.http.desk import Desk
from api.http.result_tables import ResultTable, key_of, tables_of, with_status
from api.http.result_told import name_of
from api.service import Service
from api.storage.files import Files
from api.storage.records import Result
from api.storage.results import Results

log = logging.getLogger(__name__)

Box: TypeAlias = tuple[float, float, float, float]  # west, south, east, north in degrees
WGS84 = 4326
RESULT = "result_"
GEO = b"geo"  # key of a GeoParquet file's notes
UNREADABLE = (OSError, ArrowInvalid, FormatError)  # a result's file, on reading it
RESULTS_AT_ONCE = 100  # read from the storage


@dataclass(frozen=True, eq=False)
class Layer:
    """A table as a collection of features; it is read when it is asked for.

    ``read`` returns it in WGS 84, indexed by the features' ids.
    """

    id: str
    title: str
    description: str
    box: Box
    read: Callable[[], gpd.GeoDataFrame]

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Layer":
        """Return the layer itself: nothing in it changes (pygeoapi copies what it is given)."""
        return self


def network_layers(desk: Desk) -> list[Layer]:
    """Return what a network shows by itself: places, stops, lines, access of each day type."""
    day, when = next(iter(desk.service.days.items()))
    living, stops = box_of_all(desk.ortsteile), box_of_all(desk.stops)

    def told(table: gpd.GeoDataFrame, key: str) -> gpd.GeoDataFrame:
        return keyed(table.assign(data_status=desk.status), table[key])

    def lines() -> gpd.GeoDataFrame:
        table = desk.sections(when)
        return told(table.assign(id=table["section"].astype(str) + ":" + table["line"]), "id")

    return [
        Layer(
            "ortsteile", "Ortsteile", "Ortslagen mit Kommune und Einwohnern", living,
            lambda: told(desk.ortsteile, "ortsteil_id"),
        ),
        Layer(
            "zentren", "Zentrale Orte", "Zentrale Orte mit ihrer Stufe", box_of_all(desk.zentren),
            lambda: told(desk.zentren, "place_id"),
        ),
        Layer(
            "stops", "Haltestellen", "Bahnsteige und einfache Halte des Fahrplans", stops,
            lambda: told(desk.stops, "stop_id"),
        ),
        Layer(
            "lines", f"Linien – {day_name(day)}",
            f"Ein Abschnitt je Linie und Stationspaar, mit Fahrten am Tag; {timetable_of(when)}",
            stops, lines,
        ),
        Layer(
            "grenzen", "Grenzen", "Landkreise und Kommunen aus OpenStreetMap", stops,
            lambda: told(_limits(desk.service), "osm_id"),
        ),
        *(_access(desk, one, living) for one in desk.service.days),
    ]  # fmt: skip


def result_layers(desk: Desk, results: Results, files: Files) -> list[Layer]:
    """Return a layer for every table with a place on the map of every result that stands."""
    return [
        layer
        for result in _all(results)
        for layer in _readable(result, files.result(result.folder), desk)
    ]


def find_layer(desk: Desk, results: Results, files: Files, layer_id: str) -> Layer:
    """Return a layer by its id."""
    layers: Iterable[Layer] = network_layers(desk)
    if layer_id.startswith(RESULT):
        result = results.read(layer_id.removeprefix(RESULT).partition("_")[0])
        layers = layers_of_result(result, files.result(result.folder), desk)
    found = next((one for one in layers if one.id == layer_id), None)
    if found is None:
        raise NotFound(f"no collection {layer_id!r}; /ogc/collections lists them")
    return found


def layers_of_result(result: Result, folder: Path, desk: Desk) -> Iterator[Layer]:
    """Yield the layers of one result, named as its tables are under /api/v1/results."""
    if result.status != "whole":
        return
    made = f"{name_of(result)} ({german_date(result.created)})"
    for name, table in tables_of(folder).items():
        if table.placed:
            yield Layer(
                f"{RESULT}{result.id}_{name}", f"{made} – {table.words.title}",
                f"Tabelle {name} des Ergebnisses {result.id}",
                _box_in(table) or box_of_all(desk.ortsteile), _rows_of(table, desk.status),
            )  # fmt: skip


def _readable(result: Result, folder: Path, desk: Desk) -> list[Layer]:
    """Return the layers of a result; none of one that is broken, or goes at this moment."""
    try:
        return list(layers_of_result(result, folder, desk))
    except UNREADABLE as error:
        log.warning("result %s cannot be read; left out of the collections: %s", result.id, error)
        return []


def keyed(table: gpd.GeoDataFrame, ids: "pd.Series[Any]") -> gpd.GeoDataFrame:
    """Return the table in WGS 84, indexed by the ids as text."""
    degrees = table if table.crs == WGS84 else table.to_crs(WGS84)
    return degrees.set_axis(ids.astype(str).to_numpy(), axis="index")


def box_of_all(table: gpd.GeoDataFrame) -> Box:
    """Return the box around all rows; the world, where there are none."""
    if table.empty:
        return -180.0, -90.0, 180.0, 90.0
    west, south, east, north = map(float, table.total_bounds)
    return west, south, east, north


def _access(desk: Desk, day: str, living: Box) -> Layer:
    def read() -> gpd.GeoDataFrame:
        table = desk.access(day)
        return keyed(table, table["ortsteil_id"])

    told = "Tabelle von mobility access, Zeiten in Sekunden"
    return Layer(
        f"access_{day}", f"Erreichbarkeit – {day_name(day)}",
        f"{told}; {timetable_of(desk.service.days[day])}", living, read,
    )  # fmt: skip


def _limits(service: Service) -> gpd.GeoDataFrame:
    """Return the boundaries of the county and its Kommunen, and of their neighbours."""
    with service.reading():
        table = gpd.read_parquet(service.folder / "background" / "boundaries.parquet")
    ours = table["admin_level"].isin((COUNTY, KOMMUNE))
    return table.loc[ours, ["osm_id", "name", "admin_level", "ags", "geometry"]]


def _all(results: Results) -> Iterator[Result]:
    """Yield every result, the newest first."""
    offset = 0
    while some := results.page(limit=RESULTS_AT_ONCE, offset=offset):
        yield from some
        offset += len(some)


def _box_in(table: ResultTable) -> Box | None:
    """Return the box a GeoParquet file says of itself."""
    said = json.loads(table.notes.metadata[GEO])
    box = said["columns"][said["primary_column"]].get("bbox")
    return None if box is None else (box[0], box[1], box[2], box[3])


def _rows_of(table: ResultTable, status: str) -> Callable[[], gpd.GeoDataFrame]:
    def read() -> gpd.GeoDataFrame:
        rows = gpd.GeoDataFrame(with_status(table.rows(), status))
        return keyed(rows, _ids(rows))

    return read


def _ids(table: gpd.GeoDataFrame) -> "pd.Series[Any]":
    """Return what names each row: its key, with the day if need be, or its number."""
    names: pd.Series[Any] = table[key_of(table)].astype(str)
    if not names.is_unique and "day" in table:
        names = names + ":" + table["day"].astype(str)
    return names if names.is_unique else pd.Series(np.arange(len(table)).astype(str))
