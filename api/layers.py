"""Layers: what lies around the Ortsteile on a map, read from a network folder."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np

from accessibility.picture import Layers
from accessibility.places import BAHN, SBAHN, ZENTRUM, Places
from api.manifest import intact
from gtfs.timetable import Bools, Timetable
from mobility.line_map import line_shapes


def read_layers(folder: Path, timetable: Timetable, places: Places, when: date | None) -> Layers:
    """Return the layers; lines with their trips on the date, on all dates by default."""
    with intact(folder):
        boundaries, areas, roads = (
            gpd.read_parquet(folder / "background" / f"{name}.parquet")
            for name in ("boundaries", "areas", "roads")
        )
    stations = np.isin(places.kind, (BAHN, SBAHN))
    return Layers(
        zentren=_points(places, places.kind == ZENTRUM),
        stations=_points(places, stations).assign(sbahn=places.kind[stations] == SBAHN),
        lines=line_shapes(timetable, when).rename(columns={"line": "name"}),
        boundary=boundaries[boundaries["admin_level"].isin((6, 8))],
        areas=areas,
        roads=roads,
    )


def _points(places: Places, rows: Bools) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "name": places.name[rows].astype(object),
            "level": places.level[rows].astype(object),
        },
        geometry=gpd.points_from_xy(places.lon[rows], places.lat[rows]),
        crs="EPSG:4326",
    )
