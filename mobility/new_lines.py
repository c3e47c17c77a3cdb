"""New lines: lines and trips there are not yet, on stops that are there or new."""

from mobility.draft import Draft
from mobility.scenario_lines import AddLine, AddTrips, ReplaceLine
from mobility.scenario_values import ScenarioError


def with_line(draft: Draft, change: AddLine) -> Draft:
    """Return the draft with the new line."""
    raise ScenarioError(f"{change.line} in {len(draft.timetable.trip_id)}")


def replaced(draft: Draft, change: ReplaceLine) -> Draft:
    """Return the draft with the new line in place of the old one."""
    raise ScenarioError(f"{change.line} in {len(draft.timetable.trip_id)}")


def with_trips(draft: Draft, change: AddTrips) -> Draft:
    """Return the draft with the single trips."""
    raise ScenarioError(f"{change.line} in {len(draft.timetable.trip_id)}")
