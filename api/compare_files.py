"""Compare files: what stands beside a result so that it can be held against another."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import pandas as pd

from accessibility.access import Choices
from accessibility.compare_changes import Changes
from accessibility.held import held_choices
from accessibility.hour_shares import useful_hours
from accessibility.losers import Scene, losers
from accessibility.point_results import HELD, POINTS, point_table
from accessibility.store import write_table
from api.results import read_result
from api.scenario_told import changes_of
from api.service import Service
from api.windows import QuestionError
from mobility.day import Day

# a service, its compiled days and its choices
Side: TypeAlias = tuple[Service, Mapping[str, Day], Choices]
LOSERS = "verlierer"  # journeys that are gone
MADE = "szenario.json"  # what a scenario changes, and what was found when it was tried


def write_points(
    service: Service, days: Mapping[str, Day], choices: Choices, folder: Path
) -> pd.DataFrame:
    """Write what every population point has into the folder of a result; return it."""
    hours = useful_hours(service.question, days, choices)
    table = point_table(service.question, choices, hours=hours)
    write_table(table, folder / f"{POINTS}.parquet", about=service.provenance())
    return table


def write_change(before: Side, after: Side, folder: Path) -> None:
    """Write what a result after says only beside the one before, into its folder.

    That is what every point has towards its target of before, and the Verliererliste.
    """
    old, new = (Scene(one.question, day, one.network.timetable) for one, day, _ in (before, after))
    points = point_table(old.question, before[2])
    held = held_choices(new.question, new.days, after[2], points)
    about = after[0].provenance()
    write_table(point_table(new.question, held), folder / f"{HELD}.parquet", about=about)
    write_table(losers(old, new, before[2]), folder / f"{LOSERS}.parquet", about=about)


@dataclass(frozen=True, eq=False)
class Told:
    """A result folder that was made with its points."""

    folder: Path
    called: str = ""  # of the network as it was built; "": as its folder

    @property
    def name(self) -> str:
        """What it is called in tables and pictures: the scenario it is of, or its folder."""
        scenario = self.about.get("scenario")
        named = scenario.get("name") if isinstance(scenario, Mapping) else scenario
        return str(named or self.called or self.folder.resolve().name)

    @cached_property
    def access(self) -> gpd.GeoDataFrame:
        """The accessibility table."""
        return read_result(self.folder)[0]

    @cached_property
    def about(self) -> dict[str, Any]:
        """What it was made from."""
        return read_result(self.folder)[1]

    @cached_property
    def points(self) -> pd.DataFrame:
        """What every population point has."""
        found = self.table(POINTS)
        if found is None:
            msg = f"{self.folder}: holds no {POINTS}.parquet; run mobility access -o DIR again"
            raise QuestionError(msg)
        return found

    @cached_property
    def changes(self) -> Changes:
        """What its scenario changes; none where it is of no scenario, or was made without words."""
        path = self.folder / MADE
        return changes_of(json.loads(path.read_bytes())) if path.is_file() else Changes()

    def table(self, name: str) -> pd.DataFrame | None:
        """Return a table of the folder, None where it has none."""
        path = self.folder / f"{name}.parquet"
        return pd.read_parquet(path) if path.is_file() else None
