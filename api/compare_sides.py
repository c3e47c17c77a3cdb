"""Compare sides: results that are held against each other, by names no two of them share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from accessibility.compare import compare_table, wide_table
from accessibility.point_results import HELD
from accessibility.report_evaluation import POINTS
from api.compare import fits, heads_of
from api.compare_files import Told
from api.http.result_told import name_of
from api.manifest import same_state
from api.scenarios.run import BEFORE
from api.service import Service
from api.storage.errors import Conflict
from api.storage.records import Result
from api.windows import QuestionError

SHOWN = 8  # letters of an id: enough to tell two results of one name apart


@dataclass(frozen=True, eq=False)
class Named(Told):
    """A result that is called what it is told to be, whatever its scenario is called."""

    @property
    def name(self) -> str:
        """What it is called in tables and pictures."""
        return self.called


@dataclass(frozen=True, eq=False)
class Sides:
    """What every home has before, and the results after; the network itself has no folder."""

    name: str  # of the one before
    points: pd.DataFrame
    afters: Sequence[Told]

    def rows(self, service: Service) -> pd.DataFrame:
        """Return the rows of ``vergleich`` as ``mobility compare`` writes them."""
        return _stacked([(one.name, self._compared(service, one)) for one in self.afters], service)

    def places(self, service: Service) -> gpd.GeoDataFrame:
        """Return the rows of ``vergleich_ortsteile``."""
        heads = heads_of(self.afters[0])
        wide = [(one.name, wide_table(heads, self._compared(service, one))) for one in self.afters]
        return gpd.GeoDataFrame(_stacked(wide, service), geometry="geometry", crs=heads.crs)

    def _compared(self, service: Service, after: Told) -> pd.DataFrame:
        days = self.points["day"].unique()
        points, fixed = after.points, after.table(HELD)
        if fixed is not None:
            fixed = fixed[fixed["day"].isin(days)]
            fixed = fixed if fits(fixed, self.points) else None
        return compare_table(service.places, self.points, points[points["day"].isin(days)], fixed)


def names_of(results: Sequence[Result | None]) -> list[str]:
    """Return what results are called, None being the network; two of one name with their ids."""
    plain = [BEFORE if one is None else name_of(one) for one in results]
    twins = {name for name, count in Counter(plain).items() if count > 1}
    return [
        f"{name} ({one.id[:SHOWN]})" if one is not None and name in twins else name
        for name, one in zip(plain, results, strict=True)
    ]


def refuse_incomparable(service: Service, folder: Path, about: Mapping[str, Any]) -> None:
    """Refuse what is no evaluation, and one of another state of the network."""
    if not (folder / f"{POINTS}.parquet").is_file():
        raise QuestionError("the result is no evaluation; only those can be compared")
    if not same_state(about, service.provenance()):
        msg = "the result is of another state of the network; evaluate the scenario again"
        raise Conflict(msg)


def days_of(results: Sequence[Told]) -> list[str]:
    """Return the day types any of the results has, in the order they come."""
    return list(dict.fromkeys(day for one in results for day in one.points["day"].unique()))


def _stacked(parts: Sequence[tuple[str, pd.DataFrame]], service: Service) -> pd.DataFrame:
    told = [table.assign(result=name) for name, table in parts]
    whole = pd.concat(told, ignore_index=True)
    whole.insert(0, "result", whole.pop("result"))
    return whole.assign(data_status=service.status)
