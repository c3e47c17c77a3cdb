"""A scenario goes to other tools as a feed: a network built of it answers as the scenario does."""

import zipfile
from pathlib import Path
from textwrap import dedent

import pandas as pd
from commands import mobility, refused
from valley import REGION

from accessibility.words import DEMO_SENTENCE
from api.build import build_region
from api.scenarios.files import read_scenario
from api.scenarios.service import service_under
from api.service import load_service

MORE = """
    name = "Mehr Fahrten"

    [[changes]]
    type = "set_headway"
    line = "60"
    days = ["schultag"]
    minutes = 30
    span = ["06:00", "12:00"]

    [[changes]]
    type = "add_stop"
    name = "Mitte, Schule"
    lon = 12.715
    lat = 51.2
    lines = ["60"]

    [[changes]]
    type = "add_trips"
    line = "RB1"
    stops = ["D", "C"]
    arrivals = ["19:00", "20:00"]
    departures = ["19:00"]
    days = ["samstag"]
"""


def written(folder: Path, text: str, name: str = "mehr.toml") -> Path:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def info(feed: Path) -> dict[str, str]:
    """Return the row of feed_info.txt."""
    with zipfile.ZipFile(feed) as archive, archive.open("feed_info.txt") as stream:
        (row,) = pd.read_csv(stream, dtype=str).to_dict("records")
    return {str(key): str(value) for key, value in row.items()}


def region_of(feed: Path, valley: Path, folder: Path, **replaced: str) -> Path:
    """Return a region file of the valley with another feed."""
    text = dedent(REGION).replace('"feed"', f'"{feed}"')
    for name in ("tal.osm", "ortsteile.csv", "zentren.csv"):
        text = text.replace(f'"{name}"', f'"{valley / name}"')
    for old, new in replaced.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return written(folder, text, "region.toml")


def test_a_network_built_of_the_feed_has_the_access_table_of_the_scenario(
    valley: Path, tmp_path: Path
) -> None:
    scenario, feed = written(tmp_path, MORE), tmp_path / "mehr.zip"
    assert mobility("scenario", "gtfs", valley / "net", scenario, "-o", feed).code == 0
    build_region(region_of(feed, valley, tmp_path), tmp_path / "net")
    built = load_service(tmp_path / "net")

    before = load_service(valley / "net")
    under, _ = service_under(before, read_scenario(scenario))
    days = list(before.days)
    table = built.access(days)
    pd.testing.assert_frame_equal(table, under.access(days))
    assert not table.equals(before.access(days))


def test_a_scenario_without_changes_is_the_network_itself(valley: Path, tmp_path: Path) -> None:
    scenario, feed = written(tmp_path, 'name = "Bestand"\n'), tmp_path / "out" / "bestand.zip"
    done = mobility("scenario", "gtfs", valley / "net", scenario, "-o", feed)
    assert done.out.splitlines()[:3] == [
        str(feed),
        "  agency.txt                     2",
        "  stops.txt                      5",
    ]
    again = mobility("scenario", "from-gtfs", valley / "net", feed, "-o", tmp_path / "a.toml")
    assert again.out.splitlines()[-1] == f"{tmp_path / 'a.toml'}: 0 Änderungen: kein Unterschied"


def test_feed_info_names_region_scenario_and_what_it_was_made_of(
    valley: Path, tmp_path: Path
) -> None:
    scenario, feed = written(tmp_path, MORE), tmp_path / "mehr.zip"
    mobility("scenario", "gtfs", valley / "net", scenario, "-o", feed, "--url", "https://tal.de")
    told = info(feed)
    assert told["feed_publisher_name"] == "Tal, Szenario „Mehr Fahrten“"
    assert told["feed_publisher_url"] == "https://tal.de"
    assert "Programm 0.1.0, GTFS " in told["feed_version"]
    assert ", Szenario " in told["feed_version"]


def test_a_demo_feed_does_not_pass_for_a_real_one(valley: Path, tmp_path: Path) -> None:
    region = region_of(valley / "feed", valley, tmp_path, official="demo")
    build_region(region, tmp_path / "net")
    scenario, feed = written(tmp_path, MORE), tmp_path / "mehr.zip"
    done = mobility("scenario", "gtfs", tmp_path / "net", scenario, "-o", feed)
    assert done.out.splitlines()[0] == DEMO_SENTENCE
    assert info(feed)["feed_publisher_name"].endswith(DEMO_SENTENCE)


def test_what_cannot_be_made_writes_nothing(valley: Path, tmp_path: Path) -> None:
    scenario = written(tmp_path, MORE.replace('line = "RB1"', 'line = "RB1"\nagency = "x"'))
    said = refused("scenario", "gtfs", valley / "net", scenario, "-o", tmp_path / "mehr.zip")
    assert "no agency 'x'" in said
    assert not (tmp_path / "mehr.zip").exists()


def test_a_feed_is_a_zip(valley: Path, tmp_path: Path) -> None:
    scenario = written(tmp_path, MORE)
    said = refused("scenario", "gtfs", valley / "net", scenario, "-o", tmp_path / "mehr.txt")
    assert "mehr.txt: cannot write .txt; choose one of .zip" in said
