"""Results over HTTP: what they are, every table row by row, every file as it lies there."""

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from http_results import LATER, TIMES, made
from pandas.testing import assert_frame_equal

from accessibility.store import read_about
from api.accept import CSV, GEOJSON, JSON, PARQUET
from api.guards import POLICY
from api.result_files import file_in, policy_of
from api.storage.store import open_store

RESULTS = "/api/v1/results"


class Kept(NamedTuple):
    """A server of the valley and the results it has."""

    ask: TestClient
    folder: Path  # of the evaluation
    evaluation: str
    matrix: str

    def rows(self, table: str, accept: str = JSON, **question: Any) -> Any:
        """Ask for rows of a table of the evaluation."""
        path = f"{self.evaluation}/tables/{table}"
        return self.ask.get(path, params=question, headers={"Accept": accept})

    def file(self, name: str, **headers: str) -> Any:
        """Ask for a file of the evaluation."""
        return self.ask.get(f"{self.evaluation}/files/{name}", headers=headers)


@pytest.fixture(scope="module")
def kept(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    where = tmp_path_factory.mktemp("kept")
    evaluation, matrix = made(valley / "net", where, [LATER, TIMES])
    with asking(valley / "net", storage=where) as client, closing(open_store(where)) as store:
        folder = where / "results" / store.results.read(evaluation).folder
        yield Kept(client, folder, f"{RESULTS}/{evaluation}", f"{RESULTS}/{matrix}")


def test_the_list_says_what_each_result_is(kept: Kept) -> None:
    told = kept.ask.get(RESULTS).json()
    assert told["numberMatched"] == 2
    assert {(one["kind"], one["title"], str(one["days"])) for one in told["items"]} == {
        ("matrix", "Reisezeiten 2 × 1", "None"),
        ("evaluation", "60 später", "['schultag', 'samstag']"),
    }
    first, second = (
        kept.ask.get(RESULTS, params={"limit": 1, "offset": row}).json() for row in (0, 1)
    )
    assert [*first["items"], *second["items"]] == told["items"]
    assert told["items"][0]["created"] > told["items"][1]["created"]


def test_the_hash_of_a_result_is_that_of_the_stored_scenario(kept: Kept) -> None:
    with closing(open_store(kept.folder.parents[1])) as store:
        stored = store.scenarios.create(LATER.scenarios[0])
    told = kept.ask.get(kept.evaluation).json()
    assert told["scenario"] == {"name": "60 später", "sha256": stored.head.sha256}


def test_a_result_says_what_it_was_made_from_and_no_place_of_the_server(kept: Kept) -> None:
    answer = kept.ask.get(kept.evaluation)
    told = answer.json()
    assert told["about"]["inputs"]["gtfs"]
    assert told["about"]["scenario"]["name"] == "60 später"
    assert told["data_status"] == "official"
    assert str(kept.folder.parents[1]) not in answer.text
    assert "net.storage" not in answer.text


# Tables


def test_every_table_has_a_name_that_reads_well(kept: Kept) -> None:
    tables = {one["name"]: one for one in kept.ask.get(kept.evaluation).json()["tables"]}
    assert {
        "accessibility", "points", "points_fest", "standards", "verlierer", "vergleich",
        "vergleich.ortsteile", "vergleich.stunden", "bestand.accessibility", "bestellung",
    } <= set(tables)  # fmt: skip
    files = list(kept.folder.rglob("*.parquet"))
    assert len(tables) == len(files)
    assert tables["bestand.accessibility"]["title"] == "Bestand: Erreichbarkeit der Ortsteile"
    assert tables["accessibility"]["rows"] == 6  # three Ortsteile, two days
    assert all(one["title"] != one["name"] for one in tables.values())
    for one in tables.values():
        told = kept.ask.get(one["href"], headers={"Accept": JSON}).json()
        assert told["numberMatched"] == one["rows"]
        assert set(one["columns"]) <= {*told["items"][0], "geometry"} if one["rows"] else True


@pytest.mark.parametrize("table", ["vergleich", "accessibility", "bestand.standards"])
def test_the_rows_are_those_of_the_file(kept: Kept, table: str) -> None:
    file = {
        "vergleich": "vergleich/vergleich",
        "bestand.standards": "Bestand/standards",
    }.get(table, table)
    assert kept.rows(table, CSV).content == (kept.folder / f"{file}.csv").read_bytes()
    whole = pd.read_parquet(kept.folder / f"{file}.parquet")
    sent = pd.read_parquet(io.BytesIO(kept.rows(table, PARQUET).content))
    assert_frame_equal(sent, whole)
    items = kept.rows(table).json()["items"]
    assert [one["day"] for one in items] == whole["day"].tolist()


def test_a_file_of_rows_says_what_it_was_made_from(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    path.write_bytes(kept.rows("accessibility", PARQUET, day="samstag", limit=2).content)
    table = gpd.read_parquet(path)
    assert table[["ortsteil_id", "day"]].to_numpy().tolist() == [
        ["west", "samstag"], ["mitte", "samstag"],
    ]  # fmt: skip
    assert read_about(path)["inputs"] == read_about(kept.folder / "accessibility.parquet")["inputs"]


def test_places_come_as_geojson_unless_asked_otherwise(kept: Kept) -> None:
    told = kept.rows("vergleich.ortsteile", "*/*", day="schultag", bbox="12.72,51,12.8,52")
    assert told.headers["content-type"] == GEOJSON
    places = told.json()
    assert [one["id"] for one in places["features"]] == ["mitte", "ost"]
    assert places["features"][0]["geometry"] == {"type": "Point", "coordinates": [12.7305, 51.2005]}
    assert places["numberMatched"] == 2
    assert kept.rows("vergleich", "*/*").headers["content-type"] == JSON
    refused(kept.rows("vergleich", GEOJSON), 406)


def test_rows_are_chosen_by_day_class_and_area(kept: Kept) -> None:
    rows = kept.rows("vergleich", day="samstag", area="kommune", **{"class": "mittelzentrum"})
    assert {(one["day"], one["area"], one["class"]) for one in rows.json()["items"]} == {
        ("samstag", "kommune", "mittelzentrum")
    }
    wide = kept.rows("accessibility", JSON, **{"class": "mittelzentrum"}).json()["items"][0]
    assert "mittelzentrum_journeys" in wide
    assert "grundzentrum_journeys" not in wide
    assert wide["ortsteil_id"] == "west"


def test_a_page_leads_to_the_next_with_what_was_asked(kept: Kept) -> None:
    told = kept.rows("vergleich", limit=2, day="schultag").json()
    following = kept.ask.get(told["links"][1]["href"]).json()
    assert told["links"][1]["rel"] == "next"
    both = kept.rows("vergleich", limit=4, day="schultag").json()["items"]
    assert [*told["items"], *following["items"]] == both


@pytest.mark.parametrize(
    ("table", "question", "status", "field"),
    [
        ("vergleich", {"day": "montag"}, 422, "query.day"),
        ("vergleich", {"class": "dorf"}, 422, "query.class"),
        ("accessibility", {"class": "dorf"}, 422, "query.class"),
        ("accessibility", {"area": "kreis"}, 422, "query.area"),
        ("standards_definitionen", {"day": "schultag"}, 422, "query.day"),
        ("standards_definitionen", {"class": "bahn"}, 422, "query.class"),
        ("vergleich", {"bbox": "12,51,13,52"}, 422, "query.bbox"),
        ("accessibility", {"bbox": "13,51,12,52"}, 422, "query.bbox"),
        ("vergleich", {"limit": 0}, 422, "query.limit"),
        ("vergleich", {"limit": 10_001}, 422, "query.limit"),
        ("vergleich", {"farbe": "rot"}, 422, "query.farbe"),
        ("nichts", {}, 404, "path.name"),
        ("../accessibility", {}, 404, None),
    ],
)
def test_what_a_table_does_not_have_is_refused_by_name(
    kept: Kept, table: str, question: dict[str, Any], status: int, field: str | None
) -> None:
    told = refused(kept.rows(table, **question), status)
    assert field is None or field in fields(told)
    assert str(kept.folder) not in str(told)


def test_who_has_the_rows_is_not_sent_them_again(kept: Kept) -> None:
    first = kept.rows("vergleich")
    path = f"{kept.evaluation}/tables/vergleich"
    again = kept.ask.get(path, headers={"Accept": JSON, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


# Files


def test_every_file_is_there_as_it_lies_there(kept: Kept) -> None:
    for one in kept.ask.get(kept.evaluation).json()["files"]:
        answer = kept.ask.get(one["href"])
        assert answer.content == (kept.folder / one["path"]).read_bytes()
        assert answer.headers["content-type"] == one["type"]
        assert len(answer.content) == one["bytes"] == int(answer.headers["content-length"])
        again = kept.ask.get(one["href"], headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_page_may_run_its_own_styles_and_scripts_and_nothing_else(kept: Kept) -> None:
    answer = kept.file("vergleich/vergleich.html")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert len(re.findall("'sha256-", policy)) == 2
    assert answer.headers["content-disposition"].startswith("inline")
    assert kept.file("vergleich/karte.png").headers["content-security-policy"] == POLICY
    assert kept.file("accessibility.csv").headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "head",
    [
        "<title>x</title>",
        "<title>x</title><meta http-equiv='Content-Security-Policy' content='*'>",
        '<meta http-equiv="Content-Security-Policy" content="default-src *"><title>',
        (
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "script-src 'unsafe-inline'\"><title>"
        ),
    ],
)
def test_a_page_that_is_not_ours_may_nothing(head: str) -> None:
    assert policy_of(head.encode()) is None


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-3", 206, b"PAR1"),
        ("bytes=-4", 206, b"PAR1"),
        ("bytes=2-1", 200, None),
        ("bytes=0-1,3-4", 200, None),
        ("lines=0-3", 200, None),
        ("bytes=-", 200, None),
        ("bytes=99999999999-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(
    kept: Kept, asked: str, status: int, content: bytes | None
) -> None:
    answer = kept.file("points.parquet", Range=asked)
    whole = (kept.folder / "points.parquet").read_bytes()
    assert answer.status_code == status
    if status == 416:
        assert "header.range" in fields(refused(answer, 416))
        assert answer.headers["content-range"] == f"bytes */{len(whole)}"
    else:
        assert answer.content == (whole if content is None else content)
    if status == 206:
        assert answer.headers["content-range"].endswith(f"/{len(whole)}")
        other = kept.file("points.parquet", **{"Range": asked, "If-Range": '"other"'})
        assert (other.status_code, other.content) == (200, whole)


@pytest.mark.parametrize(
    "name",
    [
        "nichts.csv", "vergleich", "", "%2e%2e/%2e%2e/storage.sqlite", "..%2f..%2fstorage.sqlite",
        "%2fetc%2fpasswd", "vergleich%2f..%2fresult.json", "vergleich//vergleich.html",
        "./result.json%00", "x" * 5000,
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(kept: Kept, name: str) -> None:
    refused(kept.file(name), 404)


def test_a_link_that_leads_elsewhere_is_no_file(tmp_path: Path) -> None:
    folder, secret = tmp_path / "result", tmp_path / "secret"
    (folder / "within").mkdir(parents=True)
    secret.mkdir()
    (secret / "keys.txt").write_text("x", encoding="utf-8")
    (folder / "own.txt").write_text("x", encoding="utf-8")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "keys.txt").symlink_to(secret / "keys.txt")
    (folder / "within" / "secret").symlink_to(secret)
    assert file_in(folder, "own.txt") == folder / "own.txt"
    for name in ("keys.txt", "within/secret/keys.txt", ".hidden.txt", str(secret / "keys.txt")):
        assert file_in(folder, name) is None


# Going


@pytest.mark.parametrize("way", ["", "/tables/accessibility", "/files/result.json"])
@pytest.mark.parametrize("result", ["0" * 32, "A", "..%2f.."])
def test_a_result_nobody_knows_is_named(kept: Kept, result: str, way: str) -> None:
    told = refused(kept.ask.get(f"{RESULTS}/{result}{way}"), 404)
    assert "path.result_id" in fields(told) or "%2f" in result


def test_a_deleted_result_is_gone_everywhere_and_made_anew_when_asked(
    valley: Path, tmp_path: Path
) -> None:
    (result,) = made(valley / "net", tmp_path, [TIMES])
    here = f"{RESULTS}/{result}"
    with asking(valley / "net", storage=tmp_path) as ask:
        rows = f"{here}/tables/matrix"
        assert [ask.get(rows).status_code for _ in range(2)] == [200, 200]  # kept in memory, too
        answer = ask.delete(here)
        assert (answer.status_code, answer.content) == (204, b"")
        for path in (here, rows, f"{here}/files/matrix.parquet"):
            refused(ask.get(path), 404)
        refused(ask.delete(here), 404)
        assert ask.get(RESULTS).json()["items"] == []
        (job,) = ask.get("/api/v1/jobs").json()["items"]
        assert (job["state"], job["result"]) == ("done", None)
    assert list(tmp_path.rglob("*.parquet")) == []
    (again,) = made(valley / "net", tmp_path, [TIMES])
    assert again != result


def test_a_result_whose_folder_is_gone_is_told_lost_until_it_is_made_again(
    valley: Path, tmp_path: Path
) -> None:
    (result,) = made(valley / "net", tmp_path, [TIMES])
    with asking(valley / "net", storage=tmp_path) as ask:
        shutil.rmtree(tmp_path / "results")
        for way in ("", "/tables/matrix", "/files/matrix.parquet"):
            told = refused(ask.get(f"{RESULTS}/{result}{way}"), 410)
            assert fields(told) == {"path.result_id": result}
        assert ask.get(RESULTS).json()["items"][0]["status"] == "lost"
    assert made(valley / "net", tmp_path, [TIMES]) == [result]
    with asking(valley / "net", storage=tmp_path) as ask:
        assert ask.get(f"{RESULTS}/{result}").json()["status"] == "whole"
