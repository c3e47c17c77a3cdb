"""Results over HTTP: what they are, every table row by row, every file as it lies there."""

import io
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from http_client import asking, fields, refused
from http_results import LATER, RESULTS, TIMES, Kept, made
from pandas.testing import assert_frame_equal

from accessibility.store import read_about
from api.http.accept import CSV, GEOJSON, JSON, PARQUET
from api.storage.store import open_store


def test_the_list_says_what_each_result_is(kept: Kept) -> None:
    told = kept.ask.get(RESULTS).json()
    assert {(one["kind"], one["title"], str(one["days"])) for one in told["items"]} >= {
        ("matrix", "Reisezeiten 2 × 1, 14.05.2024, Abfahrt 06:00–09:00", "None"),
        ("evaluation", "Szenario „60 später“, Schultag, Samstag", "['schultag', 'samstag']"),
        ("evaluation", "Szenario „60 später“ gegenüber „Ohnefall“, Schultag", "['schultag']"),
    }
    first, second = (
        kept.ask.get(RESULTS, params={"limit": 1, "offset": row}).json() for row in (0, 1)
    )
    assert [*first["items"], *second["items"]] == told["items"][:2]
    assert told["items"][0]["created"] > told["items"][1]["created"]


def test_the_hash_of_a_result_is_that_of_the_stored_scenario(kept: Kept) -> None:
    with closing(open_store(kept.where)) as store:
        stored = store.scenarios.create(LATER.scenarios[0])
    told = kept.ask.get(kept.evaluation).json()
    assert told["scenario"] == {
        "id": None, "name": "60 später", "version": None, "sha256": stored.head.sha256
    }  # fmt: skip


def test_a_result_says_what_it_was_made_from_and_no_place_of_the_server(kept: Kept) -> None:
    answer = kept.ask.get(kept.evaluation)
    told = answer.json()
    assert told["about"]["inputs"]["gtfs"]
    assert told["about"]["scenario"]["name"] == "60 später"
    assert told["data_status"] == "official"
    assert str(kept.where) not in answer.text
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


def test_a_broken_file_is_told_without_the_place_it_lies_in(valley: Path, tmp_path: Path) -> None:
    (result,) = made(valley / "net", tmp_path, [TIMES])
    (file,) = tmp_path.glob("results/*/matrix.parquet")
    with asking(valley / "net", storage=tmp_path) as ask:
        file.write_bytes(b"PAR1 and then nothing that could be read")
        for way in ("", "/tables/matrix"):
            told = refused(ask.get(f"{RESULTS}/{result}{way}"), 410)
            assert "is broken" in told["detail"]
            assert str(tmp_path) not in str(told)
