"""School trips: what a Takt takes away of one kind of day alone is told, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from api.scenarios.school_trips import school_trips_lost
from api.service import Service
from gtfs.timetable import Timetable
from mobility.apply import Step
from mobility.scenario_trips import SetHeadway
from mobility.touched import Touched

TUESDAY, IN_HOLIDAYS, THURSDAY = date(2026, 4, 21), date(2026, 7, 21), date(2026, 7, 23)
TAKT = SetHeadway(type="set_headway", line="D 613", minutes=60, span=(6 * 3600, 20 * 3600))


def with_trip_on(timetable: Timetable, days: list[date]) -> tuple[Timetable, int]:
    """Return the timetable with one trip of D 613 on these dates alone, and the trip."""
    lines = timetable.route_name[timetable.trip_route]
    trip = next(one for one in timetable.trips_on(TUESDAY) if lines[one] == "D 613")
    runs = np.zeros(timetable.dates, np.bool_)
    runs[[(day - timetable.first_date).days for day in days]] = True
    service = timetable.trip_service.copy()
    service[trip] = len(timetable.service_runs)
    added = np.vstack([timetable.service_runs, runs])
    return replace(timetable, trip_service=service, service_runs=added), int(trip)


def told(timetable: Timetable, trip: int, ferientag: date) -> list[str]:
    """Return what is said where a Takt takes the trip away on the school day."""
    none = np.empty(0, timetable.trip_id.dtype)
    lost = Touched(TUESDAY, timetable.trip_id[[trip]], np.array(["D 613"]), none, none)
    step = Step(1, TAKT, (TAKT,), (lost, Touched(ferientag, none, none, none, none)))
    days = {"schultag": TUESDAY, "ferientag": ferientag}
    return list(school_trips_lost(step, "Änderung 1 (set_headway)", days, timetable))


@pytest.mark.parametrize(
    ("dates", "ferientag", "is_told"),
    [
        ([TUESDAY], IN_HOLIDAYS, True),
        ([TUESDAY, date(2026, 4, 23)], THURSDAY, True),  # of Thursdays, too, but of no holiday
        ([TUESDAY, IN_HOLIDAYS], IN_HOLIDAYS, False),  # every Tuesday
        ([TUESDAY, IN_HOLIDAYS], THURSDAY, False),  # a Thursday says nothing of it
    ],
)
def test_a_trip_is_one_of_school_days_if_it_runs_on_the_weekday_of_the_holiday_and_not_then(
    service: Callable[[str], Service],
    dates: list[date],
    ferientag: date,
    is_told: bool,
) -> None:
    timetable, trip = with_trip_on(service("demo").network.timetable, dates)
    said = told(timetable, trip, ferientag)
    assert bool(said) == is_told
    assert all("1 Fahrt weg, die nur an Schultagen fährt" in one for one in said)
