"""Ortsteile, Zentren and stations become places; wrong tables are refused row by row."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry
from timetables import timetable

from accessibility.ortsteile import read_ortsteile
from accessibility.places import Places, places_frame, places_of_frames, points_frame, targets_of
from accessibility.sources import PlaceSources, build_places
from accessibility.tables import PlacesError
from accessibility.zentren import read_zentren
from gtfs.findings import Finding, Severity
from mobility.osm import OsmData, read_osm

CRS = "EPSG:25833"

ORTSTEILE = """
    id,name,kommune,lon,lat,population
    o1,Nerchau,Grimma,12.79,51.27,2000
    o2,Beucha,Brandis,12.57,51.32,
    o3,Beucha,Bad Lausick,12.58,51.14,250
"""
ZENTREN = """
    id,name,level,lon,lat,verbund
    grimma,Grimma,mittelzentrum,12.725,51.236,
    leipzig,Leipzig,oberzentrum,12.375,51.340,
    pegau,Pegau,grundzentrum,12.252,51.167,Groitzsch–Pegau
"""
STREET = """
    <osm version="0.6">
      <node id="1" lon="12.7" lat="51.2"/><node id="2" lon="12.71" lat="51.2"/>
      <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
    </osm>
"""
TRAINS = timetable(
    """
    S6:  Borna  Leipzig
         8:00   8:40
    RB110 (type=2):  Grimma  Leipzig
         8:00   8:40
    60:  Nerchau  Grimma
         7:30     7:50
    """
)


def written(path: Path, text: str) -> Path:
    path.write_text(dedent(text).lstrip(), encoding="utf-8")
    return path


@pytest.fixture
def empty_osm(tmp_path: Path) -> OsmData:
    return read_osm([written(tmp_path / "street.osm", STREET)])[0]


@pytest.fixture
def build(tmp_path: Path, empty_osm: OsmData) -> Callable[..., Places]:
    def build_of(ortsteile: str = ORTSTEILE, zentren: str = ZENTREN) -> Places:
        sources = PlaceSources(
            crs=CRS,
            ortsteile=written(tmp_path / "ortsteile.csv", ortsteile),
            zentren=written(tmp_path / "zentren.csv", zentren),
        )
        return build_places(sources, TRAINS, empty_osm)[0]

    return build_of


def names(places: Places, target_class: str) -> set[str]:
    return set(places.name[targets_of(places, target_class)].tolist())


def refusal(read: Callable[..., tuple[object, list[Finding]]], path: Path) -> str:
    with pytest.raises(PlacesError) as refused:
        read(path, crs=CRS)
    return str(refused.value)


# targets


def test_a_higher_centre_is_a_target_of_the_lower_classes_too(
    build: Callable[..., Places],
) -> None:
    places = build()
    assert names(places, "oberzentrum") == {"Leipzig"}
    assert names(places, "mittelzentrum") == {"Leipzig", "Grimma"}
    assert names(places, "grundzentrum") == {"Leipzig", "Grimma", "Pegau"}


def test_centres_beyond_the_county_are_targets_too(tmp_path: Path, empty_osm: OsmData) -> None:
    county = Polygon([(12.5, 51.1), (12.9, 51.1), (12.9, 51.3), (12.5, 51.3)])
    sources = PlaceSources(
        crs=CRS,
        ortsteile=written(tmp_path / "ortsteile.csv", ORTSTEILE),
        zentren=written(tmp_path / "zentren.csv", ZENTREN),
        boundary=layer(tmp_path / "kreis.gpkg", county, name=["Kreis"]),
    )
    places, _ = build_places(sources, TRAINS, empty_osm)

    # Leipzig lies west of the county; Oberzentrum, so the Mittelzentrum of its neighbours as well
    assert names(places, "mittelzentrum") == {"Leipzig", "Grimma"}
    assert names(places, "oberzentrum") == {"Leipzig"}


def test_stations_come_from_the_timetable_and_an_sbahn_station_is_one_of_the_railway(
    build: Callable[..., Places],
) -> None:
    places = build()
    assert names(places, "bahn") == {"Borna", "Leipzig", "Grimma"}
    assert names(places, "sbahn") == {"Borna", "Leipzig"}


def test_a_tram_that_counts_as_sbahn_makes_no_railway_station(
    tmp_path: Path, empty_osm: OsmData
) -> None:
    tram = timetable("S1 (type=0):  Markt  Messe\n8:00 8:10")
    tram = tram.with_columns(route_sbahn=np.array([True]), route_rail=np.array([False]))
    sources = PlaceSources(
        crs=CRS,
        ortsteile=written(tmp_path / "o.csv", ORTSTEILE),
        zentren=written(tmp_path / "z.csv", ZENTREN),
    )
    places, _ = build_places(sources, tram, empty_osm)
    assert names(places, "sbahn") == {"Markt", "Messe"}
    assert len(targets_of(places, "bahn")) == 0


def test_a_station_and_a_zentrum_of_one_name_are_two_places(build: Callable[..., Places]) -> None:
    places = build()
    assert places.place_id[places.name == "Grimma"].tolist() == ["grimma", "bahn:Grimma"]


def test_an_unknown_class_of_targets_is_refused_with_those_there_are(
    build: Callable[..., Places],
) -> None:
    with pytest.raises(ValueError, match=r"no targets of class 'apotheke'; classes are grundz"):
        targets_of(build(), "apotheke")


def test_an_id_given_to_an_ortsteil_and_a_zentrum_is_refused(build: Callable[..., Places]) -> None:
    with pytest.raises(PlacesError, match=r"id 'o1' \(zentrum Grimma\) is given to several places"):
        build(zentren=ZENTREN.replace("grimma,Grimma", "o1,Grimma"))


# places and homes


def test_ortsteile_of_one_name_stay_apart_by_their_kommune(build: Callable[..., Places]) -> None:
    places = build()
    assert places.place_id[:3].tolist() == ["o1", "o2", "o3"]
    assert places.parent[:3].tolist() == ["Grimma", "Brandis", "Bad Lausick"]
    assert set(places.kind[:3].tolist()) == {"ortsteil"}


def test_without_population_points_each_ortsteil_is_one_home(build: Callable[..., Places]) -> None:
    places = build()
    assert places.point_ortsteil.tolist() == [0, 1, 2]
    assert_allclose(places.point_lon, [12.79, 12.57, 12.58])
    assert_array_equal(places.point_people, [2000, np.nan, 250])
    assert_array_equal(places.population[:3], [2000, np.nan, 250])


def test_places_come_back_from_their_tables_as_they_were(
    build: Callable[..., Places], tmp_path: Path
) -> None:
    places = build()
    places_frame(places).to_parquet(tmp_path / "places.parquet")
    again = places_of_frames(gpd.read_parquet(tmp_path / "places.parquet"), points_frame(places))
    for column in ("place_id", "name", "kind", "parent", "level", "lon", "lat", "population"):
        assert_array_equal(getattr(again, column), getattr(places, column))
    assert_array_equal(again.point_ortsteil, places.point_ortsteil)
    assert_array_equal(again.point_people, places.point_people)


def test_places_cannot_be_changed(build: Callable[..., Places]) -> None:
    with pytest.raises(ValueError, match="read-only"):
        build().lon[0] = 0.0


# Ortsteile from map layers


def layer(path: Path, *shapes: BaseGeometry, **columns: list[object]) -> Path:
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4326")
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path


# Zentren


def test_a_level_may_be_written_with_a_capital(tmp_path: Path) -> None:
    path = written(tmp_path / "z.csv", ZENTREN.replace("mittelz", "Mittelz"))
    zentren, _ = read_zentren(path, crs=CRS)
    assert zentren.level.tolist() == ["mittelzentrum", "oberzentrum", "grundzentrum"]
    assert zentren.verbund.tolist() == ["", "", "Groitzsch–Pegau"]


def test_who_says_what_is_a_zentrum_and_when_is_told(tmp_path: Path) -> None:
    text = """
        id,name,level,lon,lat,Quelle,Stand
        a,A,mittelzentrum,12.1,51.1,LEP Sachsen 2013,30.08.2013
        b,B,mittelzentrum,12.2,51.1,LEP Sachsen 2013,30.08.2013
        c,C,grundzentrum,12.3,51.1,"nach Presse zum Regionalplan 2021, amtlich zu bestätigen",
        d,D,grundzentrum,12.4,51.1,,
    """
    _, findings = read_zentren(written(tmp_path / "z.csv", text), crs=CRS)

    assert [(finding.message, finding.count) for finding in findings] == [
        ("Quelle der Zentren: LEP Sachsen 2013, Stand 30.08.2013", 2),
        ("Quelle der Zentren: nach Presse zum Regionalplan 2021, amtlich zu bestätigen", 1),
    ]
    assert {finding.severity for finding in findings} == {Severity.FACT}


def test_an_unknown_level_is_named_with_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path / "z.csv", ZENTREN.replace("mittelzentrum", "mittelcentrum"))
    assert refusal(read_zentren, path) == (
        "z.csv, row 2, level: 'mittelcentrum' is none of grundzentrum, mittelzentrum, "
        'oberzentrum (did you mean "mittelzentrum"?)'
    )


def test_problems_of_all_tables_are_raised_together(build: Callable[..., Places]) -> None:
    with pytest.raises(PlacesError) as refused:
        build(ORTSTEILE.replace("12.79", "x"), ZENTREN.replace("12.725", "y"))
    assert str(refused.value).splitlines() == [
        "ortsteile.csv, row 2, lon: 'x' is not a number",
        "zentren.csv, row 2, lon: 'y' is not a number",
    ]


# tables of any kind


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "o.csv", "id,name,kommune,lon,lat,Lon\no1,Roda,F,12.6,51.0,12.7\n")
    assert "o.csv: column 'lon' stands twice" in refusal(read_ortsteile, path)


def test_zentren_must_be_points(tmp_path: Path) -> None:
    path = layer(tmp_path / "z.gpkg", box(12, 51, 12.1, 51.1), id=["z"], name=["G"], level=["x"])
    assert "z.gpkg, feature 1, geometry: must be a point on the globe" in refusal(
        read_zentren, path
    )


def test_parquet_without_geometry_is_a_table_with_lon_and_lat(tmp_path: Path) -> None:
    columns = {"id": ["o1"], "name": ["Roda"], "kommune": ["F"], "lon": [12.6], "lat": [51.0]}
    pd.DataFrame(columns).to_parquet(tmp_path / "o.parquet")
    ortsteile, _ = read_ortsteile(tmp_path / "o.parquet", crs=CRS)
    assert (ortsteile.lon[0], ortsteile.lat[0]) == (12.6, 51.0)
