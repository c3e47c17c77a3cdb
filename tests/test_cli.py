"""The commands as they are meant: what each writes and prints, on a valley of three villages."""

import json
import subprocess
import sys
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
from commands import mobility
from valley import write_valley

from accessibility.words import DEMO_SENTENCE

COMMANDS = ("demo", "build", "check", "matrix", "journeys", "access", "map", "export")
MATRIX = ["from_id", "to_id", "travel_time_p5", "travel_time_p50", "travel_time_p95"]
MATRIX += ["journeys", "journey_time_min", "journey_time_p50", "rides_min", "reachable_share"]
FIGURES = (
    *("id", "name", "travel_time_p50", "journey_time_min", "journey_time_p50", "rides_min"),
    *("journeys", "return_journeys", "first_departure", "last_return", "longest_gap"),
    *("served_hours", "walk_share", "served_share", "car_time", "ratio"),
)


# The command itself


def test_help_names_every_command_and_waits_for_no_library() -> None:
    code = (
        "import sys\nfrom api.cli import main\n"
        "try:\n    main(['--help'])\n"
        "finally:\n    print('loaded:', sorted({'numpy', 'pandas', 'numba'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "loaded: []" in run.stdout
    for command in COMMANDS:
        assert f"\n    {command} " in run.stdout


def test_the_command_is_installed_and_says_its_version() -> None:
    command = Path(sys.executable).with_name("mobility")
    run = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == "0.1.0\n"


@pytest.mark.parametrize(
    "usage",
    [
        "",
        "biuld region.toml",
        "build",
        "build region.toml",
        "journeys net",
        "map net -o a.png",
        "serve net --port 65536",
        "serve net --workers 0",
    ],
)
def test_wrong_usage_ends_with_2_and_how_to_do_it(usage: str) -> None:
    code, out, err = mobility(*usage.split())
    assert (code, out) == (2, "")
    assert err.startswith("usage: mobility")


@pytest.mark.parametrize(
    ("usage", "option"),
    [
        ("map net --measure linien --day schultag --day samstag -o a.png", "--day"),
        ("scenario minutes net --line 60 --line 61 -o a.csv", "--line"),
        ("matrix net --from a.csv --from b.csv", "--from"),
        ("lines net --scenario a.toml --scenario b.toml", "--scenario"),
    ],
)
def test_what_is_asked_about_twice_is_no_silent_choice_of_the_last(usage: str, option: str) -> None:
    code, _, err = mobility(*usage.split())
    assert code == 2
    assert f"argument {option}: given twice; give it once" in err


# build, check


def test_a_network_folder_holds_the_tables_of_the_contract(valley: Path) -> None:
    columns = {
        "stops": "stop_id stop_name station_id lon lat rail sbahn linked",
        "footpaths": "from_stop_id to_stop_id walk_s",
        "transfers": "from_stop_id to_stop_id ready_s",
        "places": "place_id name kind parent level seat population geometry linked",
    }
    for name, wanted in columns.items():
        assert pq.read_schema(valley / "net" / f"{name}.parquet").names == wanted.split()
    footpaths = pd.read_parquet(valley / "net" / "footpaths.parquet")
    assert footpaths.to_numpy().tolist() == [["B", "B2", 105], ["B2", "B", 105]]
    kinds = gpd.read_parquet(valley / "net" / "places.parquet")["kind"].value_counts()
    assert kinds.to_dict() == {"ortsteil": 3, "zentrum": 2, "bahn": 2}


def test_build_prints_what_was_read_or_the_manifest(valley: Path, tmp_path: Path) -> None:
    said = mobility("build", valley / "region.toml", "-o", tmp_path / "net")
    assert said.code == 0
    assert said.out.startswith("Tal: 5 stops, 15 trips, 12 nodes to walk on, 7 places, ")
    assert str(tmp_path / "net" / "report.html") in said.out
    manifest = json.loads(
        mobility("build", valley / "region.toml", "-o", tmp_path / "n2", "--json").out
    )
    assert manifest == json.loads((tmp_path / "n2" / "network.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["osm"][0]["name"] == "tal.osm"
    assert manifest["days"] == {"schultag": "2024-05-14", "samstag": "2024-05-18"}
    assert len(manifest["inputs"]["gtfs"][0]["sha256"]) == 64


@pytest.mark.parametrize("subject", ["net", "feed"])
def test_check_lists_findings_of_a_network_or_a_feed_worst_first(
    valley: Path, subject: str
) -> None:
    said = mobility("check", valley / subject)
    assert said.code == 0
    assert "Haltestellen ohne Fahrt\n        stops_never_served, stops.txt" in said.out
    rows = json.loads(mobility("check", valley / subject, "--json").out)
    severities = [["error", "warning", "info"].index(row["severity"]) for row in rows]
    assert severities == sorted(severities)
    assert list(rows[0]) == [
        *("severity", "code", "message", "file", "row", "field", "count", "done", "fact"),
    ]
    assert {row["code"] for row in rows if row["fact"]} >= {"rows_read", "service_dates"}
    assert "Keine Befunde" not in said.out
    assert said.out.index("stops_never_served") < said.out.index("Gelesen:\n  Zeilen gelesen: ")


# matrix, journeys


def matrix(valley: Path, folder: Path, *more: object, name: str = "m.csv") -> Path:
    points = folder / "points.csv"
    points.write_text("id,lon,lat\nstop:A,,\nstop:C,,\nmitte,,\n", encoding="utf-8")
    said = mobility(
        *("matrix", valley / "net", "--from", points, "--to", points, "--date", "2024-05-14"),
        *("-o", folder / name, *(more or ("--window", "06:00-07:00"))),
    )
    assert (said.code, said.out) == (0, ""), said.err
    assert "9 pairs in" in said.err
    return folder / name


def pair(table: pd.DataFrame, origin: str, destination: str) -> dict[Hashable, Any]:
    rows = table.to_dict("records")
    (found,) = (r for r in rows if (r["from_id"], r["to_id"]) == (origin, destination))
    return found


def test_a_matrix_has_a_row_a_pair_as_given(valley: Path, tmp_path: Path) -> None:
    table = pd.read_csv(matrix(valley, tmp_path))
    assert table.columns.tolist() == [*MATRIX, "data_status"]
    assert table["data_status"].unique().tolist() == ["official"]
    ends = ["stop:A", "stop:C", "mitte"]
    assert table["from_id"].tolist() == [one for one in ends for _ in ends]
    assert table["to_id"].tolist() == ends * 3
    # at the stop at 6:00 is a minute too late: from 80 min at 6:00 down to 21 min at 6:59
    there, back = pair(table, "stop:A", "stop:C"), pair(table, "stop:C", "stop:A")
    assert [there[column] for column in MATRIX[2:]] == [1380, 3000, 4620, 1, 1260, 1260, 1, 1.0]
    assert back["journeys"] == 0
    assert back["travel_time_p5"] == 7200 + 20 * 60 - 57 * 60  # leaving at 6:57


def test_a_matrix_asks_for_arrivals_percentiles_and_threads(valley: Path, tmp_path: Path) -> None:
    asked = ("--arrive-by", "08:00-09:00", "--percentiles", "1,100", "--threads", "1")
    table = pd.read_parquet(matrix(valley, tmp_path, *asked, name="m.parquet"))
    there = pair(table, "stop:A", "stop:C")
    assert (there["travel_time_p1"], there["travel_time_p100"]) == (21 * 60, 80 * 60)
    notes = json.loads(pq.read_schema(tmp_path / "m.parquet").metadata[b"mobility"])
    assert notes["region"] == "Tal"
    assert notes["inputs"]["osm"].keys() == {"tal.osm"}


def test_journeys_tell_every_leg(valley: Path) -> None:
    asked = ("journeys", valley / "net", "--from", "stop:A", "--to", "stop:D")
    (found,) = json.loads(mobility(*asked, "--date", "2024-05-14", "--json").out)
    known = {key: found[key] for key in ("departure", "arrival", "rides", "useful")}
    assert known == {"departure": "06:59:00", "arrival": "08:10:00", "rides": 2, "useful": True}
    keys = ("mode", "line", "trip_id", "from", "to", "departure", "arrival")
    assert [[leg[key] for key in keys] for leg in found["legs"]] == [
        ["bus", "60", "school-east7", "A", "C", "07:00:00", "07:20:00"],
        ["rail", "RB1", "train-8", "C", "D", "08:00:00", "08:10:00"],
    ]
    text = mobility(*asked, "--date", "2024-05-14")
    assert "06:59–08:10  71 min, 2 Fahrten" in text.out


def test_a_pair_without_journeys_is_told_so(valley: Path) -> None:
    asked = ("journeys", valley / "net", "--from", "stop:D", "--to", "stop:A")
    none = mobility(*asked, "--date", "2024-05-21")
    assert none.code == 0
    assert none.out == "Tal, Soll-Fahrplan vom 21.05.2024\nKeine Verbindung am 21.05.2024.\n"
    assert mobility(*asked, "--date", "2024-05-21", "--json").out == "[]\n"


def test_a_place_in_the_west_is_no_option(valley: Path) -> None:
    asked = ("journeys", valley / "net", "--from", "-73.17,44.01", "--to", "ost")
    said = mobility(*asked, "--date", "2024-05-14")
    assert said.code == 1  # read, and refused for what it is
    assert "-73.17,44.01: lies far from every stop of the network" in said.err


# access, map, export


def test_access_writes_a_folder_with_the_columns_of_the_contract(valley: Path) -> None:
    files = {path.name for path in (valley / "res").iterdir()}
    told = json.loads((valley / "res" / "result.json").read_text(encoding="utf-8"))["tables"]
    assert files == {
        *("result.json", "summary.txt"),
        *(file for one in told.values() for file in one["files"]),
    }
    assert told["accessibility"]["files"] == [
        *("accessibility.parquet", "accessibility.gpkg", "accessibility.csv"),
    ]
    table = gpd.read_parquet(valley / "res" / "accessibility.parquet")
    first = ["ortsteil_id", "name", "kommune", "population", "data_status"]
    assert table.columns.tolist()[:5] == first
    for kind in ("grundzentrum", "mittelzentrum", "oberzentrum", "bahn", "sbahn"):
        assert {f"{kind}_{figure}" for figure in FIGURES} <= set(table.columns)
    assert table["day"].tolist() == ["schultag"] * 3 + ["samstag"] * 3
    west = table[table["ortsteil_id"] == "west"].iloc[0]
    # 68 s to the stop, 60 s early, 20 min in the bus
    assert west["mittelzentrum_journey_time_p50"] == 68 + 60 + 1200
    assert (west["mittelzentrum_journeys"], west["mittelzentrum_return_journeys"]) == (6, 6)
    assert west["grundzentrum_walk_share"] == 1.0
    about = json.loads((valley / "res" / "result.json").read_text(encoding="utf-8"))
    assert (about["network"], about["data_status"]) == ("../net", "official")


def test_access_takes_the_first_day_where_none_is_named(valley: Path, tmp_path: Path) -> None:
    said = mobility("access", valley / "net", "-o", tmp_path / "a.csv")
    assert said.code == 0
    assert "Schultag, Soll-Fahrplan vom 14.05.2024: 1.600 Einwohner in 3 Ortsteilen" in said.out
    assert pd.read_csv(tmp_path / "a.csv")["day"].unique().tolist() == ["schultag"]


def test_access_takes_every_day_that_is_named(valley: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    days = ("--day", "samstag", "--day", "schultag", "--day", "samstag")
    assert mobility("access", valley / "net", *days, "-o", out).code == 0
    assert pd.read_csv(out)["day"].tolist() == ["samstag"] * 3 + ["schultag"] * 3


def test_results_are_the_same_from_run_to_run(valley: Path, tmp_path: Path) -> None:
    for threads in (1, 2):
        out = tmp_path / f"{threads}.geojson"
        assert mobility("access", valley / "net", "--threads", threads, "-o", out).code == 0
    assert (tmp_path / "1.geojson").read_bytes() == (tmp_path / "2.geojson").read_bytes()


@pytest.mark.parametrize(
    ("subject", "ending", "start"),
    [
        ("res", ".png", b"\x89PNG"),
        ("res", ".pdf", b"%PDF"),
        ("res/accessibility.parquet", ".svg", b"<?xml"),
        ("net", ".html", b"<!DOCTYPE html>"),
    ],
)
def test_a_map_is_drawn_of_a_network_or_a_result(
    valley: Path, tmp_path: Path, subject: str, ending: str, start: bytes
) -> None:
    out = tmp_path / f"karte{ending}"
    measure = ("--measure", "mittelzentrum_journey_time_p50", "--day", "samstag")
    said = mobility("map", valley / subject, *measure, "-o", out)
    assert (said.code, said.out) == (0, f"{out}\n"), said.err
    assert out.read_bytes().startswith(start)


@pytest.mark.parametrize("ending", [".gpkg", ".parquet", ".geojson", ".csv", ".xlsx"])
def test_a_result_is_exported_whole(valley: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"a{ending}"
    assert mobility("export", valley / "res", "-o", out).code == 0
    match ending:
        case ".csv":
            ids = pd.read_csv(out)["ortsteil_id"].tolist()
        case ".xlsx":
            ids = pd.read_excel(out)["ortsteil_id"].tolist()
        case ".parquet":
            ids = gpd.read_parquet(out)["ortsteil_id"].tolist()
            again = mobility("export", out, "-o", tmp_path / "b.csv")
            assert again.code == 0
        case _:
            ids = gpd.read_file(out)["ortsteil_id"].tolist()
    assert ids == ["west", "mitte", "ost"] * 2


def _write_small_demo(folder: Path) -> Path:
    """Write the valley in the place of the county, which takes a minute, with a scenario."""
    region = write_valley(folder)
    (folder / "demo-szenarien").mkdir()
    (folder / "demo-szenarien" / "plusbus-613.toml").write_text(
        'name = "Später"\n[[changes]]\ntype = "shift"\nline = "60"\nminutes = 5\n', encoding="utf-8"
    )
    return region


def test_the_demo_writes_its_files_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.demo_run.write_demo", _write_small_demo)
    for _ in ("first", "again"):
        said = mobility("demo", "-o", tmp_path / "demo")
        assert said.code == 0, said.err
    compared = "scenario/vergleich/vergleich.html"
    for name in ("map.png", "map.html", "report.html", compared, "input/region.toml"):
        assert str(tmp_path / "demo" / name) in said.out
        assert (tmp_path / "demo" / name).is_file()
    assert (tmp_path / "demo" / "demo.txt").read_text(encoding="utf-8") == f"{DEMO_SENTENCE}\n"
    drawn = mobility(
        *("map", tmp_path / "demo" / "baseline", "--measure", "bahn_journeys"),
        *("-o", tmp_path / "m.svg"),
    )
    assert (drawn.code, drawn.err) == (0, "")
