"""Comparisons over HTTP: the figures of ``mobility compare``, at once or as a folder."""

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from http_client import asking, fields, refused
from http_jobs import over
from http_results import COMPARE, ON_TOP, Kept, made
from pandas.testing import assert_frame_equal, assert_series_equal
from valley import write_valley

from api.build import build_region
from api.compare import write_comparison
from api.compare_sides import names_of
from api.http.accept import CSV, GEOJSON, JSON
from api.manifest import same_state
from api.storage.records import Result

PROFILE = Path(__file__).parents[1] / "accessibility" / "profiles" / "lep-sachsen-2013.toml"


def written(path: Path) -> pd.DataFrame:
    return pd.read_csv(path)


def test_against_the_network_itself_it_is_what_the_evaluation_has_written(kept: Kept) -> None:
    whole = written(kept.folders[kept.later] / "vergleich" / "vergleich.csv")
    assert_frame_equal(kept.comparison(after=kept.later), whole)
    assert_frame_equal(kept.comparison(after=kept.later, before="bestand"), whole)
    assert set(whole["target"]) == {"frei", "fest"}


def test_several_against_another_are_what_the_command_writes(kept: Kept, tmp_path: Path) -> None:
    before, *after = (kept.folders[one] for one in (kept.later, kept.earlier, kept.on_top))
    with pytest.raises(ValueError, match="called alike"):
        write_comparison(kept.network, before, after, tmp_path / "twins")
    write_comparison(kept.network, before, after[:1], tmp_path / "out")
    found = kept.comparison(before=kept.later, after=kept.earlier)
    assert_frame_equal(found, written(tmp_path / "out" / "vergleich.csv"))
    places = kept.compared(GEOJSON, before=kept.later, after=kept.earlier).content
    wide = gpd.read_parquet(tmp_path / "out" / "vergleich_ortsteile.parquet")
    sent = gpd.read_file(io.BytesIO(places))
    assert sent["ortsteil_id"].tolist() == wide["ortsteil_id"].tolist()
    name = "mittelzentrum_journeys_difference"
    assert_series_equal(sent[name], wide[name].astype(float))
    assert sent.geometry.geom_equals_exact(wide.geometry, 1e-7).all()


def test_two_of_one_name_are_told_apart(kept: Kept) -> None:
    told = kept.compared(after=[kept.later, kept.on_top], area="kreis").json()
    assert told["before"] == "Bestand"
    assert told["after"] == [f"60 später ({one[:8]})" for one in (kept.later, kept.on_top)]
    assert {row["result"] for row in told["items"]} == set(told["after"])


def test_a_scenario_called_like_the_network_is_told_apart() -> None:

    asked = {"scenarios": [{"name": "Bestand"}]}
    made_now = datetime(2026, 4, 21, tzinfo=UTC)
    one = Result("a" * 32, "k", None, "evaluation", asked, "k", "whole", made_now)
    assert names_of([None, one]) == ["Bestand", "Bestand (aaaaaaaa)"]


def test_days_are_those_both_have_and_it_is_told_which_are_not_computed(kept: Kept) -> None:
    both = kept.compared(after=[kept.later, kept.on_top], area="kreis").json()
    days = {(row["result"][-9:-1], row["day"]) for row in both["items"]}
    assert days == {
        (kept.later[:8], "schultag"), (kept.later[:8], "samstag"), (kept.on_top[:8], "schultag"),
    }  # fmt: skip
    assert both["not_computed"] == {f"60 später ({kept.on_top[:8]})": ["samstag"]}
    one = {"before": kept.later, "after": kept.on_top}
    assert kept.compared(GEOJSON, **one).json()["not_computed"] == both["not_computed"]
    assert kept.compared(**one, day="schultag").json()["not_computed"] == {}
    assert kept.compared(after=kept.on_top).json()["not_computed"] == {}
    told = refused(kept.compared(after=kept.on_top, day="samstag"), 422)
    assert fields(told) == {"query.day": "samstag"}
    assert "schultag" in told["detail"]


def test_rows_are_chosen_and_paged(kept: Kept) -> None:
    chosen = {"area": "kommune", "class": "mittelzentrum", "target": "fest", "day": "schultag"}
    (row,) = kept.compared(after=kept.later, **chosen).json()["items"]
    assert (row["area_name"], row["class"], row["target"]) == ("Tal", "mittelzentrum", "fest")
    told = kept.compared(after=kept.later, limit=2).json()
    following = kept.ask.get(told["links"][1]["href"]).json()
    four = kept.compared(after=kept.later, limit=4).json()["items"]
    assert [*told["items"], *following["items"]] == four
    places = kept.compared(
        GEOJSON, after=kept.later, bbox="12.72,51,12.74,52", day="schultag"
    ).json()
    assert [one["id"] for one in places["features"]] == ["mitte"]


@pytest.mark.parametrize(
    ("question", "accept", "status", "field"),
    [
        ({}, JSON, 422, "query.after"),
        ({"after": "0" * 32}, JSON, 404, "query.after.0"),
        ({"after": "later", "before": "x"}, JSON, 404, "query.before"),
        ({"after": "matrix"}, JSON, 422, "query.after.0"),
        ({"after": ["later", "later"]}, JSON, 422, "query.after"),
        ({"after": "later", "before": "later"}, JSON, 422, "query.after"),
        ({"after": "later", "class": "dorf"}, JSON, 422, "query.class"),
        ({"after": "later", "area": "dorf"}, JSON, 422, "query.area.0"),
        ({"after": "later", "bbox": "12,51,13,52"}, JSON, 422, "query.bbox"),
        ({"after": "later", "area": "kreis"}, GEOJSON, 422, "query.area"),
        ({"after": "later"}, "application/pdf", 406, "header.accept"),
    ],
)
def test_what_cannot_be_compared_is_named(
    kept: Kept, question: dict[str, Any], accept: str, status: int, field: str
) -> None:
    known = {name: getattr(kept, name) for name in ("later", "matrix")}
    named = {
        name: [known.get(one, one) for one in value] if isinstance(value, list)
        else known.get(value, value)
        for name, value in question.items()
    }  # fmt: skip
    told = refused(kept.compared(accept, **named), status)
    assert field in fields(told)
    assert str(kept.network.parent) not in str(told)


def test_an_area_there_is_none_of_is_refused_with_those_there_are(kept: Kept) -> None:
    told = refused(kept.compared(after=kept.later, area="dorf"), 422)
    why = "no such value; there are 'kreis', 'kommune', 'ortsteil'"
    assert told["errors"] == [{"field": "query.area.0", "value": "dorf", "message": why}]
    assert told["detail"] == f"cannot be read: query.area.0: {why}"


def test_a_result_by_other_standards_than_those_of_now_is_refused(tmp_path: Path) -> None:
    """The county's own profile is no input: 45 minutes to the Mittelzentrum become 40."""
    own = PROFILE.read_text().replace('key = "lep-sachsen-2013"', 'key = "kreis"')
    standards = '\n[standards]\nprofiles = ["kreis.toml"]\nleading = "kreis"\n'
    region = write_valley(tmp_path)
    region.write_text(region.read_text() + standards)
    (tmp_path / "kreis.toml").write_text(own)
    build_region(region, tmp_path / "net")
    (result,) = made(tmp_path / "net", tmp_path / "kept", [ON_TOP])
    with asking(tmp_path / "net", storage=tmp_path / "kept") as ask:
        assert ask.get(COMPARE, params={"after": result}).status_code == 200
    (tmp_path / "kreis.toml").write_text(own.replace("minutes = 45", "minutes = 40"))
    build_region(region, tmp_path / "net")
    with asking(tmp_path / "net", storage=tmp_path / "kept") as ask:
        told = refused(ask.get(COMPARE, params={"after": result}), 409)
        assert "another state of the network" in told["detail"]
        refused(ask.post(COMPARE, json={"after": [result]}), 409)
        refused(ask.get("/api/v1/exports/summary", params={"result": result}), 409)


def test_another_state_is_told_by_whatever_both_provenances_say() -> None:
    now = {"version": "2", "inputs": {"gtfs": "a"}, "standards_sha256": "s", "scenario": None}
    assert same_state(now | {"scenario": {"name": "Takt"}, "network": "../net"}, now)
    assert same_state({"version": "2", "inputs": {"gtfs": "a"}}, now)  # by an older program
    for changed in ({"version": "1"}, {"inputs": {"gtfs": "b"}}, {"standards_sha256": "t"}):
        assert not same_state(now | changed, now)


# The whole of it as a job


def test_the_folder_of_a_comparison_is_that_of_the_command(kept: Kept, tmp_path: Path) -> None:
    asked = {"before": kept.later, "after": [kept.earlier], "measure": "mittelzentrum_journeys"}
    taken = kept.ask.post(COMPARE, json=asked)
    assert taken.status_code == 202
    job = over(kept.ask, taken.headers["location"])
    assert (job["kind"], job["state"], job["error"]) == ("comparison", "done", None)
    told = kept.ask.get(job["result"]).json()
    assert told["title"] == "Vergleich „60 früher“ gegenüber „60 später“"
    before, after = kept.folders[kept.later], kept.folders[kept.earlier]
    write_comparison(kept.network, before, [after], tmp_path / "out", "mittelzentrum_journeys")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {one["path"] for one in told["files"]} == names | {"result.json"}
    for name in names - {path for path in names if path.endswith(".gpkg")}:
        file = kept.ask.get(f"{job['result']}/files/{name}").content
        same = file == (tmp_path / "out" / name).read_bytes()
        assert same or name.endswith(".parquet"), name
    assert "60 früher" in kept.ask.get(f"{job['result']}/files/vergleich.html").text
    assert kept.ask.post(COMPARE, json=asked).json()["result"] == job["result"]


def test_against_the_network_the_folder_says_bestand(kept: Kept) -> None:
    for asked in (
        {"after": [kept.later, kept.earlier]},
        {"before": "bestand", "after": [kept.on_top]},
    ):
        job = over(kept.ask, kept.ask.post(COMPARE, json=asked).headers["location"])
        assert job["error"] is None
        told = kept.ask.get(job["result"]).json()
        assert told["title"].endswith("gegenüber Bestand")
        rows = kept.ask.get(f"{job['result']}/tables/vergleich", headers={"Accept": CSV}).content
        assert rows == kept.compared(CSV, **asked, limit=10_000).content
        told = kept.ask.get(f"{job['result']}/files/vergleich.json").json()["not_computed"]
        assert told == kept.compared(**asked).json()["not_computed"]


def test_a_comparison_whose_results_are_deleted_says_so(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.where, tmp_path / "kept")
    asked = {"before": kept.later, "after": [kept.earlier]}
    with asking(kept.network, storage=tmp_path / "kept") as ask:
        assert ask.get(COMPARE, params=asked).status_code == 200
        ask.delete(f"/api/v1/results/{kept.later}")
        assert "query.before" in fields(refused(ask.get(COMPARE, params=asked), 404))
        assert "body.before" in fields(refused(ask.post(COMPARE, json=asked), 404))


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"measure": "mittelzentrum_farbe"}, 422, "body.measure"),
        ({"after": []}, 422, "body.after"),
        ({"after": ["0" * 32]}, 404, "body.after.0"),
        ({"farbe": "rot"}, 422, "body.farbe"),
    ],
)
def test_a_job_is_only_made_of_what_can_be_compared(
    kept: Kept, change: dict[str, Any], status: int, field: str
) -> None:
    asked = {"after": [kept.later]} | change
    assert field in fields(refused(kept.ask.post(COMPARE, json=asked), status))


def test_a_measure_the_results_have_no_differences_of_is_refused_at_once(
    kept: Kept, tmp_path: Path
) -> None:
    shutil.copytree(kept.where, tmp_path / "kept")
    folder = tmp_path / "kept" / "results" / kept.folders[kept.earlier].name
    held = pd.read_parquet(folder / "points_fest.parquet")
    held["mittelzentrum_id"] = "anderswo"
    held.to_parquet(folder / "points_fest.parquet")
    asked = {"before": kept.later, "after": [kept.earlier]}
    with asking(kept.network, storage=tmp_path / "kept") as ask:
        for before in (kept.later, "bestand"):
            fixed = asked | {"before": before, "measure": "mittelzentrum_journeys_fest"}
            told = refused(ask.post(COMPARE, json=fixed), 422)
            assert fields(told) == {"body.measure": "mittelzentrum_journeys_fest"}
            assert "not those of the result before; without _fest there are" in told["detail"]
        free = asked | {"measure": "mittelzentrum_journeys"}
        assert ask.post(COMPARE, json=free).status_code == 202


def test_results_without_a_day_in_common_are_refused_at_once(kept: Kept, tmp_path: Path) -> None:
    """``on_top`` is of school days; of ``earlier`` only the Saturday is left here."""
    shutil.copytree(kept.where, tmp_path / "kept")
    points = tmp_path / "kept" / "results" / kept.folders[kept.earlier].name / "points.parquet"
    rows = pd.read_parquet(points)
    rows[rows["day"] == "samstag"].to_parquet(points)
    both = {"after": [kept.on_top, kept.earlier]}
    with asking(kept.network, storage=tmp_path / "kept") as ask:
        one = {"before": kept.on_top, "after": [kept.earlier]}
        told = refused(ask.post(COMPARE, json=one), 422)
        assert fields(told) == {"body.after.0": kept.earlier}
        assert "no day in common: schultag before, samstag after" in told["detail"]
        told = refused(ask.get(COMPARE, params=both | {"day": "samstag"}), 422)
        assert fields(told) == {"query.day": "samstag"}
        assert "60 später: without any of the days samstag" in told["detail"]
        assert ask.get(COMPARE, params=both).status_code == 200
        told = refused(ask.get(COMPARE, params=one), 422)
        assert fields(told) == {"query.after.0": kept.earlier}
        assert told["detail"].startswith("no day in common: schultag before, samstag after (60 ")
        assert told["detail"].endswith("evaluate one of the two for a day of the other")
        told = refused(ask.get(COMPARE, params=one | {"day": "samstag"}), 422)
        assert fields(told) == {"query.after.0": kept.earlier}


def test_the_network_as_it_was_built_stands_only_before(kept: Kept) -> None:
    """Whoever names it after is told so, and never a day nobody asked for."""
    told = refused(kept.compared(before=kept.later, after="bestand"), 422)
    assert fields(told) == {"query.after.0": "bestand"}
    assert "ask for before=bestand and it after" in told["detail"]
    both: dict[str, Any] = {"before": kept.later, "after": [kept.earlier, "bestand"]}
    assert fields(refused(kept.compared(**both), 422)) == {"query.after.1": "bestand"}
    assert fields(refused(kept.ask.post(COMPARE, json=both), 422)) == {"body.after.1": "bestand"}
