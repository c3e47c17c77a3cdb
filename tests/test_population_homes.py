"""Homes: which Ortsteil they belong to, how many people they hold, how old those are."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import Geometry, bounds, box
from test_population import people, written
from towns import Home, question

from accessibility.boundary import area_around, people_within, read_boundary
from accessibility.ortsteile import Ortsteile
from accessibility.osm_places import people_of_buildings
from accessibility.places import Places, places_frame, places_of_frames, points_frame
from accessibility.population import People, read_points
from accessibility.residents import Residents, assign, settle
from accessibility.tables import PlacesError
from accessibility.zensus import read_grid

CRS = "EPSG:25833"
EVERYWHERE = (0.0, 0.0, 1e7, 1e7)


def ortsteile(*rows: tuple[str, float, float, float | None, Geometry | None]) -> Ortsteile:
    """Make Ortsteile of (name, lon, lat, population, area), all of the Kommune Grimma."""
    area = np.empty(len(rows), np.object_)
    area[:] = [row[4] for row in rows]
    return Ortsteile(
        ortsteil_id=np.array([row[0].lower() for row in rows]),
        name=np.array([row[0] for row in rows]),
        kommune=np.full(len(rows), "Grimma"),
        lon=np.array([row[1] for row in rows]),
        lat=np.array([row[2] for row in rows]),
        population=np.array([np.nan if row[3] is None else row[3] for row in rows]),
        area=area,
        has_point=np.array([row[4] is None for row in rows]),
    )


def people_and_places(*homes: Home) -> Places:
    return question(homes, [], ["A"]).places


def settled(homes: People | None, places: Ortsteile) -> Residents:
    return settle(homes, places, crs=CRS, kommunen=None)[0]


# whose home is it


def test_a_home_belongs_to_the_nearest_ortsteil_in_metres() -> None:
    # 0.014° of longitude are 0.98 km at 51° N, 0.012° of latitude 1.33 km
    places = ortsteile(("Ost", 12.714, 51.2, None, None), ("Nord", 12.7, 51.212, None, None))
    assert assign(people((12.7, 51.2, 1)), places, CRS).tolist() == [0]


def test_a_home_in_a_polygon_belongs_to_it_however_near_another_place_is() -> None:
    wide = box(12.0, 51.0, 12.5, 51.1)
    places = ortsteile(("Weit", 12.01, 51.05, None, wide), ("Nah", 12.52, 51.05, None, None))
    assert assign(people((12.49, 51.05, 1), (12.51, 51.05, 1)), places, CRS).tolist() == [0, 1]


def test_where_polygons_nest_the_smallest_has_the_home() -> None:
    places = ortsteile(
        ("Ortschaft", 12.4, 51.05, None, box(12.0, 51.0, 12.5, 51.1)),
        ("Ortsteil", 12.1, 51.05, None, box(12.0, 51.0, 12.2, 51.1)),
    )
    assert assign(people((12.1, 51.05, 1), (12.3, 51.05, 1)), places, CRS).tolist() == [1, 0]


def test_a_hamlet_without_a_polygon_shares_the_one_around_it() -> None:
    around = box(12.0, 51.0, 12.5, 51.1)
    places = ortsteile(("Dorf", 12.1, 51.05, None, around), ("Weiler", 12.4, 51.05, None, None))
    homes = people((12.15, 51.05, 1), (12.35, 51.05, 1))
    assert assign(homes, places, CRS).tolist() == [0, 1]


# what an Ortsteil then has


def test_an_ortsteil_without_homes_is_a_home_itself() -> None:
    places = ortsteile(("Grimma", 12.72, 51.23, None, None), ("Roda", 12.8, 51.1, 80, None))
    result = settled(people((12.72, 51.24, 30), (12.72, 51.22, 20)), places)
    assert result.owner.tolist() == [0, 0, 1]
    assert result.homes.people.tolist() == [30, 20, 80]
    assert (result.homes.lon[2], result.homes.lat[2]) == (12.8, 51.1)


def test_an_unknown_population_is_the_sum_of_the_homes_and_a_known_one_stays() -> None:
    places = ortsteile(("A", 12.7, 51.2, None, None), ("B", 12.9, 51.2, 70, None))
    result = settled(people((12.7, 51.2, 30), (12.9, 51.2, 60), (12.7, 51.21, 5)), places)
    assert result.ortsteile.population.tolist() == [35, 70]
    assert result.homes.people.tolist() == [30, 5, 60]


def test_a_known_population_far_from_the_sum_of_homes_is_reported() -> None:
    places = ortsteile(("A", 12.7, 51.2, 1000, None), ("B", 12.9, 51.2, 100, None))
    homes = people((12.7, 51.2, 700), (12.9, 51.2, 70))
    (finding,) = settle(homes, places, crs=CRS, kommunen=None)[1]
    assert (finding.code, finding.count) == ("population_differs", 1)
    assert "A: 1000 / 700" in finding.message


def test_an_ortsteil_that_is_a_polygon_stands_where_its_mean_resident_lives() -> None:
    places = ortsteile(("Ort", 12.25, 51.05, None, box(12.0, 51.0, 12.5, 51.1)))
    result = settled(people((12.1, 51.05, 10), (12.2, 51.05, 50), (12.4, 51.05, 10)), places)
    assert (result.ortsteile.lon[0], result.ortsteile.lat[0]) == (12.2, 51.05)


def test_an_ortsteil_with_a_point_of_its_own_stays_there() -> None:
    result = settled(people((12.1, 51.05, 10)), ortsteile(("Ort", 12.25, 51.05, None, None)))
    assert result.ortsteile.lon.tolist() == [12.25]


# the edge of the region


def test_homes_beyond_the_boundary_are_dropped_and_counted() -> None:
    homes, findings = people_within(
        people((12.1, 51.05, 10), (13.0, 51.05, 4), (14.0, 51.05, 5)), box(12, 51, 12.5, 51.1)
    )
    assert homes.people.tolist() == [10]
    assert (findings[0].code, findings[0].count) == ("population_outside", 2)
    assert "(9 Einwohner)" in findings[0].message


def test_without_a_boundary_the_grid_ends_3_km_from_the_last_ortsteil() -> None:
    area = area_around(ortsteile(("Ort", 12.25, 51.05, None, None)), CRS)
    homes = people((12.25, 51.05 + 2.9 / 111.2, 1), (12.25, 51.05 + 3.1 / 111.2, 1))
    assert people_within(homes, area)[0].lat.tolist() == [51.05 + 2.9 / 111.2]


def test_a_boundary_is_the_union_of_the_polygons_of_a_file(tmp_path: Path) -> None:
    squares = [box(12, 51, 12.1, 51.1), box(12.1, 51, 12.2, 51.1)]
    gpd.GeoDataFrame(geometry=squares, crs="EPSG:4326").to_file(tmp_path / "b.geojson")
    assert bounds(read_boundary(tmp_path / "b.geojson")).tolist() == [12, 51, 12.2, 51.1]


def test_a_boundary_of_points_is_refused(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy([12], [51]), crs="EPSG:4326")
    frame.to_file(tmp_path / "b.geojson")
    with pytest.raises(PlacesError, match="holds no polygon; a boundary must be an area"):
        read_boundary(tmp_path / "b.geojson")


# residential buildings


def buildings(*rows: tuple[float, float, float | None, float | None, float]) -> gpd.GeoDataFrame:
    """Make buildings of (lon, lat, levels, flats, area in m²)."""
    lon, lat, levels, flats, area = zip(*rows, strict=True)
    return gpd.GeoDataFrame(
        {
            "levels": np.array(levels, np.float64),
            "flats": np.array(flats, np.float64),
            "area_m2": area,
        },
        geometry=gpd.points_from_xy(lon, lat),
        crs="EPSG:4326",
    )


def test_a_building_holds_its_flats_else_its_floors_but_one_dwelling_at_least() -> None:
    homes = people_of_buildings(
        buildings(
            (12.7, 51.2, None, 8, 200),  # 8 flats of 2 people
            (12.7, 51.2, 4, None, 368),  # 4 × 368 m² × 0.75 / 92 m² = 12 dwellings
            (12.7, 51.2, None, None, 60),  # a cottage
        )
    )
    assert homes.people.tolist() == [16, 24, 2]


def test_buildings_are_scaled_to_the_ortsteil_else_to_the_rest_of_its_kommune() -> None:
    places = ortsteile(
        ("A", 12.70, 51.2, 90, None), ("B", 12.80, 51.2, None, None), ("C", 12.9, 51.2, None, None)
    )
    homes = people((12.7, 51.2, 2), (12.7, 51.21, 4), (12.8, 51.2, 1), (12.9, 51.2, 3))
    result, findings = settle(homes, places, crs=CRS, kommunen={"Grimma": 490})
    assert result.homes.people.tolist() == [30, 60, 100, 300]
    assert result.ortsteile.population.tolist() == [90, 100, 300]
    assert [finding.code for finding in findings] == ["population_of_buildings"]


def test_buildings_where_no_population_is_known_weigh_but_leave_it_unknown() -> None:
    places = ortsteile(("A", 12.70, 51.2, None, None))
    homes = people((12.7, 51.2, 2), (12.7, 51.21, 4))
    result, findings = settle(homes, places, crs=CRS, kommunen={})
    assert result.homes.people.tolist() == [2, 4]
    assert np.isnan(result.ortsteile.population[0])
    assert [finding.code for finding in findings] == [
        "population_of_buildings",
        "population_unknown",
    ]


# how old they are


def test_a_grid_of_ages_tells_the_young_and_the_old_and_secret_ones_are_unknown(
    tmp_path: Path,
) -> None:
    text = """
        GITTER_ID_100m;x_mp_100m;y_mp_100m;Insgesamt_Bevoelkerung;Unter18;a18bis29;a65undaelter
        CRS3035RES100mN3101400E4520400;4520500;3101500;42;7;5;12
        CRS3035RES100mN3101500E4520400;4520500;3101600;–;–;–;–
        CRS3035RES100mN3084400E4462400;4462500;3084500;7;–;3;4
    """
    homes, _ = read_grid(written(tmp_path / "z.csv", text), box=EVERYWHERE)
    assert homes.people.tolist() == [42, 7]
    assert homes.ages["seniors"].tolist() == [12, 4]
    assert homes.ages["youth"][0] == 7
    assert np.isnan(homes.ages["youth"][1])


def test_points_may_tell_ages_by_german_or_english_names(tmp_path: Path) -> None:
    text = "id,lon,lat,people,jugend,seniors\na,12.7,51.2,10,3,\nb,12.7,51.3,0,0,0\n"
    homes, _ = read_points(written(tmp_path / "p.csv", text), crs=CRS)
    assert homes.ages["youth"].tolist() == [3]  # nobody lives at b
    assert np.isnan(homes.ages["seniors"]).all()


def test_a_negative_number_of_seniors_is_refused(tmp_path: Path) -> None:
    text = "id,lon,lat,people,seniors\na,12.7,51.2,10,-1\n"
    with pytest.raises(PlacesError, match="seniors: -1 is negative"):
        read_points(written(tmp_path / "p.csv", text), crs=CRS)


def test_ages_stay_with_their_homes_and_are_unknown_where_there_is_none() -> None:
    homes = People(np.array([12.72, 12.7]), np.array([51.2, 51.2]), np.array([1.0, 2.0]))
    homes = replace(homes, ages={"seniors": np.array([10.0, 20.0])})
    places = ortsteile(
        ("Alt", 12.7, 51.2, None, None),
        ("Leer", 12.9, 51.9, 5, None),
        ("Neu", 12.72, 51.2, None, None),
    )
    found = settled(homes, places)
    assert found.owner.tolist() == [0, 1, 2]
    assert found.homes.ages["seniors"].tolist()[::2] == [20, 10]
    assert np.isnan(found.homes.ages["seniors"][1])


def test_ages_are_kept_in_the_network_folder() -> None:
    places = people_and_places(Home("Dorf", people=10), Home("Weiler", people=5))
    aged = replace(places, point_ages={"seniors": np.array([3, np.nan])})
    points = points_frame(aged)
    assert points["people_seniors"].tolist()[:1] == [3]
    again = places_of_frames(places_frame(aged), points)
    np.testing.assert_array_equal(again.point_ages["seniors"], [3, np.nan])
    assert "people_seniors" not in points_frame(places)
