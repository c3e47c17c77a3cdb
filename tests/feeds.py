"""Feeds for tests: small ones written from text, and the real ones beside the project."""

import os
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent

import numpy as np
import pandas as pd
import pytest

from gtfs.checks import Service, count_trips
from gtfs.findings import Finding
from gtfs.problems import Problems
from gtfs.read import read_timetable
from gtfs.services import build_services
from gtfs.tables import Table, find_index
from gtfs.timetable import Timetable

HEADER = "trip_id,arrival_time,departure_time,stop_id,stop_sequence"  # of stop_times.txt
SHARED = Path(__file__).parents[2] / "shared" / "data"

Changes = Mapping[str, str | bytes | None]

# One bus, three stops, one trip at 8:00 on Tuesday 2024-05-14.
FEED: Mapping[str, str] = {
    "agency.txt": """
        agency_id,agency_name,agency_url,agency_timezone
        rbl,Regionalbus,https://example.org,Europe/Berlin
    """,
    "stops.txt": """
        stop_id,stop_name,stop_lat,stop_lon
        A,Grimma,51.23,12.73
        B,Bad Lausick,51.14,12.65
        C,Colditz,51.13,12.80
    """,
    "routes.txt": """
        route_id,agency_id,route_short_name,route_type
        r60,rbl,60,3
    """,
    "trips.txt": """
        route_id,service_id,trip_id
        r60,daily,t1
    """,
    "stop_times.txt": """
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        t1,08:00:00,08:00:00,A,1
        t1,08:10:00,08:11:00,B,2
        t1,08:20:00,08:20:00,C,3
    """,
    "calendar_dates.txt": """
        service_id,date,exception_type
        daily,20240514,1
    """,
}

# A stops.txt with a station of two platforms, and what else belongs to a station.
STATION = """
    stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code,wheelchair_boarding
    G,Grimma Bf,51.23,12.73,1,,,1
    A,Grimma Bf,51.2301,12.7301,0,G,1,0
    A2,Grimma Bf,51.2302,12.7302,,G,2,2
    B,Bad Lausick,51.14,12.65,,,,
    C,Colditz,51.13,12.80,,,,
    E,Eingang,51.23,12.73,2,G,,
    N,Treppe,,,3,G,,
    AB,Abschnitt,,,4,A,,
"""


def write_feed(folder: Path, changes: Changes | None = None) -> Path:
    """Write FEED into the folder, members replaced by ``changes``; None leaves a member out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FEED, **(changes or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        elif text is not None:
            path.write_text(dedent(text).strip() + "\n", encoding="utf-8")
    return folder


def zip_feed(folder: Path, target: Path, *, inside: str = "") -> Path:
    """Pack a folder into a zip, its members under ``inside``."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(path, inside + path.relative_to(folder).as_posix())
    return target


def read_feed(tmp_path: Path, changes: Changes | None = None) -> Timetable:
    """Return the timetable of FEED with members replaced."""
    return read_timetable([write_feed(tmp_path / "feed", changes)])[0]


def find_findings(tmp_path: Path, changes: Changes) -> dict[str, Finding]:
    """Return what is noticed about FEED with members replaced, by code."""
    return {f.code: f for f in read_timetable([write_feed(tmp_path / "feed", changes)])[1]}


def read_calls(
    tmp_path: Path, stop_times: str, **members: str
) -> tuple[Timetable, dict[str, Finding]]:
    """Return timetable and findings of FEED with these calls; ``trips=…`` replaces trips.txt."""
    changes = {"stop_times.txt": stop_times}
    changes |= {f"{name}.txt": text for name, text in members.items()}
    timetable, findings = read_timetable([write_feed(tmp_path / "feed", changes)])
    return timetable, {f.code: f for f in findings}


def trips(*ids: str) -> str:
    """Return a trips.txt of these trips of line 60."""
    return "route_id,service_id,trip_id\n" + "\n".join(f"r60,daily,{trip}" for trip in ids)


def clock(seconds: int) -> str:
    """Return ``8:05:00``."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def arrivals(timetable: Timetable) -> list[str]:
    """Return the arrivals of all calls."""
    return [clock(s) for s in timetable.arrival_s.tolist()]


def stops(timetable: Timetable) -> str:
    """Return the stop_ids of all calls, one after the other."""
    return "".join(timetable.stop_id[timetable.call_stop].tolist())


def shared_data(name: str) -> Path:
    """Return a file of real data; without it the test is skipped, but in CI it fails."""
    path = SHARED / name
    if not path.exists():
        reason = f"{path} is not there: the real data lie beside the project"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@cache
def mdv_service() -> Service:
    """Return the trips of the MDV feed of 2019, which has no calls; two agencies are the region."""
    folder = shared_data("mdv_2019")

    def table(file: str) -> Table:
        frame = pd.read_csv(folder / file, dtype=str)
        return Table(file, folder / file, len(frame), frame)

    agency, routes, trips = (table(f) for f in ("agency.txt", "routes.txt", "trips.txt"))
    columns = build_services(table("calendar.txt"), table("calendar_dates.txt"), Problems("mdv"))
    route_agency = find_index(agency.text("agency_id"), routes.text("agency_id"))
    counts = count_trips(
        columns["service_runs"],
        find_index(pd.Series(columns["service_id"], dtype="str"), trips.text("service_id")),
        route_agency[find_index(routes.text("route_id"), trips.text("route_id"))],
        len(agency),
    )
    names = agency.strings("agency_name")
    in_region = np.isin(names, ["Regionalbus Leipzig GmbH", "Regionalbus Leipzig", "THÜSAC"])
    return Service(columns["first_date"], counts, names, in_region)
