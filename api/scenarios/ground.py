"""Scenario ground: what scenarios are made on, and scenarios that stand on each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from accessibility.places import ZENTRUM, Places
from api.lines import LineService
from api.scenarios.files import Source, scenario_hash
from api.service import Service
from gtfs.checks import find_service
from gtfs.day_types import dates_of_types
from gtfs.earth import points_m
from gtfs.timetable import Bools
from mobility.apply import Applied, Problem, Step, try_scenario
from mobility.draft import Draft, Ground, Point, draft_of
from mobility.scenario_values import ScenarioError
from mobility.transfers import general_pairs

SAME_SPOT_M = 2000.0  # an Ortsteil and the market in it are one place to who names it


@dataclass(frozen=True)
class Misfit:
    """A change that cannot be made, and the scenario it stands in."""

    source: Source
    problem: Problem

    @property
    def told(self) -> str:
        """The problem in a line that names file, line and change."""
        return f"{self.source.place(self.problem.number)}: {self.problem.told}"


@dataclass(frozen=True, eq=False)
class Made:
    """What scenarios that stand on each other have made of a network."""

    chain: tuple[Source, ...]  # the lowest first
    draft: Draft
    steps: tuple[tuple[Step, ...], ...]  # [scenario]
    misfits: tuple[Misfit, ...]

    @property
    def name(self) -> str:
        """The name of the scenario on top."""
        return self.chain[-1].scenario.name

    @property
    def hash(self) -> str:
        """What tells it apart from other scenarios."""
        return scenario_hash(self.chain)

    @property
    def last(self) -> Applied:
        """The network with all changes, and the steps of the scenario on top."""
        return Applied(self.draft, self.steps[-1] if self.steps else ())

    def refuse_misfits(self) -> None:
        """Raise all that is wrong in one error."""
        if self.misfits:
            told = [misfit.told for misfit in self.misfits]
            raise ScenarioError("\n  ".join(["not all changes can be made:", *told]))


def ground_of(service: Service) -> Ground:
    """Return what scenarios are made on: the network as it was built."""
    network, places, lines = service.network, service.places, LineService(service)
    return Ground(
        timetable=network.timetable,
        day_types=day_types(service),
        said=lines.said,
        built=lines.built,
        streets=network.streets,
        places=points_by_name(places),
        crs=network.crs,
        changes=partial(general_pairs, network.timetable, network.footpaths, network.moving),
        place_names=dict(zip(places.place_id.tolist(), places.name.tolist(), strict=True)),
    )


def day_types(service: Service) -> Mapping[str, Bools]:
    """Return ``[date]`` by day type of the region: the dates that run like the one named."""
    return dates_of_types(service.days, find_service(service.network.timetable, stops=service.near))


def points_by_name(places: Places) -> dict[str, Point]:
    """Return lon and lat of all places by id, and by a name if it means one spot.

    Of an Ortsteil and the Zentrum in it the Zentrum is meant.
    """
    points = list(zip(places.lon.tolist(), places.lat.tolist(), strict=True))
    rows = defaultdict[str, list[int]](list)
    for row, name in enumerate(places.name.tolist()):
        rows[name].append(row)
    named = dict[str, Point]()
    for name, own in rows.items():
        at = points_m(places.lon[own], places.lat[own])
        if np.linalg.norm(at - at[0], axis=1).max() <= SAME_SPOT_M:
            centre = [row for row in own if places.kind[row] == ZENTRUM]
            named[name] = points[(centre or own)[0]]
    return named | dict(zip(places.place_id.tolist(), points, strict=True))


def make(chain: Sequence[Source], ground: Ground, watched: Sequence[date] = ()) -> Made:
    """Make the scenarios one on the other; what cannot be made is left out and told.

    Each step tells of the trips of the dates ``watched`` it touches.
    """
    draft, steps, misfits = draft_of(ground), list[tuple[Step, ...]](), list[Misfit]()
    for source in chain:
        here = replace(ground, timetable=draft.timetable, streets=draft.streets, built=draft.built)
        applied, problems = try_scenario(source.scenario, here, watched)
        draft = replace(applied.draft, ground=ground)
        steps.append(applied.steps)
        misfits += [Misfit(source, problem) for problem in problems]
    return Made(tuple(chain), draft, tuple(steps), tuple(misfits))
