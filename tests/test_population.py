"""Who lives where: Zensus cells, points and buildings find their Ortsteil, and none is lost."""

from pathlib import Path
from textwrap import dedent

import geopandas as gpd
import numpy as np
import pytest
from numpy.testing import assert_allclose

from accessibility.population import People, read_points
from accessibility.tables import PlacesError
from accessibility.zensus import is_grid, read_grid

CRS = "EPSG:25833"
EVERYWHERE = (0.0, 0.0, 1e7, 1e7)

# Two neighbours near Narsdorf, one of them secret, and one near Gera; x_mp is the easting.
GRID = """
    GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner
    CRS3035RES100mN3101400E4520400;4520500;3101500;42
    CRS3035RES100mN3101500E4520400;4520500;3101600;–
    CRS3035RES100mN3084400E4462400;4462500;3084500;7
"""


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(dedent(text).lstrip(), encoding=encoding)
    return path


def people(*points: tuple[float, float, float]) -> People:
    lon, lat, number = np.array(points, np.float64).T
    return People(lon, lat, number)


# the Zensus grid


def test_the_grid_is_known_by_its_columns(tmp_path: Path) -> None:
    assert is_grid(written(tmp_path / "zensus.csv", GRID))
    assert not is_grid(written(tmp_path / "points.csv", "id,lon,lat,people\n"))


@pytest.mark.parametrize(
    "text",
    [
        GRID,
        GRID.replace("–", "-"),
        GRID.replace("–", '"–"'),
        GRID.replace("–", "-1"),  # as in 2011
        GRID.replace("Einwohner", "Einwohnerzahl").replace("GITTER", "Gitter"),
        GRID.replace("100m;", "1km;"),
        GRID.replace("100m;", "10km;"),
    ],
)
def test_cells_become_homes_and_secret_ones_are_counted(tmp_path: Path, text: str) -> None:
    homes, findings = read_grid(written(tmp_path / "z.csv", text), box=EVERYWHERE)
    assert homes.people.tolist() == [42, 7]
    assert_allclose(homes.lon, [12.842129, 12.009693], atol=1e-6)
    assert_allclose(homes.lat, [50.989941, 50.854504], atol=1e-6)
    assert (findings[0].code, findings[0].count) == ("population_secret", 1)


def test_a_grid_with_the_dash_of_windows_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "z.csv", GRID, encoding="cp1252")
    assert read_grid(path, box=EVERYWHERE)[0].people.tolist() == [42, 7]


def test_only_the_cells_in_the_box_are_read(tmp_path: Path) -> None:
    narsdorf = (4_520_000, 3_101_000, 4_521_000, 3_102_000)
    homes, findings = read_grid(written(tmp_path / "z.csv", GRID), box=narsdorf)
    assert homes.people.tolist() == [42]
    assert findings[0].count == 1


def test_a_grid_of_10_km_is_reported_as_coarse(tmp_path: Path) -> None:
    path = written(tmp_path / "z.csv", GRID.replace("100m;", "10km;"))
    codes = [finding.code for finding in read_grid(path, box=EVERYWHERE)[1]]
    assert codes == ["population_secret", "population_coarse"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (";42", ";viele", "z.csv, row 2, Einwohner: 'viele' is not a number"),
        (";42", ";-7", "z.csv, row 2: x_mp_100m 4520500, y_mp_100m 3101500, Einwohner -7"),
        ("4462500", "x", "z.csv, row 4, x_mp_100m: 'x' is not a number"),
        ("4462500", "", "z.csv, row 4"),
        (";42", "", "z.csv, row 2: 3 fields where the header has 4"),
        ("Einwohner", "Insgesamt", "no column 'Einwohner'"),
        ("y_mp_100m", "hoch", "no column 'y_mp_100m'"),
    ],
)
def test_a_wrong_cell_is_named_with_row_and_value(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = written(tmp_path / "z.csv", GRID.replace(old, new))
    with pytest.raises(PlacesError) as refused:
        read_grid(path, box=EVERYWHERE)
    assert complaint in str(refused.value)


def test_a_grid_of_another_county_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "z.csv", GRID)
    with pytest.raises(PlacesError, match=r"none of 3 cells lies in the region"):
        read_grid(path, box=(4_000_000, 3_000_000, 4_100_000, 3_100_000))
    with pytest.raises(PlacesError, match=r"x and y look swapped"):
        read_grid(path, box=(3_000_000, 4_400_000, 3_200_000, 4_600_000))


# points of a file


def test_points_of_a_file_are_homes_but_for_those_where_nobody_lives(tmp_path: Path) -> None:
    text = "id,lon,lat,people\na,12.72,51.23,120\nb,12.73,51.23,0\nc,12.74,51.23,0.5\n"
    homes, findings = read_points(written(tmp_path / "p.csv", text), crs=CRS)
    assert homes.people.tolist() == [120, 0.5]
    assert findings == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a,12.72,51.23,-1", "p.csv, row 2, people: -1 is negative"),
        ("a,12.72,51.23,", "p.csv, row 2, people: is empty"),
        ("a,51.23,12.72,3", "p.csv, row 2, lon, lat: 51.23, 12.72 look swapped"),
    ],
)
def test_a_wrong_point_is_named_with_row_field_and_value(
    tmp_path: Path, row: str, complaint: str
) -> None:
    with pytest.raises(PlacesError, match=complaint):
        read_points(written(tmp_path / "p.csv", f"id,lon,lat,people\n{row}\n"), crs=CRS)


def test_points_of_a_map_layer_need_only_people(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"einwohner": [12]}, geometry=gpd.points_from_xy([12.7], [51.2]))
    frame.set_crs("EPSG:4326").to_file(tmp_path / "p.gpkg")
    homes, _ = read_points(tmp_path / "p.gpkg", crs=CRS)
    assert (homes.lon[0], homes.lat[0], homes.people[0]) == (12.7, 51.2, 12)
