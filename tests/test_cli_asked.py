"""Questions that cannot be answered: refused with what can be asked, and nothing is written."""

import json
from pathlib import Path

import pandas as pd
import pytest
from commands import mobility, refused

POINTS = "id,lon,lat\nx,12.70,51.2005\ny,12.76,51.2005\n"
DATE = ("--date", "2024-05-14")
MAP = ("--measure", "bahn_journeys")


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text(POINTS, encoding="utf-8")
    return path


# matrix: what to ask


def matrix(valley: Path, points: Path, **changes: str) -> tuple[str, ...]:
    out = points.with_name(changes.pop("out", "m.csv"))
    asked = {"date": "2024-05-14", "window": "06:00-09:00", **changes}
    options = [word for name, value in asked.items() for word in (f"--{name}", value)]
    ends = ("--from", str(points), "--to", str(points))
    return ("matrix", str(valley / "net"), *ends, *options, "-o", str(out))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"window": "06:00-06:00"}, "the window is empty; write e.g. 06:00-09:00"),
        ({"window": "09:00-06:00"}, "the window is empty; write e.g. 06:00-09:00"),
        ({"window": "00:00-02:00"}, "the night is written 24:00-26:00 of the date before"),
        ({"window": "27:00-29:00"}, "must lie within the operating day, 04:00-28:00"),
        ({"window": "06:70-08:00"}, "window '06:70-08:00': minutes go from 00 to 59"),
        ({"percentiles": "0,50"}, "percentiles [0]: give integers from 1 to 100"),
        ({"percentiles": "101"}, "percentiles [101]: give integers from 1 to 100"),
        (
            {"date": "2024-05-15"},
            "runs on Wednesday 2024-05-15; no Wednesday is better, the nearest good date is Tues",
        ),
        ({"date": "2030-05-14"}, "2030-05-14 is outside the feed, which runs from 2024-05-14 to"),
        ({"out": "m.docx"}, "m.docx: cannot write .docx; choose one of .parquet, .csv, .xlsx"),
        ({"out": "m"}, "m: the ending says the format; choose one of .parquet, .csv, .xlsx"),
        ({"out": "m.gpkg"}, "m.gpkg: cannot write .gpkg; choose one of .parquet, .csv, .xlsx"),
    ],
)
def test_a_matrix_that_cannot_be_is_refused(
    valley: Path, points: Path, changes: dict[str, str], message: str
) -> None:
    assert message in refused(*matrix(valley, points, **changes))
    assert [path.name for path in points.parent.iterdir()] == ["points.csv"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"window": "morgens"}, "--window: 'morgens' is no span of time; write e.g. 06:00-09:00"),
        ({"window": "-1:00-08:00"}, "--window: '-1:00-08:00' is no span of time"),
        ({"percentiles": "5,viele"}, "'5,viele' are no whole numbers; write e.g. 5,50,95"),
        ({"date": "gestern"}, "--date: 'gestern' is no date; write e.g. 2026-04-21"),
        ({"threads": "0"}, "--threads: '0' is no number of threads; write 1 or more"),
        ({"arrive-by": "08:00-09:00"}, "--arrive-by: not allowed with argument --window"),
    ],
)
def test_a_matrix_misspelt_is_wrong_usage(
    valley: Path, points: Path, changes: dict[str, str], message: str
) -> None:
    code, out, err = mobility(*matrix(valley, points, **changes))
    assert (code, out) == (2, "")
    assert message in err


# matrix: from where to where


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "points.csv: the file is empty; it needs a line with the column names"),
        (b"id,lon,lat\n", "points.csv: has no rows"),
        (b"name,lon,lat\nx,12.7,51.2\n", "points.csv: no column 'id'; its columns are name, lon"),
        (b"id,lon,lat\nx,12.7,abc\n", "points.csv, row 2, lat: 'abc' is not a number"),
        (b"id,lon,lat\nx,inf,51.2\n", "points.csv, row 2, lon: 'inf' is not a number"),
        (b"id,lon,lat\nx,12.7,\n", "points.csv, row 2, lat: is empty"),
        (b"id,lon,lat\n,12.7,51.2\n", "points.csv, row 2, id: is empty; every row needs one"),
        (b"id,lon,lat\nx,51.2,12.7\n", "points.csv, row 2, lon, lat: 51.2, 12.7 look swapped"),
        (b"id,lon,lat\nx,0,0\n", "points.csv, row 2, lon, lat: 0, 0 lies in the Gulf of Guinea"),
        (b"id,lon,lat\nx,512,51\n", "row 2, lon, lat: 512, 51 lies outside the area of EPSG:258"),
        (
            b"id,lon,lat\nx,12.7,51.2\n\nx,12.7,51.2\n",
            "points.csv, row 4, id: 'x' repeats row 2; ids must be unique",
        ),
        (b"id,lon,lat\nx,12,7,51,2\n", "points.csv, row 2: 5 fields where the header has 3"),
        (b'id,lon,lat\n"x,12.7,51.2\n', "points.csv, row 2: unexpected end of data; check the qu"),
        (b"id\nwset\n", "unknown id 'wset'; nearest: west, z-west"),
        (b"id,lon,lat\nstop:AA,,\n", "unknown id 'stop:AA'; nearest: stop:A"),
    ],
)
def test_points_are_refused_with_row_and_value(
    valley: Path, points: Path, content: bytes, message: str
) -> None:
    points.write_bytes(content)
    assert message in refused(*matrix(valley, points))
    assert [path.name for path in points.parent.iterdir()] == ["points.csv"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.geojson", '{"type":', "p.geojson: cannot be read as a map layer"),
        ("p.gpkg", "no layer", "p.gpkg: cannot be read as a map layer"),
        ("p.parquet", "no parquet", "p.parquet: cannot be read as a map layer"),
        ("p.pdf", "%PDF", "p.pdf: cannot be read as a map layer"),
    ],
)
def test_a_layer_that_is_none_is_refused(
    valley: Path, tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert message in refused(*matrix(valley, path))
    assert "file not found" in refused(*matrix(valley, tmp_path / "gone.csv"))
    assert "is a folder; name the file in it" in refused(*matrix(valley, tmp_path))


def test_a_layer_of_areas_is_no_layer_of_points(valley: Path, tmp_path: Path) -> None:
    ring = [[12.7, 51.2], [12.8, 51.2], [12.7, 51.3], [12.7, 51.2]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"id": "a"}, "geometry": shape}
    path = tmp_path / "p.geojson"
    layer = {"type": "FeatureCollection", "features": [feature]}
    path.write_text(json.dumps(layer), encoding="utf-8")
    assert "feature 1, geometry: must be a point" in refused(*matrix(valley, path))


def test_a_german_spreadsheet_is_read_and_an_old_encoding_told(valley: Path, points: Path) -> None:
    points.write_bytes("id;lon;lat\nMölkau;12,70;51,2005\n".encode("cp1252"))
    said = mobility(*matrix(valley, points))
    assert said.code == 0
    assert "points.csv: Die Tabelle ist nicht in UTF-8 gespeichert." in said.err
    assert pd.read_csv(points.with_name("m.csv"))["from_id"].tolist() == ["Mölkau"]


def test_points_far_from_any_street_are_named_and_counted(valley: Path, points: Path) -> None:
    points.write_text(POINTS + "far,12.7,51.3\n", encoding="utf-8")
    said = mobility(*matrix(valley, points))
    assert said.code == 0
    assert "1 point(s) farther than 500 m from any walkable street, so unreachable: far" in said.err
    table = pd.read_csv(points.with_name("m.csv"))
    assert table[table["from_id"] == "far"]["reachable_share"].tolist() == [0, 0, 0]


# journeys, access, map, export


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        ("wset", "unknown id 'wset'; nearest: west, z-west"),
        ("stop:Z", "unknown id 'stop:Z'; nearest: stop:"),
        ("12.7,", "unknown id '12.7,' (a place id, stop:<stop_id> or lon,lat)"),
    ],
)
def test_journeys_from_nowhere_are_refused(valley: Path, origin: str, message: str) -> None:
    assert message in refused(
        "journeys", valley / "net", "--from", origin, "--to", "ost", *DATE, "--json"
    )


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("access", "net", "--day", "sontag"), "no day sontag; the region names schultag, samstag"),
        (("map", "net", *MAP, "--day", "sonntag"), "no day sonntag; the region names schultag, s"),
        (("map", "res", *MAP, "--day", "sonntag"), "the result has no day sonntag; it has samstag"),
        (("map", "res", "--measure", "bahn_journey"), "no map for measure 'bahn_journey': it is <"),
        (("map", "res", "--measure", "sbahn_journeys"), "the region has no target of class sbahn"),
        (("map", "feed", *MAP), "feed: no result here; name a folder or .parquet file of mobility"),
        (("map", "gone", *MAP), "gone: no result here; name a folder or .parquet file of mobility"),
        (("export", "res/accessibility.csv"), "accessibility.csv: no result here; name a folder"),
        (
            ("export", "net/stops.parquet"),
            "stops.parquet: is no table of mobility access; name one",
        ),
        (("export", "net"), "net: no result here; name a folder or .parquet file of mobility acc"),
        (("access", "res"), "res: no network here (network.json is missing); run mobility build"),
        (("check", "gone"), "gone: no such file or folder; a GTFS zip or an unpacked feed is want"),
    ],
)
def test_results_that_cannot_be_are_refused(
    valley: Path, tmp_path: Path, command: tuple[str, ...], message: str
) -> None:
    verb, subject, *options = command
    ending = "svg" if verb == "map" else "csv"
    out = () if verb == "check" else ("-o", tmp_path / f"out.{ending}")
    assert message in refused(verb, valley / subject, *options, *out)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "ending"),
    [(("access", "net"), "docx"), (("map", "res", *MAP), "jpg"), (("export", "res"), "shp")],
)
def test_an_ending_nobody_writes_is_refused_with_those_that_are(
    valley: Path, tmp_path: Path, command: tuple[str, ...], ending: str
) -> None:
    verb, subject, *options = command
    said = refused(verb, valley / subject, *options, "-o", tmp_path / f"out.{ending}")
    assert f"out.{ending}: cannot write .{ending}; choose one of ." in said
    assert list(tmp_path.iterdir()) == []
