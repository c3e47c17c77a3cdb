"""Feed days: which dates of another feed, the next Fahrplan year, stand for the day types."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from accessibility.words import day_name
from api.days import thin_service
from api.unusual_days import dated, find_unusual_days
from api.windows import QuestionError
from gtfs.checks import Service, check_service
from gtfs.day_types import dates_by_kind
from gtfs.difference_changes import DayPair
from gtfs.timetable import Bools

YEAR = timedelta(days=364)  # a year later on the same weekday
NEAR = timedelta(days=45)  # farther off it may be another season
TRIED = 20  # dates, the nearest first


def pairs_of_days(
    days: Mapping[str, date], told: Mapping[str, date], service: Service
) -> dict[str, DayPair]:
    """Return for each day type the dates compared; none of a type the new feed has no date of.

    ``days`` are the region's, ``told`` dates of the new feed, ``service`` what runs in it.
    """
    unknown = [day for day in told if day not in days]
    if unknown:
        raise QuestionError(f"no day {', '.join(unknown)}; the region names {', '.join(days)}")
    kinds = dates_by_kind(service, with_holidays="ferientag" in days)
    found = {
        name: told[name] if name in told else find_day(name, day, kinds.get(name), service)
        for name, day in days.items()
    }
    pairs = {name: DayPair(days[name], new) for name, new in found.items() if new is not None}
    if not pairs:
        raise QuestionError(
            "the feed has no date for any day of the region; name one, "
            "e.g. --date schultag=2027-04-20"
        )
    return pairs


def find_day(name: str, day: date, such: Bools | None, service: Service) -> date | None:
    """Return the good date nearest to a year later, of the same weekday if there is one.

    The date itself where the feed holds it and no such date around a year later. ``such [date]``
    are those of the type; None: it is one of the region's own, and only dates of its weekday in
    the same season are like it.
    """
    dates = [service.first_date + timedelta(days=n) for n in range(service.trips.shape[1])]
    marked = np.ones(len(dates), np.bool_) if such is None else such
    found = [one for one, is_such in zip(dates, marked.tolist(), strict=True) if is_such]
    later = [one for one in found if abs(one - day - YEAR) <= NEAR]
    if day in found and not any(one.weekday() == day.weekday() for one in later):
        return day
    if such is None:
        found = [one for one in later if one.weekday() == day.weekday()]
    found.sort(key=lambda one: (one.weekday() != day.weekday(), abs(one - day - YEAR), one))
    good = [one for one in found[:TRIED] if not check_service(service, one).refused]
    usual = (one for one in good if not any(find_unusual_days({name: one}, service)))
    return next(usual, good[0] if good else None)


def doubts(pairs: Mapping[str, DayPair], service: Service) -> Iterator[str]:
    """Yield sentences (German) on dates of the new feed that hardly stand for their type."""
    for name, pair in pairs.items():
        thin = thin_service(check_service(service, pair.new), pair.new)
        if thin:
            yield thin
        if pair.new.weekday() != pair.old.weekday():
            yield f"{day_name(name)}: {dated(pair.old)} gegen {dated(pair.new)}."
    for *_, text in find_unusual_days({name: pair.new for name, pair in pairs.items()}, service):
        yield text
