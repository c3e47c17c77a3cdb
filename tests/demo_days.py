"""The demo county's days, and how many trips of which lines run on them."""

from collections import Counter
from datetime import date

from api.demo.calendars import dates_of
from api.demo.county import County
from api.demo.facts import Agency, Line, Period, Service, read_facts
from api.demo.timetable import Trip

SCHULTAG, FERIENTAG = date(2026, 4, 21), date(2026, 7, 21)  # Tuesdays
SAMSTAG, SONNTAG = date(2026, 4, 25), date(2026, 4, 26)
BUSES = range(700, 800)  # route_type


def service_days() -> dict[str, tuple[date, ...]]:
    """Return the dates of every service of the tables."""
    periods = read_facts(Period, "periods")
    return {service.id: dates_of(service, periods) for service in read_facts(Service, "services")}


def trips_on(county: County, day: date) -> list[Trip]:
    """Return the trips of a day before 10 October, when the calendars of an operator end."""
    runs = {name for name, dates in service_days().items() if day in dates}
    assert all(not a.until or day.isoformat() <= a.until for a in read_facts(Agency, "agencies"))
    return [trip for trip in county.trips if trip.service in runs]


def is_bus(line: Line) -> bool:
    """Return whether the line is neither railway nor tram."""
    return line.route_type in BUSES


def buses_on(county: County, day: date) -> Counter[str]:
    """Return the number of trips of every bus line on a day."""
    lines = (trip.pattern.line for trip in trips_on(county, day))
    return Counter(line.name for line in lines if is_bus(line))
