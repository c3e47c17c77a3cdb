"""Days of the next Fahrplan year: which date stands for a day type there."""

from datetime import date, timedelta

import numpy as np
import pytest

from api.scenarios.feed_days import find_day, pairs_of_days
from api.windows import QuestionError
from gtfs.checks import Service
from gtfs.timetable import Bools

TUESDAY, SATURDAY = date(2026, 4, 21), date(2026, 4, 25)
LATER = {TUESDAY: date(2027, 4, 20), SATURDAY: date(2027, 4, 24)}  # 364 days on


def running(first: date, days: int, fewer: tuple[date, ...] = ()) -> Service:
    """Return a bus with 100 trips on weekdays, 60 on Saturdays, 30 on Sundays; else 5."""
    dates = [first + timedelta(days=n) for n in range(days)]
    trips = [
        5 if one in fewer else (100, 100, 100, 100, 100, 60, 30)[one.weekday()] for one in dates
    ]
    return Service(first, np.array([trips]), np.array(["Bus"]), np.array([True]))


def all_of(service: Service) -> Bools:
    return np.ones(service.trips.shape[1], np.bool_)


def test_the_same_weekday_a_year_later_stands_for_the_day() -> None:
    year = running(date(2026, 12, 13), 365)
    pairs = pairs_of_days({"schultag": TUESDAY, "samstag": SATURDAY}, {}, year)
    assert {pair.old: pair.new for pair in pairs.values()} == LATER


def test_a_date_with_hardly_any_trips_gives_way_to_the_nearest_good_one() -> None:
    year = running(date(2026, 12, 13), 365, fewer=(LATER[TUESDAY],))
    found = find_day("schultag", TUESDAY, all_of(year), year)
    assert found == date(2027, 4, 13)  # of equals the earlier


def test_a_saturday_that_runs_as_a_sunday_gives_way() -> None:
    year = running(date(2026, 12, 13), 365)
    trips = year.trips.copy()
    trips[0, (LATER[SATURDAY] - year.first_date).days] = 30
    holiday = Service(year.first_date, trips, year.agency, year.in_region)
    found = pairs_of_days({"samstag": SATURDAY}, {}, holiday)["samstag"].new
    assert found == date(2027, 4, 17)


def test_a_feed_of_a_few_weeks_has_its_nearest_date() -> None:
    weeks = running(date(2026, 12, 13), 28)
    assert find_day("schultag", TUESDAY, all_of(weeks), weeks) == date(2027, 1, 5)


def test_a_feed_of_the_same_year_is_compared_on_the_date_itself() -> None:
    same = running(date(2025, 12, 14), 364)
    assert find_day("schultag", TUESDAY, all_of(same), same) == TUESDAY


def test_a_day_of_the_regions_own_stays_in_its_season() -> None:
    year, weeks = running(date(2026, 12, 13), 365), running(date(2026, 12, 13), 28)
    assert find_day("fest", TUESDAY, None, year) == LATER[TUESDAY]
    assert find_day("fest", TUESDAY, None, weeks) is None


def test_a_type_without_any_date_is_left_out() -> None:
    year = running(date(2026, 12, 13), 365)  # no weekday runs less than others
    pairs = pairs_of_days({"schultag": TUESDAY, "ferientag": date(2026, 7, 21)}, {}, year)
    assert list(pairs) == ["schultag"]


def test_without_any_date_one_has_to_be_told() -> None:
    year = running(date(2026, 12, 13), 365)
    with pytest.raises(QuestionError, match="the feed has no date for any day of the region"):
        pairs_of_days({"ferientag": date(2026, 7, 21)}, {}, year)
