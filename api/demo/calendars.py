"""Calendars: the dates on which each service runs, school holidays and public holidays counted."""

from datetime import date, timedelta

from api.demo.facts import Agency, Period, Service
from api.demo.gtfs_table import Row, Tables, table_of

SUNDAY = 6
ADDED, REMOVED = 1, 2  # exception_type
CALENDAR = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date"


def feed_span(periods: tuple[Period, ...]) -> tuple[date, date]:
    """Return the first and last date of the timetable year."""
    year = next(period for period in periods if period.kind == "Fahrplan")
    return date.fromisoformat(year.first), date.fromisoformat(year.last)


def service_span(
    service: Service, periods: tuple[Period, ...], until: str = ""
) -> tuple[date, date]:
    """Return the first and last date of a service: its season's, its operator's or the year's."""
    first, last = feed_span(periods)
    starts = [first, *map(date.fromisoformat, filter(None, [service.first]))]
    ends = [last, *map(date.fromisoformat, filter(None, [service.last, until]))]
    return max(starts), min(ends)


def dates_of(service: Service, periods: tuple[Period, ...], until: str = "") -> tuple[date, ...]:
    """Return the dates the service runs on; a public holiday is a Sunday to every service."""
    off, breaks = _days(periods, "Feiertag"), _days(periods, "Ferien")
    return tuple(
        day
        for day in _every_day(*service_span(service, periods, until))
        if service.weekdays[SUNDAY if day in off else day.weekday()] == "1"
        and (service.term == "any" or (service.term == "holidays") == (day in breaks))
    )


def service_id(service: str, agency: Agency) -> str:
    """Return the service's id; an operator whose timetable ends early has calendars of its own."""
    return f"{service}.{agency.id.removeprefix('demo-')}" if agency.until else service


def calendar_tables(
    used: set[tuple[str, Agency]], services: tuple[Service, ...], periods: tuple[Period, ...]
) -> Tables:
    """Return the calendars of the services used, each with the operator that uses it."""
    known = {service.id: service for service in services}
    rows: list[Row] = []
    exceptions: list[Row] = []
    wanted = {service_id(service, agency): (service, agency.until) for service, agency in used}
    for name, (service, until) in sorted(wanted.items()):
        row, mended = calendar_rows(name, known[service], periods, until)
        rows.append(row)
        exceptions += mended
    return {
        "calendar": table_of(CALENDAR, rows),
        "calendar_dates": table_of("service_id,date,exception_type", exceptions),
    }


def calendar_rows(
    name: str, service: Service, periods: tuple[Period, ...], until: str = ""
) -> tuple[Row, list[Row]]:
    """Return the row of calendar.txt and the rows of calendar_dates.txt that mend it."""
    first, last = service_span(service, periods, until)
    runs = set(dates_of(service, periods, until))
    exceptions: list[Row] = []
    for day in _every_day(first, last):
        regular = service.weekdays[day.weekday()] == "1"
        if regular != (day in runs):
            exceptions.append((name, f"{day:%Y%m%d}", REMOVED if regular else ADDED))
    return (name, *service.weekdays, f"{first:%Y%m%d}", f"{last:%Y%m%d}"), exceptions


def _every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _days(periods: tuple[Period, ...], kind: str) -> set[date]:
    return {
        day
        for period in periods
        if period.kind == kind
        for day in _every_day(date.fromisoformat(period.first), date.fromisoformat(period.last))
    }
