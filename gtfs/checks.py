"""Checks of a date: it lies in the feed, and no agency of the region is missing on it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from gtfs.timetable import Bools, Ints, Strings, Timetable, trip_of_call

LEAST_SHARE = 0.2  # of an agency's largest count on the weekday: below it the date is no example
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class DateCheck:
    """Whether a date stands for its day type: reasons against it, and the nearest better one."""

    refused: tuple[str, ...]
    warnings: tuple[str, ...]
    nearest_good: date | None  # of the same weekday


@dataclass(frozen=True, eq=False)
class Service:
    """How much each agency runs on each date of the feed."""

    first_date: date
    trips: Ints  # [agency, day]
    agency: Strings  # [agency] name
    in_region: Bools  # [agency] with stops in the region


def check_date(timetable: Timetable, day: date, *, stops: Bools | None = None) -> DateCheck:
    """Check a date for the region of the stops ``[stop]``, all stops if none are given."""
    agency = timetable.route_agency[timetable.trip_route]
    trips = count_trips(
        timetable.service_runs, timetable.trip_service, agency, len(timetable.agency_id)
    )
    in_region = np.ones(len(timetable.agency_id), np.bool_)
    if stops is not None:
        in_region[:] = False
        in_region[agency[trip_of_call(timetable)[stops[timetable.call_stop]]]] = True
    return check_service(
        Service(timetable.first_date, trips, timetable.agency_name, in_region), day
    )


def count_trips(runs: Bools, trip_service: Ints, trip_agency: Ints, agencies: int) -> Ints:
    """Return ``[agency, day]`` the trips that run, from ``[service, day]`` and ``[trip]``."""
    number = np.zeros((agencies, len(runs)), np.int32)
    np.add.at(number, (trip_agency, trip_service), 1)
    counts: Ints = number @ runs.astype(np.int32)
    return counts


def check_service(service: Service, day: date) -> DateCheck:
    """Check a date by the trips of each agency, in the region (refused) and beyond (warned)."""
    thin = _is_thin(service)
    nearest = _nearest_good(service, thin, day)
    weekday = WEEKDAYS[day.weekday()]
    better = f"the nearest good {weekday} is {nearest}" if nearest else f"no {weekday} is better"
    dates = service.trips.shape[1]
    column = (day - service.first_date).days
    if not service.trips.any():
        return DateCheck(("no trip of the feed has a date and times",), (), None)
    if not 0 <= column < dates:
        last = service.first_date + timedelta(days=dates - 1)
        span = f"which runs from {service.first_date} to {last}"
        return DateCheck((f"{day} is outside the feed, {span}; {better}",), (), nearest)
    most = _most_on_weekday(service)[:, column]
    told = {
        int(agency): f"{service.agency[agency]} runs {service.trips[agency, column]} trips on "
        f"{weekday} {day}, under {LEAST_SHARE:.0%} of the {most[agency]} it runs on the busiest "
        f"{weekday} of the feed; {better}"
        for agency in np.flatnonzero(thin[:, column])
    }
    refused = tuple(text for agency, text in told.items() if service.in_region[agency])
    warned = tuple(text for agency, text in told.items() if not service.in_region[agency])
    return DateCheck(refused, warned, nearest)


def _most_on_weekday(service: Service) -> Ints:
    """Return ``[agency, day]`` the agency's largest count on the day's weekday."""
    most = np.zeros_like(service.trips)
    for weekday in range(min(7, service.trips.shape[1])):
        most[:, weekday::7] = service.trips[:, weekday::7].max(axis=1, keepdims=True)
    return most


def _is_thin(service: Service) -> Bools:
    """Return ``[agency, day]`` whether too little runs for the day to be an example."""
    thin: Bools = service.trips < LEAST_SHARE * _most_on_weekday(service)
    return thin


def _nearest_good(service: Service, thin: Bools, day: date) -> date | None:
    good = ~thin[service.in_region].any(axis=0) & (service.trips.sum(axis=0) > 0)
    offset = np.arange(service.trips.shape[1]) + (service.first_date - day).days
    weeks = offset[good & (offset % 7 == 0) & (offset != 0)]
    if len(weeks) == 0:
        return None
    return day + timedelta(days=int(weeks[np.argmin(np.abs(weeks))]))
