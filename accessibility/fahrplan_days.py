"""Fahrplan days: on which days of a table a trip runs, as the signs above its column say."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from accessibility.words import day_name
from gtfs.timetable import Bools, Ints

REGULAR = 0.5  # of the dates of a weekday, from which a trip is said to run on it
COUNTED = 0.1  # of the dates of a day type, from which a weekday is one of it and no holiday
DAY_SIGNS = {"schultag": "S", "ferientag": "F"}
MONDAY_TO_FRIDAY = "Montag bis Freitag"
TITLES = {"sonntag": "Sonn- und Feiertag"}
WEEKDAYS = "①②③④⑤⑥⑦"
SELDOM = "b"  # on the date shown, though on few others of its kind
WEEK = 7


class Days(NamedTuple):
    """The days one table shows together, and which dates of the feed are such days."""

    dates: Mapping[str, date]  # day type → the date that stands for it
    types: Mapping[str, Bools]  # day type → [date]; none of it: the dates alone decide
    first_date: date  # of the feed

    def column(self, day: str) -> int:
        """Return the column of the date that stands for a day, negative or too large outside."""
        return (self.dates[day] - self.first_date).days


def day_groups(days: Mapping[str, date]) -> dict[str, dict[str, date]]:
    """Return the tables of a line by their titles: weekdays together, every other day alone."""
    weekdays = {day: when for day, when in days.items() if day in DAY_SIGNS}
    groups = {MONDAY_TO_FRIDAY: weekdays} if weekdays else {}
    others = [day for day in days if day not in weekdays]
    return groups | {TITLES.get(day, day_name(day)): {day: days[day]} for day in others}


def day_signs(runs: Bools, days: Days) -> tuple[str, ...] | None:
    """Return the signs for what runs on the ``[date]`` marked, None where it is not shown.

    Shown is what runs on the date that stands for a day type, and what runs on other weekdays of
    it only, on most of them. None of the signs: on every day of the table.
    """
    on = {day: _weekdays(runs, days, day) for day in days.dates}
    shown = {day: weekdays for day, weekdays in on.items() if weekdays is not None}
    if not shown:
        return None
    signs = [] if len(shown) == len(on) else [DAY_SIGNS.get(day, day) for day in shown]
    every = sorted({one for day in shown for one in _counted(days, day)})
    regular = sorted({one for weekdays in shown.values() for one in weekdays or ()})
    if every and not regular:
        signs.append(SELDOM)
    elif regular != every:
        signs.append(_told(regular))
    return tuple(signs)


def _weekdays(runs: Bools, days: Days, day: str) -> list[int] | None:
    """Return the weekdays of the day type it regularly runs on, None where it is not shown."""
    column = days.column(day)
    today = 0 <= column < len(runs) and bool(runs[column])
    regular = [one for one in _counted(days, day) if _share(runs, days, day, one) >= REGULAR]
    if today:
        return regular
    return None if not regular or days.dates[day].weekday() in regular else regular


def _counted(days: Days, day: str) -> list[int]:
    """Return the weekdays that the day type mostly falls on."""
    if day not in days.types:
        return []
    counts = np.bincount(_weekday_of(days)[days.types[day]], minlength=WEEK)
    return [int(one) for one in np.flatnonzero(counts >= max(COUNTED * counts.sum(), 1))]


def _share(runs: Bools, days: Days, day: str, weekday: int) -> float:
    such = days.types[day] & (_weekday_of(days) == weekday)
    return float(runs[such].mean())


def _weekday_of(days: Days) -> Ints:
    size = len(next(iter(days.types.values())))
    weekdays: Ints = (days.first_date.weekday() + np.arange(size)) % WEEK
    return weekdays


def _told(weekdays: Sequence[int]) -> str:
    """Return ``①–④`` or ``①⑤``."""
    first, last = weekdays[0], weekdays[-1]
    if len(weekdays) > 2 and last - first == len(weekdays) - 1:
        return f"{WEEKDAYS[first]}–{WEEKDAYS[last]}"
    return "".join(WEEKDAYS[one] for one in weekdays)
