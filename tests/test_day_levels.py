"""Does a date run as usual on its weekday, less, or as on a Sunday."""

from datetime import date, timedelta

import numpy as np
import pytest

from gtfs.checks import Service
from gtfs.day_levels import find_levels, levels_on, nearest_usual

MONDAY = date(2024, 5, 13)
TERM, HOLIDAYS = "100 100 100 100 102 30 25", "70 70 70 70 71 30 25"
ASCENSION = "100 100 100 25 70 30 25"  # Thursday and the day after
WORKS = "93 93 93 93 93 30 25"


def service(*weeks: str, scale: float = 1.0) -> Service:
    """Return the trips of one bus operator, a week a text from Monday to Sunday."""
    trips = np.array([[float(n) for week in weeks for n in week.split()]]) * scale
    return Service(MONDAY, trips.astype(np.int32), np.array(["Bus"]), np.array([True]))


def states(of: Service) -> str:
    """Return a letter a date: low, Sunday, usual, as the dates run."""
    levels = find_levels(of)
    letters = np.where(levels.is_sunday, "S", np.where(levels.is_low, "l", "."))[0]
    return " ".join("".join(letters[first : first + 7]) for first in range(0, len(letters), 7))


@pytest.mark.parametrize(
    ("weeks", "found"),
    [
        ((TERM, TERM, TERM, HOLIDAYS), "....... ....... ....... lllll.."),
        ((TERM, TERM, TERM, ASCENSION), "....... ....... ....... ...Sl.."),
        ((TERM, TERM, TERM, WORKS), "....... ....... ....... ......."),
        ((TERM, HOLIDAYS), "....... lllll.."),  # as many of both: school days are the rule
        ((TERM, HOLIDAYS, HOLIDAYS), "....... ....... ......."),  # then nobody can tell
        ((TERM,), "......."),
    ],
)
def test_a_date_is_held_against_the_median_of_its_weekday(
    weeks: tuple[str, ...], found: str
) -> None:
    assert states(service(*weeks)) == found


def test_a_few_trips_are_no_level() -> None:
    weeks = (TERM, TERM, TERM, HOLIDAYS)

    assert states(service(*weeks, scale=0.19)) == "....... ....... ....... ......."


def test_trains_that_run_on_sundays_as_ever_have_no_sundays() -> None:
    train = "100 100 100 100 100 90 90"

    assert states(service(train, train, train, "100 100 100 90 100 90 90")).endswith("...l...")


def test_what_comes_every_other_week_is_no_public_holiday() -> None:
    summer = "100 100 100 30 100 30 25"  # as on a Sunday, but on two Thursdays of five

    assert states(service(TERM, TERM, TERM, summer, summer)).endswith("...l... ...l...")


def test_thin_service_is_told_elsewhere() -> None:
    assert states(service(TERM, TERM, TERM, "100 100 100 19 100 30 25")).endswith(".......")


def test_the_nearest_usual_date_is_of_the_same_weekday() -> None:
    of = service(TERM, TERM, TERM, HOLIDAYS, HOLIDAYS)
    levels = find_levels(of)
    tuesday = MONDAY + timedelta(days=29)

    assert nearest_usual(levels, of, tuesday) == MONDAY + timedelta(days=15)
    assert levels_on(levels, of, MONDAY - timedelta(days=1)) is None
