"""Oddities of a timetable: what a planner should know before trusting a feed."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from gtfs.duplicates import find_twins, name_trip
from gtfs.findings import Finding, Severity, worst_first
from gtfs.hops import beeline_m, find_odd_hops
from gtfs.join import file_of
from gtfs.operators import find_odd_operators
from gtfs.route_parts import find_parted_routes
from gtfs.stations import find_shared_spots
from gtfs.timetable import NONE, PHONE, Bools, Strings, Timetable, trip_of_call

LONG_TRANSFER_S = 3600
FAR_TRANSFER_M = 2000.0
MINIMUM = 2  # transfer_type: takes min_transfer_time
IN_SEAT = 4  # transfer_type: from it on no place is meant


def find_oddities(timetable: Timetable) -> list[Finding]:
    """Return findings about trips, routes, agencies, hops and transfer rules, worst first."""
    return worst_first(
        [
            *_facts(timetable),
            *_in_trips(timetable),
            *_in_twins(timetable),
            *find_parted_routes(timetable),
            *find_odd_operators(timetable),
            *find_odd_hops(timetable),
            *find_shared_spots(timetable),
            *_in_rules(timetable),
        ]
    )


def _facts(timetable: Timetable) -> Iterator[Finding]:
    first = timetable.first_date
    last = first + timedelta(days=timetable.dates - 1)
    german = f"Verkehrstage: {first:%d.%m.%Y} bis {last:%d.%m.%Y}"
    yield Finding(Severity.FACT, "service_dates", german, count=timetable.dates)
    phone = (timetable.pickup == PHONE) | (timetable.drop_off == PHONE)
    booked = np.unique(trip_of_call(timetable)[phone])
    if len(booked):
        german, done = "Fahrten auf Anruf", "zählen wie alle Fahrten"
        file = file_of(timetable, "trips.txt", timetable.trip_id[booked])
        yield Finding(Severity.FACT, "trips_on_demand", german, file, count=len(booked), done=done)


def _in_trips(timetable: Timetable) -> Iterator[Finding]:
    if len(timetable.trip_id) == 0:
        yield Finding(Severity.ERROR, "no_trips", "Keine einzige Fahrt mit Fahrplan", "trips.txt")
    dates = timetable.service_runs.sum(axis=1)[timetable.trip_service]
    bare = timetable.trip_shape == ""
    served = np.zeros(len(timetable.stop_id), np.bool_)
    served[timetable.call_stop] = True
    shapes = Severity.FACT if bare.all() else Severity.INFO  # a feed may do without
    trips, stops = ("trips.txt", timetable.trip_id), ("stops.txt", timetable.stop_id)
    for severity, code, german, (file, ids), hits in (
        (Severity.INFO, "trips_without_date", "Fahrten ohne Verkehrstag", trips, dates == 0),
        (shapes, "trips_without_shape", "Fahrten ohne Linienweg (shape_id)", trips, bare),
        (Severity.INFO, "stops_never_served", "Haltestellen ohne Fahrt", stops, ~served),
    ):
        if hits.any():
            named = file_of(timetable, file, ids[hits])
            yield Finding(severity, code, german, named, count=int(hits.sum()))


def _in_twins(timetable: Timetable) -> Iterator[Finding]:
    """Compare trips of equal line name, whatever their route_id, block and calendar."""
    names = np.unique(timetable.route_name, return_inverse=True)[1].astype(np.int32)
    twins = np.flatnonzero(find_twins(timetable, names[timetable.trip_route]))
    if len(twins):
        yield Finding(
            Severity.WARNING,
            "twin_trips",
            "Fahrten einer Linie am selben Tag doppelt, Halte und Zeiten gleich, zuerst "
            f"{name_trip(timetable, int(twins[0]))}",
            file_of(timetable, "trips.txt", timetable.trip_id[twins]),
            count=len(twins),
            done="zählen mehrfach",
        )


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
            stops & (beeline_m(timetable, start, end) > FAR_TRANSFER_M),
        ),
    ):
        if hits.any():
            yield Finding(
                Severity.WARNING,
                code,
                german,
                file_of(timetable, "transfers.txt", _starts(timetable, hits)),
                field=field,
                count=int(hits.sum()),
                done="gilt, wie der Feed es angibt",
            )


def _starts(timetable: Timetable, rules: Bools) -> Strings:
    """Return the ids of the stops and stations at which the marked ``[rule]`` start."""
    stop, station = timetable.rule_from_stop[rules], timetable.rule_from_station[rules]
    ids = timetable.stop_id[stop[stop != NONE]], timetable.station_id[station[station != NONE]]
    return np.concatenate(ids)
