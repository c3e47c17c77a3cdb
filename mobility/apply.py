"""Apply: the changes of a scenario made to a network's timetable and streets, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from gtfs.timetable import Timetable
from mobility.course_changes import extended, rerouted
from mobility.draft import Draft, Ground, draft_of
from mobility.further_stops import with_stop, with_stops
from mobility.headways import with_edges, with_headway
from mobility.held_trips import holding
from mobility.named import not_found
from mobility.new_lines import replaced, with_line, with_trips
from mobility.products import branded, expanded
from mobility.scenario import Change, Plain, Scenario
from mobility.scenario_lines import (
    AddLine,
    AddStop,
    AddStops,
    AddTrips,
    Extend,
    ReplaceLine,
    Reroute,
)
from mobility.scenario_streets import AddStreets, SetStreetSpeed
from mobility.scenario_trips import (
    Curtail,
    ExtendHours,
    HoldConnection,
    RemoveLine,
    RemoveTrips,
    ScaleRunningTime,
    SetDwell,
    SetHeadway,
    Shift,
    SkipStops,
)
from mobility.scenario_values import ScenarioError
from mobility.street_changes import with_speed, with_streets
from mobility.touched import Touched, Watch
from mobility.trip_changes import (
    curtailed,
    dwelling,
    scaled,
    shifted,
    skipping,
    without_line,
)


@dataclass(frozen=True, eq=False)
class Step:
    """A change of the list, what it stands for, and what it touches on the dates watched."""

    number: int  # in its scenario, from 1
    change: Change
    plain: tuple[Plain, ...]  # the change itself, or what a template is made of
    touched: tuple[Touched, ...]


@dataclass(frozen=True, eq=False)
class Applied:
    """What the changes have made of the ground."""

    draft: Draft
    steps: tuple[Step, ...]

    @property
    def timetable(self) -> Timetable:
        """The timetable with all changes made; that of the ground where there is none."""
        return self.draft.timetable


def apply_scenario(scenario: Scenario, ground: Ground) -> Applied:
    """Return what the changes make of the ground, in the order of the list.

    The ground is not touched. All that is wrong is raised in one ScenarioError.
    """
    applied, problems = try_scenario(scenario, ground)
    if problems:
        raise ScenarioError("\n".join(problem.told for problem in problems))
    return applied


@dataclass(frozen=True)
class Problem:
    """Why a change cannot be made."""

    number: int  # of the change, from 1
    type: str
    message: str

    @property
    def told(self) -> str:
        """The problem in a line."""
        return f"change {self.number} ({self.type}): {self.message}"


def try_scenario(
    scenario: Scenario, ground: Ground, watched: Sequence[date] = ()
) -> tuple[Applied, Sequence[Problem]]:
    """Return what the changes make of the ground, and which of them cannot be made.

    A change after one that failed is tried on what stood before. Each step tells of the trips of
    the dates ``watched`` it touches.
    """
    draft, steps, problems = draft_of(ground), list[Step](), list[Problem]()
    watch = Watch(ground.timetable, watched)
    for number, change in enumerate(scenario.changes, start=1):
        try:
            plain = expanded(change, ground.day_types)
            after = draft
            for one in plain:
                after = _made_or_told(after, one)
            after = branded(after, change)
        except ScenarioError as error:
            problems += [Problem(number, change.type, str(told)) for told in error.args]
            continue
        steps.append(Step(number, change, plain, watch.seen(after.timetable)))
        draft = after
    return Applied(draft, tuple(steps)), problems


def _made_or_told(draft: Draft, change: Plain) -> Draft:
    """Return what a change makes; of one that cannot be made all that is wrong is in ``args``."""
    try:
        return _made(draft, change)
    except ScenarioError as error:
        raise ScenarioError(*dict.fromkeys((*error.args, *not_found(draft, change)))) from error


def _made(draft: Draft, change: Plain) -> Draft:  # noqa: C901, PLR0911, PLR0912 - a closed set
    match change:
        case RemoveLine() | RemoveTrips():
            return without_line(draft, change)
        case Shift():
            return shifted(draft, change)
        case ScaleRunningTime():
            return scaled(draft, change)
        case SetDwell():
            return dwelling(draft, change)
        case SkipStops():
            return skipping(draft, change)
        case Curtail():
            return curtailed(draft, change)
        case SetHeadway():
            return with_headway(draft, change)
        case ExtendHours():
            return with_edges(draft, change)
        case HoldConnection():
            return holding(draft, change)
        case AddLine():
            return with_line(draft, change)
        case ReplaceLine():
            return replaced(draft, change)
        case AddTrips():
            return with_trips(draft, change)
        case Reroute():
            return rerouted(draft, change)
        case Extend():
            return extended(draft, change)
        case AddStops():
            return with_stops(draft, change)
        case AddStop():
            return with_stop(draft, change)
        case AddStreets():
            return with_streets(draft, change)
        case SetStreetSpeed():
            return with_speed(draft, change)
        case _:
            assert_never(change)
