"""Scenario commands on the valley: check, run, access under a scenario, comparison with it.

The valley's bus 60 rides from Westdorf to Ostheim; the scenario takes it out, or runs it later.
"""

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from commands import mobility, refused

LATER = """
name = "Später"
description = "Der Bus fährt fünf Minuten später."

[[changes]]
type = "shift"
line = "60"
minutes = 5
note = "Anschluss"
"""
WITHOUT = """
name = "Ohne Bus"

[[changes]]
type = "remove_line"
line = "60"
"""


@pytest.fixture(scope="module")
def ran(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run without the bus."""
    folder = tmp_path_factory.mktemp("szenario")
    scenario = written(folder, WITHOUT)
    said = mobility("scenario", "run", valley / "net", scenario, "-o", folder / "out")
    assert (said.code, said.err) == (0, "")
    return folder / "out"


def written(folder: Path, text: str, name: str = "s.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_check_says_what_each_change_does_by_day(valley: Path, tmp_path: Path) -> None:
    said = mobility("scenario", "check", valley / "net", written(tmp_path, LATER), "--json")
    assert (said.code, said.err) == (0, "")
    found = json.loads(said.out)
    (change,) = found["scenario"]["changes"]
    assert change["written"] == {"type": "shift", "line": "60", "minutes": 5.0, "note": "Anschluss"}
    assert {(one["line"], one["gone"], one["new"]) for one in change["trips"]} == {("60", 0, 0)}
    assert all(one["changed"] > 0 for one in change["trips"])
    assert found["problems"] == []


def test_check_tells_all_problems_with_file_and_line_and_is_refused(
    valley: Path, tmp_path: Path
) -> None:
    text = LATER + '\n[[changes]]\ntype = "remove_line"\nline = "61"\n'
    path = written(tmp_path, text.replace('line = "60"', 'line = "6O"'))
    err = refused("scenario", "check", valley / "net", path)
    assert f"{path}, line 5: change 1 (shift): no line '6O'" in err
    assert f"{path}, line 11: change 2 (remove_line): no line '61'" in err


def test_a_run_is_a_result_with_the_one_before_beside_it(ran: Path) -> None:
    after, before = (
        gpd.read_parquet(folder / "accessibility.parquet") for folder in (ran, ran / "Bestand")
    )
    assert list(after.columns) == list(before.columns)
    assert after["mittelzentrum_journeys"].fillna(0).sum() < before["mittelzentrum_journeys"].sum()
    notes = json.loads((ran / "result.json").read_text(encoding="utf-8"))
    assert notes["scenario"]["name"] == "Ohne Bus"
    assert len(notes["scenario"]["sha256"]) == 64
    assert {"inputs", "moving", "version"} <= set(notes)


def test_who_loses_is_told_by_name_with_the_change_that_does_it(ran: Path) -> None:
    lost = pd.read_parquet(ran / "verlierer.parquet")
    assert set(lost["changes"]) == {"1"}
    assert set(lost["lines"]) == {"60"}
    table = pd.read_parquet(ran / "vergleich" / "vergleich.parquet")
    kreis = table[(table["area"] == "kreis") & (table["class"] == "mittelzentrum")]
    assert (kreis["people_lost"] > 0).all()
    assert (kreis["people_newly_reached"] == 0).all()


def test_everything_a_planner_asks_for_is_there(ran: Path) -> None:
    for name in (
        *("summary.txt", "szenario.json", "points.parquet", "points_fest.parquet"),
        *("vergleich/vergleich.html", "vergleich/karte.png", "bestellung/bestellung.html"),
        "vergleich/linien.csv",
    ):
        assert (ran / name).is_file(), name


def test_access_under_a_scenario_is_the_run_s_own_table(
    valley: Path, ran: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.parquet"
    scenario = written(tmp_path, WITHOUT)
    asked = ("--scenario", scenario, "--day", "all", "-o", out)
    assert mobility("access", valley / "net", *asked).code == 0
    pd.testing.assert_frame_equal(
        gpd.read_parquet(out), gpd.read_parquet(ran / "accessibility.parquet")
    )


@pytest.mark.parametrize(
    ("named", "evaluated"),
    [
        (("samstag",), ["samstag"]),
        (("schultag", "samstag"), ["schultag", "samstag"]),
        (("samstag", "all"), ["schultag", "samstag"]),
    ],
)  # fmt: skip
def test_every_day_that_is_named_is_evaluated(
    valley: Path, tmp_path: Path, named: tuple[str, ...], evaluated: list[str]
) -> None:
    out, scenario = tmp_path / "out", written(tmp_path, WITHOUT)
    days = [word for day in named for word in ("--day", day)]
    assert mobility("scenario", "run", valley / "net", scenario, *days, "-o", out).code == 0
    table = gpd.read_parquet(out / "accessibility.parquet")
    assert table["day"].unique().tolist() == evaluated


def test_what_a_run_gives_is_told_as_data_too(valley: Path, tmp_path: Path) -> None:
    out, scenario = tmp_path / "out", written(tmp_path, WITHOUT)
    asked = (valley / "net", scenario)
    said = mobility("scenario", "run", *asked, "--day", "samstag", "--json", "-o", out)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    checked = json.loads(mobility("scenario", "check", *asked, "--json").out)
    assert {name: found[name] for name in checked} == checked
    assert (found["days"], found["out"]) == (["samstag"], str(out))
    assert found["data_status"] == "official"
    headline = found["results"]["Ohne Bus"]["headline"]
    assert f"Ohne Bus gegenüber Bestand: {headline}" in (
        mobility("scenario", "run", *asked, "--day", "samstag", "-o", tmp_path / "text").out
    )


def test_the_empty_scenario_changes_nothing_of_the_table(valley: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.parquet"
    asked = ("--scenario", written(tmp_path, 'name = "Nichts"\n'), "--day", "all", "-o", out)
    assert mobility("access", valley / "net", *asked).code == 0
    pd.testing.assert_frame_equal(
        gpd.read_parquet(out), gpd.read_parquet(valley / "res" / "accessibility.parquet")
    )


def test_a_scenario_on_another_is_held_against_it(valley: Path, tmp_path: Path) -> None:
    written(tmp_path, LATER, "ohnefall.toml")
    text = 'name = "Mitfall"\nbase = "ohnefall.toml"\n' + WITHOUT.split("\n\n", 1)[1]
    out = tmp_path / "out"
    said = mobility("scenario", "run", valley / "net", written(tmp_path, text), "-o", out)
    assert said.code == 0, said.err
    assert "Mitfall gegenüber Später" in said.out
    before = json.loads((out / "Ohnefall" / "result.json").read_text(encoding="utf-8"))
    assert before["scenario"]["name"] == "Später"
    notes = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert notes["scenario"]["base"] == ["Später"]


def test_results_of_scenarios_are_compared(valley: Path, ran: Path, tmp_path: Path) -> None:
    other = tmp_path / "later"
    scenario = written(tmp_path, LATER)
    assert mobility("scenario", "run", valley / "net", scenario, "-o", other).code == 0
    asked = (valley / "net", ran / "Bestand", ran, other, "-o", tmp_path / "v")
    said = mobility("compare", *asked)
    assert (said.code, said.err) == (0, "")
    table = pd.read_parquet(tmp_path / "v" / "vergleich.parquet")
    assert set(table["result"]) == {"Ohne Bus", "Später"}


def test_the_schema_is_printed() -> None:
    schema = json.loads(mobility("scenario", "schema").out)
    assert schema["title"] == "Scenario"
