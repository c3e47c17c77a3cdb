"""Scenario, products: templates that stand for several changes, each of which is shown.

What a brand asks stands in its profile; these are the timetables that usually fulfil it (PlusBus:
hourly with a first departure up to 6:00 and a last one from 20:00, every two hours at weekends;
TaktBus: every two hours).
"""

from typing import Literal

from mobility.clocks import Clock
from mobility.scenario_lines import Course
from mobility.scenario_values import AnyChange, Headway, Season, Word

HOUR_S = 3600


class UpgradeToPlusbus(AnyChange):
    """Run a line over its whole length as often, as early and as late as a PlusBus.

    By the minute most of its trips keep, on school days and holidays alike. Its other trips over
    the whole line give way between those times unless kept, trips over a part of it stay.
    """

    type: Literal["upgrade_to_plusbus"]
    line: Word
    keep: bool = False  # its other trips stay, too, such as those to school
    minutes: Headway = 60
    first: Clock = 5 * HOUR_S  # the first departure lies within the headway behind it
    last: Clock = 20 * HOUR_S  # and the last one within the headway behind this
    weekend_minutes: Headway = 120
    weekend_first: Clock = 8 * HOUR_S
    weekend_last: Clock = 20 * HOUR_S


class UpgradeToTaktbus(AnyChange):
    """Run a line over its whole length every two hours; see ``upgrade_to_plusbus``."""

    type: Literal["upgrade_to_taktbus"]
    line: Word
    keep: bool = False
    minutes: Headway = 120
    first: Clock = 6 * HOUR_S
    last: Clock = 18 * HOUR_S
    weekend_minutes: Headway | None = None  # None: Saturdays and Sundays as they are
    weekend_first: Clock = 8 * HOUR_S
    weekend_last: Clock = 18 * HOUR_S


class Stadtbus(AnyChange, Course):
    """Run a new town line: a ring, or there and back, all day at one headway."""

    type: Literal["stadtbus"]
    product: str = "StadtBus"
    headway: Headway = 30
    first: Clock = 6 * HOUR_S
    last: Clock = 19 * HOUR_S
    saturday_headway: Headway | None = 60  # None: not on Saturdays
    saturday_first: Clock = 8 * HOUR_S
    saturday_last: Clock = 16 * HOUR_S


class TouristLine(AnyChange, Course):
    """Run a new line to places of leisure on Saturdays and Sundays of a season."""

    type: Literal["tourist_line"]
    months: Season  # first and last date
    headway: Headway = 120
    first: Clock = 9 * HOUR_S
    last: Clock = 18 * HOUR_S
