"""Order trips: what a line runs on a date: trips, Fahrplan-km, Fahrplanstunden, first and last."""

from typing import NamedTuple

import numpy as np

from accessibility.fahrplan_days import Days
from accessibility.fahrplan_trips import Plan, Side
from gtfs.earth import points_m
from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable, calls_of_trips

METRES, HOUR_S = 1000.0, 3600.0
TOLD = ("arrival_s", "departure_s", "pickup", "drop_off", "call_m")  # of each call


class Offer(NamedTuple):
    """A timetable, its lines and the days it is told for."""

    plan: Plan
    days: Days

    def side(self, line: int | None, way: int) -> Side | None:
        """Return a line one way, None without a line."""
        if line is None:
            return None
        return Side(self.plan, line, way, self.days.dates, self.days.types)


class Runs(NamedTuple):
    """Sums over some trips; of no trip all is 0, and first and last are None."""

    trips: int
    km: float
    hours: float
    first_s: int | None  # departure of the first trip
    last_s: int | None  # and of the last


NO_RUNS = Runs(0, 0.0, 0.0, None, None)


class PeriodRuns(NamedTuple):
    """Sums over all dates of a day type, each date as it runs."""

    dates: int
    trips: int
    km: float
    hours: float
    along_km: float  # of the km, those along a shape


class Measured(NamedTuple):
    """All trips of a timetable, measured once."""

    km: Floats  # [trip]
    along: Bools  # [trip] along its shape, else straight from stop to stop times a factor
    hours: Floats  # [trip]
    departure_s: Ints  # [trip]


def measure_trips(timetable: Timetable, beeline_factor: float) -> Measured:
    """Return length and duration of every trip, first departure to last arrival.

    Along the shape where the feed has one, as ``mobility.line_days.length_m``; else the straight
    lines from stop to stop times the factor.
    """
    first, last = timetable.first_call[:-1], timetable.first_call[1:] - 1
    along = (timetable.call_m[first] != NONE) & (timetable.call_m[last] != NONE)
    trips = np.arange(len(timetable.trip_id), dtype=np.int32)
    straight = _straight_m(timetable, trips) * beeline_factor
    shaped = timetable.call_m[last] - timetable.call_m[first]
    departure = timetable.departure_s[first]
    return Measured(
        km=np.where(along, shaped, straight) / METRES,
        along=along,
        hours=(timetable.arrival_s[last] - departure) / HOUR_S,
        departure_s=departure,
    )


def runs_of(measured: Measured, trips: Ints) -> Runs:
    """Return the sums over the trips."""
    if not len(trips):
        return NO_RUNS
    km, departure = measured.km[trips], measured.departure_s[trips]
    return Runs(
        trips=len(trips),
        km=float(km.sum()),
        hours=float(measured.hours[trips].sum()),
        first_s=int(departure.min()),
        last_s=int(departure.max()),
    )


def period_of(offer: Offer, measured: Measured, trips: Ints, day: str) -> PeriodRuns:
    """Return the sums over all dates of the day type."""
    timetable, such = offer.plan.timetable, offer.days.types[day]
    dates = timetable.service_runs[timetable.trip_service[trips]][:, such].sum(axis=1)
    km = measured.km[trips] * dates
    return PeriodRuns(
        dates=int(such.sum()),
        trips=int(dates.sum()),
        km=float(km.sum()),
        hours=float((measured.hours[trips] * dates).sum()),
        along_km=float(km[measured.along[trips]].sum()),
    )


def untouched(offers: tuple[Offer, Offer], lines: tuple[int | None, int | None]) -> bool:
    """Return whether a line has the very same trips, in the same order: quick to tell."""
    told = []
    for (timetable, known), line in zip((one.plan for one in offers), lines, strict=True):
        if line is None:
            return False
        trips = np.flatnonzero(known.trip_line == line)
        calls = calls_of_trips(timetable, trips)
        told.append(
            (
                timetable.first_date,
                known.trip_way[trips],
                known.trip_booked[trips],
                np.diff(timetable.first_call)[trips],
                timetable.service_runs[timetable.trip_service[trips]],
                timetable.stop_id[timetable.call_stop[calls]],
                *(getattr(timetable, name)[calls] for name in TOLD),
            )
        )
    return all(np.array_equal(old, new) for old, new in zip(*told, strict=True))


def same_runs(offers: tuple[Offer, Offer], trips: tuple[Ints, Ints], day: str) -> bool:
    """Return whether both run the same to the second, whatever the trips are called.

    On every date of the day type; of timetables of other years on the date that stands for it.
    """
    axes = [(one.plan.timetable.first_date, one.plan.timetable.dates) for one in offers]
    alike = axes[0] == axes[1]
    told = []
    for offer, own in zip(offers, trips, strict=True):
        days = offer.days
        dates = np.flatnonzero(days.types[day]) if alike else np.array([days.column(day)])
        told.append(_all_told(offer.plan.timetable, own, dates))
    return told[0].keys() == told[1].keys() and all(
        np.array_equal(told[0][one], told[1][one]) for one in told[0]
    )


def _all_told(timetable: Timetable, trips: Ints, dates: Ints) -> dict[object, Ints]:
    """Return ``[date]`` how many trips run, by all that is known of each."""
    told: dict[object, Ints] = {}
    runs = timetable.service_runs[timetable.trip_service[trips]][:, dates].astype(np.int32)
    for trip, on in zip(trips.tolist(), runs, strict=True):
        if on.any():
            one = _told(timetable, trip)
            told[one] = told[one] + on if one in told else on
    return told


def _told(timetable: Timetable, trip: int) -> tuple[tuple[object, ...], ...]:
    calls = timetable.calls_of(trip)
    stops = timetable.stop_id[timetable.call_stop[calls]].tolist()
    columns = (getattr(timetable, name)[calls].tolist() for name in TOLD)
    return tuple(zip(stops, *columns, strict=True))


def _straight_m(timetable: Timetable, trips: Ints) -> Floats:
    """Return ``[trip]`` the sum of the straight lines between its stops."""
    calls = calls_of_trips(timetable, trips)
    stops = timetable.call_stop[calls]
    xyz = points_m(timetable.stop_lon, timetable.stop_lat)[stops]
    hops = np.zeros(len(calls))
    hops[1:] = np.linalg.norm(np.diff(xyz, axis=0), axis=1)
    hops[timetable.first_call[:-1]] = 0.0  # no way leads from the trip before
    sums: Floats = np.add.reduceat(hops, timetable.first_call[:-1]) if len(hops) else hops
    return sums
