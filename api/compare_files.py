"""Compare files: what stands beside a result so that it can be held against another."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from accessibility.compare_changes import Changes
from accessibility.point_results import HELD
from accessibility.report_evaluation import POINTS
from accessibility.store import write_table
from api.evaluated import Evaluated
from api.results import read_result
from api.scenarios.told import changes_of
from api.windows import QuestionError

LOSERS = "verlierer"  # journeys that are gone
MADE = "szenario.json"  # what a scenario changes, and what was found when it was tried


def write_change(after: Evaluated, lost: pd.DataFrame, folder: Path) -> None:
    """Write what a result says only beside the one before it, into its folder.

    That is what every point has towards its target of before, and the Verliererliste ``lost``.
    """
    about = after.service.provenance()
    write_table(after.held, folder / f"{HELD}.parquet", about=about)
    write_table(lost, folder / f"{LOSERS}.parquet", about=about)


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


def lacking_days(told: Sequence[Told]) -> dict[str, list[str]]:
    """Return the days of any result that one has not, by its name; only of those that lack some."""
    held = {one.name: [str(day) for day in one.points["day"].unique()] for one in told}
    every = dict.fromkeys(day for days in held.values() for day in days)
    lacks = {name: [day for day in every if day not in days] for name, days in held.items()}
    return {name: days for name, days in lacks.items() if days}
