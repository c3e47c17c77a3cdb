"""OGC layers: the tables with a place on the map that a server offers as collections."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from accessibility.boundary import COUNTY, KOMMUNE
from accessibility.ends import NotFound
from accessibility.store import read_table
from accessibility.words import day_name, german_date, timetable_of
from api.desk import Desk
from api.manifest import intact
from api.storage.files import Files
from api.storage.records import Result
from api.storage.results import Results

Box: TypeAlias = tuple[float, float, float, float]  # west, south, east, north in degrees
WGS84 = 4326
RESULT = "result_"
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
            lambda: told(_limits(desk.service.folder), "osm_id"),
        ),
        *(_access(desk, one, living) for one in desk.service.days),
    ]  # fmt: skip


def result_layers(desk: Desk, results: Results, files: Files) -> list[Layer]:
    """Return a layer for every table with a place on the map of every result that stands."""
    county = box_of_all(desk.ortsteile)
    return [
        layer
        for result in _all(results)
        for layer in layers_of_result(result, files.result(result.folder), county)
    ]


def find_layer(desk: Desk, results: Results, files: Files, layer_id: str) -> Layer:
    """Return a layer by its id."""
    layers: Iterable[Layer] = network_layers(desk)
    if layer_id.startswith(RESULT):
        result = results.read(layer_id.removeprefix(RESULT).partition("_")[0])
        layers = layers_of_result(result, files.result(result.folder), box_of_all(desk.ortsteile))
    found = next((one for one in layers if one.id == layer_id), None)
    if found is None:
        raise NotFound(f"no collection {layer_id!r}; /ogc/collections lists them")
    return found


def layers_of_result(result: Result, folder: Path, county: Box) -> Iterator[Layer]:
    """Yield the layers of one result, named by the files in its folder."""
    if result.status != "whole":
        return
    made = f"{_title(result)}, {german_date(result.created)}"
    for path in sorted(folder.rglob("*.parquet")):
        geometry = _geometry(path)
        if geometry is None:
            continue
        name = path.relative_to(folder).with_suffix("").as_posix().replace("/", "-")
        west, south, east, north = geometry.get("bbox") or county
        yield Layer(
            f"{RESULT}{result.id}_{name}", f"{made}: {name}",
            f"Tabelle {name} des Ergebnisses {result.id}",
            (west, south, east, north), _reader(path),
        )  # fmt: skip


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


def _limits(network: Path) -> gpd.GeoDataFrame:
    """Return the boundaries of the county and its Kommunen, and of their neighbours."""
    with intact(network):
        table = gpd.read_parquet(network / "background" / "boundaries.parquet")
    ours = table["admin_level"].isin((COUNTY, KOMMUNE))
    return table.loc[ours, ["osm_id", "name", "admin_level", "ags", "geometry"]]


def _all(results: Results) -> Iterator[Result]:
    """Yield every result, the newest first."""
    offset = 0
    while some := results.page(limit=RESULTS_AT_ONCE, offset=offset):
        yield from some
        offset += len(some)


def _title(result: Result) -> str:
    """Return the name of the scenario that was evaluated; of other results what they are."""
    scenarios = result.parameters.get("scenarios") or [{"name": result.kind}]
    return str(scenarios[-1]["name"])


def _geometry(path: Path) -> dict[str, Any] | None:
    """Return what a GeoParquet file says of its geometry; None of a table without."""
    notes = (pq.read_schema(path).metadata or {}).get(b"geo")
    if notes is None:
        return None
    said = json.loads(notes)
    column: dict[str, Any] = said["columns"][said["primary_column"]]
    return column


def _reader(path: Path) -> Callable[[], gpd.GeoDataFrame]:
    def read() -> gpd.GeoDataFrame:
        table = read_table(path)
        return keyed(table, _ids(table))

    return read


def _ids(table: gpd.GeoDataFrame) -> "pd.Series[Any]":
    """Return what names each row: its first column, with the day if need be, or its number."""
    first = table.iloc[:, 0].astype(str)
    if first.is_unique:
        return first
    daily = first + ":" + table["day"].astype(str) if "day" in table else first
    return daily if daily.is_unique else pd.Series(range(len(table))).astype(str)
