"""Course changes: trips that take another way, go farther, or call at further stops."""

from mobility.draft import Draft
from mobility.scenario_lines import AddStop, AddStops, Extend, Reroute
from mobility.scenario_values import ScenarioError


def rerouted(draft: Draft, change: Reroute) -> Draft:
    """Return the draft with the line's trips on another way between two stops."""
    raise ScenarioError(f"{change.line} in {len(draft.timetable.trip_id)}")


def extended(draft: Draft, change: Extend) -> Draft:
    """Return the draft with trips that ride on beyond an end of the line."""
    raise ScenarioError(f"{change.line} in {len(draft.timetable.trip_id)}")


def with_stops(draft: Draft, change: AddStops) -> Draft:
    """Return the draft with trips that call at further stops."""
    raise ScenarioError(f"{change.line} in {len(draft.timetable.trip_id)}")


def with_stop(draft: Draft, change: AddStop) -> Draft:
    """Return the draft with a new stop that lines call at."""
    raise ScenarioError(f"{change.name} in {len(draft.timetable.trip_id)}")
