"""Scenario, products: templates that stand for several changes, each of which is shown."""

from typing import Literal

from mobility.clocks import Clock
from mobility.scenario_lines import Course
from mobility.scenario_values import AnyChange, Headway, Season, Word


class UpgradeToPlusbus(AnyChange):
    """Run a line as often, as early and as late as a PlusBus; its other trips stay."""

    type: Literal["upgrade_to_plusbus"]
    line: Word
    minutes: Headway = 60  # on Mondays to Fridays (MDV, VBB, Sachsen)
    first: Clock = 5 * 3600  # last departure not before, first not after: what the profiles ask
    last: Clock = 20 * 3600
    weekend_minutes: Headway = 120
    weekend_first: Clock = 8 * 3600
    weekend_last: Clock = 20 * 3600


class UpgradeToTaktbus(AnyChange):
    """Run a line every two hours; its other trips stay."""

    type: Literal["upgrade_to_taktbus"]
    line: Word
    minutes: Headway = 120
    first: Clock = 6 * 3600
    last: Clock = 18 * 3600
    weekend_minutes: Headway | None = None  # None: nothing more on Saturdays and Sundays
    weekend_first: Clock = 8 * 3600
    weekend_last: Clock = 18 * 3600


class Stadtbus(AnyChange, Course):
    """Run a new town line: a ring, or there and back, all day at one headway."""

    type: Literal["stadtbus"]
    headway: Headway = 30
    first: Clock = 6 * 3600
    last: Clock = 19 * 3600
    saturday_headway: Headway | None = 60
    saturday_first: Clock = 8 * 3600
    saturday_last: Clock = 16 * 3600


class TouristLine(AnyChange, Course):
    """Run a new line to places of leisure on Saturdays and Sundays of a season."""

    type: Literal["tourist_line"]
    months: Season  # first and last date of the season
    headway: Headway = 120
    first: Clock = 9 * 3600
    last: Clock = 18 * 3600
