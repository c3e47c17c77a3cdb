"""Commands on networks and results that are not what they were."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import mobility, refused
from valley import street

from api.manifest import FORMAT

Damage = Callable[[Path], object]
MAP = ("--measure", "bahn_journeys")


@pytest.fixture
def copy(valley: Path, tmp_path: Path) -> Path:
    """Return a copy of the valley that may be harmed."""
    return Path(shutil.copytree(valley, tmp_path / "valley"))


# Networks and results that are not what they were


def test_inputs_that_changed_since_are_told(copy: Path) -> None:
    (copy / "tal.osm").write_text(street(nodes=13), encoding="utf-8")
    (copy / "feed" / "stops.txt").touch()  # read again, found the same
    said = mobility("check", copy / "net")
    assert said.code == 0
    changed = f"osm {copy / 'tal.osm'} has changed since the network was built; run mobility build"
    assert said.err.splitlines() == [f"{changed} again"]
    shutil.rmtree(copy / "feed")  # a network lives on without its inputs
    assert mobility("check", copy / "net").err.splitlines() == [f"{changed} again"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            lambda net: (net / "timetable" / "arrival_s.npy").unlink(),
            "net: is damaged (timetable/arrival_s.npy is missing); run mobility build again",
        ),
        (
            lambda net: (net / "places.parquet").write_bytes(b"PAR1"),
            "is damaged (places.parquet has 4 of ",
        ),
        (
            lambda net: shutil.rmtree(net / "links"),
            "links/places/cars/a_m.npy is missing, links/places/cars/b_m.npy is missing, ",
        ),
        (
            lambda net: (net / "report.json").write_bytes(
                b"x" * (net / "report.json").stat().st_size
            ),
            "is damaged (report.json: Expecting value",
        ),
        (
            lambda net: (net / "timetable" / "trip_route.npy").write_bytes(
                b"x" * (net / "timetable" / "trip_route.npy").stat().st_size
            ),
            "timetable/trip_route.npy: ",
        ),
        (
            lambda net: (net / "network.json").write_text("{"),
            "is damaged (network.json: Expecting property name",
        ),
        (
            lambda net: (net / "network.json").write_text('{"format": 1, "version": "0.0.9"}'),
            f"was built in format 1 by version 0.0.9, this is version 0.1.0 with format {FORMAT};",
        ),
        (
            lambda net: (net / "network.json").write_text(json.dumps({"format": FORMAT})),
            "network.json: does not say version, name, crs",
        ),
    ],
)
def test_a_damaged_network_is_refused(copy: Path, damage: Damage, message: str) -> None:
    damage(copy / "net")
    assert message in refused("check", copy / "net")


def test_a_result_outlives_its_network_but_for_its_maps(copy: Path, tmp_path: Path) -> None:
    shutil.rmtree(copy / "net")
    assert mobility("export", copy / "res", "-o", tmp_path / "a.csv").code == 0
    said = refused("map", copy / "res", *MAP, "-o", tmp_path / "m.svg")
    assert f"res: was made from the network {copy / 'net'}, which is gone; run mobility" in said


def test_a_result_of_a_network_built_anew_is_told(copy: Path, tmp_path: Path) -> None:
    (copy / "tal.osm").write_text(street(nodes=13), encoding="utf-8")
    assert mobility("build", copy / "region.toml", "-o", copy / "net").code == 0
    said = mobility("map", copy / "res", *MAP, "-o", tmp_path / "m.svg")
    assert said.code == 0
    assert f"is of another state of {copy / 'net'}; run mobility access again" in said.err


def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("no parquet", encoding="utf-8")
    said = refused("export", tmp_path / "a.parquet", "-o", tmp_path / "a.csv")
    assert "a.parquet: cannot be read as Parquet (" in said
