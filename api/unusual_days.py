"""Unusual days: dates that run like another day type than the one they are named for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from accessibility.words import german_date, number
from gtfs.checks import Service
from gtfs.day_levels import Levels, find_levels, levels_on, nearest_low, nearest_usual
from gtfs.timetable import Bools, Strings

NAMED = 5  # agencies in one sentence: a banner on a map is no list
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
SUNDAY = 6

Reason = tuple[str, str]  # code, what speaks against the date (German)


def find_unusual_days(days: Mapping[str, date], service: Service) -> Iterator[tuple[str, str, str]]:
    """Yield code, name and sentence on each date that is no example of its day type."""
    levels = find_levels(service)
    for name, day in days.items():
        for code, text in _reasons(name, days, levels, service):
            yield code, name, f"{name} = {dated(day)}: {text}"


def dated(day: date) -> str:
    """Return ``Dienstag, 14.05.2024``."""
    return f"{WEEKDAYS[day.weekday()]}, {german_date(day)}"


def _reasons(
    name: str, days: Mapping[str, date], levels: Levels, service: Service
) -> Iterator[Reason]:
    day, agency = days[name], service.agency[service.in_region]
    today = levels_on(levels, service, day)
    if today is None:
        return  # outside the feed: refused elsewhere
    better = _better(day, nearest_usual(levels, service, day))
    match name:
        case "schultag":
            ferientag = levels_on(levels, service, days.get("ferientag"))
            yield from _in_holidays(agency, today, ferientag, better)
            yield from _like_sunday(agency, today, better)
        case "ferientag":
            free = nearest_low(levels, service, day)
            yield from _in_term(agency, today, free, levels_on(levels, service, free))
            yield from _like_sunday(agency, today, better)
        case "samstag":
            yield from _like_sunday(agency, today, better)
        case "sonntag" if day.weekday() != SUNDAY:
            yield from _unlike_sunday(agency, today)


def _in_holidays(
    agency: Strings, today: Levels, ferientag: Levels | None, better: str
) -> Iterator[Reason]:
    """Look for agencies with clearly fewer trips than usual, nearer to those of the ferientag."""
    low, beside = today.is_low, [""] * len(agency)
    if ferientag is not None:
        low = low & (abs(today.trips - ferientag.trips) <= abs(today.usual - today.trips))
        beside = [f", am Ferientag {number(trips)}" for trips in ferientag.trips.tolist()]
    if low.any():
        told = _listed(agency, today, low, beside)
        yield "day_in_holidays", f"Fahrplan wie in den Ferien: {told}.{better}"


def _in_term(
    agency: Strings, today: Levels, free: date | None, there: Levels | None
) -> Iterator[Reason]:
    """Tell if all run as usual though ``there``, on the date ``free``, some do not."""
    if free and there and not (today.is_low | today.is_sunday).any():
        told = _listed(agency, there, there.is_low, [""] * len(agency))
        text = f"Fahrplan wie in der Schulzeit; am {dated(free)} dagegen {told}."
        yield "day_in_term", text


def _like_sunday(agency: Strings, today: Levels, better: str) -> Iterator[Reason]:
    """Look for agencies that run as on a Sunday: a public holiday, maybe of one Land only."""
    if today.is_sunday.any():
        some = (today.is_apart & ~today.is_sunday).any()
        why = "andere Betreiber nicht, Feiertag nur in einem Land" if some else "Feiertag"
        told = _listed(agency, today, today.is_sunday, _sundays(today))
        yield "day_like_sunday", f"Fahrplan wie an einem Sonntag ({why}?): {told}.{better}"


def _unlike_sunday(agency: Strings, today: Levels) -> Iterator[Reason]:
    """Look for agencies for which a holiday that stands for the Sunday is none."""
    unlike = today.is_apart & ~today.is_sunday
    if unlike.any():
        told = _listed(agency, today, unlike, _sundays(today))
        yield "day_unlike_sunday", f"Fahrplan nicht wie an einem Sonntag: {told}."


def _better(day: date, best: date | None) -> str:
    if best is None:
        return ""
    return f" Nächster gewöhnlicher {WEEKDAYS[day.weekday()]}: {german_date(best)}."


def _sundays(today: Levels) -> list[str]:
    return [f", sonntags {number(trips)}" for trips in today.sunday.tolist()]


def _listed(agency: Strings, today: Levels, marked: Bools, beside: Sequence[str]) -> str:
    """Return the marked agencies with their trips, the greatest loss first."""
    agencies = np.flatnonzero(marked)
    order = agencies[np.argsort((today.trips - today.usual)[agencies], kind="stable")].tolist()
    told = [
        f"{agency[a]} mit {number(today.trips[a])} statt gewöhnlich {number(today.usual[a])} "
        f"Fahrten{beside[a]}"
        for a in order
    ]
    more = f"; und {len(told) - NAMED} weitere" if len(told) > NAMED else ""
    return "; ".join(told[:NAMED]) + more
