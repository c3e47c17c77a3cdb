"""Ortsteile from files: tables of a spreadsheet, layers of a map, and what is wrong with them."""

from pathlib import Path
from textwrap import dedent

import geopandas as gpd
import pytest
from numpy.testing import assert_allclose
from shapely import LineString, Polygon, box
from test_places import ORTSTEILE, layer, refusal, written

from accessibility.ortsteile import read_ortsteile
from accessibility.zentren import read_zentren

CRS = "EPSG:25833"


# Ortsteile from a file


def test_a_german_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "\ufeffID;Ortsteil;Gemeinde;Länge;Breite;EW\r\no1;Rötha;Rötha;12,415;51,198;3740\r\n"
    path = tmp_path / "orte.csv"
    path.write_bytes(text.encode())
    ortsteile, findings = read_ortsteile(path, crs=CRS)
    assert (ortsteile.name[0], ortsteile.kommune[0]) == ("Rötha", "Rötha")
    assert (ortsteile.lon[0], ortsteile.lat[0], ortsteile.population[0]) == (12.415, 51.198, 3740)
    assert findings == []


def test_a_table_in_windows_encoding_is_read_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "orte.csv"
    path.write_bytes("id,name,kommune,lon,lat\no1,Böhlen,Böhlen,12.4,51.2\n".encode("cp1252"))
    ortsteile, findings = read_ortsteile(path, crs=CRS)
    assert ortsteile.name.tolist() == ["Böhlen"]
    assert [finding.code for finding in findings] == ["table_encoding"]


def test_a_quoted_line_break_does_not_shift_the_row_numbers(tmp_path: Path) -> None:
    text = 'id,name,kommune,lon,lat\no1,"Bad\nLausick",L,12.6,51.1\n\no2,Roda,F,x,51.1\n'
    message = refusal(read_ortsteile, written(tmp_path / "o.csv", text))
    assert message == "o.csv, row 5, lon: 'x' is not a number"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (",Roda,Frohburg,12.6,51.0,", "row 5, id: is empty; every row needs one"),
        ("o4,,Frohburg,12.6,51.0,", "row 5, name: is empty"),
        ("o1,Roda,Frohburg,12.6,51.0,", "row 5, id: 'o1' repeats row 2; ids must be unique"),
        ("o4,Roda,Frohburg,,51.0,", "row 5, lon: is empty"),
        ("o4,Roda,Frohburg,12.6,51°,", "row 5, lat: '51°' is not a number"),
        ("o4,Roda,Frohburg,12.6,inf,", "row 5, lat: 'inf' is not a number"),
        ("o4,Roda,Frohburg,51.0,12.6,", "row 5, lon, lat: 51, 12.6 look swapped; lon comes first"),
        ("o4,Roda,Frohburg,0,0,", "row 5, lon, lat: 0, 0 lies in the Gulf of Guinea"),
        ("o4,Roda,Frohburg,4512000,5650000,", "lies outside the area of EPSG:25833"),
        ("o4,Roda,Frohburg,12.6,51.0,-3", "row 5, population: -3 is negative"),
        ("o4,Roda,Frohburg,12.6,51.0,viele", "row 5, population: 'viele' is not a number"),
        ("o4,Roda,Frohburg,12.6,51.0", "row 5: 5 fields where the header has 6"),
        ("stop:4,Roda,Frohburg,12.6,51.0,", "'stop:4' starts with a word kept for stops"),
        ('"12.6,51.0",Roda,Frohburg,12.6,51.0,', "'12.6,51.0' reads like lon,lat"),
        ('o4,"Roda"x,Frohburg,12.6,51.0,', "o.csv, row 5: "),
    ],
)
def test_a_wrong_ortsteil_is_named_with_file_row_field_and_value(
    tmp_path: Path, row: str, complaint: str
) -> None:
    path = written(tmp_path / "o.csv", dedent(ORTSTEILE).lstrip() + row + "\n")
    message = refusal(read_ortsteile, path)
    assert message.startswith("o.csv, row 5")
    assert complaint in message


def test_every_wrong_row_is_named_at_once(tmp_path: Path) -> None:
    text = ORTSTEILE.replace("12.79", "zwölf").replace("51.14", "null")
    lines = refusal(read_ortsteile, written(tmp_path / "o.csv", text)).splitlines()
    assert lines == [
        "o.csv, row 2, lon: 'zwölf' is not a number",
        "o.csv, row 4, lat: 'null' is not a number",
    ]


def test_thousands_of_wrong_rows_are_cut_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"o{i},Roda,F,x,51.0\n" for i in range(1000))
    path = written(tmp_path / "o.csv", "id,name,kommune,lon,lat\n" + rows)
    lines = refusal(read_ortsteile, path).splitlines()
    assert (len(lines), lines[-1]) == (26, "... and 975 more of this kind")


def test_a_thousands_separator_is_not_read_as_two_people(tmp_path: Path) -> None:
    text = "id;name;kommune;lon;lat;einwohner\no1;Borna;Borna;12,5;51,1;19.470\n"
    message = refusal(read_ortsteile, written(tmp_path / "o.csv", text))
    assert "population: '19.470' has a thousands separator; write 1234" in message


def test_a_missing_column_is_named_with_the_nearest_there_is(tmp_path: Path) -> None:
    path = written(tmp_path / "o.csv", "id,nme,kommune,lon,lat\no1,Roda,Frohburg,12.6,51.0\n")
    assert "no column 'name' (did you mean \"nme\"?); its columns are id, nme" in refusal(
        read_ortsteile, path
    )


def test_tables_without_rows_or_that_are_not_there_are_refused(tmp_path: Path) -> None:
    head = written(tmp_path / "o.csv", "id,name,kommune,lon,lat\n")
    assert "o.csv: has no rows" in refusal(read_ortsteile, head)
    assert "z.zip: unpack the zip" in refusal(read_zentren, written(tmp_path / "z.zip", "PK"))
    assert "the file is empty" in refusal(read_ortsteile, written(tmp_path / "e.csv", ""))
    assert "file not found" in refusal(read_ortsteile, tmp_path / "gone.csv")
    assert "cannot be read as a map layer" in refusal(
        read_ortsteile, written(tmp_path / "o.gpkg", "no database")
    )


@pytest.mark.parametrize("name", ["o.gpkg", "o.geojson", "o.parquet"])
def test_polygons_are_ortsteile_with_a_point_inside(tmp_path: Path, name: str) -> None:
    u_shape = box(12, 51, 12.3, 51.3) - box(12.1, 51.1, 12.2, 51.3)
    path = layer(tmp_path / name, u_shape, id=[7], ortsteil=["Roda"], gemeinde=["Frohburg"])
    ortsteile, _ = read_ortsteile(path, crs=CRS)
    assert (ortsteile.ortsteil_id[0], ortsteile.name[0], ortsteile.kommune[0]) == (
        "7",
        "Roda",
        "Frohburg",
    )
    assert u_shape.contains(gpd.points_from_xy(ortsteile.lon, ortsteile.lat)[0])
    assert ortsteile.has_point.tolist() == [False]


def test_points_of_a_layer_in_metres_become_degrees(tmp_path: Path) -> None:
    points = gpd.GeoSeries.from_xy([12.79], [51.27], crs="EPSG:4326").to_crs(CRS)
    frame = gpd.GeoDataFrame({"id": ["o1"], "name": ["Nerchau"]}, geometry=points)
    frame.to_file(tmp_path / "o.gpkg")
    ortsteile, _ = read_ortsteile(tmp_path / "o.gpkg", crs=CRS)
    assert_allclose([ortsteile.lon[0], ortsteile.lat[0]], [12.79, 51.27])
    assert ortsteile.has_point.tolist() == [True]


def test_a_polygon_that_crosses_itself_is_mended_and_reported(tmp_path: Path) -> None:
    bow_tie = Polygon([(12, 51), (12.1, 51.1), (12.1, 51), (12, 51.1)])
    path = layer(tmp_path / "o.gpkg", bow_tie, id=["o1"], name=["Roda"])
    ortsteile, findings = read_ortsteile(path, crs=CRS)
    assert ortsteile.area[0].is_valid
    assert [(f.code, f.count) for f in findings] == [("polygon_mended", 1)]


def test_a_layer_of_lines_is_refused(tmp_path: Path) -> None:
    line = LineString([(12, 51), (12.1, 51.1)])
    path = layer(tmp_path / "o.gpkg", line, id=["o1"], name=["Roda"])
    assert "o.gpkg, feature 1, geometry: must be a point or a polygon" in refusal(
        read_ortsteile, path
    )


def test_a_geopackage_of_two_layers_is_refused_with_their_names(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": ["o1"]}, geometry=[box(12, 51, 12.1, 51.1)], crs="EPSG:4326")
    frame.to_file(tmp_path / "o.gpkg", layer="orte")
    frame.to_file(tmp_path / "o.gpkg", layer="kreise")
    message = refusal(read_ortsteile, tmp_path / "o.gpkg")
    assert "must hold one layer with geometry, has orte, kreise" in message
