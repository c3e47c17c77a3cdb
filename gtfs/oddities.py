"""Oddities of a timetable: what a planner should know before trusting a feed."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from gtfs.checks import count_trips
from gtfs.duplicates import find_duplicates
from gtfs.findings import Finding, Severity, worst_first
from gtfs.timetable import NONE, PHONE, Floats, Ints, Timetable, trip_of_call

EARLY_DAYS = 14  # an agency whose last trip is so long before the feed's has no timetable then
FAST_KMH = 200.0  # between two calls, a minute added because timetables are in minutes
LONG_TRANSFER_S = 3600
FAR_TRANSFER_M = 2000.0
EARTH_M = 6_371_008.8  # mean radius
MINIMUM = 2  # transfer_type: takes min_transfer_time
IN_SEAT = 4  # transfer_type: from it on no place is meant


def find_oddities(timetable: Timetable) -> list[Finding]:
    """Return findings about trips, agencies, hops and transfer rules, worst first."""
    return worst_first(
        [
            *_in_trips(timetable),
            *_in_agencies(timetable),
            *_in_hops(timetable),
            *_in_rules(timetable),
        ]
    )


def _in_trips(timetable: Timetable) -> Iterator[Finding]:
    if len(timetable.trip_id) == 0:
        yield Finding(Severity.WARNING, "no_trips", "Keine einzige Fahrt mit Fahrplan", "trips.txt")
    dates = timetable.service_runs.sum(axis=1)[timetable.trip_service]
    phone = (timetable.pickup == PHONE) | (timetable.drop_off == PHONE)
    unserved = np.ones(len(timetable.stop_id), np.bool_)
    unserved[timetable.call_stop] = False
    idle, bare = np.flatnonzero(dates == 0), np.flatnonzero(timetable.trip_shape == "")
    for code, german, file, hits in (
        ("trips_without_date", "Fahrten ohne Verkehrstag", "trips.txt", idle),
        ("trips_without_shape", "Fahrten ohne Linienweg (shape_id)", "trips.txt", bare),
        ("trips_on_demand", "Fahrten auf Anruf", "trips.txt", trip_of_call(timetable)[phone]),
        ("stops_never_served", "Haltestellen ohne Fahrt", "stops.txt", np.flatnonzero(unserved)),
    ):
        if len(hits):
            done = "zählen wie alle Fahrten" if code == "trips_on_demand" else ""
            count = len(np.unique(hits))
            yield Finding(Severity.INFO, code, german, file, count=count, done=done)
    names = np.unique(timetable.route_name, return_inverse=True)[1].astype(np.int32)
    twins = find_duplicates(timetable, names[timetable.trip_route])
    if twins.any():
        german = "Gleiche Fahrten unter mehreren route_id mit einem Liniennamen"
        done = "zählen mehrfach"
        number = int(twins.sum())
        yield Finding(Severity.WARNING, "twin_trips", german, "trips.txt", count=number, done=done)


def _in_agencies(timetable: Timetable) -> Iterator[Finding]:
    agency_of = timetable.route_agency[timetable.trip_route]
    trips = count_trips(
        timetable.service_runs, timetable.trip_service, agency_of, len(timetable.agency_id)
    )
    last = _day(timetable, timetable.dates - 1)
    for agency, name in enumerate(timetable.agency_name.tolist()):
        direction = timetable.trip_direction[agency_of == agency]
        days = np.flatnonzero(trips[agency])
        if len(days) == 0:
            german = f"{name}: keine Fahrt an irgendeinem Tag"
            yield Finding(Severity.INFO, "agency_without_trips", german, "agency.txt")
            continue
        if (direction <= 0).all():
            yield Finding(
                Severity.INFO,
                "no_directions",
                f"{name}: direction_id unterscheidet keine Richtungen",
                "trips.txt",
                field="direction_id",
                count=len(direction),
            )
        end = _day(timetable, int(days[-1]))
        if (last - end).days > EARLY_DAYS:
            german = f"{name}: letzte Fahrt am {end:%d.%m.%Y}, der Feed reicht bis {last:%d.%m.%Y}"
            yield Finding(Severity.WARNING, "agency_ends_early", german, "calendar.txt")


def _day(timetable: Timetable, column: int) -> date:
    return timetable.first_date + timedelta(days=column)


def _in_hops(timetable: Timetable) -> Iterator[Finding]:
    """Look at the way from each call to the next of its trip."""
    within = np.diff(trip_of_call(timetable)) == 0
    start, end = timetable.call_stop[:-1][within], timetable.call_stop[1:][within]
    seconds = (timetable.arrival_s[1:] - timetable.departure_s[:-1])[within]
    metres = _beeline_m(timetable, start, end)
    speed_kmh = metres * 3.6 / (seconds + 60)
    fast = speed_kmh > FAST_KMH
    if fast.any():
        worst = int(np.argmax(speed_kmh))
        way = " – ".join(timetable.stop_name[[start[worst], end[worst]]].tolist())
        german = (
            f"Schneller als {FAST_KMH:.0f} km/h von Halt zu Halt, am schnellsten {way}: "
            f"{metres[worst] / 1000:.0f} km in {seconds[worst] // 60} min"
        )
        yield Finding(Severity.WARNING, "too_fast", german, "stop_times.txt", count=int(fast.sum()))
    for code, german, hits in (
        ("stop_repeated", "Zwei Halte nacheinander an derselben Haltestelle", start == end),
        ("zero_minute_hops", "Von Halt zu Halt ohne Fahrzeit", (seconds == 0) & (start != end)),
    ):
        if hits.any():
            yield Finding(Severity.INFO, code, german, "stop_times.txt", count=int(hits.sum()))


def _in_rules(timetable: Timetable) -> Iterator[Finding]:
    start, end = timetable.rule_from_stop, timetable.rule_to_stop
    stops = (start != NONE) & (end != NONE) & (timetable.rule_type < IN_SEAT)
    for code, german, field, hits in (
        (
            "transfer_long",
            "Mindestübergang von mehr als einer Stunde",
            "min_transfer_time",
            (timetable.rule_type == MINIMUM) & (timetable.rule_min_s > LONG_TRANSFER_S),
        ),
        (
            "transfer_far",
            "Übergang zwischen Haltestellen, die mehr als 2 km auseinanderliegen",
            "to_stop_id",
            stops & (_beeline_m(timetable, start, end) > FAR_TRANSFER_M),
        ),
    ):
        if hits.any():
            yield Finding(
                Severity.WARNING,
                code,
                german,
                "transfers.txt",
                field=field,
                count=int(hits.sum()),
                done="gilt, wie der Feed es angibt",
            )


def _beeline_m(timetable: Timetable, start: Ints, end: Ints) -> Floats:
    """Return the beelines between stops; NONE at an end counts as the last stop."""
    lon, lat = np.radians(timetable.stop_lon), np.radians(timetable.stop_lat)
    half = np.sin((lat[end] - lat[start]) / 2) ** 2
    half += np.cos(lat[start]) * np.cos(lat[end]) * np.sin((lon[end] - lon[start]) / 2) ** 2
    metres: Floats = 2 * EARTH_M * np.arcsin(np.sqrt(half))
    return metres
