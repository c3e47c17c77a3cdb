"""A region file as tests write it, the files it names, and how it is read or refused."""

from pathlib import Path
from textwrap import dedent

import pytest

from api.region import Region, RegionError, read_region

REGION = """
    name = "Muldental"
    crs = "EPSG:25833"
    data_status = "official"
    [inputs]
    gtfs = "feed.zip"
    osm = ["sachsen.osm.pbf", "thueringen.osm.pbf"]
    zentren = "zentren.csv"
    [days]
    schultag = 2026-03-17
    samstag = 2026-03-21
    sommersonntag = 2026-07-12
"""


def with_inputs(folder: Path) -> Path:
    """Put the files the region names into the folder, empty."""
    for name in ("feed.zip", "sachsen.osm.pbf", "thueringen.osm.pbf", "zentren.csv", "orte.csv"):
        (folder / name).touch()
    return folder


def read(folder: Path, text: str = REGION, *, more: str = "") -> Region:
    path = folder / "region.toml"
    path.write_text(dedent(text) + dedent(more), encoding="utf-8")
    return read_region(path)


def refusal(folder: Path, text: str = REGION, *, more: str = "") -> str:
    with pytest.raises(RegionError) as refused:
        read(folder, text, more=more)
    return str(refused.value)
