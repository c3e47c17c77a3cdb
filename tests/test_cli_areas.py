"""Isochrones and opportunities from the command line: files whole, questions refused by name."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from commands import mobility, refused

from accessibility.folds import Window
from accessibility.isochrones import areas_text
from api.service import load_service
from api.windows import QuestionError

TUESDAY = date(2024, 5, 14)
DATE, WINDOW = ("--date", "2024-05-14"), ("--window", "06:00-09:00")
CELLS = "id,lon,lat\nx,12.70,51.2005\ny,12.76,51.2005\n"  # 56 m off the street, 42 s
JOBS = "id,lon,lat,name,Jobs,schools\na,12.70,51.2005,Werk,12,1\nb,12.76,51.2005,Hof,,0\n"


def isochrones(valley: Path, out: Path, *more: str) -> tuple[object, ...]:
    return ("isochrones", valley / "net", *DATE, *WINDOW, "-o", out, *more)


@pytest.fixture
def ends(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "cells.csv").write_text(CELLS, encoding="utf-8")
    (tmp_path / "jobs.csv").write_text(JOBS, encoding="utf-8")
    return ("--from", str(tmp_path / "cells.csv"), "--to", str(tmp_path / "jobs.csv"))


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet"])
def test_isochrones_open_in_qgis_and_nest(valley: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"areas.{ending}"
    code, told, err = mobility(*isochrones(valley, out, "--from", "12.70,51.2005"))
    assert code == 0, err
    assert told.splitlines()[-1] == str(out)
    areas = gpd.read_parquet(out) if ending == "parquet" else gpd.read_file(out)
    assert areas["minutes"].tolist() == [30, 45, 60]
    assert areas["people"].is_monotonic_increasing
    assert areas["people"].iloc[-1] > 0
    assert areas["window"].unique().tolist() == ["Abfahrt 06:00–09:00"]
    assert {"from_id", "percentile", "area_km2", "date", "data_status"} <= set(areas.columns)
    for inner, outer in zip(areas.geometry, areas.geometry.iloc[1:], strict=False):
        assert outer.contains_properly(inner)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--from", "nowhere"), "unknown id 'nowhere'"),
        (("--from", "12.7,51.2", "--minutes", "0,30"), "minutes [0]: give integers from 1 to 240"),
        (("--from", "12.7,51.2", "--minutes", "300"), "minutes [300]: give integers from 1 to 240"),
        (("--from", "12.7,51.2", "--percentile", "101"), "percentiles [101]"),
        (("--from", "12.7,51.2", "--date", "2024-05-15"), "no Wednesday is better"),
        (("--from", "12.7,51.2", "--window", "06:00-06:00"), "the window is empty"),
        (("--from", "12.7,51.2", "-o", "x.csv"), "cannot write .csv; choose one of .gpkg"),
    ],
)
def test_isochrones_that_cannot_be_are_refused(
    valley: Path, tmp_path: Path, more: tuple[str, ...], message: str
) -> None:
    out = tmp_path / "areas.gpkg"
    assert message in refused(*isochrones(valley, out, *more))
    assert not list(tmp_path.iterdir())


def test_people_are_null_where_no_number_is_known(
    valley: Path,
) -> None:
    service = load_service(valley / "net")
    nobody = replace(service.places, point_people=np.full(len(service.places.point_people), np.nan))
    unknown = replace(service, places=nobody)
    areas = unknown.isochrones(unknown.one("12.70,51.2005"), TUESDAY, Window(21600, 32400))
    assert areas["people"].isna().all()
    assert "Einwohner" not in areas_text(areas)


def test_a_question_without_any_pair_is_refused(valley: Path) -> None:
    service = load_service(valley / "net")
    here, nowhere = service.one("12.70,51.2005"), service.linked([], np.empty(0), np.empty(0))
    with pytest.raises(QuestionError, match="1 × 0 pairs: give a point to go from and one to go"):
        service.matrix(here, nowhere, TUESDAY, Window(21600, 32400))


@pytest.mark.parametrize("command", ["matrix", "opportunities"])
def test_an_answer_is_never_written_over_its_question(
    valley: Path, tmp_path: Path, ends: tuple[str, ...], command: str
) -> None:
    jobs = tmp_path / "jobs.csv"
    told = refused(command, valley / "net", *ends, *DATE, *WINDOW, "-o", jobs)
    assert "jobs.csv: is a file the question is read from; write the answer to another" in told
    assert jobs.read_text(encoding="utf-8") == JOBS


def test_the_nth_of_none_is_refused(valley: Path, tmp_path: Path, ends: tuple[str, ...]) -> None:
    out = tmp_path / "found.csv"
    asked = ("opportunities", valley / "net", *ends, *DATE, *WINDOW, "--nth", "0,1", "-o", out)
    assert "nth [0]: give numbers above 0" in refused(*asked)


def test_a_place_off_the_streets_is_named_and_its_areas_are_empty(
    valley: Path, tmp_path: Path
) -> None:
    out = tmp_path / "areas.gpkg"
    code, told, err = mobility(*isochrones(valley, out, "--from", "13.9,51.9"))
    assert code == 0
    assert "farther than 500 m from any walkable street, so unreachable: 13.9,51.9" in err
    assert "bis 30 min: 0,0 km²" in told


@pytest.mark.parametrize("ending", ["csv", "gpkg", "parquet", "xlsx", "geojson"])
def test_opportunities_are_a_row_a_cell(
    valley: Path, tmp_path: Path, ends: tuple[str, ...], ending: str
) -> None:
    out = tmp_path / f"found.{ending}"
    code, _, err = mobility("opportunities", valley / "net", *ends, *DATE, *WINDOW, "-o", out)
    assert code == 0, err
    found = _read(out)
    assert found["from_id"].tolist() == ["x", "y"]
    columns = ["Jobs_30", "schools_30", "Jobs_60", "Jobs_time_1", "Jobs_time_3", "schools_time_1"]
    assert set(columns) <= set(found.columns)
    assert found.set_index("from_id")["Jobs_30"]["x"] == 12  # an empty cell is 0
    assert found.set_index("from_id")["Jobs_time_1"]["x"] == 84  # to the street and back


def test_the_decay_is_as_asked(valley: Path, tmp_path: Path, ends: tuple[str, ...]) -> None:
    out = tmp_path / "found.csv"
    asked = ("--decay", "exponential", "--minutes", "30", "--nth", "2")
    code, _, err = mobility(
        "opportunities", valley / "net", *ends, *DATE, *WINDOW, *asked, "-o", out
    )
    assert code == 0, err
    found = pd.read_csv(out)
    assert found.columns[:4].tolist() == ["from_id", "Jobs_30", "schools_30", "Jobs_time_2"]
    assert found["schools_30"].iloc[0] == pytest.approx(2 ** (-84 / 1800))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,lon,lat,jobs\na,12.7,51.2,12\nb,12.7,51.2,many\n", "row 3, jobs: 'many' is not a num"),
        ("id,lon,lat,jobs\na,12.7,51.2,-1\n", "row 2, jobs: is negative; opportunities are counts"),
        ("id,lon,lat,jobs\na,12.7,51.2,k.A.\nb,12.71,51.2,3\n", "row 2, jobs: 'k.A.' is not a num"),
        ("id,lon,lat\n", "has no rows"),
    ],
)
def test_opportunities_that_are_no_numbers_are_refused(
    valley: Path, tmp_path: Path, ends: tuple[str, ...], text: str, message: str
) -> None:
    (tmp_path / "jobs.csv").write_text(text, encoding="utf-8")
    out = tmp_path / "found.csv"
    told = refused("opportunities", valley / "net", *ends, *DATE, *WINDOW, "-o", out)
    assert message in told
    assert not out.exists()


def test_without_columns_of_numbers_places_are_counted(
    valley: Path, tmp_path: Path, ends: tuple[str, ...]
) -> None:
    (tmp_path / "jobs.csv").write_text("id,lon,lat,name\na,12.70,51.2005,Werk\n", encoding="utf-8")
    out = tmp_path / "found.csv"
    code, _, err = mobility("opportunities", valley / "net", *ends, *DATE, *WINDOW, "-o", out)
    assert code == 0
    assert "Spalte 'name' enthält keine Zahlen, nicht ausgewertet" in err
    assert "jeder Punkt zählt 1 (Spalte places)" in err
    assert pd.read_csv(out)["places_30"].iloc[0] == 1


def _read(path: Path) -> pd.DataFrame:
    readers = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": gpd.read_parquet}
    found: pd.DataFrame = readers.get(path.suffix, gpd.read_file)(path)
    return found
