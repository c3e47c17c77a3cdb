"""Scenario: a closed set of changes to a network, in the order they are made.

The same models for the file (TOML or JSON), the API and the form. Each change names lines and stops
as planners do; what it cannot find or would not change is an error, all of them told together.
"""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from mobility.clocks import listed
from mobility.scenario_lines import (
    AddLine,
    AddStop,
    AddStops,
    AddTrips,
    Extend,
    ReplaceLine,
    Reroute,
)
from mobility.scenario_products import Stadtbus, TouristLine, UpgradeToPlusbus, UpgradeToTaktbus
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
from mobility.scenario_values import Word, Written

TripChange: TypeAlias = (
    RemoveLine
    | RemoveTrips
    | Shift
    | ScaleRunningTime
    | SetDwell
    | SkipStops
    | Curtail
    | SetHeadway
    | ExtendHours
    | HoldConnection
)
LineChange: TypeAlias = AddLine | ReplaceLine | AddTrips | Reroute | Extend | AddStops | AddStop
StreetChange: TypeAlias = AddStreets | SetStreetSpeed
Template: TypeAlias = UpgradeToPlusbus | UpgradeToTaktbus | Stadtbus | TouristLine
Plain: TypeAlias = TripChange | LineChange | StreetChange  # what templates are made of
Change: TypeAlias = Plain | Template
Changes = Annotated[
    tuple[Annotated[Change, Field(discriminator="type")], ...], BeforeValidator(listed)
]


class Scenario(Written):
    """Changes in the order they are made; none at all is the baseline."""

    name: Word
    description: str = ""
    base: Word | None = None  # path of another scenario this one is made on
    changes: Changes = ()
