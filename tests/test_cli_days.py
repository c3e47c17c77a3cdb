"""Dates of the region file: refused with figures, or a warning that goes with every result."""

import json
from pathlib import Path
from textwrap import dedent

import pytest
from commands import mobility, refused
from valley import FEED, REGION, write_valley

OUTSIDE = REGION.replace("2024-05-14", "2025-05-14")
THIN = REGION.replace("2024-05-14", "2024-05-21")
IDLE = REGION.replace("2024-05-14", "2024-05-15")
ALLOWED = "allow_thin_service = true\n    [inputs]"


@pytest.mark.parametrize(
    ("region", "messages"),
    [
        (
            OUTSIDE,
            [
                "schultag = 2025-05-14: 2025-05-14 is outside the feed, which runs from 2024-05-14",
                "no Wednesday is better, the nearest good date is Saturday 2024-05-18",
            ],
        ),
        (
            THIN,
            [
                "schultag = 2024-05-21: Regionalbus runs 1 trips on Tuesday 2024-05-21, under 20%",
                "of the 12 it runs on the busiest Tuesday of the feed",
                "the nearest good Tuesday is 2024-05-14",
                "allow_thin_service = true in the region file turns thin service into a warning",
            ],
        ),
        (IDLE, ["runs on Wednesday 2024-05-15; no Wednesday", "date is Tuesday 2024-05-14"]),
        (
            IDLE.replace("[inputs]", ALLOWED),  # no figures can be made where nothing runs
            ["no trip of the feed, which runs from 2024-05-14 to 2024-05-21, runs on Wednesday"],
        ),
    ],
)
def test_a_date_is_refused_with_figures_and_the_nearest_good_one(
    tmp_path: Path, region: str, messages: list[str]
) -> None:
    path = write_valley(tmp_path, region=region)
    said = refused("build", path, "-o", tmp_path / "net")
    assert not (tmp_path / "net").exists()
    for message in messages:
        assert message in said
    assert ("allow_thin_service" in said) == (region == THIN)


WARNING = "Dünner Fahrplan am Dienstag, 21.05.2024: Regionalbus mit 1 statt bis zu 12 Fahrten."


def test_thin_service_that_is_allowed_is_a_warning_with_every_result(tmp_path: Path) -> None:
    region = write_valley(tmp_path, region=THIN.replace("[inputs]", ALLOWED))
    net, res = tmp_path / "net", tmp_path / "res"
    assert f"[days] schultag: {WARNING}" in mobility("build", region, "-o", net).err
    access = mobility("access", net, "--day", "all", "-o", res)
    assert WARNING in access.err
    assert WARNING in access.out
    assert WARNING in (res / "summary.txt").read_text(encoding="utf-8")
    about = json.loads((res / "result.json").read_text(encoding="utf-8"))
    assert WARNING in about["day_warnings"]["schultag"]
    rows = (res / "accessibility.csv").read_text(encoding="utf-8").splitlines()
    assert [WARNING in row for row in rows] == [False, *[True] * 3, *[False] * 3]
    for day, shown in (("schultag", True), ("samstag", False)):
        measure = ("--measure", "bahn_journeys", "--day", day)
        assert mobility("map", res, *measure, "-o", tmp_path / "m.html").code == 0
        assert (WARNING in (tmp_path / "m.html").read_text(encoding="utf-8")) == shown
    asked = ("journeys", net, "--from", "west", "--to", "ost", "--date", "2024-05-21", "--json")
    assert WARNING in mobility(*asked).err
    assert WARNING in mobility("check", net).out
    assert WARNING in (net / "report.html").read_text(encoding="utf-8")


def test_an_agency_beyond_the_region_is_a_warning_about_the_feed(tmp_path: Path) -> None:
    far = {
        "stops.txt": "X,Fern,52.0,13.9\nY,Ferner,52.1,13.9",
        "agency.txt": "far,Fernbus,https://example.org,Europe/Berlin",
        "routes.txt": "x1,far,X1,3",
        "trips.txt": "x1,school,x",
        "stop_times.txt": "x,06:00:00,06:00:00,X,1\nx,07:00:00,07:00:00,Y,2",
    }
    feed = {name: f"{dedent(FEED[name]).strip()}\n{rows}" for name, rows in far.items()}
    text = REGION.replace("samstag = 2024-05-18", "ferientag = 2024-05-21")
    region = write_valley(tmp_path, feed=feed, region=text.replace("[inputs]", ALLOWED))
    said = mobility("build", region, "-o", tmp_path / "net").err
    elsewhere = "Dünner Fahrplan außerhalb der Region am Dienstag, 21.05.2024: Fernbus mit 0 statt"
    assert f"[days] ferientag: {elsewhere} bis zu 1 Fahrten." in said
    access = mobility("access", tmp_path / "net", "--day", "ferientag", "-o", tmp_path / "a.csv")
    assert WARNING in access.err
    assert "Fernbus" not in access.out + access.err
