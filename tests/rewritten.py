"""A timetable written as a feed and read back, and what must have stayed the same."""

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from feed_rules import faults_of, read_members

from gtfs.duplicates import without_duplicates
from gtfs.read import read_timetable
from gtfs.timetable import NONE, Timetable
from gtfs.write import Publisher, Written, write_feed

PUBLISHER = Publisher("Landratsamt", "https://example.org", "Entwurf 1")
SAME = (
    *("agency_name", "stop_id", "stop_name", "stop_lon", "stop_lat", "stop_platform"),
    *("stop_wheelchair", "route_id", "route_name", "route_long_name", "route_type", "route_agency"),
    *("route_color", "route_desc", "route_rail", "route_sbahn", "trip_route", "trip_direction"),
    *("trip_headsign", "trip_short_name", "trip_wheelchair", "trip_bikes", "first_call"),
    *("call_stop", "arrival_s", "departure_s", "pickup", "drop_off"),
)


def rewritten(timetable: Timetable, folder: Path) -> tuple[Timetable, Written]:
    """Return the timetable read from what is written of it, and what the writer says.

    The feed must be as the GTFS reference wants it, and its columns those of the timetable.
    """
    path = folder / "written.gtfs.zip"
    written = write_feed(timetable, path, PUBLISHER)
    again, _ = read_timetable([path])
    assert faults_of(path) == []
    single, _ = without_duplicates(_of_living(timetable))  # of equal trips one is read
    for name in SAME:
        assert np.array_equal(getattr(single, name), getattr(again, name)), name
    assert dated(single) == dated(again)
    assert stations_of(single) == stations_of(again)
    assert blocks_of(single) == blocks_of(again)
    return again, written


def _of_living(timetable: Timetable) -> Timetable:
    """Return the timetable without rules that name a trip it has no more."""
    living = np.append(timetable.trip_source, NONE)
    kept = np.isin(timetable.rule_from_source, living) & np.isin(timetable.rule_to_source, living)
    names = [field.name for field in fields(timetable) if field.name.startswith("rule_")]
    return timetable.with_columns(**{name: getattr(timetable, name)[kept] for name in names})


def member(timetable: Timetable, tmp_path: Path, name: str) -> list[str]:
    """Return the rows of a member as text, its empty cells too."""
    path = tmp_path / "feed.zip"
    write_feed(timetable, path, PUBLISHER)
    return [",".join(row.values()) for row in read_members(path).get(name, [])]


def dated(timetable: Timetable) -> list[tuple[Any, ...]]:
    """Return for each trip the ordinals of its dates."""
    first, runs = timetable.first_date.toordinal(), timetable.service_runs
    ordinals = [tuple((first + np.flatnonzero(row)).tolist()) for row in runs]
    return [ordinals[service] for service in timetable.trip_service.tolist()]


def stations_of(timetable: Timetable) -> list[int]:
    """Return ``[stop]`` its station, numbered as they come."""
    return _numbered(timetable.stop_station.tolist())


def blocks_of(timetable: Timetable) -> list[int]:
    """Return ``[trip]`` its block, numbered as they come, NONE without one."""
    return _numbered(timetable.trip_block.tolist())


def rules_of(timetable: Timetable) -> Counter[tuple[Any, ...]]:
    """Return the rules of transfers.txt in words, trips by line and departure."""
    told: Counter[tuple[Any, ...]] = Counter()
    for rule in range(len(timetable.rule_type)):
        ends = [_end(timetable, end, rule) for end in ("from", "to")]
        kind, least = int(timetable.rule_type[rule]), int(timetable.rule_min_s[rule])
        told.update((kind, least, one, other) for one in ends[0] for other in ends[1])
    return told


def _end(timetable: Timetable, end: str, rule: int) -> list[tuple[str, ...]]:
    stop, station, route, source = (
        int(getattr(timetable, f"rule_{end}_{what}")[rule])
        for what in ("stop", "station", "route", "source")
    )
    place = "" if stop == NONE else str(timetable.stop_id[stop])
    place += "" if station == NONE else f"station {timetable.station_name[station]}"
    line = "" if route == NONE else str(timetable.route_id[route])
    trips = [NONE] if source == NONE else np.flatnonzero(timetable.trip_source == source).tolist()
    first = timetable.departure_s[timetable.first_call[:-1]]
    return [(place, line, "" if trip == NONE else str(first[trip])) for trip in trips]


def _numbered(values: list[int]) -> list[int]:
    known: dict[int, int] = {}
    return [NONE if one == NONE else known.setdefault(one, len(known)) for one in values]
