"""Landkreis Leipzig's real Ortsteile and people: converted to the formats of the region file."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from feeds import shared_data
from numpy.testing import assert_allclose

from accessibility.boundary import grid_box, people_within, read_boundary
from accessibility.ortsteile import Ortsteile, read_ortsteile
from accessibility.population import People
from accessibility.residents import assign, settle
from accessibility.tables import PlacesError
from accessibility.zensus import is_grid, read_grid

pytestmark = pytest.mark.real

CRS = "EPSG:25833"


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    """349 Ortsteile in the columns of the region file; 16 of them have no coordinates."""
    table = pd.read_csv(shared_data("lk_leipzig/ortsteile.csv"), dtype=str)
    table["id"] = table["ags"] + "-" + table["ortsteil"]
    return table.rename(columns={"ortsteil": "name", "gemeinde": "kommune"})


@pytest.fixture(scope="module")
def ortsteile(facts: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Ortsteile:
    path = tmp_path_factory.mktemp("county") / "ortsteile.csv"
    known = facts.dropna(subset="lon")
    known.to_csv(path, index=False, columns=["id", "name", "kommune", "lon", "lat"])
    return read_ortsteile(path, crs=CRS)[0]


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the 1-km cells of 2011 under the header of the Zensus of 2022."""
    cells = pd.read_csv(shared_data("lk_leipzig/zensus2011_1km.csv"))
    path = tmp_path_factory.mktemp("grid") / "zensus.csv"
    cells["GITTER_ID_1km"] = "1km"
    cells = cells.rename(columns={"x": "x_mp_1km", "y": "y_mp_1km"})
    columns = ["GITTER_ID_1km", "x_mp_1km", "y_mp_1km", "Einwohner"]
    cells.to_csv(path, index=False, sep=";", columns=columns)
    return path


@pytest.fixture(scope="module")
def people(grid: Path) -> People:
    county = read_boundary(shared_data("lk_leipzig/gemeinden.geojson"))
    assert is_grid(grid)
    homes, _ = read_grid(grid, box=grid_box(county))
    return people_within(homes, county)[0]


@pytest.fixture(scope="module")
def kommunen(tmp_path_factory: pytest.TempPathFactory) -> Ortsteile:
    path = tmp_path_factory.mktemp("kommunen") / "kommunen.gpkg"
    frame = gpd.read_file(shared_data("lk_leipzig/gemeinden.geojson"))
    frame = frame.rename(columns={"ags": "id", "population_2020": "population"})
    frame.to_file(path)
    return read_ortsteile(path, crs=CRS)[0]


def test_names_repeat_in_the_county_but_ids_do_not(ortsteile: Ortsteile) -> None:
    names, counts = np.unique(ortsteile.name, return_counts=True)
    assert len(ortsteile.name) == 333
    assert len(np.unique(ortsteile.kommune)) == 30
    repeated = {"Beucha", "Böhlen", "Frauendorf", "Haubitz", "Löbschütz", "Roda"}
    assert set(names[counts > 1].tolist()) == repeated


def test_ortsteile_without_coordinates_are_refused_by_their_rows(
    facts: pd.DataFrame, tmp_path: Path
) -> None:
    facts.to_csv(tmp_path / "o.csv", index=False, columns=["id", "name", "kommune", "lon", "lat"])
    with pytest.raises(PlacesError) as refused:
        read_ortsteile(tmp_path / "o.csv", crs=CRS)
    lines = str(refused.value).splitlines()
    assert lines[0] == "o.csv, row 77, lon: is empty; every row needs one"
    assert lines[-1] == "... and 7 more of this kind"  # 16 without lon, 16 without lat, 25 shown


def test_grid_coordinates_become_the_degrees_of_the_publisher(people: People) -> None:
    published = pd.read_csv(shared_data("lk_leipzig/zensus2011_1km.csv"))
    nearest = np.abs(published["lon"].to_numpy() - people.lon[:, None])
    nearest += np.abs(published["lat"].to_numpy() - people.lat[:, None])
    assert nearest.min(axis=1).max() < 2e-6


def test_nearly_all_people_of_the_county_find_an_ortsteil(
    people: People, ortsteile: Ortsteile
) -> None:
    # the publisher's own assignment of cells to the county: 262 413 people
    assert people.people.sum() == pytest.approx(262_413, rel=0.001)
    residents, _ = settle(people, ortsteile, crs=CRS, kommunen=None)
    assert np.nansum(residents.homes.people) == people.people.sum()
    assert set(residents.owner.tolist()) == set(range(333))
    assert (np.diff(residents.owner) >= 0).all()


def test_nine_people_of_ten_are_given_to_an_ortsteil_of_their_own_kommune(
    people: People, ortsteile: Ortsteile, kommunen: Ortsteile
) -> None:
    own = kommunen.ortsteil_id[assign(people, kommunen, CRS)]
    given = np.strings.slice(ortsteile.ortsteil_id, 8)[assign(people, ortsteile, CRS)]
    assert people.people[own == given].sum() / people.people.sum() > 0.9


def test_kommunen_as_polygons_stand_where_people_live_and_hold_about_their_population(
    people: People, kommunen: Ortsteile
) -> None:
    residents, findings = settle(people, kommunen, crs=CRS, kommunen=None)
    total = np.bincount(residents.owner, weights=residents.homes.people)
    assert_allclose(total, kommunen.population, rtol=0.2)  # 2011 and 2020, cells of 1 km
    assert findings == []
    grimma = int(np.flatnonzero(residents.ortsteile.name == "Grimma, Stadt")[0])
    town = [residents.ortsteile.lon[grimma], residents.ortsteile.lat[grimma]]
    assert_allclose(town, [12.76, 51.23], atol=0.03)  # the middle of the polygon is 4.8 km off
