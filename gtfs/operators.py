"""Operators: agencies without trips or directions, or with calendars shorter than the feed's."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from gtfs.checks import count_trips
from gtfs.findings import Finding, Severity
from gtfs.join import file_of
from gtfs.timetable import NONE, Bools, Timetable

MISSING_DAYS = 14  # an agency absent so long at an end of the feed has no timetable then


def find_odd_operators(timetable: Timetable) -> Iterator[Finding]:
    """Yield findings about the agencies, in their order."""
    agency_of = timetable.route_agency[timetable.trip_route]
    trips = count_trips(
        timetable.service_runs, timetable.trip_service, agency_of, len(timetable.agency_id)
    )
    for agency, name in enumerate(timetable.agency_name.tolist()):
        days = np.flatnonzero(trips[agency])
        if len(days) == 0:
            german = f"{name}: keine Fahrt an irgendeinem Tag"
            file = file_of(timetable, "agency.txt", timetable.agency_id[[agency]])
            yield Finding(Severity.INFO, "agency_without_trips", german, file)
            continue
        own = agency_of == agency
        yield from _in_directions(timetable, name, own)
        file = file_of(timetable, "calendar.txt", timetable.trip_id[own])
        yield from _in_span(timetable, name, file, int(days[0]), int(days[-1]))


def _in_directions(timetable: Timetable, name: str, own: Bools) -> Iterator[Finding]:
    directions = np.unique(timetable.trip_direction[own])
    if len(directions) == 1 and _there_and_back(timetable, own):
        told = "fehlt" if directions[0] == NONE else f"ist überall {directions[0]}"
        yield Finding(
            Severity.INFO,
            "no_directions",
            f"{name}: direction_id {told}, auf Hin- und Rückfahrten gleich",
            file_of(timetable, "trips.txt", timetable.trip_id[own]),
            field="direction_id",
            count=int(own.sum()),
            done="Richtung nach der Folge der Halte",
        )


def _there_and_back(timetable: Timetable, own: Bools) -> bool:
    """Return whether trips of one route run between two stations in both directions."""
    trips = np.flatnonzero(own)
    station = timetable.stop_station[timetable.call_stop]
    route = timetable.trip_route[trips].tolist()
    first = station[timetable.first_call[trips]].tolist()
    last = station[timetable.first_call[trips + 1] - 1].tolist()
    there = {ends for ends in zip(route, first, last, strict=True) if ends[1] != ends[2]}
    return any((line, end, start) in there for line, start, end in there)


def _in_span(
    timetable: Timetable, name: str, file: str, first: int, last: int
) -> Iterator[Finding]:
    """Compare the agency's first and last day of service with the feed's."""
    start, end = _day(timetable, 0), _day(timetable, timetable.dates - 1)
    done = "zählen nur die übrigen Betreiber"
    if first > MISSING_DAYS:
        told = f"erste Fahrt am {_day(timetable, first):%d.%m.%Y}, der Fahrplan beginnt am"
        german = f"{name}: {told} {start:%d.%m.%Y}"
        left = f"vorher {done}"
        yield Finding(Severity.WARNING, "agency_starts_late", german, file, done=left)
    if timetable.dates - 1 - last > MISSING_DAYS:
        told = f"letzte Fahrt am {_day(timetable, last):%d.%m.%Y}, der Fahrplan reicht bis"
        german = f"{name}: {told} {end:%d.%m.%Y}"
        left = f"danach {done}"
        yield Finding(Severity.WARNING, "agency_ends_early", german, file, done=left)


def _day(timetable: Timetable, column: int) -> date:
    return timetable.first_date + timedelta(days=column)
