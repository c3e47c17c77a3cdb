"""Desk: a service as the running server holds it; tables are found once and then handed out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.figures import HEADLINE
from accessibility.folds import Window
from accessibility.line_report import as_data
from accessibility.maps import draw_map
from accessibility.places import ORTSTEIL, ZENTRUM, places_frame
from accessibility.standards import CLASSES
from accessibility.words import timetable_of
from api.http.found_days import FoundDays, keep_days
from api.http.json_text import plain
from api.http.kept_tables import KeptTables
from api.knoten import KnotenService
from api.lines import LineService
from api.pictures import picture_of
from api.service import Service
from api.windows import QuestionError
from mobility.line_map import line_shapes


def build_desk(service: Service) -> "Desk":
    """Return the desk of a service."""
    return Desk(KeptTables(keep_days(service)))


@dataclass(frozen=True, eq=False)
class Desk:
    """What the routes ask; every method may be called from several threads."""

    tables: KeptTables

    @property
    def service(self) -> Service:
        """The network and what may be asked of it."""
        return self.tables.service

    @property
    def found(self) -> FoundDays:
        """What is evaluated of the days."""
        return self.tables.found

    @property
    def status(self) -> str:
        """The standing of the data, beside every answer."""
        return self.service.status

    def date_of(self, day: str | None) -> date:
        """Return the date of a day type, of the region's first by default."""
        days = self.service.days
        wanted = next(iter(days)) if day is None else day
        if wanted not in days:
            raise QuestionError(f"no day {wanted}; the region names {', '.join(days)}")
        return days[wanted]

    def access(
        self, day: str, window: Window | None = None, kinds: Collection[str] = CLASSES
    ) -> gpd.GeoDataFrame:
        """Return the accessibility table of a day type, at least the columns of some classes.

        By the profile's window or another.
        """
        self.date_of(day)
        return self.tables.of(day, window, kinds)

    def places(self, kind: str) -> gpd.GeoDataFrame:
        """Return the Ortsteile or the Zentren."""
        places = self.service.places
        frame = places_frame(places).iloc[np.flatnonzero(places.kind == kind)]
        return frame.reset_index(drop=True)

    @cached_property
    def ortsteile(self) -> gpd.GeoDataFrame:
        """``ortsteil_id, name, kommune, population, hauptort, geometry``."""
        frame = self.places(ORTSTEIL)
        columns = ["place_id", "name", "parent", "population", "geometry"]
        named = {"place_id": "ortsteil_id", "parent": "kommune"}
        return frame[columns].rename(columns=named).assign(hauptort=frame["seat"] == "hauptort")

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees of what there is: Ortsteile and stops."""
        west, south = np.minimum(self.ortsteile.total_bounds, self.stops.total_bounds)[:2]
        east, north = np.maximum(self.ortsteile.total_bounds, self.stops.total_bounds)[2:]
        return float(west), float(south), float(east), float(north)

    @cached_property
    def zentren(self) -> gpd.GeoDataFrame:
        """``place_id, name, level, verbund, kreisstadt, geometry``."""
        frame = self.places(ZENTRUM)
        columns = ["place_id", "name", "level", "parent", "geometry"]
        named = frame[columns].rename(columns={"parent": "verbund"})
        named["verbund"] = named["verbund"].replace("", None)
        return named.assign(kreisstadt=frame["seat"] == "kreisstadt")

    @cached_property
    def stops(self) -> gpd.GeoDataFrame:
        """The stops of the network folder, with a geometry."""
        with self.service.reading("stops.parquet"):
            table = pd.read_parquet(self.service.folder / "stops.parquet")
        points = gpd.points_from_xy(table["lon"], table["lat"])
        return gpd.GeoDataFrame(table.drop(columns=["lon", "lat"]), geometry=points, crs=4326)

    def sections(self, when: date) -> gpd.GeoDataFrame:
        """Return where lines run on a date: a row per line and section between two stations."""
        return line_shapes(self.service.network.timetable, when)

    @cached_property
    def line_service(self) -> LineService:
        """The lines as the commands know them."""
        return LineService(self.service)

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Every line of the region with its days and audits."""
        return [plain(line) for line in as_data(self.line_service.tables())]

    def knoten(self, day: str) -> list[dict[str, Any]]:
        """Return the Knoten of a day type, most needed first."""
        self.date_of(day)
        return [plain(one) for one in KnotenService(self.line_service, day).data()]

    def picture(self) -> bytes:
        """Return the map of the start page as PNG."""
        day = next(iter(self.service.days))
        with TemporaryDirectory() as folder:
            path = Path(folder) / "map.png"
            draw_map(picture_of(self.service, self.access(day), HEADLINE, day), path)
            return path.read_bytes()

    def told(self, when: date | None = None) -> dict[str, Any]:
        """Return what stands above every answer: data status, region, timetable."""
        said: dict[str, Any] = {"data_status": self.status, "region": self.service.manifest["name"]}
        if when is None:
            return said
        warning = self.service.thin(when) or None
        return said | {"timetable": timetable_of(when), "day_warning": warning}

    def about(self) -> Mapping[str, Any]:
        """Return what the network is and was made from; no path of the server is in it."""
        manifest = self.service.manifest
        kept = ("crs", "counts", "sources", "hauptrelation")
        return self.told() | self.service.provenance() | {name: manifest[name] for name in kept}
