"""Ground: what exports and questions about areas stand on, the network or a result made from it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import geopandas as gpd
import pandas as pd

from accessibility.access import Choices, find_choices, find_drives
from accessibility.report_evaluation import Evaluation
from accessibility.store import TABLE
from api.http.desk import Desk
from api.http.kept import Kept
from api.knoten import KnotenService
from api.lines import LineService
from api.manifest import same_state
from api.results import read_evaluation, read_result
from api.scenarios.service import as_told
from api.service import Service
from api.standard_case import Case
from api.standards import evaluate_case
from api.storage.errors import Conflict
from api.windows import QuestionError
from gtfs.timetable import Floats
from mobility.threads import once

RESULTS_KEPT = 3  # scenarios that stay ready: their timetables and streets, some 50 MB each
DAYS_KEPT = 4  # of each of them

Chosen: TypeAlias = tuple[Choices, Floats | None]


@dataclass(frozen=True, eq=False)
class Ground:
    """A network as it was built or as a scenario makes it, with what is found for its days."""

    lines: LineService
    days: tuple[str, ...]  # of which there are tables
    usual: tuple[str, ...]  # those of a table where none is asked for
    find_table: Callable[[Sequence[str]], gpd.GeoDataFrame]
    find_evaluation: Callable[[], Evaluation]
    find_chosen: Callable[[str], Chosen]
    folder: Path | None = None  # of the result, None of the network itself
    _knoten: dict[str, KnotenService] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)  # each finding uses all cores by itself

    @property
    def service(self) -> Service:
        """The network and what may be asked of it."""
        return self.lines.service

    @property
    def about(self) -> dict[str, Any]:
        """What a file says it was made from; the network as if it lay beside the file."""
        return self.service.provenance() | {"network": self.service.folder.name}

    def named(self, day: str | None) -> tuple[str, ...]:
        """Return the days of a table: one, all of them by ``all``, the usual ones by default."""
        if day is None:
            return self.usual
        if day == "all":
            return self.days
        if day not in self.days:
            raise QuestionError(f"no day {day}; there are {', '.join(self.days)}")
        return (day,)

    def table(self, day: str | None) -> gpd.GeoDataFrame:
        """Return the accessibility table of the days ``named``."""
        return self.find_table(self.named(day))

    @property
    def evaluation(self) -> Evaluation:
        """All tables, of all days; found once."""
        with self._lock:
            return self._evaluation

    @cached_property
    def _evaluation(self) -> Evaluation:
        return self.find_evaluation()

    def knoten(self, day: str) -> KnotenService:
        """Return the Knoten of a day; their Anschlüsse are found once."""
        with self._lock:
            if day not in self._knoten:
                self.lines.date_of(day)
                self._knoten[day] = KnotenService(self.lines, day)
            return self._knoten[day]

    def choices(self, day: str) -> Chosen:
        """Return what every home has on a day, and the drives ``[point, target]`` there."""
        return self.find_chosen(day)


@dataclass(frozen=True, eq=False)
class Grounds:
    """The ground of the network and of the results asked about last."""

    desk: Desk
    drawing: Lock = field(default_factory=Lock)  # one picture at a time: it needs one core anyway
    _results: OrderedDict[Path, Ground] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _first: Lock = field(default_factory=Lock)

    @property
    def network(self) -> Ground:
        """The network itself, one for all who ask."""
        with self._first:
            return self._network

    @cached_property
    def _network(self) -> Ground:
        desk, service = self.desk, self.desk.service
        days = tuple(service.days)

        def table(wanted: Sequence[str]) -> gpd.GeoDataFrame:
            tables = [desk.access(day) for day in wanted]
            return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)

        def chosen(day: str) -> Chosen:
            found = desk.found.evaluated(day)
            return found.choices, found.drive_s

        def evaluation() -> Evaluation:
            choices = once(lambda: {day: chosen(day)[0][day] for day in days})
            case = Case(service, service.compiled(days), choices)
            return evaluate_case(case, lambda: table(days))

        return Ground(desk.line_service, days, days[:1], table, evaluation, chosen)

    def result(self, folder: Path) -> Ground:
        """Return the ground of a result folder of this network."""
        with self._lock:
            if folder not in self._results:
                while len(self._results) >= RESULTS_KEPT:
                    self._results.popitem(last=False)
                self._results[folder] = self._of_result(folder)
            self._results.move_to_end(folder)
            return self._results[folder]

    def _of_result(self, folder: Path) -> Ground:
        if not (folder / TABLE).is_file():
            raise QuestionError("the result is no evaluation; name one of a scenario")
        about = read_result(folder)[1]
        self._refuse_other(about)
        service = as_told(self.desk.service, about.get("scenario"))

        def table(wanted: Sequence[str]) -> gpd.GeoDataFrame:
            whole = read_result(folder)[0]
            return whole if tuple(wanted) == days else whole[whole["day"].isin(wanted)]

        kept: Kept[str, Chosen] = Kept(DAYS_KEPT)
        days = tuple(dict.fromkeys(map(str, read_result(folder)[0]["day"])))
        return Ground(
            LineService(service), days, days, table, lambda: read_evaluation(folder)[0],
            lambda day: kept.of(day, lambda: _chosen(service, day)), folder,
        )  # fmt: skip

    def _refuse_other(self, about: Mapping[str, Any]) -> None:
        """Refuse a result of another state: its map would show lines it was not made with."""
        if not same_state(about, self.desk.service.provenance()):
            msg = "the result is of another state of the network; evaluate the scenario again"
            raise Conflict(msg)


def _chosen(service: Service, day: str) -> Chosen:
    """Return what every home has on a day of a scenario, and the drives there."""
    choices = find_choices(service.question, service.compiled([day]))
    return choices, find_drives(service.question, choices)
