"""A date named as Schultag, Ferientag, Samstag or Sonntag that runs like another day."""

from datetime import date

import numpy as np
import pytest
from feeds import mdv_service

from api.unusual_days import find_unusual_days
from gtfs.checks import Service

MONDAY = date(2024, 4, 1)
TERM = ["100/50/8"] * 5 + ["40/40/4", "25/35/4"]
HOLIDAYS = ["70/50/8"] * 5 + ["40/40/4", "25/35/4"]
SUNDAY = TERM[-1]
FEAST = [*TERM[:3], SUNDAY, *TERM[4:]]  # Thursday as on a Sunday
BORDER = [*TERM[:3], "25/50/8", *TERM[4:]]  # for the bus only
SCHOOL, FREE, THURSDAY = date(2024, 4, 2), date(2024, 4, 23), date(2024, 5, 2)


def service(last: list[str]) -> Service:
    """Return three weeks of school, one of holidays, one ``last``: Bus/Tram/Taxi a day."""
    days = [*TERM * 3, *HOLIDAYS, *last]
    trips = np.array([[int(n) for n in day.split("/")] for day in days], np.int32).T
    return Service(MONDAY, trips, np.array(["Bus", "Tram", "Taxi"]), np.ones(3, np.bool_))


def told(last: list[str] = TERM, **days: date) -> list[str]:
    return [f"{code} {text}" for code, _, text in find_unusual_days(days, service(last))]


def test_usual_days_are_not_worth_a_word() -> None:
    assert told(schultag=SCHOOL, ferientag=FREE, sonntag=date(2024, 4, 7)) == []
    assert told(schultag=date(2025, 4, 1)) == []  # outside the feed: refused elsewhere


def test_a_schultag_in_the_holidays_is_told_with_figures_and_a_better_date() -> None:
    text = (
        "day_in_holidays schultag = Dienstag, 23.04.2024: Fahrplan wie in den Ferien: "
        "Bus mit 70 statt gewöhnlich 100 Fahrten{}. Nächster gewöhnlicher Dienstag: 16.04.2024."
    )
    assert told(schultag=FREE) == [text.format("")]
    assert told(schultag=FREE, ferientag=FREE) == [text.format(", am Ferientag 70")]


def test_a_drop_that_is_far_from_the_ferientag_has_other_reasons() -> None:
    works = ["88/50/8", *TERM[1:]]
    monday = date(2024, 4, 29)

    assert len(told(works, schultag=monday)) == 1
    assert told(works, schultag=monday, ferientag=FREE) == []  # 88 is nearer to 100 than to 70


def test_a_ferientag_in_the_school_term_is_told_with_one_that_is_not() -> None:
    (text,) = told(ferientag=SCHOOL)
    assert text == (
        "day_in_term ferientag = Dienstag, 02.04.2024: Fahrplan wie in der Schulzeit; "
        "am Dienstag, 23.04.2024 dagegen Bus mit 70 statt gewöhnlich 100 Fahrten."
    )


@pytest.mark.parametrize("name", ["schultag", "ferientag"])
def test_a_public_holiday_is_no_working_day(name: str) -> None:
    (text,) = told(FEAST, **{name: THURSDAY})

    assert text == (
        f"day_like_sunday {name} = Donnerstag, 02.05.2024: Fahrplan wie an einem Sonntag "
        "(Feiertag?): Bus mit 25 statt gewöhnlich 100 Fahrten, sonntags 25; Tram mit 35 statt "
        "gewöhnlich 50 Fahrten, sonntags 35. Nächster gewöhnlicher Donnerstag: 18.04.2024."
    )


def test_a_holiday_of_one_land_only_is_told_as_such() -> None:
    (text,) = told(BORDER, schultag=THURSDAY)

    assert "(andere Betreiber nicht, Feiertag nur in einem Land?): Bus mit 25 statt" in text
    assert "Tram" not in text


def test_a_holiday_may_stand_for_the_sunday_where_it_is_one_for_all() -> None:
    assert told(FEAST, sonntag=THURSDAY) == []
    (text,) = told(BORDER, sonntag=THURSDAY)
    assert text == (
        "day_unlike_sunday sonntag = Donnerstag, 02.05.2024: Fahrplan nicht wie an einem Sonntag: "
        "Tram mit 50 statt gewöhnlich 50 Fahrten, sonntags 35."
    )


def test_a_saturday_may_be_a_holiday() -> None:
    (text,) = told([*TERM[:5], SUNDAY, SUNDAY], samstag=date(2024, 5, 4))

    assert text.startswith("day_like_sunday samstag = Samstag, 04.05.2024")


def test_agencies_beyond_the_region_do_not_matter() -> None:
    of = service(TERM)
    beyond = Service(of.first_date, of.trips, of.agency, np.array([False, True, True]))

    assert list(find_unusual_days({"schultag": FREE}, beyond)) == []


@pytest.mark.real
@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2019, 5, 14), []),
        (date(2019, 7, 16), ["day_in_holidays"]),
        (date(2019, 8, 13), ["day_in_holidays"]),
        (date(2019, 5, 30), ["day_like_sunday"]),  # Ascension
    ],
)
def test_the_mdv_feed_of_2019(day: date, found: list[str]) -> None:
    days = {"schultag": day, "ferientag": date(2019, 7, 23)}

    assert [code for code, _, _ in find_unusual_days(days, mdv_service())] == found
