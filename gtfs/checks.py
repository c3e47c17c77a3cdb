"""Checks of a date: it lies in the feed, and no agency of the region is missing on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from gtfs.timetable import Bools, Ints, Strings, Timetable, trip_of_call

LEAST_SHARE = 0.2  # of an agency's largest count on the weekday: below it the date is no example
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class ThinService:
    """An agency that runs too little on a date for the date to stand for its weekday."""

    agency: str
    trips: int
    most: int  # on the busiest such weekday of the feed
    in_region: bool


@dataclass(frozen=True)
class DateCheck:
    """Whether a date stands for its day type: reasons against it, and the nearest better one."""

    refused: tuple[str, ...]
    warnings: tuple[str, ...]
    nearest_good: date | None  # of the same weekday, else of any
    thin: tuple[ThinService, ...] = ()  # those in the region are the reasons in ``refused``


@dataclass(frozen=True, eq=False)
class Service:
    """How much each agency runs on each date of the feed."""

    first_date: date
    trips: Ints  # [agency, day]
    agency: Strings  # [agency] name
    in_region: Bools  # [agency] with stops in the region


def find_service(timetable: Timetable, *, stops: Bools | None = None) -> Service:
    """Return what runs on each date; in the region are the agencies that serve its ``[stop]``."""
    agency = timetable.route_agency[timetable.trip_route]
    trips = count_trips(
        timetable.service_runs, timetable.trip_service, agency, len(timetable.agency_id)
    )
    in_region = np.ones(len(timetable.agency_id), np.bool_)
    if stops is not None:
        in_region[:] = False
        in_region[agency[trip_of_call(timetable)[stops[timetable.call_stop]]]] = True
    return Service(timetable.first_date, trips, timetable.agency_name, in_region)


def count_trips(runs: Bools, trip_service: Ints, trip_agency: Ints, agencies: int) -> Ints:
    """Return ``[agency, day]`` the trips that run, from ``[service, day]`` and ``[trip]``."""
    services = len(runs)
    pair, number = np.unique(
        trip_agency.astype(np.int64) * services + trip_service, return_counts=True
    )
    first = np.searchsorted(pair, np.arange(agencies + 1) * services)
    counts = np.zeros((agencies, runs.shape[1]), np.int32)
    for agency, own in enumerate(map(slice, first[:-1], first[1:])):  # one has few of the services
        counts[agency] = number[own].astype(np.int32) @ runs[pair[own] % services].astype(np.int32)
    return counts


def check_service(service: Service, day: date) -> DateCheck:
    """Check a date by the trips of each agency, in the region (refused) and beyond (warned)."""
    if not service.trips.any():
        return DateCheck(("no trip of the feed has a date and times",), (), None)
    is_few = is_thin(service)
    nearest = nearest_good(service, is_few, day)
    weekday = WEEKDAYS[day.weekday()]
    better = _better(weekday, nearest)
    dates = service.trips.shape[1]
    column = (day - service.first_date).days
    last = service.first_date + timedelta(days=dates - 1)
    span = f"the feed, which runs from {service.first_date} to {last}"
    if not 0 <= column < dates:
        return DateCheck((f"{day} is outside {span}; {better}",), (), nearest)
    if not service.trips[:, column].any():
        return DateCheck((f"no trip of {span}, runs on {weekday} {day}; {better}",), (), nearest)
    thin = tuple(_thin_agencies(service, is_few, column))
    told = [
        f"{one.agency} runs {one.trips} trips on {weekday} {day}, under {LEAST_SHARE:.0%} of the "
        f"{one.most} it runs on the busiest {weekday} of the feed; {better}"
        for one in thin
    ]
    refused = tuple(text for text, one in zip(told, thin, strict=True) if one.in_region)
    warned = tuple(text for text, one in zip(told, thin, strict=True) if not one.in_region)
    return DateCheck(refused, warned, nearest, thin)


def _thin_agencies(service: Service, is_few: Bools, column: int) -> Iterator[ThinService]:
    most = _most_on_weekday(service)[:, column]
    for agency in np.flatnonzero(is_few[:, column]).tolist():
        yield ThinService(
            agency=str(service.agency[agency]),
            trips=int(service.trips[agency, column]),
            most=int(most[agency]),
            in_region=bool(service.in_region[agency]),
        )


def _better(weekday: str, nearest: date | None) -> str:
    if nearest is None:
        return "no date is better"
    if WEEKDAYS[nearest.weekday()] == weekday:
        return f"the nearest good {weekday} is {nearest}"
    return (
        f"no {weekday} is better, the nearest good date is {WEEKDAYS[nearest.weekday()]} {nearest}"
    )


def _most_on_weekday(service: Service) -> Ints:
    """Return ``[agency, day]`` the agency's largest count on the day's weekday."""
    most = np.zeros_like(service.trips)
    for weekday in range(min(7, service.trips.shape[1])):
        most[:, weekday::7] = service.trips[:, weekday::7].max(axis=1, keepdims=True)
    return most


def is_thin(service: Service) -> Bools:
    """Return ``[agency, day]`` whether too little runs for the day to be an example."""
    thin: Bools = service.trips < LEAST_SHARE * _most_on_weekday(service)
    return thin


def nearest_good(service: Service, odd: Bools, day: date) -> date | None:
    """Return the nearest other date, best of its weekday, with no agency ``[agency, day]`` odd.

    Only the agencies of the region count; None if there is no such date.
    """
    good = ~odd[service.in_region].any(axis=0) & (service.trips.sum(axis=0) > 0)
    offset = np.flatnonzero(good) + (service.first_date - day).days
    offset = offset[offset != 0]
    weeks = offset[offset % 7 == 0]
    if len(weeks):
        offset = weeks
    if len(offset) == 0:
        return None
    return day + timedelta(days=int(offset[np.argmin(np.abs(offset))]))
