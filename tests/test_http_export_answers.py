"""Exports over HTTP: tags, names, pixels, and what is refused with the field it is wrong in."""

import shutil
import struct
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from http_results import EXPORTS as HERE
from http_results import JOURNEY_TIME as TIME
from http_results import Kept

from accessibility.store import read_about, write_table
from api.http.file_kinds import MEDIA

UNKNOWN = "0123456789abcdef" * 2


def test_who_has_a_file_is_not_sent_it_again(ask: TestClient) -> None:
    for path in (f"{HERE}/table?format=csv", f"{HERE}/map?measure=linien", HERE):
        tag = ask.get(path).headers["etag"]
        again = ask.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert ask.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    tags = {ask.get(f"{HERE}/table?format={one}").headers["etag"] for one in ("csv", "geojson")}
    assert len(tags) == 2


def test_a_picture_has_one_tag_whichever_server_has_drawn_it(ask: TestClient, kept: Kept) -> None:
    path = f"{HERE}/map?measure=linien&format=png"
    assert ask.get(path).headers["etag"] == kept.ask.get(path).headers["etag"]


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
        ("map?measure=linien&format=svg", "Karte-Liniennetz-Tal-Schultag.svg"),
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


def test_umlauts_stand_in_the_name_and_beside_it_without(kept: Kept) -> None:
    query = {"measure": "bahn_longest_gap", "format": "png", "result": kept.later}
    said = kept.ask.get(f"{HERE}/map", params=query).headers["content-disposition"]
    plain, extended = said.removeprefix("attachment; ").split("; ")
    ending = "Luecke-im-Angebot-zur-Bahn-Tal-Szenario-60-spaeter-Schultag.png"
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


def test_a_result_without_what_is_asked_is_refused(kept: Kept) -> None:
    for query in (f"table?result={kept.matrix}", f"map?measure=linien&result={kept.matrix}"):
        problem = refused(kept.ask.get(f"{HERE}/{query}"), 422)
        assert fields(problem) == {"query.result": kept.matrix}
    query = f"difference?measure={TIME}&result={kept.later}&before={UNKNOWN}"
    assert fields(refused(kept.ask.get(f"{HERE}/{query}"), 404)) == {"query.before": UNKNOWN}


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
    folder = where / kept.folder.relative_to(kept.where)
    path = f"{HERE}/table?format=csv&result={later}"
    with asking(kept.network, storage=where) as ask:
        assert ask.get(path).status_code == 200
        shutil.rmtree(folder)
        assert fields(refused(ask.get(path), 410)) == {"query.result": later}
        assert ask.delete(f"/api/v1/results/{later}").status_code == 204
        assert fields(refused(ask.get(path), 404)) == {"query.result": later}


def test_a_result_of_another_network_is_not_drawn_on_this_one(kept: Kept, tmp_path: Path) -> None:
    later, where = kept.later, shutil.copytree(kept.where, tmp_path / "copy")
    table = where / kept.folder.relative_to(kept.where) / "accessibility.parquet"
    about = read_about(table) | {"inputs": {"gtfs": {"old.zip": "0" * 64}}}
    write_table(gpd.read_parquet(table), table, about=about)
    with asking(kept.network, storage=where) as ask:
        for path in (f"{HERE}/map?measure={TIME}&result={later}", f"{HERE}/table?result={later}"):
            assert fields(refused(ask.get(path), 409)) == {"query.result": later}
