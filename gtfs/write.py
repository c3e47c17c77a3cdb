"""Writing a timetable as a GTFS feed, so that a scenario goes back to any other tool."""

import logging
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from gtfs.feed import FeedError
from gtfs.timetable import Strings, Timetable
from gtfs.write_calendar import calendar_tables
from gtfs.write_stops import place_ids, stop_table
from gtfs.write_text import Members, csv_bytes, unique_ids
from gtfs.write_transfers import transfer_table
from gtfs.write_trips import (
    agency_ids,
    agency_table,
    call_table,
    route_table,
    shape_table,
    trip_table,
)

log = logging.getLogger(__name__)

NEVER = (1980, 1, 1, 0, 0, 0)  # time of every member: equal timetables are equal files


@dataclass(frozen=True)
class Publisher:
    """Who answers for the feed: feed_info.txt."""

    name: str
    url: str  # of the agencies, too: their own are not held
    version: str
    lang: str = "de"


@dataclass(frozen=True)
class Written:
    """What was written, and what could not be."""

    rows: Mapping[str, int]  # file → rows
    renamed_trips: int  # written out from a frequency or split by dates: ids end in ~2, ~3, …
    rules_left_out: int  # of transfers.txt: their trip is no more, or one before says the same


def write_feed(timetable: Timetable, path: Path, publisher: Publisher) -> Written:
    """Write the timetable as one GTFS zip, whole or not at all; equal ones make equal files."""
    begin = time.perf_counter()
    _check(timetable)
    trip_id = unique_ids(timetable.trip_id)
    members, left_out = build_members(timetable, trip_id, publisher)
    _write_zip(members, path)
    renamed = int((trip_id != timetable.trip_id).sum())
    written = Written({name: len(table) for name, table in members.items()}, renamed, left_out)
    log.info(
        "%s: %d trips, %d calls written, %d trips renamed, %d transfer rules left out in %.1f s",
        path.name, len(trip_id), len(timetable.call_stop), renamed, left_out,
        time.perf_counter() - begin,
    )  # fmt: skip
    return written


def build_members(
    timetable: Timetable, trip_id: Strings, publisher: Publisher
) -> tuple[Members, int]:
    """Return the members of the feed, and how many rules of transfers.txt are left out."""
    places, service_id = place_ids(timetable), unique_ids(timetable.service_id)
    agencies = agency_ids(timetable)
    transfers, left_out = transfer_table(timetable, trip_id, places)
    members = {
        "agency.txt": agency_table(timetable, agencies, publisher.url),
        "stops.txt": stop_table(timetable, places),
        "routes.txt": route_table(timetable, agencies),
        "trips.txt": trip_table(timetable, trip_id, service_id),
        "stop_times.txt": call_table(timetable, trip_id, places),
        **calendar_tables(timetable, service_id),
        "feed_info.txt": _feed_info(timetable, publisher),
    }
    optional = {"shapes.txt": shape_table(timetable), "transfers.txt": transfers}
    return members | {name: table for name, table in optional.items() if len(table)}, left_out


def _check(timetable: Timetable) -> None:
    """Refuse what GTFS has no words for."""
    if not len(timetable.trip_id):
        raise FeedError("the timetable has no trip; a GTFS feed needs one")
    zones = np.unique(timetable.feed_timezone).tolist()
    if len(zones) > 1:
        told = ", ".join(zones)
        raise FeedError(f"the feeds have the timezones {told}; one GTFS feed has only one")
    early = np.flatnonzero(timetable.arrival_s[timetable.first_call[:-1]] < 0)
    if len(early):
        trip = str(timetable.trip_id[early[0]])
        raise FeedError(f"trip {trip!r} begins before 00:00 of its service date; run it later")


def _feed_info(timetable: Timetable, publisher: Publisher) -> pa.Table:
    last = timetable.first_date + timedelta(days=timetable.dates - 1)
    row = {
        "feed_publisher_name": publisher.name,
        "feed_publisher_url": publisher.url,
        "feed_lang": publisher.lang,
        "feed_start_date": f"{timetable.first_date:%Y%m%d}",
        "feed_end_date": f"{last:%Y%m%d}",
        "feed_version": publisher.version,
    }
    return pa.table({name: [text] for name, text in row.items()})


def _write_zip(members: Members, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as shop:
        part = Path(shop) / path.name
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, table in members.items():
                member = zipfile.ZipInfo(name, NEVER)
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, csv_bytes(table))
        part.replace(path)
