"""Street changes: missing links built, streets made faster or slower."""

from mobility.draft import Draft
from mobility.scenario_streets import AddStreets, SetStreetSpeed
from mobility.scenario_values import ScenarioError


def with_streets(draft: Draft, change: AddStreets) -> Draft:
    """Return the draft with the street built."""
    raise ScenarioError(f"{change.name} in {len(draft.streets)}")


def with_speed(draft: Draft, change: SetStreetSpeed) -> Draft:
    """Return the draft with another speed between the two points."""
    raise ScenarioError(f"{change.start} in {len(draft.streets)}")
