"""Scenario desk: scenarios tried and evaluated while somebody waits; what is known is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import geopandas as gpd
import pandas as pd

from accessibility.compare import compared_with, wide_table
from accessibility.compare_reading import Reading, reading_of
from accessibility.compare_subject import Result, headline
from api.compare import HEADS
from api.evaluated import Evaluated, evaluated
from api.http.desk import Desk
from api.http.kept import Kept
from api.http.problems import Refused
from api.http.scenario_bodies import misfit_errors
from api.scenarios.causes import with_causes
from api.scenarios.check import Checked, Known, check_scenario, known_of
from api.scenarios.files import Source, scenario_hash
from api.scenarios.ground import make
from api.scenarios.run import BEFORE
from api.scenarios.service import service_under
from mobility.scenario import Scenario

BEFORES_KEPT = 4  # evaluations of bases that scenarios are held against
AFTERS_KEPT = 4  # evaluations of scenarios: one is often asked again, in another format
WHERE = "scenario"  # its changes stand, in what is refused

Chain = Sequence[Source]


@dataclass(frozen=True, eq=False)
class Compared:
    """A scenario on one day type, before and after: the rows of ``vergleich/``."""

    checked: Checked
    before: Evaluated
    after: Evaluated
    called: str  # the network before: Bestand, or the scenario this one stands on

    @property
    def day(self) -> str:
        """The day type."""
        return next(iter(self.after.days))

    @property
    def status(self) -> str:
        """The standing of the data."""
        return self.before.service.status

    @cached_property
    def table(self) -> pd.DataFrame:
        """The rows of ``vergleich``: Kreis, Kommunen, Ortsteile, by class and target."""
        return self._noted(self._figures)

    @cached_property
    def wide(self) -> gpd.GeoDataFrame:
        """The rows of ``vergleich_ortsteile``: an Ortsteil each, with its place."""
        access = self.before.access
        heads = access.drop_duplicates("ortsteil_id")[list(HEADS)].reset_index(drop=True)
        return self._noted(wide_table(heads, self._figures))

    @cached_property
    def losers(self) -> pd.DataFrame:
        """The rows of ``verlierer``: journeys that are gone."""
        dates = {name: day.date for name, day in self.after.days.items()}
        return self._noted(with_causes(self.after.lost, self.checked.made, dates))

    @cached_property
    def headline(self) -> str:
        """What becomes of the people of the Kreis, in a sentence."""
        return headline(Result(self.checked.made.name, self._figures, reading=self.reading))

    @cached_property
    def reading(self) -> Reading:
        """How those who count as worse off are to be read."""
        return reading_of(self.before.yardstick, self.after.points, self.after.held)

    @property
    def names(self) -> dict[str, str]:
        """The names of all places, by id."""
        sides = (self.before.service.places, self.after.service.places)
        ids, names = (
            [one for side in sides for one in getattr(side, key).tolist()]
            for key in ("place_id", "name")
        )
        return dict(zip(ids, names, strict=True))

    @cached_property
    def _figures(self) -> pd.DataFrame:
        return compared_with(self.before.yardstick, self.after.points, self.after.held)

    def _noted(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows as files have them: the result's name in front, the data's standing."""
        noted = table.assign(data_status=self.status)
        noted.insert(0, "result", self.checked.made.name)
        return noted


@dataclass(frozen=True, eq=False)
class ScenarioDesk:
    """What the routes ask of scenarios; every method may be called from several threads."""

    desk: Desk
    _befores: Kept[tuple[str, str], Evaluated] = field(default_factory=lambda: Kept(BEFORES_KEPT))
    _afters: Kept[tuple[str, str], Compared] = field(default_factory=lambda: Kept(AFTERS_KEPT))
    _cores: Lock = field(default_factory=Lock)  # one evaluation at a time: each uses all by itself

    @cached_property
    def known(self) -> Known:
        """What is the same for all scenarios of the network."""
        return known_of(self.desk.service)

    def checked(self, chain: Chain) -> Checked:
        """Try scenarios on the network, the lowest first; all that is found is told."""
        return check_scenario(self.desk.service, chain, self.known)

    def prepare(self, day: str) -> None:
        """Find what is the same for all scenarios of a day type, by one that changes nothing."""
        _ = self.compared((Source(Scenario(name="–")),), day).table

    def problems(self, chain: Chain) -> list[str]:
        """Return all that cannot be made of scenarios, with scenario and change."""
        return [one.told for one in make(chain, self.known.ground).misfits]

    def refuse_misfits(self, chain: Chain) -> None:
        """Refuse scenarios that cannot be made, for all that is wrong at once."""
        misfits = make(chain, self.known.ground).misfits
        if misfits:
            raise Refused(422, misfit_errors(misfits, chain[-1], WHERE))

    def compared(self, chain: Chain, day: str, *, losers: bool = False) -> Compared:
        """Evaluate a scenario on a day type; one that cannot be made is refused.

        Who asks for the losers, too, says so at once: then they are found sooner.
        """
        key = scenario_hash(tuple(chain)), day
        return self._afters.of(key, lambda: self._compared(chain, day, losers=losers))

    def _compared(self, chain: Chain, day: str, *, losers: bool) -> Compared:
        checked = self.checked(chain)
        if checked.changed is None:
            raise Refused(422, misfit_errors(checked.made.misfits, chain[-1], WHERE))
        below = chain[:-1]
        before = self._before(below, day)
        called = below[-1].scenario.name if below else BEFORE
        with self._cores:
            after = evaluated(checked.changed, [day], before=before, kept=losers)
        return Compared(checked, before, after, called)

    def _before(self, below: Chain, day: str) -> Evaluated:
        """Return what a scenario is held against: the network, or the scenarios it stands on."""
        if not below:
            return self.desk.found.evaluated(day)
        key = scenario_hash(tuple(below)), day
        return self._befores.of(key, lambda: self._of_base(below, day))

    def _of_base(self, below: Chain, day: str) -> Evaluated:
        service, network = service_under(self.desk.service, below)[0], self.desk.found
        before = network.evaluated(day)
        with self._cores:
            return evaluated(service, [day], before=before)
