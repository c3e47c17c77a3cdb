"""Products: what the templates of a scenario are made of, change by change."""

from mobility.draft import Draft
from mobility.scenario import Change, Plain
from mobility.scenario_products import Stadtbus, TouristLine, UpgradeToPlusbus, UpgradeToTaktbus
from mobility.scenario_values import ScenarioError


def expanded(change: Change, draft: Draft) -> tuple[Plain, ...]:
    """Return the changes a template stands for; any other change stands for itself."""
    if isinstance(change, UpgradeToPlusbus | UpgradeToTaktbus | Stadtbus | TouristLine):
        raise ScenarioError(f"{change.type} in {len(draft.timetable.trip_id)}")
    return (change,)
