"""Service: every verb of the product on one network; no HTTP, no arguments of a command line."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.access import Question
from accessibility.access_table import access_table
from accessibility.ends import (
    Linked,
    ends_of,
    linked,
    off_the_streets,
    parse_end,
    refuse_far,
    where,
)
from accessibility.folds import Window
from accessibility.isochrones import Dwellings, find_isochrones
from accessibility.itinerary import list_journeys
from accessibility.matrix import find_matrix
from accessibility.opportunities import Opportunities, Wanted, opportunity_table
from accessibility.pair_times import pair_times
from accessibility.places import places_of_frames
from api.days import thin_service
from api.homes import build_question, question_again
from api.loaded import Loaded
from api.manifest import (
    changed,
    intact,
    read_manifest,
    refuse_incomplete,
)
from api.windows import (
    MOST_ROWS,
    QuestionError,
    check_minutes,
    check_nth,
    check_pairs,
    check_percentiles,
    check_window,
    said,
)
from gtfs.checks import Service as Running
from gtfs.checks import check_service, find_service
from gtfs.findings import Finding, of_row
from gtfs.timetable import Floats
from mobility.day import Day, build_day
from mobility.network import load_network
from mobility.parameters import Moving

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Service(Loaded):
    """A network that has been loaded, and everything one may ask of it."""

    baseline: "Service | None" = None  # of a scenario: the network as it was built

    def day(self, when: date) -> Day:
        """Compile a date; refuse one without any service, warn of one with hardly any.

        A scenario that takes service out does not make its dates thin.
        """
        check, thin = check_service(self.running, when), self.thin(when)
        if check.refused and not thin:
            raise QuestionError("; ".join(check.refused))
        if thin:
            log.warning("%s", thin)
        network = self.network
        return build_day(network.timetable, network.footpaths, network.moving, when)

    def thin(self, when: date) -> str:
        """Return the sentence on a date with hardly any service, "" for any other."""
        return thin_service(check_service(self.running, when), when)

    @cached_property
    def running(self) -> Running:
        """What runs on each date; of a scenario, in the network as it was built."""
        if self.baseline is not None:
            return self.baseline.running
        return find_service(self.network.timetable, stops=self.near)

    def linked(
        self, ids: Sequence[str], lon: Floats | None = None, lat: Floats | None = None
    ) -> Linked:
        """Find the doors of places and ``stop:…`` ids, and of points where lon and lat are given.

        An id nobody knows is refused.
        """
        nowhere = np.full(len(ids), np.nan)
        lon, lat = nowhere if lon is None else lon, nowhere if lat is None else lat
        ends = ends_of(ids, lon, lat, self.network.timetable, self.places)
        found = linked(self.network, ends)
        for told in off_the_streets(self.network, found):
            log.warning("%s", told)
        return found

    def one(self, text: str) -> Linked:
        """Return the door of one argument: a place id, ``stop:<stop_id>`` or ``lon,lat``."""
        one, lon, lat = parse_end(text)
        refuse_far(one, lon, lat, self.network.timetable)
        return self.linked([one], np.array([lon]), np.array([lat]))

    def matrix(
        self,
        origins: Linked,
        destinations: Linked,
        when: date,
        window: Window,
        *,
        wanted: Sequence[int] = (5, 50, 95),
        threads: int | None = None,
    ) -> pd.DataFrame:
        """Return travel times between all pairs."""
        check_window(window)
        check_percentiles(wanted)
        check_pairs(len(origins.ends.end_id), len(destinations.ends.end_id), MOST_ROWS)
        return find_matrix(
            self.network, self.day(when), origins, destinations, window,
            wanted=wanted, threads=threads,
        )  # fmt: skip

    def journeys(self, origin: Linked, destination: Linked, when: date) -> list[dict[str, Any]]:
        """Return all journeys of the day between two doors, with legs."""
        return list_journeys(self.network, self.day(when), origin, destination)

    def isochrones(
        self,
        origin: Linked,
        when: date,
        window: Window,
        *,
        minutes: Sequence[int] = (30, 45, 60),
        percentile: int = 50,
    ) -> gpd.GeoDataFrame:
        """Return the areas reached within the minutes, with the people who live so near."""
        check_window(window)
        check_percentiles([percentile])
        check_minutes(minutes, self.network.moving.max_travel_s)
        homes = Dwellings(self.homes, self.places.point_people)
        areas = find_isochrones(
            self.network, self.day(when), origin, window,
            minutes=minutes, percentile=percentile, homes=homes,
        )  # fmt: skip
        return areas.assign(date=when.isoformat(), window=said(window))

    def opportunities(
        self,
        origins: Linked,
        opportunities: Opportunities,
        when: date,
        window: Window,
        *,
        wanted: Wanted | None = None,
        threads: int | None = None,
    ) -> gpd.GeoDataFrame:
        """Return a row per origin: how much of each column it reaches, and how soon."""
        asked = wanted or Wanted()
        check_window(window)
        check_percentiles([asked.percentile])
        check_minutes(asked.minutes, self.network.moving.max_travel_s)
        check_nth(asked.nth)
        check_pairs(len(origins.ends.end_id), len(opportunities.places.ends.end_id))
        seconds = pair_times(
            self.network, self.day(when), origins, opportunities.places, window,
            percentile=asked.percentile, threads=threads,
        )  # fmt: skip
        table = opportunity_table(origins.ends.end_id, seconds, opportunities.columns, asked)
        lon, lat = where(origins.ends, self.network.timetable)
        return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")

    def access(
        self, days: Sequence[str] | None = None, *, threads: int | None = None
    ) -> gpd.GeoDataFrame:
        """Return the accessibility table of the day types named, the first by default."""
        compiled = self.compiled(days)
        return self.warned(access_table(self.question, compiled, threads=threads))

    def compiled(self, days: Sequence[str] | None = None) -> dict[str, Day]:
        """Compile the day types named, the first by default."""
        known = self.days
        names = list(days) if days is not None else list(known)[:1]
        unknown = [name for name in names if name not in known]
        if unknown:
            msg = f"no day {', '.join(unknown)}; the region names {', '.join(known)}"
            raise QuestionError(msg)
        return {name: self.day(known[name]) for name in names}

    def warned(self, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Write beside each day of a table why its date hardly stands for it."""
        warning = table["day"].map(self.manifest["day_warnings"])
        table.insert(table.columns.get_loc("date") + 1, "day_warning", warning)
        return table

    @cached_property
    def question(self) -> Question:
        """What the accessibility table is asked of."""
        built = self.baseline
        if built is not None and built.places is self.places:
            networks, there = (built.network, self.network), self.doors_of(built.question.target)
            return question_again(built.question, networks, self.living, there)
        return build_question(
            self.network, self.living, self.doors_of, self.profile, data_status=self.status
        )


def load_service(folder: Path) -> Service:
    """Load a network folder; say so where an input has changed since."""
    manifest = read_manifest(folder)
    refuse_incomplete(folder, manifest)
    for kind, stamps in manifest["inputs"].items():
        for one in stamps:
            if changed(one, folder):
                log.warning(
                    "%s %s has changed since the network was built; run mobility build again",
                    kind, (folder / one["path"]).resolve(),
                )  # fmt: skip
    with intact(folder):
        network = load_network(folder, Moving.model_validate(manifest["moving"]), manifest["crs"])
        places = places_of_frames(
            gpd.read_parquet(folder / "places.parquet"), pd.read_parquet(folder / "points.parquet")
        )
    return Service(folder, manifest, network, places)


def read_findings(folder: Path) -> list[Finding]:
    """Return the findings written when the network was built, worst first."""
    with intact(folder, "report.json"):
        rows = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return [of_row(row) for row in rows]
