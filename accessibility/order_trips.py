"""Order trips: what a line runs on a date: trips, Fahrplan-km, Fahrplanstunden, first and last."""

from typing import NamedTuple

import numpy as np

from accessibility.fahrplan_days import Days
from accessibility.fahrplan_trips import Plan
from gtfs.earth import points_m
from gtfs.timetable import NONE, Bools, Floats, Ints, Timetable, calls_of_trips

METRES, HOUR_S = 1000.0, 3600.0


class Offer(NamedTuple):
    """A timetable, its lines and the days it is told for."""

    plan: Plan
    days: Days


class Runs(NamedTuple):
    """Sums over some trips; of no trip all is 0, and first and last are None."""

    trips: int
    km: float
    hours: float
    first_s: int | None  # departure of the first trip
    last_s: int | None  # and of the last
    along_km: float  # of the km, those along a shape


NO_RUNS = Runs(0, 0.0, 0.0, None, None, 0.0)


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
        along_km=float(km[measured.along[trips]].sum()),
    )


def counted_km(offer: Offer, measured: Measured, trips: Ints, day: str) -> float:
    """Return the km of the trips on all dates of the day type, each date as it runs."""
    timetable = offer.plan.timetable
    dates = timetable.service_runs[:, offer.days.types[day]].sum(axis=1)
    return float((measured.km[trips] * dates[timetable.trip_service[trips]]).sum())


def same_runs(offers: tuple[Offer, Offer], trips: tuple[Ints, Ints]) -> bool:
    """Return whether both are the same trips to the second, whatever they are called."""
    told = [
        sorted(_told(offer.plan.timetable, int(trip)) for trip in own)
        for offer, own in zip(offers, trips, strict=True)
    ]
    return bool(told[0] == told[1])


def _told(timetable: Timetable, trip: int) -> tuple[tuple[object, ...], ...]:
    calls = timetable.calls_of(trip)
    columns = (timetable.arrival_s, timetable.departure_s, timetable.pickup, timetable.drop_off)
    stops = timetable.stop_id[timetable.call_stop[calls]].tolist()
    return tuple(zip(stops, *(column[calls].tolist() for column in columns), strict=True))


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
