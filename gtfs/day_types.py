"""Day types: which dates of a feed run like the dates a region names."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from gtfs.checks import Service
from gtfs.day_levels import find_levels
from gtfs.timetable import Bools

SATURDAY, SUNDAY = 5, 6


def dates_of_types(days: Mapping[str, date], service: Service) -> dict[str, Bools]:
    """Return ``[date]`` by day type which dates of the feed are such days.

    Samstag and Sonntag by the calendar; a weekday on which the region's agencies run as on a
    Sunday is one, and of the others those with fewer trips than usual are Ferientage where the
    region names one. Types of other names hold their own date alone. Each of the four holds the
    date that stands for it, whatever the others are.
    """
    size = service.trips.shape[1]
    found = dates_by_kind(service, with_holidays="ferientag" in days)
    types = {}
    for name, day in days.items():
        own = np.zeros(size, np.bool_)
        own[(day - service.first_date).days] = True
        others = [(days[other] - service.first_date).days for other in days if other != name]
        dates = found.get(name, own) | own
        dates[others] = False
        types[name] = dates
    return types


def dates_by_kind(service: Service, *, with_holidays: bool) -> dict[str, Bools]:
    """Return ``[date]`` by day type of the four, by the calendar and by how much runs.

    Without ``with_holidays`` no weekday is a Ferientag.
    """
    size = service.trips.shape[1]
    weekday = (service.first_date.weekday() + np.arange(size)) % 7
    levels = find_levels(service)
    here = service.in_region
    apart = levels.is_apart[here].sum(axis=0)
    like_sunday = (apart > 0) & (2 * levels.is_sunday[here].sum(axis=0) > apart)
    sunday = (weekday == SUNDAY) | (like_sunday & (weekday < SATURDAY))
    low = levels.is_low[here].any(axis=0) if with_holidays else np.zeros(size, np.bool_)
    usual = (weekday < SATURDAY) & ~sunday
    return {
        "schultag": usual & ~low,
        "ferientag": usual & low,
        "samstag": (weekday == SATURDAY) & ~sunday,
        "sonntag": sunday,
    }
