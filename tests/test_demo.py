"""The demo county: its files are whole and the same every time, its places and people true."""

import csv
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from accessibility.words import DEMO_SENTENCE
from api.demo.county import County
from api.demo.facts import Agency, Line, Run, Service, read_facts
from api.demo.geometry import distance, to_plane
from api.demo.land_facts import Kommune, Ortsteil, Station
from api.region import read_region

ROOT = Path(__file__).parents[1]
WITHOUT_RAIL = (  # no station in or beside the core of these towns
    *("Zwenkau", "Groitzsch", "Brandis", "Colditz", "Trebsen/Mulde", "Kitzscher", "Rötha"),
    "Thallwitz",
)

# the files


def test_another_process_writes_the_same_bytes(demo_input: Path, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from api.demo.write import write_demo;"
        "write_demo(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "4711"},
        cwd=ROOT,
    )
    names, others = (
        sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        for folder in (demo_input, tmp_path)
    )
    assert names == others
    for name in names:
        assert (demo_input / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_every_input_file_is_named_demo_and_the_words_go_with_it(demo_input: Path) -> None:
    region = read_region(demo_input / "region.toml")
    assert region.data_status == "demo"
    assert DEMO_SENTENCE in (demo_input / "region.toml").read_text(encoding="utf-8")
    assert DEMO_SENTENCE in (demo_input / "README.txt").read_text(encoding="utf-8")
    for scenario in (demo_input / "demo-szenarien").iterdir():
        assert scenario.read_text(encoding="utf-8").startswith(f"# {DEMO_SENTENCE}\n"), scenario
    others = {path.name for path in demo_input.iterdir()} - {"region.toml", "README.txt"}
    assert all(name.startswith("demo") for name in others), others


# the tables


def test_every_table_of_facts_stands_with_its_source_in_the_readme() -> None:
    facts = files("api.demo").joinpath("facts")
    readme = facts.joinpath("README.md").read_text(encoding="utf-8")
    tables = {f"{part.name}/" if part.is_dir() else part.name for part in facts.iterdir()}
    assert {table for table in tables if f"`{table}`" not in readme} == {"README.md"}


def test_every_line_has_runs_and_every_run_a_line() -> None:
    lines = [line.name for line in read_facts(Line, "lines")]
    assert sorted(lines) == sorted(set(lines))
    assert set(lines) == {run.line for run in read_facts(Run, "runs")}


def test_every_line_has_an_operator_and_every_run_a_service() -> None:
    agencies = {agency.id for agency in read_facts(Agency, "agencies")}
    assert {line.agency for line in read_facts(Line, "lines")} == agencies
    services = {service.id for service in read_facts(Service, "services")}
    assert {run.service for run in read_facts(Run, "runs")} <= services


def test_a_row_with_a_cell_too_many_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(_self: Path, encoding: str) -> str:
        assert encoding == "utf-8"
        return "id,name,until\ndemo-bus,Demo-Bus, Grimma,\n"

    monkeypatch.setattr(Path, "read_text", spoilt)
    with pytest.raises(ValueError, match=r"facts/agencies.csv line 2: 4 cells, not 3; quote"):
        read_facts(Agency, "agencies")


def test_an_unknown_site_is_named_with_its_neighbours(county: County) -> None:
    with pytest.raises(ValueError, match=r"no site 'Grima'.*near: none"):
        county.sites.index("Grima")
    with pytest.raises(ValueError, match=r"no site 'Beucha'.*near: Beucha \(Bad Lausick\)"):
        county.sites.index("Beucha")


# places and people


def test_the_county_is_whole() -> None:
    kommunen, places = read_facts(Kommune, "kommunen"), read_facts(Ortsteil, "ortsteile")
    assert len(kommunen) == 30
    assert len({kommune.ags for kommune in kommunen}) == 30
    assert len(places) >= 333
    assert {place.kommune for place in places} == {kommune.name for kommune in kommunen}
    for kommune in kommunen:
        assert (kommune.name, kommune.seat) in {(place.kommune, place.name) for place in places}


def test_the_people_of_the_ortsteile_add_up_to_their_kommune() -> None:
    kommunen = {kommune.name: kommune.people for kommune in read_facts(Kommune, "kommunen")}
    sums = dict.fromkeys(kommunen, 0)
    for place in read_facts(Ortsteil, "ortsteile"):
        sums[place.kommune] += place.people
    assert sums == kommunen
    assert sums["Grimma"] == 27529
    assert sum(sums.values()) == 260127  # GV25


def test_the_people_live_in_the_houses_of_their_ortsteil(demo_input: Path) -> None:
    places = pd.read_csv(demo_input / "demo-ortsteile.csv")
    points = pd.read_csv(demo_input / "demo-einwohner.csv")
    assert places["id"].is_unique
    assert points["id"].is_unique
    assert points["people"].sum() == 260127
    centres, homes = (to_plane(t[["lon", "lat"]].to_numpy()) for t in (places, points))
    nearest = np.concatenate(
        [np.argmin(distance(part[:, None], centres[None]), axis=1) for part in _parts(homes)]
    )
    assert (np.bincount(nearest, points["people"]) == places["population"]).all()


def _parts(homes: np.ndarray) -> list[np.ndarray]:
    return np.array_split(homes, 20)  # not all distances at once


def test_the_centres_have_the_levels_of_the_plan(demo_input: Path) -> None:
    zentren = pd.read_csv(demo_input / "demo-zentren.csv").set_index("id")["level"]
    assert zentren["zentrum-leipzig"] == zentren["zentrum-chemnitz"] == "oberzentrum"
    for name in ("grimma", "wurzen", "borna", "markkleeberg", "doebeln", "altenburg"):
        assert zentren[f"zentrum-{name}"] == "mittelzentrum"
    assert zentren["zentrum-naunhof"] == zentren["zentrum-zwenkau"] == "grundzentrum"


@pytest.mark.parametrize("town", WITHOUT_RAIL)
def test_no_train_stops_near_the_core_of_the_town(town: str) -> None:
    core = next(p for p in read_facts(Ortsteil, "ortsteile") if p.kommune == p.name == town)
    at = to_plane(np.array([[core.lon, core.lat]]))
    stations = read_facts(Station, "stations")
    metres = distance(to_plane(np.array([[s.lon, s.lat] for s in stations])), at)
    assert metres.min() > 1500, stations[int(np.argmin(metres))].name


def test_the_files_of_places_are_plain_tables(demo_input: Path) -> None:
    with (demo_input / "demo-ortsteile.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = ["id", "name", "kommune", "lon", "lat", "population", "hauptort"]
    assert list(rows[0]) == columns
    assert sum(row["hauptort"] == "ja" for row in rows) == 30
    assert {"wurzen-wurzen", "frohburg-kohren-sahlis"} <= {row["id"] for row in rows}
