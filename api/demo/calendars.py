"""Calendars: the dates on which each service runs, school holidays and public holidays counted."""

from datetime import date, timedelta

from api.demo.facts import Period, Service

SUNDAY = 6


def feed_span(periods: tuple[Period, ...]) -> tuple[date, date]:
    """Return the first and last date of the timetable year."""
    year = next(period for period in periods if period.kind == "Fahrplan")
    return date.fromisoformat(year.first), date.fromisoformat(year.last)


def dates_of(service: Service, periods: tuple[Period, ...]) -> tuple[date, ...]:
    """Return the dates the service runs on; a public holiday is a Sunday to every service."""
    first, last = feed_span(periods)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    off, breaks = _days(periods, "Feiertag"), _days(periods, "Ferien")
    return tuple(
        day
        for day in days
        if service.weekdays[SUNDAY if day in off else day.weekday()] == "1"
        and (service.term == "any" or (service.term == "holidays") == (day in breaks))
    )


def calendar_rows(
    service: Service, periods: tuple[Period, ...]
) -> tuple[tuple[str, ...], list[tuple[str, str, int]]]:
    """Return the row of calendar.txt and the rows of calendar_dates.txt that mend it."""
    first, last = feed_span(periods)
    span = (f"{first:%Y%m%d}", f"{last:%Y%m%d}")
    runs = set(dates_of(service, periods))
    exceptions = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        regular = service.weekdays[day.weekday()] == "1"
        if regular != (day in runs):
            exceptions.append((service.id, f"{day:%Y%m%d}", 2 if regular else 1))
    return (service.id, *service.weekdays, *span), exceptions


def _days(periods: tuple[Period, ...], kind: str) -> set[date]:
    days = set()
    for period in periods:
        if period.kind == kind:
            first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
            days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return days
