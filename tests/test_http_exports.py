"""What is taken home over HTTP is what the commands write, of the network and of results."""

from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import geopandas as gpd
import pandas as pd
import pytest
from commands import mobility
from fastapi.testclient import TestClient
from http_results import EXPORTS as HERE
from http_results import JOURNEY_TIME as TIME
from http_results import Kept, needed
from pandas.testing import assert_frame_equal

from accessibility.store import read_about
from api.http.exports import EXPORTS
from api.routes.export_models import ExportList


def written(out: Path, *command: object) -> bytes:
    """Return what a command writes."""
    ended = mobility(*command, "-o", out)
    assert ended.code == 0, ended.err
    return out.read_bytes()


def test_the_list_names_every_export_with_its_addresses(ask: TestClient) -> None:
    told = ask.get(HERE).json()
    ExportList.model_validate(told)
    assert [one["what"] for one in told["exports"]] == list(EXPORTS)
    assert (told["days"], told["kommunen"]) == (["schultag", "samstag"], ["Tal"])
    by_name = {one["what"]: one for one in told["exports"]}
    assert {"name": "line", "required": True} in by_name["bildfahrplan"]["parameters"]
    assert "linien" in by_name["map"]["measures"]
    assert "sbahn_journeys_fest" in by_name["difference"]["measures"]


@pytest.mark.parametrize("what", EXPORTS)
def test_every_address_of_the_list_gives_a_file_without_a_place_of_the_server(
    kept: Kept, what: str
) -> None:
    listed = {one["what"]: one for one in kept.ask.get(HERE).json()["exports"]}[what]
    query: dict[str, Any] = needed(what)
    if what in ("difference", "gtfs"):
        query["result"] = kept.later
    assert listed["links"]
    for link in listed["links"]:
        answer = kept.ask.get(link["href"], params={**query, "format": link["format"]})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(link["type"])
        assert answer.headers["content-disposition"].startswith('attachment; filename="')
        assert f".{link['format']}" in answer.headers["content-disposition"]
        assert str(kept.network.parent).encode() not in answer.content
        assert kept.where.name.encode() not in answer.content


@pytest.mark.parametrize("format_", ["csv", "geojson"])
def test_a_table_has_the_bytes_of_the_command(kept: Kept, tmp_path: Path, format_: str) -> None:
    whole = written(tmp_path / f"t.{format_}", "export", kept.folder)
    assert kept.export("table", format_, result=kept.later) == whole


@pytest.mark.parametrize("format_", ["gpkg", "parquet", "xlsx"])
def test_a_table_has_the_rows_of_the_command(kept: Kept, tmp_path: Path, format_: str) -> None:
    """The file itself holds when it was written, or where the network lies."""
    layer = partial(gpd.read_file, layer="accessibility")
    read = {"gpkg": layer, "parquet": gpd.read_parquet, "xlsx": pd.read_excel}[format_]
    whole, found = (tmp_path / f"{name}.{format_}" for name in ("whole", "found"))
    written(whole, "export", kept.folder)
    found.write_bytes(kept.export("table", format_, result=kept.later))
    assert_frame_equal(read(found), read(whole))


def test_the_table_of_the_network_is_that_of_access(kept: Kept, tmp_path: Path) -> None:
    days: list[dict[str, str]] = [{}, {"day": "samstag"}, {"day": "all"}]
    for number, asked in enumerate(days):
        options = [part for name, day in asked.items() for part in (f"--{name}", day)]
        whole = written(tmp_path / f"{number}.csv", "access", kept.network, *options)
        assert kept.export("table", "csv", **asked) == whole


def test_of_a_result_one_day_is_some_of_its_rows(kept: Kept) -> None:
    found = pd.read_csv(BytesIO(kept.export("table", "csv", result=kept.later, day="samstag")))
    assert found["day"].tolist() == ["samstag"] * 3


def test_a_file_says_what_it_was_made_from_and_not_where(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(kept.export("table", "parquet", result=kept.later))
    about = read_about(path)
    assert about["network"] == "net"
    assert about["scenario"]["name"] == "60 später"
    assert about["inputs"]


@pytest.mark.parametrize(
    ("what", "format_", "asked", "command"),
    [
        ("map", "png", {}, ("map", "NET", "--measure", TIME)),
        ("map", "svg", {"day": "samstag"}, ("map", "NET", "--measure", TIME, "--day", "samstag")),
        ("map", "html", {"result": "LATER"}, ("map", "LATER", "--measure", TIME)),
        ("map", "pdf", {"measure": "linien"}, ("map", "NET", "--measure", "linien")),
        (
            "map", "png", {"measure": "linien", "result": "LATER"},
            ("map", "LATER", "--measure", "linien"),
        ),
        ("summary", "html", {"kommune": "Tal"}, ("summary", "NET", "--kommune", "Tal")),
        ("summary", "md", {"result": "LATER"}, ("summary", "LATER")),
        ("summary", "md", {"kommune": "all"}, ("summary", "NET", "--kommune", "all")),
        ("fahrplan", "html", {}, ("fahrplan", "NET", "--line", "60")),
        (
            "fahrplan", "csv", {"day": "samstag", "all_trips": True},
            ("fahrplan", "NET", "--line", "60", "--day", "samstag", "--all-trips"),
        ),
        ("lines", "csv", {}, ("lines", "NET")),
        ("lines", "csv", {"line": "60"}, ("lines", "NET", "--line", "60")),
        ("bildfahrplan", "png", {}, ("lines", "NET", "--line", "60")),
        ("steckbrief", "html", {}, ("lines", "NET", "--line", "60")),
        ("netzgrafik", "svg", {}, ("lines", "NET")),
        ("knoten", "csv", {}, ("knoten", "NET")),
        ("knoten", "csv", {"station": "C"}, ("knoten", "NET", "--station", "C")),
        ("knotenuhr", "png", {}, ("knoten", "NET", "--station", "C", "--hour", 8)),
    ],
)  # fmt: skip
def test_a_file_is_that_of_the_command(
    kept: Kept, tmp_path: Path, what: str, format_: str, asked: dict[str, Any],
    command: tuple[object, ...],
) -> None:  # fmt: skip
    query = {name: kept.later if said == "LATER" else said for name, said in asked.items()}
    folders = {"NET": kept.network, "LATER": kept.folder}
    line = [folders.get(str(part), part) for part in command]
    whole = written(tmp_path / f"file.{format_}", *line)
    assert kept.export(what, format_, **query) == whole


def test_the_map_of_a_difference_is_that_of_the_comparison(kept: Kept, tmp_path: Path) -> None:
    own = kept.folder / "vergleich"
    for format_ in ("png", "html"):
        whole = (own / f"karte.{format_}").read_bytes()
        assert kept.export("difference", format_, result=kept.later) == whole
        assert kept.export("difference", format_, result=kept.later, before="bestand") == whole
    mobility(
        "compare", kept.network, kept.folders[kept.earlier], kept.folder,
        "--measure", "bahn_journeys", "-o", tmp_path / "both",
    )  # fmt: skip
    asked = {"result": kept.later, "before": kept.earlier, "measure": "bahn_journeys"}
    assert kept.export("difference", "png", **asked) == (tmp_path / "both/karte.png").read_bytes()


def test_the_target_may_be_held_only_against_what_was_before(kept: Kept) -> None:
    held = {"result": kept.later, "measure": f"{TIME}_fest"}
    assert kept.export("difference", "svg", **held) != kept.export(
        "difference", "svg", result=kept.later
    )


def test_a_scenario_goes_back_to_any_tool(kept: Kept) -> None:
    with ZipFile(BytesIO(kept.export("gtfs", "zip", result=kept.later))) as feed:
        times = feed.read("stop_times.txt").decode()
    assert "06:40:00" in times
    assert "06:00:00" not in times
