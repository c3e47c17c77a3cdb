"""Feeds for tests: small ones written from text, and the real ones beside the project."""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"

# One bus, two stops, one trip at 8:00 on Tuesday 2024-05-14.
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


def write_feed(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
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


def shared_data(name: str) -> Path:
    """Return a file of real data; without it the test is skipped, but in CI it fails."""
    path = SHARED / name
    if not path.exists():
        reason = f"{path} is not there: the real data lie beside the project"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
