"""What is taken home over HTTP is what the commands write, of the network and of results."""

import shutil
import struct
from collections.abc import Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import geopandas as gpd
import pandas as pd
import pytest
from commands import mobility
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from http_results import EARLIER, LATER, TIMES, made
from pandas.testing import assert_frame_equal

from accessibility.store import read_about, write_table
from api.http.export_wanted import MEDIA
from api.http.exports import EXPORTS
from api.routes.exports import ExportList
from api.storage.store import open_store

HERE = "/api/v1/exports"
UNKNOWN = "0123456789abcdef" * 2
TIME = "mittelzentrum_journey_time_p50"
ASKED: Mapping[str, Mapping[str, Any]] = {  # what each export needs besides its format
    "map": {"measure": TIME},
    "difference": {"measure": TIME},
    "fahrplan": {"line": "60"},
    "bildfahrplan": {"line": "60"},
    "steckbrief": {"line": "60"},
    "knotenuhr": {"station": "C", "hour": 8},
}


class Kept(NamedTuple):
    """A server of the valley, what it keeps, and the ids of its results."""

    ask: TestClient
    network: Path
    where: Path
    later: str
    earlier: str
    matrix: str

    def folder(self, result: str) -> Path:
        """Return the folder of a result."""
        return folder_of(self.where, result)

    def file(self, what: str, format_: str, **asked: Any) -> bytes:
        """Ask for a file."""
        query = {**ASKED.get(what, {}), **asked, "format": format_}
        answer = self.ask.get(f"{HERE}/{what}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.content


def folder_of(where: Path, result: str) -> Path:
    store = open_store(where)
    try:
        return where / "results" / store.results.read(result).folder
    finally:
        store.close()


@pytest.fixture(scope="module")
def kept(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    where = tmp_path_factory.mktemp("kept")
    ids = made(valley / "net", where, [LATER, EARLIER, TIMES])
    with asking(valley / "net", storage=where) as client:
        yield Kept(client, valley / "net", where, *ids)


@pytest.fixture
def ask(kept: Kept) -> TestClient:
    return kept.ask


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
    query: dict[str, Any] = dict(ASKED.get(what, {}))
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
    whole = written(tmp_path / f"t.{format_}", "export", kept.folder(kept.later))
    assert kept.file("table", format_, result=kept.later) == whole


@pytest.mark.parametrize("format_", ["gpkg", "parquet", "xlsx"])
def test_a_table_has_the_rows_of_the_command(kept: Kept, tmp_path: Path, format_: str) -> None:
    """The file itself holds when it was written, or where the network lies."""
    layer = partial(gpd.read_file, layer="accessibility")
    read = {"gpkg": layer, "parquet": gpd.read_parquet, "xlsx": pd.read_excel}[format_]
    whole, found = (tmp_path / f"{name}.{format_}" for name in ("whole", "found"))
    written(whole, "export", kept.folder(kept.later))
    found.write_bytes(kept.file("table", format_, result=kept.later))
    assert_frame_equal(read(found), read(whole))


def test_the_table_of_the_network_is_that_of_access(kept: Kept, tmp_path: Path) -> None:
    days: list[dict[str, str]] = [{}, {"day": "samstag"}, {"day": "all"}]
    for number, asked in enumerate(days):
        options = [part for name, day in asked.items() for part in (f"--{name}", day)]
        whole = written(tmp_path / f"{number}.csv", "access", kept.network, *options)
        assert kept.file("table", "csv", **asked) == whole


def test_of_a_result_one_day_is_some_of_its_rows(kept: Kept) -> None:
    found = pd.read_csv(BytesIO(kept.file("table", "csv", result=kept.later, day="samstag")))
    assert found["day"].tolist() == ["samstag"] * 3


def test_a_file_says_what_it_was_made_from_and_not_where(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(kept.file("table", "parquet", result=kept.later))
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
    folders = {"NET": kept.network, "LATER": kept.folder(kept.later)}
    line = [folders.get(str(part), part) for part in command]
    whole = written(tmp_path / f"file.{format_}", *line)
    assert kept.file(what, format_, **query) == whole


def test_the_map_of_a_difference_is_that_of_the_comparison(kept: Kept, tmp_path: Path) -> None:
    own = kept.folder(kept.later) / "vergleich"
    for format_ in ("png", "html"):
        whole = (own / f"karte.{format_}").read_bytes()
        assert kept.file("difference", format_, result=kept.later) == whole
        assert kept.file("difference", format_, result=kept.later, before="bestand") == whole
    mobility(
        "compare", kept.network, kept.folder(kept.earlier), kept.folder(kept.later),
        "--measure", "bahn_journeys", "-o", tmp_path / "both",
    )  # fmt: skip
    asked = {"result": kept.later, "before": kept.earlier, "measure": "bahn_journeys"}
    assert kept.file("difference", "png", **asked) == (tmp_path / "both/karte.png").read_bytes()


def test_the_target_may_be_held_only_against_what_was_before(kept: Kept) -> None:
    held = {"result": kept.later, "measure": f"{TIME}_fest"}
    assert kept.file("difference", "svg", **held) != kept.file(
        "difference", "svg", result=kept.later
    )


def test_a_scenario_goes_back_to_any_tool(kept: Kept) -> None:
    with ZipFile(BytesIO(kept.file("gtfs", "zip", result=kept.later))) as feed:
        times = feed.read("stop_times.txt").decode()
    assert "06:40:00" in times
    assert "06:00:00" not in times


def test_who_has_a_file_is_not_sent_it_again(ask: TestClient, kept: Kept) -> None:
    for path in (f"{HERE}/table?format=csv", f"{HERE}/map?measure=linien", HERE):
        tag = ask.get(path).headers["etag"]
        again = ask.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert ask.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    tags = {ask.get(f"{HERE}/table?format={one}").headers["etag"] for one in ("csv", "geojson")}
    assert len(tags) == 2
    assert kept.later != kept.earlier


def test_a_picture_has_the_tag_it_had_before_the_restart(valley: Path, kept: Kept) -> None:
    path = f"{HERE}/map?measure=linien&format=png"
    with asking(valley / "net", storage=kept.where.with_name("other")) as again:
        assert again.get(path).headers["etag"] == kept.ask.get(path).headers["etag"]


def test_the_same_is_made_once_and_leaves_nothing_behind(
    valley: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, written_once = tmp_path / "tmp", []
    temporary.mkdir()

    def write(table: pd.DataFrame, path: Path, **options: Any) -> None:
        written_once.append(path)
        write_table(table, path, **options)

    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr("api.http.exports.write_table", write)
    with asking(valley / "net", storage=tmp_path / "kept") as ask:
        paths = ("table?format=csv", "table?format=csv", "table?day=montag&format=csv")
        answers = [ask.get(f"{HERE}/{path}").status_code for path in paths]
        assert ask.get(f"{HERE}/map?measure=linien").status_code == 200
    assert answers == [200, 200, 422]
    assert len(written_once) == 1
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("table?format=xlsx&day=all", "Erreichbarkeit-Tal-alle-Tage.xlsx"),
        ("summary?kommune=Tal&format=md", "Steckbrief-Tal-Tal.md"),
        ("knotenuhr?station=C&hour=8&format=pdf", "Knotenuhr-C-8-Uhr-Tal.pdf"),
        ("map?measure=linien&day=samstag&format=png", "Karte-Liniennetz-Tal-Samstag.png"),
    ],
)
def test_a_file_is_called_as_a_clerk_would(ask: TestClient, query: str, name: str) -> None:
    said = ask.get(f"{HERE}/{query}").headers["content-disposition"]
    assert said == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"


def test_the_file_of_a_difference_says_against_what_and_on_which_day(kept: Kept) -> None:
    start = "Unterschied-Reisezeit-zum-Mittelzentrum-Tal-Szenario-60-spaeter-gegenueber"
    asked = {"measure": TIME, "format": "svg", "result": kept.later}
    for more, end in (
        ({}, "Bestand-Schultag"),
        ({"before": "bestand", "day": "samstag"}, "Bestand-Samstag"),
        ({"before": kept.earlier}, "60-frueher-Schultag"),
    ):
        said = kept.ask.get(f"{HERE}/difference", params=asked | more)
        assert f'filename="{start}-{end}.svg"' in said.headers["content-disposition"]


def test_a_measure_there_is_no_map_of_is_told_with_those_there_are(ask: TestClient) -> None:
    told = refused(ask.get(f"{HERE}/map?measure=foo"), 422)
    assert "it is <class>_<figure>, class one of " in told["detail"]
    assert "figure one of journey_time_p50, " in told["detail"]


def test_umlauts_stand_in_the_name_and_beside_it_without(ask: TestClient, kept: Kept) -> None:
    query = {"measure": "bahn_longest_gap", "format": "png", "result": kept.later}
    said = ask.get(f"{HERE}/map", params=query).headers["content-disposition"]
    plain, extended = said.removeprefix("attachment; ").split("; ")
    ending = "Luecke-im-Angebot-zur-Bahn-Tal-Szenario-60-spaeter.png"
    assert plain == f'filename="Karte-Groesste-{ending}"'
    assert "Gr%C3%B6%C3%9Fte-L%C3%BCcke" in extended


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("tabelle", 404, {"path.what": "tabelle"}),
        ("table?format=docx", 422, {"query.format": "docx"}),
        ("table?tag=schultag", 422, {"query.tag": "schultag"}),
        ("table?day=montag", 422, {"query.day": "montag"}),
        ("table?line=60", 422, {"query.line": "60"}),
        ("map", 422, {"query.measure": None}),
        ("map?measure=bahn_zeit", 422, {"query.measure": "bahn_zeit"}),
        ("map?measure=bahn_journeys_fest", 422, {"query.measure": "bahn_journeys_fest"}),
        ("map?measure=linien&day=montag", 422, {"query.day": "montag"}),
        ("map?measure=linien&day=all", 422, {"query.day": "all"}),
        ("difference?line=1", 422,
         {"query.line": "1", "query.measure": None, "query.result": None}),
        ("summary?kommune=Tall", 422, {"query.kommune": "Tall"}),
        ("bildfahrplan", 422, {"query.line": None}),
        ("bildfahrplan?line=61", 422, {"query.line": "61"}),
        ("bildfahrplan?line=60&day=montag", 422, {"query.day": "montag"}),
        ("fahrplan?day=montag&line=60", 422, {"query.day": "montag"}),
        ("netzgrafik?knoten=Nirgends", 422, {"query.knoten": "Nirgends"}),
        ("knotenuhr?station=Nirgends&hour=8", 422, {"query.station": "Nirgends"}),
        ("knotenuhr?station=C&hour=30", 422, {"query.hour": "30"}),
        ("knotenuhr?station=C&hour=3", 422, {"query.hour": "3"}),
        ("knotenuhr?station=C&hour=x", 422, {"query.hour": "x"}),
        ("gtfs", 422, {"query.result": None}),
        (f"table?result={UNKNOWN}", 404, {"query.result": UNKNOWN}),
        ("table?result=..%2F..", 404, {"query.result": "../.."}),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_told_with_its_field(
    ask: TestClient, query: str, status: int, told: dict[str, str | None]
) -> None:
    assert fields(refused(ask.get(f"{HERE}/{query}"), status)) == told


def test_a_result_without_what_is_asked_is_refused(ask: TestClient, kept: Kept) -> None:
    for query in (f"table?result={kept.matrix}", f"map?measure=linien&result={kept.matrix}"):
        problem = refused(ask.get(f"{HERE}/{query}"), 422)
        assert fields(problem) == {"query.result": kept.matrix}
    query = f"difference?measure={TIME}&result={kept.later}&before={UNKNOWN}"
    assert fields(refused(ask.get(f"{HERE}/{query}"), 404)) == {"query.before": UNKNOWN}


def test_what_accept_asks_for_is_sent_where_no_format_is_named(ask: TestClient) -> None:
    for accept, media in (
        ("*/*", MEDIA["gpkg"]),
        ("text/csv", "text/csv; charset=utf-8"),
        (MEDIA["xlsx"], MEDIA["xlsx"]),
    ):
        answer = ask.get(f"{HERE}/table", headers={"Accept": accept})
        assert answer.headers["content-type"] == media
    refused(ask.get(f"{HERE}/table", headers={"Accept": "image/png"}), 406)


def test_so_many_pixels_and_no_more(valley: Path, tmp_path: Path) -> None:
    with asking(valley / "net", storage=tmp_path / "kept", most_dpi=100) as ask:
        path = f"{HERE}/map?measure=linien&format=png&dpi="
        assert size(ask.get(f"{path}100").content) == (1169, 826)  # A4: 11.69 × 8.27 inches
        assert size(ask.get(f"{path}50").content) == (584, 413)
        assert fields(refused(ask.get(f"{path}101"), 422)) == {"query.dpi": "101"}
        assert fields(refused(ask.get(f"{path}49"), 422)) == {"query.dpi": "49"}
        usual = path.replace("&format=png", "")  # the first format of a map
        assert size(ask.get(f"{usual}100").content) == (1169, 826)
        assert fields(refused(ask.get(f"{usual}101"), 422)) == {"query.dpi": "101"}
        as_page = ask.get(f"{usual}100", headers={"Accept": "application/pdf"})
        assert "for png only" in refused(as_page, 422)["detail"]
        drawn = path.replace("png", "pdf")
        assert fields(refused(ask.get(f"{drawn}100"), 422)) == {"query.dpi": "100"}


def size(png: bytes) -> tuple[int, ...]:
    """Return width and height as the header of a PNG has them."""
    return struct.unpack(">II", png[16:24])


def test_a_result_that_goes_takes_its_exports_along(kept: Kept, tmp_path: Path) -> None:
    later, where = kept.later, shutil.copytree(kept.where, tmp_path / "copy")
    folder = folder_of(where, later)
    path = f"{HERE}/table?format=csv&result={later}"
    with asking(kept.network, storage=where) as ask:
        assert ask.get(path).status_code == 200
        shutil.rmtree(folder)
        assert fields(refused(ask.get(path), 410)) == {"query.result": later}
        assert ask.delete(f"/api/v1/results/{later}").status_code == 204
        assert fields(refused(ask.get(path), 404)) == {"query.result": later}


def test_a_result_of_another_network_is_not_drawn_on_this_one(kept: Kept, tmp_path: Path) -> None:
    later, where = kept.later, shutil.copytree(kept.where, tmp_path / "copy")
    table = folder_of(where, later) / "accessibility.parquet"
    about = read_about(table) | {"inputs": {"gtfs": {"old.zip": "0" * 64}}}
    write_table(gpd.read_parquet(table), table, about=about)
    with asking(kept.network, storage=where) as ask:
        for path in (f"{HERE}/map?measure={TIME}&result={later}", f"{HERE}/table?result={later}"):
            assert fields(refused(ask.get(path), 409)) == {"query.result": later}
