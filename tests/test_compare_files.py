"""Results of the valley held against each other: files, report, refusals, the command.

Line 60 leaves Westdorf (A) at 6:00 … 11:00 and Ostheim (C) at 8:00 … 13:00. Without its trips from
9 o'clock on, Westdorf keeps the buses of 6, 7 and 8 o'clock and the one back at 8:00.
"""

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from accessibility.tables import PlacesError
from accessibility.words import day_name
from api.cli_compare import add_compare
from api.compare import write_comparison
from api.compare_files import write_change
from api.evaluated import evaluated
from api.results import write_found
from api.service import load_service
from api.standard_tables import QUICK
from api.windows import QuestionError
from gtfs.edit import without_trips

FILES = {
    "karte.html", "karte.png", "kriterien.csv", "kriterien.parquet", "stunden.csv",
    "stunden.parquet", "vergleich.csv", "vergleich.html", "vergleich.json", "vergleich.md",
    "vergleich.parquet", "vergleich_ortsteile.csv", "vergleich_ortsteile.gpkg",
    "vergleich_ortsteile.parquet", "verlierer.csv", "verlierer.parquet",
}  # fmt: skip


@pytest.fixture(scope="module")
def results(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the results ``bestand`` and ``weniger`` of the valley's network."""
    folder = tmp_path_factory.mktemp("results")
    service = load_service(valley / "net")
    timetable = service.network.timetable
    late = np.flatnonzero(timetable.departure_s[timetable.first_call[:-1]] >= 9 * 3600)
    fewer = replace(service.network, timetable=without_trips(timetable, late))
    before = evaluated(service, list(service.days))
    after = evaluated(replace(service, network=fewer), list(service.days), before=before)
    for one, name in ((before, "bestand"), (after, "weniger")):
        write_found(one, folder / name, folder / name, QUICK)
    write_change(after, after.lost, folder / "weniger")
    return folder


@pytest.fixture(scope="module")
def out(valley: Path, results: Path) -> Path:
    """Return the folder of the comparison."""
    path = results / "out"
    write_comparison(valley / "net", results / "bestand", [results / "weniger"], path)
    return path


def test_every_table_map_and_report_is_written(out: Path) -> None:
    assert {path.name for path in out.iterdir()} == FILES
    for name in FILES:
        if name.endswith(".parquet"):
            table = pd.read_parquet(out / name)
            assert set(table["result"]) == {"weniger"}
            assert set(table["data_status"]) == {"official"}


def test_the_table_says_who_loses(out: Path) -> None:
    table = pd.read_parquet(out / "vergleich.parquet")
    chosen = (table["class"] == "mittelzentrum") & (table["day"] == "schultag")
    west = table[chosen & (table["area_id"] == "west")].set_index("target")

    assert west["journeys_before"].to_dict() == {"frei": 6, "fest": 6}
    assert west["journeys_after"].to_dict() == {"frei": 3, "fest": 3}
    assert west["return_journeys_after"].to_dict() == {"frei": 1, "fest": 1}
    assert west["people_worse"].to_dict() == {"frei": 400, "fest": 400}  # 6 pairs, 1 pair


def test_places_are_on_a_map_for_gis(out: Path) -> None:
    places = gpd.read_file(out / "vergleich_ortsteile.gpkg")

    assert len(places) == 3 * 2  # Ortsteile, days
    assert "mittelzentrum_journeys_difference_fest" in places
    assert places.crs.to_epsg() == 4326


def test_the_losers_are_told_by_name(out: Path) -> None:
    lost = pd.read_parquet(out / "verlierer.parquet")
    mine = lost[(lost["name"] == "Westdorf") & (lost["day"] == "schultag")]
    there = mine[(mine["class"] == "mittelzentrum") & (mine["way"] == "hin")]

    assert there["trip_ids"].tolist() == ["school-east11", "school-east10", "school-east9"]
    assert set(there["lines"]) == {"60"}


def test_the_report_says_both_sides_and_what_it_was_made_from(out: Path) -> None:
    page = (out / "vergleich.html").read_text(encoding="utf-8")
    notes = json.loads((out / "vergleich.json").read_text(encoding="utf-8"))

    for words in (
        "weniger gegenüber bestand – Tal", "Wer gewinnt", "Wer verliert", "Westdorf",
        "Verbindungen, die es nicht mehr gibt", "Soll-Fahrplan vom 14.05.2024",
    ):  # fmt: skip
        assert words in page, words
    for word in ("Fahrgäste", "Nutzen"):
        assert word not in page
    assert set(notes["after"]) == {"weniger"}
    assert notes["before"]["bestand"]["inputs"] == notes["inputs"]
    assert (out / "vergleich.md").read_text(encoding="utf-8").startswith("# weniger gegenüber")


def test_several_results_stand_side_by_side(valley: Path, results: Path, tmp_path: Path) -> None:
    shutil.copytree(results / "weniger", tmp_path / "auch weniger")
    for name in ("bestand", "weniger"):
        shutil.copytree(results / name, tmp_path / name)
    others = [tmp_path / "weniger", tmp_path / "auch weniger"]

    told = write_comparison(valley / "net", tmp_path / "bestand", others, tmp_path / "out")

    assert told.count("deutlich schlechter") == 2
    assert {"karte-1-weniger.png", "karte-2-auch-weniger.png"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    page = (tmp_path / "out" / "vergleich.md").read_text(encoding="utf-8")
    assert "Wer verliert: auch weniger" in page
    assert set(pd.read_parquet(tmp_path / "out" / "vergleich.parquet")["result"]) == {
        "weniger", "auch weniger",
    }  # fmt: skip


def test_a_day_one_side_lacks_is_said_not_to_be_computed(
    valley: Path, results: Path, tmp_path: Path
) -> None:
    service = load_service(valley / "net")
    one_day = evaluated(service, ["schultag"])
    write_found(one_day, tmp_path / "kurz", tmp_path / "kurz", QUICK)

    told = write_comparison(
        valley / "net", results / "bestand", [tmp_path / "kurz"], tmp_path / "out"
    )

    lacking = [day for day in service.days if day != "schultag"]
    said = f"Nicht gerechnet und deshalb ohne Vergleich: kurz: {', '.join(map(day_name, lacking))}."
    assert lacking
    assert said in told
    assert said in (tmp_path / "out" / "vergleich.md").read_text(encoding="utf-8")
    notes = json.loads((tmp_path / "out" / "vergleich.json").read_text(encoding="utf-8"))
    assert notes["not_computed"] == {"kurz": lacking}


def test_a_result_against_itself_changes_nobody_anything(
    valley: Path, results: Path, tmp_path: Path
) -> None:
    shutil.copytree(results / "bestand", tmp_path / "kopie")

    told = write_comparison(
        valley / "net", results / "bestand", [tmp_path / "kopie"], tmp_path / "out"
    )

    zero = "0 Einwohner deutlich besser, 0 deutlich schlechter, 0 neu erreichbar, 0 verloren"
    assert f"kopie gegenüber bestand: zum Mittelzentrum, Schultag: {zero}" in told
    assert not (tmp_path / "out" / "verlierer.csv").exists()
    page = (tmp_path / "out" / "vergleich.md").read_text(encoding="utf-8")
    assert "In keiner Kommune ändert sich zum Mittelzentrum etwas deutlich." in page


def test_fixed_targets_of_another_result_are_left_out(
    valley: Path, results: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(results / "weniger", tmp_path / "weniger")
    path = tmp_path / "weniger" / "points_fest.parquet"
    fixed = pd.read_parquet(path)
    fixed["mittelzentrum_id"] = fixed["mittelzentrum_id"].cat.rename_categories({"z-ost": "other"})
    fixed.to_parquet(path)

    write_comparison(valley / "net", results / "bestand", [tmp_path / "weniger"], tmp_path / "out")

    assert "its fixed targets are those of another result, left out" in caplog.text
    assert set(pd.read_parquet(tmp_path / "out" / "vergleich.parquet")["target"]) == {"frei"}


def test_what_cannot_be_compared_is_refused(valley: Path, results: Path, tmp_path: Path) -> None:
    network, before = valley / "net", results / "bestand"
    shutil.copytree(before, tmp_path / "others")
    path = tmp_path / "others" / "points.parquet"
    pd.read_parquet(path).iloc[1:].to_parquet(path)
    shutil.copytree(before, tmp_path / "bare")
    (tmp_path / "bare" / "points.parquet").unlink()

    with pytest.raises(PlacesError, match=r"homes before, \d+ after"):
        write_comparison(network, before, [tmp_path / "others"], tmp_path / "out")
    with pytest.raises(QuestionError, match="called alike"):
        write_comparison(network, before, [before], tmp_path / "out")
    with pytest.raises(QuestionError, match=r"holds no points\.parquet; run mobility access"):
        write_comparison(network, before, [tmp_path / "bare"], tmp_path / "out")
    with pytest.raises(ValueError, match="no map of differences for 'x_y'"):
        write_comparison(network, before, [results / "weniger"], tmp_path / "out", "x_y")
    assert not (tmp_path / "out").exists()


def test_the_command_takes_one_before_and_any_number_after(
    valley: Path, results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_compare(parser.add_subparsers())
    words = ["compare", valley / "net", results / "bestand", results / "weniger"]
    words += ["--measure", "grundzentrum_journeys_fest", "-o", tmp_path / "out"]

    options = parser.parse_args([str(word) for word in words])
    options.run(options)

    assert "weniger gegenüber bestand: zum Mittelzentrum, Schultag: " in capsys.readouterr().out
    assert (tmp_path / "out" / "karte.png").is_file()
