"""Levels of the dates: does an agency run as usual on the weekday, or less, or as on a Sunday.

What is usual is the median of the weekday in the whole feed: there are more school days than
holidays. School holidays took 28 % of the trips of Regionalbus Leipzig in 2019, 32 % of THÜSAC's,
7 % in the city of Leipzig, none of the trains'.
"""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from gtfs.checks import Service, is_thin, nearest_good
from gtfs.timetable import Bools, Ints

LEAST_TRIPS = 20  # on a usual day: below it, a trip more or less says nothing
LEAST_DROP = 0.1  # of the usual trips: roadworks take less
APART = 1.25  # usual trips over those of a Sunday: if nearer, nobody can tell which it is
NEAR_SUNDAY = 0.25  # of the way from a Sunday's trips up to the usual ones
RARE = 0.25  # of the weekday's dates: what is more frequent is no public holiday
HOLIDAYS = 5  # dates: what is rarer is a day between feasts or a closed road
SELDOM = 2 / 3  # of the weekday's dates without an agency: it runs on special days only
SUNDAY = 6


class Levels(NamedTuple):
    """What each agency runs, held against what is usual: ``[agency, day]``, or of one day."""

    trips: Ints
    usual: Ints  # trips on such a weekday
    sunday: Ints  # trips on a Sunday
    is_low: Bools  # clearly fewer trips than usual, but not as on a Sunday
    is_sunday: Bools  # as on a Sunday, on another weekday
    is_apart: Bools  # usual days and Sundays can be told apart


def find_levels(service: Service) -> Levels:
    """Return the levels of all dates; thin service, told elsewhere, has none."""
    trips, dates = service.trips, service.trips.shape[1]
    weekday = (service.first_date.weekday() + np.arange(dates)) % 7
    medians = _medians(service, weekday)
    usual = medians[:, weekday]
    sunday = np.repeat(medians[:, [SUNDAY]], dates, axis=1)
    counted = ~is_thin(service) & (usual >= LEAST_TRIPS) & (weekday != SUNDAY)
    is_apart = counted & (usual >= APART * sunday)
    is_sunday = is_apart & (trips <= sunday + NEAR_SUNDAY * (usual - sunday))
    for day in range(SUNDAY):
        such = weekday == day
        often = is_sunday[:, such].sum(axis=1) > RARE * is_apart[:, such].sum(axis=1)
        is_sunday[np.ix_(often, such)] = False
    is_low = counted & ~is_sunday & (trips <= (1 - LEAST_DROP) * usual)
    return Levels(trips, usual, sunday, is_low, is_sunday, is_apart)


def levels_on(levels: Levels, service: Service, day: date | None) -> Levels | None:
    """Return the levels of the region's agencies ``[agency]`` on a date, None outside the feed."""
    if day is None:
        return None
    column = (day - service.first_date).days
    if not 0 <= column < service.trips.shape[1]:
        return None
    return Levels(*(values[service.in_region, column] for values in levels))


def nearest_usual(levels: Levels, service: Service, day: date) -> date | None:
    """Return the nearest date of the same weekday on which the region's agencies run as usual.

    An agency that hardly ever runs on the weekday is none to wait for.
    """
    thin = is_thin(service)
    such = slice((day - service.first_date).days % 7, None, 7)
    regular = thin[:, such].mean(axis=1) < SELDOM
    odd = (thin & regular[:, None]) | levels.is_low | levels.is_sunday
    best = nearest_good(service, odd, day)
    return best if best and best.weekday() == day.weekday() else None


def nearest_low(levels: Levels, service: Service, day: date) -> date | None:
    """Return the nearest date of the same weekday with fewer trips, as holidays have; or None."""
    often = (levels.is_low.sum(axis=1) >= HOLIDAYS) & service.in_region
    off = np.flatnonzero(levels.is_low[often].any(axis=0)) + (service.first_date - day).days
    off = off[off % 7 == 0]
    return day + timedelta(days=int(off[np.argmin(np.abs(off))])) if len(off) else None


def _medians(service: Service, weekday: Ints) -> Ints:
    """Return ``[agency, weekday]`` the upper median of the trips on dates that are not thin."""
    medians = np.zeros((len(service.trips), 7), np.int64)
    runs = (service.trips > 0) & ~is_thin(service)
    for agency, day in np.ndindex(medians.shape):
        trips = np.sort(service.trips[agency, runs[agency] & (weekday == day)])
        if len(trips):
            medians[agency, day] = trips[len(trips) // 2]
    return medians
